"""The made-up conversations as chats: Slack, Discord, Mattermost, Zulip, Discourse and Telegram, as their own code answers."""

import base64
import json
from typing import ClassVar

from tests.collectors.thread_world import ThreadServer, number
from tests.collectors.web_world import iso, person, unix
from voxpop.collectors.chats.discord import snowflake
from voxpop.pipeline.demo.servers.base import Reply

SLACK_CHANNEL, SLACK_TOKEN = "C0LARKSPUR", "made-up-slack-token"
MATTERMOST_CHANNEL, MATTERMOST_TOKEN = "larkspurlarkspurlarkspur12", "made-up-mattermost-token"
DISCOURSE_KEY = "made-up-discourse-key"
TELEGRAM_CHAT, TELEGRAM_TOKEN = -1001234567890, "123456:made-up_telegram-token"
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


class MattermostServer(ThreadServer):
    """A channel's posts, the newest first; a page begins below the millisecond of the post that it is asked before."""

    secret = ("authorization", f"Bearer {MATTERMOST_TOKEN}")
    changes: ClassVar[
        dict[str, dict[str, object]]
    ] = {}  # key of a post -> what has changed in it, with its 'update_at'
    hidden_until = 0  # milliseconds

    def answer(self, path):
        match path.removeprefix("/api/v4/").split("/"):
            case ["channels", place, "posts"] if place == MATTERMOST_CHANNEL:
                return Reply.json(self.listed())
            case ["posts", n]:
                found = [p for p in self.there if self.id(p) == n]
                return Reply.json(self.message(found[0])) if found else Reply.json({"message": "not found"}, 404)
        return Reply(404)

    def listed(self):
        told = [
            self.message(p) for p in reversed(self.world.posts) if p.key not in self.vanished or p.key in self.changes
        ]
        told.sort(key=lambda one: one["create_at"], reverse=True)
        told = [one for one in told if one["create_at"] >= self.hidden_until]
        if "since" in self.asked:
            page = [one for one in told if one["update_at"] > int(self.asked["since"])][:1000]
        else:
            told = [one for one in told if not one["delete_at"]]
            before = next((one["create_at"] for one in told if one["id"] == self.asked.get("before")), 1 << 62)
            page = [one for one in told if one["create_at"] < before][: self.size]
        roots = {one["root_id"] for one in page} - {""}
        more = [one for one in told if one["id"] in roots]  # threads come along, and are no part of the page
        order, posts = [one["id"] for one in page], {one["id"]: one for one in [*more, *page]}
        return {"order": order, "posts": posts, "first_inaccessible_post_time": self.hidden_until}

    def id(self, p):
        return f"{number(p):026d}"

    def message(self, p):
        at, root = unix(p.created_at) * 1000, p.thread and f"{int(p.thread[1:]) + 1:026d}"
        return {
            "id": self.id(p), "create_at": at, "update_at": at, "edit_at": 0, "delete_at": 0, "type": "",
            "user_id": str(person(p)[0]), "channel_id": MATTERMOST_CHANNEL, "root_id": root or "", "message": p.text,
            "original_id": "", "reply_count": len(self.of(p)) if p.thread is None else 7, "props": {},
            **self.changes.get(p.key, {}),
        }  # fmt: skip


class ZulipServer(ThreadServer):
    """A channel of which each topic is a conversation; pages below an id, the oldest first."""

    secret = ("authorization", f"Basic {base64.b64encode(b'bot@larkspur.example:made-up-zulip-key').decode()}")
    closed = False  # to this bot
    limited = 0  # messages of the end that a plan leaves to read; 0: all

    def answer(self, path):
        match path.removeprefix("/api/v1/").split("/"):
            case ["streams", "12"]:
                return zulip_error("Invalid channel ID") if self.closed else Reply.json({"result": "success"})
            case ["messages"]:
                return self.messages()
        return Reply(404)

    def messages(self):
        assert json.loads(self.asked["narrow"]) == [{"operator": "channel", "operand": 12}]
        found = [] if self.closed else sorted(self.there, key=number)
        if "message_ids" in self.asked:
            if {"anchor", "num_before", "num_after"} & set(self.asked):
                return zulip_error("Unsupported parameter combination")
            wanted = json.loads(self.asked["message_ids"])
            return self.told([p for p in found if number(p) in wanted], limited=False)
        limited = bool(self.limited)
        anchor = 1 << 62 if self.asked["anchor"] == "newest" else int(self.asked["anchor"])
        found = found[-self.limited :] if self.limited else found
        page = [p for p in found if number(p) < anchor][-self.size :]
        return self.told(page, limited=limited and (not page or page[0] is found[0]))

    def told(self, page, *, limited):
        return Reply.json(
            {"result": "success", "msg": "", "history_limited": limited, "messages": [self.message(p) for p in page]}
        )

    def message(self, p):
        root = p if p.thread is None else next(t for t in self.world.posts if t.key == p.thread)
        return {
            "id": number(p), "type": "stream", "stream_id": 12, "display_recipient": "help", "subject": root.title,
            "content": p.text, "content_type": "text/x-markdown", "timestamp": unix(p.created_at),
            "sender_id": person(p)[0], "sender_full_name": person(p)[1], "sender_realm_str": "", "reactions": [],
        }  # fmt: skip


def zulip_error(said):
    return Reply.json({"result": "error", "msg": said, "code": "BAD_REQUEST"}, 400)


