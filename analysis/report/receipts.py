"""A receipt for every estimate of a report: the query and the parameters that lead from the posts to the figure.

A figure is recomputed by `receipt_*.sql` on the mart `opinions`, post by post, which is another way than the report's own
(sums by author, then ratios). A change has two parts, the second subtracted from the first.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from voxpop.analysis.estimates.correction import NET
from voxpop.analysis.estimates.drivers import REST
from voxpop.analysis.estimates.values import Estimate
from voxpop.analysis.report.basis import Basis
from voxpop.analysis.report.blocks.numbers import voice_level
from voxpop.analysis.report.inputs import queries
from voxpop.analysis.report.model import DriverRow, Receipt, Report

Parameters = dict[str, Any]


def receipts(report: Report, basis: Basis) -> tuple[Receipt, ...]:
    """In the order of the page."""
    made = _Maker(report, basis)
    found = [
        *made.level(),
        *made.counts(),
        *made.voice(),
        *made.trend(),
        *made.others(),
        *made.drivers(),
        *made.themes(),
    ]
    return (*found, *made.channels(), *made.targets(), *made.ratings(), *made.acts())


class _Maker:
    def __init__(self, report: Report, basis: Basis) -> None:
        self.report, self.basis, self.words = report, basis, basis.words
        worth = NET @ basis.correction.matrix if basis.correction else None
        self.worth = None if worth is None else [float(w) for w in worth]
        self.week = [report.monday.isoformat()]
        self.before = [week.monday.isoformat() for week in basis.comparison.weeks]
        self.channels_compared = list(basis.comparison.channels) or None

    def net(self, **changes: Any) -> Parameters:
        asked = {"audience": self.report.audience_id, "weeks": self.week, "channels": self.channels_compared}
        return {**asked, "theme": None, "worth": self.worth, **changes}

    def share(self, **changes: Any) -> Parameters:
        return {name: value for name, value in self.net(**changes).items() if name != "worth"}

    def of(self, estimate: Estimate, name: str, query: str, parameters: Parameters) -> Receipt:
        return Receipt(
            id=estimate.id,
            name=name,
            formula=self.words.RECEIPTS[query],
            value=estimate.value,
            low=estimate.low,
            high=estimate.high,
            n_posts=estimate.n_posts,
            n_authors=estimate.n_authors,
            query=query,
            parameters=parameters,
        )

    def level(self) -> list[Receipt]:
        net, change = self.report.net, self.report.change
        found = [self.of(net, self.words.NET_SENTIMENT, "receipt_net", self.net())] if net else []
        if net and change.value is not None:
            found.append(
                Receipt(
                    id="net.change",
                    name=self.words.RECEIPT_CHANGE,
                    formula=self.words.RECEIPTS["receipt_net"],
                    value=change.value,
                    low=change.low,
                    high=change.high,
                    n_posts=None,
                    n_authors=None,
                    query="receipt_net",
                    parameters=self.net(),
                    minus=self.net(weeks=self.before),
                )
            )
        return found

    def counts(self) -> list[Receipt]:
        rows = self.basis.past[self.basis.past["week"] == self.report.monday]
        values = {"posts": int(rows["n_posts"].sum()), "authors": int(rows["author_id"].nunique())}
        asked = {name: value for name, value in self.share().items() if name != "theme"}
        return [
            Receipt(
                id=f"figure.{what}",
                name=name,
                formula=self.words.RECEIPTS["receipt_count"],
                value=float(value),
                low=None,
                high=None,
                n_posts=values["posts"],
                n_authors=values["authors"],
                query="receipt_count",
                parameters={**asked, "what": what},
            )
            for (what, value), name in zip(values.items(), (self.words.POSTS, self.words.AUTHORS), strict=True)
        ]

    def voice(self) -> list[Receipt]:
        figure = next((f for f in self.report.figures if f.id == "figure.voice"), None)
        level = voice_level(self.basis)
        if figure is None or level is None:
            return []
        _, asked = queries(self.basis.config, self.report.audience_id, self.basis.week)["voice"]
        parameters = {name: value for name, value in self.share().items() if name != "theme"} | {
            "names": asked["names"]
        }
        return [replace(self.of(level, figure.name, "receipt_voice", parameters), id=figure.id)]

    def trend(self) -> list[Receipt]:
        points = self.report.trend.points if self.report.trend else ()
        return [
            self.of(
                p.estimate,
                f"{self.words.NET_SENTIMENT}, {self.words.short_day(p.monday)}",
                "receipt_net",
                self.net(weeks=[p.monday.isoformat()]),
            )
            for p in points
            if p.estimate
        ]

    def others(self) -> list[Receipt]:
        return [
            self.of(
                o.latest,
                f"{self.words.NET_SENTIMENT}, {o.name}",
                "receipt_net",
                self.net(audience=o.id, channels=list(o.channels) or None),
            )
            for o in self.report.others
            if o.latest
        ]

    def drivers(self) -> list[Receipt]:
        parts = (("theme", self.report.drivers), ("channel", self.report.channel_drivers))
        return [receipt for by, rows in parts for row in rows for receipt in self._driver(by, row, rows)]

    def _driver(self, by: str, row: DriverRow, rows: tuple[DriverRow, ...]) -> list[Receipt]:
        groups = [r.id for r in rows if r.id != REST]
        asked = {
            **{name: value for name, value in self.net().items() if name != "theme"},
            "before": self.before,
            "part_of": by,
            "groups": groups,
            "chosen": row.id,
        }
        parts = (("mix", row.mix), ("tone", row.tone), ("total", row.total))
        return [
            self.of(
                estimate, f"{row.label}: {self.words.DRIVER_PARTS[part]}", "receipt_driver", {**asked, "part": part}
            )
            for part, estimate in parts
        ]

    def themes(self) -> list[Receipt]:
        found = []
        for row in self.report.themes:
            name = f"{row.label}: {self.words.RECEIPT_SHARE}"
            found.append(self.of(row.share, name, "receipt_share", self.share(theme=row.id)))
            if row.net:
                name = f"{row.label}: {self.words.NET_SENTIMENT}"
                found.append(self.of(row.net, name, "receipt_net", self.net(theme=row.id)))
        return found

    def channels(self) -> list[Receipt]:
        return [
            self.of(c.net, f"{self.words.NET_SENTIMENT}, {c.label}", "receipt_net", self.net(channels=[c.id]))
            for c in self.report.channels
            if c.net
        ]

    def targets(self) -> list[Receipt]:
        asked = {name: value for name, value in self.share().items() if name != "theme"}
        return [
            self.of(
                row.net,
                f"{self.words.NET_SENTIMENT}, {row.name}",
                "receipt_target",
                {**asked, "role": row.role, "target": row.name},
            )
            for row in self.report.targets
            if row.net
        ]

    def ratings(self) -> list[Receipt]:
        return [
            self.of(
                row.mean,
                f"{self.words.RATINGS['mean']}, {row.label}",
                "receipt_rating",
                {
                    "audience": self.report.audience_id,
                    "weeks": self.week,
                    "channels": [row.channel] if row.channel else None,
                    "scale": row.scale,
                },
            )
            for row in self.report.ratings
            if row.mean
        ]

    def acts(self) -> list[Receipt]:
        """People a week who asked before and after something was done; once a demand, day and side."""
        found: dict[str, Receipt] = {}
        for row in self.report.acts:
            sides = (("before", row.before, row.weeks_before), ("after", row.after, row.weeks_after))
            for side, (part, value, weeks) in enumerate(sides):
                id_ = f"act.{row.demand_id}.{row.done_on.isoformat()}.{part}"
                if value is None or not weeks:
                    continue
                found[id_] = Receipt(
                    id=id_,
                    name=f"{row.title or row.demand_id}: {self.words.RECEIPT_ASKING[part]}",
                    formula=self.words.RECEIPTS["receipt_asking"],
                    value=value,
                    low=None,
                    high=None,
                    n_posts=row.posts[side],
                    n_authors=row.people[side],
                    query="receipt_asking",
                    parameters={
                        "audience": self.report.audience_id,
                        "weeks": [week.isoformat() for week in weeks],
                        "demand": row.demand_id,
                    },
                )
        return list(found.values())
