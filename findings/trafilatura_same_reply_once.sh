#!/bin/sh
# trafilatura 2.3.1: extract(page) of a short thread leaves out the second of two customers who wrote the same sentence, although
# deduplicate is False; 'Same here.' stays as often as it was written, being short. On a page with more text the same two sentences stay:
# the page is then read by another part of the library, and only the one that steps in for small pages drops what it has had. Counts of
# 'how many said so' fall on small threads only. One would expect that nothing is dropped unless asked. Seen on 2026-11-30:
#   small thread: 2 of 3 posts
#   larger thread: 6 of 6 posts
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "trafilatura==2.3.1" "lxml_html_clean==0.4.6"
cat > "$place/look.py" <<'END'
import trafilatura

FIRST = "My phone does not charge any more since the update came yesterday."
SAME = "Same problem with mine since the update, battery is dead within two hours every day."


def kept(*posts):
    """How many posts of a thread come out."""
    thread = "".join(f'<div class="post"><p>{post}</p></div>' for post in posts)
    page = f'<html><head><title>Thread</title></head><body><div id="posts">{thread}</div></body></html>'
    return len(trafilatura.extract(page, deduplicate=False).split("\n"))


small, larger = kept(FIRST, SAME, SAME), kept(FIRST, SAME, SAME, SAME, FIRST, FIRST)
print("small thread: %d of 3 posts" % small)
print("larger thread: %d of 6 posts" % larger)
assert (small, larger) == (2, 6)
END
"$place/env/bin/python" "$place/look.py"
