"""A sample of the benchmark of kills: nothing lost, doubled or torn, by what the killed process noted beforehand."""

import os
from itertools import chain

import pytest

from benchmarks.kills import POSTS, Diary, run, whole, words

SEED = int(os.environ.get("VOXPOP_SEED", "2026"))


@pytest.mark.slow
def test_kills_at_random_moments_of_everything_leave_what_the_diary_says(tmp_path):
    found = run(tmp_path, kills=6, seed=SEED)
    assert found["kills"] == 6
    assert not found["damaged"]
    assert found["complete at the end"]


def test_the_diary_sees_what_is_doubled_torn_changed_or_back(tmp_path):
    diary = Diary(tmp_path / "diary.txt")
    held = [(n, words(n)) for n in range(POSTS)]
    assert whole("here", held, diary) == {0: POSTS}
    for wrong, said in (([*held, held[7]], "doubled"), (held[:-1], "torn"), ([(0, "else"), *held[1:]], "as they were")):
        with pytest.raises(AssertionError, match=said):
            whole("here", wrong, diary)
    diary.note("forgetting", 3)
    some = list(chain(held[:3], held[4:]))
    with pytest.raises(AssertionError, match="half of rider3"):
        whole("here", some, diary)
    diary.note("forgotten", 3)
    with pytest.raises(AssertionError, match="forgotten posts are there"):
        whole("here", some, diary)
