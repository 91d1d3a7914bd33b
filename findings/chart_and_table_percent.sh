#!/bin/sh
# vl-convert-python 1.9.0.post1 (Vega-Lite, d3-format) beside Python's format and Babel 2.19.0: a share of one in eight is '13%' as the
# label of a chart and '12%' in the table below it, one in two hundred '1%' and '0%'. All are asked for whole percent (".0%", "0%"); d3
# rounds a half up, Python and Babel round it to the even neighbour. Small counts make such halves all the time: 1 of 8, 5 of 8, 9 of
# 200. One would expect that the label and the table of one report agree. Seen on 2026-11-30:
#   0.125: chart 13%, python 12%, babel 12%
#   0.625: chart 63%, python 62%, babel 62%
#   0.005: chart 1%, python 0%, babel 0%
#   0.375: chart 38%, python 38%, babel 38%
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "vl-convert-python==1.9.0.post1" "Babel==2.19.0"
cat > "$place/look.py" <<'END'
import re

import vl_convert
from babel.numbers import format_percent

EXPECTED = {0.125: ("13%", "12%", "12%"), 0.625: ("63%", "62%", "62%"), 0.005: ("1%", "0%", "0%"), 0.375: ("38%", "38%", "38%")}
for share, expected in EXPECTED.items():
    chart = {
        "data": {"values": [{"share": share}]},
        "mark": "text",
        "encoding": {"text": {"field": "share", "type": "quantitative", "format": ".0%"}},
    }
    found = re.findall(r">(\d+%)<", vl_convert.vegalite_to_svg(chart))[0], f"{share:.0%}", format_percent(share, locale="en_US")
    print("%s: chart %s, python %s, babel %s" % (share, *found))
    assert found == expected
END
"$place/env/bin/python" "$place/look.py"
