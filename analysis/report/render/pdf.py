"""The report on paper: the page as WeasyPrint lays it out, without a browser; one that is installed stands in where its libraries are not.

WeasyPrint reads no rule of the page's style sheet inside a drawing, so there each element gets what the sheet says of its classes.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
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
FEW = 3
"""So many pages are worth processes of their own."""
NOWHERE = "about:invalid"
VARIABLE = re.compile(r"var\((--[\w-]+)\)")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
CLASSED = re.compile(r'(<(\w+)\b[^>]*?)\bclass="([^"]*)"')
log = logging.getLogger("voxpop.report")


def print_page(page: Path, out: Path) -> Path:
    """`out`, laid out from a page of ours; nothing is fetched. `UsageError` where neither WeasyPrint nor a browser can."""
    try:
        durable.write(out, lay_out(page.read_text(encoding="utf-8")))
    except (ImportError, OSError) as error:  # Pango, which it draws letters with, is a library of the system
        return print_by_browser(page, out, str(error).splitlines()[0])
    return out


def print_pages(pages: Sequence[tuple[Path, Path]]) -> None:
    """Print several pages, each to its own file: as many at once as there are processors, for one page takes seconds of one."""
    at_once = min(os.cpu_count() or 1, len(pages))
    if len(pages) < FEW or at_once < 2:
        for page, out in pages:
            print_page(page, out)
        return
    shares = [pages[n::at_once] for n in range(at_once)]
    running = [
        subprocess.Popen(  # noqa: S603 our own interpreter and paths of ours
            [sys.executable, "-m", __spec__.name, *(str(path) for pair in share for path in pair)],
            stderr=subprocess.PIPE,
            text=True,
        )
        for share in shares
    ]
    said = [process.communicate()[1] for process in running]
    for process, told in zip(running, said, strict=True):
        if process.returncode:
            raise UsageError(told.strip().splitlines()[-1] if told.strip() else "the printing of pages was ended")


def lay_out(html: str) -> bytes:
    """A page of ours as a PDF; no address in it is read."""
    import weasyprint  # brings fonts and Pango

    for name in ("weasyprint", "weasyprint.progress", "fontTools"):
        logging.getLogger(name).setLevel(logging.ERROR)
    made = weasyprint.HTML(string=paint(html), base_url=NOWHERE, url_fetcher=_fetch_nothing)
    return bytes(made.write_pdf(pdf_version="1.4"))  # later ones fold their objects, and some tools then see no page


def paint(html: str) -> str:
    """The page with the style of every classed element of a drawing written on it."""
    return DRAWING.sub(lambda found: _paint_drawing(found[0]), html)


def _paint_drawing(svg: str) -> str:
    opening = CLASSED.match(svg)
    around = frozenset(opening[3].split()) if opening else frozenset()

    def styled(found: re.Match[str]) -> str:
        style = _style_of(found[3], around) if found[2] != "svg" else ""
        return f'{found[1]}class="{found[3]}"' + (f' style="{style}"' if style else "")

    return CLASSED.sub(styled, svg)


@cache
def _style_of(classes: str, around: frozenset[str]) -> str:
    """The declarations that the sheet has for an element with these classes in a drawing with those, as on paper."""
    own, found = set(classes.split()), dict[str, str]()
    for inside, needed, declarations in _rules():
        if needed <= own and (inside is None or inside in around):
            found |= declarations
    return ";".join(f"{name}:{value}" for name, value in found.items())


@cache
def _rules() -> tuple[tuple[str | None, frozenset[str], dict[str, str]], ...]:
    """The sheet's rules for classes alone, or for classes within a drawing: (class of the drawing, classes, declarations)."""
    sheet = (files("voxpop.analysis.report.render") / "style.css").read_text(encoding="utf-8")
    everywhere, _, rest = sheet.partition("@media screen and (prefers-color-scheme: dark)")
    colours = dict(re.findall(r"(--[\w-]+): ([^;]+);", everywhere))
    plain, _, paper = rest.partition("@media screen and (max-width")
    found = []
    for selectors, body in RULE.findall(plain.split("\n}", 1)[1] + paper.partition("@media print {")[2]):
        pairs = (part.split(":", 1) for part in body.split(";") if ":" in part)
        declared = {name.strip(): VARIABLE.sub(lambda m: colours[m[1]], value).strip() for name, value in pairs}
        for selector in selectors.split(","):
            *inside, last = selector.split()
            if re.fullmatch(r"(\.[\w-]+)+", last) and len(inside) <= 1 and (not inside or inside[0][0] in ".s"):
                within = inside[0][1:] if inside and inside[0].startswith(".") else None
                if not inside or within or inside[0] == "svg":
                    found.append((within, frozenset(last[1:].split(".")), declared))
    return tuple(found)


def _fetch_nothing(url: str, *_: object, **__: object) -> dict[str, object]:
    msg = f"{url} is not read: a report needs nothing from elsewhere"
    raise ValueError(msg)


def print_by_browser(page: Path, out: Path, why: str) -> Path:
    """`out`, printed by the first browser that is found."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise UsageError(
            f"a PDF needs WeasyPrint with Pango ({why}; `apt-get install libpango-1.0-0 libpangoft2-1.0-0` or `brew install pango`), or a "
            f"browser on the PATH, one of {', '.join(BROWSERS)}; none was found"
        )
    log.debug("WeasyPrint cannot be used: %s", why)
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


def main(paths: Sequence[str]) -> None:
    """Print pairs of a page and its PDF; what a process of `print_pages` does."""
    for page, out in zip(paths[::2], paths[1::2], strict=True):
        try:
            print_page(Path(page), Path(out))
        except UsageError as error:
            raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main(sys.argv[1:])
