"""Tables as Excel workbooks: text is never a formula, and the same table gives the same bytes.

A cell of text stays text, whatever it begins with: openpyxl is told so, and the cell carries Excel's quote prefix, so
that editing it does not make a formula of it (CWE-1236).
"""

from __future__ import annotations

import math
import re
import zipfile
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl.worksheet.worksheet import Worksheet

    from framing.reporting.printed import Printed

#: What XML cannot hold, and Excel's longest text in a cell.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_767
#: Excel's last row, less the heads.
MOST_ROWS = 1_048_575
#: The earliest that a zip archive can say; Excel's own files have it where they hide the clock.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_WIDEST, _NARROWEST = 60, 8


def workbook(data: pd.DataFrame, printed: Printed | None = None) -> bytes:
    """Make an Excel workbook: sheet `table` as it is printed, with its notes, and sheet `data` with every figure.

    Parameters
    ----------
    data
        any table; numbers stay numbers, NaN and missing are empty cells, infinities text
    printed
        the table as a paper has it; None: sheet `data` alone

    Returns
    -------
    bytes
        the same for the same table

    Raises
    ------
    FramingError
        if the table has more rows than Excel can hold.
    """
    from openpyxl import Workbook

    from framing.errors import FramingError

    if len(data) > MOST_ROWS:
        raise FramingError(f"table: {len(data):,} rows, Excel holds {MOST_ROWS:,}; use the CSV")
    book = Workbook()
    first = book.active
    if printed is not None:
        first.title = "table"
        _write_printed(first, printed)
        first = book.create_sheet("data")
    first.title = "data"
    _write_data(first, data)
    book.properties.creator = "framing"
    book.properties.created = datetime(*_EPOCH)  # noqa: DTZ001 # openpyxl takes times without a zone
    stream = BytesIO()
    book.save(stream)
    return _without_clock(stream.getvalue())


def _write_printed(sheet: Worksheet, printed: Printed) -> None:
    _write_row(sheet, 1, [printed.caption], bold=True)
    _write_row(sheet, 3, [column.head for column in printed.columns], bold=True)
    at = 4
    for number, row in enumerate(printed.rows):
        if number in printed.parts:
            _write_row(sheet, at, [printed.parts[number]], bold=True)
            at += 1
        _write_row(sheet, at, row)
        at += 1
    for number, note in enumerate(filter(None, printed.notes)):
        _write_row(sheet, at + 1 + number, [note])
    cells = [[column.head for column in printed.columns], *printed.rows]
    _set_widths(sheet, [[row[place] for row in cells] for place in range(len(printed.columns))])
    sheet.freeze_panes = "A4"


def _write_data(sheet: Worksheet, data: pd.DataFrame) -> None:
    heads = [str(name) for name in data.columns]
    _write_row(sheet, 1, heads, bold=True)
    for number, row in enumerate(data.astype(object).itertuples(index=False, name=None)):
        _write_row(sheet, number + 2, row)
    texts = [[head, *map(str, data[name].head(200))] for head, name in zip(heads, data.columns, strict=True)]
    _set_widths(sheet, texts)
    sheet.freeze_panes = "A2"


def _write_row(sheet: Worksheet, at: int, values: Any, *, bold: bool = False) -> None:
    from openpyxl.styles import Font

    for place, value in enumerate(values, start=1):
        content = _content(value)
        if content is None:
            continue
        cell = sheet.cell(at, place)
        cell.value = content
        if isinstance(content, str):
            cell.data_type = "s"  # openpyxl would take = for a formula, #N/A for an error
            cell.quotePrefix = content.startswith(("=", "+", "-", "@", "\t", "\r", "'"))
        if bold:
            cell.font = Font(bold=True)


def _content(value: Any) -> str | float | int | bool | None:
    """What a cell holds; None for what is missing."""
    import pandas as pd

    if isinstance(value, str):
        return _ILLEGAL.sub("", value)[:_LONGEST]
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return value if math.isfinite(value) else str(value)
    return _ILLEGAL.sub("", str(value))[:_LONGEST]


def _set_widths(sheet: Worksheet, columns: list[list[str]]) -> None:
    from openpyxl.utils import get_column_letter

    for place, texts in enumerate(columns, start=1):
        longest = max((len(text) for text in texts), default=0)
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = min(max(longest + 2, _NARROWEST), _WIDEST)


def _without_clock(content: bytes) -> bytes:
    """The workbook without the moment of its making, in the archive's entries and in its properties."""
    stream = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as made,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as kept,
    ):
        for entry in made.infolist():
            part = made.read(entry.filename)
            if entry.filename == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", part)
            kept.writestr(zipfile.ZipInfo(entry.filename, _EPOCH), part, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
