"""Training of the branch that reads names, its judgement with each public set left out, and its export to ONNX int8.

`voxpop train targets` trains once on all sets and once without each, judges all four on the same held-out posts, and writes
`encoder.towards.onnx` and `targets.json`. The stem is the shipped one, as it runs in int8: its states are computed once for each post.
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
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch
from torch.nn import functional

from voxpop.analysis.sentiment.encoder import FACTS as ENCODER_FACTS
from voxpop.analysis.sentiment.encoder import OPINION, STEM, OpinionEncoder, open_session
from voxpop.analysis.sentiment.reading import Reader
from voxpop.analysis.targets.trained import FACTS, TOWARDS, TargetModel
from voxpop.analysis.targets.windows import make_windows
from voxpop.analysis.training.encoder_model import WIDTH
from voxpop.analysis.training.targets import posts as labelled
from voxpop.analysis.training.targets.judge import judge
from voxpop.analysis.training.targets.network import Towards

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxpop.analysis.training.targets.posts import Told

LOG = logging.getLogger("voxpop.train")

BATCH, SEED = 32, 7
"""Posts a step, and the start of chance."""

TRIAL, SHIPPED = 1e-4, 1.5e-4
"""Learning rates of the layers (the head's is four times it): of the models that show what a set left out costs, which have two rounds
over all posts, and of the one that ships, which goes on from the trial without tweets with one more round over all sets."""

LAST: Final[Mapping[str, int]] = {"named tweets": 0, "pairs": 300, "restaurants": 1500, "laptops": 500}
"""Posts of a domain in the last round, where not all: enough of those that the trial has seen that they are not forgotten."""

TWICE: Final = frozenset({"ours"})
"""Domains whose posts the last round has both as they are and with their names hidden or swapped."""

EVEN: Final = 0.7
"""Power to which a class is weighed up within its domain: 1 weighs classes alike, 0 leaves them as they are."""

WEIGHTS: Final[Mapping[str, float]] = {"ours": 2.0, "pairs": 0.6, "named tweets": 0.5}
"""Weight of the posts of a domain; 1 where nothing is said."""

START: Final = (0.0, 0.3, 0.0)
"""Added to the logits of the classes: names of a new kind are more often neutral, on sets left out, than training has them."""

POOL: Final = 40
"""Batches that are filled from one sorted run of posts, so that little is padded."""


@dataclass(frozen=True, slots=True)
class Row:
    """A post as it is trained on: states of the stem, where its names stand, and their classes."""

    domain: str
    states: NDArray[np.float16]
    spans: NDArray[np.float32]
    labels: list[int]


class Stem:
    """Gives the states of posts; each wording is run once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.encoder = OpinionEncoder.load(folder, OPINION)
        self._held: dict[tuple[int, ...], NDArray[np.float16]] = {}

    def with_branch(self, path: Path) -> OpinionEncoder:
        """Returns the encoder with a branch that was just trained."""
        sessions = {STEM: self.encoder.sessions[STEM], TOWARDS: open_session(path)}
        facts = json.loads((self.folder / ENCODER_FACTS).read_text(encoding="utf-8"))
        return OpinionEncoder(sessions, self.encoder.cutter, facts)

    def read(self, post: Told) -> Row | None:
        """Returns what is trained on; None where no name stands in what is read."""
        windows = make_windows(self.encoder.cutter, post.marked, post.called)[:1]
        if not windows:
            return None
        window = windows[0]
        key = tuple(window.ids)
        if key not in self._held:
            ids, seen = self.encoder.cutter.batch([window.ids])
            self._held[key] = self.encoder.sessions[STEM].run(None, {"ids": ids, "seen": seen})[0][0].astype(np.float16)
        return Row(post.domain, self._held[key], window.weights(), [post.labels[place] for place in window.spans])


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
    shipped = models["tweets"]
    fit(shipped, [last_round(stem, told, seed)], SHIPPED, seed)
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


def two_rounds(stem: Stem, posts: Sequence[Told], seed: int) -> list[list[Row]]:
    """Returns two rounds over the posts to train on: each post once as it is and once with its names hidden or swapped."""
    dice = np.random.default_rng(seed)
    trained = [post for post in posts if post.part != labelled.JUDGED]
    both = [(stem.read(plain), stem.read(varied)) for plain, varied in labelled.vary(trained, seed)]
    known = [(plain, varied) for plain, varied in both if plain is not None and varied is not None]
    turned = (dice.random(len(known)) < 0.5).astype(int)
    return [[pair[turn ^ n] for pair, turn in zip(known, turned.tolist(), strict=True)] for n in range(2)]


def last_round(stem: Stem, posts: Sequence[Told], seed: int) -> list[Row]:
    """Returns the round that the shipped model has last: our own posts both ways, the others one way each."""
    dice = np.random.default_rng(seed)
    trained = [post for post in posts if post.part != labelled.JUDGED]
    seen: dict[str, int] = {}
    found = []
    for both in labelled.vary(trained, seed):
        domain = both[0].domain
        seen[domain] = seen.get(domain, 0) + 1
        if seen[domain] <= LAST.get(domain, len(trained)):
            ways = both if domain in TWICE else [both[0] if dice.random() < 0.5 else both[1]]
            found += [row for post in ways if (row := stem.read(post)) is not None]
    return found


def fit(model: Towards, rounds: Sequence[Sequence[Row]], rate: float, seed: int = SEED) -> None:
    """Train a branch in place, one round after the other, the rate falling to zero at their end."""
    torch.manual_seed(seed)
    dice = np.random.default_rng(seed)
    weight = weigh([row for rows in rounds for row in rows])
    model.train()
    head = [parameter for name, parameter in model.named_parameters() if not name.startswith("layers")]
    body = list(model.layers.parameters())
    groups = [{"params": body, "lr": rate}, {"params": head, "lr": 4 * rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    n_steps = sum(-(-len(rows) // BATCH) for rows in rounds)
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
            if step % 50 == 0:
                LOG.info("step %d of %d, loss %.3f, %.0f s", step, n_steps, loss.item(), time.monotonic() - began)
    model.eval()


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


def batches(rows: Sequence[Row], dice: np.random.Generator) -> list[list[Row]]:
    """Returns the posts in batches of like length, shuffled."""
    order = dice.permutation(len(rows))
    found = []
    for start in range(0, len(order), BATCH * POOL):
        pool = sorted(order[start : start + BATCH * POOL], key=lambda place: len(rows[place].states))
        found += [[rows[place] for place in pool[at : at + BATCH]] for at in range(0, len(pool), BATCH)]
    return [found[place] for place in dice.permutation(len(found))]


def tensors(rows: Sequence[Row]) -> tuple[torch.Tensor, ...]:
    """Returns states, mask, seen, spans and labels of a batch, padded; a name that is only padding has the class 0 and no span."""
    width, names = max(len(row.states) for row in rows), max(len(row.labels) for row in rows)
    states = np.zeros((len(rows), width, WIDTH), dtype=np.float32)
    seen = np.zeros((len(rows), width), dtype=np.float32)
    spans = np.zeros((len(rows), names, width), dtype=np.float32)
    labels = np.zeros((len(rows), names), dtype=np.int64)
    for place, row in enumerate(rows):
        length = len(row.states)
        states[place, :length], seen[place, :length] = row.states, 1
        spans[place, : len(row.labels), :length], labels[place, : len(row.labels)] = row.spans, row.labels
    found = [torch.from_numpy(one) for one in (states, seen, spans, labels)]
    return found[0], (1 - found[1][:, None, None, :]) * -1e4, *found[1:]


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
