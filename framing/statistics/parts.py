"""The sums that every figure is made of: for each paragraph and measure a numerator y and a denominator x.

A figure of an article is Σ y / Σ x over its paragraphs,

    rate of a frame        y = 100 × hits                            x = words
    tone, subjectivity     y = sum of its sentences' scores          x = sentences with a score
    share in frame words   y = Σ |contribution| in frame words       x = Σ |contribution|
    counts                 y = hits; the figure is Σ y itself        x = words

so that one estimator of uncertainty serves them all. Only this file knows how figures come from the run's
tables.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from framing.errors import FramingError
from framing.model import VOICES, Kind, Voice

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from framing.run import Run

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]
    Sums = tuple[Floats, Floats, Floats, Floats]  # y, x, measured words, hits

#: Name of the group of articles that have no value in the column.
MISSING = "(missing)"
KINDS: tuple[Kind, ...] = ("title", "heading", "body")
Form = Literal["rate", "mean", "share", "count"]
_COUNTED = ("n", "n_with_names", "distinct")
#: Statistics of kind `tone` that are checks on a measure of tone, no tone of their own.
_TONE_CHECKS = ("net", "frame_share")


@dataclass(frozen=True, slots=True)
class Parts:
    """Paragraphs with, for each measure, the sums that figures are made of.

    Attributes
    ----------
    columns, forms
        for each measure: its column, and how its figure is made
    article
        for each row: position of its article in `run.articles`
    n_words
        for each row: its words
    y, x, measured, hits
        arrays (rows, measures): numerator, denominator, words of what could be measured, and hits (NaN
        where a measure counts nothing)
    """

    columns: tuple[str, ...]
    forms: tuple[Form, ...]
    article: Codes
    n_words: Floats
    y: Floats
    x: Floats
    measured: Floats
    hits: Floats


@dataclass(frozen=True, slots=True)
class Groups:
    """Articles in groups: the groups' names, and for each article of the run the position of its group."""

    names: tuple[str, ...]
    codes: Codes


def check_run(run: object) -> None:
    """Refuse what is no run, such as the path of one.

    Raises
    ------
    FramingError
        if it is not a run.
    """
    from framing.run import Run

    if not isinstance(run, Run):
        path = isinstance(run, str | os.PathLike)
        given = f"'{run}' is a path" if path else f"{type(run).__name__} given"
        raise FramingError(f"run: {given}, where a Run is wanted; load it first: framing.load(path)")


def group_articles(run: Run, by: str) -> Groups:
    """Group articles by a column of `run.articles`; `article` gives each its own group.

    Groups stand in the order of their first article; articles without a value form the last one, `(missing)`.

    Raises
    ------
    FramingError
        if the run has no such column.
    """
    import pandas as pd

    if by not in run.articles.columns:
        raise FramingError(
            f"by '{by}': the run's articles have no such column; there are {', '.join(run.articles.columns)}"
        )
    codes, values = pd.factorize(run.articles[by])
    names = [str(value) for value in values]
    if (codes < 0).any():
        if MISSING not in names:
            names.append(MISSING)
        codes = np.where(codes < 0, names.index(MISSING), codes)
    return Groups(tuple(names), codes.astype(np.intp))


def make_parts(run: Run, *, voice: Voice = "all", kind: Kind | None = "body") -> Parts:
    """Make the sums for each paragraph of one kind (None: every kind), read in one voice.

    Raises
    ------
    FramingError
        if there is no such voice or kind, or the run is none.
    """
    check_reading(run, voice, kind)
    tables = Tables(run, voice, kind)
    listed = run.measures[["column", "instrument", "category", "statistic", "kind", "silence"]].to_dict(
        "records"
    )
    forms = tuple(_form(measure) for measure in listed)
    makers = {"rate": tables.rate, "mean": tables.mean, "share": tables.share, "count": tables.count}
    sums = np.zeros((4, len(tables.rows), len(listed)))
    for k, (measure, form) in enumerate(zip(listed, forms, strict=True)):
        sums[:, :, k] = makers[form](measure)
    return Parts(
        columns=tuple(measure["column"] for measure in listed),
        forms=forms,
        article=tables.article,
        n_words=tables.n_words,
        y=sums[0],
        x=sums[1],
        measured=sums[2],
        hits=sums[3],
    )


