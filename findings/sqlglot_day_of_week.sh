#!/bin/sh
# sqlglot 30.30.0 with DuckDB 2.0.1: DAYOFWEEK of Spark, MySQL and BigQuery, in which Sunday is 1 and Monday 2, is translated to DuckDB's
# function of the same name, in which Sunday is 0 and Monday 1: every day moves by one, and 'posts on Monday' (= 2) are those of Tuesday.
# Spark's and MySQL's WEEKDAY (Monday 0) becomes DuckDB's (Sunday 0) likewise, and BigQuery's week of Sundays becomes the ISO week in
# EXTRACT, while DATE_TRUNC(day, WEEK) of the same dialect is shifted to Sundays with care. One would expect that a translation keeps the
# number, or says that it cannot. Seen on 2026-11-30, a Monday (2 by the manuals of the first three, 0 by those of WEEKDAY):
#   spark DAYOFWEEK(day): 1
#   mysql DAYOFWEEK(day): 1
#   bigquery EXTRACT(DAYOFWEEK FROM day): 1
#   mysql WEEKDAY(day): 1
#   bigquery DATE_TRUNC(day, WEEK): 2026-11-29
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "sqlglot==30.30.0" "duckdb==2.0.1"
cat > "$place/look.py" <<'END'
import duckdb
import sqlglot

EXPECTED = {
    ("spark", "DAYOFWEEK(day)"): "1",
    ("mysql", "DAYOFWEEK(day)"): "1",
    ("bigquery", "EXTRACT(DAYOFWEEK FROM day)"): "1",
    ("mysql", "WEEKDAY(day)"): "1",
    ("bigquery", "DATE_TRUNC(day, WEEK)"): "2026-11-29",
}
for (dialect, question), expected in EXPECTED.items():
    translated = sqlglot.transpile(f"SELECT {question} FROM posts", read=dialect, write="duckdb")[0]
    answer = str(duckdb.sql(f"WITH posts AS (SELECT DATE '2026-11-30' AS day) {translated}").fetchall()[0][0])
    print("%s %s: %s" % (dialect, question, answer))
    assert answer == expected
END
"$place/env/bin/python" "$place/look.py"
