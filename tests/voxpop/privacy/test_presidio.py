"""Presidio beside the rules: its kinds as ours, nothing downloaded, errors that say what to install. Sockets are closed in all tests."""

import pyarrow as pa
import pytest

from voxpop.config.privacy import Presidio, Privacy
from voxpop.errors import UsageError
from voxpop.privacy.details import DetailKind
from voxpop.privacy.mask import mask_column
from voxpop.privacy.presidio import presidio_finder

OWN = """\
supported_languages: [en]
nlp_configuration: {nlp_engine_name: no_op, models: [{lang_code: en, model_name: no_op}]}
recognizer_registry:
  supported_languages: [en]
  recognizers:
    - name: badges
      type: custom
      supported_entity: BADGE
      supported_languages: [{language: en}]
      patterns: [{name: badge, regex: '\\bLARK-[0-9]{4}\\b', score: 0.9}]
"""


def test_its_recognizers_find_what_no_rule_here_finds():
    texts = pa.array(["el titular es 12345678Z", "write to jo@example.org, build 12345678", None])
    without, _ = mask_column(texts)
    masked, counts = mask_column(texts, further=presidio_finder(None, "es", 0.4))
    assert without[0].as_py() == texts[0].as_py()
    assert masked.to_pylist() == ["el titular es [identity]", "write to [email], build 12345678", None]
    assert counts == [{DetailKind.IDENTITY: 1}, {DetailKind.EMAIL: 1}, {}]


def test_recognizers_of_ones_own_have_a_kind_by_configuration(tmp_path):
    (tmp_path / "presidio.yaml").write_text(OWN)
    privacy = Privacy(mask="all", presidio=Presidio(analyzer="presidio.yaml", entities={"BADGE": "identity"}))
    masked, _ = mask_column(pa.array(["badge LARK-4711, please"]), further=privacy.at(tmp_path).further_finder())
    assert masked.to_pylist() == ["badge [identity], please"]


@pytest.mark.parametrize(
    ("written", "language", "entities", "said"),
    [
        (None, "en", (), "cannot be read"),
        ("supported_languages: [en]\n", "en", (), "without it Presidio fetches a model"),
        (OWN.replace("no_op,", "spacy,").replace("model_name: no_op", "model_name: en_not_here"), "en", (), "'en_not_here'"),
        (OWN, "de", (), "`privacy.presidio.language` is 'de'"),
        (OWN, "en", (("BADGES", DetailKind.IDENTITY),), "no recognizer finds BADGES"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said_and_nothing_is_fetched(tmp_path, written, language, entities, said):
    path = tmp_path / "presidio.yaml"
    if written:
        path.write_text(written)
    with pytest.raises(UsageError, match=said.replace("[", r"\[")):
        presidio_finder(path, language, 0.4, entities)


def test_presidio_without_kinds_to_mask_is_an_error():
    with pytest.raises(ValueError, match="names no kinds"):
        Privacy(presidio=Presidio())
