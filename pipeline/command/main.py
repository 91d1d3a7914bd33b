"""The command `voxpop`: each sub-command calls one step; exit codes 0 done, 1 failed, 2 wrong usage, 3 done with gaps,
4 nobody found (`forget`, `subject`), 5 refused (`ask`).
"""

from __future__ import annotations

import errno
import logging
import sys
from traceback import format_exception
from types import ModuleType

import typer

from voxpop import redaction
from voxpop.errors import VoxpopError
from voxpop.pipeline.command import (
    audience,
    begin,
    community,
    demand,
    explore,
    files,
    first,
    keep,
    label,
    plugin,
    report,
    search,
    steps,
    themes,
    train,
)
from voxpop.pipeline.command.closing import alerts, route, tracker
from voxpop.pipeline.command.output import CleanFormatter, as_given, clean
from voxpop.pipeline.command.questions import ask, knowledge, mcp

DISK_ERRORS = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO}
"""A disk that is full, broken or not ours to write to: nothing that a traceback explains."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

PANELS: dict[str, tuple[ModuleType, ...]] = {
    "Begin": (first, begin),
    "Each week": (steps,),
    "Look into it": (ask, explore, search, report, alerts, mcp),
    "Whom we hear": (audience, themes, demand, knowledge, community),
    "Close the loop": (tracker, route),
    "Files and models": (files, label, train, plugin),
    "Keep and erase": (keep,),
}
"""Heading of `voxpop --help` -> the modules whose commands stand under it, in order."""


def _gather() -> None:
    """Add all commands, each under its heading."""
    for heading, modules in PANELS.items():
        for module in modules:
            before = len(app.registered_commands), len(app.registered_groups)
            module.add(app)
            for command in app.registered_commands[before[0] :]:
                command.rich_help_panel = heading
            for group in app.registered_groups[before[1] :]:
                group.rich_help_panel = heading


_gather()


def main() -> None:
    """Run the command; mistakes end in one clear message, not a traceback."""
    to_terminal = logging.StreamHandler(sys.stderr)
    to_terminal.setFormatter(CleanFormatter("%(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[to_terminal])
    for noisy in ("prawcore", "tweepy", "urllib3", "requests_oauthlib", "oauthlib"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    redaction.guard_logs()
    try:
        app()
    except VoxpopError as error:
        print(f"voxpop: {as_given(clean(error))}", file=sys.stderr)
        sys.exit(error.exit_code)
    except OSError as error:
        if error.errno not in DISK_ERRORS:
            raise
        print(
            f"voxpop: {clean(error.filename or 'writing')}: {error.strerror}. Mend it and run this again",
            file=sys.stderr,
        )
        sys.exit(1)
    except Exception as error:
        traceback = "".join(format_exception(error))
        if (hidden := redaction.hide(traceback)) == traceback:
            raise
        print(hidden, file=sys.stderr, end="")
        sys.exit(1)
    except KeyboardInterrupt:
        print("voxpop: interrupted; run the same command again to resume", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
