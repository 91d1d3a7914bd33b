"""Answers of the questions of one's own: words tell them, and the encoder reads the posts that are near a cut-off."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from voxpop.analysis.questions.learned import Learned, Texts, learn
from voxpop.analysis.questions.question import ANSWERS, UNREAD, Answers, Question
from voxpop.analysis.questions.tone import read_tones
from voxpop.analysis.questions.words import WordMap
from voxpop.analysis.text import practice
from voxpop.analysis.text.word_vectors import unit
from voxpop.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Encode = Callable[[Sequence[str]], Floats]

EDITION: Final = 2
"""Changes with what answers, so that posts are asked again."""

BACKGROUND: Final = 3_000
"""Posts that the encoder reads to learn from, beside the questions' own texts."""

FURTHER: Final = 10_000
"""Posts by whose words it is seen how many score how much."""

NEAR: Final = 0.1
"""Share of the posts, nearest to a cut-off, that the encoder reads."""

LETTERS: Final = 1_500
"""Letters of a post that the encoder reads; it sees about 200 words."""


@dataclass(frozen=True, slots=True)
class Quality:
    """What is known of the answers to one question."""

    question: str
    n_examples: int
    n_counter_examples: int
    n_labelled: int
    basis: str
    prior: float
    precision: float
    recall: float
    n_judged_yes: int  # labelled posts over the cut-off, held out
    n_right: int  # of these, posts of which people said yes


@dataclass(frozen=True, slots=True)
class QuestionReader:
    """Answers every question of which there are enough texts; the same text gets the same answer in any batch."""

    version: str
    middle: Floats
    words: WordMap
    learned: tuple[Learned, ...]
    near: float  # the distance up to which the encoder reads a post
    quality: tuple[Quality, ...]
    encode: Encode

    @classmethod
    def fit(cls, questions: Sequence[Question], posts: Sequence[str], encode: Encode | None = None) -> QuestionReader:
        """Learn from the questions' texts and from posts that nobody judged, in the order given; the same posts, the same answers.

        Where there are few posts, made-up ones of the package stand behind them. `UsageError`: no question has enough texts.
        """
        asked = [question for question in questions if question.can_be_learned]
        if not asked:
            raise UsageError("no question has enough examples or labels; give one at least 5 examples")
        encode = encode or encode_texts
        distinct = _drop_repeats(posts)
        behind = choose_background(posts)
        if len(behind) < BACKGROUND:
            behind += [text for text, _, _ in practice.posts()][: BACKGROUND - len(behind)]
        own = [text for question in asked for text in (*question.yes, *question.no)]
        texts = [*own, *behind]
        meaning = encode(texts)
        middle = meaning[len(own) :].mean(axis=0)
        meaning = unit(meaning - middle).astype(np.float64)
        words, held_out = WordMap.fit(texts, meaning)
        tones = read_tones(texts)
        meaning, held_out = np.hstack([meaning, tones]), np.hstack([held_out, tones])
        more = distinct[BACKGROUND : BACKGROUND + FURTHER]
        further = np.vstack([held_out[len(own) :], np.hstack([words.transform(more), read_tones(more)])])
        learned, quality, start = [], [], 0
        for question in asked:
            end = start + len(question.yes) + len(question.no)
            rows = [*range(start, end), *range(len(own), len(texts))]
            told = Texts(meaning[rows], held_out[rows], len(question.yes), len(question.no))
            one, judged = learn(question, told, further)
            learned.append(one)
            quality.append(_quality(question, one, judged))
            start = end
        nearest = np.min([one.distance(further) for one in learned], axis=0)
        version = f"{version_of(asked)}-{_hash(*behind)}"
        return cls(
            version, middle, words.packed(), tuple(learned), float(np.quantile(nearest, NEAR)), tuple(quality), encode
        )

    @property
    def questions(self) -> tuple[str, ...]:
        """The ids of the questions that are answered."""
        return tuple(one.id for one in self.learned)

    def read(self, texts: Sequence[str | None], readable: Sequence[bool] | None = None) -> Answers:
        """The answers, a row a text; texts that are not readable (another language) or empty are `unread`."""
        said = [text or "" for text in texts]
        can = np.array([bool(text.strip()) for text in said], dtype=bool)
        if readable is not None:
            can &= np.asarray(readable, dtype=bool)
        rows = np.flatnonzero(can)
        by_words = self.words.transform([said[row] for row in rows])
        known = by_words.any(axis=1)
        tones = read_tones([said[row] for row in rows])
        by_words = np.hstack([by_words, tones])
        far = np.min([one.distance(by_words) for one in self.learned], axis=0) if len(rows) else np.zeros(0)
        asked = np.flatnonzero((far < self.near) | ~known)
        meaning = unit(self.encode([said[rows[place]] for place in asked]) - self.middle).astype(np.float64)
        meaning = np.hstack([meaning, tones[asked]])
        size = (len(said), len(self.learned))
        probability = np.full(size, np.nan, dtype=np.float32)
        answer = np.full(size, ANSWERS.index(UNREAD), dtype=np.int8)
        above = np.zeros(size, dtype=bool)
        for column, one in enumerate(self.learned):
            scores = one.score_words(by_words)
            scores[asked] = one.score(by_words[asked], meaning)
            probability[rows, column] = one.cut.probability(scores)
            answer[rows, column] = [ANSWERS.index(word) for word in one.answer(scores)]
            above[rows, column] = scores >= one.cut.value
        return Answers(self.questions, probability, answer, above)

    def to_state(self) -> bytes:
        """All that was learned, without any post: weights of hashed words, and numbers."""
        facts = {
            "version": self.version, "near": self.near, "learned": [one.to_state() for one in self.learned],
            "quality": [asdict(one) for one in self.quality],
        }  # fmt: skip
        place = io.BytesIO()
        np.savez_compressed(
            place,
            allow_pickle=False,
            facts=np.frombuffer(json.dumps(facts).encode(), dtype=np.uint8),
            middle=self.middle,
            weights=np.array([one.weights for one in self.learned]),
            **self.words.to_state(),
        )
        return place.getvalue()

    @classmethod
    def from_state(cls, state: bytes, encode: Encode | None = None) -> QuestionReader:
        """What was saved."""
        with np.load(io.BytesIO(state), allow_pickle=False) as held:
            facts = json.loads(held["facts"].tobytes())
            learned = [Learned.from_state(*pair) for pair in zip(facts["learned"], held["weights"], strict=True)]
            quality = tuple(Quality(**one) for one in facts["quality"])
            words = WordMap.from_state(held)
            return cls(
                facts["version"], held["middle"], words, tuple(learned), facts["near"], quality, encode or encode_texts
            )

    def reads(self, questions: Sequence[Question]) -> bool:
        """Whether it was learned from these questions as they are now."""
        return self.version.startswith(f"{version_of(questions)}-")


