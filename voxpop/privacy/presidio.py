"""Presidio as a further finder of personal details: the recognizers that a company has already, beside the rules here.

Microsoft's Presidio (presidio-analyzer 2.2) finds by recognizers of patterns, and by a model of names where its configuration brings one.
Nothing is downloaded: without a configuration it runs without a model, a model of spaCy's that is not installed is an error, and its
recognizers of mail and links, which ask the network for the list of public suffixes, stay off (mail is found by the rules here).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

from voxpop.errors import UsageError
from voxpop.privacy.details import Detail, DetailKind

ENTITIES: Mapping[str, DetailKind] = {
    "PERSON": DetailKind.PERSON,
    "PHONE_NUMBER": DetailKind.PHONE,
    "CREDIT_CARD": DetailKind.CARD,
    "IBAN_CODE": DetailKind.IBAN,
    **dict.fromkeys(
        (
            "AU_TFN", "DE_PASSPORT", "DE_SOCIAL_SECURITY", "DE_TAX_ID", "ES_NIE", "ES_NIF", "ES_PASSPORT",
            "FI_PERSONAL_IDENTITY_CODE", "IN_AADHAAR", "IN_PAN", "IN_PASSPORT", "IT_DRIVER_LICENSE", "IT_FISCAL_CODE",
            "IT_IDENTITY_CARD", "IT_PASSPORT", "KR_RRN", "PL_PESEL", "SG_NRIC_FIN", "TH_TNIN", "UK_NHS", "UK_NINO", "UK_PASSPORT",
            "US_DRIVER_LICENSE", "US_ITIN", "US_PASSPORT", "US_SSN",
        ),
        DetailKind.IDENTITY,
    ),
}  # fmt: skip
"""What Presidio calls them -> the kind here. Dates, places, links and machines' addresses reach nobody by themselves and stay."""

NO_MODEL = "no_op"


@cache
def presidio_finder(
    analyzer: Path | None, language: str, min_score: float, more: tuple[tuple[str, DetailKind], ...] = ()
) -> Callable[[str], Iterator[Detail]]:
    """What finds a text's details by Presidio.

    analyzer: a configuration of its `AnalyzerEngineProvider`; None: its recognizers of patterns. min_score: 0 to 1, what Presidio must
    be sure of. more: entities of recognizers of one's own, and the kinds that they are. Raises `UsageError` where Presidio or a model
    is not installed, or the file cannot be used.
    """
    if find_spec("presidio_analyzer") is None:
        raise UsageError("`privacy.presidio` needs presidio-analyzer; install it with `pip install 'voxpop[presidio]'`")
    engine = _configured(analyzer, language) if analyzer else _without_model(language)
    kinds = {**ENTITIES, **dict(more)}
    entities = sorted(kinds.keys() & set(engine.get_supported_entities(language)))
    if missing := [name for name, _ in more if name not in entities]:
        raise UsageError(
            f"privacy.presidio.entities: no recognizer finds {', '.join(missing)} in '{language}'; it finds "
            f"{', '.join(sorted(engine.get_supported_entities(language)))}"
        )

    def find(text: str) -> Iterator[Detail]:
        if text:
            for one in engine.analyze(text, language, entities=entities, score_threshold=min_score):
                yield Detail(one.start, one.end, kinds[one.entity_type])

    return find


def _without_model(language: str) -> Any:
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NoOpNlpEngine

    nothing = NoOpNlpEngine([{"lang_code": language, "model_name": NO_MODEL}])
    nothing.load()
    registry = RecognizerRegistry(supported_languages=[language])
    registry.load_predefined_recognizers(languages=[language])
    registry.recognizers = [one for one in registry.recognizers if one.name != "SpacyRecognizer"]
    return AnalyzerEngine(registry=registry, nlp_engine=nothing, supported_languages=[language])


def _configured(analyzer: Path, language: str) -> Any:
    from presidio_analyzer import AnalyzerEngineProvider

    _refuse_download(analyzer)
    try:
        engine = AnalyzerEngineProvider(analyzer_engine_conf_file=analyzer).create_engine()
    except Exception as error:  # each recognizer has errors of its own
        raise UsageError(f"{analyzer}: Presidio cannot use it: {error}") from error
    if language not in engine.supported_languages:
        raise UsageError(
            f"{analyzer}: it reads {', '.join(engine.supported_languages)}, and `privacy.presidio.language` is '{language}'"
        )
    return engine


def _refuse_download(analyzer: Path) -> None:
    """Presidio takes its default for a file that it cannot read, and fetches a model that is not there."""
    try:
        said = yaml.safe_load(analyzer.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UsageError(f"privacy.presidio.analyzer: {analyzer} cannot be read: {error}") from error
    nlp = said.get("nlp_configuration") if isinstance(said, dict) else None
    if not isinstance(nlp, dict):
        raise UsageError(
            f"{analyzer}: write `nlp_configuration` with `nlp_engine_name` and `models`; without it Presidio fetches a model of its own"
        )
    if nlp.get("nlp_engine_name") != "spacy":
        return
    for model in nlp.get("models") or []:
        name = str(model.get("model_name")) if isinstance(model, dict) else str(model)
        if find_spec(name) is None and not Path(name).is_dir():
            raise UsageError(
                f"{analyzer}: spaCy's model '{name}' is not installed, and nothing is downloaded here; install its wheel"
            )
