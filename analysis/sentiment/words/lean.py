"""What the lexicon sees in posts, in one pass over all of them: praise, complaint, negation, contrast, questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

SCOPE: Final = 4
"""Tokens after a negator that it turns."""

FLAGS: Final = (
    "trouble", "negator", "booster", "damper", "contrast", "thanks", "question", "wish", "swear",
    "exclamation", "asking", "stop", "url", "user", "code", "number", "dots", "emoji", "emoticon", "subject",
)  # fmt: skip
"""What a word may be; one may be several."""

BIT: Final = {name: 1 << place for place, name in enumerate(FLAGS)}


def lean(
    *,
    flags: NDArray[np.int64],
    lean_of: Floats,
    word: Ints,
    rows: Ints,
    n_posts: int,
    elongated: NDArray[np.bool_],
    shouted: NDArray[np.bool_],
) -> tuple[NDArray[np.bool_], Floats, Floats, Floats]:
    """Returns which tokens are negated, the dense features, and the sums of praise and of complaint.

    `word` holds the word id of each token, `rows` its post; `flags` and `lean_of` are by word id.
    """
    bits = flags[word]

    def has(name: str) -> NDArray[np.bool_]:
        return np.asarray((bits & BIT[name]) != 0)

    def total(values: NDArray[np.generic]) -> Floats:
        return np.bincount(rows, values, n_posts).astype(np.float64)

    place = np.arange(len(word))
    negator, contrast = has("negator"), has("contrast")
    last_negator = np.maximum.accumulate(np.where(negator, place, -1)) if len(word) else place
    last_negator = np.concatenate([[-1], last_negator[:-1]]) if len(word) else place
    new_row = np.concatenate([[True], rows[1:] != rows[:-1]]) if len(word) else np.zeros(0, dtype=bool)
    barrier = np.maximum.accumulate(np.where(new_row, place - 1, np.where(has("stop") | contrast, place, -1)))
    turned = (last_negator > barrier) & (place - last_negator <= SCOPE)
    valence = lean_of[word]
    before = np.concatenate([[0], bits[:-1]])[: len(bits)] * ~new_row
    push = np.where(before & BIT["booster"], 1.3, np.where(before & BIT["damper"], 0.7, 1.0))
    push = push * np.where(shouted, 1.2, 1.0)
    felt = valence * push * np.where(turned, -0.6, 1.0)
    length = total(np.ones(len(word)))
    size = np.sqrt(length + 4.0)
    last_contrast = np.full(n_posts, -1, dtype=np.int64)
    np.maximum.at(last_contrast, rows[contrast], place[contrast])
    after = (place > last_contrast[rows]) & (last_contrast[rows] >= 0)
    first = np.full(n_posts, len(word), dtype=np.int64)
    first[rows[new_row]] = place[new_row]
    late = (place - first[rows]) >= 0.65 * length[rows]
    high, low = total(np.maximum(felt, 0)), total(np.maximum(-felt, 0))
    n_high, n_low = total(felt > 0), total(felt < 0)
    sign = has("emoji") | has("emoticon")
    trouble, asking, thanks, wish = (
        total(has("trouble")),
        total(has("asking")),
        total(has("thanks")),
        total(has("wish")),
    )
    ends_asking = np.zeros(n_posts)
    end = first + length.astype(np.int64) - 1
    some = length > 0
    ends_asking[some] = has("asking")[end[some]]
    asks_first = np.zeros(n_posts)
    asks_first[some] = has("question")[first[some]]
    names_first = np.zeros(n_posts)
    names_first[some] = has("user")[first[some]]
    net = high - low
    columns = [
        high / size, low / size, net / np.sqrt(net * net + 15.0), np.minimum(n_high, 5), np.minimum(n_low, 5),
        n_high > 0, n_low > 0, (n_high > 0) & (n_low > 0), (n_high == 0) & (n_low == 0),
        total(valence >= 2.5) > 0, total(valence <= -2.5) > 0, total(turned & (valence > 0)), total(turned & (valence < 0)),
        total(np.where(after, felt, 0.0)) / size, (last_contrast >= 0) * net / size, last_contrast >= 0,
        total(np.where(late, felt, 0.0)) / size, total(sign & (valence > 0)), total(sign & (valence < 0)),
        np.minimum(total(has("exclamation")), 3), (total(has("exclamation")) > 0) * np.sign(net),
        np.minimum(asking, 3), ends_asking, asks_first * ends_asking, asks_first, (asking > 0) * (n_low > 0),
        np.minimum(trouble, 4), (trouble > 0) & (n_high == 0), (trouble > 0) & (asking > 0), total(turned & has("trouble")),
        np.minimum(thanks, 2), (thanks > 0) & (trouble > 0), (thanks > 0) & (asking > 0), (thanks > 0) & (length < 8),
        np.minimum(wish, 3), np.minimum(total(has("swear")), 2), np.minimum(total(shouted), 6) / size,
        np.minimum(total(elongated), 2), total(has("url")) > 0, total(has("user")) > 0, names_first,
        np.minimum(total(has("code")), 3), np.minimum(total(has("number")), 4), np.minimum(total(has("dots")), 2),
        np.minimum(total(has("subject")), 4), np.minimum(total(negator), 4), np.log1p(length), length < 4, length > 30,
        total(word == 0) / np.maximum(length, 1.0),
    ]  # fmt: skip
    dense = np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)
    return turned, dense, high, low
