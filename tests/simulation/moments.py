"""Time and chance as the history wants them: a clock that only the history moves, and ids that its seed gives."""

import random
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

START = datetime(2031, 1, 6, 8, tzinfo=UTC)
"""Later than the true time of any file, so that what housekeeping takes for an old leftover does not hang on the day of the run."""
TICK = timedelta(milliseconds=3)


class Moments:
    """The true time, and how far the clock of the machine is off."""

    def __init__(self) -> None:
        self.true = START
        self.off = timedelta()

    def clock(self) -> datetime:
        """What the machine says it is; no two looks see the same."""
        self.true += TICK
        return self.true + self.off

    def pass_by(self, time: timedelta) -> None:
        """Let time go by."""
        self.true += time


@contextmanager
def installed(moments: Moments, chooser: random.Random):
    """Every module of the product reads this clock, and draws its ids from the chooser, while the block runs."""

    class OurType(type):
        def __instancecheck__(cls, value):
            return isinstance(value, datetime)

        def __getattr__(cls, name):
            return getattr(datetime, name)

        def __call__(cls, *given, **more):
            return datetime(*given, **more)

    class Ours(metaclass=OurType):
        @staticmethod
        def now(zone=None):
            told = moments.clock()
            return told.astimezone(zone) if zone else told.replace(tzinfo=None)

    def uuid4():
        return UUID(int=chooser.getrandbits(128), version=4)

    changed = []
    for name, module in list(sys.modules.items()):
        if name.startswith("voxpop.") and module is not None:
            for attribute, fake in (("datetime", Ours), ("uuid4", uuid4)):
                real = getattr(module, attribute, None)
                if real is datetime or (attribute == "uuid4" and real is not None):
                    setattr(module, attribute, fake)
                    changed.append((module, attribute, real))
    try:
        yield
    finally:
        for module, attribute, real in changed:
            setattr(module, attribute, real)
