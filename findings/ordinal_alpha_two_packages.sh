#!/bin/sh
# krippendorff 0.9.0 and irrCAC 0.4.4: Krippendorff's alpha for ordinal labels of the same ratings is 0.582 in one package and 0.804 in the
# other; nominal and interval alpha agree to three digits. They mean different things by 'ordinal': the former Krippendorff's distance, which
# counts how often the labels between two were given, the latter Gwet's weights by rank alone. Reviews, of which most have five stars, are
# just where the two part; on labels that are equally frequent they are close. One would expect one number under one name, and to know on
# which side of 0.667 it lies. Seen on 2026-11-30, three people, eighteen reviews, one to five stars:
#   nominal: krippendorff 0.377, irrCAC 0.377
#   ordinal: krippendorff 0.582, irrCAC 0.804
#   interval: krippendorff 0.849, irrCAC 0.849
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "krippendorff==0.9.0" "irrCAC==0.4.4" "numpy==1.26.4" "pandas==2.3.3"
cat > "$place/look.py" <<'END'
import warnings

import krippendorff
import numpy
import pandas
from irrCAC.raw import CAC

warnings.simplefilter("ignore")
STARS = ["555545551555355545", "555555541555255545", "545555551555155553"]
EXPECTED = {"nominal": ("identity", 0.377, 0.377), "ordinal": ("ordinal", 0.582, 0.804), "interval": ("quadratic", 0.849, 0.849)}
ratings = numpy.array([[float(star) for star in row] for row in STARS])
for level, (weights, *expected) in EXPECTED.items():
    one = krippendorff.alpha(reliability_data=ratings, level_of_measurement=level)
    other = CAC(pandas.DataFrame(ratings.T), weights=weights).krippendorff()["est"]["coefficient_value"]
    found = [round(float(one), 3), round(float(other), 3)]
    print("%s: krippendorff %.3f, irrCAC %.3f" % (level, *found))
    assert found == expected
END
"$place/env/bin/python" "$place/look.py"
