"""The encoder of languages in PyTorch, for training only: multilingual-e5-small's twelve layers, and a head for the tone."""

# mypy: disable-error-code="import-not-found,misc,untyped-decorator"
# PyTorch is not among the dependencies: this module runs only where somebody has installed it.

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch
from torch import nn

from voxpop.analysis.training.encoder_model import POSITIONS, WIDTH, Layer
from voxpop.analysis.training.languages.source import BLOCK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voxpop.analysis.training.languages.source import Source

N_LAYERS: Final = 12

_NAMES: Final = {
    "attend.q": "q", "attend.k": "k", "attend.v": "v", "attend.out": "ao", "norm1": "aln", "grow": "fi", "shrink": "fo",
    "norm2": "oln",
}  # fmt: skip


class Encoder(nn.Module):
    """Logits of negative, neutral and positive from the mean of a post's last states."""

    def __init__(self, n_pieces: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(n_pieces, WIDTH)
        self.places = nn.Parameter(torch.zeros(POSITIONS, WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(N_LAYERS))
        self.drop = nn.Dropout(dropout)
        self.head = nn.Linear(WIDTH, 3)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, ids: torch.Tensor, seen: torch.Tensor) -> torch.Tensor:
        """Returns the logits for ids and mask."""
        hidden = (1.0 - seen[:, None, None, :].to(self.places.dtype)) * -1e4
        weight = seen[:, :, None].to(self.places.dtype)
        return self.judge(self.words(ids), hidden, weight)

    def judge(self, vectors: torch.Tensor, hidden: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        """Returns the logits for the vectors of the pieces: (posts, pieces, 384)."""
        states = self.norm(vectors + self.places[: vectors.shape[1]])
        for layer in self.layers:
            states = layer(states, hidden)
        mean = (states.float() * weight).sum(1) / weight.sum(1)
        return self.head(self.drop(mean))

    def take(self, source: Source, kept: Sequence[int]) -> None:
        """Take the weights of multilingual-e5-small, of the pieces that are kept."""

        def put(target: torch.Tensor, values: np.ndarray[Any, Any]) -> None:
            target.data.copy_(torch.from_numpy(values.reshape(-1)[: target.numel()].reshape(tuple(target.shape))))

        held = source.tensors
        put(self.words.weight, held["emb.word"].reshape(-1, WIDTH)[list(kept)])
        put(self.places, held["emb.pos"])
        self.places.data += torch.from_numpy(held["emb.type"][:WIDTH])
        put(self.norm.weight, held["emb.ln.w"])
        put(self.norm.bias, held["emb.ln.b"])
        for number, layer in enumerate(self.layers):
            for ours, name in _NAMES.items():
                part = layer.get_submodule(ours)
                put(part.weight, held[f"l{number}.{name}.w"])
                put(part.bias, held[f"l{number}.{name}.b"])

    def groups(self, rate: float, fade: float, head_rate: float) -> list[dict[str, Any]]:
        """Returns what learns and how fast: each layer down by `fade` slower; words and places stay as they are."""
        self.words.weight.requires_grad_(False)
        self.places.requires_grad_(False)
        found: dict[tuple[float, float], list[nn.Parameter]] = {}
        for name, one in self.named_parameters():
            if not one.requires_grad:
                continue
            depth = N_LAYERS - 1 - int(name.split(".")[1]) if name.startswith("layers") else N_LAYERS
            speed = head_rate if name.startswith("head") else rate * fade**depth
            found.setdefault((speed, 0.0 if one.ndim == 1 else 0.01), []).append(one)
        return [{"params": params, "lr": speed, "weight_decay": decay} for (speed, decay), params in found.items()]

    def matrices(self) -> list[nn.Parameter]:
        """Returns the tables of the layers, which are kept in 4 bits."""
        return [one for name, one in self.layers.named_parameters() if one.ndim == 2 and name.endswith("weight")]


def four_bits(table: torch.Tensor) -> torch.Tensor:
    """Returns what a table is once kept in 4 bits: each block of 32 along its rows on a grid of 16 steps, 0 among them."""
    blocks = table.reshape(-1, BLOCK)
    scale = scales(blocks)
    steps = (blocks / scale).round_().clamp_(-8, 7)
    return (steps * scale).reshape(table.shape)


def scales(blocks: torch.Tensor) -> torch.Tensor:
    """Returns the step of each block: its largest number, whatever its sign, lies on the step -8."""
    most = blocks.gather(1, blocks.abs().argmax(1, keepdim=True)) / -8
    return torch.where(most == 0, torch.ones_like(most), most)
