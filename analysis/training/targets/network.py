"""The branch that reads names, in PyTorch, for training only: it begins as the shipped branch of opinion."""

# mypy: disable-error-code="import-not-found,misc,untyped-decorator"
# PyTorch is not among the dependencies: this module runs only where somebody has installed it.

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from voxpop.analysis.training.encoder_model import WIDTH, Layer

if TYPE_CHECKING:
    from pathlib import Path

N_LAYERS: Final = 3
"""Layers over the stem."""


class Towards(nn.Module):
    """Sentiment logits towards each name of each post, from the states of the stem.

    Names are projected before they are averaged, so that what is quantised later does not depend on the number of names.
    """

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(N_LAYERS))
        self.whole = nn.Linear(2 * WIDTH, WIDTH)
        self.name = nn.Linear(WIDTH, WIDTH, bias=False)
        self.drop = nn.Dropout(dropout)
        self.out = nn.Parameter(torch.zeros(WIDTH, 3))
        self.start = nn.Parameter(torch.zeros(3))

    def forward(
        self, states: torch.Tensor, mask: torch.Tensor, seen: torch.Tensor, spans: torch.Tensor
    ) -> torch.Tensor:
        """Returns logits, (posts, names, 3).

        states: (posts, pieces, 384). mask: (posts, 1, 1, pieces), -10,000 where nothing is. seen: (posts, pieces), 1 where
        something is. spans: (posts, names, pieces), rows add to 1.
        """
        for layer in self.layers:
            states = layer(states, mask)
        weight = seen[:, :, None].to(states.dtype)
        mean = (states * weight).sum(1) / weight.sum(1)
        whole = self.whole(torch.cat([states[:, 0], mean], dim=1))[:, None, :]
        hidden = functional.gelu(whole + spans @ self.name(states))
        # A product and a sum, since a product with a constant matrix would be quantised over all names of a post together.
        return (self.drop(hidden)[..., None] * self.out).sum(-2) + self.start

    def take(self, opinion: Path) -> None:
        """Take the weights of a shipped branch of opinion: until it learns, each name has the tone of the whole post."""
        held = read_int8(opinion)
        with torch.no_grad():
            for place, layer in enumerate(self.layers):
                for name, parameter in layer.named_parameters():
                    parameter.copy_(torch.from_numpy(held[f"opinion.{place}.{name}"]))
            self.whole.weight.copy_(torch.from_numpy(held["sentiment.0.weight"]))
            self.whole.bias.copy_(torch.from_numpy(held["sentiment.0.bias"]))
            self.out.copy_(torch.from_numpy(held["sentiment.3.weight"]).T)
            self.start.copy_(torch.from_numpy(held["sentiment.3.bias"]))
            nn.init.normal_(self.name.weight, std=0.02)


def read_int8(path: Path) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    """Returns the weights of an int8 branch as floats, matrices as (out, in), by their names in training."""
    import onnx
    from onnx.numpy_helper import to_array

    graph = onnx.load(str(path)).graph
    stored = {one.name: to_array(one) for one in graph.initializer}
    found = {name: array.astype(np.float32) for name, array in stored.items() if "." in name and "::" not in name}
    found = {name: array for name, array in found.items() if not name.endswith(("_scale", "_zero_point", "_quantized"))}
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            base = node.input[1].removesuffix("_quantized")
            matrix = (stored[f"{base}_quantized"].astype(np.float32) - stored[f"{base}_zero_point"]) * stored[
                f"{base}_scale"
            ]
            name = (
                base.removesuffix("_Transposed")
                if base.endswith("_Transposed")
                else node.output[0].split("/MatMul")[0].strip("/").replace("/", ".") + ".weight"
            )
            found[name] = np.ascontiguousarray(matrix.T.astype(np.float32))
    return found
