"""Labels to be judged blind: for themes of labelled texts what Voxpop calls them, beside the names of all labels.

    python -m benchmarks.theme_labels --out DIR [--data ../shared/data] [--sets NAME...] [--themes 50]
    python -m benchmarks.theme_labels --out DIR --judged JUDGED

The first writes sheet.tsv (number, set, theme's label: what a judge sees), names.txt (the names of the labels of each set, in the order of
the alphabet) and truth.json (the label that most posts of each theme have: what a judge must not see). A judge writes for each number the
name that the theme's label says, or '-' where it says none. The second compares those lines (number, tab, name) with the truth and prints
the table of docs/themes-labels.md. No text of a post is written.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.themes.sets import DATA, SETS, labelled

NAMED = ("banking questions", "assistant requests", "newsgroups")
"""Sets whose labels have names that say something."""


def sheet(
    data: Path, sets: list[str], n_themes: int, posts: int
) -> tuple[list[tuple[str, str, str]], dict[str, list[str]]]:
    """Rows of set, theme's label and the true label of most of its posts, mixed; and the names of the labels of each set."""
    from voxpop.analysis.themes.file import themes_of_rows

    rows, names = [], {}
    for name in sets:
        texts, truth = labelled(data, name, posts)
        names[name] = sorted(set(truth))
        found = themes_of_rows(pa.chunked_array([texts]), len(names[name]))
        labels = {row["theme_id"]: row["theme"] for row in found.themes.to_pylist() if row["theme_id"] != "other"}
        of_theme: dict[str, Counter[str]] = {theme: Counter() for theme in labels}
        for theme, label in zip(found.rows["theme_id"].to_pylist(), truth, strict=True):
            if theme in of_theme:
                of_theme[theme][label] += 1
        # a theme that is not mostly one label has no true name to be judged by
        clear = [theme for theme, n in of_theme.items() if n and 2 * n.most_common(1)[0][1] > n.total()]
        order = np.random.default_rng(5).permutation(len(clear))[: n_themes // len(sets) + 1]
        rows += [(name, labels[clear[i]], of_theme[clear[i]].most_common(1)[0][0]) for i in order.tolist()]
    return [rows[i] for i in np.random.default_rng(6).permutation(len(rows))[:n_themes].tolist()], names


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--judged", type=Path)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--sets", nargs="+", default=list(NAMED), choices=SETS)
    parser.add_argument("--themes", type=int, default=50)
    parser.add_argument("--posts", type=int, default=6_000)
    chosen = parser.parse_args()
    truth_file = chosen.out / "truth.json"
    if chosen.judged:
        truth = json.loads(truth_file.read_text(encoding="utf-8"))
        judged = dict(line.split("\t") for line in chosen.judged.read_text(encoding="utf-8").splitlines() if line)
        right = 0
        print("| set | label | judged to be | true label | |\n|---|---|---|---|---|")
        for number, (name, label, true) in enumerate(truth, start=1):
            said = judged.get(str(number), "-")
            right += said == true
            print(f"| {name} | {label} | {said} | {true} | {'right' if said == true else 'wrong'} |")
        print(f"\n{right} of {len(truth)} ({right / len(truth):.0%}).")
        return
    rows, names = sheet(chosen.data, chosen.sets, chosen.themes, chosen.posts)
    chosen.out.mkdir(parents=True, exist_ok=True)
    lines = [f"{number}\t{name}\t{label}" for number, (name, label, _) in enumerate(rows, start=1)]
    (chosen.out / "sheet.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    told = [f"{name}: {', '.join(labels)}" for name, labels in names.items()]
    (chosen.out / "names.txt").write_text("\n".join(told) + "\n", encoding="utf-8")
    truth_file.write_text(json.dumps(rows, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
