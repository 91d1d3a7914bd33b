#!/bin/sh
# statsmodels 0.15.0: multinomial_proportions_confint(..., method="sison-glaz") answers 0 to 1 for every class as soon as exactly one post
# stands outside of the largest class, whatever the number of posts: 4999 neutral, 1 negative, 0 positive is 'somewhere between 0 and
# 100 %' three times. With two posts there, the interval of the large class is one thousandth wide. No warning, no error; the other
# method, Goodman's, is even all the way. One would expect that more posts narrow an interval. Seen on 2026-11-30:
#   [4999, 1, 0]: sison-glaz 0.000 to 1.000, goodman 0.998 to 1.000
#   [4998, 2, 0]: sison-glaz 0.999 to 1.000, goodman 0.998 to 1.000
#   [400, 1, 0, 0, 0, 0, 0]: sison-glaz 0.000 to 1.000, goodman 0.978 to 1.000
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "statsmodels==0.15.0" "scipy==1.17.1" "numpy==2.4.6" "pandas==2.3.3"
cat > "$place/look.py" <<'END'
from statsmodels.stats.proportion import multinomial_proportions_confint as intervals

EXPECTED = {(4999, 1, 0): (0.0, 1.0), (4998, 2, 0): (0.999, 1.0), (400, 1, 0, 0, 0, 0, 0): (0.0, 1.0)}
for counts, expected in EXPECTED.items():
    sison, goodman = intervals(counts, method="sison-glaz").round(3)[0], intervals(counts, method="goodman").round(3)[0]
    print("%s: sison-glaz %.3f to %.3f, goodman %.3f to %.3f" % (list(counts), *sison, *goodman))
    assert tuple(sison) == expected
    assert goodman[0] > 0.97
END
"$place/env/bin/python" "$place/look.py"
