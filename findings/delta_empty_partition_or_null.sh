#!/bin/sh
# deltalake 1.6.6 and Polars 2.1.0: a Delta table partitioned by language has a post whose language is '' and one whose language is null.
# deltalake's own to_pyarrow_table reads both as null, Polars' read_delta reads the same table, the same commit, as one '' and one null.
# The format says that an empty partition value is null; the log was written with both. Counts by language, 'WHERE lang IS NULL' and joins
# differ by reader. One would expect one content of one table. Seen on 2026-11-30:
#   written: ['', None, 'de']
#   deltalake: [None, None, 'de']
#   polars: ['', None, 'de']
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "deltalake==1.6.6" "polars==2.1.0" "pyarrow==26.0.1"
cat > "$place/look.py" <<'END'
import pathlib

import polars
import pyarrow
from deltalake import DeltaTable, write_deltalake

LANGUAGES = ["", None, "de"]
folder = str(pathlib.Path(__file__).parent / "posts")
write_deltalake(folder, pyarrow.table({"id": [1, 2, 3], "lang": pyarrow.array(LANGUAGES, pyarrow.string())}), partition_by=["lang"])


def in_order(table):
    """The languages by the ids of the posts."""
    return table.sort("id")["lang"].to_list()


own, other = in_order(polars.from_arrow(DeltaTable(folder).to_pyarrow_table())), in_order(polars.read_delta(folder))
print("written: %s" % LANGUAGES)
print("deltalake: %s" % own)
print("polars: %s" % other)
assert own == [None, None, "de"]
assert other == LANGUAGES
END
"$place/env/bin/python" "$place/look.py"
