#!/bin/sh
# pycron 3.3.0: '0 9 * * 7' is true at no minute of no day; a weekly job on day seven never runs, and no error tells. Cron itself and
# croniter 7.0.0 take 7 for Sunday, as they take 0, and '1-7' in pycron is a week without its Sunday. One would expect Sunday, or to be told
# that 7 is no day. Seen on 2026-11-30, of the 28 days from then at nine:
#   day 7: pycron 0, croniter 4
#   day 0: pycron 4, croniter 4
#   days 1-7: pycron 24, croniter 28
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "pycron==3.3.0" "croniter==7.0.0"
cat > "$place/look.py" <<'END'
import datetime

import croniter
import pycron

NINES = [datetime.datetime(2026, 11, 30, 9) + datetime.timedelta(days=n) for n in range(28)]
EXPECTED = {"7": (0, 4), "0": (4, 4), "1-7": (24, 28)}
for day, expected in EXPECTED.items():
    line = f"0 9 * * {day}"
    found = (sum(pycron.is_now(line, at) for at in NINES), sum(croniter.croniter.match(line, at) for at in NINES))
    print("day%s %s: pycron %d, croniter %d" % ("s" if "-" in day else "", day, *found))
    assert found == expected
END
"$place/env/bin/python" "$place/look.py"
