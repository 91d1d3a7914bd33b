"""Questions in plain English or German, turned into forms by grammar and likeness and answered with receipts, offline."""

from voxpop.pipeline.ask.answer import SMALLEST_GROUP, Answer, Figure, Quote, Refusal
from voxpop.pipeline.ask.asking import answer, ask, open_world, world_of
from voxpop.pipeline.ask.choosing import Slots
from voxpop.pipeline.ask.forms import Form, all_forms
from voxpop.pipeline.ask.receipts import Recomputed, figures_of, parse_address, recompute_figure
from voxpop.pipeline.ask.weeks import Span
from voxpop.pipeline.ask.world import World

__all__ = [
    "SMALLEST_GROUP",
    "Answer",
    "Figure",
    "Form",
    "Quote",
    "Recomputed",
    "Refusal",
    "Slots",
    "Span",
    "World",
    "all_forms",
    "answer",
    "ask",
    "figures_of",
    "open_world",
    "parse_address",
    "recompute_figure",
    "world_of",
]
