"""Readers beside a writer that loads and publishes without a pause: no error, and never two states at once."""

import pytest

from benchmarks.readers import run


@pytest.mark.slow
def test_readers_never_fail_and_each_sees_one_state():
    found = run(1, 3, 2, snapshots=True, reads=21)
    assert found["errors"] == 0, found["first error"]
    assert found["torn"] == 0
    assert found["all in at the end"]
