"""The picture of the packages in docs/architecture.md, drawn from the tree: `python -m tests.docs.packages` writes it."""

import ast
import re

from tests.places import ROOT

PAGE = ROOT / "docs" / "architecture.md"
TOPS = ("dags", "pipeline", "collectors", "warehouse", "analysis", "voxpop")
BLOCK = re.compile(r"(?<=<!-- packages: python -m tests.docs.packages -->\n).*?(?=<!-- end of packages -->)", re.DOTALL)


def packages():
    """Every package of ours, each below the one that holds it, as a path relative to the repository."""
    for top in TOPS:
        for face in sorted((ROOT / top).rglob("__init__.py"), key=lambda path: path.parent.parts):
            if not any(part.is_symlink() for part in (face, *face.parents)):
                yield face.parent.relative_to(ROOT)


def sentence(package):
    """What a package says of itself: the first line of its docstring."""
    text = ast.get_docstring(ast.parse((ROOT / package / "__init__.py").read_text(encoding="utf-8"))) or ""
    return text.splitlines()[0] if text else ""


def picture():
    """The table of packages: where each is, and what it says of itself."""
    lines = ["| package | what lives there |", "|---|---|"]
    lines += [f"| `{package}/` | {sentence(package)} |" for package in packages()]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    PAGE.write_text(BLOCK.sub(lambda _: picture(), PAGE.read_text(encoding="utf-8")), encoding="utf-8")
