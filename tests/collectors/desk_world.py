"""The made-up forum as a Zendesk account: topics are tickets, replies are comments; by its documented API."""

import base64
from types import MappingProxyType

from tests.collectors.forum_world import PEOPLE, forum, world
from tests.collectors.web_world import iso, person, unix
from voxpop.demo.servers.base import DemoServer, Reply

EMAIL, TOKEN = "reader@larkspur.example", "made-up-zendesk-token"
LOGIN = base64.b64encode(f"{EMAIL}/token:{TOKEN}".encode()).decode()


class ZendeskServer(DemoServer):
    """Twenty tickets a page of the export, ten comments a page; everything changed when it was last written to."""

    size, comments_size = 20, 10
    deleted = frozenset()  # numbers of tickets that the export lists as deleted
    vanished = frozenset()  # and of those that it does not know any more
    internal = frozenset()  # keys of comments that the requester never sees
    ratings = MappingProxyType({})  # ticket number -> (score, comment)
    wordings = MappingProxyType({})  # key -> what is written there now
    circle = False  # the export gives the same cursor for ever
    talks = MappingProxyType({})  # ticket number -> messages of its one side conversation

    def respond(self, method, path, query, headers, body):
        if headers.get("authorization") != f"Basic {LOGIN}":
            return Reply.json({"error": "Couldn't authenticate you"}, 401)
        asked = {name: values[0] for name, values in query.items()}
        match path.removeprefix("/api/v2/").removesuffix(".json").split("/"):
            case ["incremental", "tickets", "cursor"]:
                return self.export(asked)
            case ["tickets", "show_many"]:
                numbers = {int(n) for n in asked["ids"].split(",")} - self.vanished - self.deleted
                return self.listed([t for t in self.tickets() if number(t) in numbers])
            case ["tickets", "count"]:
                return Reply.json({"count": {"value": len(self.tickets())}})
            case ["users", "me"]:
                return Reply.json({"user": {"id": 99, "role": "admin"}})
            case ["tickets", n, "comments"] if int(n) not in self.vanished:
                return self.comments(int(n), int(asked.get("page[after]", 0)))
            case ["satisfaction_ratings", n]:
                return Reply.json({"satisfaction_rating": self.rating(int(n))})
            case ["tickets", n, "side_conversations"]:
                return Reply.json({"side_conversations": [{"id": f"sc-{n}"}] if int(n) in self.talks else []})
            case ["tickets", n, "side_conversations", _, "events"]:
                return Reply.json({"events": self.talks[int(n)]})
        return Reply(404)

    def tickets(self):
        return [p for p in self.world.posts if p.thread is None]

    def of(self, ticket):
        return [ticket, *(p for p in self.world.posts if p.thread == ticket.key)]

    def changed(self, ticket):
        return max(p.edited_at or p.created_at for p in self.of(ticket))

    def export(self, asked):
        cursor = asked.get("cursor")
        start = int(asked["start_time"]) if cursor is None else 0
        found = sorted((t for t in self.tickets() if number(t) not in self.vanished), key=self.changed)
        at = int(cursor) if cursor else sum(unix(self.changed(t)) < start for t in found)
        page, after = found[at : at + self.size], at + self.size
        answer = self.listed(page, whole=False)
        return Reply.json(
            {**answer, "after_cursor": cursor if self.circle and cursor else str(after), "end_of_stream": after >= len(found) and not self.circle}
        )  # fmt: skip

    def listed(self, tickets, *, whole=True):
        users = {who["id"]: who for t in tickets for p in self.of(t) if (who := self.user(p))}
        answer = {"tickets": [self.ticket(t) for t in tickets], "users": list(users.values())}
        return Reply.json(answer) if whole else answer

    def user(self, post):
        who = PEOPLE[post.author]
        email = f"{who.handle}@customer.example".lower()
        role = "agent" if who.staff else "end-user"
        return {
            "id": person(post)[0],
            "name": who.name,
            "email": email,
            "role": role,
            "phone": "555",
            "tags": list(who.groups),
        }

    def ticket(self, post):
        score, comment = self.ratings.get(number(post), ("unoffered", None))
        return {
            "id": number(post), "subject": post.title, "description": self.wordings.get(post.key, post.text),
            "created_at": iso(post.created_at), "updated_at": iso(self.changed(post)),
            "requester_id": person(post)[0], "submitter_id": person(post)[0], "is_public": post.key not in self.internal,
            "status": "deleted" if number(post) in self.deleted else "open", "tags": list(post.tags),
            "via": {"channel": "email"}, "comment_count": len(self.of(post)),
            "satisfaction_rating": {"id": number(post), "score": score, "comment": comment},
        }  # fmt: skip

    def comments(self, n, at):
        (ticket,) = [t for t in self.tickets() if number(t) == n]
        found, after = self.of(ticket), at + self.comments_size
        page = found[at:after]
        more = after < len(found)
        comments = [
            {
                "id": number(p) + 5_000_000, "type": "Comment", "author_id": person(p)[0], "created_at": iso(p.created_at),
                "plain_body": self.wordings.get(p.key, p.text), "body": p.text, "public": p.key not in self.internal,
            }
            for p in page
        ]  # fmt: skip
        following = f"{self.url}/api/v2/tickets/{n}/comments.json?page[after]={after}" if more else None
        users = {who["id"]: who for p in page if (who := self.user(p))}
        return Reply.json(
            {
                "comments": comments,
                "users": list(users.values()),
                "meta": {"has_more": more},
                "links": {"next": following},
            }
        )

    def rating(self, n):
        (ticket,) = [t for t in self.tickets() if number(t) == n]
        score, comment = self.ratings[n]
        return {
            "id": n, "ticket_id": n, "requester_id": person(ticket)[0], "score": score, "comment": comment,
            "created_at": iso(self.changed(ticket)),
        }  # fmt: skip


def number(post):
    return int(post.key[1:]) + 1


def desk(clock):
    """The server and its posts."""
    posts = [post for post in forum() if post.deleted_at is None]
    return ZendeskServer(world(posts), clock=clock), posts
