"""Training of the branch that reads names, its judgement with each public set left out, and its export to ONNX int8.

`voxpop train targets` trains once on all sets and once without each, judges all four on the same held-out posts, and writes
`encoder.towards.onnx` and `targets.json`. What ships is the mean, in weights, of two models over all sets. The
stem is the shipped one, as it runs in int8: its states are computed once for each wording.
"""

# mypy: disable-error-code="import-not-found,misc,untyped-decorator"
# PyTorch is not among the dependencies: this module runs only where somebody has installed it.

from __future__ import annotations

import hashlib
import json
import logging
import tempfile
import time
from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch
from torch.nn import functional

from voxpop.analysis.sentiment.encoder import OPINION, STEM
from voxpop.analysis.sentiment.reading import Reader
from voxpop.analysis.targets.trained import FACTS, TOWARDS, TargetModel
from voxpop.analysis.training.encoder_model import WIDTH
from voxpop.analysis.training.targets import posts as labelled
from voxpop.analysis.training.targets.judge import judge
from voxpop.analysis.training.targets.network import Towards
from voxpop.analysis.training.targets.rounds import (
    BATCH,
    Row,
    Stem,
    batches,
    fresh_round,
    last_round,
    tensors,
    two_rounds,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxpop.analysis.training.targets.posts import Told

LOG = logging.getLogger("voxpop.train")

SEED: Final = 7
"""The start of chance."""

TRIAL, LATER, FRESH = 1e-4, 1.5e-4, 2e-4
"""Learning rates of the layers (the head's is four times it): of the models that show what a set left out costs, which have two rounds
over all posts; of the one that goes on from the trial without tweets with one more round over all sets; and of the one that begins afresh."""

FRESH_ROUNDS, LAID_OUT = 2, 7
"""Rounds of the fresh model over all sets, each with pairs, tweets and hidden names of its own; its rate falls as if it had seven. In five
more rounds its loss fell on, and what it told of held-out tweets fell too, from .690 to .653."""

SHARE: Final = 0.7
"""Share of the fresh model's weights beside the later one's: better on every public set than either, and as good on our posts."""

KEPT: Final = 0.998
"""The fresh model's weights are their running mean over about five hundred steps."""

EVEN: Final = 0.7
"""Power to which a class is weighed up within its domain: 1 weighs classes alike, 0 leaves them as they are."""

WEIGHTS: Final[Mapping[str, float]] = {"ours": 2.0, "pairs": 0.6, "named tweets": 0.5}
"""Weight of the posts of a domain; 1 where nothing is said."""

START: Final = (0.1, 0.3, 0.0)
"""Added to the logits of the classes: names of a new kind are more often neutral, on sets left out, than training has them, and what is
negative is missed more often than what is positive, on every set but restaurants."""


def train(data: Path, out: Path, seed: int = SEED) -> dict[str, Any]:
    """Train, judge, write model and facts, and give the facts; `out` has the encoder, as shipped or of one's own."""
    stem, reader = Stem(out), Reader.load("auto", out)
    figures: dict[str, dict[str, dict[str, float]]] = {}
    models = {}
    for without in labelled.SETS:
        told = labelled.gather(data, without, seed)
        models[without] = Towards()
        models[without].take(out / OPINION)
        fit(models[without], two_rounds(stem, told, seed), TRIAL, seed)
        held = [post for post in told if post.part == labelled.JUDGED and post.domain == without]
        for domain, scores in judge_branch(stem, reader, models[without], held).items():
            figures.setdefault(domain, {})["left out"] = scores
            LOG.info("without %s: %s", without, scores)
    told = labelled.gather(data, None, seed)
    later, fresh = models["tweets"], Towards()
    fit(later, [last_round(stem, told, seed)], LATER, seed)
    fresh.take(out / OPINION)
    fresh = fit(fresh, [fresh_round(stem, data, seed + n) for n in range(FRESH_ROUNDS)], FRESH, seed, LAID_OUT)
    shipped = average(fresh, later)
    held = [post for post in told if post.part == labelled.JUDGED]
    for domain, scores in judge_branch(stem, reader, shipped, held).items():
        figures.setdefault(domain, {})["in-domain"] = scores
    export(shipped, out / TOWARDS)
    return write_facts(out, out, figures)


def judge_branch(stem: Stem, reader: Reader, model: Towards, held: Sequence[Told]) -> dict[str, dict[str, float]]:
    """Returns the figures of a branch on held-out posts, in int8 and as it is used."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / TOWARDS
        export(model, path)
        return judge(reader, TargetModel(stem.with_branch(path), write_facts(path.parent, stem.folder)), held)


def write_facts(out: Path, folder: Path, figures: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Write and give the facts of the branch in `out`, which stands on the stem in `folder`."""
    held = (folder / STEM).read_bytes() + (out / TOWARDS).read_bytes()
    version = hashlib.sha256(held).hexdigest()[:8]
    facts = {"version": version, "start": list(START), "judged": figures or {}}
    (out / FACTS).write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    return facts


def average(first: Towards, second: Towards, share: float = SHARE) -> Towards:
    """Returns the mean of two models in their weights, which began alike."""
    found: Towards = deepcopy(first)
    with torch.no_grad():
        for one, other in zip(found.parameters(), second.parameters(), strict=True):
            one.lerp_(other, 1 - share)
    return found


def fit(
    model: Towards, rounds: Sequence[Sequence[Row]], rate: float, seed: int = SEED, laid_out: int | None = None
) -> Towards:
    """Train a branch in place, one round after the other, and give the running mean of its weights.

    The rate falls to zero at the end of the rounds, or of as many as it is laid out for.
    """
    torch.manual_seed(seed)
    dice = np.random.default_rng(seed)
    weight = weigh([row for rows in rounds for row in rows])
    model.train()
    head = [parameter for name, parameter in model.named_parameters() if not name.startswith("layers")]
    body = list(model.layers.parameters())
    groups = [{"params": body, "lr": rate}, {"params": head, "lr": 4 * rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    n_steps = sum(-(-len(rows) // BATCH) for rows in rounds) * (laid_out or len(rounds)) // len(rounds)
    running: Towards = deepcopy(model).eval()
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (0.08 * n_steps + 1)) * max(0.0, 1 - step / n_steps)
    )
    LOG.info("%d rounds, %d steps", len(rounds), n_steps)
    began, step = time.monotonic(), 0
    for rows in rounds:
        for batch in batches(rows, dice):
            *given, labels = tensors(batch)
            with torch.autocast("cpu", torch.bfloat16):
                logits = model(*given)
            factors = torch.tensor(
                [
                    [weight[row.domain, label] for label in row.labels] + [0.0] * (labels.shape[1] - len(row.labels))
                    for row in batch
                ]
            ).flatten()
            each = functional.cross_entropy(
                logits.float().flatten(0, 1), labels.flatten(), reduction="none", label_smoothing=0.05
            )
            loss = (each * factors).sum() / factors.sum()
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*body, *head], 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            running = average(running, model, min(KEPT, step / (step + 10)))
            if step % 50 == 0:
                LOG.info("step %d of %d, loss %.3f, %.0f s", step, n_steps, loss.item(), time.monotonic() - began)
    model.eval()
    return running


def weigh(rows: Sequence[Row]) -> dict[tuple[str, int], float]:
    """Returns the weight of each domain and class: rare classes weigh more, by `EVEN`."""
    counts: dict[str, NDArray[np.float64]] = {}
    for row in rows:
        counts.setdefault(row.domain, np.zeros(3))
        counts[row.domain] += np.bincount(row.labels, minlength=3)
    return {
        (domain, label): WEIGHTS.get(domain, 1.0) * float((seen.sum() / (3 * max(seen[label], 1.0))) ** EVEN)
        for domain, seen in counts.items()
        for label in range(3)
    }


def export(model: Towards, path: Path) -> None:
    """Write the branch in int8: weights by channel in 7 bits, which no processor overflows."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    width, names = 7, 2
    given = (
        torch.zeros(1, width, WIDTH),
        torch.zeros(1, 1, 1, width),
        torch.ones(1, width),
        torch.ones(1, names, width) / width,
    )
    axes = {
        "states": {1: "pieces"},
        "mask": {3: "pieces"},
        "seen": {1: "pieces"},
        "spans": {1: "names", 2: "pieces"},
        "logits": {1: "names"},
    }
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            model.float().eval(), given, str(plain), input_names=["states", "mask", "seen", "spans"],
            output_names=["logits"], opset_version=17, dynamic_axes=axes, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(
            plain, path, per_channel=True, weight_type=QuantType.QInt8, reduce_range=True,
            op_types_to_quantize=["MatMul", "Gemm"],
        )  # fmt: skip
    LOG.info("int8 %.1f MB", path.stat().st_size / 1e6)
