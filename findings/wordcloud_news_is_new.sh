#!/bin/sh
# wordcloud 1.9.6: `process_text` gives the counts that a word cloud draws. A word with a final s is counted under the word without it as soon as
# both stand in one text, whatever they mean: 'news' becomes 'new', 'sales' becomes 'sale', 'bus' becomes 'bu', 'os' becomes 'o'. One post that says
# 'new' takes all that was said of 'news' out of the week's counts, so that the same word, said as often, is there in one week and gone in the next.
# One would expect that what others say does not change the count of a word. `normalize_plurals=False` turns it off. Seen on 2026-12-01:
#   a week without 'new' and 'o': {'news': 3, 'os': 2}
#   a week with one of each:      {'new': 4, 'o': 3}
#   the same, plurals left:       {'new': 1, 'news': 3, 'o': 1, 'os': 2}
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "wordcloud==1.9.6"
cat > "$place/count.py" <<'PYTHON'
from wordcloud import WordCloud


def count(text, **options):
    return dict(sorted(WordCloud(collocations=False, **options).process_text(text).items()))


quiet = "news; os. news; os. news."
loud = f"{quiet} new; o."
print(count(quiet, min_word_length=1))
print(count(loud))
print(count(loud, normalize_plurals=False))
PYTHON
seen=$("$place/env/bin/python" "$place/count.py")
echo "$seen"
[ "$seen" = "{'news': 3, 'os': 2}
{'new': 4, 'o': 3}
{'new': 1, 'news': 3, 'o': 1, 'os': 2}" ]
