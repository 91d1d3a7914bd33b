"""Fine-tuning of the encoder for sentiment and intent, and its export to ONNX int8; needs PyTorch, ONNX, onnxruntime.

`voxpop train encoder` does both: `pack` makes one small folder of weights (halves) and data; `fit` trains from such a folder on
a GPU or a CPU without any network (`python -m voxpop.analysis.training.encoder` has each alone, for a machine lent), and writes `encoder.*.onnx`, `encoder.vocabulary.txt`
and `facts.json`; `voxpop train blend` then fits how it stands beside `fast`.

The int8 model finds the range of its activations in each run, so what shares a batch moves a score (by up to 0.3 in
the logits here): it must be run one post at a time, which costs a third of its speed.
"""

# mypy: disable-error-code="import-not-found,misc,untyped-decorator"
# PyTorch is not among the dependencies: this module runs only where somebody has installed it.

from __future__ import annotations

import argparse
import json
import logging
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch.nn import functional

from voxpop.analysis.sentiment.few import LEARNED
from voxpop.analysis.sentiment.measures import LABELS, calibration_error, measures
from voxpop.analysis.sentiment.wordpiece import WordPiece
from voxpop.analysis.training import corpora
from voxpop.analysis.training.encoder_export import export
from voxpop.analysis.training.encoder_model import Encoder, read_safetensors
from voxpop.analysis.training.fast import balance

LOG = logging.getLogger("voxpop.train")

MOST_JUDGED: Final = 800
"""Posts of each domain that are judged at the end."""

POOL: Final = 64
"""Batches that are filled from one sorted run of posts, so that little is padded."""

FILES: Final = ("sentiment/*.parquet", "intent/*.parquet", "topics/banking77_train.parquet")


@dataclass(frozen=True, slots=True)
class Posts:
    """All posts with what is said of them; -1 where nothing is said."""

    names: list[str]  # of domains
    domain: np.ndarray[Any, Any]
    part: np.ndarray[Any, Any]
    label: np.ndarray[Any, Any]
    intents: np.ndarray[Any, Any]
    weight: np.ndarray[Any, Any]  # of the sentiment label
    ids: list[list[int]]


def pack(weights: Path, data: Path, out: Path) -> None:
    """Write the folder that `fit` needs: MiniLM's weights as halves, its vocabulary, and the labelled files."""
    out.mkdir(parents=True, exist_ok=True)
    held = {name: array for name, array in read_safetensors(weights / "model.safetensors").items() if array.ndim}
    held["embeddings.position_embeddings.weight"] = held["embeddings.position_embeddings.weight"][:128]
    halves = {name: a.astype(np.float16) for name, a in held.items() if a.dtype == np.float32 and "pooler" not in name}
    np.savez_compressed(out / "minilm.npz", allow_pickle=False, **halves)
    shutil.copy(weights / "vocab.txt", out / "vocab.txt")
    for pattern in FILES:
        for path in sorted(data.glob(pattern)):
            target = out / "data" / path.relative_to(data)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def gather(
    data: Path, judge: Path | None, cutter: WordPiece, limit: int | None, own: Sequence[corpora.Labelled] = ()
) -> Posts:
    """Returns every labelled post of the data, and of our own file that is only judged on."""
    domains, wanted = corpora.sentiment(data, own), corpora.intents(data)
    if judge:
        rows = [json.loads(line) for line in judge.read_text(encoding="utf-8").splitlines()]
        labels = np.array([LABELS.index(row["label"]) for row in rows])
        domains.append(corpora.Labelled("b2b", [row["text"] for row in rows], labels, np.full(len(rows), 2)))
    names: list[str] = []
    texts: list[str] = []
    columns: list[tuple[int, int, int, list[int], float]] = []
    for one in domains:
        for text, part, label in list(zip(one.texts, one.part, one.labels, strict=True))[:limit]:
            texts.append(text)
            columns.append((len(names), int(part), int(label), [-1] * len(LEARNED), one.weight))
        names.append(one.domain)
    for group in wanted:
        for text, part, intents in list(zip(group.texts, group.part, group.intents, strict=True))[:limit]:
            texts.append(text)
            columns.append((len(names), int(part), -1, [int(value) for value in intents], 0.0))
        names.append(f"intent {group.domain}")
    domain, part, label, intents, weight = (np.array(column) for column in zip(*columns, strict=True))
    trained = (part == 0) & (label >= 0)
    even = balance(np.maximum(label, 0), domain, trained)
    return Posts(names, domain, part, label, intents, even * weight, [cutter.encode(text) for text in texts])


def batches(posts: Posts, chosen: np.ndarray[Any, Any], size: int, dice: np.random.Generator | None) -> list[Any]:
    """Returns the places of posts in batches of like length, shuffled by `dice` or sorted without."""
    order = dice.permutation(chosen) if dice else chosen
    length = np.array([len(row) for row in posts.ids])
    found = []
    step = size * POOL if dice else len(order)
    for start in range(0, len(order), max(step, 1)):
        pool = order[start : start + step]
        pool = pool[np.argsort(length[pool], kind="stable")]
        found += [pool[at : at + size] for at in range(0, len(pool), size)]
    return [found[place] for place in dice.permutation(len(found))] if dice else found


