"""The made-up conversations as chats: Slack and Discord, by their documented APIs."""

from tests.collectors.thread_world import ThreadServer, number
from tests.collectors.web_world import iso, person, unix
from voxpop.collectors.discord import snowflake
from voxpop.pipeline.demo.servers.base import Reply

SLACK_CHANNEL, SLACK_TOKEN = "C0LARKSPUR", "made-up-slack-token"
SERVER, TALK, DISCORD_TOKEN = "100", "200", "made-up-discord-token"


class SlackServer(ThreadServer):
    """Messages, the newest first; a thread begins its own list; what is refused is refused with status 200."""

    refuses = None  # an error in Slack's words

    def respond(self, method, path, query, headers, body):
        self.asked = {name: values[0] for name, values in query.items()}
        if headers.get("authorization") != f"Bearer {SLACK_TOKEN}" or self.refuses:
            return Reply.json({"ok": False, "error": self.refuses or "invalid_auth"})
        low, high = float(self.asked.get("oldest", 0)), float(self.asked.get("latest", 10**11))
        match path.rpartition("/")[2]:
            case "conversations.history":
                found = [p for p in reversed(self.topics) if low <= float(ts(p)) <= high]
            case "conversations.replies":
                root = next((p for p in self.topics if ts(p) == self.asked["ts"]), None)
                whole = [root, *self.of(root)] if root else [p for p in self.there if ts(p) == self.asked["ts"]]
                found = [p for p in whole if low <= float(ts(p)) <= high or p is root]
            case _:
                return Reply(404)
        page, after = self.page(found, int(self.asked.get("cursor") or 0))
        following = {"response_metadata": {"next_cursor": str(after)}} if after else {}
        return Reply.json({"ok": True, "messages": [self.message(p) for p in page], **following})

    def message(self, p):
        answers = self.of(p) if p.thread is None else []
        thread = {"thread_ts": ts_of(p.thread, self.world)} if p.thread else {}
        if answers:
            thread = {"thread_ts": ts(p), "reply_count": len(answers), "latest_reply": ts(answers[-1])}
        marked = p.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        reactions = [{"name": "heart", "count": p.likes, "users": []}] if p.likes else []
        return {
            "type": "message",
            "ts": ts(p),
            "user": f"U{person(p)[0]}",
            "text": marked,
            "reactions": reactions,
            **thread,
        }


def ts(p):
    return f"{unix(p.created_at)}.000000"


def ts_of(key, world):
    return next(ts(p) for p in world.posts if p.key == key)


class DiscordServer(ThreadServer):
    """A text channel in which each topic began a thread; half of the threads are archived."""

    secret = ("authorization", f"Bot {DISCORD_TOKEN}")
    kind = 0  # 15: a forum

    def answer(self, path):
        match path.removeprefix("/api/v10/").split("/"):
            case ["channels", "200"]:
                return Reply.json({"id": TALK, "type": self.kind, "guild_id": SERVER})
            case ["guilds", "100", "threads", "active"]:
                return Reply.json({"threads": [self.thread(t) for t in self.topics[6:]]})
            case ["channels", "200", "threads", "archived", "public"]:
                return Reply.json({"threads": [self.thread(t) for t in reversed(self.topics[:6])], "has_more": False})
            case ["channels", place, "messages"]:
                found = [p for p in self.there if self.home(p) == place]
                below = int(self.asked.get("before", 1 << 62))
                return Reply.json([self.message(p) for p in reversed(found) if int(self.id(p)) < below][: self.size])
            case ["channels", place, "messages", n]:
                found = [self.message(p) for p in self.there if self.home(p) == place and self.id(p) == n]
                return Reply.json(found[0]) if found else Reply(404)
        return Reply(404)

    def id(self, p):
        return str(snowflake(p.created_at) + number(p))

    def root(self, p):
        return p if p.thread is None else next(t for t in self.world.posts if t.key == p.thread)

    def home(self, p):
        """The channel that a message stands in."""
        return TALK if p.thread is None and self.kind != 15 else self.id(self.root(p))

    def thread(self, t):
        last = [t, *self.of(t)][-1]
        told = {"archive_timestamp": iso(last.created_at)}
        return {"id": self.id(t), "parent_id": TALK, "last_message_id": self.id(last), "thread_metadata": told}

    def message(self, p):
        reactions = [{"emoji": {"name": "heart"}, "count": p.likes}] if p.likes else []
        return {
            "id": self.id(p), "type": 0, "channel_id": self.home(p), "content": p.text, "timestamp": iso(p.created_at),
            "author": {"id": str(person(p)[0]), "username": person(p)[1]}, "reactions": reactions, "attachments": [],
        }  # fmt: skip


SERVERS = {"slack": SlackServer, "discord": DiscordServer}
OPTIONS = {
    "slack": lambda url: {"channel": SLACK_CHANNEL, "api_url": f"{url}/api"},
    "discord": lambda url: {"server": SERVER, "channel": TALK, "api_url": f"{url}/api/v10"},
}
SECRETS = {"VOXPOP_SLACK_TOKEN": SLACK_TOKEN, "VOXPOP_DISCORD_TOKEN": DISCORD_TOKEN}
