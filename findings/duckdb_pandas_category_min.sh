#!/bin/sh
# DuckDB 2.0.1 with pandas 3.1.1 and PyArrow 26.0.1: a column of pandas' category type, not ordered, is read as an ENUM, and min, max and
# ORDER BY then go by the order in which the categories were declared: of 'a', 'b', 'c' the min is 'c'. pandas itself refuses to name
# a min there, because the categories have no order. The same frame handed over as an Arrow table is text and its min is 'a', and within
# the one query WHERE theme > 'b' goes by the letters all the same. One would expect one answer, or none. Seen on 2026-11-30:
#   pandas frame: min c, max a, sorted ['c', 'b', 'a'], after 'b': ['c']
#   arrow table: min a, max c, sorted ['a', 'b', 'c'], after 'b': ['c']
#   pandas: TypeError
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "duckdb==2.0.1" "pandas==3.1.1" "pyarrow==26.0.1"
cat > "$place/look.py" <<'END'
import duckdb
import pandas
import pyarrow

frame = pandas.DataFrame({"theme": pandas.Categorical(["b", "a", "c"], categories=["c", "b", "a"], ordered=False)})
arrow = pyarrow.Table.from_pandas(frame)


def answers(table):
    """Min, max, all in order and those after 'b'."""
    least, most = duckdb.sql(f"SELECT min(theme), max(theme) FROM {table}").fetchall()[0]
    ordered = [row[0] for row in duckdb.sql(f"SELECT theme FROM {table} ORDER BY theme").fetchall()]
    after = [row[0] for row in duckdb.sql(f"SELECT theme FROM {table} WHERE theme > 'b'").fetchall()]
    return least, most, ordered, after


of_frame, of_arrow = answers("frame"), answers("arrow")
try:
    own = frame["theme"].min()
except TypeError as refused:
    own = type(refused).__name__
print("pandas frame: min %s, max %s, sorted %s, after 'b': %s" % of_frame)
print("arrow table: min %s, max %s, sorted %s, after 'b': %s" % of_arrow)
print("pandas: %s" % own)
assert of_frame == ("c", "a", ["c", "b", "a"], ["c"])
assert of_arrow == ("a", "c", ["a", "b", "c"], ["c"])
assert own == "TypeError"
END
"$place/env/bin/python" "$place/look.py"
