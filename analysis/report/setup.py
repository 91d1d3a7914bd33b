"""The parts of the configuration that decide what a figure says, so that a changed one is named and no late post is blamed.

A report keeps a word for each part; the next report, and `voxpop revisions`, compare.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from voxpop.config import EVERYONE, Config


def setup_of(config: Config, audience: str) -> dict[str, str]:
    """Each part with a word for how it is set; the time zone and the least number of authors as they are written."""
    rules = [
        one.model_dump(mode="json", include={"match", "exclude"}) for one in config.audiences if one.id == audience
    ]
    return {
        "time_zone": config.company.time_zone,
        "min_authors": str(config.report.min_authors),
        "comparator_weeks": str(config.report.comparator_weeks),
        "rules": "" if audience == EVERYONE else _word(rules),
        "staff": _word(sorted((a.source, a.handle) for a in config.staff)),
        "people": _word([[(a.source, a.handle) for a in person.accounts] for person in config.people]),
        "names": _word([[n.model_dump(mode="json") for n in names] for names in _named(config)]),
        "codebook": _word([theme.model_dump(mode="json") for theme in config.codebook]),
        "working_hours": _word(config.company.working_hours.model_dump(mode="json")),
        "analysis": _word(config.analysis.model_dump(mode="json")),
        "channels": _word(sorted(channel.id for channel in config.channels if channel.listen)),
    }


def changed_parts(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """The parts that are set otherwise; a part that only one of them knows is not compared."""
    return tuple(part for part in now if part in before and before[part] != now[part])


def _named(config: Config) -> tuple[Any, ...]:
    return config.brands, config.products, config.rivals


def _word(value: Any) -> str:
    """A short word that is another one where the value is."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
