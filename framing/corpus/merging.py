"""Parts → the run's files, one part at a time: the same bytes as those of a run that was made in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.corpus.parts import OWN, Part
from framing.output import write_csv, write_json
from framing.tables import (
    FILES,
    ROW_GROUP,
    TOLD,
    empty_frame,
    extra_type,
    measures_frame,
    rejected_frame,
    terms_frame,
    write_parquet,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from framing.model import Measure, Rejected, Source

_PLAIN = {"boolean": bool, "Int64": int, "float64": float, "str": str}


def write_run(  # what a run is made of
    parts: Sequence[Part],
    folder: Path,
    *,
    types: Mapping[str, Mapping[str, str]],
    measures: Sequence[tuple[Measure, Source, str]],
    rejected: Sequence[Rejected],
    manifest: Mapping[str, Any],
    terms: Mapping[str, list[Any]],
    jobs: int,
) -> None:
    """Write the files of a run into an empty folder.

    Parameters
    ----------
    parts
        in input order
    types
        table → column → type, see `run.table_types`
    terms
        the run's table of terms
    rejected
        what the reader rejected; what the parts did follows
    jobs
        tables that are written at the same time
    """
    filled = [part for part in parts if part.rows]
    kinds: dict[str, set[type]] = {}
    for part in filled:
        for name, found in part.extra.items():
            kinds.setdefault(name, set()).update(found)
    own = {name: extra_type(found) for name, found in kinds.items()}
    listed = list(measures)

    def write(name: str) -> None:
        more = own if name == OWN else {}
        _write_table(filled, name, folder / FILES[name], {**types[name], **more}, more)

    # the biggest first: pyarrow leaves Python free while it packs
    order = sorted(FILES.keys() - TOLD, key=lambda name: (-sum(part.rows[name] for part in filled), name))
    with ThreadPoolExecutor(max(1, jobs)) as pool:
        list(pool.map(write, order))
    write_parquet(terms_frame(terms), folder / FILES["terms"])
    write_csv(measures_frame(listed), folder / "measures.csv")
    everything = [*rejected, *(each for part in parts for each in part.rejected)]
    write_csv(rejected_frame(everything), folder / "rejected.csv")
    write_json(json.loads(json.dumps(manifest)), folder / "manifest.json")


def _write_table(
    parts: Sequence[Part], name: str, path: Path, types: Mapping[str, str], own: Mapping[str, str]
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.Table.from_pandas(empty_frame(types), preserve_index=False).schema
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        empty = True
        for table in _groups((_typed(part.table(name), schema, own) for part in parts), ROW_GROUP):
            writer.write_table(table.combine_chunks(), row_group_size=ROW_GROUP)
            empty = False
        if empty:
            writer.write_table(schema.empty_table(), row_group_size=ROW_GROUP)


def _groups(tables: Iterator[pa.Table], size: int) -> Iterator[pa.Table]:
    """The rows of all tables in tables of `size` rows, the last one smaller."""
    import pyarrow as pa

    waiting: list[pa.Table] = []
    n_waiting = 0
    for table in tables:
        waiting.append(table)
        n_waiting += table.num_rows
        while n_waiting >= size:
            whole = pa.concat_tables(waiting)
            yield whole.slice(0, size)
            rest = whole.slice(size)
            waiting, n_waiting = [rest], rest.num_rows
    if n_waiting:
        yield pa.concat_tables(waiting)


def _typed(table: pa.Table, schema: pa.Schema, own: Mapping[str, str]) -> pa.Table:
    """A part's table with the columns and the description of the run's."""
    import pyarrow as pa

    columns = []
    for field in schema:
        if field.name not in own:
            columns.append(_unnumbered(table.column(field.name)))
        elif field.name in table.column_names:
            plain = _PLAIN[own[field.name]]
            written = _unnumbered(table.column(field.name)).to_pylist()
            meant = {each: None if each is None else plain(json.loads(each)) for each in set(written)}
            columns.append(pa.array([meant[each] for each in written], field.type, from_pandas=True))
        else:
            columns.append(pa.nulls(table.num_rows, field.type))
    return pa.table(columns, schema=schema)


def _unnumbered(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column as it is in the run's file: text itself where a part has numbers and names."""
    import pyarrow as pa

    return column.cast(pa.large_string()) if pa.types.is_dictionary(column.type) else column
