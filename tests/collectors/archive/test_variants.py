"""Exports in another version, another language, several files: each row is a post, refused, or set aside by a rule that is said."""

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest

from tests.collectors.archive.formats_world import lines, table
from tests.collectors.archive.sniffed_world import read, sniffed, write
from voxpop.errors import UsageError
from voxpop.window import Window

SEGMENTS = '{"takeoutSegments":[{"text":"a legend"},{"text":", yes"}]}'
PIECES = '{"text":"Sch\u00f6n, "},{"text":"@ann","mention":{"externalChannelId":"UCx"}},{"text":"\nsehr"}'
COMMENT, CHANNEL = "UgxtiXQkY7gqHbldJ1F4AaABAg", "UCA6DtnbZ2KJckyTYfXOwQNA"
GERMAN = [
    "Kommentar-ID", "Kanal-ID", "Zeitstempel der Erstellung", "Preis", "ID des \u00fcbergeordneten Kommentars", "Beitrags-ID",
    "Video-ID", "Kommentartext", "ID des obersten Kommentars",
]  # fmt: skip
ENGLISH = [
    "Comment ID",
    "Channel ID",
    "Comment create timestamp",
    "Price",
    "Parent comment ID",
    "Video ID",
    "Comment text",
]


@pytest.mark.parametrize(
    ("header", "text", "words"),
    [
        (GERMAN, PIECES, "Sch\u00f6n, @ann\nsehr"),
        (ENGLISH, PIECES, "Sch\u00f6n, @ann\nsehr"),
        (ENGLISH, SEGMENTS, "a legend, yes"),
    ],
)
def test_comments_of_takeout_are_read_in_any_language(tmp_path, header, text, words):
    def row(post, parent):
        cells = [post, CHANNEL, "2025-09-19T17:42:53.434647+00:00", "0", parent]
        return [*cells, "", "v", text, ""] if len(header) == 9 else [*cells, "v", text]

    found = sniffed(tmp_path, "a.csv", table(header, row(COMMENT, ""), row(f"{COMMENT}.9iw", COMMENT)))
    assert found.channel["layout"] == "youtube"
    assert found.texts == [words, words]
    assert [post["parent_id"] for post in found.posts] == [None, f"a/{COMMENT}"]


PLAY = [
    "Package Name", "Reviewer Language", "Device", "Review Submit Date and Time", "Review Submit Millis Since Epoch",
    "Review Last Update Date and Time", "Star Rating", "Review Text", "Developer Reply Date and Time", "Developer Reply Text",
    "Review Link",
]  # fmt: skip
LINK = "https://play.example/details?reviewId=aaa"


def play(device, lang, edited, stars, text="", reply=("", ""), link=""):
    return ["app", lang, device, "2026-10-03T08:00:00Z", "179", edited, stars, text, *reply, link]


