"""The receipts of a report as a static page: every figure with the posts, the formula and the query behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from voxpop.analysis.report.model import Report
from voxpop.analysis.report.render.page import templates
from voxpop.analysis.report.wording.languages import current, speaking

PARAMETER = re.compile(r"\$(\w+)")
COMMENT = re.compile(r"^--.*\n", re.MULTILINE)


def receipts_page(report: Report, sql: Mapping[str, str]) -> str:
    """One block a figure; the queries stand once at the end, with their parameters beside each figure."""
    with speaking(report.language):
        return (
            templates()
            .get_template("receipts.html.jinja")
            .render(
                r=report,
                dates=current().span(report.monday, report.sunday),
                queries={name: sql[name] for name in dict.fromkeys(x.query for x in report.receipts) if name in sql},
            )
        )


def fill_in(sql: str, parameters: Mapping[str, Any]) -> str:
    """The statement with every parameter as a literal; text is quoted."""
    return PARAMETER.sub(lambda found: _literal(parameters[found[1]]), COMMENT.sub("", sql)).strip()


def _literal(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_literal(k)}: {_literal(v)}' for k, v in value.items())}}}"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else repr(value)
