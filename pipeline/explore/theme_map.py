"""The map of themes: themes that are alike stand near each other, and one that has a place keeps it from week to week.

The themes that were found together are placed together (classical scaling of their distances); each later one is placed where its
distances to the earlier ones fit best, and moves none of them. Centres and the order of themes stay from week to week, so places do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voxpop.analysis.themes.state import registry_of
from voxpop.pipeline.analyze.closed import THEMES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxpop.analysis.themes.registry import ThemeRegistry
    from voxpop.warehouse import Snapshot

    Places = NDArray[np.float64]

STEPS = 200
"""How often a later theme is moved towards its place."""

APART = 1e-9


def read_places(snapshot: Snapshot) -> dict[str, tuple[float, float]]:
    """The places by the model that the last analysis saved, as `place_themes` gives them; empty before an analysis."""
    saved = snapshot.records("analyze/state", {"name": THEMES, "week": None})
    return place_themes(registry_of(saved[0]["state"])) if saved else {}


def place_themes(registry: ThemeRegistry) -> dict[str, tuple[float, float]]:
    """theme_id -> x and y, of every theme that has a centre; distances are about 1 minus the cosine of the centres.

    A codebook theme that is known by its terms alone has no centre and no place.
    """
    some = [n for n in range(len(registry.themes)) if registry.centres[n].any()]
    if not some:
        return {}
    centres = registry.centres[some].astype(np.float64)
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    far = np.clip(1 - centres @ centres.T, 0, 2)
    born = {event.theme_id: event.week for event in registry.events if event.event == "born"}
    together = sum(born.get(registry.themes[n].theme_id) is None for n in some)
    places = _scale(far[:together, :together])
    for n in range(together, len(some)):
        places = np.vstack([places, _fit(places, far[n, :n])])
    return {registry.themes[n].theme_id: (float(x), float(y)) for n, (x, y) in zip(some, places, strict=True)}


def _scale(far: Places) -> Places:
    """Classical scaling to two dimensions; the first theme stands to the left and above, so that no axis is turned around."""
    n = len(far)
    if n == 0:
        return np.zeros((0, 2))
    middle = np.eye(n) - 1 / n
    values, vectors = np.linalg.eigh(-middle @ far**2 @ middle / 2)
    order = np.argsort(values)[::-1][:2]
    places = vectors[:, order] * np.sqrt(np.maximum(values[order], 0))
    places = np.pad(places, ((0, 0), (0, 2 - places.shape[1])))
    for axis in range(2):
        first = next((value for value in places[:, axis] if abs(value) > APART), 0.0)
        places[:, axis] *= -1 if first > 0 else 1
    return np.asarray(places)


def _fit(places: Places, far: Places) -> Places:
    """The place whose distances to the others are nearest to the wanted ones (gradient of the stress, near ones weighing more)."""
    if not len(places):
        return np.zeros(2)
    weight = 1 / np.maximum(far, 0.05)
    spot = np.asarray((places * weight[:, None]).sum(axis=0) / weight.sum()) + 0.01
    for step in range(STEPS):
        away = spot - places
        distance = np.maximum(np.linalg.norm(away, axis=1), APART)
        pull = (weight * (1 - far / distance))[:, None] * away
        spot = spot - (1 - step / STEPS) * 0.5 * pull.sum(axis=0) / weight.sum()
    return np.asarray(spot)
