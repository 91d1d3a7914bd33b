"""The report of one audience and week from its inputs: the same inputs give the same report."""

from __future__ import annotations

from dataclasses import replace

from voxpop.analysis.report.basis import Basis, basis_of
from voxpop.analysis.report.blocks import (
    community as blocks_community,
)
from voxpop.analysis.report.blocks import (
    drivers as blocks_drivers,
)
from voxpop.analysis.report.blocks import (
    headline,
)
from voxpop.analysis.report.blocks import (
    method as blocks_method,
)
from voxpop.analysis.report.blocks import (
    numbers as blocks_numbers,
)
from voxpop.analysis.report.blocks import (
    others as blocks_others,
)
from voxpop.analysis.report.blocks import (
    places as blocks_places,
)
from voxpop.analysis.report.blocks import (
    ratings as blocks_ratings,
)
from voxpop.analysis.report.blocks import (
    targets as blocks_targets,
)
from voxpop.analysis.report.blocks import (
    voices as blocks_voices,
)
from voxpop.analysis.report.blocks.acts import acts
from voxpop.analysis.report.blocks.attention import attention
from voxpop.analysis.report.blocks.questions import own_questions
from voxpop.analysis.report.blocks.themes import points, themes
from voxpop.analysis.report.blocks.volume import volume
from voxpop.analysis.report.inputs import ReportInputs
from voxpop.analysis.report.model import Report
from voxpop.analysis.report.receipts import receipts
from voxpop.analysis.report.setup import setup_of

SCHEMA = 2


def build(inputs: ReportInputs) -> Report:
    """The whole report; blocks with nothing to say are empty."""
    return build_on(basis_of(inputs))


def build_on(basis: Basis) -> Report:
    """The same on a basis that is there already."""
    inputs = basis.inputs
    found = themes(basis)
    other = blocks_others.others(basis)
    moved = blocks_drivers.by_theme(basis)
    report = Report(
        schema=SCHEMA,
        company=inputs.config.company.name,
        audience_id=inputs.audience,
        audience=inputs.audience_name,
        week=str(inputs.week),
        monday=inputs.week.monday,
        sunday=inputs.week.sunday,
        language=basis.words.LANGUAGE,
        headline=headline.headline(basis),
        deck=headline.deck(basis),
        cautions=headline.cautions(basis),
        points=points(basis, found, other, moved),
        net=basis.net,
        change=basis.change,
        figures=blocks_numbers.figures(basis),
        trend=blocks_numbers.trend(basis),
        others=other,
        drivers=moved,
        channel_drivers=blocks_drivers.by_channel(basis),
        events=blocks_drivers.events(basis),
        themes=found.rows,
        themes_note=found.note,
        verbatims=blocks_voices.verbatims(basis, found),
        channels=blocks_places.channels(basis),
        targets=blocks_targets.targets(basis),
        questions=own_questions(basis),
        requests=blocks_voices.requests(basis),
        own=blocks_places.own(basis),
        coverage=blocks_method.coverage(basis),
        gaps=blocks_method.gaps(basis),
        method_changed=blocks_method.compare_methods(basis),
        method=blocks_method.method(basis),
        sentiment_version=inputs.model.sentiment_version,
        themes_version=inputs.model.themes_version,
        contact=inputs.config.company.contact,
        built_at=inputs.known_at,
        explorer=inputs.config.explorer.address,
        setup=setup_of(inputs.config, inputs.audience),
        own_note=blocks_community.own_note(basis),
        community=blocks_community.community(basis),
        campaigns=tuple(c for c in inputs.campaigns if inputs.week.monday <= c.day <= inputs.week.sunday),
        ratings=blocks_ratings.ratings(basis),
        volume=volume(basis),
        attention=attention(basis, found),
        acts=acts(basis),
    )
    return replace(report, receipts=receipts(report, basis))
