"""Invented audiences for tests of the report: authors drawn with a fixed seed, everything else said outright."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from voxpop.analysis.estimates.correction import TONES
from voxpop.analysis.report.inputs import ModelFacts, ReportInputs
from voxpop.config import Config
from voxpop.window import Week

WEEK = Week(date(2026, 11, 16))
KNOWN_AT = datetime(2026, 11, 24, 4, tzinfo=UTC)
COUNTS = ("n_posts", "n_scored", "n_negative", "n_neutral", "n_positive")
THEMES = {"t1": "Upgrades", "t2": "Documentation", "t3": "Email sync"}


def config(**changes):
    values = {
        "company": {"name": "Larkspur", "time_zone": "Europe/Berlin", "contact": "listening@example.invalid"},
        "audiences": [
            {"id": "administrators", "name": "Administrators", "match": [{"channel": ["forum"]}]},
            {"id": "partners", "name": "Partners", "match": [{"channel": ["partners"]}]},
        ],
        "channels": [
            {"id": "forum", "source": "discourse", "name": "Support forum"},
            {"id": "x", "source": "x", "name": "X"},
            {"id": "partners", "source": "discourse", "name": "Partner forum"},
        ],
        "not_collected": ["Direct messages are not collected."],
    }
    return Config.model_validate({**values, **changes})


def author_rows(week, channel, n, tone=(0.3, 0.4, 0.3), themes=(0.3, 0.3, 0.4), seed=0, prefix="a", pool=600):
    """`n` authors with one to three posts each, some of them the same people as in other weeks."""
    rng = np.random.default_rng([seed, week.monday.toordinal(), n])
    rows = []
    for author in rng.choice(pool, n, replace=False):
        for theme, posts in zip(THEMES, rng.multinomial(1 + rng.poisson(0.6), themes), strict=True):
            if posts:
                negative, neutral, positive = (int(v) for v in rng.multinomial(posts, tone))
                rows.append(
                    (
                        week.monday,
                        channel,
                        theme,
                        f"{prefix}{author}",
                        int(posts),
                        int(posts),
                        negative,
                        neutral,
                        positive,
                    )
                )
    return rows


def exact_rows(week, channel, negative, neutral, positive, theme="t1", prefix="a"):
    """One post by each of so many authors."""
    tones = [(1, 0, 0)] * negative + [(0, 1, 0)] * neutral + [(0, 0, 1)] * positive
    return [(week.monday, channel, theme, f"{prefix}{n}", 1, 1, *tone) for n, tone in enumerate(tones)]


def table(rows):
    names = ("week", "channel", "theme_id", "author_id", *COUNTS)
    types = (pa.date32(), pa.string(), pa.string(), pa.string(), *[pa.int64()] * 5)
    made = pa.table({n: pa.array([r[i] for r in rows], t) for i, (n, t) in enumerate(zip(names, types, strict=True))})
    for tone in TONES:  # a classifier that is sure of every label
        made = made.append_column(f"p_{tone}", pc.multiply(made[f"n_{tone}"], 1_000_000))
    return made


def others(by_audience):
    tables = [
        table(rows).drop_columns(["theme_id"]).add_column(0, "audience", pa.array([audience] * len(rows), pa.string()))
        for audience, rows in by_audience.items()
    ]
    empty = table([]).drop_columns(["theme_id"]).add_column(0, "audience", pa.array([], pa.string()))
    return pa.concat_tables([empty, *tables])


def days(channels=("forum", "x", "partners"), weeks=14, lost=None):
    """Every day collected but those of `lost`: (channel, day) -> (state, reason, since)."""
    rows = []
    for channel in channels:
        for n in range(7 * weeks):
            day = WEEK.sunday - timedelta(days=n)
            state, reason, since = (lost or {}).get((channel, day), ("collected", None, None))
            rows.append(
                {"channel": channel, "day": day, "state": state, "heard": 1.0, "reason": reason, "lost_since": since}
            )
    schema = pa.schema(
        [
            ("channel", pa.string()),
            ("day", pa.date32()),
            ("state", pa.string()),
            ("heard", pa.float64()),
            ("reason", pa.string()),
            ("lost_since", pa.timestamp("us", "UTC")),
        ]
    )
    return pa.Table.from_pylist(rows, schema)


QUOTES = pa.schema(
    [("source", pa.string()), ("post_id", pa.string()), ("author_id", pa.string()), ("channel", pa.string()),
     ("day", pa.date32()), ("theme_id", pa.string()), ("strength", pa.float32()), ("label", pa.string()),
     ("confidence", pa.float32()), ("lang", pa.string()), ("text", pa.string()), ("url", pa.string())]
)  # fmt: skip


def quote(n, text, theme="t1", label="negative", author=None, strength=0.5, **changes):
    row = {"source": "discourse", "post_id": f"p{n:03}", "author_id": author or f"q{n}", "channel": "forum",
           "day": WEEK.monday, "theme_id": theme, "strength": strength, "label": label, "confidence": 0.9, "lang": "en",
           "text": text, "url": f"https://forum.example.org/t/{n}"}  # fmt: skip
    return row | changes


def empty(**columns):
    return pa.table({name: pa.array([], type_) for name, type_ in columns.items()})


UTC_TIME = pa.timestamp("us", "UTC")


def inputs(rows, *, audience="administrators", **changes):
    """`ReportInputs` of those rows; what is not given is empty."""
    text, number = pa.string(), pa.int64()
    values = {
        "config": config(),
        "audience": audience,
        "week": WEEK,
        "known_at": KNOWN_AT,
        "model": ModelFacts(sentiment_version="s1", themes_version="t1"),
        "author_weeks": table(rows),
        "other_author_weeks": others({}),
        "channel_days": days(),
        "themes": pa.table({"theme_id": list(THEMES), "label": list(THEMES.values())}),
        "quotes": QUOTES.empty_table(),
        "requests": empty(kind=text, request=text, n_authors=number, first_week=pa.date32()),
        "voice": empty(week=pa.date32(), channel=text, author_id=text, name=text, ours=pa.bool_()),
        "targets": empty(
            week=pa.date32(),
            channel=text,
            author_id=text,
            target=text,
            role=text,
            n_posts=number,
            n_scored=number,
            n_negative=number,
            n_neutral=number,
            n_positive=number,
        ),
        "own_posts": empty(
            source=text,
            channel=text,
            handle_id=text,
            account_id=text,
            week=pa.date32(),
            day=pa.date32(),
            n_posts=number,
        ),
        "questions": empty(channel=text, asked_at=UTC_TIME, answered_at=UTC_TIME, own_answered_at=UTC_TIME),
        "health": empty(n_active=number, n_before=number),
        "answered": empty(is_recent=pa.bool_(), n_questions=number),
        "helpers": empty(helper_id=text, own=pa.bool_(), n_questions=number),
        "reach": empty(n_posts=number),
        "unscored": empty(lang=text, n_posts=number),
        "whose_words": empty(
            n_quoting=number,
            n_only_quotes=number,
            quoted_chars=number,
            chars=number,
            n_not_quoted=number,
            n_pictures=number,
            n_described=number,
        ),
        "by_words": empty(lang=text, n_posts=number),
        "quarantine": empty(channel=text, n_refused=number),
    }
    return ReportInputs(**{**values, **changes})


def steady(weeks=13, n=200, channel="forum", **kwargs):
    """The same world every week."""
    return [row for back in range(weeks) for row in author_rows(WEEK.back(back), channel, n, **kwargs)]


def fallen(weeks=13, n=200, channel="forum"):
    """Steady, then a week in which upgrades are much talked about and much disliked."""
    before = [
        r for b in range(1, weeks) for r in author_rows(WEEK.back(b), channel, n, (0.25, 0.4, 0.35), (0.15, 0.4, 0.45))
    ]
    return before + author_rows(WEEK, channel, n + 60, (0.5, 0.3, 0.2), (0.5, 0.2, 0.3))
