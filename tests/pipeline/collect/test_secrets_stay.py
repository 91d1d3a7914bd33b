"""A server that repeats our secrets, also in good answers: none reaches check, log, ledger, landing or snapshot."""

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote

import pytest

from tests.command import run
from voxpop import redaction, warehouse
from voxpop.pipeline.erasure.proof import contents, files_of
from voxpop.pipeline.workspace import Workspace

HEADER, PATH = "Zk/9+dQ&w7-header", "Pq/4+xT&v2-path"
CONFIG = """\
company: {{name: Acme, time_zone: UTC}}
brands: [{{name: Acme}}]
channels:
  - id: board
    source: rest
    url: http://127.0.0.1:{port}/{{secret:OUR_PATH}}/board
    headers: {{X-Own: "{{secret:OUR_HEADER}}"}}
    items: items
    mapping: {{post_id: id, text: text, created_at: at, author: by, title: title}}
  - {{id: news, source: feed, url: "http://127.0.0.1:{port}/{{secret:OUR_PATH}}/feed"}}
  - {{id: broken, source: rest, url: "http://127.0.0.1:{port}/{{secret:OUR_PATH}}/broken", headers: {{X-Own: "{{secret:OUR_HEADER}}"}}, mapping: {{post_id: id, text: text, created_at: at}}}}
  - {{id: refused, source: rest, url: "http://127.0.0.1:{port}/{{secret:OUR_PATH}}/refused", headers: {{X-Own: "{{secret:OUR_HEADER}}"}}, mapping: {{post_id: id, text: text, created_at: at}}}}
"""
AT = "2026-11-03T08:00:00Z"


class Echo(BaseHTTPRequestHandler):
    """Repeats what it was sent, in every form."""

    def do_GET(self):
        own, path = self.headers.get("X-Own", ""), self.path
        said = f"you sent {own} to {path}, that is {json.dumps(own)}, {quote(own, safe='')} and {base64.b64encode(('me:' + own).encode()).decode()}"
        status, kind = (403, "text/plain") if path.endswith("refused") else (200, "application/json")
        if path.endswith("board"):
            body = json.dumps(
                {
                    "items": [
                        {"id": "1", "text": said, "title": own, "at": AT, "by": "ann"},
                        {"id": "2", "text": None, "at": said},
                    ]
                }
            )
        elif path.endswith("feed"):
            kind, link = "application/rss+xml", f"http://127.0.0.1{path}"
            body = f"<rss version='2.0'><channel><title>x</title><link>{link}</link><item><guid>{link}/1</guid><link>{link}/1</link><title>News</title><description>from {link}</description><pubDate>Tue, 03 Nov 2026 08:00:00 GMT</pubDate></item></channel></rss>"
        else:
            body = said
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        """Nothing on the terminal."""


@pytest.fixture
def port():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()


def forms():
    """The secrets in every form, and long pieces of them in base64."""
    for secret in (HEADER, PATH):
        yield from {secret, quote(secret), quote(secret, safe=""), json.dumps(secret)[1:-1]}
        yield from (
            base64.b64encode(("me:" + secret).encode()).decode()[8:-4],
            base64.b64encode(secret.encode()).decode()[:-4],
        )


def test_what_a_server_repeats_of_our_secrets_is_kept_and_printed_nowhere(tmp_path, port, monkeypatch):
    monkeypatch.setattr(redaction, "_known", type(redaction._known)())
    (tmp_path / "voxpop.yaml").write_text(CONFIG.format(port=port))
    (tmp_path / ".env").write_text(
        f"VOXPOP_AUTHOR_KEY={'ab' * 32}\nOUR_HEADER='{HEADER}'\nOUR_PATH='{quote(PATH, safe='')}'\n"
    )
    printed = []
    for words in (["check"], ["check", "--json"], ["run", "--from", "2026-11-02", "--to", "2026-11-09"], ["coverage"], ["coverage", "--json"],
                  ["quarantine", "--json"], ["check", "--warehouse"]):  # fmt: skip
        done = run(*words, folder=tmp_path)
        printed.append(done.stdout + done.stderr)
    workspace = Workspace.open(tmp_path / "voxpop.yaml")
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        held = snapshot.con.execute("select source, text, url from posts order by source").fetchall()
    assert [row[0] for row in held] == ["feed", "rest"]
    assert "you sent ***" in held[1][1]
    for form in forms():
        assert not [text for text in printed if form in text], form
        assert not [path for path in files_of(workspace) if any(form.encode() in block for block in contents(path))], (
            form
        )
        assert not [
            path for path in files_of(workspace) if path.suffix == ".duckdb" and warehouse.find_traces(path, [form])
        ], form
