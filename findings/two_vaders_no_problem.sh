#!/bin/sh
# vaderSentiment 3.3.2 and NLTK 3.10.4, which has a copy of VADER: one word list (NLTK reads the other's here), one formula, and opposite
# signs. 'No problem at all' is +0.31 in vaderSentiment and -0.60 in NLTK, 'no good' -0.34 and +0.18: only the former counts 'no' as a
# negation of what follows. 'great!!!!' is +0.74 and 0.0, since NLTK knows at most three marks behind a word. Who compares with a study, or
# moves from one package to the other, moves the line in the report. One would expect the same number. Seen on 2026-11-30:
#   No problem at all: vaderSentiment 0.3089, nltk -0.5994
#   no good: vaderSentiment -0.3412, nltk 0.1779
#   great!!!!: vaderSentiment 0.7405, nltk 0.0
#   It isn't good: vaderSentiment -0.3412, nltk -0.3412
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "vaderSentiment==3.3.2" "nltk==3.10.4"
cat > "$place/look.py" <<'END'
import pathlib
import shutil

import nltk
import vaderSentiment
from nltk.sentiment.vader import SentimentIntensityAnalyzer as OfNltk
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer as Own

lists = pathlib.Path(__file__).parent / "lists" / "sentiment"
lists.mkdir(parents=True)
shutil.copy(pathlib.Path(vaderSentiment.__file__).parent / "vader_lexicon.txt", lists / "words.txt")
nltk.data.path.insert(0, str(lists.parent))
own, of_nltk = Own(), OfNltk(lexicon_file="sentiment/words.txt")
EXPECTED = {
    "No problem at all": (0.3089, -0.5994),
    "no good": (-0.3412, 0.1779),
    "great!!!!": (0.7405, 0.0),
    "It isn't good": (-0.3412, -0.3412),
}
for post, expected in EXPECTED.items():
    found = own.polarity_scores(post)["compound"], of_nltk.polarity_scores(post)["compound"]
    print("%s: vaderSentiment %s, nltk %s" % (post, *found))
    assert found == expected
END
"$place/env/bin/python" "$place/look.py"
