"""The run: the tables that scoring makes and everything else reads, on disk and in memory.

This is the only place that makes rows into frames. What each table holds:

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

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing import html
from framing.errors import RunError
from framing.output import read_csv, replacing, write_csv, write_json

if TYPE_CHECKING:
    import pandas as pd

    from framing.model import Measure, Rejected, Source

#: Version of the tables on disk; a run of another one is refused.
FORMAT = 1

#: Articles that a notebook lists.
_SHOWN = 10

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
_MEASURE_NUMBERS = ("low", "high", "neutral")
_SOURCE_TEXT = ("title", "version", "citation", "licence", "settings", "silence")
_KEYS = ("article", "paragraph", "voice", "n_words")


def terms_frame(columns: Mapping[str, list[Any]] | None = None) -> pd.DataFrame:
    """The table of terms; it is of a run, not of its articles."""
    return _frame(SCHEMAS["terms"], columns or {})


@dataclass(frozen=True, eq=False)
class Run:
    """What instruments said of articles, with the evidence and the settings.

    Attributes
    ----------
    articles, paragraphs, by_voice, sentences, evidence, actors, quotations, measures, rejected, terms
        pandas frames as the module's docstring lists them
    manifest
        framing's version, settings, codebooks with their baselines, and the sha256 of every input and lexicon
    """

    articles: pd.DataFrame
    paragraphs: pd.DataFrame
    by_voice: pd.DataFrame
    sentences: pd.DataFrame
    evidence: pd.DataFrame
    actors: pd.DataFrame
    quotations: pd.DataFrame
    measures: pd.DataFrame
    rejected: pd.DataFrame
    manifest: Mapping[str, Any]
    terms: pd.DataFrame = field(default_factory=terms_frame)

    @property
    def scores(self) -> pd.DataFrame:
        """One row a body paragraph, voice `all`: article, paragraph, n_words, then a column a measure."""
        return self.select(kind="body", voice="all")

    def select(self, *, kind: str | None = "body", voice: str = "all") -> pd.DataFrame:
        """Rows of `by_voice` of one kind of paragraph (None: every kind) and one voice, in reading order."""
        frame = self.by_voice
        keep = frame["voice"] == voice
        if kind is not None:
            keys = self.paragraphs.loc[self.paragraphs["kind"] == kind, ["article", "paragraph"]]
            keep &= _index(frame).isin(_index(keys))
        return frame.loc[keep].drop(columns="voice").reset_index(drop=True)

    @property
    def has_evidence(self) -> bool:
        """Whether the hits were kept when the articles were scored (`--evidence none` leaves them out)."""
        settings = self.manifest.get("settings", {})
        return not isinstance(settings, Mapping) or settings.get("evidence") != "none"

    def check_evidence(self, what: str) -> None:
        """Refuse `what`, which is made of evidence, where none was kept.

        Raises
        ------
        RunError
            if the run was scored without evidence.
        """
        if not self.has_evidence:
            raise RunError(
                f"{what}: made of the evidence, and this run was scored with --evidence none; score the articles again "
                "without that"
            )

    def long(self) -> pd.DataFrame:
        """Tidy form: one row a paragraph, voice and measure; columns article … n_words, kind, measure, value."""
        kinds = self.paragraphs[["article", "paragraph", "kind"]]
        frame = self.by_voice.merge(kinds, on=["article", "paragraph"], how="left", validate="many_to_one")
        return frame.melt(id_vars=[*_KEYS, "kind"], var_name="measure", value_name="value")

    def wide(self) -> pd.DataFrame:
        """One row a paragraph for SPSS or Excel: text, each measure of voice `all`, the article's metadata.

        A column of your own that has the name of another here gets `_given` behind it.
        """
        metadata = self.articles.drop(columns=["n_words", "n_paragraphs"])
        values = self.select(kind=None).drop(columns="n_words")
        keys = ["article", "paragraph"]
        table = self.paragraphs.merge(values, on=keys, how="left")
        taken = {name: f"{name}_given" for name in metadata.columns if name in table and name != "article"}
        return table.merge(metadata.rename(columns=taken), on="article", how="left")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Run):
            return NotImplemented
        tables = (*SCHEMAS, "measures", "rejected")
        same = all(getattr(self, name).equals(getattr(other, name)) for name in tables)
        return same and self.manifest == other.manifest

    def __repr__(self) -> str:
        return (
            f"<Run: {len(self.articles):,} articles, {len(self.paragraphs):,} paragraphs, {len(self.measures)} "
            f"measures, {len(self.evidence):,} hits; {len(self.rejected):,} rejected>"
        )

    def _repr_html_(self) -> str:
        """The run for a notebook: its articles and what was measured."""
        columns = ["article", "title", "outlet", "date", "n_words", "n_paragraphs"]
        listed = self.articles[columns].head(_SHOWN)
        rows = [
            ["" if value is None or value != value else value for value in row]  # noqa: PLR0124 # NaN
            for row in listed.itertuples(index=False, name=None)
        ]
        more = len(self.articles) - len(rows)
        sources = self.measures.drop_duplicates("instrument")
        named = [
            f"{name} {version}"
            for name, version in zip(sources["instrument"], sources["version"], strict=True)
        ]
        measured = f"{len(self.measures)} measures of {', '.join(named)}; {len(self.evidence):,} hits"
        left = f"; {len(self.rejected):,} inputs left out, see .rejected" if len(self.rejected) else ""
        rest = f"and {more:,} more articles; " if more > 0 else ""
        return html.table(
            columns, rows, caption=f"Run of {len(self.articles):,} articles", more=f"{rest}{measured}{left}."
        )

    __hash__ = None  # type: ignore[assignment] # frames cannot be hashed

    def save(self, path: str | Path) -> Path:
        """Write the run into folder `path`, whole or not at all, and return the folder.

        Raises
        ------
        OutputError
            if the folder holds other files than an earlier output of framing, or cannot be written.
        """
        place = Path(path)
        with replacing(place) as folder:
            self.write(folder)
        return place

    def write(self, folder: Path) -> None:
        """Write the tables into an existing, empty folder."""
        for name, file in FILES.items():
            write_parquet(getattr(self, name), folder / file)
        write_csv(self.measures, folder / "measures.csv")
        write_csv(self.rejected, folder / "rejected.csv")
        write_json(dict(self.manifest), folder / "manifest.json")


def make_run(  # noqa: PLR0913 # one argument a table; there is no smaller truth
    *,
    articles: Mapping[str, list[Any]],
    paragraphs: Mapping[str, list[Any]],
    by_voice: Mapping[str, list[Any]],
    sentences: Mapping[str, list[Any]],
    evidence: Mapping[str, list[Any]],
    actors: Mapping[str, list[Any]],
    quotations: Mapping[str, list[Any]],
    measures: Iterable[tuple[Measure, Source, str]],
    rejected: Iterable[Rejected],
    manifest: Mapping[str, Any],
    terms: Mapping[str, list[Any]] | None = None,
) -> Run:
    """Make columns of values into a run with the types of the contract (`_n` int64, other measures float64).

    `measures` gives each measure with its instrument's source and settings.
    """
    listed = list(measures)
    types = table_types(measure for measure, _, _ in listed)
    return Run(
        articles=_frame(types["articles"], articles),
        paragraphs=_frame(types["paragraphs"], paragraphs),
        by_voice=_frame(types["by_voice"], by_voice),
        sentences=_frame(types["sentences"], sentences),
        evidence=_frame(types["evidence"], evidence),
        actors=_frame(types["actors"], actors),
        quotations=_frame(types["quotations"], quotations),
        terms=terms_frame(terms),
        measures=measures_frame(listed),
        rejected=rejected_frame(rejected),
        manifest=json.loads(
            json.dumps(manifest, sort_keys=True)
        ),  # as it comes back from disk, order included
    )


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


def load(path: str | Path) -> Run:
    """Read a run from its folder.

    Raises
    ------
    RunError
        if the folder is no run, is incomplete, or was written in another format.
    """
    import pandas as pd
    import pyarrow as pa

    folder = Path(path)
    manifest = read_manifest(folder)
    try:
        tables = {
            name: terms_frame()
            if name in TOLD and not (folder / file).exists()
            else pd.read_parquet(folder / file)
            for name, file in FILES.items()
        }
        measures = read_csv(folder / "measures.csv", dtype="str", keep_default_na=False)
        for column in _MEASURE_NUMBERS:
            measures[column] = [float(value or "nan") for value in measures[column]]
        rejected = read_csv(folder / "rejected.csv", dtype={"input": "str", "row": "Int64", "reason": "str"})
    except (OSError, pa.ArrowInvalid, ValueError, KeyError) as error:
        raise RunError(
            f"{folder}: the run is incomplete or damaged ({error}); score the articles again"
        ) from None
    for name, schema in SCHEMAS.items():
        if missing := [column for column in schema if column not in tables[name].columns]:
            raise RunError(f"{folder / FILES[name]}: lacks the column {missing[0]}; score the articles again")
        tables[name] = tables[name].astype(dict(schema))
    return Run(**tables, measures=measures, rejected=rejected, manifest=manifest)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a run's folder.

    Raises
    ------
    RunError
        if the folder is no run, or was written in another format.
    """
    file = folder / "manifest.json"
    if not folder.is_dir():
        raise RunError(f"{folder}: no such folder; name the folder that framing score or analyze wrote")
    try:
        manifest = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        hint = f"; did you mean {folder / 'run'}?" if (folder / "run" / "manifest.json").is_file() else ""
        raise RunError(f"{folder}: holds no manifest.json, so it is no run of framing{hint}") from None
    except ValueError as error:
        raise RunError(f"{file}: not JSON ({error}); score the articles again") from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        found = manifest.get("format") if isinstance(manifest, dict) else None
        raise RunError(f"{file}: run format {found!r}, this version reads {FORMAT}; score the articles again")
    return manifest


