"""Imported first by every Python process under a moved clock.

Python sleeps until a moment; where that moment has passed when libfaketime is asked, it answers EINVAL in place of nothing.
"""

import errno
import time

_sleep = time.sleep


def sleep(seconds):
    """As `time.sleep`; done where the moment has passed."""
    try:
        _sleep(seconds)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise


time.sleep = sleep