def tone_columns(run: Run) -> pd.DataFrame:
    """Find the rows of `run.measures` that are a tone of their own, without the checks net of frames.

    The first of them is the run's main tone.
    """
    check_run(run)
    tone = (run.measures["kind"] == "tone") & ~run.measures["statistic"].isin(_TONE_CHECKS)
    return run.measures.loc[tone]


def check_reading(run: object, voice: str, kind: str | None) -> None:
    """Refuse what is no run, and a voice or a kind of paragraph that does not exist."""
    check_run(run)
    if voice not in VOICES:
        raise FramingError(f"voice '{voice}': unknown; there are {', '.join(VOICES)}")
    if kind is not None and kind not in KINDS:
        raise FramingError(
            f"kind '{kind}': unknown; there are {', '.join(KINDS)}, or None for every paragraph"
        )


def sum_by(codes: Codes, values: NDArray[Any], size: int) -> Floats:
    """Sum the rows with the same code; `values` has one or more columns."""
    if values.ndim == 1:
        return np.bincount(codes, weights=values, minlength=size).astype(np.float64)
    sums = np.zeros((size, values.shape[1]))
    for k, column in enumerate(values.T):
        sums[:, k] = np.bincount(codes, weights=column, minlength=size)
    return sums


def article_positions(run: Run, articles: pd.Series[Any]) -> Codes:
    """For each article id its position in `run.articles`."""
    import pandas as pd

    # Rows of an article stand together: only the first of each is looked up, since pandas makes Python's own strings
    # of what it looks up, a hundred megabytes for a million hits.
    first = (articles != articles.shift()).to_numpy(dtype=bool)
    found: Codes = pd.Index(run.articles["article"]).get_indexer(articles.loc[first])
    positions: Codes = found[np.cumsum(first) - 1]
    return positions


def _form(measure: Mapping[Any, Any]) -> Form:
    if measure["statistic"] == "rate":
        return "rate"
    if measure["statistic"] == "frame_share":
        return "share"
    return "count" if measure["kind"] == "count" or measure["statistic"] in _COUNTED else "mean"


