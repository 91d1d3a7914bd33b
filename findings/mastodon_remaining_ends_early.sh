#!/bin/sh
# Mastodon.py 2.3.3: fetch_remaining(first page) stops at the first page without posts, although that page's Link header names a next one,
# and answers what it has as if it were all. A server takes muted, blocked and filtered posts out of a page after it has cut it, so that
# an empty page in the middle is nothing special. fetch_next on the same empty page does go on and brings the two posts that are left: the
# two functions of one library do not agree on where a timeline ends. Seen on 2026-11-30, with three pages of 2, 0 and 2 posts:
#   fetch_remaining: [5, 4]
#   fetch_next until None: [5, 4, 2, 1]
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "Mastodon.py==2.3.3"
cat > "$place/look.py" <<'END'
import http.server
import json
import threading
import urllib.parse

from mastodon import Mastodon

PAGES = {None: ([5, 4], "4"), "4": ([], "3"), "3": ([2, 1], None)}


def post(number):
    """A status of an invented account."""
    account = {"id": "1", "acct": "ann", "username": "ann"}
    return {"id": str(number), "created_at": "2026-11-30T10:00:00.000Z", "content": "text", "account": account}


class Server(http.server.BaseHTTPRequestHandler):
    """A timeline of three pages, the second of them empty."""

    def do_GET(self):
        asked = urllib.parse.urlparse(self.path)
        numbers, after = PAGES[dict(urllib.parse.parse_qsl(asked.query)).get("max_id")]
        answer = json.dumps([post(number) for number in numbers]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        if after:
            self.send_header("Link", f'<http://{self.headers["Host"]}{asked.path}?max_id={after}>; rel="next"')
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        """Silent."""


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = Mastodon(api_base_url=f"http://127.0.0.1:{server.server_port}", access_token="none", version_check_mode="none")
first = client.timeline_hashtag("battery")
remaining = [int(status.id) for status in client.fetch_remaining(first)]
stepped, page = [], first
while page is not None:
    stepped += [int(status.id) for status in page]
    page = client.fetch_next(page)
print("fetch_remaining: %s" % remaining)
print("fetch_next until None: %s" % stepped)
assert remaining == [5, 4]
assert stepped == [5, 4, 2, 1]
END
"$place/env/bin/python" "$place/look.py"
