"""Files as platforms write them: the posts are those of the API, a cut file is said, nobody's mail address lands."""

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from voxpop.authors import AuthorKey
from voxpop.collectors.archive.collector import ArchiveCollector
from voxpop.collectors.archive.documents import cursor
from voxpop.collectors.base import Context
from voxpop.collectors.reddit.mapping import posts_of as reddit_posts
from voxpop.collectors.x.mapping import posts_of as x_posts
from voxpop.config import Channel
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError, UsageError
from voxpop.post import Mapped, RawItem
from voxpop.window import Window

KEY = AuthorKey(b"key")
AT = int(datetime(2026, 11, 3, 12, tzinfo=UTC).timestamp())
SEEN = AT + 86_400
NOVEMBER = Window(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))


def collector(folder, path, **options):
    keys = {"id": "old", "source": "archive", "path": path, **options}
    return ArchiveCollector(Channel.model_validate(keys), Context(KEY, lambda name: name, Path(folder)))


def read(reader, window=NOVEMBER, log=None):
    tables = []
    error = None
    try:
        for table in reader.fetch_tables(window, log or FetchLog()):
            tables.append(table)
    except CollectorError as raised:
        error = raised
    mapped = [reader.map_table(table, datetime(2027, 1, 1, tzinfo=UTC)) for table in tables]
    return Mapped(*(pa.concat_tables([getattr(m, n) for m in mapped]) for n in ("posts", "refused", "gone"))), error


def submission(number, **facts):
    return {
        "id": f"s{number}", "name": f"t3_s{number}", "title": f"Does import {number} work?", "selftext": "It stops half way.",
        "author": "anna_example", "author_fullname": "t2_anna", "subreddit": "larkspur", "created_utc": AT + number,
        "retrieved_on": SEEN, "score": 7, "num_comments": 2, "permalink": f"/r/larkspur/comments/s{number}/x/", "edited": False,
    } | facts  # fmt: skip


def comment(number, **facts):
    return {
        "id": f"c{number}", "body": f"It does since the update, number {number}.", "author": "ben_example", "subreddit": "larkspur",
        "link_id": "t3_s1", "parent_id": "t3_s1", "created_utc": str(AT + number), "retrieved_on": SEEN, "score": 3,
        "controversiality": 0,
    } | facts  # fmt: skip


