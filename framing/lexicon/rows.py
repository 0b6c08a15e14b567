"""Rows of a codebook's CSV files: reads and names them; what a row means is `codebook`'s business."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.errors import CodebookError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

SHOWN = 10
DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its number as a spreadsheet shows it (the header is 1), and its cells by column."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one row: where, what was found, what is accepted."""

    row: int
    message: str


def read_rows(path: Path, columns: Mapping[str, Sequence[str]], required: Sequence[str]) -> list[Row]:
    """Read the rows of a CSV file in UTF-8; blank rows are left out, cells are stripped.

    Parameters
    ----------
    path
        the file; commas, semicolons or tabs between cells, whichever its header uses
    columns
        accepted columns and their synonyms, compared without case
    required
        columns that the header must have

    Raises
    ------
    CodebookError
        if the file is missing, empty, not UTF-8 or not CSV; if a column is missing, unknown or there twice;
        if a row has more cells than the header.
    """
    records = _records(path)
    if not records:
        raise CodebookError(f"{path}: is empty; the first row names the columns {', '.join(required)}")
    header = _header(path, records[0], columns, required)
    refuse(
        path,
        (
            Problem(number, f"has {len(cells)} cells, the header {len(header)}; quote cells with commas")
            for number, cells in enumerate(records, start=1)
            if any(map(str.strip, cells[len(header) :]))
        ),
    )
    lacking = [""] * len(header)
    rows = []
    for number, record in enumerate(records[1:], start=2):
        cells = [cell.strip() for cell in record]
        if any(cells):
            rows.append(Row(number, dict(zip(header, cells + lacking, strict=False))))
    return rows


def refuse(path: Path, problems: Iterable[Problem]) -> None:
    """Raise one CodebookError for all problems of a file, ten in full; do nothing if there is none."""
    found = sorted(problems, key=lambda problem: problem.row)
    if not found:
        return
    lines = [f"row {problem.row}: {problem.message}" for problem in found[:SHOWN]]
    more = f"; and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    raise CodebookError(f"{path}, {'; '.join(lines)}{more}")


def _records(path: Path) -> list[list[str]]:
    text = _text(path)
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise CodebookError(
            f"{path}: not CSV: {error}; close every quotation mark and double those inside a cell"
        ) from None


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CodebookError(f"{path}: cannot be read: {error.strerror}") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise CodebookError(
            f"{path}, row {line}: byte 0x{raw[error.start]:02x} is not UTF-8; save the file as 'CSV UTF-8'"
        ) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise CodebookError(f"{path}, row {line}: holds a NUL character; save the file as 'CSV UTF-8'")
    return text if text.strip() else ""


def _header(
    path: Path, cells: Sequence[str], columns: Mapping[str, Sequence[str]], required: Sequence[str]
) -> list[str]:
    known = {synonym: column for column, synonyms in columns.items() for synonym in (column, *synonyms)}
    names = [cell.strip().lower() for cell in cells]
    while names and not names[-1]:  # spreadsheets leave empty columns at the end
        names.pop()
    header = [known.get(name, "") for name in names]
    accepted = ", ".join(columns)
    if missing := [column for column in required if column not in header]:
        raise CodebookError(f"{path}, row 1: no column '{missing[0]}'; accepted are {accepted}")
    if unknown := [name for name, column in zip(names, header, strict=True) if not column]:
        raise CodebookError(f"{path}, row 1: unknown column '{unknown[0]}'; accepted are {accepted}")
    if twice := [column for column in columns if header.count(column) > 1]:
        raise CodebookError(f"{path}, row 1: more than one column for '{twice[0]}'")
    return header