class DiscourseChatServer(ThreadServer):
    """A chat channel with threads on: a message that began one has its number, and its answers stand in a list of their own."""

    secret = ("api-key", DISCOURSE_KEY)

    def answer(self, path):
        match path.removeprefix("/chat/api/channels/").split("/"):
            case ["2"]:
                return Reply.json({"channel": {"id": 2}})
            case ["2", "messages"] if "direction" not in self.asked:
                found = [p for p in self.there if str(number(p)) == self.asked["target_message_id"]]
                listed = [p for p in found if p.thread is None]
                return self.told(listed, more=False) if found else Reply.json({"errors": ["not found"]}, 404)
            case ["2", "messages"]:
                return self.below(self.topics)
            case ["2", "threads", n, "messages"]:
                root = self.topic(int(n) - 1000)
                return self.below([root, *self.of(root)]) if root else Reply(404)
        return Reply(404)

    def below(self, found):
        below = int(self.asked.get("target_message_id") or 1 << 62)
        rest = [p for p in found if number(p) < below]
        return self.told(rest[-self.size :], more=len(rest) >= self.size)

    def told(self, page, *, more):
        meta = {"target_message_id": None, "can_load_more_past": more, "can_load_more_future": False}
        return Reply.json({"messages": [self.message(p) for p in page], "tracking": {}, "meta": meta})

    def message(self, p):
        root = p if p.thread is None else next(t for t in self.world.posts if t.key == p.thread)
        reactions = {"reactions": [{"emoji": "heart", "count": p.likes, "users": []}]} if p.likes else {}
        return {
            "id": number(p), "message": p.text, "cooked": p.text, "created_at": iso(p.created_at), "chat_channel_id": 2,
            "thread_id": 1000 + number(root), "user": {"id": person(p)[0], "username": person(p)[1]}, "uploads": [],
            **reactions,
        }  # fmt: skip


class TelegramServer(ThreadServer):
    """The queue of a bot: updates stay until they are confirmed by asking beyond them."""

    size = 100
    replies = 4
    first = 500  # of the ids
    confirmed = 0  # updates of the queue's beginning
    hook = ""

    def respond(self, method, path, query, headers, body):
        self.asked = {name: values[0] for name, values in query.items()}
        start, _, method = path.rpartition("/")
        if start != f"/bot{TELEGRAM_TOKEN}":
            return telegram_error(401, "Unauthorized")
        if method == "getMe":
            return telegram({"id": 1, "username": "larkspur_bot", "can_read_all_group_messages": not self.hook})
        if method == "getWebhookInfo":
            return telegram({"url": self.hook, "pending_update_count": len(self.queue)})
        if method != "getUpdates":
            return telegram_error(404, "Not Found")
        if self.hook:
            return telegram_error(409, "Conflict: can't use getUpdates method while webhook is active")
        waiting = self.queue
        if "offset" in self.asked:
            self.confirmed += sum(one["update_id"] < int(self.asked["offset"]) for one in waiting)
        return telegram(self.queue[: min(self.size, int(self.asked["limit"]))])

    @property
    def queue(self):
        return [{"update_id": self.first + n, "message": self.message(p)} for n, p in enumerate(self.there)][
            self.confirmed :
        ]

    def message(self, p):
        root = next((t for t in self.world.posts if t.key == p.thread), None)
        thread = {"message_thread_id": number(root), "reply_to_message": {"message_id": number(root)}} if root else {}
        return {
            "message_id": number(p), "date": unix(p.created_at), "text": p.text, **thread,
            "chat": {"id": TELEGRAM_CHAT, "type": "supergroup", "title": "Larkspur users"},
            "from": {"id": person(p)[0], "is_bot": False, "username": person(p)[1], "first_name": "A"},
        }  # fmt: skip


def telegram(result):
    return Reply.json({"ok": True, "result": result})


def telegram_error(status, said, **more):
    return Reply.json({"ok": False, "error_code": status, "description": said, **more}, status)


SERVERS = {
    "slack": SlackServer,
    "discord": DiscordServer,
    "mattermost": MattermostServer,
    "zulip": ZulipServer,
    "discoursechat": DiscourseChatServer,
    "telegram": TelegramServer,
}
OPTIONS = {
    "slack": lambda url: {"channel": SLACK_CHANNEL, "api_url": f"{url}/api"},
    "discord": lambda url: {"server": SERVER, "channel": TALK, "api_url": f"{url}/api/v10"},
    "mattermost": lambda url: {"url": url, "channel": MATTERMOST_CHANNEL},
    "zulip": lambda url: {"url": url, "channel": 12},
    "discoursechat": lambda url: {"url": url, "channel": 2},
    "telegram": lambda url: {"chats": [TELEGRAM_CHAT], "api_url": url},
}
SECRETS = {
    "VOXPOP_SLACK_TOKEN": SLACK_TOKEN,
    "VOXPOP_DISCORD_TOKEN": DISCORD_TOKEN,
    "VOXPOP_MATTERMOST_TOKEN": MATTERMOST_TOKEN,
    "VOXPOP_ZULIP_EMAIL": "bot@larkspur.example",
    "VOXPOP_ZULIP_KEY": "made-up-zulip-key",
    "VOXPOP_DISCOURSE_API_KEY": DISCOURSE_KEY,
    "VOXPOP_DISCOURSE_API_USERNAME": "the-reader-of-the-forum",
    "VOXPOP_TELEGRAM_TOKEN": TELEGRAM_TOKEN,
}
