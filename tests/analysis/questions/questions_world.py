"""Posts put together from phrases, some of which want their money back, and a question that asks for these."""

import random

import numpy as np

from voxpop.analysis.questions import Labelled, Question
from voxpop.analysis.questions.words import count_words

WANTS = ["refund", "money back", "reimburse", "return my payment", "credit my card"]
OTHER = [
    "login page",
    "export",
    "calendar sync",
    "dark theme",
    "release notes",
    "training video",
    "price list",
    "webhooks",
]
ENDS = [
    "since Monday",
    "for our team",
    "on the phone",
    "after the call",
    "with the new plan",
    "as promised",
    "in May",
    "again",
]
BEGINS = [
    "please",
    "how do I get",
    "I want",
    "still waiting for",
    "can you help with",
    "we asked for",
    "where is",
    "no word on",
]


def write_posts(words, n, seed):
    """Distinct posts on one of the words each."""
    drawn = random.Random(seed)
    found = {}
    while len(found) < n:
        about = drawn.choice(words)
        found[f"{drawn.choice(BEGINS)} the {about} {drawn.choice(ENDS)}, number {drawn.randint(1, 400)}"] = about
    return list(found)


def encode(texts):
    """Stands for the encoder: hashed words on 48 random axes, so that posts of the same words are near."""
    axes = np.random.default_rng(7).normal(size=(2**19, 48)).astype(np.float32)
    found = np.asarray(count_words(list(texts)) @ axes, dtype=np.float64)
    return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)


def ask(n=20, **changes):
    """A question with `n` examples."""
    values = {
        "id": "refund",
        "name": "Wants a refund",
        "means": "They want money back.",
        "examples": tuple(write_posts(WANTS, n, 1)),
    }
    return Question(**values | changes)


def judge(n, seed=5):
    """Labelled posts, half of them yes."""
    yes, no = write_posts(WANTS, n, seed), write_posts(OTHER, n, seed)
    return tuple(Labelled(text, text in set(yes)) for pair in zip(yes, no, strict=True) for text in pair)
