"""Tables in files: delimited text in any dialect, sheets of Excel and OpenDocument."""

from voxpop.collectors.wire.tables.delimited import Delimited
from voxpop.collectors.wire.tables.dialect import Dialect
from voxpop.collectors.wire.tables.piece import Piece, check_columns, numbered
from voxpop.collectors.wire.tables.sheets import SHEETS, Sheet

__all__ = ["SHEETS", "Delimited", "Dialect", "Piece", "Sheet", "check_columns", "numbered"]
