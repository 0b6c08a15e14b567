"""Each article's figure under any specification; what several specifications read is summed once.

    rate       100 × hits / words                     of the unit
    share      hits / hits of all categories          of the unit, NaN where the codebook hits nothing
    presence   1 if there is a hit, 0 if not          of the unit, NaN where there is no word
    tone       score                                  of the unit, NaN where it is silent

The unit is the article, a paragraph or a sentence; an article's figure is the mean over its units that have one, so
that for `article` it is the unit's own. The mean over sentences of a tone is that of `summarize`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from framing.errors import FramingError
from framing.statistics.parts import Tables, sum_by
from framing.statistics.robustness.grid import Choices, counters

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from framing.model import Voice
    from framing.run import Run
    from framing.statistics.specification import Texts, Unit

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Units:
    """Units of one reading: for each its article (position in `run.articles`), its words, its hits by column."""

    article: Codes
    n_words: Floats
    counts: dict[str, Floats]


@dataclass(frozen=True, slots=True)
class TermHits:
    """Recorded hits of one category: for each the unit it stands in, and its term's position in `terms`."""

    terms: tuple[str, ...]
    term: Codes
    unit: Codes


class Figures:
    """Figures of a run's articles under any specification."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._tables: dict[tuple[Voice, Texts], Tables] = {}
        self._units: dict[tuple[Voice, Texts, Unit], Units] = {}
        self._words: dict[tuple[Voice, Texts], Floats] = {}
        self._measures = {row["column"]: row for row in run.measures.to_dict("records")}
        books = run.measures.loc[run.measures["kind"] == "frame", "instrument"].unique()
        self._columns = {str(name): counters(run, str(name)) for name in books}

    def values(self, choices: Choices) -> Floats:
        """Each article's figure, NaN where it has none."""
        return self._tone(choices) if choices.is_tone else self._frame(choices)

    def without_each_term(self, choices: Choices) -> dict[str, Floats]:
        """Each article's figure with the recorded hits of one term removed, for each term that was hit.

        The texts are not matched anew: a word of a removed phrase that is a term of its own stays uncounted.
        """
        units, total = self._read(choices.voice, choices.texts, choices.unit), self._total(choices)
        hits = self._term_hits(choices)
        counts = units.counts[self._counter(choices)]
        order = np.argsort(hits.term, kind="stable")
        ends = np.cumsum(np.bincount(hits.term, minlength=len(hits.terms)))
        found = {}
        for name, places in zip(hits.terms, np.split(hits.unit[order], ends)[:-1], strict=True):
            removed = np.bincount(places, minlength=len(counts)).astype(np.float64)
            found[name] = self._normalised(choices, units, counts - removed, total - removed)
        return found

    def words(self, voice: Voice, texts: Texts) -> Floats:
        """Words of each article, of one voice and of these texts."""
        key = voice, texts
        if key not in self._words:
            tables = self._table(voice, texts)
            self._words[key] = sum_by(tables.article, tables.n_words, len(self.run.articles))
        return self._words[key]

    def _frame(self, choices: Choices) -> Floats:
        units = self._read(choices.voice, choices.texts, choices.unit)
        counts = units.counts[self._counter(choices)]
        return self._normalised(choices, units, counts, self._total(choices))

    def _normalised(self, choices: Choices, units: Units, counts: Floats, total: Floats) -> Floats:
        with np.errstate(invalid="ignore", divide="ignore"):
            if choices.normalisation == "share":
                values = np.where(total > 0, counts / total, np.nan)
            elif choices.normalisation == "presence":
                values = np.where(units.n_words > 0, (counts > 0).astype(np.float64), np.nan)
            else:
                values = np.where(units.n_words > 0, 100 * counts / units.n_words, np.nan)
        return values if choices.unit == "article" else self._mean(values, units.article)

    def _mean(self, values: Floats, article: Codes) -> Floats:
        """Mean over each article's units that have a value."""
        there = ~np.isnan(values)
        size = len(self.run.articles)
        n = sum_by(article, there.astype(np.float64), size)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(n > 0, sum_by(article, np.where(there, values, 0.0), size) / n, np.nan)

    def _counter(self, choices: Choices) -> str:
        columns = self._columns[choices.instrument][choices.question]
        return columns["n_with_names" if choices.names == "in" else "n"]

    def _total(self, choices: Choices) -> Floats:
        """Hits of all categories in each unit."""
        statistic = "n_with_names" if choices.names == "in" else "n"
        units = self._read(choices.voice, choices.texts, choices.unit)
        total = np.zeros(len(units.n_words))
        for columns in self._columns[choices.instrument].values():
            total += units.counts[columns[statistic]]
        return total

    def _table(self, voice: Voice, texts: Texts) -> Tables:
        key = voice, texts
        if key not in self._tables:
            self._tables[key] = Tables(self.run, voice, "body" if texts == "body" else None)
        return self._tables[key]

    def _read(self, voice: Voice, texts: Texts, unit: Unit) -> Units:
        key = voice, texts, unit
        if key not in self._units:
            tables = self._table(voice, texts)
            if unit == "sentence":
                made = self._listed(tables.sentences, tables.article[tables.place])
            else:
                made = self._listed(tables.rows, tables.article)
            self._units[key] = self._whole(made) if unit == "article" else made
        return self._units[key]

    def _listed(self, rows: pd.DataFrame, article: Codes) -> Units:
        counted = [
            each[statistic]
            for columns in self._columns.values()
            for each in columns.values()
            for statistic in ("n", "n_with_names")
        ]
        counts = {column: np.nan_to_num(rows[column].to_numpy(np.float64)) for column in counted}
        return Units(article, rows["n_words"].to_numpy(np.float64), counts)

    def _whole(self, units: Units) -> Units:
        size = len(self.run.articles)
        return Units(
            np.arange(size),
            sum_by(units.article, units.n_words, size),
            {column: sum_by(units.article, counts, size) for column, counts in units.counts.items()},
        )

    def _tone(self, choices: Choices) -> Floats:
        tables = self._table(choices.voice, choices.texts)
        if choices.unit == "paragraph":
            return self._mean(tables.rows[choices.measure].to_numpy(np.float64), tables.article)
        y, x, *_ = tables.mean(self._measures[choices.measure])
        size = len(self.run.articles)
        y, x = sum_by(tables.article, y, size), sum_by(tables.article, x, size)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(x > 0, y / x, np.nan)

    def _term_hits(self, choices: Choices) -> TermHits:
        """Hits of the category as they were recorded.

        Raises
        ------
        FramingError
            if they are not those that were counted: the run was made without evidence, or some of it is gone.
        """
        import pandas as pd

        self.run.check_evidence("removing terms")
        tables = self._table(choices.voice, choices.texts)
        evidence = self.run.evidence
        mine = (evidence["instrument"] == choices.instrument) & (evidence["category"] == choices.question)
        if choices.names == "out":
            mine &= ~evidence["in_name"]
        hits, row = tables.said(evidence.loc[mine])
        units = self._read(choices.voice, choices.texts, choices.unit)
        unit = tables.article[row] if choices.unit == "article" else row
        if choices.unit == "sentence":
            spoken = pd.MultiIndex.from_arrays([tables.place, tables.sentences["sentence"]])
            unit = spoken.get_indexer(pd.MultiIndex.from_arrays([row, hits["sentence"]]))
        counted = units.counts[self._counter(choices)]
        recorded = np.bincount(unit[unit >= 0], minlength=len(counted))
        if len(recorded) != len(counted) or (recorded != counted).any():
            raise FramingError(
                f"category '{choices.question}': the run's evidence is not the {int(counted.sum()):,} hits that "
                'were counted, so no term can be removed; score with evidence, or set vary.terms to "none"'
            )
        codes, terms = pd.factorize(hits["term"], sort=True)  # in alphabetical order, whatever the run's
        return TermHits(tuple(str(term) for term in terms), codes.astype(np.intp), unit)
