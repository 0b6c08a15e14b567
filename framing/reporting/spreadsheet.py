"""Tables as Excel workbooks: text is never a formula, and the same table gives the same bytes.

A cell of text stays text, whatever it begins with: openpyxl is told so, and the cell carries Excel's quote prefix, so
that editing it does not make a formula of it (CWE-1236).
"""

from __future__ import annotations

import math
import re
import zipfile
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from framing.reporting.printed import Printed

#: What XML cannot hold, and Excel's longest text in a cell.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_767
#: Excel's last row, less the heads.
MOST_ROWS = 1_048_575
#: Rows of words that a workbook holds.
_MOST_WORDS = 6_000
#: The earliest that a zip archive can say; Excel's own files have it where they hide the clock.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_WIDEST, _NARROWEST = 60, 8
#: Beginnings of text that is no text to Excel, or to openpyxl.
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "'", "#")


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
    book = Workbook(write_only=True)  # rows go out as they come, in two thirds of the time
    if printed is not None:
        _write_printed(book.create_sheet("table"), printed)
    _write_data(book.create_sheet("data"), data)
    book.properties.creator = "framing"
    book.properties.created = datetime(*_EPOCH)  # noqa: DTZ001 # openpyxl takes times without a zone
    stream = BytesIO()
    book.save(stream)
    return _without_clock(stream.getvalue())


def most_marked(data: pd.DataFrame, printed: Printed) -> tuple[pd.DataFrame, Printed]:
    """Of a table of very many words the most marked ones of each group, and a note that says so; else the table."""
    if len(data) <= _MOST_WORDS or "feature" not in data:  # no table of words
        return data, printed
    groups = data["group"].nunique()
    most = _MOST_WORDS // groups
    rank = data["statistic"].abs().groupby(data["group"]).rank(ascending=False, method="first")
    some = data.loc[rank <= most]
    marked = f"the {most:,} most marked words of each group"
    note = f"Sheet data: {len(some):,} of {len(data):,} rows, {marked}; the CSV has all."
    return some, replace(printed, notes=(*printed.notes, note))


def _write_printed(sheet: WriteOnlyWorksheet, printed: Printed) -> None:
    heads = [column.head for column in printed.columns]
    cells: list[Sequence[str]] = [heads, *printed.rows]
    _set_widths(sheet, [[row[place] for row in cells] for place in range(len(heads))])
    sheet.freeze_panes = "A4"
    for head in ([printed.caption], [], heads):
        sheet.append(_cells(sheet, head, bold=True))
    for number, row in enumerate(printed.rows):
        if number in printed.parts:
            sheet.append(_cells(sheet, [printed.parts[number]], bold=True))
        sheet.append(_cells(sheet, row))
    sheet.append([])
    for note in filter(None, printed.notes):
        sheet.append(_cells(sheet, [note]))


def _write_data(sheet: WriteOnlyWorksheet, data: pd.DataFrame) -> None:
    heads = [str(name) for name in data.columns]
    texts = [[head, *map(str, data[name].head(200))] for head, name in zip(heads, data.columns, strict=True)]
    _set_widths(sheet, texts)
    sheet.freeze_panes = "A2"
    sheet.append(_cells(sheet, heads, bold=True))
    for row in data.astype(object).itertuples(index=False, name=None):
        sheet.append(_cells(sheet, row))


def _cells(sheet: WriteOnlyWorksheet, values: Iterable[Any], *, bold: bool = False) -> list[Any]:
    """What a row holds: values as they are, but for text that Excel or openpyxl would take for something else."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    row = []
    for value in values:
        content = _content(value)
        active = isinstance(content, str) and content.startswith(_ACTIVE)
        if content is None or not (bold or active):
            row.append(content)
            continue
        cell = WriteOnlyCell(sheet, content)
        if isinstance(content, str):
            cell.data_type = "s"  # openpyxl would take = for a formula, #N/A for an error
            cell.quotePrefix = active and not content.startswith("#")
        if bold:
            cell.font = Font(bold=True)
        row.append(cell)
    return row


def _content(value: Any) -> str | float | int | bool | None:
    """What a cell holds; None for what is missing."""
    if isinstance(value, str):
        return _ILLEGAL.sub("", value)[:_LONGEST]
    if hasattr(value, "item"):
        value = value.item()
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return value if math.isfinite(value) else str(value)
    import pandas as pd

    return None if value is pd.NA or value is pd.NaT else _ILLEGAL.sub("", str(value))[:_LONGEST]


def _set_widths(sheet: WriteOnlyWorksheet, columns: list[list[str]]) -> None:
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
