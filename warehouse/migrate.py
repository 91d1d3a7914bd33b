"""Numbered migrations: applied once, in order, each with its version in one transaction."""

from __future__ import annotations

from importlib.resources import files

import duckdb

from voxpop.errors import WarehouseError


def migrations() -> list[tuple[int, str]]:
    """Number and SQL of each, in order."""
    folder = files("voxpop.warehouse") / "schema"
    found = [
        (int(path.name[:4]), path.read_text(encoding="utf-8"))
        for path in folder.iterdir()
        if path.name.endswith(".sql")
    ]
    return sorted(found)


def migrate(con: duckdb.DuckDBPyConnection) -> int:
    """Bring the schema up to date; its version."""
    con.execute("create table if not exists schema_version (version integer not null, applied_at timestamptz not null)")
    applied = {row[0] for row in con.execute("select version from schema_version").fetchall()}
    version = max(applied, default=0)
    newest = migrations()[-1][0]
    if version > newest:
        raise WarehouseError(
            f"the warehouse has schema {version}, this Voxpop knows up to {newest}. Upgrade Voxpop; going back is not possible"
        )
    for number, sql in migrations():
        if number not in applied:  # those of branches that were joined late have lower numbers
            con.execute("begin")
            try:
                con.execute(sql)
                con.execute("insert into schema_version (version, applied_at) values (?, now())", [number])
            except duckdb.Error as error:
                con.execute("rollback")
                raise WarehouseError(f"migration {number} failed and changed nothing: {error}") from error
            con.execute("commit")
    return newest
