"""Ideas and bug reports that mean the same, as one demand, whoever words it how and wherever. Pure.

Of each post the sentence that asks is taken, with and without its way of asking ('it would be great if ...'), and read by the
encoder. Sentences are joined by average linkage (Sokal & Michener 1958): two demands become one where the mean
likeness of their posts is high enough. Measured by `benchmarks/demand.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from voxpop.analysis.text.clauses import sentences
from voxpop.analysis.text.practice import TASKS, WISHES

IDEA, BUG = "idea", "bug"
KINDS = {"feature_request": IDEA, "bug_report": BUG}
"""The kind of demand that an intent makes."""

LIKENESS = {IDEA: 0.285, BUG: 0.34}
"""Mean likeness from which two demands are one; broken things are worded more alike than wished ones."""

AT_ONCE = 3_000
"""Sentences that are compared all with all; more are first joined in parts of this size."""

LONGEST = 240
SCALE = 400
"""Numbers of a vector of length 1 are kept as whole ones, times this."""

Vectors = NDArray[np.float64]
Encode = Callable[[Sequence[str]], Vectors]

ASKS = re.compile(
    r"(?:^|(?<=\W))(please|feature requests?|suggestion|proposal|wish|(?:would|could) be (?:so )?(?:nice|great|good|lovely|helpful|useful|handy)|"
    r"would (?:love|help|save|make|like to (?:see|have))|any (?:plans|chance)|could (?:you|we)|can (?:you|we|i)|(?:\w+ )?needs? (?:an?|the|to|more|\w+ support)|(?:we|i|they|users|you|\w+s) (?:need|want)|is a must|"
    r"needs? (?:an?|the) (?:option|way|switch|button|setting)|missing|should|let (?:us|users|admins|customers|clients|people|me)|could [\w -]{3,40} be|allow|support for|add|idea:?|\+1)(?!\w)",
    re.IGNORECASE,
)
QUESTION = re.compile(
    r"^\W*(?:(?:so|and|ok|okay|hi|hello|hm|well|but|also)\W+)*(?:which|what|how|where|who|why|when|does|do|did|is|are|has|have|can (?:someone|anyone|anybody)|"
    r"can the|can an?)\b|\bhow (?:do|can|would|should) (?:i|we|you)\b",
    re.IGNORECASE,
)
HOPES = re.compile(
    r"\b(?:any (?:plans|chance)|possible to add|please add|could you add|feature request|on the roadmap|planned)\b",
    re.IGNORECASE,
)
BROKEN = re.compile(
    r"\b(?:fail\w*|crash\w*|fr[eo]+z\w*|broken?|breaks|broke|errors?|exception|does(?:n't| not)|do(?:n't| not) work|did(?:n't| not)|"
    r"won't|will not|can(?:'t|not)|stuck|slow\w*|los[et]s?|losing|missing|duplicate[sd]?|twice|wrong|unusable|time[sd]? ?out|hangs?|hung|dies|died|"
    r"drains|never|stop(?:s|ped)|no longer|empty|blank|bugs?|regression|corrupt\w*|garbled|disappear\w*|vanish\w*|useless|worse)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^[\s:,.\-–]*(?:feature request|suggestion|idea|proposal|request|\+1 for|please|pls|could (?:you|we)|can (?:we|you|i)|"
    r"any (?:plans|chance)|(?:it )?would be (?:nice|great|good|helpful|lovely)|it would help|(?:i |we )?would love|i'd love|"
    r"(?:i |we )?wish|(?:we|i) (?:need|want|could|can)|there should be|should be|(?:let|allow) (?:us|users|admins|everyone|people|me)|"
    r"consider|support for this|support|add|an option|a way|a button|the ability|ability|get|a shortcut|being able|"
    r"(?:to )?be able|if|to|for|of|we|i|us|you|users)(?=[\s:,.\-–]|$)[\s:,.\-–]*",
    re.IGNORECASE,
)
_TAIL = re.compile(r"[\s,]*\bplease[.!?\s]*$", re.IGNORECASE)


def find_request(title: str | None, text: str, kind: str = IDEA) -> str | None:
    """The sentence that wishes, or says what is broken: the title if it does, else the first that does; None: none does.

    A plain question wishes nothing, and a sentence of fewer than three words says too little.
    """
    shows = _wishes if kind == IDEA else BROKEN.search
    found = [title] if title else []
    for sentence in (*found, *sentences(text[:4000])):
        if len(sentence.split()) > 2 and shows(sentence):
            return sentence.strip()[:LONGEST]
    return None


def _wishes(sentence: str) -> bool:
    return bool(ASKS.search(sentence)) and (not QUESTION.search(sentence) or bool(HOPES.search(sentence)))


def strip_request(sentence: str) -> str:
    """The sentence without its way of asking, in lower case."""
    left = _TAIL.sub("", sentence.strip().lower())
    while (lead := _LEAD.match(left)) and lead.group().strip() and len(left[lead.end() :].split()) > 1:
        left = left[lead.end() :]
    return left.strip(" .?!")


def vectors(sentences_: Sequence[str], encode: Encode) -> NDArray[np.int8]:
    """One row a sentence, of length 1 times `SCALE`; the same in any batch."""
    if not sentences_:
        return np.zeros((0, 0), dtype=np.int8)
    parts = []
    both = encode([*sentences_, *(strip_request(one) for one in sentences_)])  # together: what is the same is read once
    for read, mean in zip((both[: len(sentences_)], both[len(sentences_) :]), _usual(encode), strict=True):
        part = read - 0.5 * mean
        parts.append(part / np.maximum(np.linalg.norm(part, axis=1, keepdims=True), 1e-9))
    whole: NDArray[np.int8] = np.clip(np.round(np.hstack(parts) * (SCALE / np.sqrt(2))), -127, 127).astype(np.int8)
    return whole


@cache
def _usual(encode: Encode) -> tuple[Vectors, Vectors]:
    """What all requests share, from made-up ones: half of it is taken out of every vector."""
    wishes = [one.strip() for one in re.split(r"[|\n]", WISHES) if "{task}" in one]
    tasks = [one.strip() for one in re.split(r"[|\n]", TASKS)]
    made = [wishes[n % len(wishes)].format(task=task) for n, task in enumerate(tasks)]
    return encode(made).mean(axis=0), encode([strip_request(one) for one in made]).mean(axis=0)


def groups(found: NDArray[np.int8], kind: str) -> NDArray[np.int64]:
    """The number of each sentence's demand, numbered by first appearance; rows must come in a fixed order."""
    points = found.astype(np.float64) / SCALE
    sums: Vectors = points
    member = np.arange(len(points))
    weights: Vectors = np.ones(len(points))
    while len(sums):
        parts = [_link(sums[a : a + AT_ONCE], weights[a : a + AT_ONCE], LIKENESS[kind]) for a in range(0, len(sums), AT_ONCE)]  # fmt: skip
        shift = np.cumsum([0, *(part.max() + 1 for part in parts)])
        joined = np.concatenate([part + start for part, start in zip(parts, shift[:-1], strict=True)])
        smaller = shift[-1] < len(sums)
        member = joined[member]
        sums, weights = _sum_by_group(sums, joined), np.bincount(joined, weights).astype(np.float64)
        if len(parts) == 1 or not smaller:
            break
    _, first, number = np.unique(member, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[number] if len(member) else member


def _link(sums: Vectors, weights: Vectors, least: float) -> NDArray[np.int64]:
    """Groups by mean likeness; each row is already the sum of `weights` sentences."""
    if len(sums) < 2:
        return np.zeros(len(sums), dtype=np.int64)
    from scipy.cluster.hierarchy import fcluster, linkage  # for where sentences are to be joined
    from scipy.spatial.distance import squareform

    means = sums / weights[:, None]
    distance = np.clip(1 - means @ means.T, 0, 2)
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(distance, checks=False), "average")
    numbered: NDArray[np.int64] = fcluster(tree, 1 - least, "distance").astype(np.int64) - 1
    return numbered


def _sum_by_group(rows: Vectors, group: NDArray[np.int64]) -> Vectors:
    out = np.zeros((int(group.max()) + 1, rows.shape[1]))
    np.add.at(out, group, rows)
    return out


def typical(found: NDArray[np.int8], members: Sequence[int]) -> int:
    """The member nearest to the mean of all: whose sentence names the demand."""
    rows = found[list(members)].astype(np.float64)
    return int(members[int(np.argmax(rows @ rows.mean(axis=0)))])
