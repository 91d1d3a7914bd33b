"""What is seen as a file: CSV, an Excel workbook, or Parquet; text is never taken for a formula."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import xlsxwriter
from pyarrow import parquet

from voxpop.analysis.report.render.exports import FORMULA

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
ANY_TIME = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the same page gives the same bytes


def write(tables: Mapping[str, pa.Table], kind: str, link: str) -> bytes:
    """The file; a workbook holds every table and the address that they were seen at, the others hold the first table."""
    if kind == "xlsx":
        return _workbook(tables, link)
    first = next(iter(tables.values()))
    if kind == "csv":
        return _csv(first)
    out = io.BytesIO()
    parquet.write_table(first.replace_schema_metadata({"seen at": link}), out)
    return out.getvalue()


def _csv(table: pa.Table) -> bytes:
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\n")
    sheet.writerow(table.column_names)
    for row in table.to_pylist():
        sheet.writerow([_cell(value) for value in row.values()])
    return out.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _workbook(tables: Mapping[str, pa.Table], link: str) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": ANY_TIME})
        bold = book.add_format({"bold": True})
        for name, table in tables.items():
            sheet = book.add_worksheet(name[:31])
            for place, column in enumerate(table.column_names):
                sheet.write_string(0, place, column, bold)
                for n, value in enumerate(table[column].to_pylist(), 1):
                    _write(sheet, n, place, value)
            sheet.freeze_panes(1, 0)
        book.add_worksheet("seen at").write_string(0, 0, link)
    return out.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    else:
        said = value.isoformat() if isinstance(value, date) else str(value)
        sheet.write_string(row, column, "".join(c for c in said if c in "\t\n" or ord(c) >= 32)[:32_000])
