"""What a codebook hit in a run, as it was recorded: what every part of an audit starts from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from framing.errors import FramingError
from framing.lexicon.codebook import Codebook, read_codebook
from framing.statistics.parts import Tables, check_run, sum_by

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from numpy.typing import NDArray

    from framing.model import Kind
    from framing.run import Run

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Recorded:
    """A codebook and its hits in a run's texts of one kind.

    Attributes
    ----------
    labels
        names of the codebook's categories
    tables
        the run's rows
    hits
        one row a hit outside actors' names, in reading order: category, term, row (of the paragraph in `tables.rows`),
        sentence, place (of the article in `run.articles`), start, end, text, voice, negated
    in_names
        the same for hits inside actors' names, which do not count
    words
        for each article its words
    """

    run: Run
    codebook: Codebook
    labels: tuple[str, ...]
    tables: Tables
    hits: pd.DataFrame
    in_names: pd.DataFrame
    words: Floats

    def order(self, categories: Iterable[str]) -> list[int]:
        """Position of each category in `labels`."""
        places = {name: place for place, name in enumerate(self.labels)}
        return [places[name] for name in categories]

    def counts(self) -> Floats:
        """Hits of each article and category (articles, categories), in the order of `labels`."""
        size = len(self.labels)
        cell = self.hits["place"].to_numpy(np.intp) * size + np.array(
            self.order(self.hits["category"]), dtype=np.intp
        )
        cells = np.bincount(cell, minlength=len(self.words) * size)
        return cells.reshape(-1, size).astype(np.float64)


def recorded(run: Run, codebook: Codebook | str | Path, *, kind: Kind | None = "body") -> Recorded:
    """Take a codebook's hits out of a run, whoever says the words.

    Raises
    ------
    FramingError
        if the run was not scored with this codebook as it is now, or without evidence.
    """
    check_run(run)
    book = codebook if isinstance(codebook, Codebook) else read_codebook(codebook)
    run.check_evidence("audit")
    _check_scored(run, book)
    tables = Tables(run, "all", kind)
    evidence = run.evidence
    found, row = tables.said(evidence.loc[(evidence["instrument"] == book.name) & evidence["start"].notna()])
    keys = ["category", "term", "sentence", "start", "end", "text", "voice", "negated", "in_name"]
    hits = found[keys].assign(
        row=row,
        place=tables.article[row],
        start=found["start"].astype("int64"),
        end=found["end"].astype("int64"),
    )
    _check_whole(tables, book, len(hits))
    hits = hits.sort_values(["place", "row", "start", "end", "category"], kind="stable")
    listed = [label.name for label in book.labels]
    if unknown := sorted(set(hits["category"]) - set(listed)):
        raise FramingError(
            f"codebook '{book.name}': the run has hits of '{unknown[0]}', which it does not list"
        )
    inside = hits["in_name"]
    return Recorded(
        run=run,
        codebook=book,
        labels=tuple(listed),
        tables=tables,
        hits=hits.loc[~inside].drop(columns="in_name").reset_index(drop=True),
        in_names=hits.loc[inside].drop(columns="in_name").reset_index(drop=True),
        words=sum_by(tables.article, tables.n_words, len(run.articles)),
    )


def texts_of(found: Recorded) -> list[str]:
    """Text of each row of the tables."""
    keys = ["article", "paragraph"]
    return list(found.tables.rows[keys].merge(found.run.paragraphs, on=keys, how="left")["text"])


def _check_scored(run: Run, book: Codebook) -> None:
    measures = run.measures.loc[run.measures["kind"].isin(["frame", "actor"])]
    there = [str(name) for name in measures["instrument"].unique()]
    if book.name not in there:
        raise FramingError(
            f"codebook '{book.name}': the run was not scored with it; it has {', '.join(there) or 'none'}"
        )
    scored = run.manifest.get("lexicons", {}).get(book.name, {}).get("sha256", book.source.sha256)
    if scored != book.source.sha256:
        raise FramingError(
            f"codebook '{book.name}': its file is not the one that the run was scored with (sha256 "
            f"{book.source.sha256[:12]}…, the run has {scored[:12]}…); score the articles again"
        )


def _check_whole(tables: Tables, book: Codebook, found: int) -> None:
    measures = tables.run.measures.loc[tables.run.measures["instrument"] == book.name]
    wanted = "n_with_names" if (measures["kind"] == "frame").any() else "n"
    columns = measures.loc[measures["statistic"] == wanted, "column"].tolist()
    counted = int(np.nan_to_num(tables.rows[columns].to_numpy(np.float64)).sum())
    if counted != found:
        raise FramingError(
            f"codebook '{book.name}': the run counted {counted:,} hits and recorded {found:,}; an audit needs every "
            "hit's evidence, score the articles again with it"
        )


def overlapping(
    rows: Codes, starts: Codes, ends: Codes, other_rows: Codes, other_starts: Codes, other_ends: Codes
) -> tuple[Codes, Codes]:
    """Pairs of stretches that share a character: their positions in the first and in the second list.

    Parameters
    ----------
    rows, starts, ends
        for each stretch the text that it lies in, and its half-open code points

    Examples
    --------
    >>> one, two = overlapping(*(np.array(x) for x in ([0, 0], [0, 9], [5, 12], [0, 1], [4, 9], [7, 12])))
    >>> one.tolist(), two.tolist()
    ([0], [0])
    """
    if not len(rows) or not len(other_rows):
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    step = int(max(ends.max(), other_ends.max())) + 1
    order = np.argsort(other_rows * step + other_starts, kind="stable")
    begins = (other_rows * step + other_starts)[order]
    # ends need not rise with starts where stretches of the second list overlap: the farthest so far does
    farthest = np.maximum.accumulate((other_rows * step + other_ends)[order])
    first = np.searchsorted(farthest, rows * step + starts, side="right")
    last = np.searchsorted(begins, rows * step + ends, side="left")
    many = np.maximum(last - first, 0)
    one = np.repeat(np.arange(len(rows)), many)
    within = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
    two = order[np.repeat(first, many) + within]
    meet = (other_rows[two] == rows[one]) & (other_ends[two] > starts[one]) & (other_starts[two] < ends[one])
    return one[meet], two[meet]
