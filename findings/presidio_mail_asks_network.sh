#!/bin/sh
# presidio-analyzer 2.2.366: finding an address of mail by its EmailRecognizer, a plain pattern, opens a connection: its check of the
# domain goes through tldextract 5.4.0, which fetches the list of public suffixes from two hosts at the first use and falls back to a
# copy of its own, in silence, where it cannot (the errors go to a logger). A text without a mail asks nothing, nor does one whose card
# is checked. One would expect that a library that keeps personal details inside, run without a model, asks nobody.
# Seen on 2026-11-30:
#   card: found 1, hosts asked 0
#   mail: found 1, hosts asked 2
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "presidio-analyzer==2.2.366" "tldextract==5.4.0"
cat > "$place/look.py" <<'END'
import logging
import socket

from presidio_analyzer.predefined_recognizers import CreditCardRecognizer, EmailRecognizer

logging.disable(logging.CRITICAL)
asked = set()


def nowhere(host, *rest, **more):
    """Note which host is looked for; none is ever reached."""
    asked.add(host)
    raise socket.gaierror("no network here")


socket.getaddrinfo = nowhere
seen = {}
for name, recognizer, text in (
    ("card", CreditCardRecognizer(), "card 4111 1111 1111 1111, please"),
    ("mail", EmailRecognizer(), "write to ada@example.org, please"),
):
    asked.clear()
    found = recognizer.analyze(text, recognizer.supported_entities)
    seen[name] = (len(found), len(asked))
    print("%s: found %d, hosts asked %d" % (name, *seen[name]))
assert seen == {"card": (1, 0), "mail": (1, 2)}
END
TLDEXTRACT_CACHE="$place/cache" "$place/env/bin/python" "$place/look.py"
