"""The model card: data, figures of every domain, calibration, limits and size, written by training."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from voxpop.analysis.sentiment.few import LEARNED
from voxpop.analysis.sentiment.head import MODELS
from voxpop.analysis.sentiment.measures import calibration_error, measures

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voxpop.analysis.training.corpora import Labelled, Wanted

    Floats = NDArray[np.float64]


def measure(tier: str = "auto", folder: Path = MODELS) -> list[tuple[int, float]]:
    """For each set of labelled posts that a shipped model was judged on, how many and its accuracy (0 to 1)."""
    found = json.loads((folder / f"{tier}.json").read_text(encoding="utf-8"))["sentiment"]
    return [(entry["n"], entry["accuracy"]) for entry in found.values()]


def figures(domains: list[Labelled], logits: Floats, wanted: list[Wanted], intent_logits: Floats) -> dict[str, Any]:
    """Returns the measures on the judging part of each domain."""
    found: dict[str, Any] = {"sentiment": {}, "intent": {}}
    start = 0
    for one in domains:
        mine = logits[start : start + len(one.labels)][one.part == 2]
        truth = one.labels[one.part == 2]
        start += len(one.labels)
        if one.weight < 1:
            continue
        shares = np.exp(mine - mine.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        found["sentiment"][one.domain] = {
            "n_trained": int((one.part == 0).sum()),
            "n": len(truth),
            **{name: round(value, 4) for name, value in measures(truth, mine.argmax(axis=1)).items()},
            "ece": round(calibration_error(truth, shares), 4),
        }
    start = 0
    for group in wanted:
        held = group.part == 2
        mine, truth = intent_logits[start : start + len(group.texts)][held], group.intents[held]
        start += len(group.texts)
        for place, name in enumerate(LEARNED):
            said = truth[:, place] >= 0
            if len(np.unique(truth[said, place])) == 2:
                guess = (mine[said, place] > 0).astype(np.int64)
                scores = measures(truth[said, place], guess, 2)
                found["intent"].setdefault(name, {})[group.domain] = {
                    "n": int(said.sum()),
                    "macro_f1": round(scores["macro_f1"], 4),
                }
    return found


def write(folder: Path = MODELS) -> str:
    """Returns the card of the models in a folder as Markdown, from the figures that training left there."""
    told = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}
    size = sum(path.stat().st_size for path in folder.iterdir() if path.suffix in {".npz", ".onnx", ".txt"})
    lines = [
        "# Model card",
        "",
        f"{size / 1e6:.1f} MB together. Written by `voxpop train`; do not edit.",
        "",
        *_fast(told.get("fast")),
        *_tiers(told),
        *_few(told.get("few")),
        *_words(told.get("words")),
        *_languages(told.get("languages")),
        *_targets(told.get("targets")),
    ]
    return "\n".join([*lines, *LIMITS, ""])


def _fast(found: dict[str, Any] | None) -> list[str]:
    if found is None:
        return []
    lines = [
        f"## `fast`, version `{found['version']}`, {found['bytes'] / 1e6:.1f} MB",
        "",
        "Linear models over words, negated words, pairs of words, parts of words (2 to 5 letters) and what our own lexicon sees in one",
        "pass (praise, complaint, negation, contrast, trouble, questions, thanks, emoji). One file holds the vocabulary and two heads:",
        "sentiment (three classes, softmax) and intent (five, each on its own). English. L-BFGS from zero: the same data, the same weights.",
        "",
        "Sentiment, on posts held out by the hash of their letters (15 %):",
        "",
        "| domain | trained on | judged on | macro recall | macro-F1 | accuracy | ECE, 15 bins |",
        "|---|--:|--:|--:|--:|--:|--:|",
        *(f"| {name} | {row['n_trained']:,} {_row(row)}" for name, row in found["sentiment"].items()),
        "",
        "Intent, macro-F1 of yes and no, held out:",
        "",
        "| intent | domain | judged on | macro-F1 |",
        "|---|---|--:|--:|",
    ]
    for name, rows in found["intent"].items():
        lines += [f"| {name} | {domain} | {row['n']:,} | {row['macro_f1']:.3f} |" for domain, row in rows.items()]
    return [*lines, ""]


def _tiers(told: dict[str, Any]) -> list[str]:
    if "encoder" not in told or "best" not in told or "auto" not in told:
        return []
    facts = told["encoder"]
    lines = [
        f"## The encoder, version `{facts['version']}`, and the tiers `best` and `auto`",
        "",
        "all-MiniLM-L6-v2 (Apache-2.0), the upper three layers tuned on the same posts for sentiment and intents, int8: the mean, in weights, of",
        "two models and of MiniLM's own layers, its shares chosen by the mean over posts of domains and years never trained on. `best` averages",
        f"its shares (weight {facts['weight']}) with those of `fast`; `auto` asks it where `fast` is less sure than {facts['asked_below']}, or a",
        f"question or a wish is within {facts['unsure']} of a half.",
        "",
    ]
    for tier in ("best", "auto"):
        lines += [
            f"| `{tier}` on | judged on | macro recall | macro-F1 | accuracy | ECE, 15 bins |",
            "|---|--:|--:|--:|--:|--:|",
            *(f"| {name} {_row(row)}" for name, row in told[tier]["sentiment"].items()),
            "",
        ]
    return lines


def _few(found: dict[str, Any] | None) -> list[str]:
    if found is None:
        return []
    rows = (f"| {name} | {row['n']:,} | {row['macro_f1']:.3f} |" for name, row in found["intent"].items())
    return [
        f"## Intents with few labels, version `{found['version']}`",
        "",
        "A linear model over what `fast` sees, taught by the encoder. Judged on posts of ours, most of them hard negatives:",
        "",
        "| intent | judged on | macro-F1 |",
        "|---|--:|--:|",
        *rows,
        "",
    ]


def _words(found: dict[str, Any] | None) -> list[str]:
    if found is None:
        return []
    return [
        f"## Word lists of other languages, version `{found['version']}`",
        "",
        "Judged on half of our own posts, which were written by the makers of the lists: expect much less on posts of others.",
        "",
        "| language | words | idioms | judged on | macro recall | macro-F1 | accuracy | ECE, 15 bins |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
        *(f"| {name} | {row['entries']} | {row['idioms']} {_row(row)}" for name, row in found["sentiment"].items()),
        "",
    ]


def _languages(found: dict[str, Any] | None) -> list[str]:
    if found is None:
        return []
    return [
        "## Small models of other languages",
        "",
        "Words, pairs and parts of words, shared weights and a language's own, and what its word list sees. Trained on UMSAB (Barbieri et al.",
        "2022; tweets, 1,839 a language; its repository is Apache-2.0, the texts are their authors' and are not here) and on the first half of",
        "our own posts. `tweets` are UMSAB's validation part, on which trust in the lists and heat were chosen; so was trust on `ours`, the",
        "other half of our posts. UMSAB's test part was never read. What learned from other people's tweets reads posts to a company less well.",
        "",
        "| language | set | judged on | macro recall | macro-F1 | accuracy | ECE, 15 bins |",
        "|---|---|--:|--:|--:|--:|--:|",
        *(f"| {name} | {kind} {_row(row)}" for kind in ("tweets", "ours") for name, row in found[kind].items()),
        "",
    ]


def _targets(found: dict[str, Any] | None) -> list[str]:
    if found is None:
        return []
    lines = [
        f"## What is said of a name, version `{found['version']}`",
        "",
        "Three layers (int8, 5.9 MB) on the encoder's stem, begun as its branch of opinion; a name is read from the start of the post, its mean",
        "and the mean over the name's pieces, all names of a post in one run. Trained on tweets with a name (Dong et al. 2014), restaurant",
        "reviews (MAMS, Jiang et al. 2019), laptop reviews (SemEval-2014 task 4), half of our own posts, tweets of SemEval-2017 in which a",
        "name stands, and posts put together from two; names are hidden or swapped in every other round. The copies of the sets that were used state no",
        "licence, their texts are their authors', and none is in the project. English.",
        "",
        "Macro-F1 over the names of posts that are held out by the hash of their letters (15 %; of our own posts half). `left out`: the same",
        "posts read by a model that was trained without the whole set; expect this for names and texts of a new kind. `drop` is the difference.",
        "What ships is the mean of two models' weights; the models without a set had two rounds alone, so that a part of the drop is theirs.",
        "",
        "| set | names | whole post | rules and clauses | model alone | as used | left out, model alone | left out, as used | drop |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, kinds in found["judged"].items():
        inside, outside = kinds["in-domain"], kinds.get("left out")
        cells = [
            f"{inside['n']:,}",
            *(f"{inside[way]:.3f}" for way in ("whole post", "rules and clauses", "model alone", "as used")),
        ]
        if outside:
            cells += [
                f"{outside['model alone']:.3f}",
                f"{outside['as used']:.3f}",
                f"{inside['as used'] - outside['as used']:.3f}",
            ]
        lines.append(f"| {name} | {' | '.join(cells + [''] * (8 - len(cells)))} |")
    return [*lines, ""]


def _row(row: dict[str, Any]) -> str:
    figures = " | ".join(f"{row[name]:.3f}" for name in ("macro_recall", "macro_f1", "accuracy", "ece"))
    return f"| {row['n']:,} | {figures} |"


LIMITS = [
    "## Data",
    "",
    "Tweets (SemEval 2013-2016; of other languages UMSAB), customer tweets to airlines (2015), Reddit (GoEmotions), Stack Overflow (Senti4SD), issue comments (Jira,",
    "GitHub), product review sentences, app reviews, GitHub issues, complaint tweets. No text of these is in the project. Classes weigh",
    "alike within each domain, so shares on a new audience lean towards even thirds until a sample of its posts is labelled: see",
    "`docs/sentiment.md`.",
    "",
    "## Limits",
    "",
    "- Sarcasm is read by its words. A text that is only a link, a mention or code is not opinion.",
    "- The domains disagree about bug reports: developers' comments call them neutral, customers' tweets negative.",
    "- Languages without a model are recognised and left unscored.",
    "- Speed: `python -m benchmarks.sentiment`; about 34,000 posts of 25 words a second with `fast`, 2,400 with `auto`, 900 with `best`,",
    "  13,000 by word lists, on two cores.",
]
