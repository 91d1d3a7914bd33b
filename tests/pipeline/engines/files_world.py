"""A file of rows in several languages, some without words."""

import csv

import pyarrow as pa
import pyarrow.parquet as pq

SAYINGS = (
    "I love the editor but the sync is terrible",
    "Why does the export stop?",
    "",
    "Das Update ist wirklich sehr gut",
    "ok",
    None,
)


def write_file(path, n=700):
    texts = [SAYINGS[n % len(SAYINGS)] and f"{SAYINGS[n % len(SAYINGS)]} {n % 90}" for n in range(n)]
    if path.suffix == ".parquet":
        pq.write_table(
            pa.table({"said": texts, "lang": [None, "de", "english, mostly"] * (n // 3) + [None] * (n % 3)}), path
        )
    else:
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("said", "label"), *((text, "x") for text in texts)])
    return path
