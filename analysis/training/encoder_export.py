"""The trained encoder as ONNX files in int8: a stem and two branches; needs PyTorch, ONNX and onnxruntime."""

# mypy: disable-error-code="import-not-found,misc,untyped-decorator"
# PyTorch is not among the dependencies: this module runs only where somebody has installed it.

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch

from voxpop.analysis.sentiment.wordpiece import WordPiece

LOG = logging.getLogger("voxpop.train")

_MARKS: Final = frozenset({"[PAD]", "[UNK]", "[CLS]", "[SEP]"})


def export(model: Any, cutter: WordPiece, ids: Sequence[Sequence[int]] | None, out: Path) -> None:
    """Write the model whole and in parts; with `ids`, without the pieces that these posts hardly use, unless short."""
    pieces = list(cutter.pieces)
    if ids is not None:
        used = np.bincount(np.concatenate([np.array(row) for row in ids]), minlength=len(pieces)) > 1
        kept = [n for n, piece in enumerate(pieces) if used[n] or len(piece.removeprefix("##")) < 3 or piece in _MARKS]
        kept = [n for n in kept if not pieces[n].startswith("[unused")]
        rows = model.words.weight.data[kept]
        model.words = torch.nn.Embedding.from_pretrained(rows)
        pieces = [pieces[n] for n in kept]
    (out / "encoder.vocabulary.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")
    again = WordPiece(pieces)
    some, seen = (torch.from_numpy(a) for a in again.batch([again.encode("it is broken again"), again.encode("ok")]))
    names = ["sentiment", "intent", "embedding"]
    torch.onnx.export(
        model, (some, seen), str(out / "encoder.onnx"), input_names=["ids", "seen"], output_names=names, opset_version=17,
        dynamic_axes={"ids": {0: "posts", 1: "pieces"}, "seen": {0: "posts", 1: "pieces"}, **{n: {0: "posts"} for n in names}},
        dynamo=False,
    )  # fmt: skip
    quantise(out / "encoder.onnx", out)
    size = sum(path.stat().st_size for path in out.glob("encoder.*.onnx"))
    LOG.info("int8 %.1f MB, %d pieces", size / 1e6, len(pieces))


def quantise(whole: Path, out: Path) -> None:
    """Write stem and branches apart, in int8: weights by channel in 7 bits, which no processor overflows."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    made = {name for node in onnx.load(str(whole)).graph.node for name in node.output}
    mask, stem = (
        "/Mul_output_0",
        max(
            (
                name
                for name in made
                if name.startswith("/stem.") and name.endswith("/norm2/LayerNormalization_output_0")
            ),
            key=lambda name: int(name.split(".")[1].split("/")[0]),
        ),
    )
    again = stem.replace("/norm2/", "/norm2_1/")  # where the export has the stem once for each branch
    second = again if again in made else stem
    for part, given, asked in (
        ("stem", ["ids", "seen"], [stem, mask]),
        ("opinion", [stem, mask, "seen"], ["sentiment", "intent"]),
        ("meaning", [second, mask, "seen"], ["embedding"]),
    ):
        plain = out / f"{part}.plain.onnx"
        onnx.utils.extract_model(str(whole), str(plain), given, asked)
        quantize_dynamic(
            plain,
            out / f"encoder.{part}.onnx",
            per_channel=True,
            weight_type=QuantType.QInt8,
            reduce_range=True,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )
        plain.unlink()
