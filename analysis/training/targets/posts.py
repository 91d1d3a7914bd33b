"""Labelled posts that name something, to train and judge on: public sets, our own, and posts put together from two."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow.parquet as pq

from voxpop.analysis.sentiment.measures import LABELS
from voxpop.analysis.text.names import FIRST, Named, Names, places
from voxpop.analysis.text.tokens import mask
from voxpop.analysis.training.corpora import part_of

if TYPE_CHECKING:
    from collections.abc import Mapping

SETS: Final = {"tweets": "tweets_dong2014", "restaurants": "mams", "laptops": "laptops_semeval14"}
"""Public sets with a label for each name: tweets of people and things, restaurant and laptop reviews."""

FILES: Final = (
    *(f"targets/{file}_train.parquet" for file in SETS.values()),
    "sentiment/semeval_tweets_train.parquet",
    "sentiment/vader_amazon_snippets.parquet",
)

OURS: Final = Path(__file__).parents[1] / "data" / "targets_labelled.jsonl"

NAMED_TWEETS, PAIRS = 3000, 2500
"""How many tweets with a name, and how many posts put together from two, are trained on."""

INVENTED: Final = """Brindle|Cobalt Desk|Duskway|Elmfield|Fernhill|Gantry|Hollin CRM|Inkwell|Juniper Pay|Kestrel Air|Lumenbox|Marlow
Northgate|Otterby|Pellworth|Quayside Mail|Rookery|Saltmarsh|Tidewater|Umberline|Vellum|Wickery|Yarrow Bank|Zephyr Mobile|Anvil
Beacon Hosting|Cinder|Driftwood|Everstone|Foxglove""".replace("\n", "|").split("|")
"""Names that nobody bears, to put in the place of those that the sets repeat."""

JUDGED: Final = 2
"""Part of the posts that is only judged on."""

STANDS_FOR: Final = "it"
"""What stands for a name that the model shall not see."""

_CAPITAL: Final = re.compile(r"(?<=[a-z,] )(?:[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?=[ .,!?])|(?<=#)[A-Z]\w+")
_JOINTS: Final = (" , but ", " . ", " , and ", " while ", " ; ", " . ", ". But ", " , ")
_SHORT: Final = 18
"""Words of a post that may be one half of a pair."""


@dataclass(frozen=True, slots=True)
class Told:
    """A post with its names as single characters, the words of each, and the class of what is said of it."""

    domain: str
    marked: str
    called: Mapping[int, str]
    labels: Mapping[int, int]
    part: int  # 0, 1 trained on, 2 judged on
    text: str = ""

    def rename(self, called: Mapping[int, str]) -> Told:
        """Returns the post with other words for its names."""
        return replace(self, called=called)


def read_set(domain: str, path: Path) -> list[Told]:
    """Returns a public set, each text once with all its names."""
    texts: dict[str, list[dict[str, Any]]] = {}
    for row in pq.read_table(path).to_pylist():
        texts.setdefault(row["text"], []).append(row)
    return [_mark(domain, text, rows) for text, rows in texts.items()]


def _mark(domain: str, text: str, rows: list[dict[str, Any]]) -> Told:
    rows = [row for row in sorted(rows, key=lambda row: row["at"]) if row["at"] >= 0]
    marked, end, called, labels = "", 0, {}, {}
    for place, row in enumerate(rows):
        if row["at"] < end:
            continue  # a name inside another
        marked += text[end : row["at"]] + chr(FIRST + place)
        end = row["at"] + len(row["target"])
        called[place], labels[place] = row["target"], LABELS.index(row["label"])
    return Told(domain, mask(marked + text[end:]), called, labels, part_of(text), text)


def half_of(text: str) -> str:
    """Returns the half that one of our posts belongs to, by its letters alone: 'develop' or 'judge'."""
    letters = "".join(sign for sign in text.lower() if sign.isalnum())
    return "judge" if blake2b(letters.encode(), digest_size=4).digest()[0] % 2 else "develop"


def read_ours(path: Path = OURS) -> list[Told]:
    """Returns our own posts; those of the half to develop with are trained on."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        names = sorted(row["targets"])
        marked = mask(Names([Named(name=name, role="rival", terms=(name,)) for name in names]).mark(row["text"]))
        there = {place: names[place] for place in sorted(set(places(marked)))}
        labels = {place: LABELS.index(row["targets"][name]) for place, name in there.items()}
        part = JUDGED if half_of(row["text"]) == "judge" else 0
        found.append(Told("ours", marked, there, labels, part, row["text"]))
    return found


