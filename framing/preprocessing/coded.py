"""Rows of hand-coded texts: where each text stands, what a coder said of it, and who the coder was.

A row names its text by its place in a run (article, paragraph, sentence), by its words, or by both. What it says is
frames (labels), a number (valence, tone), or both. Nothing here knows which labels there are or what a number means.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.errors import InputError
from framing.preprocessing.written import written_number

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

#: Columns that are found by themselves, in any case; the first of a field's names that is there is taken.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id",),
    "article": ("article", "article_id", "document", "document_id", "doc"),
    "paragraph": ("paragraph",),
    "sentence": ("sentence",),
    "text": ("text", "content", "body"),
    "labels": ("labels", "label", "frames", "frame", "codes", "code"),
    "tone": ("valence", "tone", "rating", "sentiment", "polarity"),
    "coder": ("coder", "annotator", "rater"),
}
#: A label cell that says: coded, and none of the labels.
NONE = frozenset({"", "none"})
_YES, _NO = frozenset({"1", "true", "yes", "x"}), frozenset({"", "0", "false", "no"})
#: Fields that can name a text.
_NAMING = ("article", "id", "text")
_SHOWN, _COLUMNS_SHOWN, _LONGEST = 10, 20, 60


@dataclass(frozen=True, slots=True)
class CodedRow:
    """One coder's row.

    `labels` and `tone` are None where the row does not code frames or tone; an empty set of labels says that none of
    them is in the text. `number` counts rows as the file's reader does, from 1. `id` may be that of the row or that of
    its article: what it is, the run says.
    """

    number: int
    id: str | None
    article: str | None
    paragraph: int | None
    sentence: int | None
    text: str | None
    coder: str | None
    labels: frozenset[str] | None
    tone: float | None


@dataclass(frozen=True, slots=True)
class CodedTable:
    """Rows as they were coded, which column held which field, and the sha256 of the file (empty for a table)."""

    rows: tuple[CodedRow, ...]
    columns: Mapping[str, str]
    origin: str
    sha256: str


def read_coded_rows(
    source: Any,
    *,
    columns: Mapping[str, str] | None = None,
    labels: Collection[str] = (),
    unknown: str = "labels that are not known",
) -> CodedTable:
    """Read hand-coded rows, one a text and coder.

    Parameters
    ----------
    source
        a CSV, TSV, JSONL or Parquet file, a DataFrame, or a sequence of mappings
    columns
        which column holds which field of `COLUMNS`, where its name is another
    labels
        labels that there may be. Where no column of labels is, columns called like them hold 1 or 0.
    unknown
        how a message calls other labels

    Returns
    -------
    CodedTable
        labels are written as in `labels`, whatever their case; a cell holds one, several with `;` between them, or a
        list; an empty cell or `none` says that none is there

    Raises
    ------
    InputError
        if a column is missing or rows cannot be used (all are counted, ten shown).

    Examples
    --------
    >>> table = read_coded_rows([{"article": "a", "paragraph": 1, "frame": "Security; economic"}])
    >>> sorted(table.rows[0].labels), table.rows[0].tone
    (['Security', 'economic'], None)
    """
    origin = Path(source).name if isinstance(source, str | Path) else "coded texts"
    chosen = dict(columns or {})
    try:
        listed, wrong = _listed(source)
        if not listed:
            refuse(wrong, "of the rows cannot be read")
        reader = _Reader(_columns([cells for _, cells in listed], chosen, labels), labels)
        rows = []
        for number, cells in listed:
            try:
                rows.append(reader.row(number, cells))
            except InputError as error:
                wrong.append(f"row {number}: {error}")
        refuse(wrong, "of the rows cannot be used")
        reader.refuse_unknown(unknown)
    except InputError as error:
        raise InputError(f"{origin}: {error}") from None
    return CodedTable(tuple(rows), reader.columns, origin, _sha256(source))


def refuse(wrong: Sequence[str], what: str) -> None:
    """Raise an InputError that counts what is wrong and shows the first ten, if anything is."""
    if wrong:
        more = f" and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
        raise InputError(f"{len(wrong)} {what}: {'; '.join(wrong[:_SHOWN])}{more}")


class _Reader:
    """Turns cells into rows; raises where a cell is not what its column should hold."""

    def __init__(self, columns: Mapping[str, str], labels: Collection[str]) -> None:
        self.columns = columns
        self._unknown: dict[str, list[int]] = {}
        self._accepted = {name.casefold(): name for name in labels}
        self._wide = {name: columns[f"label {name}"] for name in labels if f"label {name}" in columns}

    def row(self, number: int, cells: Mapping[str, Any]) -> CodedRow:
        text = self._text(cells, "text")
        row = CodedRow(
            number=number,
            id=self._text(cells, "id"),
            article=self._text(cells, "article"),
            paragraph=self._index(cells, "paragraph"),
            sentence=self._index(cells, "sentence"),
            text=text,
            coder=self._text(cells, "coder"),
            labels=self._labels(number, cells),
            tone=self._number(cells),
        )
        if row.article is None and row.id is None and text is None:
            wanted = " or ".join(f"'{self.columns[name]}'" for name in _NAMING if name in self.columns)
            raise InputError(f"nothing in {wanted}, so it names no text")
        if row.paragraph is not None and row.article is None and row.id is None:
            raise InputError(f"a paragraph without article; fill '{self.columns.get('article', 'article')}'")
        if row.sentence is not None and row.paragraph is None:
            raise InputError(
                f"a sentence without paragraph; fill '{self.columns.get('paragraph', 'paragraph')}'"
            )
        return row

    def _text(self, cells: Mapping[str, Any], name: str) -> str | None:
        value = _cell(cells, self.columns.get(name))
        return None if value is None else str(value).strip()

    def _index(self, cells: Mapping[str, Any], name: str) -> int | None:
        value = _cell(cells, self.columns.get(name))
        if value is None:
            return None
        number = _number(value)
        if not (math.isfinite(number) and number >= 0 and number == int(number)):
            raise InputError(
                f"column '{self.columns[name]}': {value!r:.{_LONGEST}} is no whole number from 0"
            )
        return int(number)

    def _number(self, cells: Mapping[str, Any]) -> float | None:
        value = _cell(cells, self.columns.get("tone"))
        if value is None:
            return None
        number = _number(value)
        if not math.isfinite(number):
            raise InputError(f"column '{self.columns['tone']}': {value!r:.{_LONGEST}} is not a number")
        return number

    def refuse_unknown(self, called: str) -> None:
        """Raise an InputError that lists the labels that there may not be, if any was found."""
        if not self._unknown:
            return
        found = [f"'{name:.{_LONGEST}}' ({_in_rows(rows)})" for name, rows in sorted(self._unknown.items())]
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        raise InputError(
            f"{called}: {', '.join(found[:_SHOWN])}{more}; there are "
            f"{', '.join(self._accepted.values())}, and 'none' for none of them"
        )

    def _labels(self, number: int, cells: Mapping[str, Any]) -> frozenset[str] | None:
        if self._wide:
            return frozenset(
                name for name, column in self._wide.items() if _is_yes(cells.get(column), column)
            )
        column = self.columns.get("labels")
        if column is None or column not in cells:
            return None
        found = {name for name in _names(cells[column], column) if name.casefold() not in NONE}
        if not self._accepted:
            return frozenset(found)
        for name in found:
            if name.casefold() not in self._accepted:
                self._unknown.setdefault(name, []).append(number)
        return frozenset(self._accepted.get(name.casefold(), name) for name in found)


def _number(value: Any) -> float:
    """The number that a cell is or holds, NaN if it is none."""
    if isinstance(value, str):
        return written_number(value)
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return math.nan


def _cell(cells: Mapping[str, Any], column: str | None) -> Any:
    """Value of a cell; None where it is empty, or where there is no such column."""
    value = cells.get(column) if column is not None else None
    if value is None or (isinstance(value, float) and math.isnan(value)) or not str(value).strip():
        return None
    return None if str(value) in ("<NA>", "NaT") else value  # pandas' own missing values


def _in_rows(rows: Sequence[int]) -> str:
    return f"row {rows[0]}" if len(rows) == 1 else f"{len(rows)} rows, the first {rows[0]}"


def _is_yes(value: Any, column: str) -> bool:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return False
    word = str(value).strip().casefold().removesuffix(".0")
    if word not in _YES | _NO:
        raise InputError(f"column '{column}': {str(value)[:_LONGEST]!r} is neither 1 nor 0")
    return word in _YES


def _names(value: Any, column: str) -> Iterator[str]:
    """Label names in a cell: one, several with `;` between them, or a list."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return
    if hasattr(value, "tolist"):  # numpy's arrays and numbers, which Parquet and pandas give
        value = value.tolist()
    items = (
        value.split(";")
        if isinstance(value, str)
        else value
        if isinstance(value, list | tuple | set)
        else [value]
    )
    for item in items:
        if item is None or isinstance(item, Mapping | list | tuple | set):
            raise InputError(f"column '{column}': {str(value)[:_LONGEST]!r} is no label or list of labels")
        if name := " ".join(str(item).split()):
            yield name


