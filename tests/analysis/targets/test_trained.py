"""The trained model of names: told apart in one run, alike in any company, and only where a tier and a language have it."""

from __future__ import annotations

import pyarrow as pa
import pytest

from voxpop.analysis.sentiment.reading import Reader
from voxpop.analysis.sentiment.words.own_words import OwnWords
from voxpop.analysis.targets.targets import TargetReader
from voxpop.analysis.targets.trained import TargetModel
from voxpop.analysis.text.names import Named, Names

NAMES = ("camera", "battery", "keyboard", "support")


def named(*names: str) -> Names:
    return Names([Named(name=name, role="product", terms=(name,)) for name in names])


@pytest.fixture(scope="module")
def auto() -> Reader:
    return Reader.load("auto")


def told(reader: TargetReader, text: str, lang: str | None = None) -> dict[str, tuple[str, str]]:
    rows = reader.read(pa.array([text]), pa.array([lang], pa.string())).to_pylist()
    return {row["target"]: (row["label"], row["basis"]) for row in rows}


MIXED = "The camera is gorgeous and takes lovely pictures, but the battery is dead by noon and support never answered"


def test_several_names_are_told_apart_in_one_run(auto: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = TargetReader(auto, named(*NAMES))
    runs = []
    plain = TargetModel._run
    monkeypatch.setattr(TargetModel, "_run", lambda model, window: runs.append(window) or plain(model, window))
    assert told(reader, MIXED) == {
        "camera": ("positive", "model"),
        "battery": ("negative", "model"),
        "support": ("negative", "model"),
    }
    assert len(runs) == 1
    assert list(runs[0].weights().shape) == [3, len(runs[0].ids)]


def test_a_name_s_tone_is_the_same_whatever_else_is_configured_or_read(auto: Reader) -> None:
    model = TargetReader(auto, named(*NAMES)).model
    assert model is not None
    marked = Names([Named(name=name, role="product", terms=(name,)) for name in NAMES]).mark(MIXED)
    alone = {place: model.read([marked], [{0: "camera", 1: "battery", 3: "support"}])[0][place] for place in (0, 1, 3)}
    in_company = model.read(["\ue000 is awful", marked, ""], [{0: "It"}, dict(enumerate(NAMES)), {}])
    assert in_company[2] == {}
    assert {place: shares.tolist() for place, shares in in_company[1].items()} == {
        p: s.tolist() for p, s in alone.items()
    }
    assert all(shares.sum() == pytest.approx(1) for shares in alone.values())


def test_rules_of_build_go_before_the_model(auto: Reader) -> None:
    reader = TargetReader(auto, named("Larkspur", "Tern"))
    assert told(reader, "Moved from Tern to Larkspur last week") == {
        "Tern": ("negative", "move"),
        "Larkspur": ("positive", "move"),
    }


def test_own_words_count_and_other_languages_and_tiers_have_no_model(auto: Reader) -> None:
    text = "The camera is totally sick"
    own = auto.knowing(OwnWords([("sick", "positive")]))
    assert told(TargetReader(own, named("camera")), text) == {"camera": ("positive", "model")}
    german = told(TargetReader(auto, named("Kamera")), "Die Kamera ist leider furchtbar schlecht und kaputt", "de")
    assert german == {"Kamera": ("negative", "post")}
    fast = TargetReader(Reader.load("fast"), named("camera"))
    assert fast.model is None
    assert told(fast, "The camera is lovely") == {"camera": ("positive", "post")}


def test_the_version_names_the_model_so_that_posts_are_read_again(auto: Reader) -> None:
    with_model, without = TargetReader(auto, named("camera")), TargetReader(auto, named("camera"))
    without.model = None
    assert with_model.model is not None
    assert with_model.model.version in with_model.version
    assert with_model.version != without.version


def test_a_folder_without_the_model_is_read_by_the_rules(auto: Reader, tmp_path) -> None:
    reader = TargetReader(auto, named("camera"), tmp_path)
    assert reader.model is None
    assert told(reader, "The camera is lovely") == {"camera": ("positive", "post")}
