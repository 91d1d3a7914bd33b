"""The configuration of the closed loop: trackers that get demands as issues, routes for single posts, and who agreed to hear."""

from voxpop.config.loop.routes import Consent, Route
from voxpop.config.loop.trackers import ISSUE_TYPES, SMALLEST_GROUP, Tracker

__all__ = ["ISSUE_TYPES", "SMALLEST_GROUP", "Consent", "Route", "Tracker"]