def _columns(
    cells: Sequence[Mapping[str, Any]], chosen: Mapping[str, str], labels: Collection[str]
) -> dict[str, str]:
    """Which column holds which field; `label NAME` is a column of its own for one label."""
    there: dict[str, str] = {}
    for each in cells:
        for name in each:
            there.setdefault(str(name).strip().casefold(), str(name))
    found = {field: there[one] for field, usual in COLUMNS.items() for one in usual[::-1] if one in there}
    shown = ", ".join(f"'{name:.40}'" for name in list(there.values())[:_COLUMNS_SHOWN]) or "none"
    for name, column in chosen.items():
        if name not in COLUMNS:
            raise InputError(f"'{name}' is no field of coded texts; there are {', '.join(COLUMNS)}")
        if column.strip().casefold() not in there:
            raise InputError(f"no column '{column}' for the field {name}; found: {shown}")
        found[name] = there[column.strip().casefold()]
    if "labels" not in found:
        found |= {f"label {name}": there[name.casefold()] for name in labels if name.casefold() in there}
    if not any(name in found for name in _NAMING):
        raise InputError(f"no column 'article' or 'text', so no row names its text; found: {shown}")
    if not any(name == "tone" or name.startswith("label") for name in found):
        raise InputError(
            f"no column of codes; call it 'labels' (frames) or 'valence' (tone), or name it with columns= or "
            f"--column; found: {shown}"
        )
    return found


