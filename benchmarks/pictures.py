"""Takes the pictures of the README from the demo: `make pictures` makes the demo and then these, light and dark.

    python -m benchmarks.pictures demo-world    # a demo that is there already

The report of one audience is drawn by Chromium (Debian: chromium) as a reader's browser draws it, down to the end of its first screen.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
AUDIENCE = "administrators"
"""The audience of the demo to which something happened."""
SCHEMES = {"light": 1, "dark": 0}
WIDTH, HEIGHT = 1280, 735
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def take(demo: Path) -> list[Path]:
    """Pictures of the first screen of the demo's newest report, one a scheme."""
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        raise SystemExit(f"none of {', '.join(BROWSERS)} is installed")
    reports = sorted((demo / "voxpop-data" / "reports" / AUDIENCE).glob("*/report.html"))
    if not reports:
        raise SystemExit(f"{demo} holds no report of {AUDIENCE}; `voxpop demo {demo}` makes it")
    PICTURES.mkdir(exist_ok=True)
    taken = []
    for scheme, number in SCHEMES.items():
        picture = PICTURES / f"report-{scheme}.png"
        with tempfile.TemporaryDirectory() as profile:
            subprocess.run(
                [
                    browser,
                    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
                    f"--user-data-dir={profile}",
                    f"--blink-settings=preferredColorScheme={number}",
                    f"--window-size={WIDTH},{HEIGHT}",
                    f"--screenshot={picture}",
                    reports[-1].resolve().as_uri(),
                ],
                check=True,
                capture_output=True,
            )  # fmt: skip
        taken.append(picture)
    return taken


if __name__ == "__main__":
    for taken in take(Path(sys.argv[1] if len(sys.argv) > 1 else "demo-world")):
        print(taken)
