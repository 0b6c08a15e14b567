"""The tables of a run: rows are made into frames here and nowhere else.

What each table holds:

    articles     one row an article: metadata, input, row, n_words, n_paragraphs, extra columns as given
    paragraphs   one row a paragraph: article, paragraph, kind, start, end, n_words, n_sentences, text
    by_voice     one row a paragraph and voice (all | author | quoted): n_words, then a column a measure
    sentences    the same, one row a sentence and voice
    evidence     one row a hit, with its place, its voice and what it adds
    actors       one row an actor in a sentence
    quotations   one row a direct quotation and paragraph: where its words stand, and the speaker if named
    measures     one row a column of by_voice: what it means and where it comes from
    rejected     one row an input that could not be read or scored
    terms        one row a pattern of each codebook that was read with, as its file lists it
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from framing.model import Measure, Rejected, Source

#: Rows in a Parquet row group, whatever the batch: the same rows give the same bytes.
ROW_GROUP = 65_536

#: Table → column → the type of its values in pandas; the measures' columns come behind.
SCHEMAS: dict[str, dict[str, str]] = {
    "articles": {
        **dict.fromkeys(("article", "input"), "str"),
        "row": "Int64",
        **dict.fromkeys(("title", "outlet", "author", "date", "url"), "str"),
        **dict.fromkeys(("n_words", "n_paragraphs"), "int64"),
    },
    "paragraphs": {
        "article": "str",
        "paragraph": "int64",
        "kind": "str",
        **dict.fromkeys(("start", "end", "n_words", "n_sentences"), "int64"),
        "text": "str",
    },
    "by_voice": {"article": "str", "paragraph": "int64", "voice": "str", "n_words": "int64"},
    "sentences": {
        "article": "str",
        "paragraph": "int64",
        "sentence": "int64",
        "voice": "str",
        **dict.fromkeys(("start", "end", "n_words"), "int64"),
    },
    "evidence": {
        "article": "str",
        **dict.fromkeys(("paragraph", "sentence"), "int64"),
        **dict.fromkeys(("voice", "speaker"), "str"),
        **dict.fromkeys(("start", "end"), "Int64"),
        **dict.fromkeys(("instrument", "category", "term", "text"), "str"),
        **dict.fromkeys(("weight", "contribution"), "float64"),
        **dict.fromkeys(("negated", "in_name"), "bool"),
    },
    "actors": {
        "article": "str",
        **dict.fromkeys(("paragraph", "sentence"), "int64"),
        **dict.fromkeys(("voice", "actor"), "str"),
        "n": "int64",
    },
    "quotations": {
        "article": "str",
        **dict.fromkeys(("paragraph", "start", "end"), "int64"),
        "speaker": "str",
    },
    "terms": {
        **dict.fromkeys(("codebook", "label", "pattern"), "str"),
        "weight": "float64",
        "exact": "bool",
        "note": "str",
    },
}
#: Tables that are told of the run, not made of its articles; runs of earlier versions have none, theirs is empty.
TOLD = frozenset({"terms"})
#: Table → its file in a run's folder.
FILES = {name: f"{name}.parquet" for name in SCHEMAS} | {"by_voice": "scores.parquet"}
_MEASURE_TEXT = ("column", "instrument", "category", "statistic", "kind", "unit", "meaning")
MEASURE_NUMBERS = ("low", "high", "neutral")
_SOURCE_TEXT = ("title", "version", "citation", "licence", "settings", "silence")


def table_types(measures: Iterable[Measure]) -> dict[str, dict[str, str]]:
    """Table → column → type, the measures' columns included: `_n` int64, other measures float64."""
    more = {each.column: "int64" if each.statistic == "n" else "float64" for each in measures}
    return {
        name: {**types, **(more if name in ("by_voice", "sentences") else {})}
        for name, types in SCHEMAS.items()
    }


def empty_frame(types: Mapping[str, str]) -> pd.DataFrame:
    """A table without rows whose columns have these types."""
    return make_frame(types, {})


def make_frame(types: Mapping[str, str], columns: Mapping[str, Any]) -> pd.DataFrame:
    """A table of these columns with these types; a column that has none here is the user's own.

    A column is a list, an array, or text as an Arrow dictionary array.
    """
    import pandas as pd

    data = {column: _series(columns.get(column, []), kind) for column, kind in types.items()}
    for column in columns:
        if column not in types:
            data[column] = _extra(columns[column])
    return pd.DataFrame(data)


def _series(values: Any, kind: str) -> pd.Series[Any]:
    import pandas as pd
    import pyarrow as pa

    if isinstance(values, pa.Array):
        return pd.Series(pd.array(values.cast(pa.large_string()), dtype=kind))
    return pd.Series(values, dtype=kind)


def extra_type(kinds: Iterable[type]) -> str:
    """Type of a user's own column whose values are of these kinds (None apart).

    Numbers stay numbers if all of them are, everything else is text.

    Examples
    --------
    >>> extra_type([int, float]), extra_type([int, str])
    ('float64', 'str')
    """
    found = set(kinds)
    for accepted, kind in (({bool}, "boolean"), ({int}, "Int64"), ({int, float}, "float64")):
        if found <= accepted:
            return kind
    return "str"


def _extra(values: list[Any]) -> pd.Series[Any]:
    import pandas as pd

    kind = extra_type({type(value) for value in values if value is not None})
    if kind == "str":
        values = [None if value is None else str(value) for value in values]
    return pd.Series(values, dtype=kind)


def measures_frame(listed: Iterable[tuple[Measure, Source, str]]) -> pd.DataFrame:
    """One row a column of scores: what it means, its instrument's source and settings."""
    import pandas as pd

    rows = [
        {
            "column": measure.column,
            "instrument": measure.instrument,
            "category": measure.category,
            "statistic": measure.statistic,
            "kind": measure.kind,
            "low": float(measure.low),
            "high": float(measure.high),
            "neutral": float(measure.neutral),
            "unit": measure.unit,
            "meaning": measure.meaning,
            "title": source.title,
            "version": source.version,
            "citation": source.citation,
            "licence": source.licence,
            "settings": settings,
            "silence": measure.silence,
        }
        for measure, source, settings in listed
    ]
    frame = pd.DataFrame(
        rows, columns=[*_MEASURE_TEXT[:5], *MEASURE_NUMBERS, *_MEASURE_TEXT[5:], *_SOURCE_TEXT]
    )
    return frame.astype(dict.fromkeys((*_MEASURE_TEXT, *_SOURCE_TEXT), "str"))


def terms_frame(columns: Mapping[str, list[Any]] | None = None) -> pd.DataFrame:
    """The table of terms; it is of a run, not of its articles."""
    return make_frame(SCHEMAS["terms"], columns or {})


def rejected_frame(rejected: Iterable[Rejected]) -> pd.DataFrame:
    """One row an input that was left out: input, row, reason; sorted by input and row."""
    import pandas as pd

    rows = sorted(rejected, key=lambda item: (item.input, item.row or 0))
    return pd.DataFrame(
        {
            "input": pd.Series([item.input for item in rows], dtype="str"),
            "row": pd.Series([item.row for item in rows], dtype="Int64"),
            "reason": pd.Series([item.reason for item in rows], dtype="str"),
        }
    )


def write_parquet(frame: pd.DataFrame, path: Path) -> None:
    """Write one table as its file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(frame, preserve_index=False).combine_chunks()
    pq.write_table(table, path, row_group_size=ROW_GROUP, compression="zstd")
