"""A sample of the benchmark of faults: a week of every demo channel through faults and crashes, against the world's truth."""

import os
from datetime import UTC, datetime

import pytest

from benchmarks.faults import run as faults
from benchmarks.faults.script import script

SEED = int(os.environ.get("VOXPOP_SEED", "11"))


@pytest.mark.slow
def test_a_week_through_the_script_ends_as_the_world_has_it():
    told = faults.figures(SEED, weeks=1)
    assert told["wrong"] == []
    assert faults.exact(told), told
    assert told["posts of the world"] > 500
    assert told["faults met"] >= 6


SOUND = {
    **dict.fromkeys(("lost", "doubled", "not in the world", "standing after the sweep, wrongly", "gone by the sweep, wrongly",
                     "records not as planted", "hours whose state differs"), 0),
    "most requests of a 429 without a header": 3, "predicted USD": 1.0, "paid USD": 1.04, "taken of it": 5.0, "budget USD": 5.0,
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [(None, None), *((name, 1) for name, value in SOUND.items() if value == 0),
                                             ("most requests of a 429 without a header", 4), ("paid USD", 1.06),
                                             ("paid USD", 0.94), ("taken of it", 5.001)])  # fmt: skip
def test_the_benchmark_sees_what_is_wrong(name, value):
    assert faults.exact({**SOUND, **({name: value} if name else {})}) == (name is None)


def test_every_fault_of_the_issue_is_in_the_script():
    names = " ".join(one.name for one in script(datetime(2026, 11, 23, tzinfo=UTC)))
    for said in ("429 with R", "429 without", "402", "500", "504", "hang", "cut off", "HTML", "empty page", "repeats",
                 "two hours off", "new keys"):  # fmt: skip
        assert said in names
