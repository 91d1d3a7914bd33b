#!/bin/sh
# courlan 1.4.0 (the addresses of trafilatura): clean_url and check_url drop a query that has no '=', without strict=True. Older and newer
# forums name a thread in just that way (showthread.php?4711-battery-empty, index.php?thread/4711-battery-empty/), so that all threads
# of a board become one address, and extract_links answers one link for a page of three threads. '?t=4711' is kept, and w3lib keeps both.
# One would expect that only what is known to be tracking goes. Seen on 2026-11-30:
#   clean: https://forum.example.org/showthread.php, https://forum.example.org/index.php, https://forum.example.org/viewtopic.php?t=4711
#   links of a page with three threads: 1
#   w3lib: 3
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "courlan==1.4.0" "w3lib==2.5.0"
cat > "$place/look.py" <<'END'
from courlan import clean_url, extract_links
from w3lib.url import canonicalize_url

BOARD = "https://forum.example.org"
FORMS = ["showthread.php?4711-battery-empty", "index.php?thread/4711-battery-empty/", "viewtopic.php?t=4711"]
threads = [f"{BOARD}/showthread.php?{number}-{title}" for number, title in ((4711, "battery"), (4712, "screen"), (4713, "refund"))]
page = "".join(f'<a href="{thread}">thread</a>' for thread in threads)
cleaned = [clean_url(f"{BOARD}/{form}") for form in FORMS]
links = extract_links(page, url=BOARD, external_bool=False)
others = {canonicalize_url(thread) for thread in threads}
print("clean: %s" % ", ".join(cleaned))
print("links of a page with three threads: %d" % len(links))
print("w3lib: %d" % len(others))
assert cleaned == [f"{BOARD}/showthread.php", f"{BOARD}/index.php", f"{BOARD}/viewtopic.php?t=4711"]
assert links == {f"{BOARD}/showthread.php"}
assert len(others) == 3
END
"$place/env/bin/python" "$place/look.py"
