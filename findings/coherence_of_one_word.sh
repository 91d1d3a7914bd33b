#!/bin/sh
# gensim 4.4.0: CoherenceModel leaves words out of a topic that the dictionary does not know, without a word. A topic of 'screen' and four
# words that stand in no post gets a c_v coherence of 1.0, the best there is, better than 'screen, crack', which do stand together; and
# 'screen, crack' with three unknown words is as coherent as without them. The other measures answer NaN in the first case. This comes
# easily about: topics made by one tokenizer, or before filter_extremes, are scored by another dictionary. One would expect an error, or a
# low score. Seen on 2026-11-30:
#   screen and four unknown words: c_v 1.000, c_npmi nan, u_mass nan
#   screen, crack: c_v 0.975; with three unknown words: c_v 0.975
#   screen, battery, price: c_v 0.292
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "gensim==4.4.0" "numpy==2.4.6" "scipy==1.17.1"
cat > "$place/look.py" <<'END'
import math
import warnings

from gensim.corpora import Dictionary
from gensim.models import CoherenceModel

warnings.simplefilter("ignore")
POSTS = "screen broken crack|battery drain hot|screen crack|battery hot|price high|screen broken"
posts = [post.split() for post in POSTS.split("|")] * 5
known = Dictionary(posts)


def coherence(measure, *topic):
    """The score of one topic."""
    model = CoherenceModel(topics=[list(topic)], texts=posts, dictionary=known, coherence=measure, topn=5, processes=1)
    return float(model.get_coherence_per_topic()[0])


if __name__ == "__main__":
    lone = {measure: coherence(measure, "screen", "parcel", "late", "courier", "refund") for measure in ("c_v", "c_npmi", "u_mass")}
    pair, padded = coherence("c_v", "screen", "crack"), coherence("c_v", "screen", "crack", "parcel", "late", "courier")
    mixed = coherence("c_v", "screen", "battery", "price")
    print("screen and four unknown words: c_v %.3f, c_npmi %.3f, u_mass %.3f" % tuple(lone.values()))
    print("screen, crack: c_v %.3f; with three unknown words: c_v %.3f" % (pair, padded))
    print("screen, battery, price: c_v %.3f" % mixed)
    assert lone["c_v"] > 0.999
    assert math.isnan(lone["c_npmi"]) and math.isnan(lone["u_mass"])
    assert round(pair, 3) == round(padded, 3) == 0.975
    assert mixed < 0.3
END
"$place/env/bin/python" "$place/look.py"
