"""The report on paper: the page as a browser prints it. Chromium, Chrome or Edge must be installed; nothing is fetched.

WeasyPrint would need no browser, but Pango of the system, and its layout would be a second one to look at for each change of the page.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from voxpop import durable
from voxpop.errors import UsageError

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "msedge",
    "chrome",
)
SECONDS = 60


def print_page(page: Path, out: Path) -> Path:
    """`out`, printed from a page of ours by the first browser that is found."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise UsageError(f"a PDF needs a browser on the PATH, one of {', '.join(BROWSERS)}; none was found")
    with tempfile.TemporaryDirectory() as profile:
        printed = Path(profile) / "report.pdf"
        command = [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-extensions", "--no-first-run",
            "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={profile}", "--no-pdf-header-footer",
            f"--print-to-pdf={printed}", page.resolve().as_uri(),
        ]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)  # noqa: S603 no shell, and a path of ours
        except subprocess.TimeoutExpired:
            raise UsageError(f"{browser} did not print {page} within {SECONDS} seconds") from None
        if not printed.is_file() or not printed.stat().st_size:
            raise UsageError(f"{browser} printed nothing of {page}: {done.stderr.strip().splitlines()[-1:]}")
        durable.write(out, printed.read_bytes())
    return out
