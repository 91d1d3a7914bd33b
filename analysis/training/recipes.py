"""How each shipped model is trained: which files it needs, which files it writes, and how long that takes."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from voxpop.analysis.sentiment.head import MODELS
from voxpop.analysis.training import card, corpora
from voxpop.analysis.training.targets.posts import FILES as TARGET_FILES
from voxpop.errors import UsageError

DATA: Final = Path(__file__).parent / "data"
"""Where our own labelled posts are; they come with the sources, not with the package."""

ENCODER_SOURCE: Final = ("model.safetensors", "vocab.txt")
"""Files of all-MiniLM-L6-v2 that the encoder begins from."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to train from, and where to."""

    data: Path
    out: Path
    own: tuple[corpora.Labelled, ...] = ()
    weights: Path | None = None  # folder with all-MiniLM-L6-v2, for the encoder
    partly: bool = False  # public files that are missing are left out


@dataclass(frozen=True, slots=True)
class Step:
    """One model: what it is made from and by."""

    name: str
    makes: tuple[str, ...]
    run: Callable[[Order], object]
    about: str  # how long on one core
    files: tuple[str, ...] = ()  # in the folder of data
    ours: tuple[str, ...] = ()  # beside the tests
    after: tuple[str, ...] = ()  # models that must be there
    packages: tuple[str, ...] = ()
    takes_own: bool = True
    needs_all: bool = False  # of the files, even where others do without


def _fast(order: Order) -> object:
    from voxpop.analysis.training import fast as train

    return train.train(order.data, order.out, order.own)


def _encoder(order: Order) -> object:
    from voxpop.analysis.training import blend, opinion
    from voxpop.analysis.training import encoder as train_encoder

    given = argparse.Namespace(epochs=3, batch=64, rate=8e-5, stem=3, limit=None, seed=7, prune=True)
    with tempfile.TemporaryDirectory() as folder:
        packed = Path(folder)
        train_encoder.pack(order.weights or packed, order.data, packed)
        figures = train_encoder.fit(packed, order.out, DATA / "b2b_labelled.jsonl", given, order.own)
        blend.begin(order.out)
        opinion.train_again(packed, order.out, order.own)
    return figures


def _blend(order: Order) -> object:
    from voxpop.analysis.training import blend

    return blend.fit(order.data, order.out, order.own)


def _few(order: Order) -> object:
    from voxpop.analysis.training import few as train_few

    return train_few.train(order.data, order.out)


def _words(order: Order) -> object:
    from voxpop.analysis.training import words as train_words

    return train_words.train(order.data, order.out, order.own)


def _languages(order: Order) -> object:
    from voxpop.analysis.training.languages import small, told

    return told.train(order.data, order.out), small.train(order.data, order.out)


def _targets(order: Order) -> object:
    from voxpop.analysis.training.targets import fit

    return fit.train(order.data, order.out)


ENCODER: Final = (
    "encoder.stem.onnx", "encoder.opinion.onnx", "encoder.meaning.onnx", "encoder.vocabulary.txt", "encoder.json",
)  # fmt: skip

FEW_FILES: Final = (
    "topics/airline_dialogues_unlabelled.parquet",
    "topics/clinc150.parquet",
    *corpora.files(),
)

LANGUAGE_FILES: Final = ("multilingual/umsab_train.parquet", "multilingual/umsab_val.parquet")

