"""What one analysis found, ready to be written, by this process or by another one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import feather

from voxpop.warehouse import State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

FACTS = "facts.json"


@dataclass(frozen=True, slots=True)
class StoredLayer:
    """A layer of a state as a file holds it; without one it is in the warehouse already."""

    name: str
    path: Path

    def to_bytes(self) -> bytes:
        """As it is stored."""
        return self.path.read_bytes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Tables by name, each with the columns of one of the warehouse; the states of the model; and what it was all made from."""

    inputs: str
    assignment: str
    targets_version: str
    signatures_version: str
    tables: Mapping[str, pa.Table]
    states: Sequence[State]

    def save(self, folder: Path, stored: set[str]) -> None:
        """Write it into a folder, which is made; layers that the warehouse has are left out."""
        folder.mkdir(parents=True)
        for name, table in self.tables.items():
            feather.write_feather(table, str(folder / f"{name}.arrow"), compression="lz4")
        for number, state in enumerate(self.states):
            (folder / f"{number}.state").write_bytes(state.own)
            for layer in state.layers:
                if layer.name not in stored and not (place := folder / f"{layer.name}.layer").exists():
                    place.write_bytes(layer.to_bytes())
        facts = {
            "inputs": self.inputs,
            "assignment": self.assignment,
            "targets_version": self.targets_version,
            "signatures_version": self.signatures_version,
            "tables": list(self.tables),
            "states": [
                {"version": state.version, "week": str(state.week or ""), "passed": state.passed, "layers": [one.name for one in state.layers]}
                for state in self.states
            ],
        }  # fmt: skip
        (folder / FACTS).write_text(json.dumps(facts), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Found:
        """What was saved; `FileNotFoundError` where an erasure has taken it."""
        facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
        states = [
            State(
                version=one["version"],
                own=(folder / f"{number}.state").read_bytes(),
                layers=[StoredLayer(name, folder / f"{name}.layer") for name in one["layers"]],
                week=date.fromisoformat(one["week"]) if one["week"] else None,
                passed=one["passed"],
            )
            for number, one in enumerate(facts["states"])
        ]
        tables = {name: feather.read_table(str(folder / f"{name}.arrow")) for name in facts["tables"]}
        plain = {name: facts[name] for name in ("inputs", "assignment", "targets_version", "signatures_version")}
        return cls(**plain, tables=tables, states=states)
