#!/bin/sh
# duckdb 2.0.0: a checkpoint is not copy-on-write. It writes a block again in place that the header on disk still refers to (a block of
# metadata, which holds parts of the old state and of the new one), syncs, and only then writes the other header. So a write of that
# block that is cut in the middle leaves a file of which even the old state does not open: its checksum is of the whole block. One
# would guess that blocks in use are never touched before the switch, as the two headers suggest; a copy of the file made before is the
# only way back. The script makes such a block by hand, out of the file before and after a checkpoint. Seen on 2026-11-30:
#   block 0 of the file is another one after the checkpoint: True
#   the old file with the whole new block opens, in its old state: True
#   the old file with the first 4,096 bytes of the new block: Corrupt database file
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "duckdb==2.0.0"
cd "$place"
cat > look.py <<'PY'
import pathlib
import duckdb

FIRST, BLOCK = 3 * 4096, 262144
path = pathlib.Path("posts.duckdb")
with duckdb.connect(path) as con:
    con.execute("create table votes (post_id integer, note varchar)")
    for number in range(12):
        con.execute(f"create table posts_{number} as select range as post_id, 'text ' || range as text from range(5000)")
old = path.read_bytes()
with duckdb.connect(path) as con:
    con.execute("insert into votes values (1, 'up')")
new = path.read_bytes()
changed = old[FIRST : FIRST + BLOCK] != new[FIRST : FIRST + BLOCK]
print("block 0 of the file is another one after the checkpoint:", changed)


def votes_of(name, length):
    """The rows of votes in the old file with so many bytes of the new block 0."""
    mixed = pathlib.Path(name)
    mixed.write_bytes(old[:FIRST] + new[FIRST : FIRST + length] + old[FIRST + length :])
    with duckdb.connect(mixed, read_only=True) as con:
        return con.execute("select count(*) from votes").fetchall()[0][0]


whole = votes_of("whole.duckdb", BLOCK) == 0
print("the old file with the whole new block opens, in its old state:", whole)
try:
    votes_of("part.duckdb", 4096)
    said = "opens"
except duckdb.Error as error:
    said = "Corrupt database file" if "checksum" in str(error) else str(error)
print("the old file with the first 4,096 bytes of the new block:", said)
raise SystemExit(not (changed and whole and said == "Corrupt database file"))
PY
"$place/env/bin/python" look.py
