#!/bin/sh
# crontab 1.0.5 and cron-converter 2.0.2 against croniter 7.0.0 and pycron 3.3.0: '0 9 1 * 1', which cron runs on the first of the month
# and on every Monday, runs in two of the four libraries only on a first that is a Monday, three times in 2027. A weekly and monthly report
# in one line is then missing for two months, without an error; a preview made by the one library does not tell what the other does. One
# would expect that what the manual of cron joins by 'or' is so joined everywhere. Seen on 2026-11-30, from 2026-11-30 00:00:
#   croniter: 2026-11-30 2026-12-01 2026-12-07
#   pycron: 2026-11-30 2026-12-01 2026-12-07
#   cron-converter: 2027-02-01 2027-03-01 2027-11-01
#   crontab: 2027-02-01 2027-03-01 2027-11-01
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "crontab==1.0.5" "cron-converter==2.0.2" "croniter==7.0.0" "pycron==3.3.0"
cat > "$place/look.py" <<'END'
import datetime

import cron_converter
import croniter
import crontab
import pycron

LINE, START = "0 9 1 * 1", datetime.datetime(2026, 11, 30)


def by_crontab():
    """The next three days of crontab."""
    at = START
    for _ in range(3):
        at = crontab.CronTab(LINE).next(now=at, return_datetime=True, default_utc=True)
        yield at


def by_pycron():
    """The next days at nine on which pycron says yes."""
    nines = (START + datetime.timedelta(days=n, hours=9) for n in range(60))
    return [at for at in nines if pycron.is_now(LINE, at)][:3]


schedule, iterator = cron_converter.Cron(LINE).schedule(START), croniter.croniter(LINE, START)
seen = {
    "croniter": [iterator.get_next(datetime.datetime) for _ in range(3)],
    "pycron": by_pycron(),
    "cron-converter": [schedule.next() for _ in range(3)],
    "crontab": list(by_crontab()),
}
days = {name: " ".join(str(at.date()) for at in times) for name, times in seen.items()}
for name, found in days.items():
    print("%s: %s" % (name, found))
assert days["croniter"] == days["pycron"] == "2026-11-30 2026-12-01 2026-12-07"
assert days["cron-converter"] == days["crontab"] == "2027-02-01 2027-03-01 2027-11-01"
END
"$place/env/bin/python" "$place/look.py"
