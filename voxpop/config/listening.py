"""The configuration of whom we hear and where: names, audiences, channels."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, Field, field_validator, model_validator

from voxpop.config.section import Identifier, Section, Term
from voxpop.config.written import Day
from voxpop.errors import alike
from voxpop.language_codes import NAMED, language_code
from voxpop.rules.expression import WordsError, parse


class Name(Section):
    """A brand, product or rival: its terms, the context that must or must not stand beside an ambiguous one."""

    name: str
    terms: tuple[Term, ...] = ()
    require: tuple[Term, ...] = ()  # at least one of these must also occur
    exclude: tuple[Term, ...] = ()  # none of these may occur

    @property
    def all_terms(self) -> tuple[str, ...]:
        """The terms, or the name itself where none are given."""
        return self.terms or (self.name,)


def _code_of_language(given: str) -> str:
    code = language_code(given)
    if code == given.lower():
        if code in NAMED.values() or re.fullmatch("[a-z]{2,3}", code):
            return given
        code = next((NAMED[name] for name in alike(code, NAMED)), None)
    meant = f"write '{code}'" if code else "write a code such as en or de"
    msg = f"'{given}' is no code of a language, as posts have them; {meant}"
    raise ValueError(msg)


def _bare_domain(given: str) -> str:
    if re.search(r"[/@:*\s]", given):
        bare = re.sub(r"^\s*(?:[a-z]+://)?(?:www\.|\*\.)?", "", given.rpartition("@")[2], flags=re.IGNORECASE)
        msg = f"'{given}' is no domain of a mail address; write {re.split('[/:*?]', bare)[0].strip() or 'acme.com'}"
        raise ValueError(msg)
    return given


class Rule(Section):
    """All given conditions must hold; within one, any value is enough. Empty conditions do not count."""

    channel: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    community: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    flair: tuple[str, ...] = ()
    domain: tuple[Annotated[str, AfterValidator(_bare_domain)], ...] = ()
    lang: tuple[Annotated[str, AfterValidator(_code_of_language)], ...] = ()
    terms: tuple[Term, ...] = ()  # words or phrases in title or text
    words: str = ""  # an expression over title and text, see voxpop/rules/expression.py

    @field_validator("words")
    @classmethod
    def _can_be_read(cls, expression: str) -> str:
        try:
            parse(expression)
        except WordsError as error:
            raise ValueError(str(error)) from None
        return expression

    @model_validator(mode="after")
    def _says_something(self) -> Rule:
        if not any(getattr(self, name) for name in type(self).model_fields):
            msg = "a rule needs at least one condition, such as 'channel: [forum]' or 'terms: [upgrade]'"
            raise ValueError(msg)
        return self


class Budget(Section):
    """What a channel, or all channels of an audience together, may use per calendar month of the company's time zone."""

    usd_per_month: Annotated[float, Field(ge=0)] | None = None
    posts_per_month: Annotated[int, Field(ge=0)] | None = None

    @property
    def limits(self) -> bool:
        """Whether it sets a limit at all."""
        return self.usd_per_month is not None or self.posts_per_month is not None


class XPrices(Section):
    """What X takes for each of these, in US dollars (https://docs.x.com/x-api/getting-started/pricing)."""

    post: Annotated[float, Field(ge=0)] = 0.005
    owned_post: Annotated[float, Field(ge=0)] = 0.001  # posts and mentions of our own account
    count: Annotated[float, Field(ge=0)] = 0.005  # one request for counts
    user: Annotated[float, Field(ge=0)] = 0.0  # an account beside the posts of a page, where the bill lists them


class Prices(Section):
    """What reading costs, and since when that is known."""

    as_of: Day = date(2026, 11, 1)
    x: XPrices = XPrices()


class Audience(Section):
    """A group of people whose posts get a report of their own: any rule of `match` and none of `exclude`."""

    id: Identifier
    name: str
    who: str = ""
    match: tuple[Rule, ...] = Field(min_length=1)
    exclude: tuple[Rule, ...] = ()
    budget: Budget = Budget()  # of all channels with this `audience` together


class Channel(Section):
    """A place to listen; the keys that only its source knows are in `options`, checked by its collector."""

    id: Identifier
    source: str
    name: str = ""
    audience: str | None = None  # the audience that it mainly serves
    budget: Budget = Budget()
    priority: Annotated[int, Field(ge=1, le=9)] = 5  # who is served first by the audience's budget: 1 before 9
    overlap_hours: Annotated[float, Field(ge=0, le=24 * 28)] | None = (
        None  # read again before a window; None: the source's
    )
    listen: bool = True
    quote: bool | None = None  # whether its posts may be quoted; None: unless they are tickets, mails or for followers
    options: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _gather_options(cls, value: Any) -> Any:
        if not isinstance(value, dict) or "options" in value:
            return value
        own = {key: value[key] for key in value if key in cls.model_fields}
        rest = {key: value[key] for key in value if key not in cls.model_fields}
        return {**own, "options": rest}

    @property
    def label(self) -> str:
        """What a reader sees."""
        return self.name or self.id