def dump(path, things, frames=1):
    """As the dumps are written: lines in zstd with a window of two gigabytes, more frames one behind the other."""
    parameters = zstandard.ZstdCompressionParameters.from_level(3, window_log=31)
    lines = [thing if isinstance(thing, str) else json.dumps(thing) for thing in things]
    each = -(-len(lines) // frames)
    with path.open("wb") as file:
        for begin in range(0, len(lines), each):
            with zstandard.ZstdCompressor(compression_params=parameters).stream_writer(file, closefd=False) as out:
                out.write("".join(f"{line}\n" for line in lines[begin : begin + each]).encode())


def test_a_reddit_dump_gives_the_posts_of_the_api(tmp_path):
    things = [submission(1), comment(2), comment(3, created_utc=AT + 3), submission(4, subreddit="elsewhere")]
    dump(tmp_path / "RC_2026-11.zst", things, frames=2)
    found, error = read(collector(tmp_path, "RC_2026-11.zst", layout="reddit"))
    assert error is None
    seen = datetime.fromtimestamp(SEEN, UTC)
    by_api = Mapped.of(
        post
        for kind, thing in zip(("t3", "t1", "t1", "t3"), things, strict=True)
        for post in reddit_posts(
            RawItem(
                source="reddit", channel="r", fetched_at=seen, window=NOVEMBER,
                payload={"kind": kind, "data": thing | {"created_utc": int(thing["created_utc"])}},
            ),
            KEY,
        )
    )  # fmt: skip
    assert found.posts.equals(by_api.posts)
    assert found.posts["kind"].to_pylist() == ["question", "reply", "reply", "question"]
    assert set(found.posts["counts_at"].to_pylist()) == {seen}


def test_of_a_dump_of_many_communities_only_some_are_kept(tmp_path):
    things = [comment(n, subreddit=("Larkspur", "other", "larkspurfans")[n % 3]) for n in range(30)]
    things.append(comment(40, subreddit="other", body="they say larkspur is better"))
    dump(tmp_path / "d.zst", [*things, "{not json"])
    log = FetchLog()
    reader = collector(tmp_path, "d.zst", layout="reddit", only={"subreddit": ["larkspur"]})
    found, _ = read(reader, log=log)
    assert found.posts["community"].to_pylist() == ["Larkspur"] * 10
    assert found.refused.num_rows == 0  # a line that does not even name the community is nobody's loss
    assert log.notes[-1] == "d.zst: 22 other rows left out, as 'only' says"


def test_what_a_dump_says_is_gone_is_gone_and_what_is_broken_is_refused(tmp_path):
    things = [
        submission(1, selftext="[deleted]", author="[deleted]"),
        comment(2, body="[removed]"),
        comment(3, created_utc="soon"),
        "not json",
        "[1]",
        comment(4, body=None),
    ]
    dump(tmp_path / "d.zst", things)
    found, _ = read(collector(tmp_path, "d.zst", layout="reddit"))
    assert found.posts.num_rows == 0
    assert found.gone.select(["post_id", "reason"]).to_pylist() == [
        {"post_id": "t3_s1", "reason": "deleted"},
        {"post_id": "t1_c2", "reason": "removed"},
    ]
    assert dict(zip(found.refused["item_id"].to_pylist(), found.refused["field"].to_pylist(), strict=True)) == {
        "d.zst:3": "created_utc",
        "d.zst:4": "row",
        "d.zst:5": "row",
        "d.zst:6": "body",
    }


def test_a_dump_that_was_not_downloaded_whole_is_said_and_what_was_read_is_kept(tmp_path):
    dump(tmp_path / "whole.zst", [comment(n, body=f"{n} {n * n} {n**5} words") for n in range(50_000)])
    data = (tmp_path / "whole.zst").read_bytes()
    (tmp_path / "cut.zst").write_bytes(data[: len(data) * 3 // 4])
    found, error = read(collector(tmp_path, "cut.zst", layout="reddit"))
    assert "cut.zst is damaged or cannot be read further: it ends in the middle" in str(error)
    assert found.posts.num_rows > 20_000
    (tmp_path / "none.zst").write_bytes(b"this is no zstd file at all")
    with pytest.raises(UsageError, match=r"none\.zst: cannot be read"):
        read(collector(tmp_path, "none.zst", layout="reddit"))


def tweet(number, text, **facts):
    return {
        "tweet": {
            "id": str(1_900_000_000_000_000_000 + number), "id_str": str(1_900_000_000_000_000_000 + number), "full_text": text,
            "created_at": "Tue Nov 03 12:00:00 +0000 2026", "lang": "en", "favorite_count": "12", "retweet_count": "0",
            "entities": {"hashtags": [{"text": "larkspur", "indices": ["0", "9"]}]},
        } | facts
    }  # fmt: skip


def account_archive(path, parts, account=True):
    with zipfile.ZipFile(path, "w") as archive:
        for number, tweets in enumerate(parts):
            name = "tweets.js" if number == 0 else f"tweets-part{number}.js"
            archive.writestr(f"data/{name}", f"window.YTD.tweets.part{number} = {json.dumps(tweets, indent=2)}")
        archive.writestr("data/direct-messages.js", 'window.YTD.direct_messages.part0 = [{"secret": "words"}]')
        if account:
            told = {"email": "lark@example.org", "accountId": "77", "username": "LarkspurCRM", "phone": "1"}
            archive.writestr("data/account.js", f"window.YTD.account.part0 = {json.dumps([{'account': told}])}")
            made = {"archiveInfo": {"generationDate": "2026-11-20T00:00:00.000Z"}}
            archive.writestr("data/manifest.js", f"window.__THAR_CONFIG = {json.dumps(made)}")
    return path


def test_an_x_archive_gives_the_account_its_posts(tmp_path):
    edited = {"edit_info": {"initial": {"editTweetIds": ["1900000000000000001", "1900000000000000009"]}}}
    parts = [
        [tweet(1, "We ship &amp; listen #larkspur"), tweet(2, "RT @someone: larkspur it is")],
        [
            tweet(3, "@you thanks", in_reply_to_status_id_str="55"),
            tweet(9, "We shipped", **edited),
            {"tweet": {"id": "x"}},
        ],
    ]
    account_archive(tmp_path / "twitter-2026.zip", parts)
    reader = collector(tmp_path, "twitter-*.zip", layout="x")
    landed = list(reader.fetch_tables(NOVEMBER, FetchLog()))
    assert "lark@example.org" not in "".join(pa.concat_tables(landed)["_raw"].to_pylist())
    found, error = read(reader)
    assert error is None
    rows = sorted(found.posts.to_pylist(), key=lambda row: (row["post_id"], row["edited_at"] is not None))
    assert [row["post_id"][-3:] for row in rows] == ["001", "001", "002", "003"]
    assert [row["kind"] for row in rows] == ["post", "post", "repost", "reply"]
    assert rows[1]["edited_at"] is not None
    assert {row["author_id"] for row in rows} == {KEY.author("x", "77")}
    assert {row["handle_id"] for row in rows} == {KEY.handle("x", "LarkspurCRM")}
    assert {row["counts_at"] for row in rows} == {datetime(2026, 11, 20, tzinfo=UTC)}
    assert found.refused["item_id"].to_pylist() == ["twitter-2026.zip/data/tweets-part1.js:3"]
    page = {
        "data": [
            {
                "id": "1900000000000000001", "text": "We ship &amp; listen #larkspur", "created_at": "2026-11-03T12:00:00Z",
                "author_id": "77", "lang": "en", "entities": {"hashtags": [{"tag": "larkspur"}]},
                "public_metrics": {"like_count": 12, "retweet_count": 0},
            }
        ],
        "includes": {"users": [{"id": "77", "username": "LarkspurCRM"}]},
    }  # fmt: skip
    seen = datetime(2026, 11, 20, tzinfo=UTC)
    item = RawItem(source="x", channel="x", fetched_at=seen, window=NOVEMBER, payload=page)
    assert rows[0] == Mapped.of(x_posts(item, KEY)).posts.to_pylist()[0]


def test_an_x_archive_that_was_unpacked_and_one_that_names_nobody(tmp_path):
    account_archive(tmp_path / "a.zip", [[tweet(1, "hello")]])
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    packed, _ = read(collector(tmp_path, "a.zip", layout="x"))
    unpacked, _ = read(collector(tmp_path, "unpacked/data/tweets.js", layout="x"))
    assert packed.posts.equals(unpacked.posts)
    account_archive(tmp_path / "b.zip", [[tweet(1, "hello")]], account=False)
    with pytest.raises(UsageError, match=r"no account\.js beside the posts"):
        read(collector(tmp_path, "b.zip", layout="x"))
    (tmp_path / "c.zip").write_bytes((tmp_path / "a.zip").read_bytes()[:200])
    with pytest.raises(UsageError, match="not a zip file, or it was not downloaded whole"):
        read(collector(tmp_path, "c.zip", layout="x"))
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("readme.txt", "nothing")
    with pytest.raises(UsageError, match=r"no file in it fits .*tweets\.js"):
        read(collector(tmp_path, "d.zip", layout="x"))


def test_posts_that_a_forum_exported(tmp_path):
    posts = [
        {
            "id": n, "post_number": n, "topic_id": 5, "topic_title": "Import stops", "topic_slug": "import-stops", "user_id": 40 + n,
            "username": f"user{n}", "raw": f"Words {n}", "created_at": "2026-11-03T12:00:00.000Z",
            "updated_at": "2026-11-04T12:00:00.000Z", "trust_level": 2, "reply_count": 0, "reads": 4,
        }
        for n in (1, 2)
    ]  # fmt: skip
    (tmp_path / "posts.json").write_text(
        json.dumps({"latest_posts": [*posts, {"id": 3, "raw": "no time"}]}), encoding="utf-8"
    )
    found, error = read(collector(tmp_path, "posts.json", layout="discourse", site="forum.example.org"))
    assert error is None
    assert found.posts["post_id"].to_pylist() == ["forum.example.org/1", "forum.example.org/2"]
    assert found.posts["title"].to_pylist() == ["Import stops", None]
    assert found.posts["author_id"][0].as_py() == KEY.author("discourse", "forum.example.org/41")
    assert found.posts["thread_id"][1].as_py() == "forum.example.org/t/5"
    assert found.refused["field"].to_pylist() == ["created_at"]


def test_an_export_of_one_member_is_a_table_in_a_zip_without_private_messages(tmp_path):
    header = "topic_title,categories,is_pm,post_raw,post_cooked,like_count,reply_count,url,created_at"
    rows = [
        'Import,Support,No,"It stops, always",<p>x</p>,2,1,https://forum.example.org/t/import/5/1,2026-11-03 12:00:00 UTC',
        "Secret,-,Yes,for you alone,<p>x</p>,0,0,https://forum.example.org/t/secret/6/1,2026-11-03 12:00:00 UTC",
    ]
    with zipfile.ZipFile(tmp_path / "anna-261120.zip", "w") as archive:
        archive.writestr("user_archive.csv", "\n".join([header, *rows]))
        archive.writestr("preferences.json", "{}")
    columns = {
        "post_id": "url",
        "text": "post_raw",
        "title": "topic_title",
        "created_at": "created_at",
        "likes": "like_count",
    }
    reader = collector(tmp_path, "anna-*.zip", member="user_archive.csv", columns=columns, only={"is_pm": ["no"]})
    landed = pa.concat_tables(reader.fetch_tables(NOVEMBER, FetchLog()))
    assert landed["post_raw"].to_pylist() == ["It stops, always"]  # what is private does not even land
    found, _ = read(reader)
    assert found.posts["created_at"].to_pylist() == [datetime(2026, 11, 3, 12, tzinfo=UTC)]
    assert found.refused.num_rows == 0


@given(
    st.lists(
        st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=9), st.lists, max_leaves=4),
        max_size=12,
    ),
    st.sampled_from([None, 1]),
    st.integers(1, 9),
)
def test_a_list_is_cut_into_its_elements_wherever_the_blocks_end(values, indent, block):
    before, cursor.BLOCK = cursor.BLOCK, block
    try:
        text = io.StringIO(json.dumps(values, indent=indent) + ";")
        assert [json.loads(one) for one in cursor.elements(cursor.Cursor(text), (), {})] == values
    finally:
        cursor.BLOCK = before


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ('{"latest_posts": [{"id": 1}, {"id"', "it ends in the middle of its list"),
        ('{"latest_posts": [{"id": 1}, {"id" 2}]}', "Expecting ':' delimiter"),
        ('{"posts": 3}', "there is no list in it"),
    ],
)
def test_a_list_that_is_cut_or_broken_is_said(tmp_path, written, says):
    (tmp_path / "posts.json").write_text(written, encoding="utf-8")
    reader = collector(tmp_path, "posts.json", layout="discourse", site="f.example.org")
    with pytest.raises(CollectorError) as error:
        list(reader.fetch_tables(NOVEMBER, FetchLog()))
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (
            {"layout": "reddit", "columns": {"post_id": "id", "text": "body"}},
            "says already what is where; leave out columns",
        ),
        ({"layout": "discourse"}, "site: the forum's host is required"),
        ({"layout": "x", "site": "x.com"}, "has no meaning without it"),
        ({}, "columns is required, or a layout"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(tmp_path, options, says):
    with pytest.raises(ValidationError, match=says):
        collector(tmp_path, "posts.jsonl", **options)


def test_long_posts_of_an_x_archive_have_their_whole_text(tmp_path):
    long = "We rebuilt the import & every report " + "word " * 60 + "and it ends here."
    cut = long[:270].replace("&", "&amp;") + "… https://t.co/x"
    account_archive(tmp_path / "a.zip", [[tweet(1, cut), tweet(2, "short, in the same second")]])
    note = {"noteTweet": {"noteTweetId": "5", "createdAt": "2026-11-03T12:00:00.000Z", "core": {"text": long}}}
    with zipfile.ZipFile(tmp_path / "a.zip", "a") as archive:
        archive.writestr(
            "data/note-tweet.js", f"window.YTD.note_tweet.part0 = {json.dumps([note, {'noteTweet': {}}, 3])}"
        )
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    for path in ("a.zip", "unpacked/data/tweets*.js"):
        found, error = read(collector(tmp_path, path, layout="x"))
        assert error is None
        assert found.posts["text"].to_pylist() == [long, "short, in the same second"]
