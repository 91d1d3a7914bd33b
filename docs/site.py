"""Lays out what the documentation site is made from, for `make docs`: the pages as they stand in the repository, and the API.

The README becomes the first page. Pages keep their places, so that links work alike on the site, on GitHub and in an editor.
Files that a page links to and that are no pages (a notebook, a configuration) go along. What the API is made of is listed here.
MkDocs calls `on_post_page` for each page: search then works from the disk by our own script, and nothing is fetched from elsewhere.
"""

import re
import shutil
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LINK = re.compile(r"\]\(([^)#\s]+)(#[^)\s]*)?\)")
PICTURE = re.compile(r'(?:src|srcset)="([^"]+\.png)"')
ELSEWHERE = "https://unpkg.com/iframe-worker/shim"
"""What the theme would fetch so that its search works on pages opened from the disk."""
SEARCH = "offline_search.js"
API = {
    "For notebooks and scripts": [
        "voxpop.pipeline.explore.snapshot.open_snapshot",
        "voxpop.pipeline.explore.snapshot.Snapshot",
        "voxpop.window",
        "voxpop.errors",
    ],
    "For plugins": [
        "voxpop.plugins",
        "voxpop.collectors.base",
        "voxpop.collectors.rest.collector.RestCollector",
        "voxpop.collectors.rest.settings",
        "voxpop.collectors.archive.layouts.Layout",
        "voxpop.pipeline.deliver.kinds",
        "voxpop.pipeline.deliver.senders.Message",
        "voxpop.pipeline.testing.source",
        "voxpop.pipeline.testing.target",
        "voxpop.pipeline.testing.layout",
        "voxpop.pipeline.testing.server",
    ],
    "Records": ["voxpop.post", "voxpop.coverage", "voxpop.authors", "voxpop.config.root", "voxpop.config.listening"],
    "Analysis": [
        "voxpop.analysis.estimates.estimate",
        "voxpop.analysis.estimates.values",
        "voxpop.analysis.estimates.drivers",
        "voxpop.analysis.estimates.correction",
        "voxpop.analysis.estimates.agreement",
        "voxpop.analysis.estimates.ratio",
        "voxpop.analysis.sentiment.scores",
        "voxpop.analysis.sentiment.evaluate",
        "voxpop.analysis.themes.model",
    ],
}
"""Heading -> modules, classes and functions, whose docstrings become the page of the API."""


def lay_out(folder: Path) -> None:
    """Fill the folder with the pages, the files that they link to, and the page of the API."""
    shutil.rmtree(folder, ignore_errors=True)
    for page in list_pages():
        place = folder / ("index.md" if page == ROOT / "README.md" else page.relative_to(ROOT))
        place.parent.mkdir(parents=True, exist_ok=True)
        text = page.read_text(encoding="utf-8")
        place.write_text(re.sub(r"\]\(((?:\.\./)*)README\.md", r"](\1index.md", text), encoding="utf-8")
        for target in [*(target for target, _ in LINK.findall(text)), *PICTURE.findall(text)]:
            linked = (page.parent / target).resolve()
            if linked.is_file() and linked.suffix != ".md":
                copied = folder / linked.relative_to(ROOT)
                copied.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(linked, copied)
    shutil.copy(ROOT / "docs" / SEARCH, folder)
    (folder / "api.md").write_text(write_api(), encoding="utf-8")


def on_post_page(output: str, page: Any, config: Any) -> str:
    """The page with our script in place of the one elsewhere."""
    del config
    depth = page.url.count("/")
    return output.replace(ELSEWHERE, "../" * depth + SEARCH)


def on_post_template(output_content: str, template_name: str, config: Any) -> str:
    """The same for the page that says that there is none."""
    del config, template_name
    return output_content.replace(ELSEWHERE, SEARCH)


def list_pages() -> list[Path]:
    """Every page of the repository that is on the site."""
    beside = (
        "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "notebooks/README.md", "analysis/models/MODEL_CARD.md",
        "packages/voxpop-languages/README.md",
    )  # fmt: skip
    return [*(ROOT / name for name in beside), *sorted((ROOT / "docs").rglob("*.md"))]


def write_api() -> str:
    """The page of the API: a heading for each group, and for each name the place where its docstrings come."""
    lines = ["# Python API", "", "`import voxpop` offers `open`, `Snapshot`, `Week`, `Window` and `VoxpopError`.", ""]
    for heading, names in API.items():
        lines += [f"# {heading}", "", *(f"::: {name}\n" for name in names)]
    return "\n".join(lines)


if __name__ == "__main__":
    lay_out(Path(sys.argv[1]))
