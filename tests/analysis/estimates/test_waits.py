"""The median wait, questions that still wait counted."""

import pytest

from voxpop.analysis.estimates.waits import MedianWait, median_wait


@pytest.mark.parametrize(
    ("answered", "waiting", "hours", "reached"),
    [
        ([1, 2, 3, 4, 5, 6], [48] * 4, 5.5, True),  # half are answered after five hours: midway to the sixth
        ([1, 2, 3], [], 2, True),
        ([1, 2], [], 1.5, True),
        ([2], [48, 48, 48], 48, False),
        ([1, 2], [9, 9], 5.5, False),  # the median is midway between 2 and something later than 9
        ([], [3], 3, False),
        ([5, 22], [8, 100], 22, True),  # one that waits since 8 hours says nothing of later
        ([4, 4, 4, 4], [], 4, True),
    ],
)
def test_median(answered, waiting, hours, reached):
    assert median_wait(answered, waiting) == MedianWait(hours, reached=reached)


def test_without_a_question_there_is_none():
    assert median_wait([], []) is None


def test_nobody_seems_faster_by_leaving_questions_open():
    assert median_wait([1, 2, 3], [50] * 7).hours > median_wait([1, 2, 3], []).hours
