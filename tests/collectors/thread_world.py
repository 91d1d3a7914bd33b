"""The made-up forum as conversations: topics are first posts, replies stand below them. The platforms' servers derive from this."""

from tests.collectors.forum_world import forum, world
from voxpop.pipeline.demo.servers.base import DemoServer, Reply


def number(post):
    return int(post.key[1:]) + 1


class ThreadServer(DemoServer):
    """Pages of ten. A topic is listed by its beginning or by its last change, as its platform does."""

    size = 10
    replies = 24  # to each topic
    secret = ("authorization", "")  # header, and what has to stand in it
    vanished = frozenset()  # keys of what is not there any more
    hidden = frozenset()  # keys of what members alone may see

    def secrets(self):
        """Those that are made anew for each server."""
        return {}

    def respond(self, method, path, query, headers, body):
        self.asked = {name: values[0] for name, values in query.items()}
        name, value = self.secret
        return self.answer(path) if headers.get(name) == value else Reply.json({"message": "401"}, 401)

    def answer(self, path):
        """What stands at a path, or at its steps."""
        raise NotImplementedError

    @property
    def there(self):
        return [p for p in self.world.posts if p.key not in self.vanished]

    @property
    def topics(self):
        return [p for p in self.there if p.thread is None]

    def of(self, topic):
        return [p for p in self.there if p.thread == topic.key]

    def topic(self, n):
        return next((p for p in self.topics if number(p) == int(n)), None)

    def changed(self, topic):
        return max(p.created_at for p in [topic, *self.of(topic)])

    def page(self, posts, at):
        return posts[at : at + self.size], at + self.size if at + self.size < len(posts) else None


def threads(server, clock):
    """A server of the class, and its posts."""
    posts = [post for post in forum(replies=server.replies) if post.deleted_at is None]
    return server(world(posts), clock=clock), posts
