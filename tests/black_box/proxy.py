"""A proxy on loopback that is the whole internet for a child process: hosts that it knows, and a list of those it does not."""

import ssl
import threading
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import trustme

from voxpop.pipeline.demo.servers.base import Reply, Request


class Internet:
    """Hosts by name, each a function from a request to a reply; TLS by an authority made for this test alone."""

    def __init__(self, folder, hosts):
        self.hosts = hosts
        self.unexpected = []  # what was asked of hosts that are none of ours
        self.requests = []  # (host, request)
        self.authority = folder / "authority.pem"
        self._authority = trustme.CA(key_type=trustme.KeyType.ECDSA)
        self._authority.cert_pem.write_to_path(self.authority)
        self._contexts = {}
        for host in hosts:
            self._contexts[host] = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            self._authority.issue_cert(host, key_type=trustme.KeyType.ECDSA).configure_cert(self._contexts[host])

    def environment(self):
        """What a child needs to be in this internet: the names that requests, curl and OpenSSL know, no hook of ours."""
        proxy = f"http://127.0.0.1:{self._server.server_address[1]}"
        names = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")
        trusted = {"REQUESTS_CA_BUNDLE": str(self.authority), "SSL_CERT_FILE": str(self.authority)}
        return {**dict.fromkeys(names, proxy), **trusted, "NO_PROXY": "", "no_proxy": ""}

    def __enter__(self):
        internet = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1
            host = None

            def do_CONNECT(self):
                host, _, port = self.path.partition(":")
                if host not in internet.hosts or port != "443":
                    internet.unexpected.append(self.path)
                    self.send_error(502)
                    return
                self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                self.wfile.flush()
                self.connection = internet._contexts[host].wrap_socket(self.connection, server_side=True)
                self.rfile, self.wfile = self.connection.makefile("rb", -1), self.connection.makefile("wb", -1)
                self.host, self.close_connection = host, False

            def answer(self):
                if self.host is None:  # plain HTTP: nobody should send a key that way
                    internet.unexpected.append(self.path)
                    self.send_error(502)
                    return
                parts = urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                query = parse_qs(parts.query, keep_blank_values=True)
                request = Request(self.command, parts.path, query, headers, body)
                internet.requests.append((self.host, request))
                reply = internet.hosts[self.host](request)
                self.send_response_only(reply.status)
                self.send_header("date", formatdate(usegmt=True))
                for name, value in {**reply.headers, "content-length": str(len(reply.body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.body)

            do_GET = do_POST = answer

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()


def at(server, prefix=""):
    """A demo's server as a host, its paths behind a prefix."""

    def answer(request):
        if not request.path.startswith(prefix):
            return Reply(404)
        path = request.path.removeprefix(prefix)
        return server.respond(request.method, path, request.query, request.headers, request.body)

    return answer
