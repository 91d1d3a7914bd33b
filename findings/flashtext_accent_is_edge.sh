#!/bin/sh
# flashtext 2.7: a keyword is found inside of a word, wherever an accented letter stands before or after it. Only A-Z, a-z, 0-9 and '_' are
# letters to it; 'é' ends a word. The brand 'Lite' is found in 'élite', 'change' in 'échange', while in 'satellite' and 'exchange' they
# are not. French, German, Spanish or Czech posts give mentions that nobody made, English ones do not show it. One would
# expect whole words, as the library promises; re's \b knows the letters. Seen on 2026-11-30:
#   une élite: ['lite'] by flashtext, [] by re
#   l'échange gratuit: ['change'] by flashtext, [] by re
#   a satellite exchange: [] by flashtext, [] by re
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "flashtext==2.7"
cat > "$place/look.py" <<'END'
import re

from flashtext import KeywordProcessor

BRANDS = ["lite", "change"]
mentions = KeywordProcessor()
mentions.add_keywords_from_list(BRANDS)
EXPECTED = {"une élite": ["lite"], "l'échange gratuit": ["change"], "a satellite exchange": []}
for post, expected in EXPECTED.items():
    found = mentions.extract_keywords(post)
    by_re = re.findall(r"\b(?:%s)\b" % "|".join(BRANDS), post)
    print("%s: %s by flashtext, %s by re" % (post, found, by_re))
    assert found == expected
    assert by_re == []
END
"$place/env/bin/python" "$place/look.py"
