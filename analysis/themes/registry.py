"""The themes that a company has: permanent ids, names, centres and history; what a person decided outlives every run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voxpop.analysis.themes.naming.names import Name
from voxpop.errors import UnknownThemeError, UsageError

OTHER = "other"
"""The theme_id of posts that are in no theme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One theme. The id is never used again; the label may be changed by a person, and is then `pinned`."""

    theme_id: str  # 't017'; 'c-pricing' where it comes from the codebook
    label: str
    keywords: tuple[str, ...]
    first_week: date | None  # Monday; None: the posts had no times
    by_week: tuple[tuple[date | None, int], ...] = ()  # posts assigned, week by week
    state: str = "active"  # active, silent, hidden, merged, split
    merged_into: str | None = None
    pinned: bool = False
    found_as: str = ""  # the label before a person gave another
    split_from: str | None = None
    names: tuple[
        Name, ...
    ] = ()  # what it may be called, each with the stems that bear it; the label it was found with first
    reach: float = 0.0  # cosine to the centre from which on a post may belong to it; 0: whatever is nearest to it

    @property
    def n_posts(self) -> int:
        """Posts assigned in all weeks seen so far."""
        return sum(n for _, n in self.by_week)


@dataclass(frozen=True, slots=True)
class ThemeEvent:
    """Something that happened to a theme, and why."""

    week: date | None
    theme_id: str
    event: str  # born, silent, heard again, alike; rename, merge, split, pin, hide by a person, and 'taken back'
    reason: str
    by: str = ""
    at: str = ""  # of a person's decision, as given


@dataclass(frozen=True, slots=True)
class CodebookEntry:
    """A theme that the company names itself: posts with one of the terms belong to it before any other."""

    name: str
    terms: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()  # texts on the theme: posts that are like them belong to it too

    @property
    def theme_id(self) -> str:
        """Readable, and the same as long as the name is."""
        return "c-" + (re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-") or "unnamed")


@dataclass
class ThemeRegistry:
    """All themes ever found, in the order of their ids, each with its centre."""

    themes: list[Theme] = field(default_factory=list)
    centres: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))
    events: list[ThemeEvent] = field(default_factory=list)
    next_number: int = 1
    examined: date | None = None  # the newest week in which new themes were looked for; it may not have been over
    found_until: date | None = None  # the newest week of the posts that themes were first found in
    decided: list[dict[str, Any]] = field(default_factory=list)  # what people decided, as applied last

    def born(
        self,
        label: str,
        keywords: Sequence[str],
        centre: NDArray[np.float32],
        week: date | None,
        why: str,
        split_from: str | None = None,
        reach: float = 0.0,
        names: tuple[Name, ...] = (),
    ) -> str:
        """The id of a theme added now."""
        theme_id = f"t{self.next_number:03d}"
        self.next_number += 1
        named: dict[str, Any] = {"label": label, "found_as": label, "keywords": tuple(keywords), "reach": reach}
        named["names"] = names
        self._add(Theme(theme_id=theme_id, first_week=week, split_from=split_from, **named), centre)
        self.events.append(ThemeEvent(week, theme_id, "born", why))
        return theme_id

    def _add(self, theme: Theme, centre: NDArray[np.float32]) -> None:
        self.themes.append(theme)
        self.centres = np.vstack([self.centres, centre[None]]) if len(self.themes) > 1 else centre[None].copy()

    def add_codebook(self, entries: Iterable[CodebookEntry], dimensions: int) -> None:
        """The company's own themes, those not known yet; they have no centre, their terms decide."""
        known = {theme.theme_id for theme in self.themes}
        for entry in entries:
            if entry.theme_id not in known:
                self._add(
                    Theme(
                        theme_id=entry.theme_id,
                        label=entry.name,
                        found_as=entry.name,
                        keywords=entry.terms,
                        first_week=None,
                        pinned=True,
                    ),
                    np.zeros(dimensions, dtype=np.float32),
                )

    def place(self, theme_id: str) -> int:
        """The position of a theme; `UsageError` when there is none of that id."""
        for number, theme in enumerate(self.themes):
            if theme.theme_id == theme_id:
                return number
        raise UnknownThemeError.among(theme_id, (theme.theme_id for theme in self.themes))

    def shown_as(self) -> NDArray[np.int64]:
        """For each theme the position of the one that its posts count for; -1: none, it is hidden."""
        found = np.arange(len(self.themes))
        for number, theme in enumerate(self.themes):
            end = theme
            while end.state == "merged" and end.merged_into is not None:
                end = self.themes[self.place(end.merged_into)]
            found[number] = -1 if end.state == "hidden" else self.place(end.theme_id)
        return found

    def rename(self, theme_id: str, label: str) -> None:
        """A person's name for a theme; no later run changes it."""
        number = self.place(theme_id)
        if any(theme.label.lower() == label.lower() and theme.theme_id != theme_id for theme in self.themes):
            raise UsageError(f"another theme is called '{label}' already; merge them, or choose another name")
        self._set(number, label=label, pinned=True)

    def merge(self, theme_id: str, into: str) -> None:
        """Posts of a theme count for another from now on."""
        number, other = self.place(theme_id), self.place(into)
        if self.shown_as()[other] in (number, -1) or theme_id == into:
            raise UsageError(
                f"'{theme_id}' cannot be merged into '{into}', which is the same, merged into it, or hidden"
            )
        self._set(number, state="merged", merged_into=into)

    def split(self, theme_id: str) -> None:
        """Posts of a theme count for its parts from now on; `ThemeModel.decide` has found them."""
        self._set(self.place(theme_id), state="split")
        for part in self.parts(theme_id):
            self._set(part, state="active", merged_into=None)

    def pin(self, theme_id: str) -> None:
        """A theme is never called silent, and no merge of it is proposed."""
        self._set(self.place(theme_id), pinned=True)

    def hide(self, theme_id: str) -> None:
        """Posts of a theme count as 'other' from now on."""
        self._set(self.place(theme_id), state="hidden")

    def labels(self) -> list[str]:
        """The label of each theme."""
        return [theme.label for theme in self.themes]

    def parts(self, theme_id: str) -> list[int]:
        """The positions of the themes that a theme was split into."""
        return [n for n, theme in enumerate(self.themes) if theme.split_from == theme_id]

    def before_decisions(self) -> None:
        """Every theme as it was found, before people decided; parts of a split go back to where they came from."""
        for number, theme in enumerate(self.themes):
            own = theme.theme_id.startswith("c-")
            back = {"state": "merged", "merged_into": theme.split_from} if theme.split_from else {}
            kept = "silent" if theme.state == "silent" else "active"
            self._set(number, **({"label": theme.found_as, "pinned": own, "state": kept, "merged_into": None} | back))

    def takes_posts(self) -> NDArray[np.bool_]:
        """Whether posts are compared with each theme: not with one that was split, nor with one that only has terms."""
        open_ = [theme.state != "split" and not theme.theme_id.startswith("c-") for theme in self.themes]
        return np.array(open_, dtype=bool) & self.centres.any(axis=1)

    def reach(self) -> NDArray[np.float32]:
        """From which cosine on a post may belong to each theme."""
        return np.array([theme.reach or -1 for theme in self.themes], dtype=np.float32)

    def _set(self, number: int, **changes: Any) -> None:
        self.themes[number] = replace(self.themes[number], **changes)

    def note_counts(self, counts: dict[int, dict[date | None, int]], weeks: set[date | None]) -> None:
        """Note the posts of each theme in these weeks; what was noted of them before is replaced, so that a repeat is none."""
        for place, theme in enumerate(self.themes):
            now = {week: n for week, n in theme.by_week if week not in weeks} | counts.get(place, {})
            by_week = tuple(sorted(now.items(), key=lambda item: item[0] or date.min))
            heard = min((week for week, _ in by_week if week), default=None)
            self.themes[place] = replace(theme, by_week=by_week, first_week=heard)

    def to_json(self) -> str:
        """Everything but the centres."""
        return json.dumps(
            {
                "themes": [asdict(theme) for theme in self.themes],
                "events": [asdict(event) for event in self.events],
                "next_number": self.next_number,
                "examined": self.examined,
                "found_until": self.found_until,
                "decided": self.decided,
            },
            default=str,
            sort_keys=True,
        )

    @classmethod
    def from_json(cls, text: str, centres: NDArray[np.float32]) -> ThemeRegistry:
        """The registry as it was saved."""
        saved: dict[str, Any] = json.loads(text)
        themes = [
            Theme(
                **{
                    **one,
                    "first_week": _day(one["first_week"]),
                    "keywords": tuple(one["keywords"]),
                    "names": Name.all_of(one.get("names")),
                    "by_week": tuple((_day(week), n) for week, n in one["by_week"]),
                }
            )
            for one in saved["themes"]
        ]
        events = [ThemeEvent(**{**one, "week": _day(one["week"])}) for one in saved["events"]]
        themes = [
            replace(theme, found_as=theme.found_as or theme.label) for theme in themes
        ]  # before decisions were kept
        days = (_day(saved["examined"]), _day(saved.get("found_until")))
        return cls(themes, centres, events, saved["next_number"], *days, saved.get("decided", []))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
