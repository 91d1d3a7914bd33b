#!/bin/sh
# vl-convert-python 1.9.0.post1 (Vega-Lite): an error bar with extent 'ci' is a bootstrap that is drawn anew, without a seed, each time the
# picture is made: the same numbers, the same specification, four pictures, four intervals. 'stderr' and 'stdev' are the same every time.
# A report that was made again, or kept by its hash, shows another interval than the one that was sent. A seed cannot be given. One would
# expect that a picture of fixed numbers is fixed. Seen on 2026-11-30, pictures that differ among four:
#   extent ci: 4
#   extent stderr: 1
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "vl-convert-python==1.9.0.post1"
cat > "$place/look.py" <<'END'
import vl_convert

SCORES = {"w48": (1, 2, 3, 4, 5, 9, 2, 7), "w49": (2, 2, 3, 7, 5, 1, 6, 8)}
rows = [{"week": week, "score": score} for week, scores in SCORES.items() for score in scores]


def pictures(extent):
    """How many different pictures four drawings give."""
    chart = {
        "data": {"values": rows},
        "mark": {"type": "errorbar", "extent": extent},
        "encoding": {"x": {"field": "week", "type": "nominal"}, "y": {"field": "score", "type": "quantitative"}},
    }
    return len({vl_convert.vegalite_to_svg(chart) for _ in range(4)})


drawn = {extent: pictures(extent) for extent in ("ci", "stderr")}
for extent, count in drawn.items():
    print("extent %s: %d" % (extent, count))
assert drawn["ci"] > 1
assert drawn["stderr"] == 1
END
"$place/env/bin/python" "$place/look.py"
