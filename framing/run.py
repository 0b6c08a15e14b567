"""The run: the tables that scoring makes and everything else reads, on disk and in memory.

What each table holds is in `tables`.
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
from framing.tables import (
    FILES,
    MEASURE_NUMBERS,
    SCHEMAS,
    TOLD,
    make_frame,
    measures_frame,
    rejected_frame,
    table_types,
    terms_frame,
    write_parquet,
)

if TYPE_CHECKING:
    import pandas as pd

    from framing.model import Measure, Rejected, Source

#: Version of the tables on disk; a run of another one is refused.
FORMAT = 1

#: Articles that a notebook lists.
_SHOWN = 10

_KEYS = ("article", "paragraph", "voice", "n_words")


@dataclass(frozen=True, eq=False)
class Run:
    """What instruments said of articles, with the evidence and the settings.

    Attributes
    ----------
    articles, paragraphs, by_voice, sentences, evidence, actors, quotations, measures, rejected, terms
        pandas frames, as `tables` lists them
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
        with replacing(place, over_run=True) as folder:
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
    articles: Mapping[str, Any],
    paragraphs: Mapping[str, Any],
    by_voice: Mapping[str, Any],
    sentences: Mapping[str, Any],
    evidence: Mapping[str, Any],
    actors: Mapping[str, Any],
    quotations: Mapping[str, Any],
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
        articles=make_frame(types["articles"], articles),
        paragraphs=make_frame(types["paragraphs"], paragraphs),
        by_voice=make_frame(types["by_voice"], by_voice),
        sentences=make_frame(types["sentences"], sentences),
        evidence=make_frame(types["evidence"], evidence),
        actors=make_frame(types["actors"], actors),
        quotations=make_frame(types["quotations"], quotations),
        terms=terms_frame(terms),
        measures=measures_frame(listed),
        rejected=rejected_frame(rejected),
        manifest=json.loads(
            json.dumps(manifest, sort_keys=True)
        ),  # as it comes back from disk, order included
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
        for column in MEASURE_NUMBERS:
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
    if fault := _odd_one(tables, measures):
        raise RunError(f"{folder}: the run is incomplete or damaged ({fault}); score the articles again")
    return Run(**tables, measures=measures, rejected=rejected, manifest=manifest)


def _odd_one(tables: Mapping[str, pd.DataFrame], measures: pd.DataFrame) -> str:
    """What shows that tables are not of one run: an article, a paragraph or a measure that another does not know."""
    import pandas as pd

    articles, listed = pd.Index(tables["articles"]["article"]), tables["paragraphs"]
    twice = listed.duplicated(["article", "paragraph"]).any()
    if twice or not articles.is_unique or set(articles) != set(listed["article"].unique()):
        return f"{FILES['paragraphs']} and {FILES['articles']} are of other articles"
    step = int(listed["paragraph"].max()) + 1 if len(listed) else 1
    known = pd.Index(articles.get_indexer(listed["article"]) * step + listed["paragraph"])
    for name, table in tables.items():
        if not {"article", "paragraph"} <= set(table.columns):
            continue
        place = articles.get_indexer(table["article"])
        found = known.get_indexer(place * step + table["paragraph"])
        is_odd = (place < 0) | (table["paragraph"] >= step) | (found < 0)
        if is_odd.any() or (name == "by_voice" and len(set(found)) < len(known)):
            return f"{FILES[name]} is of other paragraphs than {FILES['paragraphs']}"
    columns = set(tables["by_voice"].columns) - set(SCHEMAS["by_voice"])
    odd = sorted(columns ^ set(measures["column"]))
    return f"measures.csv and {FILES['by_voice']} have other columns: {odd[0]}" if odd else ""


def check_files(folder: Path) -> None:
    """Look whether all tables of a run are there and can be opened, without reading them.

    Raises
    ------
    RunError
        naming the first that is missing or cannot be opened.
    """
    import pyarrow as pa
    from pyarrow import parquet

    for name, file in FILES.items():
        if name in TOLD and not (folder / file).exists():
            continue
        try:
            parquet.read_metadata(folder / file)
        except FileNotFoundError:
            raise RunError(f"{folder / file}: missing; score the articles again") from None
        except (OSError, pa.ArrowInvalid) as error:
            raise RunError(f"{folder / file}: damaged ({error}); score the articles again") from None


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


def _index(frame: pd.DataFrame) -> pd.MultiIndex:
    import pandas as pd

    return pd.MultiIndex.from_frame(frame[["article", "paragraph"]])
