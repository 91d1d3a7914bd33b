"""The command `voxpop` in this process: what it prints and how it ends, without the second or more that a start costs.

That the installed command starts is the subject of tests/black_box, tests/package and the demo.
"""

import io
import logging
import subprocess
import sys
import traceback
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

from voxpop.pipeline.command.main import main


def run(*arguments, folder=None, said="", environment=None):
    """How `voxpop` with these words ends in a folder, where these words are typed in; as `subprocess.run` gives it."""
    out, errors = io.StringIO(), io.StringIO()
    words = ["voxpop", *map(str, arguments)]
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers[:] = []  # those of pytest: the command sets its own
    try:
        with (
            chdir(folder or Path.cwd()),
            mock.patch.object(sys, "argv", words),
            mock.patch.object(sys, "stdin", io.StringIO(said)),
            mock.patch.dict("os.environ", environment or {}, clear=environment is not None),
            redirect_stdout(out),
            redirect_stderr(errors),
        ):
            try:
                main()
                code = 0
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else int(end.code is not None)
            except Exception:  # noqa: BLE001  what a process would end with
                traceback.print_exc()
                code = 1
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
    return subprocess.CompletedProcess(words, code, out.getvalue(), errors.getvalue())
