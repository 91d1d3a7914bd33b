"""Questions in groups that ask the same: what is known is kept, only what is new is read and compared."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from voxpop.analysis.knowledge.asking import find_question
from voxpop.analysis.knowledge.grouping import Grouping, vectors
from voxpop.analysis.themes.taught import encode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voxpop.warehouse import Snapshot

VERSION = "asking-1"
POST_ASKINGS = pa.schema(
    [("source", pa.string()), ("post_id", pa.string()), ("content_hash", pa.string()), ("group_id", pa.string()),
     ("sentence", pa.string()), ("vector", pa.binary()), ("model_version", pa.string())]
)  # fmt: skip


def group_questions(snapshot: Snapshot, own: Sequence[str]) -> pa.Table:
    """Rows of the table `post_askings`; `found_voices` is registered.

    A question that was read before stays in its group. The first analysis reads all of them; later ones what came since (measured by `benchmarks/knowledge.py`).
    """
    posts = snapshot.records("analyze/askings", {"own": list(own) or [""], "version": VERSION})
    known = [post for post in posts if post["vector"] is not None]
    new = [post for post in posts if post["vector"] is None]
    for post in new:
        post["sentence"] = find_question(post["title"], post["text"] or "", is_question=post["is_question"])
    new = [post for post in new if post["sentence"]]
    if new:
        found = vectors([post["sentence"] for post in new], encode)
        grouping = Grouping()
        if known:
            read = np.stack([np.frombuffer(post["vector"], dtype=np.int8) for post in known])
            grouping.know([post["sentence"] for post in known], read, [post["group_id"] for post in known])
        names = grouping.join([post["sentence"] for post in new], found, [_id(post) for post in new])
        for post, vector, name in zip(new, found, names, strict=True):
            post |= {"vector": vector.tobytes(), "group_id": name}
    rows = [{name: post.get(name, VERSION) for name in POST_ASKINGS.names} for post in (*known, *new)]
    return pa.Table.from_pylist(rows, POST_ASKINGS)


def _id(post: dict[str, str]) -> str:
    """The name of a group that begins with this post; an edit that asks something else begins another."""
    said = "\x1f".join((post["source"], post["post_id"], post["content_hash"]))
    return "q" + hashlib.sha256(said.encode()).hexdigest()[:10]
