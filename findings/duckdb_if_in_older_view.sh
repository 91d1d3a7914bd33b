#!/bin/sh
# duckdb 2.0.0 and 1.5.6: a file that 2.0 writes with STORAGE_VERSION 'v1.5.0', so that tools of today can open it, opens in 1.5.6, and a
# view in it that calls if(a, b, c) cannot be read there, although 1.5.6 knows if(a, b, c) itself. 2.0 keeps it in the view as a call of
# a quoted function "if"; 1.5.6 turns its own if() into CASE while it reads the words of a query, and has no function of that name. A
# view that says CASE is read by both. One would expect that the version of storage holds for views too, or that what both versions
# can be asked is also what both can read back. Seen on 2026-11-30:
#   2.0.0 reads both views: yes yes
#   1.5.6 asked for if(): yes
#   1.5.6 reads the view with CASE: yes
#   1.5.6 reads the view with if(): Scalar Function with name if does not exist
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/new"
python3 -m venv "$place/old"
"$place/new/bin/pip" install --quiet --disable-pip-version-check "duckdb==2.0.0"
"$place/old/bin/pip" install --quiet --disable-pip-version-check "duckdb==1.5.6"
cd "$place"
cat > write.py <<'PY'
import duckdb

con = duckdb.connect()
con.execute("attach 'posts.duckdb' as posts (storage_version 'v1.5.0')")
con.execute("create view posts.by_if as select if(1 < 2, 'yes', 'no') as said")
con.execute("create view posts.by_case as select case when 1 < 2 then 'yes' else 'no' end as said")
both = [con.execute(f"select said from posts.{name}").fetchone()[0] for name in ("by_if", "by_case")]
print(f"{duckdb.__version__} reads both views:", *both)
raise SystemExit(both != ["yes", "yes"])
PY
cat > read.py <<'PY'
import duckdb

con = duckdb.connect("posts.duckdb", read_only=True)
asked = con.execute("select if(1 < 2, 'yes', 'no')").fetchone()[0]
case = con.execute("select said from by_case").fetchone()[0]
try:
    kept = con.execute("select said from by_if").fetchone()[0]
except duckdb.CatalogException as error:
    kept = str(error).splitlines()[0].removeprefix("Catalog Error: ").rstrip("!")
print(f"{duckdb.__version__} asked for if():", asked)
print(f"{duckdb.__version__} reads the view with CASE:", case)
print(f"{duckdb.__version__} reads the view with if():", kept)
raise SystemExit((asked, case, kept) != ("yes", "yes", "Scalar Function with name if does not exist"))
PY
"$place/new/bin/python" write.py
"$place/old/bin/python" read.py
