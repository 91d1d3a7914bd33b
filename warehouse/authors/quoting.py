"""What may be quoted, as the configuration says now: a change has effect at once, not only after the next analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from voxpop.errors import WarehouseError
from voxpop.warehouse.files import first_line
from voxpop.warehouse.sql_files import insert, query

if TYPE_CHECKING:
    from voxpop.config import Config


def know(con: duckdb.DuckDBPyConnection, config: Config) -> None:
    """Let queries of this connection see what may not be quoted by this configuration, and not as the snapshot does."""
    con.execute("create or replace temp table channel_quotes (channel text, quote boolean)")
    note(con, config)
    try:
        con.execute(f"create or replace temp view not_quoted as {query('not_quoted', 'marts')}")
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise WarehouseError(
            f"the snapshot was published by another version of Voxpop ({first_line(error)}). Run `voxpop analyze`"
        ) from error


def note(con: duckdb.DuckDBPyConnection, config: Config) -> None:
    """Write down the channels of which the configuration says whether they may be quoted."""
    con.execute("delete from channel_quotes")
    for channel in config.channels:
        if channel.quote is not None:
            insert(con, "channel_quotes", {"channel": channel.id, "quote": channel.quote})
