"""The runs of DAGs that a command line asks for: the name of a DAG, and with ':' its settings as JSON."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Self

from voxpop.errors import UsageError, choices

DAGS = ("collect", "analyze", "report", "housekeeping")
PREFIX = "voxpop_"
"""What the DAGs' ids begin with, so that an Airflow of many teams shows whose they are."""

EXTRA = "Airflow is not installed in this environment; `pip install 'voxpop[airflow]'` brings it"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a DAG by hand."""

    dag: str
    settings: dict[str, Any]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read 'report:{"week": "2026-W47"}'."""
        dag, _, settings = text.partition(":")
        dag = dag.removeprefix(PREFIX)
        if dag not in DAGS:
            raise UsageError(f"there is no DAG '{dag}'; {choices(dag, DAGS, 'known')}")
        try:
            return cls(dag, json.loads(settings) if settings else {})
        except ValueError as error:
            raise UsageError(f"the settings of '{dag}' are no JSON: {error}") from None


def demand_new_names(words: Sequence[str]) -> None:
    """Raise `UsageError` where a command of Airflow names a DAG as it was called before ids had their prefix."""
    old = [word for word in words if word in DAGS]
    if old and not any(word.removeprefix(PREFIX) in DAGS for word in words if word.startswith(PREFIX)):
        raise UsageError(f"the DAG '{old[0]}' is called '{PREFIX}{old[0]}'")


def add_runs(parser: ArgumentParser) -> ArgumentParser:
    """The parser, with the arguments that both ways of running DAGs take."""
    parser.add_argument("runs", nargs="+", metavar="DAG[:JSON]", help='collect:\'{"from": "2026-11-16", "to": ...}\'')
    parser.add_argument("--config", default=None, help="voxpop.yaml (default: $VOXPOP_CONFIG, then ./voxpop.yaml)")
    return parser


def has_airflow() -> bool:
    """Whether Airflow can be imported here: with the extra 'airflow'; a folder of that name is none."""
    spec = find_spec("airflow")
    return spec is not None and spec.origin is not None


def demand_airflow() -> None:
    """Raise `UsageError` that names the extra where Airflow is not installed."""
    if not has_airflow():
        raise UsageError(EXTRA)
