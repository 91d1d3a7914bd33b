"""A real server that speaks S3, on loopback in this process, whose connection can be cut at any request."""

import threading
from contextlib import contextmanager

import pyarrow.fs as fs
from werkzeug.serving import make_server

BUCKET = "voxpop-test"


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


@contextmanager
def s3():
    """Gives the server's address and what cuts it."""
    from moto.server import DomainDispatcherApplication, create_backend_app

    app = Cut(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    endpoint = f"127.0.0.1:{server.port}"
    files = fs.S3FileSystem(
        access_key="k", secret_key="s", endpoint_override=endpoint, scheme="http", allow_bucket_creation=True
    )
    files.create_dir(BUCKET)
    try:
        yield f"http://{endpoint}", app
    finally:
        server.shutdown()
        thread.join()
