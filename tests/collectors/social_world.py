"""The made-up conversations as YouTube, Facebook, Instagram and LinkedIn give them, by their documented APIs."""

from urllib.parse import unquote

from tests.collectors.thread_world import ThreadServer, number
from tests.collectors.web_world import iso, person
from voxpop.pipeline.demo.servers.base import Reply

CHANNEL = "UC" + "larkspur".ljust(22, "x")
PAGE = "1234567890"
YOUTUBE_KEY = "made-up-youtube-key"
FACEBOOK_TOKEN = "made-up-facebook-token"
LINKEDIN_TOKEN = "made-up-linkedin-token"
INSTAGRAM_TOKEN = "made-up-instagram-token"


class YouTubeServer(ThreadServer):
    """Threads by their beginning, the newest first; up to five answers come with one."""

    secret = ("x-goog-api-key", YOUTUBE_KEY)
    inline = 5

    def answer(self, path):
        at = int(self.asked.get("pageToken", 0))
        if "id" in self.asked:
            wanted = set(self.asked["id"].split(","))
            return self.tube([self.tube_comment(p) for p in self.there if self.tube_id(p) in wanted], None)
        if path == "/youtube/v3/commentThreads":
            page, after = self.page(list(reversed(self.topics)), at)
            return self.tube([self.tube_thread(p) for p in page], after)
        if path == "/youtube/v3/comments":
            topic = next(p for p in self.topics if self.tube_id(p) == self.asked["parentId"])
            page, after = self.page(self.of(topic), at)
            return self.tube([self.tube_comment(p) for p in page], after)
        return self.tube([], None)  # no videos

    def tube(self, items, after):
        return Reply.json({"items": items, **({"nextPageToken": str(after)} if after else {})})

    def tube_id(self, p):
        alone = f"Ugx{number(p):08d}4AaABAg"
        return alone if p.thread is None else f"Ugx{int(p.thread[1:]) + 1:08d}4AaABAg.{number(p):010d}"

    def tube_thread(self, p):
        answers = self.of(p)
        held = [self.tube_comment(answer) for answer in answers[-self.inline :]] if self.inline else []
        said = {"videoId": "vid", "topLevelComment": self.tube_comment(p), "totalReplyCount": len(answers)}
        return {"id": self.tube_id(p), "snippet": said, **({"replies": {"comments": held}} if held else {})}

    def tube_comment(self, p):
        key = self.tube_id(p)
        return {
            "id": key,
            "snippet": {
                "textDisplay": p.text, "authorDisplayName": f"@{person(p)[1]}", "authorChannelId": {"value": f"UC{p.author}"},
                "likeCount": p.likes, "publishedAt": iso(p.created_at), "updatedAt": iso(p.created_at),
                "channelId": CHANNEL, **({"parentId": key.partition(".")[0]} if p.thread else {}),
            },
        }  # fmt: skip


class GraphServer(ThreadServer):
    """Posts by their beginning, the newest first, with cursors; a fault in Graph's own words on demand."""

    token = ""

    def respond(self, method, path, query, headers, body):
        self.asked = {name: values[0] for name, values in query.items()}
        if headers.get("authorization") != f"Bearer {self.token}":
            return graph_error(190, "Invalid OAuth access token")
        return self.answer(path.removeprefix("/v24.0/").split("/"))

    def listed(self, items):
        page, after = self.page(items, int(self.asked.get("after", 0)))
        end = int(self.asked.get("after", 0)) + len(page)
        paging = {"cursors": {"before": "0", "after": str(end)}} if page else {}
        return Reply.json({"data": page, "paging": {**paging, **({"next": "there"} if after else {})}})


class FacebookServer(GraphServer):
    """Comments of all levels in one list, the oldest first."""

    token = FACEBOOK_TOKEN

    def answer(self, steps):
        match steps:
            case [page, "feed"] if page == PAGE:
                return self.listed([self.post(p) for p in reversed(self.topics)])
            case [page, "tagged" | "ratings"] if page == PAGE:
                return self.listed([])
            case [key, "comments"]:
                topic = self.topic(key.removeprefix(f"{PAGE}_"))
                return self.listed([self.comment(p) for p in self.of(topic)]) if topic else not_there()
            case [key]:
                made = [self.post(p) if p.thread is None else self.comment(p) for p in self.there]
                found = [record for record in made if record["id"] == key]
                return Reply.json(found[0]) if found else not_there()
        return not_there()

    def post(self, p):
        return {
            "id": f"{PAGE}_{number(p)}", "message": p.text, "created_time": graph_time(p.created_at), "permalink_url": "https://f.example/1",
            "from": {"id": str(person(p)[0]), "name": person(p)[1]}, "shares": {"count": 2},
            "reactions": {"data": [], "summary": {"total_count": p.likes}},
            "comments": {"data": [], "summary": {"total_count": len(self.of(p))}},
        }  # fmt: skip

    def comment(self, p):
        topic = int(p.thread[1:]) + 1
        above = {} if p.parent == p.thread else {"parent": {"id": f"{topic}_{int(p.parent[1:]) + 1}"}}
        return {
            "id": f"{topic}_{number(p)}", "message": p.text, "created_time": graph_time(p.created_at), "like_count": p.likes,
            "comment_count": 0, "from": {"id": str(person(p)[0]), "name": person(p)[1]}, "permalink_url": "https://f.example/2", **above,
        }  # fmt: skip


