"""Personal details: what the rules find and eat, how fast, and what masks do to the tone of real posts.

    python -m benchmarks.privacy [--half b] [--by us] [--misses] [--posts 10000] [--tier fast] [--json]

`privacy_sentences.txt` holds 1,000 sentences of customers in six languages with their details marked, written before the rules were
read; `privacy_numbers.txt` 200 with numbers that are nobody's. Rules are mended by the sentences of half `a`; figures are those of
half `b`, which shares no wording of a sentence, and no name, address or number with it where there are enough. `privacy_others.txt` holds
400 posts that another wrote without knowing rules or sentences, two in five of them without a detail (`--by others`). A detail is found
where all its letters and digits are masked (of an address: its digits, for a town is no secret); a mask is right where most of
it is a detail of its kind. Tone is read of real posts as written and masked (`--data`, the folder of labelled posts).
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pc_csv
import pyarrow.parquet as pq

from voxpop.analysis.estimates.estimate import net_sentiment
from voxpop.analysis.sentiment.reading import Reader
from voxpop.analysis.training import corpora
from voxpop.privacy.details import Detail, DetailKind
from voxpop.privacy.find import Finder, find_details
from voxpop.privacy.mask import mask_column
from voxpop.privacy.presidio import presidio_finder

SENTENCES = {
    "us": Path(__file__).with_name("privacy_sentences.txt"),
    "others": Path(__file__).with_name("privacy_others.txt"),
}
NUMBERS = Path(__file__).with_name("privacy_numbers.txt")
MARKED = re.compile(r"\{(?P<kind>[a-z]+)\|(?P<value>[^}]*)\}")
REAL = {
    "tweets to airlines": "posts/airline_tweets_2015.csv",
    "issues of Jira": "sentiment/se_jira_train.parquet",
    "comments of GitHub": "sentiment/se_github_train.parquet",
    "Stack Overflow": "sentiment/senti4sd_stackoverflow_train.parquet",
}
"""Where real posts are taken from, in equal parts while they last."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the details that are in it."""

    half: str
    lang: str
    text: str
    details: tuple[Detail, ...]


def read_sentences(by: str = "us") -> Iterator[Sentence]:
    """The marked sentences that these wrote: 'us' or 'others'."""
    for line in _lines(SENTENCES[by]):
        half, _, lang, marked = line.split("\t")
        yield read_marked(marked.replace("\\n", "\n").replace("·", ""), half, lang)


def read_marked(marked: str, half: str = "", lang: str = "") -> Sentence:
    """A sentence whose details are marked as '{phone|030 23125-447}'."""
    text, at, details = "", 0, []
    for match in MARKED.finditer(marked):
        text += marked[at : match.start()]
        details.append(Detail(len(text), len(text) + len(match["value"]), DetailKind(match["kind"])))
        text += match["value"]
        at = match.end()
    return Sentence(half, lang, text + marked[at:], tuple(details))


def is_found(truth: Detail, found: Sequence[Detail], text: str) -> bool:
    """Whether all that tells it is masked, by a mask of any kind."""
    signs = [place for place in range(truth.start, truth.end) if text[place].isalnum()]
    if truth.kind == DetailKind.ADDRESS:
        signs = [place for place in signs if text[place].isdigit()] or signs
    return all(any(one.start <= place < one.end for one in found) for place in signs)


def is_right(one: Detail, truths: Sequence[Detail]) -> bool:
    """Whether most of a mask is a detail of its kind."""
    inside = sum(max(0, min(one.end, t.end) - max(one.start, t.start)) for t in truths if t.kind == one.kind)
    return inside * 2 > one.end - one.start


def measure_rules(
    sentences: Sequence[Sentence], *, misses: bool = False, further: Finder | None = None
) -> list[dict[str, Any]]:
    """Precision and recall of each kind."""
    right, masked, found, marked = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for sentence in sentences:
        details = find_details(sentence.text, further=further)
        for one in details:
            masked[one.kind] += 1
            right[one.kind] += is_right(one, sentence.details)
            if misses and not is_right(one, sentence.details):
                print(f"wrong {one.kind}: '{sentence.text[one.start : one.end]}' in: {sentence.text!r}")
        for truth in sentence.details:
            marked[truth.kind] += 1
            found[truth.kind] += is_found(truth, details, sentence.text)
            if misses and not is_found(truth, details, sentence.text):
                print(f"missed {truth.kind}: '{sentence.text[truth.start : truth.end]}' in: {sentence.text!r}")
    return [
        {
            "kind": str(kind),
            "marked": marked[kind],
            "recall": round(found[kind] / marked[kind], 3) if marked[kind] else None,
            "masked": masked[kind],
            "precision": round(right[kind] / masked[kind], 3) if masked[kind] else None,
        }
        for kind in DetailKind
        if marked[kind] or masked[kind]
    ]


def measure_bare(sentences: Sequence[Sentence], further: Finder | None = None) -> dict[str, Any]:
    """In how many sentences without a detail one is masked all the same."""
    bare = [one.text for one in sentences if not one.details]
    return {
        "sentences": len(sentences),
        "without details": len(bare),
        "eaten": sum(bool(find_details(text, further=further)) for text in bare),
    }


