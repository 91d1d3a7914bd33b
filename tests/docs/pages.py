"""The pages of the documentation and what they quote."""

import re

from tests.places import ROOT

PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md") if (ROOT / name).exists()]
PAGES += sorted((ROOT / "docs").rglob("*.md"))


def name_of(page):
    """Where a page is, from the top of the repository."""
    return str(page.relative_to(ROOT))


def blocks(text, language=None):
    """What stands between fences, of one language or of any."""
    found = re.findall(r"^```(\w*)[^\n]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [block for named, block in found if language is None or named == language]


def quoted(text):
    """What a page quotes as code in a line."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))


def anchors(text):
    """What links may name in a page: its headings, as the forge writes them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
