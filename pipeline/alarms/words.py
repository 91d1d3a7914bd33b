"""Words as subjects: what many people name at once, also where no theme fits or a theme is too large to show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from voxpop.analysis.alarms import WORD, Direction, Measure, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from voxpop.config import AlertRule, Config
    from voxpop.warehouse import Snapshot

MOST_SHARE = 0.2
"""A word that a larger share of all people use says nothing of what happens."""


def read(snapshot: Snapshot, config: Config, asked: Mapping[str, Any]) -> pd.DataFrame:
    """Who named what when, of the audiences that a rule on words looks at; columns as in queries/alert/words.sql.

    asked: `since`, `until` and `time_zone` of the query. Without such a rule there are no rows.
    """
    rules = [rule for rule in config.alerts.looked_at if rule.word]
    audiences = sorted({one for rule in rules for one in (rule.audiences or config.audience_ids)})
    grammar, general = _said_everywhere(config)
    more = {
        "audiences": audiences,
        "grammar": grammar,
        "general": general,
        "least": config.alerts.least_people,
        "most": MOST_SHARE,
    }
    find = snapshot.rows if rules else snapshot.no_rows
    named: pd.DataFrame = find("alert/words", {**asked, **more}).to_pandas()
    return named


def _said_everywhere(config: Config) -> tuple[list[str], list[str]]:
    """Words of grammar, and words that posts on any subject have."""
    from voxpop.analysis.text.language import FUNCTION_WORDS
    from voxpop.analysis.themes.naming.words import function_words, general_words

    grammar = set(function_words()) | set(FUNCTION_WORDS.get(config.company.language, "").split())
    return sorted({part for word in grammar for part in word.split("'")}), sorted(general_words())


def tracks(named: pd.DataFrame, rule: AlertRule, audience: str, first: int) -> tuple[pd.DataFrame, list[Measure]]:
    """The rows of an audience with a track for each word, numbered from `first`, and the measures that read them."""
    import pandas as pd

    rows = named[(named["audience"] == audience) & (named["value"].eq(rule.tone) if rule.tone else True)]
    number, subjects = pd.factorize(rows["subject"], sort=True)
    measures = [
        Measure(
            rule=rule.id,
            audience=audience,
            kind=WORD,
            subject=str(subject),
            span=Span[window.upper()],
            direction=Direction.RISE,
            tracks=(first + n,),
        )
        for window in rule.windows
        for n, subject in enumerate(subjects)
    ]
    return rows.assign(track=np.asarray(number, np.int64) + first), measures