def name_tweets(path: Path, dice: random.Random) -> list[Told]:
    """Returns tweets with a capital name in them that bears the tone of the whole."""
    found = []
    for row in pq.read_table(path, columns=["text", "label"]).to_pylist():
        hits = list(_CAPITAL.finditer(row["text"]))
        if hits and part_of(row["text"]) != JUDGED:
            hit = dice.choice(hits)
            marked = row["text"][: hit.start()] + chr(FIRST) + row["text"][hit.end() :]
            label = LABELS.index(row["label"])
            found.append(Told("named tweets", mask(marked), {0: hit[0]}, {0: label}, 0, row["text"]))
    return dice.sample(found, min(NAMED_TWEETS, len(found)))


def read_snippets(path: Path) -> list[Told]:
    """Returns sentences of reviews, said of an invented name that stands before them."""
    found = []
    for row in pq.read_table(path, columns=["text", "label"]).to_pylist():
        if part_of(row["text"]) != JUDGED and row["label"] in LABELS:
            label = LABELS.index(row["label"])
            text = row["text"].strip().rstrip(".")
            found.append(Told("snippets", mask(f"{chr(FIRST)} : {text}"), {0: "it"}, {0: label}, 0, row["text"]))
    return found


def pair(posts: Sequence[Told], dice: random.Random, n: int = PAIRS) -> list[Told]:
    """Returns posts put together from two short ones, of which each name keeps its class: opinions that differ in one text."""
    short = [post for post in posts if len(post.marked.split()) <= _SHORT and post.part == 0]
    classes = [[post for post in short if label in post.labels.values()] for label in range(len(LABELS))]
    if not all(classes):
        return []
    found = []
    for _ in range(n):
        first, second = (dice.choice(dice.choice(classes)) for _ in range(2))
        shift = max(first.called) + 1
        moved = second.marked.translate({FIRST + place: FIRST + place + shift for place in second.called})
        text = first.marked.rstrip(" .") + dice.choice(_JOINTS) + moved
        called = {**first.called, **{place + shift: name for place, name in second.called.items()}}
        labels = {**first.labels, **{place + shift: label for place, label in second.labels.items()}}
        found.append(swap(Told("pairs", text, called, labels, 0), dice))
    return found


def swap(post: Told, dice: random.Random, pool: Sequence[str] = INVENTED) -> Told:
    """Returns the post with another name in the place of each."""
    return post.rename(dict(zip(post.called, dice.sample(pool, len(post.called)), strict=True)))


def hide(post: Told) -> Told:
    """Returns the post with every name hidden."""
    return post.rename(dict.fromkeys(post.called, STANDS_FOR))


def gather(data: Path, without: str | None = None, seed: int = 7) -> list[Told]:
    """Returns all posts; of a set that is left out, only what is judged on."""
    dice = random.Random(seed)  # noqa: S311 - nothing secret
    told = [post for name, file in SETS.items() for post in read_set(name, data / f"targets/{file}_train.parquet")]
    told = [post for post in (*told, *read_ours()) if post.labels]
    trained = [post for post in told if post.domain != without]
    snippets = read_snippets(data / "sentiment/vader_amazon_snippets.parquet")
    more = [*name_tweets(data / "sentiment/semeval_tweets_train.parquet", dice), *pair([*trained, *snippets], dice)]
    return [*more, *(post for post in told if post.domain != without or post.part == JUDGED)]


def vary(posts: Iterable[Told], seed: int = 7) -> Iterator[tuple[Told, Told]]:
    """Returns each post as it is and with its names hidden or swapped, so that a name alone says little."""
    dice = random.Random(seed)  # noqa: S311 - nothing secret
    pool = [
        *INVENTED,
        *dict.fromkeys(name for post in posts if post.domain == "tweets" for name in post.called.values()),
    ]
    for post in posts:
        yield post, hide(post) if dice.random() < 0.4 else swap(post, dice, pool)
