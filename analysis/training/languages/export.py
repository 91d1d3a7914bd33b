"""The tuned encoder of languages as the files of the package `voxpop-languages`: words in 4 bits, twelve layers as ONNX in 8.

One post is one run, so the graph knows no mask, and the range of its numbers is that of one post. Weights are 8 bits by channel, in 7
of them, which no processor overflows; the words are multilingual-e5-small's own 4 bits, untouched.
"""

# mypy: disable-error-code="import-not-found,misc,untyped-decorator"
# PyTorch is not among the dependencies: this module runs only where somebody has installed it.

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from voxpop.analysis.sentiment.languages.encoder import LAYERS, WORDS
from voxpop.analysis.sentiment.languages.pieces import LONGEST
from voxpop.analysis.training.languages.model import scales
from voxpop.analysis.training.languages.source import BLOCK

if TYPE_CHECKING:
    from voxpop.analysis.sentiment.languages.pieces import Unigram
    from voxpop.analysis.training.languages.model import Encoder


class _Upper(torch.nn.Module):
    """What follows the tables: one post, no mask."""

    def __init__(self, model: Encoder) -> None:
        super().__init__()
        self.model = model

    def forward(self, vectors: torch.Tensor) -> torch.Tensor:
        states = self.model.norm(vectors)
        for layer in self.model.layers:
            states = layer(states, torch.zeros(()))
        return self.model.head(states.mean(1))


def export(model: Encoder, cutter: Unigram, out: Path) -> None:
    """Write the layers and the tables."""
    out.mkdir(parents=True, exist_ok=True)
    model = model.float().cpu().eval()
    _layers(model, out / LAYERS)
    table, steps = packed(model.words.weight.data)
    np.savez_compressed(
        out / WORDS,
        allow_pickle=False,
        table=table,
        steps=steps,
        places=model.places.data[:LONGEST].numpy().astype(np.float32),
        pieces=np.frombuffer("\n".join(cutter.pieces).encode("utf-8"), dtype=np.uint8),
        scores=np.array(cutter.scores, dtype=np.float32),
    )


def packed(table: torch.Tensor) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Returns a table in 4 bits and the step of each block: bytes of two numbers, the lower half of a block first."""
    blocks = table.reshape(-1, BLOCK)
    step = scales(blocks).to(torch.float16)
    number = ((blocks / step.float()).round().clamp(-8, 7) + 8).to(torch.uint8).numpy()
    pairs = number[:, : BLOCK // 2] | (number[:, BLOCK // 2 :] << 4)
    rows = len(table)
    return pairs.reshape(rows, -1), step.numpy().reshape(rows, -1)


def _layers(model: Encoder, path: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            _Upper(model), (torch.zeros(1, 7, model.words.weight.shape[1]),), str(plain), input_names=["vectors"],
            output_names=["logits"], opset_version=17, dynamic_axes={"vectors": {1: "pieces"}}, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(
            plain,
            path,
            per_channel=True,
            weight_type=QuantType.QInt8,
            reduce_range=True,
            op_types_to_quantize=["MatMul"],
        )
