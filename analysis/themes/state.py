"""A theme model as one block of bytes, plain arrays and JSON; it holds words, but no post."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from voxpop.analysis.themes.births import Past
from voxpop.analysis.themes.kept.layers import Arrays, Layer, join, pack, split, unpack
from voxpop.analysis.themes.registry import CodebookEntry, ThemeRegistry
from voxpop.analysis.themes.sub_themes import SubThemes
from voxpop.analysis.themes.vectors import PostVectors

MADE = ("random_state", "embedding", "names", "codebook", "registry")
"""Arguments of the model."""
LEARNED = ("weak_", "births_", "past_", "embedder_", "sub_themes_", "counted_")
"""Attributes that fitting sets."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What is saved of a model: the arguments that make it, and what it has learned, by attribute."""

    made: dict[str, Any]
    learned: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Parts:
    """A state as it is stored: what is of it alone, and the layers that it shares with others, in order."""

    own: bytes
    layers: tuple[Layer, ...]


def to_bytes(saved: Saved) -> bytes:
    """What `from_bytes` gives back: settings as JSON, arrays as they are, in one compressed block."""
    return pack(_to_arrays(saved))


def to_parts(saved: Saved) -> Parts:
    """What `from_parts` gives back."""
    own, layers = split(_to_arrays(saved))
    return Parts(pack(own), tuple(layers))


def from_bytes(state: bytes) -> Saved:
    """What was saved."""
    return _from_arrays(unpack(state))


def from_parts(own: bytes, layers: Sequence[bytes]) -> Saved:
    """What was saved; without layers `own` is the whole."""
    return _from_arrays(join(unpack(own), layers)) if layers else from_bytes(own)


def _to_arrays(saved: Saved) -> Arrays:
    made, learned = saved.made, saved.learned
    registry, subs, past = made["registry"], learned["sub_themes_"], learned["past_"]
    settings = {
        "random_state": made["random_state"],
        "names": list(made["names"]),
        "codebook": [[entry.name, list(entry.terms), list(entry.examples)] for entry in made["codebook"]],
        "weak": learned["weak_"],
        "embedding": made["embedding"],
        "births": learned["births_"],
        "counted": learned["counted_"],
    }
    arrays = {f"embedder.{name}": array for name, array in learned["embedder_"].to_state().items()}
    return arrays | {
        "settings": np.array(json.dumps(settings)),
        "registry": np.array(registry.to_json()),
        "centres": registry.centres,
        "sub_themes": np.array(subs.to_json()),
        "sub_centres": subs.centres,
        "past_centres": past.centres,
        "past_spread": past.spread,
        "past_counts": past.counts,
        "past_total": np.array(past.total),
    }


def _from_arrays(saved: Arrays) -> Saved:
    arrays = {name.removeprefix("embedder."): saved[name] for name in saved if name.startswith("embedder.")}
    settings = json.loads(str(saved["settings"]))
    centres: Any = saved["centres"]
    registry = ThemeRegistry.from_json(str(saved["registry"]), centres)
    sub_centres: Any = saved.get("sub_centres")
    subs = SubThemes.from_json(str(saved["sub_themes"]), sub_centres) if "sub_themes" in saved else SubThemes()
    centre, spread, counts = (saved[name] for name in ("past_centres", "past_spread", "past_counts"))
    past = Past(
        centre.astype(np.float32), spread.astype(np.float64), counts.astype(np.float64), float(saved["past_total"])
    )
    made = {name: settings[name] for name in ("random_state", "embedding", "names")}
    made["codebook"] = [CodebookEntry(name, *map(tuple, said)) for name, *said in settings["codebook"]]
    embedder = PostVectors.from_state(arrays, settings["random_state"])
    learned = {"weak_": settings["weak"], "births_": settings["births"], "past_": past, "embedder_": embedder}
    learned["sub_themes_"] = subs
    learned["counted_"] = settings.get("counted", True)
    return Saved(made | {"registry": registry}, learned)


def registry_of(own: bytes) -> ThemeRegistry:
    """The themes of what was saved, without the words that posts are read by; `own` is the whole, or what is of this state alone."""
    with np.load(io.BytesIO(own), allow_pickle=False) as saved:
        return ThemeRegistry.from_json(str(saved["registry"]), saved["centres"])


def version_of(embedder: PostVectors, registry: ThemeRegistry, weak: float, births: int) -> str:
    """'words-1:91adc9b2+2': how posts become vectors, what was learned from them, and themes added since."""
    first = len(registry.themes) - births
    digest = hashlib.sha256(np.round(registry.centres[:first], 4).tobytes())
    digest.update(repr((round(weak, 4), len(embedder.words.words_))).encode())
    return f"{embedder.name}:{digest.hexdigest()[:8]}" + (f"+{births}" if births else "")