def _listed(source: Any) -> tuple[list[tuple[int, Mapping[str, Any]]], list[str]]:
    """Rows with their numbers, and what is wrong with those that cannot be read."""
    if isinstance(source, str | Path):
        return _file(Path(source))
    if hasattr(source, "to_dict"):
        source = source.to_dict("records")
    if not isinstance(source, Sequence) or not all(isinstance(row, Mapping) for row in source):
        raise InputError("give a file, a DataFrame or a sequence of mappings")
    if not source:
        raise InputError("no rows")
    return list(enumerate(source, start=1)), []


def _file(path: Path) -> tuple[list[tuple[int, Mapping[str, Any]]], list[str]]:
    from framing.preprocessing.draft import Options
    from framing.preprocessing.encoding import file_encoding
    from framing.preprocessing.rows import BadRow, read_csv, read_jsonl, read_parquet

    if not path.is_file():
        raise InputError("no such file; name a CSV, TSV, JSONL or Parquet file of coded texts")
    kind = path.suffix.lower()
    try:
        if kind in (".csv", ".tsv"):
            found = list(read_csv(path, Options(), file_encoding(path)[0], needed=()))
        elif kind in (".jsonl", ".ndjson"):
            found = list(read_jsonl(path, Options(), None))
        elif kind == ".parquet":
            found = list(read_parquet(path, Options(), needed=()))
        else:
            raise InputError(
                f"files of the kind '{kind}' are not read; name a .csv, .tsv, .jsonl or .parquet"
            )
    except UnicodeDecodeError as error:
        raise InputError(f"not text in the encoding {error.encoding}; save it as UTF-8") from None
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})") from None
    if not found:
        raise InputError("no rows")
    wrong = [
        str(each.error) if each.number is None else f"row {each.number}: {each.error}"
        for each in found
        if isinstance(each, BadRow)
    ]
    return [(each.number, each.cells) for each in found if not isinstance(each, BadRow)], wrong


def _sha256(source: Any) -> str:
    return hashlib.sha256(Path(source).read_bytes()).hexdigest() if isinstance(source, str | Path) else ""