def test_a_changed_review_is_one_whatever_device_it_was_changed_on(tmp_path):
    first, later = "2026-10-03T08:00:00Z", "2026-11-09T08:00:00Z"
    answer = ("2026-11-10T09:00:00Z", "Obrigado!")
    october = [
        play("p1", "pt-BR", first, "1", "trava", link=LINK),
        play("", "de", first, "4"),
        play("", "fr", first, "5"),
    ]
    write(tmp_path, "r_10.csv", table(PLAY, *october).encode("utf-16"))
    write(
        tmp_path, "r_11.csv", table(PLAY, play("p2", "pt-BR", later, "5", "corrigido", answer, LINK)).encode("utf-16")
    )
    channel = {"id": "c", "source": "archive", "path": "r_*.csv", "layout": "play"}
    posts = read(tmp_path, channel).posts
    assert [post["lang"] for post in posts] == ["pt", "de", "fr", "pt", None]
    ids = [post["post_id"] for post in posts]
    assert ids[0] == ids[3]
    assert len(set(ids)) == 4
    november = Window(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
    found = read(tmp_path, channel, november)
    assert [post["text"] for post in found.posts] == ["corrigido", "Obrigado!"]  # the row is older, its answer is not
    assert any("1 of them are older, with an answer of these days" in note for note in found.notes)


def test_dates_whose_order_others_tell_have_their_place_in_the_window(tmp_path):
    rows = [["1", "03/11/2026 10:00", "one two three"], ["2", "25/11/2026 10:00", "four five six"]]
    write(tmp_path, "a.csv", table(["id", "date", "text"], *rows))
    columns = {"post_id": "id", "text": "text", "created_at": "date"}
    channel = {"id": "c", "source": "archive", "path": "a.csv", "columns": columns, "time_format": "auto"}
    later = Window(datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
    found = read(tmp_path, channel, later)
    assert found.texts == ["four five six"]
    assert any(
        "2 rows (2026-11-03 to 2026-11-25): 1 in the window, 1 outside it, 0 without" in note for note in found.notes
    )


LABELS = ["Start", "Response Type", "Response ID", "Recorded", "Language", "Why?"]
JSON_ROW = ['{"ImportId":"startDate","timeZone":"America/Denver"}', *['{"ImportId":"x"}'] * 5]
QUALTRICS = ["StartDate", "Status", "ResponseId", "RecordedDate", "UserLanguage", "Q2"]


@pytest.mark.parametrize("behind", [[LABELS, JSON_ROW], [LABELS], []])
def test_rows_of_labels_are_passed_over_and_no_answer_is(tmp_path, behind):
    answers = [["x", "0", f"R_{n}", "2026-11-10 09:00:00", "DE", f"It is slow on day {n}"] for n in range(3)]
    found = sniffed(tmp_path, "q.csv", table(QUALTRICS, *behind, *answers))
    assert found.channel["columns"] == {"text": "Q2"}
    assert found.channel.get("time_zone") == ("America/Denver" if len(behind) == 2 else None)
    assert len(found.texts) == 3
    assert any("passed over" in note for note in found.notes) == bool(behind)


def test_a_survey_has_several_questions_in_words(tmp_path):
    header = ["Respondent ID", "Collector ID", "Date Created", "How?", "Which?", "", "Anything else?"]
    behind = ["", "", "", "Response", "Maps", "Other (please specify)", "Open-Ended Response"]
    rows = [["1", "9", "11/10/2026 03:04:05 PM", "Well", "Maps", "my own thing", "Please add offline maps"]]
    rows += [["2", "9", "11/11/2026 12:04:05 AM", "Well", "", "", ""]]
    found = sniffed(tmp_path, "s.csv", table(header, behind, *rows))
    assert found.channel["columns"] == {"text": ["column 6", "Anything else?"]}
    assert found.texts == ["my own thing\n\nPlease add offline maps", ""]
    assert found.posts[0]["created_at"] == datetime(2026, 11, 10, 15, 4, 5, tzinfo=UTC)


def test_lines_before_the_header_are_passed_over(tmp_path):
    head = "Report:,Mentions\nBrand:,x\nFrom:,Mon Nov 09 2026\n\n"
    names = ["Query Id", "Date", "Title", "Snippet", "Language", "Author", "Full Text", "Resource Id"]
    rows = [["1", "2026-11-10 09:00:00.0", "", "s", "German", "ann", "the whole", "b1"]]
    rows += [["1", "2026-11-10 09:00:00.0", "T", "short", "en", "bob", "", "b2"]]
    found = sniffed(tmp_path, "bw.csv", head + table(names, *rows))
    assert found.channel["layout"] == "brandwatch"
    assert [(post["text"], post["lang"]) for post in found.posts] == [("the whole", "de"), ("short", "en")]
    assert any("row 5 is taken for the header" in note for note in found.notes)


PORTER = """Vanilla Export: 2.0

Table: User
UserID:int,Name:varchar(50)
"1","ann"

Table: Discussion
DiscussionID:int,CategoryID:int,InsertUserID:int,DateInserted:datetime,Name:varchar(100),Body:text
"5","1","1","2026-11-10 09:00:00","It\\"s broken","First line\\
second\\, line"

Table: Comment
CommentID:int,DiscussionID:int,InsertUserID:int,DateInserted:datetime,Body:text,DateUpdated:datetime
"1","5","2","2026-11-10 10:00:00","I said \\"no\\"","0000-00-00 00:00:00"
"2","5","1","2026-11-10 11:00:00","ok",\\N
"""


def test_tables_of_one_file_are_read_by_their_names(tmp_path):
    found = sniffed(tmp_path, "export.txt", PORTER)
    assert found.channel["layout"] == "vanilla"
    assert any("table: others of the file are not read" in line for line in found.unsure)
    assert found.texts == ['I said "no"', "ok"]
    assert not found.refused
    assert all(post["edited_at"] is None for post in found.posts)
    channel = {**found.channel, "layout": "vanilla_discussions"}
    assert [(post["title"], post["text"]) for post in read(tmp_path, channel).posts] == [
        ('It"s broken', "First line second, line")
    ]
    with pytest.raises(UsageError, match="no table 'Coment'; it has: User, Discussion, Comment"):
        read(tmp_path, {**found.channel, "table": "Coment"})


def test_marks_of_a_forum_s_parser_are_no_words(tmp_path):
    post = {
        "post_id": "1",
        "topic_id": "9",
        "forum_id": "2",
        "poster_id": "5",
        "post_time": "1794823200",
        "post_edit_time": "0",
    }
    text = '<r>Hi <B><s>[b]</s>you<e>[/b]</e></B><QUOTE author="x"><s>[quote]</s>old<e>[/quote]</e></QUOTE>\n5 &amp;lt; 6</r>'
    old = {**post, "post_id": "2", "post_approved": "1", "post_text": "plain &amp; simple"}
    document = [
        {"type": "header"},
        {"type": "database"},
        {"type": "table", "data": [{**post, "post_visibility": 1, "post_text": text}, old]},
    ]
    found = sniffed(tmp_path, "posts.json", json.dumps(document))
    assert found.texts == ["Hi you\n\n> old\n\n5 < 6", "plain & simple"]


def test_a_ticket_s_first_comment_is_not_its_description_again(tmp_path):
    ticket = {
        "id": 1,
        "created_at": "2026-11-10T09:00:00Z",
        "subject": "Help",
        "requester_id": 5,
        "submitter_id": 5,
        "description": "It  fails",
    }
    comment = {"author_id": 5, "created_at": "2026-11-10T09:00:00Z", "public": True}
    comments = [{**comment, "id": 1, "body": "It fails"}, {**comment, "id": 2, "body": "It fails"}]
    found = sniffed(tmp_path, "tickets.json", json.dumps({"tickets": [{**ticket, "comments": comments}]}))
    assert found.texts == ["It  fails", "It fails"]
    assert any("1 other rows left out" in note for note in found.notes)


def test_chats_of_one_export_keep_their_ids_apart_and_those_of_two_people_out(tmp_path):
    def message(number, text, reply=None):
        told = {
            "id": number,
            "type": "message",
            "date": "2026-11-10T09:00:00",
            "from": "A",
            "from_id": "u1",
            "text": text,
        }
        return {**told, "date_unixtime": "1794823200"} | ({"reply_to_message_id": reply} if reply else {})

    group = {"type": "private_supergroup", "messages": [message(1, "one"), message(2, ["two ", {"text": "b"}], 1)]}
    chats = [
        {"name": "G", "id": 11, **group},
        {"name": "H", "id": 12, **group},
        {"name": "Mum", "id": 13, **group, "type": "personal_chat"},
    ]
    found = sniffed(tmp_path, "result.json", json.dumps({"about": "x", "chats": {"list": chats}}))
    assert [(post["community"], post["text"]) for post in found.posts] == [
        ("G", "one"),
        ("G", "two b"),
        ("H", "one"),
        ("H", "two b"),
    ]
    assert len({post["post_id"] for post in found.posts}) == 4
    assert [post["parent_id"] for post in found.posts] == [
        None,
        found.posts[0]["post_id"],
        None,
        found.posts[2]["post_id"],
    ]


def test_a_zip_of_a_workspace_is_known_among_its_files(tmp_path):
    def message(ts, text, **more):
        return {"type": "message", "text": text, "user": "U1", "ts": ts, **more}

    days = {
        "users.json": [{"id": "U1", "name": "ann"}], "channels.json": [{"id": "C1", "name": "general", "members": ["U1"]}],
        "general/2026-11-09.json": [message("1794823200.0002", "Hi <@U1> &amp; all", thread_ts="1794823200.0002")],
        "quiet/2026-11-09.json": [], "random/2026-11-09.json": [message("1794823200.0002", "other", subtype="channel_join")],
    }  # fmt: skip
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, messages in days.items():
            archive.writestr(name, json.dumps(messages))
    found = sniffed(tmp_path, "export.zip", packed.getvalue())
    assert found.channel["layout"] == "slack"
    assert found.texts == ["Hi <@U1> & all"]
    assert found.posts[0]["parent_id"] is None  # the first of a thread is no reply to itself


def test_what_was_taken_back_or_changed_in_a_chat(tmp_path):
    text = "11/9/26, 9:06 PM - Ann: Hi there\nmore\n\n11/13/26, 9:08 PM - Bob: This message was deleted\n"
    found = sniffed(tmp_path, "chat.txt", text + "11/13/26, 9:09 PM - Bob: better <This message was edited>\n")
    assert found.texts == ["Hi there\nmore", "", "better"]
    assert [post["deleted_at"] is not None for post in found.posts] == [False, True, False]
    assert found.posts[0]["created_at"] == datetime(2026, 11, 9, 21, 6, tzinfo=UTC)


def test_comments_in_cells_are_found_in_any_language(tmp_path):
    header = ["Zusammenfassung", "Vorgangs-ID", "Erstellt", "Beschreibung", "Kommentar", "Kommentar"]
    row = [
        "Absturz",
        "10001",
        "09/Nov/26 9:15 AM",
        "Es stürzt immer wieder ab",
        "09.11.2026 10:15;b2;versuch; das",
        "10.11.2026 11:00;a1;nein",
    ]
    found = sniffed(tmp_path, "jira.csv", table(header, row))
    assert found.texts == ["Es stürzt immer wieder ab", "versuch; das", "nein"]
    assert [post["kind"] for post in found.posts] == ["post", "reply", "reply"]


def test_the_same_rows_in_cells_and_lines(tmp_path):
    item = {
        "by": "ann",
        "time": "1794823200",
        "type": "comment",
        "id": "5",
        "parent": "1",
        "text": "<p>No &#x27;x&#x27;",
        "deleted": "",
        "dead": "",
    }
    gone = {**item, "id": "6", "text": "", "deleted": "true"}
    for name, content in (
        ("a.jsonl", lines(item, gone)),
        ("a.csv", table(list(item), list(item.values()), list(gone.values()))),
    ):
        found = sniffed(tmp_path, name, content)
        assert found.channel["layout"] == "hacker_news"
        assert [(post["kind"], post["text"], post["deleted_at"] is None) for post in found.posts] == [
            ("reply", "No 'x'", True), ("reply", "", False),
        ]  # fmt: skip


@pytest.mark.parametrize("column", ["at", "Datum"])
def test_days_as_a_program_for_tables_counts_them(tmp_path, column):
    columns = {"post_id": "id", "text": "text", "created_at": column}
    write(tmp_path, "a.csv", table(["id", column, "text"], ["1", "46344.5", "a b"], ["2", "46345", "c d"]))
    for time_format in ("auto", "excel"):
        channel = {"id": "c", "source": "archive", "path": "a.csv", "columns": columns, "time_format": time_format}
        assert [f"{post['created_at']:%Y-%m-%d %H:%M}" for post in read(tmp_path, channel).posts] == [
            "2026-11-18 12:00",
            "2026-11-19 00:00",
        ]


def test_words_of_yaml_and_filled_cells_in_only(tmp_path):
    rows = [["1", "Yes", "a"], ["2", "No", "b"], ["", "x", "c"], ["4", "", "d"]]
    write(tmp_path, "a.csv", table(["id", "public", "text"], *rows))
    columns = {"post_id": "id", "text": "text"}
    channel = {
        "id": "c",
        "source": "archive",
        "path": "a.csv",
        "columns": columns,
        "constants": {"created_at": "2026-11-10"},
    }
    for only, texts in (
        ({"public": True}, ["a"]),
        ({"public": [False, None]}, ["b", "d"]),
        ({"id": ["*"]}, ["a", "b", "d"]),
    ):
        found = read(tmp_path, {**channel, "only": only})
        assert (found.texts, found.refused) == (texts, [])


def thing(kind, name, **facts):
    told = {
        "id": name,
        "name": f"{kind}_{name}",
        "subreddit": "crm",
        "created_utc": 1794823200.0,
        "author": "a",
        "score": 1,
    }
    return {"kind": kind, "data": {**told, **facts}}


def test_a_saved_thread_of_reddit_has_its_deeper_answers(tmp_path):
    def listing(*children):
        return {"kind": "Listing", "data": {"children": list(children)}}

    deep = thing("t1", "c2", link_id="t3_1a", parent_id="t1_c1", body="deep", replies="")
    answer = thing("t1", "c1", link_id="t3_1a", parent_id="t3_1a", body="I &amp; you", replies=listing(deep))
    thread = [listing(thing("t3", "1a", title="T", selftext="body", permalink="/r/crm/1a")), listing(answer)]
    found = sniffed(tmp_path, "thread.json", json.dumps(thread))
    assert found.channel["layout"] == "reddit"
    assert [(post["post_id"], post["parent_id"], post["text"]) for post in found.posts] == [
        ("t3_1a", None, "body"), ("t1_c1", "t3_1a", "I & you"), ("t1_c2", "t1_c1", "deep"),
    ]  # fmt: skip


def test_private_messages_of_a_member_s_posts_stay_out_in_any_language(tmp_path):
    header = ["topic_title", "categories", "is_pm", "post_raw", "like_count", "url", "created_at"]
    rows = [["T", "c", "Nein", "Hallo zusammen", "2", "https://f/t/1/2", "2026-11-10 09:00:00 UTC"]]
    rows += [["PM", "-", "Ja", "geheim", "0", "https://f/t/9/1", "2026-11-10 09:00:00 UTC"]]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("user_archive.csv", table(header, *rows))
        archive.writestr("badges.csv", "badge_id\n1\n")
    found = sniffed(tmp_path, "export.zip", packed.getvalue())
    assert found.texts == ["Hallo zusammen"]
    assert any("1 other rows left out" in note for note in found.notes)


def test_tags_that_are_objects_and_ids_that_are_guarded(tmp_path):
    written = [
        ['="1794909600123456789"', "one", "2026-11-17T10:00:00Z", '[{"id": 7, "name": "bug"}, {"name": "c d"}]', ""],
        ["'1794909600123456790", "two", "2026-11-17T11:00:00Z", '[{"label": "bug"}, "ui"]', "1794909600123456789.0"],
        ["17.0", "three", "2026-11-17T12:00:00Z", "[{'colour': 3}]", "v1.0"],
    ]
    found = sniffed(tmp_path, "a.csv", table(["id", "text", "created_at", "tags", "parent_id"], *written))
    ids = [post["post_id"] for post in found.posts]
    assert ids == ["a/1794909600123456789", "a/1794909600123456790", "a/17"]
    assert [post["parent_id"] for post in found.posts] == [None, ids[0], "a/v1.0"]
    assert [post["tags"] for post in found.posts[:2]] == [["bug", "c d"], ["bug", "ui"]]


def test_tags_of_older_dumps(tmp_path):
    row = '<row Id="1" PostTypeId="1" CreationDate="2025-11-10T09:00:00" Score="1" Body="x" Tags="&lt;import&gt;&lt;c#&gt;"/>'
    found = sniffed(tmp_path, "Posts.xml", f"<?xml version='1.0'?><posts>{row}</posts>")
    assert found.posts[0]["tags"] == ["import", "c#"]


def test_a_misspelt_answer_is_said_before_anything_lands(tmp_path):
    write(
        tmp_path,
        "a.csv",
        table(["id", "at", "text", "answer", "answered"], ["1", "2026-11-10", "a", "b", "2026-11-11"]),
    )
    columns = {"post_id": "id", "text": "text", "created_at": "at"}
    channel = {"id": "c", "source": "archive", "path": "a.csv", "columns": columns}
    with pytest.raises(UsageError, match=r"no column 'anser' for reply\.text; did you mean 'answer'"):
        read(tmp_path, {**channel, "reply": {"text": "anser", "created_at": "answered"}})
    assert read(tmp_path, {**channel, "reply": {"text": "answer", "created_at": "answered"}}).texts == ["a", "b"]
