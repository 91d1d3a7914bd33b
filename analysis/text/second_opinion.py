"""Which language a post is in where its function words hardly tell, or tell another than the source: a second opinion is heard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

LEARNED: Final = ("es", "de", "fr", "pt", "it")
"""Languages beside English that models learned to read."""

TOLD: Final = ("en", *LEARNED, "other")
"""Languages that a second opinion tells apart (`voxpop.analysis.sentiment.languages.told`)."""

WEAK: Final = 0.3
"""Under so many English words of ten written ones the function words of English tell little."""

LIKELY, SURE = 0.65, 0.97
"""Shares from which a second opinion decides: where function words do not tell, and against what they hint at."""

AGAINST, AGAINST_WEAK = 1.0, 10.0
"""So many times likelier than the source's a language must be that words tell clearly, or only hint at."""

Opinion = Callable[[NDArray[np.int64]], NDArray[np.float64]]
"""Gives, for some rows, the share of each of `TOLD`."""


def settle(names: list[str], said: list[str], weak: NDArray[np.bool_], opinion: Opinion) -> list[str]:
    """Returns the languages once the second opinion is heard.

    names: what function words tell, 'und' where they do not. said: what the source says, '' where it is silent. weak: where function
    words say little.
    """
    place = {name: n for n, name in enumerate(TOLD)}
    against = [row for row, name in enumerate(names) if said[row] in LEARNED and name != said[row] and name in place]
    alone = [row for row, name in enumerate(names) if not said[row] and weak[row] and name in {"und", "en"}]
    rows = np.array([*against, *alone], dtype=np.int64)
    if not len(rows):
        return names
    found = list(names)
    for row, share in zip(rows.tolist(), opinion(rows), strict=True):
        best = TOLD[int(share.argmax())]
        if said[row]:
            times = AGAINST_WEAK if weak[row] else AGAINST
            found[row] = names[row] if share[place[names[row]]] >= times * share[place[said[row]]] else said[row]
        elif best in LEARNED and share.max() >= (SURE if names[row] == "en" else LIKELY):
            found[row] = best
    return found
