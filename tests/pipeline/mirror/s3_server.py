"""moto's S3 on loopback, run by the Python of an environment of its own; prints its port. Answers 403 once its requests are used up.

A number on its standard input is how many further requests are let through (-1: all); it answers with how many were seen.
"""

import sys
import threading

from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server


class Cut:
    """Lets `left` requests through (None: all) and refuses those after them, as if the one who asks were gone."""

    def __init__(self, app):
        self.app, self.left, self.seen = app, None, 0

    def __call__(self, environ, start):
        self.seen += 1
        if self.left is not None:
            if self.left <= 0:
                start("403 Forbidden", [("Content-Type", "text/plain")])
                return [b""]
            self.left -= 1
        return self.app(environ, start)


cut = Cut(DomainDispatcherApplication(create_backend_app))
server = make_server("127.0.0.1", 0, cut, threaded=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.port, flush=True)
for line in sys.stdin:
    cut.left = int(line) if int(line) >= 0 else None
    print(cut.seen, flush=True)
