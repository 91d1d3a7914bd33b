"""Recorded answers of X and Reddit, where they are at hand: all are mapped, or refused for a reason to agree with."""

import os
from pathlib import Path

import pytest

from benchmarks.recorded_traffic import KEY, READ_AT, WINDOW, count, x_pages
from collectors.x_mapping import posts_of, records
from voxpop.post import Post, RawItem

SHARED = Path(os.environ.get("VOXPOP_SHARED", Path(__file__).resolve().parents[3] / "shared")) / "traffic"
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the recorded traffic is not here")


def test_every_recorded_page_of_x():
    found = count("x", SHARED)
    assert found["posts"] == 1008
    assert found["gone"] == {"deleted": 3, "forbidden": 3}
    assert found["refused"] == {"id: no usable 'id'": 507}  # buckets of counts and lines of compliance jobs: no posts


def test_what_is_refused_of_x_has_no_text():
    for name, page in x_pages(SHARED):
        item = RawItem(source="x", channel="c", fetched_at=READ_AT, window=WINDOW, payload=page)
        posts = sum(isinstance(record, Post) for record in posts_of(item, KEY))
        assert posts == sum("text" in record and "id" in record for record in records(page)), name


def test_every_recorded_thing_of_reddit():
    found = count("reddit", SHARED)
    assert found["posts"] == 4264
    assert found["gone"] == {"deleted": 31, "removed": 1}
    assert found["refused"] == {}
