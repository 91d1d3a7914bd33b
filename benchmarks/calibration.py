"""What 300 labels of a domain are worth: shares that mean what they say, and weekly shares under a shifted mix.

    python -m benchmarks.calibration [--labels 300] [--repeats 10] [--tier auto] [--json]

On the held-out posts of every labelled domain. First part: calibration error (ECE, 15 bins), log loss and accuracy of the
models as they come and adapted by labels drawn at random, on the other posts; beside them the ECE that a perfect scorer would have on as
many posts, which is not zero. Second part, where 500 posts are left: weeks of 500 posts whose mix of tones is drawn evenly from all
mixes; true share of negative posts against counted labels, summed probabilities, both of the models as they come, summed probabilities
of the adapted ones, and the correction that reports use. Slope 1 means that a change is shown whole.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.sentiment import domains
from voxpop.analysis.estimates.correction import TONES, Correction
from voxpop.analysis.sentiment.adaptation import try_out
from voxpop.analysis.sentiment.measures import calibration_error
from voxpop.analysis.sentiment.reading import Reader

WEEK = 500
WEEKS = 60
Floats = Any


def loss(shares: Floats, truth: Floats) -> float:
    return float(-np.log(np.maximum(shares[np.arange(len(truth)), truth], 1e-6)).mean())


def perfect(shares: Floats, rng: np.random.Generator) -> float:
    """The ECE of these shares were they true."""
    drawn = (rng.random(len(shares))[:, None] > shares.cumsum(axis=1)).sum(axis=1)
    return calibration_error(np.minimum(drawn, 2), shares)


def weeks(truth: Floats, rng: np.random.Generator) -> Any:
    """Rows of each week and its true share of negative posts."""
    places = [np.flatnonzero(truth == tone) for tone in range(3)]
    for _ in range(WEEKS):
        size = rng.multinomial(WEEK, rng.dirichlet(np.ones(3)))
        rows = np.concatenate([rng.choice(place, n) for place, n in zip(places, size, strict=True)])
        yield rows, size[0] / WEEK


def domain(reader: Reader, texts: list[str], truth: Floats, n_labels: int, repeats: int) -> dict[str, Any]:
    """The figures of one domain, means over the repeats."""
    rng = np.random.default_rng(2026)
    read = list(reader.read(pa.array(texts)))
    good = np.flatnonzero(np.concatenate([one.scorable for one in read]))
    shares = np.concatenate([one.sentiment for one in read])[good]
    texts, truth = [texts[i] for i in good], truth[good]
    design = reader.design(texts)
    calibrated: dict[str, list[float]] = {}
    estimated: dict[str, list[tuple[float, float]]] = {}
    kept = []
    for _ in range(repeats):
        order = rng.permutation(len(truth))
        mine, rest = order[:n_labels], order[n_labels:]
        trial = try_out(
            reader.unadapted, shares[mine], [texts[i] for i in mine], truth[mine], np.ones(n_labels), design[mine]
        )
        adapted = shares if trial.adaptation is None else trial.adaptation.apply(shares, texts, design)
        kept.append(trial.adaptation is not None)
        for way, found in (("as it comes", shares), ("adapted", adapted)):
            calibrated.setdefault(f"ECE {way}", []).append(calibration_error(truth[rest], found[rest]))
            calibrated.setdefault(f"log loss {way}", []).append(loss(found[rest], truth[rest]))
            calibrated.setdefault(f"accuracy {way}", []).append(float((found[rest].argmax(1) == truth[rest]).mean()))
        calibrated.setdefault("ECE of a perfect one", []).append(perfect(adapted[rest], rng))
        if len(rest) < WEEK:
            continue
        tones = [TONES[label] for label in truth[mine]]
        fixed = Correction.from_labels(adapted[mine], tones, np.ones(n_labels))
        for rows, share in weeks(truth[rest], rng):
            week = rest[rows]
            ways = {"counted": (shares[week].argmax(1) == 0).mean(), "summed": shares[week][:, 0].mean()}
            ways["adapted, summed"] = adapted[week][:, 0].mean()
            if fixed is not None:
                ways["corrected"] = (fixed.matrix @ adapted[week].mean(axis=0))[0]
            for way, value in ways.items():
                estimated.setdefault(way, []).append((share, float(value)))
    figures: dict[str, Any] = {name: round(float(np.mean(values)), 4) for name, values in calibrated.items()}
    figures["kept"] = float(np.mean(kept))
    for way, pairs in estimated.items():
        true, told = np.array(pairs).T
        figures[f"shares {way}"] = {
            "slope": round(float(np.polyfit(true, told, 1)[0]), 3),
            "error in points": round(float(100 * np.abs(told - true).mean()), 1),
        }
    return figures


def main(arguments: list[str] | None = None) -> int:
    """Print the figures of every domain that has enough labelled posts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", type=int, default=300)
    parser.add_argument("--repeats", type=int, default=10)
    parser.add_argument("--tier", default="auto")
    parser.add_argument("--posts", type=int, default=3000, help="at most so many a domain")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    reader = Reader.load(given.tier)
    for name, (texts, truth) in domains(given.posts).items():
        if len(texts) < given.labels + 100:
            continue
        found = domain(reader, texts, truth, given.labels, given.repeats)
        if given.json:
            print(json.dumps({"domain": name, "posts": len(texts), **found}), flush=True)
            continue
        print(f"{name}, {len(texts):,} posts, {given.labels} labels, kept in {found.pop('kept'):.0%} of the trials")
        for what, value in found.items():
            told = (
                f"slope {value['slope']:.2f}, {value['error in points']:.1f} points off"
                if isinstance(value, dict)
                else f"{value:.3f}"
            )
            print(f"  {what:<24}{told}", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
