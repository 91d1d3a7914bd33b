"""The linear model of the intents with few labels: who may leave, who answers, who advertises; over what `fast` sees."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

import numpy as np

from voxpop.analysis.sentiment.head import Head
from voxpop.errors import UsageError

LEARNED: Final = ("bug_report", "feature_request", "question", "praise", "complaint")
"""The intents that corpora teach, in the order of the models' outputs."""

FEW: Final = ("churn_risk", "answer", "promotion")
"""Those for which there are few labels, in the order of the columns."""

STORED: Final = "few.npz"


def load_few(folder: Path, held: np.lib.npyio.NpzFile) -> tuple[Head, str]:
    """Returns the head and its version; `held` is the file of `fast`, for whose vocabulary it was trained."""
    path = folder / STORED
    if not path.is_file():
        raise UsageError(f"{path}: no such model. Reinstall the package, or train it with 'voxpop train few'.")
    with np.load(path, allow_pickle=False) as found:
        if found["vocabulary"].tobytes().decode() != digest(held):
            raise UsageError(f"{path}: made for another vocabulary than {folder / 'fast.npz'}. Run 'voxpop train few'.")
        sparse = np.zeros((int(found["n_rows"][0]), len(FEW)))
        sparse[found["rows"]] = found["sparse"]
        head = Head(
            sparse=sparse, dense=found["dense"].astype(np.float64), intercept=found["intercept"].astype(np.float64)
        )
        weights = b"".join(found[name].tobytes() for name in ("rows", "sparse", "dense", "intercept"))
    return head, hashlib.blake2b(weights, digest_size=3).hexdigest()


def digest(held: np.lib.npyio.NpzFile) -> str:
    """What the vocabulary of `fast` is known by."""
    made = hashlib.blake2b(digest_size=8)
    for name in ("words", "pairs", "parts", "rarity"):
        made.update(held[name].tobytes())
    return made.hexdigest()
