"""How long people wait for an answer, those counted who still wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class MedianWait:
    """Half of the questions wait no longer. Where too few are answered to say so, `reached` is false and they wait longer than this."""

    hours: float
    reached: bool


def median_wait(answered: Sequence[float], waiting: Sequence[float]) -> MedianWait | None:
    """The median of a time to answer by Kaplan and Meier (1958), in exact counts; None without a question.

    answered: hours until each answer. waiting: hours that each question without one has waited so far (censored). Where exactly half
    are answered, the median lies midway to the next answer, as the median of an even number does.

    >>> median_wait([1, 2, 3, 4, 5, 6], [48, 48, 48, 48])
    MedianWait(hours=5.5, reached=True)
    >>> median_wait([2], [48, 48, 48])
    MedianWait(hours=48.0, reached=False)
    """
    if not answered and not waiting:
        return None
    at = Counter(answered)
    surviving, half_at = Fraction(1), None
    for hours in sorted(at):
        if half_at is not None:
            return MedianWait((half_at + hours) / 2, reached=True)
        at_risk = sum(one >= hours for one in answered) + sum(one >= hours for one in waiting)
        surviving *= 1 - Fraction(at[hours], at_risk)
        if surviving < HALF:
            return MedianWait(float(hours), reached=True)
        half_at = float(hours) if surviving == HALF else None
    return MedianWait(float(median((*answered, *waiting))), reached=False)
