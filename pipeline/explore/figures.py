"""The days and numbers of a file of figures, as programs for tables write them in any country."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from voxpop.collectors.archive.times import order_of
from voxpop.collectors.wire.times import Clock, Order, parse, why_not
from voxpop.pipeline.rows import READ, read_rows

DECIMAL_COMMA = re.compile(r"[+-]?(?:\d{1,3}(?:[. \u00a0\u202f]\d{3})+|\d+),\d+|[+-]?\d{1,3}(?:\.\d{3}){2,}")
"""A number whose comma, or whose several dots, can be nothing else: '1.234,50', '0,5', '1.234.567'; 'a,bcd' is doubtful."""
DOUBTFUL = re.compile(r"[+-]?\d{1,3},\d{3}")


def read_figures(path: Path, column: str) -> pd.DataFrame:
    """The rows of a delimited file or a sheet as text, whatever its charset and delimiter; `column` must be there."""
    if path.suffix.lower() not in READ:
        return pd.read_csv(path)
    rows: pd.DataFrame = pa.concat_tables(read_rows(path, column), promote_options="permissive").to_pandas()
    return rows


def days_of(values: pd.Series, order: Order | None = None) -> list[date | None]:
    """The day of each text, the order of day and month as given or told by all of them; raises `ValueError` for the first that is none."""
    texts = [None if pd.isna(value) else str(value).strip() for value in values]
    clock = Clock(order=order or order_of([pa.array(texts, pa.string())]))
    found: list[date | None] = []
    for text in texts:
        moment = parse(text, "auto", clock).moment if text else None
        if text and moment is None:
            raise ValueError(f"'{text}' {why_not(text, 'auto', clock)}")
        found.append(moment.date() if moment else None)
    return found


def numbers_of(values: Iterable[Any]) -> pd.Series:
    """The numbers of some texts, with a decimal comma where one of them shows it; raises `ValueError` for what is none."""
    texts = pd.Series([None if pd.isna(value) else str(value).strip() or None for value in values], dtype="object")
    given = [text for text in texts if text]
    if any(DECIMAL_COMMA.fullmatch(text) and not DOUBTFUL.fullmatch(text) for text in given):
        texts = texts.map(lambda text: text and re.sub(r"[. \u00a0\u202f]", "", text).replace(",", "."))
    return pd.to_numeric(texts)
