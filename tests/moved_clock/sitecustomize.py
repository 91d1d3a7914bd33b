"""Imported first by every Python process under a moved clock.

Python sleeps until a moment of the clock that only measures; libfaketime, told to leave that clock alone, now and then answers
EINVAL. Then the rest is waited for in another way.
"""

import errno
import select
import time

_sleep = time.sleep


def sleep(seconds):
    """As `time.sleep`."""
    end = time.monotonic() + seconds
    try:
        _sleep(seconds)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        while (left := end - time.monotonic()) > 0:
            select.select([], [], [], left)


time.sleep = sleep
