#!/bin/sh
# Polars 2.1.0, PyArrow 26.0.1, DuckDB 2.0.1 and pandas 3.1.1: the two weeks that hold Monday, 2026-11-30 begin on four different days.
# Polars' truncate('2w') says 2026-11-23, PyArrow's floor to 2 weeks and DuckDB's time_bucket of 14 days say 2026-11-30, '14d' in Polars
# and 14 days in PyArrow say Thursday, 2026-11-19, and pandas' resample('14D') counts from the first post that happens to be there: one
# earlier post in the file moves all windows. One week ('1w') agrees everywhere, so that the trap opens on the day somebody asks for the
# report by fortnight. One would expect that windows of whole weeks begin on the same Mondays. Seen on 2026-11-30:
#   one week: polars 2026-11-30, pyarrow 2026-11-30, duckdb 2026-11-30
#   two weeks: polars 2026-11-23, pyarrow 2026-11-30, duckdb 2026-11-30
#   fourteen days: polars 2026-11-19, pyarrow 2026-11-19, duckdb 2026-11-30
#   pandas 14D: 2026-11-30 with a first post of 2026-11-02, 2026-11-17 with one of 2026-11-03
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "duckdb==2.0.1" "pandas==3.1.1" "polars==2.1.0" "pyarrow==26.0.1"
cat > "$place/look.py" <<'END'
import datetime

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.compute as compute

AT = datetime.datetime(2026, 11, 30, 10)


def starts(polars_every, count, unit, interval):
    """The day on which the window around AT begins."""
    return (
        str(polars.Series([AT]).dt.truncate(polars_every)[0].date()),
        str(compute.floor_temporal(pyarrow.array([AT]), count, unit=unit)[0].as_py().date()),
        str(duckdb.sql(f"SELECT time_bucket(INTERVAL '{interval}', TIMESTAMP '{AT}')").fetchall()[0][0].date()),
    )


def by_pandas(first):
    """The start of the window of AT where the first post is of that day."""
    posts = pandas.Series(1, index=pandas.to_datetime([first, str(AT)], format="mixed"))
    return str(posts.resample("14D").sum().index[-1].date())


week, weeks, days = starts("1w", 1, "week", "1 week"), starts("2w", 2, "week", "2 weeks"), starts("14d", 14, "day", "14 days")
early, later = by_pandas("2026-11-02"), by_pandas("2026-11-03")
for what, found in (("one week", week), ("two weeks", weeks), ("fourteen days", days)):
    print("%s: polars %s, pyarrow %s, duckdb %s" % (what, *found))
print("pandas 14D: %s with a first post of 2026-11-02, %s with one of 2026-11-03" % (early, later))
assert week == ("2026-11-30",) * 3
assert weeks == ("2026-11-23", "2026-11-30", "2026-11-30")
assert days == ("2026-11-19", "2026-11-19", "2026-11-30")
assert (early, later) == ("2026-11-30", "2026-11-17")
END
"$place/env/bin/python" "$place/look.py"
