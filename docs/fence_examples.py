"""For `make docs`: examples in docstrings are shown as code. Griffe, which reads the docstrings, calls this for each object."""

import re
from typing import Any

import griffe

EXAMPLE = re.compile(r"(?:^[ ]*>>> .*\n(?:^[ ]*\S.*\n?)*)+", re.MULTILINE)


class FenceExamples(griffe.Extension):  # type: ignore[misc]
    """Puts fences around every example, up to the next empty line."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Change the object's docstring as the site shows it."""
        if obj.docstring and ">>> " in obj.docstring.value:
            obj.docstring.value = EXAMPLE.sub(
                lambda found: f"\n```pycon\n{found[0].rstrip()}\n```\n", obj.docstring.value
            )
