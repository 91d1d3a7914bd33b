#!/bin/sh
# simhash 2.1.2: Simhash(text) keeps what the pattern \w holds, and the vowel signs of Hindi, Bengali, Tamil and other Indic scripts are
# marks, no letters. They fall out before the fingerprint is made: 'the bill of the phone' (bil), 'the hair of the phone' (bal) and 'the
# power of the phone' (bal, short) have one fingerprint, distance 0, and are dropped as copies. The same three words in Latin letters
# differ. One would expect that a text of other words is at some distance. Seen on 2026-11-30:
#   Devanagari: 1 fingerprint of 3 posts, distance 0
#   Latin: 3 fingerprints of 3 posts
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "simhash==2.1.2" "numpy==2.4.6"
cat > "$place/look.py" <<'END'
from simhash import Simhash

HINDI = ["फोन का बिल", "फोन का बाल", "फोन का बल"]
LATIN = ["phone ka bil", "phone ka baal", "phone ka bal"]
hindi, latin = [Simhash(text) for text in HINDI], [Simhash(text) for text in LATIN]
distance = max(a.distance(b) for a in hindi for b in hindi)
print("Devanagari: %d fingerprint of %d posts, distance %d" % (len({h.value for h in hindi}), len(HINDI), distance))
print("Latin: %d fingerprints of %d posts" % (len({h.value for h in latin}), len(LATIN)))
assert len({h.value for h in hindi}) == 1
assert distance == 0
assert len({h.value for h in latin}) == 3
END
"$place/env/bin/python" "$place/look.py"