STEPS: Final = (
    Step("fast", ("fast.npz", "fast.json"), _fast, "2 minutes", corpora.files()),
    Step(
        "encoder",
        ENCODER,
        _encoder,
        "6 hours, or half an hour with a GPU",
        corpora.files(),
        ours=("b2b_labelled.jsonl",),
        packages=("torch", "onnx"),
    ),
    Step(
        "few",
        ("few.npz", "few.json"),
        _few,
        "5 minutes",
        FEW_FILES,
        ours=("intents_labelled.jsonl",),
        after=("fast.npz", *ENCODER),
        takes_own=False,
    ),
    Step(
        "words",
        ("words.npz", "words.json"),
        _words,
        "half a minute",
        corpora.files(),
        ours=("languages_labelled.jsonl",),
        after=("fast.npz",),
    ),
    Step(
        "languages",
        ("told.npz", "languages.npz", "languages.json"),
        _languages,
        "3 minutes",
        (*LANGUAGE_FILES, *corpora.files()),
        ours=("languages_labelled.jsonl",),
        after=("words.npz",),
        takes_own=False,
        needs_all=True,
    ),
    Step(
        "blend",
        ("encoder.json", "best.json", "auto.json"),
        _blend,
        "2 minutes",
        corpora.files(),
        after=("fast.npz", "few.npz", "words.npz", "languages.npz", "told.npz", *ENCODER),
    ),
    Step(
        "targets",
        ("encoder.towards.onnx", "targets.json"),
        _targets,
        "40 minutes",
        TARGET_FILES,
        ours=("targets_labelled.jsonl",),
        after=("fast.npz", "few.npz", "words.npz", "languages.npz", "told.npz", *ENCODER),
        packages=("torch", "onnx"),
        takes_own=False,
        needs_all=True,
    ),
)
"""In an order in which each comes after what it needs."""


def chosen(names: Sequence[str]) -> tuple[Step, ...]:
    """Returns the steps of these names, all without one, in the order in which they can be run."""
    known = {step.name: step for step in STEPS}
    for name in names:
        if name not in known:
            raise UsageError(f"No model '{name}' to train. There are: {', '.join(known)}.")
    return tuple(step for step in STEPS if not names or step.name in names)


def missing(step: Step, order: Order, made: Sequence[str] = ()) -> tuple[str, ...]:
    """Returns what a step lacks, each with what to do; `made` are files that steps before it write."""
    lacks = []
    absent = [name for name in step.files if not (order.data / name).is_file()]
    if absent and (step.needs_all or not order.partly):
        lacks.append(f"{len(absent)} files in {order.data}: {', '.join(absent)}")
    lacks += [f"{DATA / name}, which comes with the sources" for name in step.ours if not (DATA / name).is_file()]
    lacks += [
        f"the model file {order.out / name}; train it before" for name in step.after
        if name not in made and not any((folder / name).is_file() for folder in (order.out, MODELS))
    ]  # fmt: skip
    packages = [name for name in step.packages if find_spec(name) is None]
    if packages:
        lacks.append(f"the packages {', '.join(packages)}: pip install {' '.join(packages)}")
    if step.name == "encoder":
        folder = order.weights
        if folder is None or any(not (folder / name).is_file() for name in ENCODER_SOURCE):
            lacks.append(f"--weights: a folder with {' and '.join(ENCODER_SOURCE)} of all-MiniLM-L6-v2")
    return tuple(lacks)


def check(steps: Sequence[Step], order: Order) -> None:
    """Raise `UsageError` with everything that any step lacks, before anything is made."""
    made: list[str] = []
    told = []
    for step in steps:
        told += [f"{step.name} needs {what}" for what in missing(step, order, made)]
        made += step.makes
    if order.own and not any(step.takes_own for step in steps):
        told.append("none of these models takes labelled files of your own")
    public = any((order.data / name).is_file() for name in corpora.files())
    if order.partly and not order.own and not public and any(step.takes_own for step in steps):
        told.append(f"there are no labelled posts: no public file in {order.data}, and none given with --labelled")
    if told:
        raise UsageError("; ".join(told) + ". Nothing was trained.")


def take_over(step: Step, order: Order) -> None:
    """Copy what a step builds on from the models of the package, where the folder has none of its own."""
    for name in step.after:
        if not (order.out / name).is_file():
            shutil.copyfile(MODELS / name, order.out / name)


def write_card(out: Path = MODELS) -> Path:
    """Write the card of the models in a folder, and give its place."""
    path = out / "MODEL_CARD.md"
    path.write_text(card.write(out), encoding="utf-8")
    return path
