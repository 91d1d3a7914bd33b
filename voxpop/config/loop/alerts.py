"""The configuration of alerts: which figures are looked at, and how often a quiet community may be told of nothing."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from voxpop.config.section import Identifier, Section

Figure = Literal["people", "posts", "net", "rating"]
Window = Literal["hour", "day", "week"]
Intent = Literal[
    "bug_report", "feature_request", "question", "praise", "complaint", "churn_risk", "answer", "promotion"
]  # as the models know them

EACH: Literal["each"] = "each"
"""A rule looks at every theme, every intent, every name, every question or every word."""


class AlertRule(Section):
    """One figure that is looked at, in the audiences and over the windows that are named."""

    id: Identifier
    figure: Figure = (
        "people"  # net: net sentiment, each person one voice; posts: told in posts, judged by who wrote them
    )
    audiences: tuple[str, ...] = ()  # empty: each audience and everyone
    tone: Literal["negative", "neutral", "positive"] | None = None  # None: any
    theme: str | None = None  # its id or name, or `each`
    intent: Intent | Literal["each"] | None = None
    name: str | None = None  # of a brand, product or rival, or `each`
    question: str | None = None  # id of a question of one's own, or `each`
    word: Literal["each"] | None = None  # every word, and two that stand together, that people name
    windows: Annotated[tuple[Window, ...], Field(min_length=1)] = ("hour", "day")
    direction: Literal["rise", "fall"] | None = None  # None: a rise of people and posts, a fall of net and rating
    owner: str | None = None  # who looks after it, said in the message

    @model_validator(mode="after")
    def _is_one_figure(self) -> Self:
        of = [part for part in ("theme", "intent", "name", "question", "word") if getattr(self, part)]
        if len(of) > 1:
            msg = f"alert rule '{self.id}' names {' and '.join(of)}; write one of them, and a rule for each other"
            raise ValueError(msg)
        if self.figure == "rating" and (of or self.tone):
            msg = f"alert rule '{self.id}' is on ratings, which are of an audience as a whole; leave out {(of or ['tone'])[0]}"
            raise ValueError(msg)
        if self.figure == "net" and (self.tone or self.intent or self.question or self.word):
            msg = f"alert rule '{self.id}' is on net sentiment, of an audience, a theme or a name; leave out tone, intent, question and word"
            raise ValueError(msg)
        if self.word and self.direction == "fall":
            msg = f"alert rule '{self.id}' is on a fall of each word; words are looked at for what many people name at once: leave out direction"
            raise ValueError(msg)
        return self

    @property
    def goes(self) -> str:
        """The direction, written or not."""
        return self.direction or ("fall" if self.figure in ("net", "rating") else "rise")


DEFAULT_RULES = (
    AlertRule(id="voices", tone="negative"),
    AlertRule(id="themes", tone="negative", theme=EACH, audiences=("everyone",)),
    AlertRule(id="words", word=EACH, windows=("day",), audiences=("everyone",)),
    AlertRule(id="tone", figure="net", windows=("day", "week")),
    AlertRule(id="stars", figure="rating", windows=("day", "week"), audiences=("everyone",)),
)
"""What is looked at where no rules are written: negative voices, negative voices on each theme, what many people name, net sentiment, star ratings."""


class Alerts(Section):
    """What is an alert, and how seldom it may be one for nothing."""

    rules: tuple[AlertRule, ...] = ()  # none: DEFAULT_RULES
    quiet_weeks: Annotated[float, Field(ge=1, le=520)] = 8  # one false alarm in so many, of all rules together
    least_people: Annotated[int, Field(ge=5)] = 5  # fewer are no alert, whatever they say
    look_back_hours: Annotated[int, Field(ge=24, le=24 * 14)] = 72  # each look goes over them anew
    over_hours: Annotated[int, Field(ge=1)] = 24  # so long nothing unusual is heard before it is told to be over
    history_weeks: Annotated[int, Field(ge=4, le=52)] = 12  # from which usual and quiet are learned
    digest: Literal["none", "day", "week"] = "none"  # also a summary of all alerts, for `alerts: true` targets

    @property
    def looked_at(self) -> tuple[AlertRule, ...]:
        """The rules, written or not."""
        return self.rules or DEFAULT_RULES

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        ids = [rule.id for rule in self.rules]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            msg = f"alert rule id '{twice[0]}' is used twice"
            raise ValueError(msg)
        return self
