"""The configuration of what follows from listening: alerts, trackers that get demands as issues, routes for single posts, consent."""

from voxpop.config.loop.alerts import AlertRule, Alerts
from voxpop.config.loop.routes import Consent, Route
from voxpop.config.loop.trackers import ISSUE_TYPES, SMALLEST_GROUP, Tracker

__all__ = ["ISSUE_TYPES", "SMALLEST_GROUP", "AlertRule", "Alerts", "Consent", "Route", "Tracker"]
