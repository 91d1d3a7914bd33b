"""The encoder of the `best` tier in PyTorch, for training only: MiniLM's layers, and heads for sentiment and intent."""

# mypy: disable-error-code="import-not-found,misc,untyped-decorator"
# PyTorch is not among the dependencies: this module runs only where somebody has installed it.

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

if TYPE_CHECKING:
    from pathlib import Path

WIDTH, INNER, HEADS, POSITIONS = 384, 1536, 12, 128
"""The measures of all-MiniLM-L6-v2; positions beyond 128 are left out."""

_NAMES = {
    "attend.q": "attention.self.query",
    "attend.k": "attention.self.key",
    "attend.v": "attention.self.value",
    "attend.out": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "grow": "intermediate.dense",
    "shrink": "output.dense",
    "norm2": "output.LayerNorm",
}


class Attention(nn.Module):
    """Self-attention with the padding masked."""

    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))

    def forward(self, states: torch.Tensor, hidden: torch.Tensor) -> torch.Tensor:
        """Returns the attended states; `hidden` is added to the scores."""
        size = (states.shape[0], states.shape[1], HEADS, WIDTH // HEADS)
        query, key, value = (part(states).view(size).transpose(1, 2) for part in (self.q, self.k, self.v))
        scores = query @ key.transpose(-1, -2) * (WIDTH // HEADS) ** -0.5 + hidden
        mixed = scores.softmax(-1) @ value
        return self.out(mixed.transpose(1, 2).reshape(states.shape))


class Layer(nn.Module):
    """One transformer layer, norms after the sums as BERT has them."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.attend = Attention()
        self.grow, self.shrink = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm1, self.norm2 = (nn.LayerNorm(WIDTH, eps=1e-12) for _ in range(2))
        self.drop = nn.Dropout(dropout)

    def forward(self, states: torch.Tensor, hidden: torch.Tensor) -> torch.Tensor:
        """Returns the next states."""
        states = self.norm1(states + self.drop(self.attend(states, hidden)))
        return self.norm2(states + self.drop(self.shrink(functional.gelu(self.grow(states)))))


class Encoder(nn.Module):
    """Sentiment logits, intent logits and MiniLM's own embedding: one stem of layers, then two branches.

    The stem and the branch of the embedding stay as MiniLM has them; the other branch learns.
    """

    def __init__(self, n_pieces: int, n_stem: int, n_intents: int, dropout: float = 0.1, n_layers: int = 6) -> None:
        super().__init__()
        self.words = nn.Embedding(n_pieces, WIDTH)
        self.places = nn.Parameter(torch.zeros(POSITIONS, WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.stem = nn.ModuleList(Layer(0.0) for _ in range(n_stem))
        self.meaning = nn.ModuleList(Layer(0.0) for _ in range(n_layers - n_stem))
        self.opinion = nn.ModuleList(Layer(dropout) for _ in range(n_layers - n_stem))
        self.sentiment = nn.Sequential(nn.Linear(2 * WIDTH, WIDTH), nn.GELU(), nn.Dropout(dropout), nn.Linear(WIDTH, 3))
        self.intent = nn.Sequential(
            nn.Linear(2 * WIDTH, WIDTH), nn.GELU(), nn.Dropout(dropout), nn.Linear(WIDTH, n_intents)
        )

    def forward(self, ids: torch.Tensor, seen: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Returns the three outputs for ids and mask."""
        states, hidden = self._stem(ids, seen)
        sentiment, intent = self._opinion(states, hidden, seen)
        for layer in self.meaning:
            states = layer(states, hidden)
        return sentiment, intent, functional.normalize(_mean(states, seen), dim=1)

    def judge(self, ids: torch.Tensor, seen: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Returns the logits of sentiment and intent, without the embedding; gradients end at the stem."""
        with torch.no_grad():
            states, hidden = self._stem(ids, seen)
        return self._opinion(states, hidden, seen)

    def _opinion(
        self, states: torch.Tensor, hidden: torch.Tensor, seen: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        for layer in self.opinion:
            states = layer(states, hidden)
        both = as_read(states, seen)
        return self.sentiment(both), self.intent(both)

    def _stem(self, ids: torch.Tensor, seen: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        hidden = (1.0 - seen[:, None, None, :].to(self.places.dtype)) * -1e4
        states = self.norm(self.words(ids) + self.places[: ids.shape[1]])
        for layer in self.stem:
            states = layer(states, hidden)
        return states, hidden

    def take(self, held: dict[str, np.ndarray[Any, Any]]) -> None:
        """Take MiniLM's weights; both branches begin as its upper layers."""

        def put(target: torch.Tensor, name: str) -> None:
            target.data.copy_(torch.from_numpy(held[name].astype(np.float32)[: len(target)]))

        put(self.words.weight, "embeddings.word_embeddings.weight")
        put(self.places, "embeddings.position_embeddings.weight")
        self.places.data += torch.from_numpy(held["embeddings.token_type_embeddings.weight"].astype(np.float32)[0])
        put(self.norm.weight, "embeddings.LayerNorm.weight")
        put(self.norm.bias, "embeddings.LayerNorm.bias")
        n_stem = len(self.stem)
        upper = [(layer, n_stem + n) for branch in (self.meaning, self.opinion) for n, layer in enumerate(branch)]
        for layer, source in [*((layer, n) for n, layer in enumerate(self.stem)), *upper]:
            for ours, name in _NAMES.items():
                part = layer.get_submodule(ours)
                for kind in ("weight", "bias"):
                    put(getattr(part, kind), f"encoder.layer.{source}.{name}.{kind}")


def as_read(states: torch.Tensor, seen: torch.Tensor) -> torch.Tensor:
    """Returns what the heads read of each post: its first state and the mean over its pieces."""
    return torch.cat([states[:, 0], _mean(states, seen)], dim=1)


def _mean(states: torch.Tensor, seen: torch.Tensor) -> torch.Tensor:
    weight = seen[:, :, None].to(states.dtype)
    return (states * weight).sum(1) / weight.sum(1)


def read_safetensors(path: Path) -> dict[str, np.ndarray[Any, Any]]:
    """Returns the arrays of a safetensors file, without its library."""
    raw = path.read_bytes()
    size = struct.unpack("<Q", raw[:8])[0]
    kinds = {"F32": np.float32, "F16": np.float16, "I64": np.int64}
    return {
        name: np.frombuffer(
            raw[8 + size + entry["data_offsets"][0] : 8 + size + entry["data_offsets"][1]], kinds[entry["dtype"]]
        )
        .reshape(entry["shape"])
        .copy()
        for name, entry in json.loads(raw[8 : 8 + size]).items()
        if name != "__metadata__"
    }
