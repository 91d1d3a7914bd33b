"""A web of one machine: a page that names its feed, the feed, and a forum, on a loopback server."""

import json
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

ENTRY = """<item><guid>{n}</guid><title>Release {n}</title><author>ann{n}@example.org</author><pubDate>{at}</pubDate>
<description>The new export works very well, thank you all for it.</description></item>"""


def feed():
    """A feed whose entries are of the last days."""
    now = datetime.now(UTC)
    entries = [ENTRY.format(n=n, at=format_datetime(now - timedelta(days=n))) for n in range(1, 6)]
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Larkspur</title>{''.join(entries)}</channel></rss>"


PAGES = {
    "/blog": ("text/html", lambda: "<html><link rel='alternate' type='application/rss+xml' href='/feed.xml'></html>"),
    "/feed.xml": ("application/rss+xml", feed),
    "/plain": ("text/html", lambda: "<html>nothing to hear</html>"),
    "/forum": ("text/html", lambda: "<html><meta name='generator' content='Discourse 3.4'></html>"),
}


class Pages(BaseHTTPRequestHandler):
    """Answers with the pages above."""

    def do_GET(self):
        kind, body = PAGES.get(self.path, ("application/json", lambda: json.dumps({"none": True})))
        sent = body().encode()
        self.send_response(200 if self.path in PAGES else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, *_):
        """Says nothing."""


@pytest.fixture
def web():
    """The address of the server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