def encode_texts(texts: Sequence[str]) -> Floats:
    """The vectors of the encoder that comes with the package."""
    from voxpop.analysis.sentiment.encoder import MEANING, OpinionEncoder

    return OpinionEncoder.load(branch=MEANING).embed([text[:LETTERS] for text in texts])


def choose_background(posts: Sequence[str]) -> list[str]:
    """The posts, each text once, that the encoder reads to learn from."""
    return _drop_repeats(posts)[:BACKGROUND]


def _drop_repeats(posts: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(text for text in posts if text.strip()))


def version_of(questions: Sequence[Question]) -> str:
    """What the version of a reader of these questions begins with, whatever posts it was learned from."""
    from voxpop.analysis.sentiment.head import MODELS

    encoder = json.loads((MODELS / "encoder.json").read_text(encoding="utf-8"))["version"]
    asked = [question.digest() for question in questions if question.can_be_learned]
    return f"questions-{EDITION}-{encoder}-{_hash(*asked)}"


def _hash(*said: str) -> str:
    made = hashlib.blake2b(digest_size=4)
    for one in said:
        made.update(one.encode() + b"\x1f")
    return made.hexdigest()


def _quality(question: Question, one: Learned, judged: Floats) -> Quality:
    """`judged` are held-out scores of the labelled posts, those of yes first."""
    n_yes = sum(label.yes for label in question.labelled)
    over = judged >= one.cut.value
    return Quality(
        question.id,
        len(question.examples),
        len(question.counter_examples),
        len(question.labelled),
        one.cut.basis,
        one.cut.prior,
        one.cut.precision,
        one.cut.recall,
        int(over.sum()),
        int(over[:n_yes].sum()),
    )
