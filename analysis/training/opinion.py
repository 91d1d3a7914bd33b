"""The branch of opinion trained again, over the stem as it runs in int8, and averaged in its weights with the one before.

A branch that learns its sets in three rounds knows them well and the next year's posts less. So it begins once more from MiniLM's own upper
layers, with the heads it has, for less than one round; goes on from half of its own weights and half of the first branch's; and what ships
is a mean of all in weights. How much of each was chosen by the mean over posts of domains and years that no model was trained on.
"""

# mypy: disable-error-code="import-not-found,misc,untyped-decorator"
# PyTorch is not among the dependencies: this module runs only where somebody has installed it.

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch
from torch import nn

from voxpop.analysis.sentiment.encoder import MASK, OPINION, STEM, OpinionEncoder
from voxpop.analysis.sentiment.few import LEARNED
from voxpop.analysis.training.encoder import Posts, batches, gather, loss_of
from voxpop.analysis.training.encoder_model import WIDTH, Encoder, Layer, as_read
from voxpop.analysis.training.fast import balance
from voxpop.analysis.training.targets.network import N_LAYERS, read_int8

if TYPE_CHECKING:
    from voxpop.analysis.training import corpora

LOG = logging.getLogger("voxpop.train")

BATCH: Final = 32
"""Posts a step."""

STEPS: Final = (2400, 1150)
"""Steps of the model that begins from MiniLM's layers, and of the one that goes on: less than a round, and less than half of one."""

RATES: Final = (8e-5, 5e-5)
"""Their learning rates of the layers; the heads' is four times it."""

SHARES: Final = (0.5, 0.4, 0.1)
"""Shares in what ships: of the first branch, of the one that went on, and of the first with MiniLM's layers as they came."""

AS_THEY_COME: Final = frozenset({"jira"})
"""Domains whose classes are weighed up half way only: two thirds of their posts are neutral, and are so again in others' comments."""


class Opinion(nn.Module):
    """Logits of sentiment and intents from the states of the stem."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.opinion = nn.ModuleList(Layer(dropout) for _ in range(N_LAYERS))
        self.sentiment = _head(3, dropout)
        self.intent = _head(len(LEARNED), dropout)

    def forward(
        self, states: torch.Tensor, mask: torch.Tensor, seen: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Returns both logits.

        states: (posts, pieces, 384). mask: (posts, 1, 1, pieces), -10,000 where nothing is. seen: (posts, pieces), 1 where something is.
        """
        for layer in self.opinion:
            states = layer(states, mask)
        both = as_read(states, seen)
        return self.sentiment(both), self.intent(both)

    def take(self, path: Path) -> Opinion:
        """Take the weights of a branch that was exported in int8, and give the model."""
        held = read_int8(path)
        self.load_state_dict({name: torch.from_numpy(held[name].copy()) for name in self.state_dict()})
        return self


def _head(size: int, dropout: float) -> nn.Sequential:
    return nn.Sequential(nn.Linear(2 * WIDTH, WIDTH), nn.GELU(), nn.Dropout(dropout), nn.Linear(WIDTH, size))


def average(models: Sequence[Opinion], shares: Sequence[float]) -> Opinion:
    """Returns the mean of models in their weights."""
    found: Opinion = deepcopy(models[0])
    held = [model.state_dict() for model in models]
    found.load_state_dict({
        name: sum(share * one[name] for one, share in zip(held, shares, strict=True)) for name in held[0]
    })  # fmt: skip
    return found


def train_again(packed: Path, out: Path, own: Sequence[corpora.Labelled] = (), seed: int = 1) -> None:
    """Write another branch of opinion in `out`, which has the encoder; `packed` has MiniLM's weights and the labelled files."""
    encoder = OpinionEncoder.load(out)
    posts = gather(packed / "data", None, encoder.cutter, None, own)
    come = [place for place, name in enumerate(posts.names) if name in AS_THEY_COME]
    mine = (posts.part == 0) & (posts.label >= 0) & np.isin(posts.domain, come)
    posts.weight[mine] = balance(np.maximum(posts.label, 0), posts.domain, mine, 0.5)[mine]
    first = Opinion().take(out / OPINION)
    raw = deepcopy(first)
    with np.load(packed / "minilm.npz", allow_pickle=False) as stored:
        source = Encoder(len(stored["embeddings.word_embeddings.weight"]), N_LAYERS, len(LEARNED))
        source.take(dict(stored))
    raw.opinion.load_state_dict(source.meaning.state_dict())
    second = deepcopy(raw)
    fit(second, encoder, posts, STEPS[0], RATES[0], seed)
    third = average([first, second], [0.5, 0.5])
    fit(third, encoder, posts, STEPS[1], RATES[1], seed + 1)
    shipped = average([first, third, raw], SHARES)
    dice = np.random.default_rng(seed)
    keep_intents(shipped, first, encoder, [posts.ids[row] for row in dice.choice(np.flatnonzero(posts.part < 2), 2500)])
    export(shipped, out / OPINION)


