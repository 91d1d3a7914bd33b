"""Three hundred histories of an installation, and whether the simulation would notice if a step of the product were missing."""

import os
import subprocess
import sys

import pytest

from tests.places import ROOT

SEED = int(os.environ.get("VOXPOP_SEED", "2026"))


def simulate(*given):
    """The command in a process of its own, whose clock and files are nobody else's."""
    command = [sys.executable, "-m", "tests.simulation", "--processes", "1", *map(str, given)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_three_hundred_histories_lose_double_bring_back_and_leak_nothing():
    done = simulate("--histories", 300, "--seed", SEED, "--steps", 5)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert "300 histories" in done.stdout
    assert " 0 violations" in done.stdout


@pytest.mark.slow
def test_a_kill_at_a_call_that_writes_harms_nothing():
    """A sample; all of them: `python -m tests.simulation.kills`."""
    command = [sys.executable, "-m", "tests.simulation.kills", "--every", "70", "--first", str(1 + SEED % 20)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if "skipped" in done.stdout:
        pytest.skip(done.stdout.strip())
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


@pytest.mark.slow
@pytest.mark.parametrize("mutation", ["no sync", "a post twice", "landing not cleaned"])
def test_a_fault_on_purpose_is_found(mutation):
    done = simulate("--histories", 60, "--seed", 5000, "--mutation", mutation)
    assert done.returncode == 1, f"{mutation} was not found: {done.stdout}{done.stderr[-2000:]}"


def test_a_history_is_the_same_each_time():
    first, second = (simulate("--histories", 1, "--seed", SEED, "--tell").stdout.splitlines()[:-1] for _ in range(2))
    assert first == second
    assert len(first) > 5
