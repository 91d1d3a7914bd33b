"""Where things lie, for every test."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
"""The top of the repository."""
SHARED = Path(os.environ.get("VOXPOP_SHARED", ROOT.parent / "shared"))
"""Recorded answers and labelled data that are not part of the repository; tests that need them are skipped where it is absent."""
COMMAND = Path(sys.executable).with_name("voxpop")
"""The installed command."""
