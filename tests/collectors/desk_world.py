"""The made-up forum as a Zendesk account: topics are tickets, replies are comments; by its documented API."""

import base64
from email.utils import format_datetime
from html import escape
from types import MappingProxyType

from tests.collectors.forum_world import PEOPLE, forum, world
from tests.collectors.web_world import iso, person, unix
from voxpop.pipeline.demo.servers.base import DemoServer, Reply

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


HELPDESK_LOGIN = base64.b64encode(b"reader:made-up-helpdesk-password").decode()


class DjangoHelpdeskServer(DemoServer):
    """The same tickets as django-helpdesk's API gives them, ten a page. The true one runs in test_real_helpdesk.py."""

    size = 10

    def respond(self, method, path, query, headers, body):
        if headers.get("authorization") != f"Basic {HELPDESK_LOGIN}":
            return Reply.json({"detail": "Authentication credentials were not provided."}, 401)
        match path.removeprefix("/api/tickets/").strip("/").split("/"):
            case [""]:
                return self.page(int(query.get("page", ["1"])[0]))
            case [n] if n.isdigit() and (found := [t for t in self.tickets() if number(t) == int(n)]):
                return Reply.json(self.ticket(found[0]))
        return Reply.json({"detail": "Not found."}, 404)

    def tickets(self):
        return [p for p in self.world.posts if p.thread is None]

    def page(self, n):
        found = self.tickets()
        page = found[(n - 1) * self.size : n * self.size]
        following = (
            f"{self.url}/api/tickets/?page={n + 1}&page_size={self.size}" if n * self.size < len(found) else None
        )
        return Reply.json({"count": len(found), "next": following, "results": [self.ticket(t) for t in page]})

    def ticket(self, post):
        answers = [post, *(p for p in self.world.posts if p.thread == post.key)]
        return {
            "id": number(post), "queue": 1, "title": post.title, "description": post.text, "status": 1, "priority": 3,
            "submitter_email": f"{PEOPLE[post.author].handle}@customer.example", "assigned_to": None,
            "followup_set": [
                {
                    "id": number(p) + 1000, "ticket": number(post), "user": 1 if PEOPLE[p.author].staff else None,
                    "title": "", "comment": p.text, "public": True, "date": iso(p.created_at),
                }
                for p in answers
            ],
        }  # fmt: skip


class AskbotServer(DemoServer):
    """The same as questions, answers and, below answers, comments of Askbot. The true one runs in test_real_askbot.py."""

    size = 10

    def respond(self, method, path, query, headers, body):
        asked = {name: values[0] for name, values in query.items()}
        match path.strip("/").split("/"):
            case ["api", "v1", "questions"]:
                return self.page(int(asked.get("page", 1)))
            case ["api", "v1", "questions", n]:
                found = [t for t in self.questions() if number(t) == int(n)]
                return Reply.json(self.question(found[0])) if found else Reply(404)
            case ["api", "v1", "answers", n]:
                found = [p for p in self.world.posts if number(p) == int(n)]
                return Reply.json(self.answer(found[0])) if found else Reply(404)
            case ["feeds", "question", n]:
                return self.feed(int(n))
            case ["s", "post_comments"] if "x-requested-with" in headers:
                return Reply.json([self.comment(p) for p in self.below(int(asked["post_id"]))])
        return Reply(404)

    def questions(self):
        return [p for p in self.world.posts if p.thread is None]

    def answers(self, question):
        return [p for p in self.world.posts if p.thread == question.key and p.parent == question.key]

    def below(self, n):
        """Comments of a post: what answers an answer, and what answers such an answer again."""
        (post,) = [p for p in self.world.posts if number(p) == n]
        if post.thread is None:
            return []
        direct = [p for p in self.world.posts if p.parent == post.key]
        return direct + [p for d in direct for p in self.below(number(d))]

    def active(self, question):
        return max(p.edited_at or p.created_at for p in self.world.posts if question.key in {p.key, p.thread})

    def page(self, n):
        found = sorted(self.questions(), key=self.active, reverse=True)
        pages = -(-len(found) // self.size)
        at = (n if n <= pages else 1) - 1  # as Askbot does it
        page = found[at * self.size : (at + 1) * self.size]
        return Reply.json({"count": len(found), "pages": pages, "questions": [self.question(q) for q in page]})

    def question(self, post):
        return {
            **self.answer(post), "title": post.title, "tags": list(post.tags), "answer_ids": [number(p) for p in self.answers(post)],
            "answer_count": len(self.answers(post)), "view_count": 7, "last_activity_at": str(unix(self.active(post))),
            "accepted_answer_id": next((number(p) for p in self.answers(post) if p.accepted), None),
        }  # fmt: skip

    def answer(self, post):
        who = {"id": person(post)[0], "username": person(post)[1]}
        return {
            "id": number(post),
            "added_at": str(unix(post.created_at)),
            "score": post.likes,
            "summary": "<p>...",
            "author": who,
        }

    def comment(self, post):
        who, name = person(post)
        return {
            "id": number(post),
            "user_id": who,
            "user_display_name": name,
            "score": 0,
            "user_is_administrator": False,
        }

    def feed(self, n):
        (question,) = [q for q in self.questions() if number(q) == n] or [None]
        if question is None:
            return Reply(404)
        posts = [question, *(p for p in self.world.posts if p.thread == question.key)]
        items = "".join(
            f"<item><title>a</title><link>http://localhost/question/{n}/{'' if p is question else f'?a#post-id-{number(p)}'}</link>"
            f"<description>{escape(p.text)}</description><pubDate>{format_datetime(p.created_at)}</pubDate></item>"
            for p in posts
        )
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>f</title>{items}</channel></rss>'
        return Reply(200, {"content-type": "application/rss+xml"}, body.encode())


def desk(clock, server=ZendeskServer):
    """The server and its posts."""
    posts = [post for post in forum() if post.deleted_at is None]
    return server(world(posts), clock=clock), posts


SERVERS = {"zendesk": ZendeskServer, "djangohelpdesk": DjangoHelpdeskServer, "askbot": AskbotServer}
SECRETS = {
    "VOXPOP_ZENDESK_EMAIL": EMAIL,
    "VOXPOP_ZENDESK_TOKEN": TOKEN,
    "VOXPOP_HELPDESK_USER": "reader",
    "VOXPOP_HELPDESK_PASSWORD": "made-up-helpdesk-password",
}
