"""Which engine reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from voxpop.errors import UsageError

if TYPE_CHECKING:
    from voxpop.pipeline.engines.staged import Engine

ENGINES: Final = ("local", "spark")


def choose_engine(name: str, master: str | None, workers: int | None, settings: Sequence[str] = ()) -> Engine:
    """The engine of this name; `UsageError` where there is none, or it is given what it does not take."""
    if name not in ENGINES:
        raise UsageError(f"no engine '{name}'. There are: {', '.join(ENGINES)}")
    if name == "local":
        if master or settings:
            raise UsageError("--master and --set are for --engine spark")
        from voxpop.pipeline.engines.local import Local

        return Local(workers)
    if workers is not None:
        raise UsageError(
            "--workers is for --engine local; a Spark cluster has the workers that it has (--set spark.cores.max=8)"
        )
    if not master:
        raise UsageError(
            "--engine spark needs --master: spark://HOST:7077, yarn, k8s://HOST:PORT, or local[4] on this machine"
        )
    wrong = [one for one in settings if not (one.startswith("spark.") and "=" in one)]
    if wrong:
        raise UsageError(f"--set {wrong[0]}: give a setting of Spark as NAME=VALUE, such as spark.executor.memory=4g")
    from voxpop.pipeline.engines.spark import Spark

    engine = Spark(master, tuple((name, value) for name, _, value in (one.partition("=") for one in settings)))
    engine.check()
    return engine
