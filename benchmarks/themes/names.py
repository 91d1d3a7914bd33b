"""Whether the names of themes are true: the part of a theme's posts that hold a word of its name, or one that means the same.

    python -m benchmarks.themes.names [--data ../shared/data] [--seeds 10] [--beside CHECKOUT] [--sets NAME...]
    python -m benchmarks.themes.names --sheet DIR        names to be judged blind, with decoys
    python -m benchmarks.themes.names --judged FILE --sheet DIR

Sets: the demo's posts (one world a seed), tweets to six airlines, newsgroup posts (20 themes) and questions to a bank (as many themes
as are found). 'word': posts that hold a word of the name itself, in any ending. 'meaning': or a word whose vector, by the encoder and
of that word alone in the ending that it has most often, has a cosine of at least .6 to one of the name's; of a name such as 'Thanks
and praise' the words of its list.
'elsewhere': the same among the posts of all other themes. A theme of under 10 posts is left out. With --beside another checkout finds
and names the themes of the same posts, by its own Python (CHECKOUT/.venv/bin/python), and is measured in the same way.

The sheet has for each name five posts of a theme, which is the named one or, for one name of three, another of its set; a judge writes
for each number 'yes' where the name says what most of the five posts are about. No text of a post is in the project.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv

from benchmarks.themes.sets import DATA, labelled

LEAST_POSTS = 10
DECOYS = 3  # one name of so many stands beside posts of another theme
WORKER = """
import json, sys
import pyarrow.parquet as pq
from voxpop.analysis.themes.model import ThemeModel
names, number, most = json.loads(sys.argv[2]), json.loads(sys.argv[3]), json.loads(sys.argv[4])
posts = pq.read_table(sys.argv[1])
model = ThemeModel(names=names, n_themes=number, most=most, embedding="taught").fit(posts)
found = model.predict(posts)["theme_id"].to_pylist()
print(json.dumps({"themes": found, "labels": {t["theme_id"]: t["label"] for t in model.themes.to_pylist()}}))
"""
AIRLINES = (
    "united", "@united", "united airlines", "us airways", "@usairways", "usairways", "american", "@americanair",
    "american airlines", "americanair", "southwest", "@southwestair", "southwestair", "delta", "@delta", "@jetblue", "jetblue",
    "jet blue", "virgin america", "@virginamerica", "virginamerica",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Set:
    """Texts, the names that are taken out of them, and how many themes are asked for."""

    name: str
    texts: list[str]
    names: tuple[str, ...] = ()
    number: int | None = None
    most: int = 15
    audience: tuple[str, ...] = ()  # of each text, where there are several


def sets(data: Path, chosen: list[str], seeds: int) -> list[Set]:
    """The sets that were asked for."""
    found = []
    if "demo" in chosen:
        found += [_demo(seed) for seed in range(2026, 2026 + seeds)]
    if "airlines" in chosen:
        rows = csv.read_csv(
            data / "posts" / "airline_tweets_2015.csv", parse_options=csv.ParseOptions(newlines_in_values=True)
        )
        kept = dict(zip(rows["text"].to_pylist(), rows["airline"].to_pylist(), strict=True))
        found.append(Set("airlines", list(kept), AIRLINES, audience=tuple(kept.values())))
    if "newsgroups" in chosen:
        found.append(Set("newsgroups", labelled(data, "newsgroups", 4_000)[0], number=20))
    if "banking" in chosen:
        found.append(Set("banking", labelled(data, "banking questions", 4_000)[0], most=100))
    return found


def _demo(seed: int) -> Set:
    from voxpop.pipeline.demo.generator import COMPANY, generate

    texts = [f"{post.title or ''}\n{post.text}".strip() for post in generate(seed).posts]
    return Set(f"demo {seed}", list(dict.fromkeys(texts)), (COMPANY, f"{COMPANY} CRM", f"{COMPANY}CRM"))


def find(one: Set, checkout: Path | None) -> dict[str, Any]:
    """The theme of each text and the labels of themes, as this or another checkout finds and names them."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "posts.parquet"
        ids = [str(i) for i in range(len(one.texts))]
        pq.write_table(pa.table({"source": ["file"] * len(ids), "post_id": ids, "text": one.texts}), file)
        python = checkout / ".venv/bin/python" if checkout else Path(sys.executable)
        asked = [str(file), json.dumps(one.names), json.dumps(one.number), json.dumps(one.most)]
        said = subprocess.run(
            [python, "-c", WORKER, *asked], cwd=checkout or Path.cwd(), check=True, capture_output=True, text=True
        )
    answer: dict[str, Any] = json.loads(said.stdout)
    return answer


@dataclass(frozen=True, slots=True)
class Covered:
    """What parts of posts bear the name of one theme."""

    theme: str
    label: str
    n: int
    word: float
    meaning: float
    elsewhere: float
    least_audience: float