def loss_of(outputs: Any, posts: Posts, rows: Any) -> torch.Tensor:
    """Returns the loss of a batch: sentiment, and intents that are stated."""
    sentiment, intent = outputs
    device = sentiment.device
    label = torch.as_tensor(posts.label[rows], device=device)
    weight = torch.as_tensor(posts.weight[rows], dtype=torch.float32, device=device)
    stated = torch.as_tensor(posts.intents[rows], device=device)
    first = functional.cross_entropy(sentiment.float(), label.clamp(min=0), reduction="none", label_smoothing=0.05)
    second = functional.binary_cross_entropy_with_logits(intent.float(), stated.clamp(min=0).float(), reduction="none")
    said = (stated >= 0).float()
    total: torch.Tensor = (first * weight * (label >= 0)).mean() + (second * said).sum() / said.sum().clamp(min=1)
    return total


def fit(
    folder: Path, out: Path, judge: Path | None, given: argparse.Namespace, own: Sequence[corpora.Labelled] = ()
) -> dict[str, Any]:
    """Train, judge, export, and give the figures."""
    torch.manual_seed(given.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    cutter = WordPiece.read(folder / "vocab.txt")
    posts = gather(folder / "data", judge, cutter, given.limit, own)
    LOG.info("%d posts, on %s", len(posts.ids), device)
    with np.load(folder / "minilm.npz", allow_pickle=False) as stored:
        held = dict(stored)
    model = Encoder(len(cutter.pieces), given.stem, len(LEARNED))
    model.take(held)
    model = model.to(device)
    train(model, posts, cutter, given)
    logits, _ = predict(model, posts, cutter, device)
    out.mkdir(parents=True, exist_ok=True)
    figures = judged(posts, logits)
    (out / "facts.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    LOG.info("%s", json.dumps(figures, indent=1))
    export(model.float().cpu().eval(), cutter, posts.ids if given.prune else None, out)
    return figures


def train(model: Any, posts: Posts, cutter: WordPiece, given: argparse.Namespace) -> None:
    """Fit the branch of opinion in place, on the device that it is on; the rest stays as it is."""
    device = model.places.device.type
    dice = np.random.default_rng(given.seed)
    chosen = np.flatnonzero(posts.part == 0)
    head = [p for n, p in model.named_parameters() if n.startswith(("sentiment", "intent")) and p.requires_grad]
    body = list(model.opinion.parameters())
    groups = [{"params": body, "lr": given.rate}, {"params": head, "lr": given.rate * 10}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    n_steps = given.epochs * -(-len(chosen) // given.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (0.06 * n_steps + 1)) * max(0.0, 1 - step / n_steps)
    )
    began, step = time.monotonic(), 0
    model.train()
    for _ in range(given.epochs):
        for rows in batches(posts, chosen, given.batch, dice):
            ids, seen = (torch.from_numpy(a).to(device) for a in cutter.batch([posts.ids[row] for row in rows]))
            with torch.autocast(device, dtype=torch.bfloat16, enabled=device == "cuda"):
                loss = loss_of(model.judge(ids, seen), posts, rows)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*body, *head], 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            if step % 50 == 0:
                LOG.info("step %d of %d, loss %.3f, %.0f s", step, n_steps, float(loss), time.monotonic() - began)


@torch.no_grad()
def predict(model: Any, posts: Posts, cutter: WordPiece, device: str) -> tuple[Any, Any]:
    """Returns the logits of some judged posts of every domain; zeros for all others."""
    model.eval()
    sentiment, intent = np.zeros((len(posts.ids), 3)), np.zeros((len(posts.ids), len(LEARNED)))
    judged_on = [np.flatnonzero((posts.domain == n) & (posts.part == 2))[:MOST_JUDGED] for n in range(len(posts.names))]
    chosen = np.concatenate(judged_on)
    for rows in batches(posts, chosen, 64, None):
        ids, seen = (torch.from_numpy(a).to(device) for a in cutter.batch([posts.ids[row] for row in rows]))
        first, second = model.judge(ids, seen)
        sentiment[rows], intent[rows] = first.float().cpu().numpy(), second.float().cpu().numpy()
    return sentiment, intent


def judged(posts: Posts, logits: Any) -> dict[str, Any]:
    """Returns the measures of each domain on its judging part."""
    found = {}
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    for place, name in enumerate(posts.names):
        mine = (posts.domain == place) & (posts.label >= 0) & logits.any(axis=1)
        if mine.any():
            found[name] = measures(posts.label[mine], logits[mine].argmax(axis=1)) | {
                "ece": calibration_error(posts.label[mine], shares[mine])
            }
    return found


def main(arguments: list[str] | None = None) -> int:
    """Pack or train from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    packing = verbs.add_parser("pack")
    packing.add_argument("--weights", type=Path, required=True, help="folder with model.safetensors and vocab.txt")
    packing.add_argument("--data", type=Path)
    packing.add_argument("--out", type=Path, required=True)
    fitting = verbs.add_parser("fit")
    fitting.add_argument("--folder", type=Path, required=True, help="what `pack` wrote")
    fitting.add_argument("--out", type=Path, required=True)
    fitting.add_argument("--judge", type=Path, help="JSONL with text and label that is only judged on")
    fitting.add_argument("--epochs", type=int, default=3)
    fitting.add_argument("--batch", type=int, default=64)
    fitting.add_argument("--rate", type=float, default=8e-5)
    fitting.add_argument("--stem", type=int, default=3, help="layers that stay as they are and serve both branches")
    fitting.add_argument("--limit", type=int, help="posts of each domain, to try it out")
    fitting.add_argument("--seed", type=int, default=7)
    fitting.add_argument("--prune", action="store_true", help="leave out pieces that the data do not use")
    given = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(relativeCreated)6d ms %(message)s")
    if given.verb == "pack":
        pack(given.weights, corpora.folder(given.data), given.out)
    else:
        fit(given.folder, given.out, given.judge, given)
    return 0


if __name__ == "__main__":
    sys.exit(main())
