"""What both sites share, inside their own environment: tables without 150 migrations, a server, commands on standard input."""

import json
import sys
import threading
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server


class NoMigrations:
    """Tables are made from the models at once, which takes seconds less."""

    def __contains__(self, name):
        return True

    def __getitem__(self, name):
        return None


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


def make_tables():
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)


def serve(commands):
    """Say where the site is, then do what is asked, for ever."""
    from django.core.wsgi import get_wsgi_application

    answers, sys.stdout = sys.stdout, sys.stderr  # what the site prints is no answer
    server = make_server("127.0.0.1", 0, get_wsgi_application(), Server, Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps(f"http://127.0.0.1:{server.server_port}"), file=answers, flush=True)
    for line in sys.stdin:
        name, *given = json.loads(line)
        print(json.dumps(commands[name](*given)), file=answers, flush=True)
