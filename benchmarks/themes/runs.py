"""One way of finding themes, run in the environment that has it: what `benchmarks.themes` and `.theme_coherence` share."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

PEERS = Path(".venv-peers/bin/python")
"""Made by `make peers`; without it BERTopic and turftopic are left out."""

OURS = ("voxpop", "nmf", "lda")
THEIRS = ("bertopic", "turftopic")
FINDS_NUMBER = ("voxpop", "bertopic")


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts as every way gets them."""

    folder: Path
    encoding: float  # seconds that the encoder took; added to the time of those that are given its vectors

    def run(self, way: str, number: int | None) -> dict[str, Any]:
        """Labels, words and cost."""
        python = str(PEERS) if way in THEIRS else sys.executable
        asked = [python, "-m", "benchmarks.themes.ways", way, str(self.folder)]
        env = {**os.environ, "TOKENIZERS_PARALLELISM": "false", "PYTHONWARNINGS": "ignore"}
        done = subprocess.run(
            [*asked, *([] if number is None else [str(number)])], env=env, check=False, capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(f"{way} failed:\n{done.stderr[-2000:]}")
        found: dict[str, Any] = json.loads((self.folder / "found.json").read_text(encoding="utf-8"))
        if way in THEIRS:
            found["cost"]["seconds"] += self.encoding
        return found


def ways() -> tuple[str, ...]:
    """All that can be run here."""
    if not PEERS.exists():
        print(f"{' and '.join(THEIRS)}: left out, there is no {PEERS.parts[0]}; `make peers` makes it")
    return OURS + (THEIRS if PEERS.exists() else ())


@contextmanager
def laid_out(texts: list[str]) -> Iterator[Texts]:
    """The texts in a folder, with the encoder's vectors where a peer will want them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
        start = time.perf_counter()
        if PEERS.exists():
            from voxpop.analysis.themes.taught import encode

            np.save(folder / "vectors.npy", encode(texts).astype(np.float32))
        yield Texts(folder, time.perf_counter() - start)
