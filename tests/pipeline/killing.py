"""Runs a step in a process that kills itself at one change of the disk after another, and gives back which one it was."""

import os
import shutil
import signal
import sys

from voxpop import durable

CHANGES = (
    (os, "rename"), (os, "replace"), (os, "unlink"), (os, "rmdir"), (os, "mkdir"), (os, "fsync"), (shutil, "copyfile"),
    (durable, "_exchange"),
)  # fmt: skip


def changes_of(step):
    """How many changes of the disk the step makes, told by a process that makes them."""
    here, there = os.pipe()
    if os.fork() == 0:
        count = _watch(None)
        _do(step)
        os.write(there, str(count[0]).encode())
        os._exit(0)
    os.wait()
    os.close(there)
    return int(os.read(here, 20))


def kill_at(number, step):
    """Run the step in a process that ends itself just before its change of that number; whether it got there."""
    child = os.fork()
    if child == 0:
        _watch(number)
        _do(step)
        os._exit(0)
    return os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL


def _do(step):
    try:
        step()
    except BaseException as error:  # noqa: BLE001  a child may not go on with the tests of its parent
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        os._exit(3)


def _watch(number):
    count = [0]
    for module, name in CHANGES:
        whole = getattr(module, name)

        def watched(*args, whole=whole, **kwargs):
            if count[0] == number:
                os.kill(os.getpid(), signal.SIGKILL)
            count[0] += 1
            return whole(*args, **kwargs)

        setattr(module, name, watched)
    return count
