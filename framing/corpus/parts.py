"""A batch's tables as files: a part is a folder that is there whole or not at all.

A part holds one Arrow file a table (lz4), and `part.json`: what was rejected, what must be said, of which kinds the
user's own columns are, and the size and checksum of each file. It is written under another name and renamed.
"""

from __future__ import annotations

import json
import os
import shutil
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.model import Rejected
from framing.scoring.scorer import Scored
from framing.scoring.tables import join_tables
from framing.tables import SCHEMAS, TOLD

if TYPE_CHECKING:
    import pyarrow as pa

#: The table that holds the user's own columns, each value as JSON: their types are known when all parts are.
OWN = "articles"
_NOTE = "part.json"
_KINDS = {each.__name__: each for each in (bool, int, float, str)}
_UNFINISHED = ".unfinished"


@dataclass(frozen=True, slots=True)
class Part:
    """What `part.json` says of a batch.

    Attributes
    ----------
    folder
        where its tables are
    rows
        table → number of rows; empty if no article of the batch could be scored
    rejected, warnings
        what could not be scored, and what must be said of articles that were
    extra
        the user's own columns in order, with the kinds of their values
    """

    folder: Path
    rows: Mapping[str, int]
    rejected: tuple[Rejected, ...]
    warnings: tuple[str, ...]
    extra: Mapping[str, frozenset[type]]

    def table(self, name: str) -> pa.Table:
        """One table of the batch."""
        import pyarrow as pa

        with (self.folder / f"{name}.arrow").open("rb") as stream:
            return pa.ipc.open_file(stream).read_all()


def packed(scored: Scored, types: Mapping[str, Mapping[str, str]]) -> dict[str, bytes]:
    """A part as the bytes of its files: the same for the same articles, wherever they were scored."""
    files: dict[str, bytes] = {}
    note: dict[str, Any] = {
        "rejected": [[each.input, each.row, each.reason] for each in scored.rejected],
        "warnings": scored.warnings,
        "rows": {},
        "extra": {},
    }
    if scored.tables:
        tables = join_tables(scored.tables)
        own = [name for name in tables[OWN] if name not in SCHEMAS[OWN]]
        note["extra"] = {name: _kinds(tables[OWN][name]) for name in own}
        for name in SCHEMAS.keys() - TOLD:
            table = _arrow(tables[name], types[name], own if name == OWN else ())
            note["rows"][name] = table.num_rows
            files[f"{name}.arrow"] = _bytes(table)
    note["files"] = {name: [len(data), zlib.crc32(data)] for name, data in files.items()}
    files[_NOTE] = json.dumps(note, ensure_ascii=False, sort_keys=False).encode()
    return files


def write_part(folder: Path, number: int, files: Mapping[str, bytes]) -> None:
    """Put a part in its place in the working folder, in one move."""
    place = folder / part_name(number)
    work = folder / f"{part_name(number)}-{os.getpid()}{_UNFINISHED}"
    work.mkdir()
    for name, data in files.items():
        (work / name).write_bytes(data)
    if place.exists():
        shutil.rmtree(place)
    work.rename(place)


def part_name(number: int) -> str:
    """Name of a part's folder; parts are in order of their names."""
    return f"{number:08d}"


def read_part(folder: Path, number: int) -> Part | None:
    """A part as it stands in the working folder; None if it is not there or damaged."""
    place = folder / part_name(number)
    try:
        note = json.loads((place / _NOTE).read_text(encoding="utf-8"))
        for name, (size, checksum) in note["files"].items():
            if (place / name).stat().st_size != size or _checksum(place / name) != checksum:
                return None
        return Part(
            place,
            note["rows"],
            tuple(Rejected(*each) for each in note["rejected"]),
            tuple(note["warnings"]),
            {name: frozenset(_KINDS[kind] for kind in kinds) for name, kinds in note["extra"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _checksum(path: Path) -> int:
    found = 0
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            found = zlib.crc32(block, found)
    return found


def _kinds(values: Sequence[Any]) -> list[str]:
    return sorted({type(value).__name__ for value in values if value is not None})


def _arrow(columns: Mapping[str, Any], types: Mapping[str, str], own: Sequence[str]) -> pa.Table:
    import pyarrow as pa

    made = {name: _array(columns.get(name, ()), kind) for name, kind in types.items()}
    for name in own:
        values = [None if each is None else json.dumps(each, ensure_ascii=False) for each in columns[name]]
        made[name] = pa.array(values, pa.large_string())
    return pa.table(made)


def _array(values: Any, kind: str) -> pa.Array:
    """An array with the type that pandas gives the column in a run's file; NaN is missing there.

    A column of text that is a dictionary array stays one in the part.
    """
    import numpy as np
    import pyarrow as pa

    types = {"str": pa.large_string(), "int64": pa.int64(), "float64": pa.float64(), "bool": pa.bool_()}
    wanted = kind.lower()
    if isinstance(values, pa.Array):
        return values
    if isinstance(values, np.ndarray) and wanted != "str":
        values = values.astype(wanted, copy=False)
    elif kind == "int64":  # none is missing
        values = np.fromiter(values, dtype=np.int64, count=len(values))
    return pa.array(values, types[wanted], from_pandas=True)


def _bytes(table: pa.Table) -> bytes:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.ipc.new_file(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    data: bytes = sink.getvalue().to_pybytes()
    return data
