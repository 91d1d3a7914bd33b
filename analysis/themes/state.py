"""A theme model as one block of bytes, plain arrays and JSON; it holds words, but no post."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from voxpop.analysis.themes.births import Past
from voxpop.analysis.themes.registry import CodebookEntry, ThemeRegistry
from voxpop.analysis.themes.sub_themes import SubThemes
from voxpop.analysis.themes.vectors import PostVectors

if TYPE_CHECKING:
    from voxpop.analysis.themes.model import ThemeModel


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved of a model: how it was made, and what it had learned."""

    made: dict[str, Any]
    learned: dict[str, Any]


def to_bytes(model: ThemeModel) -> bytes:
    """Everything that `from_bytes` needs."""
    settings = {
        "random_state": model.random_state,
        "names": list(model.names),
        "codebook": [[entry.name, list(entry.terms), list(entry.examples)] for entry in model.codebook],
        "weak": model.weak_,
        "embedding": model.embedding,
        "births": model.births_,
    }
    arrays = {f"embedder.{name}": array for name, array in model.embedder_.to_state().items()}
    file = io.BytesIO()
    np.savez_compressed(
        file,
        allow_pickle=False,
        settings=np.array(json.dumps(settings)),
        registry=np.array(model.registry.to_json()),
        centres=model.registry.centres,
        sub_themes=np.array(model.sub_themes_.to_json()),
        sub_centres=model.sub_themes_.centres,
        past_centres=model.past_.centres,
        past_spread=model.past_.spread,
        past_counts=model.past_.counts,
        past_total=np.array(model.past_.total),
        **arrays,
    )
    return file.getvalue()


def from_bytes(state: bytes) -> Saved:
    """What was saved."""
    with np.load(io.BytesIO(state), allow_pickle=False) as saved:
        arrays = {name.removeprefix("embedder."): saved[name] for name in saved if name.startswith("embedder.")}
        settings = json.loads(str(saved["settings"]))
        registry = ThemeRegistry.from_json(str(saved["registry"]), saved["centres"])
        subs = (
            SubThemes.from_json(str(saved["sub_themes"]), saved["sub_centres"])
            if "sub_themes" in saved
            else SubThemes()
        )
        clusters = (saved["past_centres"], saved["past_spread"], saved["past_counts"])
        past = Past(*clusters, float(saved["past_total"]))
    made = {name: settings[name] for name in ("random_state", "embedding", "names")}
    made["codebook"] = [CodebookEntry(name, *map(tuple, said)) for name, *said in settings["codebook"]]
    embedder = PostVectors.from_state(arrays, settings["random_state"])
    learned = {"weak_": settings["weak"], "births_": settings["births"], "past_": past, "embedder_": embedder}
    learned["sub_themes_"] = subs
    return Saved(made | {"registry": registry}, learned)
