#!/bin/sh
# wquantiles 0.6: weighted quantiles are drawn as straight lines between the middles of the weights. Ninety-nine of a hundred answers came
# after one hour, one after five: the ninety-percent quantile is 4.24 hours. numpy's quantile with the same weights, and the quantile of
# the hundred answers written out, say one hour. The median of 'one hour' (three times) and 'five hours' (once) is two hours. A weight
# that is a count is not a repeated value here: one would expect that it is, and a p90 that is somebody's answer. Seen on 2026-11-30:
#   99 x 1 h, 1 x 5 h: p90 wquantiles 4.24, numpy 1.0, written out 1.0
#   3 x 1 h, 1 x 5 h: median wquantiles 2.0, numpy 1.0, written out 1.0
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "wquantiles==0.6" "numpy==2.4.6"
cat > "$place/look.py" <<'END'
import numpy
import wquantiles


def seen(counts, share):
    """The quantile of one and five hours, weighted by counts, three ways."""
    hours, weights = numpy.array([1.0, 5.0]), numpy.array(counts, dtype=float)
    return (
        round(float(wquantiles.quantile(hours, weights, share)), 2),
        float(numpy.quantile(hours, share, weights=weights, method="inverted_cdf")),
        float(numpy.quantile(numpy.repeat(hours, counts), share)),
    )


tail, middle = seen([99, 1], 0.9), seen([3, 1], 0.5)
print("99 x 1 h, 1 x 5 h: p90 wquantiles %s, numpy %s, written out %s" % tail)
print("3 x 1 h, 1 x 5 h: median wquantiles %s, numpy %s, written out %s" % middle)
assert tail == (4.24, 1.0, 1.0)
assert middle == (2.0, 1.0, 1.0)
END
"$place/env/bin/python" "$place/look.py"