def measure_numbers(*, misses: bool = False, further: Finder | None = None) -> dict[str, Any]:
    """How many numbers that are nobody's are taken for details."""
    lines = _lines(NUMBERS)
    eaten = [(line, details) for line in lines if (details := find_details(line, further=further))]
    if misses:
        for line, details in eaten:
            print(f"eaten: {line!r} {[(line[d.start : d.end], str(d.kind)) for d in details]}")
    return {"numbers": len(lines), "eaten": len(eaten)}


def read_posts(data: Path, most: int) -> pd.DataFrame:
    """Real posts with where they are from; the whole file of a kind, in its order, is cut to an equal part."""
    parts = []
    for kind, name in REAL.items():
        path = data / name
        table = (
            pc_csv.read_csv(path, parse_options=pc_csv.ParseOptions(newlines_in_values=True))
            if path.suffix == ".csv"
            else pq.read_table(path)
        )
        parts.append(pd.DataFrame({"kind": kind, "text": table["text"].cast(pa.string()).to_pylist()}).dropna())
    parts.sort(key=len)
    left, kept = most, []
    for place, part in enumerate(parts):
        kept.append(part[: left // (len(parts) - place)])
        left -= len(kept[-1])
    return pd.concat(kept, ignore_index=True)


def measure_speed(texts: pa.Array, further: Finder | None = None) -> dict[str, Any]:
    """Posts masked in a second of CPU."""
    began = time.process_time()
    masked, counts = mask_column(texts, further=further)
    spent = time.process_time() - began
    held = Counter(kind for told in counts for kind in told)
    return {
        "posts": len(masked),
        "posts a CPU second": round(len(texts) / spent),
        "with details": sum(map(bool, counts)),
        **{str(kind): held[kind] for kind in DetailKind if held[kind]},
    }


def measure_tone(posts: pd.DataFrame, tier: str) -> Iterator[dict[str, Any]]:
    """Net sentiment as written and masked, with the interval of the former."""
    reader = Reader.load(tier)
    texts = pa.array(posts["text"])
    masked, counts = mask_column(texts)
    changed = np.flatnonzero([bool(told) for told in counts])
    read = list(reader.read(texts))
    before = pd.DataFrame(
        {
            "tone": np.concatenate([one.sentiment.argmax(1) for one in read]),
            "scored": np.concatenate([one.scorable for one in read]),
        }
    )
    after = before.copy()
    again = list(reader.read(masked.take(pa.array(changed))))
    after.loc[changed, "tone"] = np.concatenate([one.sentiment.argmax(1) for one in again])
    after.loc[changed, "scored"] = np.concatenate([one.scorable for one in again])
    for kind in ("all", *REAL):
        rows = np.ones(len(posts), bool) if kind == "all" else (posts["kind"] == kind).to_numpy()
        was, now = (net_sentiment(_counts(tones[rows])) for tones in (before, after))
        if was is None or now is None:
            continue
        moved = (before[rows] != after[rows]).any(axis=1)
        yield {
            "posts": kind,
            "n": int(rows.sum()),
            "masked": int(np.isin(np.flatnonzero(rows), changed).sum()),
            "read otherwise": int(moved.sum()),
            "net": round(was.value, 2),
            "interval": [round(was.low, 2), round(was.high, 2)],
            "net masked": round(now.value, 2),
        }


def _counts(tones: pd.DataFrame) -> pd.DataFrame:
    scored = tones["scored"]
    return pd.DataFrame(
        {
            "author_id": range(len(tones)),
            "n_scored": scored.astype(int),
            "n_negative": (scored & (tones["tone"] == 0)).astype(int),
            "n_positive": (scored & (tones["tone"] == 2)).astype(int),
        }
    )


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("# ")]


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("a", "b"), default="b", help="the sentences that are judged")
    parser.add_argument("--by", choices=tuple(SENTENCES), default="us", help="who wrote the sentences")
    parser.add_argument("--misses", action="store_true", help="print what was missed, masked wrongly and eaten")
    parser.add_argument("--posts", type=int, default=10_000, help="real posts whose tone is read; 0: none")
    parser.add_argument("--tier", default="fast", help="the models that read tone")
    parser.add_argument("--data", type=Path, help="folder of real posts")
    parser.add_argument("--presidio", action="store_true", help="Presidio's patterns for English beside the rules")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    further = presidio_finder(None, "en", 0.4) if given.presidio else None
    sentences = [one for one in read_sentences(given.by) if one.half == given.half]
    rows: list[dict[str, Any]] = [
        *measure_rules(sentences, misses=given.misses, further=further),
        measure_bare(sentences),
    ]
    rows.append(measure_numbers(misses=given.misses, further=further))
    if given.posts:
        posts = read_posts(corpora.folder(given.data), given.posts)
        rows.append(measure_speed(pa.array(posts["text"]), further))
        rows += measure_tone(posts, given.tier)
    for row in rows:
        print(json.dumps(row) if given.json else "  ".join(f"{key} {value}" for key, value in row.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
