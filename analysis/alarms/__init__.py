"""Alarms: which hours of which figures are beyond what quiet weeks bring, and how seldom that is so by chance."""

from voxpop.analysis.alarms.causes import Cause, join
from voxpop.analysis.alarms.find import Alarm, find
from voxpop.analysis.alarms.grid import Heard, Voices, count_people
from voxpop.analysis.alarms.measures import WORD, Direction, Measure, Span, value_at
from voxpop.analysis.alarms.quiet import Bar, Quiet, calibrate

__all__ = [
    "WORD",
    "Alarm",
    "Bar",
    "Cause",
    "Direction",
    "Heard",
    "Measure",
    "Quiet",
    "Span",
    "Voices",
    "calibrate",
    "count_people",
    "find",
    "join",
    "value_at",
]