@torch.no_grad()
def keep_intents(model: Opinion, before: Opinion, encoder: OpinionEncoder, posts: Sequence[Sequence[int]]) -> None:
    """Stretch and shift the logits of intents, so that they have the mean and spread over some posts that they had before.

    A mean of models is less sure, of posts of strangers above all: without this a thirtieth of their questions would not be found any more.
    """
    logits: list[list[torch.Tensor]] = [[], []]
    for start in range(0, len(posts), BATCH):
        given = read_stem(encoder, posts[start : start + BATCH])
        for found, one in zip(logits, (before, model), strict=True):
            found.append(one.eval()(*given)[1])
    old, new = (torch.cat(found) for found in logits)
    scale = old.std(0) / new.std(0)
    last = model.intent[-1]
    last.weight.mul_(scale[:, None])
    last.bias.mul_(scale).add_(old.mean(0) - scale * new.mean(0))


def fit(model: Opinion, encoder: OpinionEncoder, posts: Posts, n_steps: int, rate: float, seed: int) -> None:
    """Train a branch in place for some steps, its rate falling to zero at their end."""
    torch.manual_seed(seed)
    body, head = list(model.opinion.parameters()), [*model.sentiment.parameters(), *model.intent.parameters()]
    optimiser = torch.optim.AdamW([{"params": body, "lr": rate}, {"params": head, "lr": 4 * rate}], weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (0.06 * n_steps + 1)) * max(0.02, 1 - step / n_steps)
    )
    model.train()
    for step, rows in zip(range(1, n_steps + 1), _endless(posts, np.random.default_rng(seed)), strict=False):
        with torch.autocast("cpu", torch.bfloat16):
            outputs = model(*read_stem(encoder, [posts.ids[row] for row in rows]))
        loss = loss_of(outputs, posts, rows)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([*body, *head], 1.0)
        optimiser.step()
        schedule.step()
        if step % 100 == 0:
            LOG.info("step %d of %d, loss %.3f", step, n_steps, float(loss))
    model.eval()


def _endless(posts: Posts, dice: np.random.Generator) -> Iterator[Any]:
    while True:
        yield from batches(posts, np.flatnonzero(posts.part == 0), BATCH, dice)


def read_stem(encoder: OpinionEncoder, posts: Sequence[Sequence[int]]) -> tuple[torch.Tensor, ...]:
    """Returns states, mask and what is seen of posts, padded; the stem reads one at a time, as it does when it is used."""
    width = max(map(len, posts))
    states, seen = np.zeros((len(posts), width, WIDTH), np.float32), np.zeros((len(posts), width), np.float32)
    for place, post in enumerate(posts):
        ids, there = encoder.cutter.batch([post])
        states[place, : len(post)] = encoder.sessions[STEM].run(None, {"ids": ids, "seen": there})[0][0]
        seen[place, : len(post)] = 1
    return torch.from_numpy(states), torch.from_numpy((1 - seen[:, None, None, :]) * -1e4), torch.from_numpy(seen)


def export(model: Opinion, path: Path) -> None:
    """Write the branch in int8, with the inputs that the stem gives: weights by channel in 7 bits, which no processor overflows."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    given = (torch.zeros(1, 7, WIDTH), torch.zeros(1, 1, 1, 7), torch.ones(1, 7, dtype=torch.int64))
    axes = {"states": {1: "pieces"}, "mask": {3: "pieces"}, "seen": {1: "pieces"}}
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            model.float().eval(), given, str(plain), input_names=list(axes), output_names=["sentiment", "intent"],
            opset_version=17, dynamic_axes=axes, dynamo=False,
        )  # fmt: skip
        _rename(plain, {MASK: f"/inner{MASK}", "mask": MASK})
        quantize_dynamic(
            plain, path, per_channel=True, weight_type=QuantType.QInt8, reduce_range=True,
            op_types_to_quantize=["MatMul", "Gemm"],
        )  # fmt: skip


def _rename(path: Path, names: Mapping[str, str]) -> None:
    """Give values of a graph other names: what the stem calls its mask, this graph may call something else."""
    import onnx

    model = onnx.load(str(path))
    for node in model.graph.node:
        for held in (node.input, node.output):
            held[:] = [names.get(name, name) for name in held]
    for value in model.graph.input:
        value.name = names.get(value.name, value.name)
    onnx.save(model, str(path))