class Tables:
    """The run's rows of one voice and kind of paragraph; for each form of figure a method gives its sums.

    Attributes
    ----------
    rows, n_words, article
        rows of `by_voice`, their words, and the positions of their articles in `run.articles`
    sentences, place
        rows of the sentences inside, and for each the row of its paragraph
    """

    def __init__(self, run: Run, voice: Voice, kind: Kind | None) -> None:
        self.run, self.voice = run, voice
        self.rows = run.select(kind=kind, voice=voice)
        self.n_words = self.rows["n_words"].to_numpy(np.float64)
        self.article = article_positions(run, self.rows["article"])
        self._step = int(run.paragraphs["paragraph"].max()) + 1 if len(run.paragraphs) else 1
        self._keys = self.article * self._step + self.rows["paragraph"].to_numpy(np.intp)
        self._order = np.argsort(self._keys, kind="stable")
        self._counters = {
            (each["instrument"], each["category"]): each["column"]
            for each in run.measures.to_dict("records")
            if each["kind"] == "frame" and each["statistic"] == "n"
        }
        self.sentences, self.place = self.inside(run.sentences.loc[run.sentences["voice"] == voice])

    def inside(self, table: pd.DataFrame) -> tuple[pd.DataFrame, Codes]:
        """Rows of a table that lie in these paragraphs, and for each the row of its paragraph."""
        keys = article_positions(self.run, table["article"]) * self._step
        keys = keys + table["paragraph"].to_numpy(np.intp)
        if not len(self._keys):
            return table.iloc[:0], np.zeros(0, dtype=np.intp)
        found = np.searchsorted(self._keys, keys, sorter=self._order).clip(max=len(self._keys) - 1)
        place = self._order[found]
        there = self._keys[place] == keys
        return (table, place) if there.all() else (table.loc[there], place[there])

    def said(self, table: pd.DataFrame) -> tuple[pd.DataFrame, Codes]:
        """As `inside`, for tables that know two voices (evidence, actors): `all` is both of them."""
        return self.inside(table if self.voice == "all" else table.loc[table["voice"] == self.voice])

    def counter(self, measure: Mapping[Any, Any]) -> str | None:
        """Column that counts the hits of a rate, None if the instrument gives none."""
        return self._counters.get((measure["instrument"], measure["category"]))

    def rate(self, measure: Mapping[Any, Any]) -> Sums:
        """Hits per 100 words."""
        counter = self.counter(measure)
        found = (
            self.rows[counter].to_numpy(np.float64) if counter else self._values(measure) * self.n_words / 100
        )
        hits = np.nan_to_num(found)
        return 100 * hits, self.n_words, self.n_words, hits

    def count(self, measure: Mapping[Any, Any]) -> Sums:
        """Hits; of actors those that the article names here for the first time, so that they add up."""
        distinct = measure["statistic"] == "distinct"
        hits = self._first_mentions() if distinct else np.nan_to_num(self._values(measure))
        return hits, self.n_words, self.n_words, hits

    def n_scored(self, instrument: str) -> Floats:
        """Sentences of each paragraph that its article's tone is the mean of.

        A contribution is part of a paragraph's tone: times this number it is part of the sum that the article's
        figure is made of.
        """
        known = tone_columns(self.run)
        return self.mean(known.loc[known["instrument"] == instrument].to_dict("records")[0])[1]

    def mean(self, measure: Mapping[Any, Any]) -> Sums:
        """Scores of sentences; those without a score are left out, or count as neutral where the instrument says so."""
        if measure["silence"] == "neutral":
            return self._mean_with_silence(measure)
        scores = self.sentences[measure["column"]].to_numpy(np.float64)
        there = ~np.isnan(scores)
        words = self.sentences["n_words"].to_numpy(np.float64)
        place, size = self.place[there], len(self.rows)
        return (
            sum_by(place, scores[there], size),
            sum_by(place, np.ones(len(place)), size),
            sum_by(place, words[there], size),
            np.full(size, np.nan),
        )

    def _mean_with_silence(self, measure: Mapping[Any, Any]) -> Sums:
        """A paragraph's score is the mean over all its sentences: times their number it is their sum.

        Where an article has a score anywhere, the sentences of its silent paragraphs count as neutral too: where its
        lines break says nothing about its tone.
        """
        values = self._values(measure)
        known = ~np.isnan(values)
        heard = self.voice == "all" or self.sentences["n_words"].to_numpy() > 0
        counted = np.broadcast_to(heard, len(self.place)).astype(np.float64)
        sentences = np.maximum(sum_by(self.place, counted, len(self.rows)), known)
        spoken = sum_by(self.article, known.astype(np.float64), len(self.run.articles)) > 0
        x = np.where(spoken[self.article], sentences, 0.0)
        return np.nan_to_num(values) * x, x, np.where(known, self.n_words, 0.0), np.full(len(x), np.nan)

    def share(self, measure: Mapping[Any, Any]) -> Sums:
        """Shares weighted by the tone that they are shares of; by words where the run has no hits of tone.

        A run that was scored without keeping the evidence has nothing to weigh them by: then there is no figure.
        """
        values = self._values(measure)
        if not self.run.has_evidence:
            values = np.full(len(values), np.nan)
        weights = self._tone_carried(measure["instrument"]) if len(self.run.evidence) else self.n_words
        x = np.where(np.isnan(values), 0.0, weights)
        return np.nan_to_num(values) * x, x, np.where(x > 0, self.n_words, 0.0), np.full(len(x), np.nan)

    def _values(self, measure: Mapping[Any, Any]) -> Floats:
        values: Floats = self.rows[measure["column"]].to_numpy(np.float64)
        return values

    def _tone_carried(self, instrument: str) -> Floats:
        """Σ |contribution| of each paragraph's words, as parts of the sum that the article's tone is made of."""
        evidence = self.run.evidence
        mine = (evidence["instrument"] == instrument) & evidence["start"].notna()
        # of millions of hits only the columns that are read: the rest would be copied with them
        hits, place = self.said(evidence[["article", "paragraph", "voice", "contribution"]].loc[mine])
        sizes = np.nan_to_num(np.abs(hits["contribution"].to_numpy(np.float64)))
        return sum_by(place, sizes, len(self.rows)) * self.n_scored(instrument)

    def _first_mentions(self) -> Floats:
        named, place = self.said(self.run.actors)
        seen = named[["article", "actor"]].assign(place=place).sort_values("place", kind="stable")
        first = seen.drop_duplicates(["article", "actor"])["place"].to_numpy(np.intp)
        return sum_by(first, np.ones(len(first)), len(self.rows))
