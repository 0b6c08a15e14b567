"""Rows of `.csv`, `.jsonl` and `.parquet` files, one at a time, whatever the size of the file.

A row that cannot be read is an error in its place, and the next one is read.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import IO, TYPE_CHECKING, Any

from framing.errors import InputError, LimitError
from framing.preprocessing.cleaning import label
from framing.preprocessing.columns import check_columns, find_columns
from framing.preprocessing.encoding import marked_encoding
from framing.preprocessing.streams import Meter, Place, ending, open_bytes, open_text, state

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from framing.preprocessing.draft import Options

_TAB = "\t"
_DELIMITERS = f",;{_TAB}|"
_QUOTED = re.compile(r'"[^"]*"')
#: Windows' C long; fields beyond the limit of characters are refused with their row, not by the parser.
_FIELD_LIMIT = 2**31 - 1
#: Bytes of JSON that one character of text can take: two escapes of six bytes.
_JSON_BYTES = 12
_BATCH = 256
#: What a line of JSON may hold beside an object.
_JSON = {list: "list", str: "text", int: "number", float: "number", bool: "truth value", type(None): "null"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number (from 1), its cells by column, and which column is which field."""

    number: int
    cells: Mapping[str, Any]
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read (None: the file as a whole), and why."""

    number: int | None
    error: InputError


def read_csv(
    path: Place,
    options: Options,
    encoding: str,
    *,
    needed: Sequence[str] = ("text",),
    meter: Meter | None = None,
) -> Iterator[Row | BadRow]:
    """Rows of a delimited file; the delimiter is the one of `, ; tab |` that its first line has most of.

    Row 1 is the first after the header; empty lines are no rows. A row with more or fewer cells than the
    header is bad: its text was cut where a delimiter or a line end stood unquoted.

    Raises
    ------
    InputError
        if the file is empty or lacks a column that it must have.
    """
    csv.field_size_limit(max(csv.field_size_limit(), _FIELD_LIMIT))  # only ever widened
    with open_text(path, encoding, "", meter) as file:
        delimiter, head = _delimiter(file, path)
        records = _records(chain(head, file), delimiter)
        _, header, _ = next(records, (1, [], ""))
        names = [name.strip() or f"column {number}" for number, name in enumerate(header, start=1)]
        if not names:
            raise InputError("empty")
        columns = check_columns(names, options.columns, needed)
        for number, (line, cells, record) in enumerate(records, start=1):
            while len(cells) > len(names) and not cells[-1]:
                cells.pop()
            if record.count('"') % 2 and "\n" in record.rstrip("\r\n"):
                last = line + record.rstrip("\r\n").count("\n")
                yield BadRow(
                    number,
                    InputError(
                        f"line {line}: a quote is opened and never closed, so that all to line {last} is one row"
                    ),
                )
            elif len(cells) != len(names):
                yield BadRow(number, InputError(_ragged(line, len(cells), len(names), delimiter)))
            else:
                yield Row(number, dict(zip(names, cells, strict=True)), columns)


def _records(file: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str], str]]:
    """Each record that is not empty: the number of its first line, its cells, and how it is written."""
    written: list[str] = []

    def lines() -> Iterator[str]:
        for line in file:
            written.append(line)
            yield line

    first = 1
    for cells in csv.reader(lines(), delimiter=delimiter):
        if cells:
            yield first, cells, "".join(written)
        first += len(written)
        written.clear()


def _delimiter(file: IO[str], path: Place) -> tuple[str, list[str]]:
    """Delimiter of the header, and the lines read to find it that are the table's (not Excel's `sep=;`)."""
    line = file.readline()
    if match := re.fullmatch(r"sep=(.)\s*", line, re.IGNORECASE):
        return match[1], []
    bare = _QUOTED.sub("", line)
    most = max(_DELIMITERS, key=bare.count)
    found = most if most in bare else _TAB if ending(path).startswith(".tsv") else ","
    return found, [line] if line else []


def _ragged(line: int, found: int, wanted: int, delimiter: str) -> str:
    cells = "1 cell" if found == 1 else f"{found} cells"
    return (
        f"line {line}: {cells}, the header has {wanted}; "
        f"put a text with {'a tab' if delimiter == _TAB else repr(delimiter)} or a line end in double quotes"
    )


def read_jsonl(
    path: Place, options: Options, encoding: str | None, *, meter: Meter | None = None
) -> Iterator[Row | BadRow]:
    """Rows of a file with one JSON object a line; a row's number is its line's, and empty lines are no rows.

    JSON is UTF-8; each line is decoded by itself, so that a bad byte costs one row.
    """
    longest = _JSON_BYTES * options.max_characters + 1_000_000
    names: tuple[str, ...] | None = None
    columns: Mapping[str, str] = {}
    for number, line in enumerate(_raw_lines(path, longest, encoding, meter), start=1):
        if line is None:
            yield BadRow(
                number, LimitError(f"a line of more than {longest:,} bytes (--max-characters changes it)")
            )
            continue
        if not line.strip():
            continue
        if number == 1 and line.strip() in (b"[", "["):
            raise InputError("a JSON list over several lines; write one {…} on each line")
        try:
            cells = _json_object(line, number)
        except InputError as error:
            yield BadRow(number, error)
            continue
        if names != (found := tuple(cells)):
            names, columns = found, find_columns(found, options.columns)
        yield Row(number, cells, columns)


def _raw_lines(
    path: Place, longest: int, encoding: str | None, meter: Meter | None
) -> Iterator[bytes | str | None]:
    """Lines of a file, as bytes where it is UTF-8; None for one that is too long, which is passed over."""
    with open_bytes(path) as probe:
        encoding = encoding or marked_encoding(probe.read(4))
    if encoding in (None, "utf-8-sig"):
        file: IO[Any] = open_bytes(path, meter)
    else:
        file = open_text(path, encoding, "\n", meter)
    end = "\n" if isinstance(file.read(0), str) else b"\n"
    with file:
        while line := file.readline(longest):
            whole = line.endswith(end) or len(line) < longest
            while not whole:
                rest = file.readline(longest)
                whole = rest.endswith(end) or len(rest) < longest
                line = None
            yield line


def _json_object(line: bytes | str, number: int) -> dict[str, Any]:
    pairs: list[tuple[str, Any]] = []

    def read(found: list[tuple[str, Any]]) -> dict[str, Any]:
        pairs[:] = found  # at last those of the outermost object
        return dict(found)

    try:
        text = line if isinstance(line, str) else line.decode("utf-8-sig" if number == 1 else "utf-8")
        value = json.loads(text.rstrip("\r\n"), object_pairs_hook=read)
    except UnicodeDecodeError as error:
        raise InputError(
            f"not UTF-8 at byte {error.start + 1:,} of the line; name another with --encoding"
        ) from error
    except json.JSONDecodeError as error:
        raise InputError(f"no JSON: {error.msg}, column {error.colno:,}") from error
    except (ValueError, RecursionError) as error:
        raise InputError("no JSON that can be read: a number too long, or nested too deep") from error
    if not isinstance(value, dict):
        raise InputError(f"a JSON {_JSON[type(value)]}, not an object; write one {{…}} on each line")
    if len(value) < len(pairs):
        twice = next(key for key, n in Counter(key for key, _ in pairs).items() if n > 1)
        raise InputError(f"two values are called '{label(twice)}'; rename one")
    return value


def read_parquet(
    path: Place, options: Options, *, needed: Sequence[str] = ("text",), meter: Meter | None = None
) -> Iterator[Row | BadRow]:
    """Rows of a Parquet file, read batch by batch; row 1 is the first."""
    import pyarrow as pa
    from pyarrow import parquet

    number = 0
    try:
        with path.open("rb") as raw, parquet.ParquetFile(raw) as file:
            share = state(path)[0] / max(1, file.metadata.num_rows)
            columns = check_columns(file.schema_arrow.names, options.columns, needed)
            for batch in file.iter_batches(batch_size=_BATCH):
                for cells in _plain_times(batch).to_pylist():
                    number += 1
                    yield Row(number, cells, columns)
                if meter is not None:
                    meter.n_bytes += share * batch.num_rows
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        after = f" after row {number}" if number else ""
        yield BadRow(None, InputError(f"cannot be read as Parquet{after}: {_first_line(error)}"))


def _plain_times(batch: Any) -> Any:
    """Batch with times in microseconds: nanoseconds have no place in Python's datetime."""
    import pyarrow as pa

    for index, field in enumerate(batch.schema):
        if pa.types.is_timestamp(field.type) and field.type.unit == "ns":
            column = batch.column(index).cast(pa.timestamp("us", field.type.tz), safe=False)
            batch = batch.set_column(index, field.name, column)
    return batch


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
