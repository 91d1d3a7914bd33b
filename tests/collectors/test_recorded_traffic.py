"""Recorded answers of X and Reddit, where they are at hand: all are mapped, or refused for a reason to agree with."""

import json

import pytest

from benchmarks.recorded_traffic import KEY, READ_AT, SOURCES, WINDOW, count, differences, main, reddit_things, x_pages
from benchmarks.second_reader import READERS
from tests.places import SHARED
from voxpop.collectors.reddit import mapping as reddit_mapping
from voxpop.collectors.x import mapping as x_mapping
from voxpop.post import Gone, Mapped, Post, RawItem

TRAFFIC = SHARED / "traffic"
pytestmark = pytest.mark.skipif(not TRAFFIC.exists(), reason="the recorded traffic is not here")


def mapped(source, payload):
    item = RawItem(source=source, channel="c", fetched_at=READ_AT, window=WINDOW, payload=payload)
    return list(SOURCES[source][1](item, KEY))


def own_records(page):
    """The page's own records, read without the mapping."""
    data = page.get("data", [])
    return data if isinstance(data, list) else [data]


def test_every_recorded_page_of_x():
    found = count("x", TRAFFIC)
    assert (found["answers"], found["records"], found["left out"]) == (25, 1521, 2)  # two lines of compliance jobs
    assert (found["posts"], found["distinct"]) == (950, 747)
    assert found["gone"] == {
        "deleted": 3,
        "forbidden": 3,
        "withheld": 58,
    }  # X's own notice in place of an account's words
    assert found["refused"] == {"id: no usable 'id'": 507}  # buckets of counts: three answers of 169 hours


def test_of_x_just_what_has_an_id_and_a_text_is_a_post():
    for name, page in x_pages(TRAFFIC):
        records = mapped("x", page)
        posts = [record for record in records if isinstance(record, Post)]
        withheld = sum(isinstance(record, Gone) and record.reason == "withheld" for record in records)
        assert len(posts) + withheld == sum("text" in record and "id" in record for record in own_records(page)), name
        others = sum(isinstance(record, Gone) for record in records) - withheld
        assert len(records) - others == len(own_records(page)), name


def test_nothing_that_x_says_of_a_post_is_lost():
    for name, page in x_pages(TRAFFIC):
        by_id = {record["id"]: record for record in own_records(page) if "id" in record}
        for post in (record for record in mapped("x", page) if isinstance(record, Post)):
            record = by_id[post.url.rpartition("/")[2]]
            metrics = record.get("public_metrics", {})
            assert (post.likes, post.replies, post.reposts, post.quotes) == tuple(
                metrics.get(f"{kind}_count") for kind in ("like", "reply", "retweet", "quote")
            ), name
            references = {reference["type"]: reference["id"] for reference in record.get("referenced_tweets", [])}
            told = {"replied_to": post.parent_id, "quoted": post.quote_of, "retweeted": post.repost_of}
            assert {kind: post_id for kind, post_id in told.items() if post_id} == references, name
            assert (post.author_id is None) == ("author_id" not in record), name
        assert set(x_mapping.unknown_keys(page)) <= {"start", "end", "tweet_count"}, name


def test_every_recorded_thing_of_reddit():
    found = count("reddit", TRAFFIC)
    assert (found["answers"], found["records"], found["left out"]) == (4296, 4296, 0)
    assert (found["posts"], found["distinct"]) == (4264, 3126)
    assert found["gone"] == {"deleted": 31, "removed": 1}
    assert found["refused"] == {}


def test_nothing_that_reddit_says_of_a_thing_is_lost():
    for name, thing in reddit_things(TRAFFIC):
        facts = thing["data"]
        (record,) = reddit_mapping.posts_of(
            RawItem(source="reddit", channel="c", fetched_at=READ_AT, window=WINDOW, payload=thing), KEY
        )
        assert record.post_id == f"{thing['kind']}_{facts['id']}", name
        if isinstance(record, Gone):
            continue
        original = facts.get("crosspost_parent_list") or [{}]
        own = facts["body" if thing["kind"] == "t1" else "selftext"]
        assert record.text == own or (record.text, own) == (original[0].get("selftext"), ""), name
        assert record.created_at.timestamp() == facts["created_utc"], name
        assert record.votes == (None if facts.get("score_hidden") or facts.get("hide_score") else facts["score"]), name
        assert (record.author_id is None) == (facts["author"] in (None, "[deleted]")), name
        assert (record.thread_id, record.parent_id) == (facts.get("link_id"), facts.get("parent_id")), name


@pytest.mark.parametrize("source", SOURCES)
def test_all_of_it_fits_the_tables(source):
    records = [record for _, payload in SOURCES[source][0](TRAFFIC) for record in mapped(source, payload)]
    found = Mapped.of(records)
    assert found.posts.num_rows + found.refused.num_rows + found.gone.num_rows == len(records) > 0


def test_the_benchmark_prints_a_line_for_each_source(capsys):
    assert main(["--folder", str(TRAFFIC)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in said[1 : 1 + len(SOURCES)]] == list(SOURCES)
    assert "x: 507 refused, id: no usable 'id'" in said


def test_a_recording_that_is_cut_off_is_told_and_the_rest_is_read(tmp_path, capsys):
    place = tmp_path / "x" / "api_v2_pages_twarc"
    place.mkdir(parents=True)
    page = json.dumps({"data": [{"id": "1500000000000000000", "text": "a"}]})
    (place / "cut.jsonl").write_text(f"{page}\n{page[:30]}\n{page}\n")
    assert main(["--folder", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "x: left out, cut.jsonl:2: JSON that is cut off after 30 characters" in told
    assert count("x", tmp_path)["posts"] == 2


@pytest.mark.parametrize("source", READERS)
def test_a_second_reader_finds_the_same_facts(source):
    compared, wrong = differences(source, TRAFFIC)
    assert compared
    assert wrong == []
