#!/bin/sh
# PyArrow 26.0.1 and DuckDB 2.0.1: one line of JSON with the time 2026-11-30T00:30:00+02:00. pyarrow.json makes a time without a zone of
# it, moved to UTC (22:30 of the day before); DuckDB's CAST(... AS TIMESTAMP) makes a time without a zone too, but drops the offset and
# keeps the clock (00:30). Both are plain timestamps, both look right, and they are two hours and one day apart; CAST AS DATE gives yet
# another day than the first. pyarrow.csv keeps UTC on the same text, and one fraction of a second makes pyarrow.json leave the whole
# column as text. One would expect an error, a zone, or the same time. Seen on 2026-11-30:
#   pyarrow.json: timestamp[s] 2026-11-29 22:30:00
#   duckdb cast: TIMESTAMP 2026-11-30 00:30:00, as date 2026-11-30
#   pyarrow.csv: timestamp[s, tz=UTC]
#   pyarrow.json with a fraction: string
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "duckdb==2.0.1" "pyarrow==26.0.1"
cat > "$place/look.py" <<'END'
import datetime
import io

import duckdb
import pyarrow.csv
import pyarrow.json

AT = "2026-11-30T00:30:00+02:00"
line = b'{"id": 1, "at": "%s"}\n' % AT.encode()
table = pyarrow.json.read_json(io.BytesIO(line))
by_arrow = table["at"][0].as_py()
by_duckdb, kind, day = duckdb.sql(
    "SELECT CAST(written AS TIMESTAMP), typeof(CAST(written AS TIMESTAMP)), CAST(written AS DATE) FROM (SELECT $1 AS written)", params=[AT]
).fetchall()[0]
by_csv = pyarrow.csv.read_csv(io.BytesIO(f"id,at\n1,{AT}\n".encode())).schema.field("at").type
fraction = pyarrow.json.read_json(io.BytesIO(line + line.replace(b":00+", b":00.5+"))).schema.field("at").type
print("pyarrow.json: %s %s" % (table.schema.field("at").type, by_arrow))
print("duckdb cast: %s %s, as date %s" % (kind, by_duckdb, day))
print("pyarrow.csv: %s" % by_csv)
print("pyarrow.json with a fraction: %s" % fraction)
assert by_arrow == datetime.datetime(2026, 11, 29, 22, 30)
assert (by_duckdb, kind, day) == (datetime.datetime(2026, 11, 30, 0, 30), "TIMESTAMP", datetime.date(2026, 11, 30))
assert (str(by_csv), str(fraction)) == ("timestamp[s, tz=UTC]", "string")
END
"$place/env/bin/python" "$place/look.py"