def table_types(measures: Iterable[Measure]) -> dict[str, dict[str, str]]:
    """Table → column → type, the measures' columns included: `_n` int64, other measures float64."""
    more = {each.column: "int64" if each.statistic == "n" else "float64" for each in measures}
    return {
        name: {**types, **(more if name in ("by_voice", "sentences") else {})}
        for name, types in SCHEMAS.items()
    }


def empty_frame(types: Mapping[str, str]) -> pd.DataFrame:
    """A table without rows whose columns have these types."""
    return _frame(types, {})


def _frame(types: Mapping[str, str], columns: Mapping[str, list[Any]]) -> pd.DataFrame:
    import pandas as pd

    data = {column: pd.Series(columns.get(column, []), dtype=kind) for column, kind in types.items()}
    for column in columns:
        if column not in types:
            data[column] = _extra(columns[column])
    return pd.DataFrame(data)


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
        rows, columns=[*_MEASURE_TEXT[:5], *_MEASURE_NUMBERS, *_MEASURE_TEXT[5:], *_SOURCE_TEXT]
    )
    return frame.astype(dict.fromkeys((*_MEASURE_TEXT, *_SOURCE_TEXT), "str"))


def _index(frame: pd.DataFrame) -> pd.MultiIndex:
    import pandas as pd

    return pd.MultiIndex.from_frame(frame[["article", "paragraph"]])


def write_parquet(frame: pd.DataFrame, path: Path) -> None:
    """Write one table as its file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(frame, preserve_index=False).combine_chunks()
    pq.write_table(table, path, row_group_size=ROW_GROUP, compression="zstd")
