"""States of models in the table `model_states`, and the layers that they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol

import duckdb

from voxpop.warehouse.sql_files import insert, query


class Layer(Protocol):
    """A part of several states, named by what it holds."""

    @property
    def name(self) -> str:
        """The hash of what it holds."""

    def to_bytes(self) -> bytes:
        """As it is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a model must remember after a week (its Monday; None: none was over); `passed`: to be completed when asked for."""

    version: str
    own: bytes
    layers: Sequence[Layer]
    week: date | None
    passed: bool = False


def save(con: duckdb.DuckDBPyConnection, name: str, states: Sequence[State]) -> None:
    """Store states in place of those of the same weeks, inside the caller's transaction; a passed one replaces none."""
    for state in states:
        same = {"name": name, "week": state.week}
        if state.passed and con.execute(query("analyze/same_state"), same).fetchall():
            continue
        con.execute("delete from model_states where name = $name and (week is null or week is not distinct from $week)", same)  # fmt: skip
        row = {"name": name, "version": state.version, "saved_at": datetime.now(UTC), "state": state.own}
        row |= {"week": state.week, "layers": [layer.name for layer in state.layers] or None, "passed": state.passed}
        insert(con, "model_states", row)
        known = {layer for (layer,) in con.execute("select layer from model_layers").fetchall()}
        for layer in state.layers:
            if layer.name not in known:
                insert(con, "model_layers", {"layer": layer.name, "state": layer.to_bytes()})
    con.execute("delete from model_layers where layer not in (select unnest(layers) from model_states where layers is not null)")  # fmt: skip