class InstagramServer(GraphServer):
    """Answers stand below their comment, the first three of them with it."""

    token = INSTAGRAM_TOKEN
    inline = 3

    def answer(self, steps):
        keys = {number(p): p for p in self.there}
        match steps:
            case [account, "media"] if account == PAGE:
                return self.listed([self.post(p) for p in reversed(self.topics)])
            case [account, "tags"] if account == PAGE:
                return self.listed([])
            case [n, "comments"] if int(n) in keys:
                return self.listed([self.comment(p) for p in self.under(keys[int(n)])])
            case [n, "replies"] if int(n) in keys:
                return self.listed([self.said(p) for p in self.under(keys[int(n)])])
            case [n] if int(n) in keys:
                return Reply.json({"id": n})
        return not_there()

    def under(self, post):
        """Comments of a post; answers of a comment, and theirs, which Instagram keeps on one level."""
        first = [p for p in self.there if p.thread and p.parent == p.thread]
        if post.thread is None:
            return [p for p in first if p.thread == post.key]
        return [p for p in self.there if p.thread == post.thread and p.parent == post.key]

    def post(self, p):
        return {
            "id": str(number(p)), "caption": p.text, "media_type": "IMAGE", "permalink": "https://i.example/p/1", "like_count": p.likes,
            "timestamp": graph_time(p.created_at), "username": person(p)[1], "comments_count": len(self.of(p)),
        }  # fmt: skip

    def said(self, p):
        return {
            "id": str(number(p)), "text": p.text, "timestamp": graph_time(p.created_at), "like_count": p.likes,
            "username": person(p)[1], "from": {"id": str(person(p)[0]), "username": person(p)[1]},
        }  # fmt: skip

    def comment(self, p):
        answers = self.under(p)
        more = {"paging": {"next": "there"}} if len(answers) > self.inline else {}
        held = {"data": [self.said(one) for one in answers[: self.inline]], **more}
        return {**self.said(p), **({"replies": held} if answers else {})}


def graph_time(when):
    return when.strftime("%Y-%m-%dT%H:%M:%S+0000")


def graph_error(code, message, status=400, **more):
    return Reply.json(
        {"error": {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "A1", **more}}, status
    )


def not_there():
    return graph_error(100, "Unsupported get request.", error_subcode=33)


class LinkedInServer(ThreadServer):
    """Posts by their beginning, the newest first; comments on one level, and one level below that."""

    secret = ("authorization", f"Bearer {LINKEDIN_TOKEN}")

    def answer(self, path):
        match unquote(path).removeprefix("/rest/").split("/"):
            case ["posts"] if self.asked["author"] == f"urn:li:organization:{PAGE}":
                return self.listed([self.post(p) for p in reversed(self.topics)])
            case ["posts", urn] if topic := self.topic(urn.rpartition(":")[2]):
                return Reply.json(self.post(topic))
            case ["socialActions", urn, "comments"]:
                found = [
                    p
                    for p in self.there
                    if p.thread and urn == (share(p.thread) if p.parent == p.thread else comment_urn(self.first(p)))
                ]
                return self.listed([self.comment(p) for p in found if p.parent == p.thread or p != self.first(p)])
            case ["socialActions", _, "comments", n]:
                found = [self.comment(p) for p in self.there if p.thread and number(p) == int(n)]
                return Reply.json(found[0]) if found else Reply(404)
        return Reply(404)

    def first(self, p):
        """The comment that an answer stands below: LinkedIn has two levels."""
        keys = {one.key: one for one in self.world.posts}
        while p.parent != p.thread:
            p = keys[p.parent]
        return p

    def listed(self, items):
        start = int(self.asked.get("start", 0))
        page, _ = self.page(items, start)
        return Reply.json({"elements": page, "paging": {"start": start, "count": self.size, "total": len(items)}})

    def post(self, p):
        return {
            "id": share(p.key), "commentary": p.text, "author": f"urn:li:organization:{PAGE}", "createdAt": ms(p), "publishedAt": ms(p),
            "lastModifiedAt": ms(p), "lifecycleState": "PUBLISHED", "visibility": "PUBLIC",
        }  # fmt: skip

    def comment(self, p):
        below = [one for one in self.there if one.thread and one != p and p.parent == p.thread and self.first(one) == p]
        above = {} if p.parent == p.thread else {"parentComment": comment_urn(self.first(p))}
        return {
            "id": str(number(p)), "commentUrn": comment_urn(p), "actor": f"urn:li:person:{person(p)[0]}", "message": {"text": p.text},
            "created": {"time": ms(p)}, "lastModified": {"time": ms(p)}, "likesSummary": {"aggregatedTotalLikes": p.likes},
            "commentsSummary": {"aggregatedTotalComments": len(below)}, **above,
        }  # fmt: skip


def ms(p):
    return int(p.created_at.timestamp() * 1000)


def share(key):
    return f"urn:li:share:{int(key[1:]) + 1}"


def comment_urn(p):
    return f"urn:li:comment:(urn:li:activity:{int(p.thread[1:]) + 1},{number(p)})"


SERVERS = {
    "youtube": YouTubeServer,
    "facebook": FacebookServer,
    "instagram": InstagramServer,
    "linkedin": LinkedInServer,
}
OPTIONS = {
    "youtube": lambda url: {"channel": CHANNEL, "api_url": f"{url}/youtube/v3"},
    "facebook": lambda url: {"page": PAGE, "api_url": f"{url}/v24.0"},
    "instagram": lambda url: {"account": PAGE, "api_url": f"{url}/v24.0"},
    "linkedin": lambda url: {"organization": PAGE, "api_url": f"{url}/rest"},
}
SECRETS = {
    "VOXPOP_YOUTUBE_KEY": YOUTUBE_KEY,
    "VOXPOP_FACEBOOK_TOKEN": FACEBOOK_TOKEN,
    "VOXPOP_INSTAGRAM_TOKEN": INSTAGRAM_TOKEN,
    "VOXPOP_LINKEDIN_TOKEN": LINKEDIN_TOKEN,
}
