"""How coherent and how diverse the words of themes are, by the protocol of OCTIS: 10 to 50 themes, ten words of each.

    python -m benchmarks.theme_coherence [--data ../shared/data] [--file topics/newsgroups20] [--numbers 10 20 30 40 50]

NPMI is the normalised pointwise mutual information of each two words of a theme within ten words of the same texts, 0 by chance
and 1 at most. Texts are reduced to the 2,000 words that most of them have, without stop words. Diversity is the share of the words of all themes that are different. Voxpop chooses keywords by how well they go
together in the very texts, so beside it stand 'plain' words of its themes: class TF-IDF, as BERTopic has it.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from benchmarks.themes.runs import OURS, THEIRS, laid_out, ways
from benchmarks.themes.sets import DATA

WINDOW = 10
LEAST = 5
WORD = re.compile(r"[a-z]{3,}")


class Coherence:
    """Counts words and pairs of words in windows that slide over the texts."""

    def __init__(self, texts: list[str], words: set[str]) -> None:
        self.alone: Counter[str] = Counter()
        self.both: Counter[tuple[str, str]] = Counter()
        self.windows = 0
        for text in texts:
            told = text.lower().split()
            for start in range(max(len(told) - WINDOW, 0) + 1):
                seen = sorted(words.intersection(told[start : start + WINDOW]))
                self.windows += 1
                self.alone.update(seen)
                self.both.update(combinations(seen, 2))

    def npmi(self, words: list[str]) -> float:
        """The mean over all pairs; a word that is not in the texts counts as one that stands beside none."""
        found = []
        for pair in combinations(sorted(set(words)), 2):
            both = self.both[pair] / self.windows
            if not both:
                found.append(-1.0 if all(self.alone[word] for word in pair) else 0.0)
                continue
            chance = self.alone[pair[0]] * self.alone[pair[1]] / self.windows**2
            found.append(float(np.log(both / chance) / -np.log(both)) if both < 1 else 1.0)
        return float(np.mean(found)) if found else 0.0


def reduced(texts: list[str], count: int = 2_000) -> list[str]:
    """Texts of the words that most of them have, in small letters, without stop words; shorter than five words they are left out."""
    told = [[word for word in WORD.findall(text.lower()) if word not in ENGLISH_STOP_WORDS] for text in texts]
    uses = Counter(word for words in told for word in set(words))
    kept = set(sorted(uses, key=lambda word: (-uses[word], word))[:count])
    short = [[word for word in words if word in kept] for words in told]
    return [" ".join(words) for words in short if len(words) >= LEAST]


def plain_words(texts: list[str], labels: list[str], count: int = 10) -> list[list[str]]:
    """Class TF-IDF (Grootendorst 2022): the share of a word in a theme, times the log of one plus mean theme size by its uses."""
    by_theme: dict[str, Counter[str]] = {}
    for text, label in zip(texts, labels, strict=True):
        if label != "other":
            by_theme.setdefault(label, Counter()).update(text.lower().split())
    uses: Counter[str] = sum(by_theme.values(), Counter())
    mean = uses.total() / max(len(by_theme), 1)
    found = []
    for counts in by_theme.values():
        score = {word: n / counts.total() * np.log(1 + mean / uses[word]) for word, n in counts.items()}
        found.append(sorted(score, key=lambda word: (-score[word], word))[:count])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--file", default="topics/newsgroups20")
    parser.add_argument("--numbers", type=int, nargs="+", default=[10, 20, 30, 40, 50])
    parser.add_argument("--ways", nargs="+", choices=OURS + THEIRS, help="only these")
    parser.add_argument("--posts", type=int, default=3_000)
    chosen = parser.parse_args()
    table = pq.read_table(chosen.data / f"{chosen.file}.parquet", columns=["text"])
    texts = reduced([text for text in table["text"].to_pylist() if text][: chosen.posts])
    told: dict[str, dict[int, list[list[str]]]] = {}
    with laid_out(texts) as laid:
        for way in chosen.ways or ways():
            for number in chosen.numbers:
                found = laid.run(way, number)
                told.setdefault(way, {})[number] = [[word.lower() for word in words[:10]] for words in found["words"]]
                if way == "voxpop":
                    told.setdefault("voxpop, plain words", {})[number] = plain_words(texts, found["labels"])
    every = {word for by_number in told.values() for themes in by_number.values() for words in themes for word in words}
    judge = Coherence(texts, every)
    print(f"{'NPMI / diversity':22}" + "".join(f"{number:>14}" for number in chosen.numbers) + f"{'mean':>14}")
    for way, by_number in told.items():
        scores = [
            (np.mean([judge.npmi(words) for words in themes]), len(set().union(*themes)) / sum(map(len, themes)))
            for themes in by_number.values()
        ]
        cells = [
            f"{npmi:.3f} / {diversity:.2f}" for npmi, diversity in [*scores, tuple(np.mean(np.array(scores), axis=0))]
        ]
        print(f"{way:22}" + "".join(f"{cell:>14}" for cell in cells), flush=True)


if __name__ == "__main__":
    main()
