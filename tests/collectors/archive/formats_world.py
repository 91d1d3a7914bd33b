"""Small exports of each format, rebuilt in our own words."""

import json

AT = "2026-11-16T10:00:00Z"
UNIX = 1794823200


def lines(*records):
    return "".join(json.dumps(record) + "\n" for record in records)


def table(header, *rows, mark=","):
    quote = lambda cell: '"' + cell.replace('"', '""') + '"' if mark in cell or '"' in cell or "\n" in cell else cell  # noqa: E731
    return "".join(mark.join(map(quote, row)) + "\n" for row in (header, *rows))


MATTERMOST = lines(
    {"type": "version", "version": 1},
    {"type": "team", "team": {"name": "larkspur"}},
    {"type": "post", "post": {
        "team": "larkspur", "channel": "help", "user": "ann", "type": "", "message": "How do I merge?", "create_at": 1794823200000,
        "edit_at": 0, "reactions": [{"user": "bob"}],
        "replies": [
            {"user": "bob", "type": "", "message": "In the menu", "create_at": 1794823260000, "edit_at": 0},
            {"user": "ann", "type": "", "message": "Works", "create_at": 1794823290000, "edit_at": 1794823300000},
        ],
    }},
    {"type": "post", "post": {
        "team": "larkspur", "channel": "ideas", "user": "ann", "type": "", "message": "A dark theme", "create_at": 1794823200000,
    }},
    {"type": "post", "post": {
        "team": "larkspur", "channel": "help", "user": "cy", "type": "system_join_channel", "message": "cy joined",
        "create_at": 1794823500000,
    }},
    {"type": "direct_post", "direct_post": {"user": "ann", "message": "for you alone", "create_at": 1794823500000}},
)  # fmt: skip
ZENDESK = lines(
    *({
        "id": n, "collaborator_ids": [], "created_at": AT, "updated_at": AT, "subject": f"Ticket {n}", "description": "It fails",
        "status": "deleted" if n == 2 else "open", "requester_id": 900 + n, "submitter_id": 900 + n, "tags": ["crm"],
        "comments": [
            {"id": n, "author_id": 7, "body": "We look", "public": True, "created_at": AT},
            {"id": 10 + n, "author_id": 7, "body": "internal", "public": False, "created_at": AT},
        ],
    } for n in (1, 2))
)  # fmt: skip
TEAMS = json.dumps({"@odata.context": "x", "value": [
    {"id": "17", "messageType": "message", "createdDateTime": AT, "from": {"user": {"id": "u1", "displayName": "Ann"}},
     "body": {"contentType": "html", "content": "<div>How do I <b>merge</b>?</div>"}, "channelIdentity": {"channelId": "c1"},
     "reactions": [{"reactionType": "like"}, {"reactionType": "heart"}]},
    {"id": "17", "messageType": "message", "createdDateTime": AT, "from": {"user": {"id": "u2", "displayName": "Bob"}},
     "body": {"contentType": "text", "content": "Another channel"}, "channelIdentity": {"channelId": "c2"}},
    {"id": "18", "replyToId": "17", "messageType": "message", "createdDateTime": AT, "from": {"user": {"id": "u2"}},
     "body": {"contentType": "text", "content": "In the menu"}, "channelIdentity": {"channelId": "c1"}},
    {"id": "19", "messageType": "systemEventMessage", "createdDateTime": AT, "body": {"contentType": "html", "content": "x"},
     "channelIdentity": {"channelId": "c1"}},
]})  # fmt: skip
MATRIX = json.dumps({"room_name": "Help [EU]", "topic": "all [of] it", "messages": [
    {"type": "m.room.message", "sender": "@ann:x", "event_id": "$a", "origin_server_ts": 1794823200000, "content": {"body": "How?"}},
    {"type": "m.room.message", "sender": "@bob:x", "event_id": "$b", "origin_server_ts": 1794823201000, "content": {
        "body": "> <@ann:x> How?\n\nSo", "m.relates_to": {"m.in_reply_to": {"event_id": "$a"}}}},
    {"type": "m.room.message", "sender": "@bob:x", "event_id": "$c", "origin_server_ts": 1794823202000, "content": {},
     "unsigned": {"redacted_because": {"origin_server_ts": 1794823300000}}},
    {"type": "m.room.member", "sender": "@cy:x", "event_id": "$d", "origin_server_ts": 1794823203000, "content": {}},
]})  # fmt: skip
PLAY = table(
    ["Package Name", "App Version Code", "App Version Name", "Reviewer Language", "Device", "Review Submit Date and Time",
     "Review Submit Millis Since Epoch", "Review Last Update Date and Time", "Review Last Update Millis Since Epoch", "Star Rating",
     "Review Title", "Review Text", "Developer Reply Date and Time", "Developer Reply Millis Since Epoch", "Developer Reply Text",
     "Review Link"],
    ["app", "1", "1.0", "de", "p7", AT, "1", "2026-11-17T10:00:00Z", "2", "2", "", "Stürzt ab", "2026-11-18T10:00:00Z", "3",
     "Danke, behoben", "https://play.example/?reviewId=r1"],
    ["app", "1", "1.0", "en", "p8", AT, "4", AT, "4", "5", "", "", "", "", "", ""],
)  # fmt: skip
BUSINESS = json.dumps({"reviews": [
    {"reviewId": "r1", "reviewer": {"displayName": "Ann"}, "starRating": "TWO", "createTime": AT, "updateTime": AT,
     "comment": "(Translated by Google) Slow\n\n(Original)\nLangsam", "reviewReply": {"comment": "Sorry!", "updateTime": AT}},
    {"reviewId": "r2", "reviewer": {"displayName": "Bob"}, "starRating": "FIVE", "createTime": AT, "updateTime": AT},
]})  # fmt: skip
PHPBB = json.dumps([
    {"type": "header", "version": "5.2"}, {"type": "database", "name": "forum"},
    {"type": "table", "name": "phpbb_posts", "database": "forum", "data": [
        {"post_id": "1", "topic_id": "9", "forum_id": "2", "poster_id": "5", "post_time": str(UNIX), "post_edit_time": "0",
         "post_subject": "Import", "post_text": "<r><s>[b]</s>It stops<e>[/b]</e></r>", "post_visibility": "1"},
        {"post_id": "2", "topic_id": "9", "forum_id": "2", "poster_id": "6", "post_time": str(UNIX), "post_edit_time": "0",
         "post_subject": "Re: Import", "post_text": "<t>gone</t>", "post_visibility": "2"},
        {"post_id": "3", "topic_id": "9", "forum_id": "2", "poster_id": "7", "post_time": str(UNIX), "post_edit_time": "0",
         "post_subject": "Re: Import", "post_text": "<t>spam?</t>", "post_visibility": "0"},
    ]},
])  # fmt: skip
HACKER_NEWS = lines(
    {"id": "1", "by": "ann", "time": str(UNIX), "type": "story", "title": "Show: Larkspur", "text": None, "score": "3",
     "descendants": "1", "deleted": None, "dead": None},
    {"id": "2", "by": "bob", "time": str(UNIX), "type": "comment", "parent": "1", "text": "<p>I don&#x27;t like [it]", "dead": None},
    {"id": "3", "time": str(UNIX), "type": "comment", "parent": "1", "deleted": True},
)  # fmt: skip
STACK = """<?xml version="1.0" encoding="utf-8"?>
<posts>
  <row Id="1" PostTypeId="1" CreationDate="2026-11-16T10:00:00.000" Score="4" Body="&lt;p&gt;How?&lt;/p&gt;" OwnerUserId="5" Title="Merge" Tags="|crm|import|" />
  <row Id="2" PostTypeId="2" ParentId="1" CreationDate="2026-11-16T11:00:00.000" Score="1" Body="&lt;p&gt;So.&lt;/p&gt;" OwnerUserId="6" />
</posts>
"""
WORDPRESS = """<?xml version="1.0"?>
<rss xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Blog</title>
<item><title>News</title><link>https://b.example/1</link><dc:creator>staff</dc:creator><content:encoded><![CDATA[<p>Larkspur 4</p>]]></content:encoded>
<wp:post_id>1</wp:post_id><wp:post_date_gmt>2026-11-16 10:00:00</wp:post_date_gmt>
<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author>Ann</wp:comment_author><wp:comment_date_gmt>2026-11-16 11:00:00</wp:comment_date_gmt><wp:comment_content>Love it</wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>
<wp:comment><wp:comment_id>2</wp:comment_id><wp:comment_author>Bot</wp:comment_author><wp:comment_date_gmt>2026-11-16 11:00:00</wp:comment_date_gmt><wp:comment_content>Buy</wp:comment_content><wp:comment_approved>spam</wp:comment_approved></wp:comment>
</item></channel></rss>
"""
DISQUS = """<?xml version="1.0"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<category dsq:id="7"><title>General</title></category>
<thread dsq:id="3"><title>News</title></thread>
<post dsq:id="11"><message><![CDATA[<p>Love it</p>]]></message><createdAt>2026-11-16T10:00:00Z</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam><author><name>Ann</name><username>ann</username></author><thread dsq:id="3"/></post>
<post dsq:id="12"><message>Me too</message><createdAt>2026-11-16T10:05:00Z</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam><author><name>Bob</name></author><thread dsq:id="3"/><parent dsq:id="11"/></post>
</disqus>
"""
TELEGRAM = json.dumps({"name": "Larkspur users [EN]", "type": "public_supergroup", "id": 1, "messages": [
    {"id": 1, "type": "service", "date": "2026-11-16T10:00:00", "date_unixtime": str(UNIX), "actor": "A", "actor_id": "u1", "text": ""},
    {"id": 2, "type": "message", "date_unixtime": str(UNIX), "from": "Ann", "from_id": "u1", "text": ["See ", {"type": "link", "text": "x.example"}]},
    {"id": 3, "type": "message", "date_unixtime": str(UNIX), "from": "Bob", "from_id": "u2", "reply_to_message_id": 2, "text": "Thanks",
     "reactions": [{"type": "emoji", "count": 2}, {"type": "emoji", "count": 1}]},
]})  # fmt: skip
DISCORD = json.dumps({"guild": {"id": "1", "name": "Larkspur"}, "channel": {"id": "2", "name": "help"}, "messages": [
    {"id": "5", "type": "Default", "timestamp": "2026-11-16T10:00:00+00:00", "timestampEdited": None, "isPinned": False, "content": "How?",
     "author": {"id": "9", "name": "ann", "nickname": "Ann", "isBot": False, "roles": [{"name": "member"}]}, "reactions": []},
    {"id": "6", "type": "Reply", "timestamp": "2026-11-16T10:01:00+00:00", "isPinned": False, "content": "So",
     "author": {"id": "8", "name": "bob", "nickname": "Bob", "isBot": False, "roles": []}, "reference": {"messageId": "5"}},
    {"id": "7", "type": "ChannelPinnedMessage", "timestamp": "2026-11-16T10:02:00+00:00", "isPinned": False, "content": "", "author": {"id": "8", "isBot": False}},
], "messageCount": 3})  # fmt: skip
WHATSAPP = """16.11.26, 09:59 - Messages are end-to-end encrypted
16.11.26, 10:00 - Ann: How do I merge?
second line
16.11.26, 10:01 - Bob: In the menu: two clicks
16.11.26, 10:02 - Bob: <Medien ausgeschlossen>
"""
IPHONE = "[11/16/26, 10:00:05\u202fAM] Larkspur users: \u200eMessages are encrypted\n[11/16/26, 10:01:05\u202fAM] Ann: How do I merge?\n"


