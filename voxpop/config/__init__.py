"""The configuration: one file, `voxpop.yaml`, as typed values.

`Config` is the whole file, the other classes are its sections. `voxpop.config.file` reads it with messages that name a line,
`voxpop.config.secrets` finds what must not stand in it.
"""

from voxpop.config.campaigns import Campaign
from voxpop.config.codebook import CodebookTheme
from voxpop.config.community import (
    Account,
    Event,
    Helper,
    Idea,
    OneAccount,
    Person,
    Place,
    Promise,
    Series,
    WorkingHours,
)
from voxpop.config.delivery import Delivery, Mail, Target
from voxpop.config.explorer import Explorer, Proxy, Reader
from voxpop.config.limits import Limits
from voxpop.config.listening import Audience, Budget, Channel, Name, Prices, Rule, XPrices
from voxpop.config.loop import AlertRule, Alerts, Consent, Route, Tracker
from voxpop.config.privacy import Privacy
from voxpop.config.questions import OwnQuestion
from voxpop.config.root import Company, Config
from voxpop.config.running import Analysis, KeepPosts, Mirror, Reporting, Retention, Storage
from voxpop.config.section import EVERYONE, Identifier, Section, TimeZone

__all__ = [
    "EVERYONE",
    "Account",
    "AlertRule",
    "Alerts",
    "Analysis",
    "Audience",
    "Budget",
    "Campaign",
    "Channel",
    "CodebookTheme",
    "Company",
    "Config",
    "Consent",
    "Delivery",
    "Event",
    "Explorer",
    "Helper",
    "Idea",
    "Identifier",
    "KeepPosts",
    "Limits",
    "Mail",
    "Mirror",
    "Name",
    "OneAccount",
    "OwnQuestion",
    "Person",
    "Place",
    "Prices",
    "Privacy",
    "Promise",
    "Proxy",
    "Reader",
    "Reporting",
    "Retention",
    "Route",
    "Rule",
    "Section",
    "Series",
    "Storage",
    "Target",
    "TimeZone",
    "Tracker",
    "WorkingHours",
    "XPrices",
]