def measure(one: Set, found: dict[str, Any]) -> list[Covered]:
    """Every theme of a set with the part of its posts that bear its name."""
    from voxpop.analysis.themes.naming.words import WordCutter, concepts, stem
    from voxpop.analysis.themes.taught import encode

    cutter = WordCutter(one.names)
    read = [_stems(cutter, text, stem) for text in one.texts]
    written: dict[str, Counter[str]] = {}
    for forms in read:
        for word, form in forms.items():
            written.setdefault(word, Counter())[form] += 1
    spelled = {word: min(forms, key=lambda form: (-forms[form], form)) for word, forms in written.items()}
    counts: dict[str, int] = {}
    for forms in read:
        for word in forms:
            counts[word] = counts.get(word, 0) + 1
    often = sorted(word for word, n in counts.items() if n >= 3)
    lists = dict(concepts())
    vectors = _unit(encode([spelled[word] for word in often]))
    themes = np.array(found["themes"])
    rows = []
    for theme, label in sorted(found["labels"].items()):
        own = themes == theme
        if own.sum() < LEAST_POSTS:
            continue
        if label in lists:
            words = alike = set(lists[label])
        else:
            said = [
                w
                for w in label.replace("&", " ").replace(",", " ").replace("-", " ").split()
                if w not in ("and", "of", "for", "with")
            ]
            words = {stem(word.lower()) for word in said}
            near = (vectors @ _unit(encode([word.lower() for word in said])).T).max(axis=1) >= 0.6
            alike = words | {often[i] for i in np.flatnonzero(near)}
        holds = np.array([not words.isdisjoint(post) for post in read])
        bears = np.array([not alike.isdisjoint(post) for post in read])
        by = [bears[own & (np.array(one.audience) == a)] for a in sorted(set(one.audience))]
        least = min((float(b.mean()) for b in by if len(b) >= LEAST_POSTS), default=float(bears[own].mean()))
        rest = ~own
        rows.append(
            Covered(
                theme,
                label,
                int(own.sum()),
                float(holds[own].mean()),
                float(bears[own].mean()),
                float(bears[rest].mean()),
                least,
            )
        )
    return rows


def _stems(cutter: Any, text: str, stem: Any) -> dict[str, str]:
    from voxpop.analysis.themes.naming.words import WORD

    return {stem(word.lower()): word.lower() for word in WORD.findall(cutter.clean(text[:4_000]))}


def _unit(vectors: Any) -> Any:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def report(name: str, rows: list[Covered]) -> None:
    """One line a theme, and one over all of them."""
    for row in rows:
        print(
            f"  {row.n:>5}  word {row.word:4.0%}  meaning {row.meaning:4.0%}  elsewhere {row.elsewhere:4.0%}"
            f"  least audience {row.least_audience:4.0%}  {row.label}"
        )
    print(total(name, rows), flush=True)


def total(name: str, rows: list[Covered]) -> str:
    """'airlines, 11 themes: word 45%, meaning 62% ...'."""
    meaning = [row.meaning for row in rows]
    weight = [row.n for row in rows]
    return (
        f"{name}, {len(rows)} names: posts that hold a word {np.average([r.word for r in rows], weights=weight):.0%}, or its "
        f"meaning {np.average(meaning, weights=weight):.0%} (elsewhere {np.mean([r.elsewhere for r in rows]):.0%}); names from 60%: "
        f"{sum(m >= 0.6 for m in meaning)}, under 25%: {sum(m < 0.25 for m in meaning)}, least {min(meaning):.0%}"
    )


def sheet(folder: Path, found: list[tuple[Set, dict[str, Any]]], number: int = 100) -> None:
    """Names beside five posts each, mixed with decoys; the truth in a file of its own."""
    rng = np.random.default_rng(11)
    rows = [
        (one, found_, theme)
        for one, found_ in found
        for theme in found_["labels"]
        if found_["themes"].count(theme) >= LEAST_POSTS
    ]
    lines, truth = [], []
    for place, i in enumerate(rng.permutation(len(rows))[:number].tolist(), start=1):
        one, found_, theme = rows[i]
        decoy = bool(rng.random() < 1 / DECOYS)
        others = [other for o, f, other in rows if f is found_ and other != theme]
        shown = str(rng.choice(others)) if decoy and others else theme
        posts = np.flatnonzero(np.array(found_["themes"]) == shown)
        lines.append(f"{place}. {found_['labels'][theme]}   [{one.name.split()[0]}]")
        lines += [
            f"     - {' '.join(one.texts[j].split())[:140]}" for j in rng.choice(posts, 5, replace=False).tolist()
        ]
        truth.append({"label": found_["labels"][theme], "decoy": shown != theme, "set": one.name})
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sheet.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "truth.json").write_text(json.dumps(truth, indent=1), encoding="utf-8")


def judge(folder: Path, judged: Path) -> None:
    """How many names a judge held for true of their own posts, and of others'."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    said = dict(line.split() for line in judged.read_text(encoding="utf-8").splitlines() if line.strip())
    yes = [said.get(str(i)) == "yes" for i in range(1, len(truth) + 1)]
    own = [y for y, t in zip(yes, truth, strict=True) if not t["decoy"]]
    other = [y for y, t in zip(yes, truth, strict=True) if t["decoy"]]
    print(
        f"true of their own posts: {sum(own)} of {len(own)} ({np.mean(own):.0%}); of another theme's: {sum(other)} of {len(other)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--sets", nargs="+", default=["demo", "airlines", "newsgroups", "banking"])
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--beside", type=Path)
    parser.add_argument("--sheet", type=Path)
    parser.add_argument("--judged", type=Path)
    chosen = parser.parse_args()
    if chosen.judged:
        judge(chosen.sheet, chosen.judged)
        return
    totals, kept = [], []
    for one in sets(chosen.data, chosen.sets, chosen.seeds):
        for checkout in filter(None, (chosen.beside, Path.cwd())):
            found = find(one, None if checkout == Path.cwd() else checkout)
            rows = measure(one, found)
            name = f"{one.name} ({'here' if checkout == Path.cwd() else 'beside'})"
            report(name, rows)
            totals.append(total(name, rows))
        kept.append((one, found))
    print("\n" + "\n".join(totals))
    if chosen.sheet:
        sheet(chosen.sheet, kept)


if __name__ == "__main__":
    main()