def captured(platform, *records):
    """Lines of a capture, each record in its envelope."""
    about = {
        "nav_index": "1:1",
        "timestamp_collected": 1_700_000_000_000,
        "source_platform": platform,
        "source_url": "https://x.example",
    }
    return "".join(json.dumps({**about, "item_id": str(n), "data": record}) + "\n" for n, record in enumerate(records))


CASES = {  # layout: (name of the file, its text, further keys, posts, refused, set aside)
    "mattermost": ("bulk.json", MATTERMOST, {}, 4, 0, 4),
    "zendesk": ("tickets.json", ZENDESK, {}, 4, 0, 2),
    "teams": ("messages.json", TEAMS, {}, 3, 0, 1),
    "matrix": ("export.json", MATRIX, {}, 3, 0, 1),
    "play": ("reviews.csv", PLAY, {}, 3, 0, 0),
    "business_profile": ("reviews.json", BUSINESS, {}, 3, 0, 0),
    "phpbb": ("posts.json", PHPBB, {}, 2, 0, 1),
    "hacker_news": ("items.json", HACKER_NEWS, {}, 3, 0, 0),
    "stack_exchange": ("Posts.xml", STACK, {}, 2, 0, 0),
    "wordpress": ("blog.xml", WORDPRESS, {}, 2, 0, 1),
    "disqus": ("disqus.xml", DISQUS, {}, 2, 0, 0),
    "telegram": ("result.json", TELEGRAM, {}, 2, 0, 1),
    "zeeschuimer_tiktok": ("capture.ndjson", captured("tiktok.com",
        {"id": "7", "desc": "Love it #larkspur", "createTime": UNIX, "author": {"id": "5", "uniqueId": "ann", "nickname": "Ann"},
         "authorStats": {"followerCount": 9}, "textExtra": [{"hashtagName": "larkspur"}],
         "stats": {"diggCount": 3, "commentCount": 1, "shareCount": 0, "playCount": 40}},
        {"id": "8", "desc": "", "createTime": str(UNIX), "author": "bob", "stats": {"diggCount": 0}},
    ) + captured("instagram.com", {"code": "C", "taken_at": UNIX}), {}, 2, 0, 1),
    "zeeschuimer_instagram": ("capture.ndjson", captured("instagram.com",
        {"code": "Cx1", "taken_at": UNIX, "media_type": 1, "caption": {"text": "New desk"}, "user": {"id": "5", "username": "ann"}, "like_count": 3},
        {"code": "Cx2", "taken_at": UNIX, "media_type": 8, "caption": None, "user": {"pk": "6", "username": "bob"}, "like_count": 0},
    ), {}, 2, 0, 0),
    "zeeschuimer_threads": ("capture.ndjson", captured("threads.net",
        {"code": "Dx1", "taken_at": UNIX, "caption": {"text": "Is it back?"}, "user": {"pk": "5", "username": "ann"}, "like_count": 2,
         "text_post_app_info": {"direct_reply_count": 1, "repost_count": 0, "quote_count": 0}},
    ), {}, 1, 0, 0),
    "discord": ("help.json", DISCORD, {}, 2, 0, 1),
    "whatsapp": ("chat.txt", WHATSAPP, {}, 2, 0, 2),
    "youtube": ("comments.csv", table(
        ["Comment ID", "Channel ID", "Comment Create Timestamp", "Price", "Parent Comment ID", "Video ID", "Comment Text"],
        ["c1", "ch", "2026-11-16T10:00:00+00:00", "0", "", "v", '{"text":"Love it\n"},{"text":"a lot"}'],
        ["c2", "ch", "2026-11-16T10:00:00+00:00", "0", "c1", "v", '{"text":"me too"}'],
    ), {}, 2, 0, 0),
    "yammer": ("Messages.csv", "\ufeff" + table(
        ["id", "replied_to_id", "thread_id", "group_name", "in_private_conversation", "sender_id", "sender_name", "body", "created_at", "deleted_at", "title"],
        ["1", "", "1", "all", "false", "5", "Ann", "How?", AT, "null", ""],
        ["2", "1", "1", "all", "false", "6", "Bob", "So", AT, "null", ""],
        ["3", "", "3", "", "true", "6", "Bob", "for you alone", AT, "null", ""],
    ), {}, 2, 0, 1),
    "vanilla": ("comments.csv", ('CommentID,DiscussionID,Body,InsertUserID,DateInserted,DateUpdated\n'
        '"1","5","It\\"s great\\, yes","7","2026-11-16 10:00:00",\\N\n"2","5","No","8","2026-11-16 10:01:00","0000-00-00 00:00:00"\n'),
        {}, 2, 0, 0),
    "zulip": ("messages-000001.json", json.dumps({"zerver_usermessage": [{"id": 1}], "zerver_message": [
        {"id": 1, "sender": 5, "recipient": 9, "subject": "merge", "content": "How?", "date_sent": UNIX + 0.5, "is_channel_message": True},
        {"id": 2, "sender": 6, "recipient": 3, "subject": "", "content": "for you", "date_sent": UNIX, "is_channel_message": False},
    ]}), {}, 1, 0, 1),
    "qualtrics": ("survey.csv", table(
        ["EndDate", "Status", "ResponseId", "RecordedDate", "UserLanguage", "Q1"],
        ["End Date", "Response Type", "Response ID", "Recorded Date", "User Language", "What should we improve?"],
        ['{"ImportId":"endDate","timeZone":"Europe/Berlin"}', '{"ImportId":"status"}', '{"ImportId":"_recordId"}', '{"x":1}', '{"x":1}', '{"x":1}'],
        ["2026-11-16 10:00:00", "IP Address", "R_1", "2026-11-16 10:00:00", "EN", "Search"],
        ["2026-11-16 10:00:00", "Survey Preview", "R_2", "2026-11-16 10:00:00", "EN", "test"],
        ["2026-11-16 10:00:00", "IP Address", "R_3", "2026-11-16 10:00:00", "EN", "-99"],
    ), {"columns": {"text": "Q1"}}, 2, 0, 1),
    "surveymonkey": ("survey.csv", "\ufeff" + table(
        ["Respondent ID", "Collector ID", "Date Created", "Date Modified", "What should we improve?", ""],
        ["", "", "", "", "Open-Ended Response", "Other"],
        ["11", "1", "11/16/2026 10:00:00 AM", "11/16/2026 10:00:00 AM", "Search", ""],
        ["12", "1", "11/16/2026 01:00:00 PM", "11/16/2026 01:00:00 PM", "Price", "x"],
    ), {"columns": {"text": "What should we improve?"}}, 2, 0, 0),
    "google_forms": ("form.csv", table(
        ["Timestamp", "How happy?", "What should we improve?"],
        ["2026/10/24 9:04:25 AM GMT+2", "4", "Faster search"],
        ["2026/11/16 9:04:25 AM GMT+1", "5", "Nothing"],
        ["2026/11/16 9:04:25 AM GMT+1", "2", "The price"],
    ), {"columns": {"text": "What should we improve?"}}, 3, 0, 0),
    "gitlab": ("issues.csv", table(
        ["Title", "Description", "Issue ID", "URL", "State", "Author", "Author Username", "Confidential", "Created At (UTC)", "Updated At (UTC)", "Labels"],
        ["Export", "It fails", "1", "https://g.example/1", "Open", "Ann", "ann", "No", "2026-11-16 10:00:00", "2026-11-16 10:00:00", "bug,ui"],
        ["Secret", "x", "2", "https://g.example/2", "Open", "Ann", "ann", "Yes", "2026-11-16 10:00:00", "2026-11-16 10:00:00", ""],
    ), {}, 1, 0, 1),
    "amazon_reviews_2015": ("reviews.tsv", table(
        ["marketplace", "customer_id", "review_id", "product_id", "product_category", "star_rating", "helpful_votes", "review_headline", "review_body", "review_date"],
        mark="\t") + 'US\t1\tR1\tB1\tBooks\t5\t0\tGood\t"Best" it says\t2015-08-31\nUS\t2\tR2\tB1\tBooks\t1\t2\tBad\t"never closed\t2015-08-31\n'
        "US\t3\tR3\tB1\tBooks\t3\t0\tOk\tIt is<br />fine\t2015-08-31\n", {}, 3, 0, 0),
    "amazon_reviews_2023": ("reviews.jsonl", lines(*({
        "rating": 5.0, "title": "t", "text": "a<br />b", "images": [], "asin": f"A{n}", "parent_asin": "A", "user_id": "U1",
        "timestamp": 1794823200000, "helpful_vote": 0, "verified_purchase": True} for n in (1, 2))), {}, 2, 0, 0),
    "yelp": ("yelp_review.json", lines(*({
        "review_id": f"r{n}", "user_id": "u", "business_id": "b", "stars": 4.0, "useful": 1, "funny": 0, "cool": 0, "text": "[Good]",
        "date": "2026-11-16 10:00:00"} for n in (1, 2))), {}, 2, 0, 0),
    "get_satisfaction": ("replies.csv", table(
        ["id", "topic_id", "parent_id", "user_id", "subject", "content", "created_at", "removed"],
        ["1", "9", "NULL", "NULL", "Merge", "How?   In one go?", "2026-11-16 10:00:00", "0"],
        ["2", "9", "1", "5", "", "gone", "2026-11-16 10:00:00", "1"], mark=";"), {}, 2, 0, 0),
    "meltwater": ("mentions.csv", table(
        ["Date", "Headline", "URL", "Opening Text", "Hit Sentence", "Influencer", "Reach", "Language", "Document ID"],
        ["16-Nov-2026 10:00AM", "Larkspur", "https://n.example/1", "", "Larkspur is slow", "@ann", "1,200,000", "English", "d1"],
        mark="\t"), {}, 1, 0, 0),
    "intercom": ("conversations.json", json.dumps({"type": "conversation.list", "conversations": [
        {"id": "1", "created_at": UNIX, "source": {"subject": "", "body": "<p>It fails</p>", "author": {"id": "a", "name": "Ann"}},
         "conversation_parts": {"conversation_parts": [
            {"id": "1", "part_type": "comment", "body": "<p>We look</p>", "created_at": UNIX, "author": {"id": "s", "name": "Sue"}},
            {"id": "2", "part_type": "assignment", "body": None, "created_at": UNIX, "author": {"id": "s"}}]}}]}), {}, 2, 0, 1),
    "jira": ("issues.csv", table(
        ["Summary", "Issue key", "Issue id", "Issue Type", "Created", "Reporter", "Reporter Id", "Labels", "Labels", "Description", "Comment", "Comment"],
        ["Export", "LK-1", "1", "Bug", "16/Nov/26 9:05 AM", "Ann", "a1", "ui", "csv", "It is slow", "16/Nov/26 10:00 AM;b2;Can you; send it?", "17/Nov/26 1:00 PM;a1;Here"],
        ["Crash", "LK-2", "2", "Bug", "17/Nov/26 8:00 AM", "Cy", "c3", "", "", "", "17/Nov/26 9:00 AM;b2;Seen", ""],
    ), {}, 5, 0, 0),
}  # fmt: skip
