"""What a regression is made of: the measure, the variables of its formula, weights and clusters, unit by unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from framing.errors import FramingError
from framing.preprocessing.written import written_number
from framing.statistics.formula import Factor, Formula
from framing.statistics.grouping import days_of, groups_of
from framing.statistics.parts import KINDS, MISSING, Parts, Tables, make_parts, sum_by
from framing.statistics.summary import article_figures
from framing.tables import SCHEMAS

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from framing.model import Kind, Voice
    from framing.run import Run

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

Unit = Literal["article", "paragraph"]
#: Days of a mean Gregorian year.
_YEAR = 365.2425


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable: a number for each unit, or the position of its level (`levels` None: it is no category).

    NaN or, of a category, −1 where there is no value.
    """

    label: str
    numbers: Floats
    levels: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Design:
    """Units that have every value that a formula names, in the order of the run.

    Attributes
    ----------
    y, weight
        the measure, and how much a unit weighs
    variables
        for each factor of the formula its values
    cluster
        for each unit its article, numbered 0 … without gaps
    left_out
        units with words that were left out, because the measure or a variable has no value there
    """

    y: Floats
    weight: Floats
    variables: dict[Factor, Variable]
    cluster: Codes
    left_out: int


def make_design(
    run: Run, formula: Formula, measure: str, *, voice: Voice, kind: Kind | None, unit: Unit
) -> Design:
    """Gather what a formula names.

    Raises
    ------
    FramingError
        if the run has no such measure or variable, or a variable cannot be used as the formula has it.
    """
    rows = _Rows(run, make_parts(run, voice=voice, kind=kind), voice, kind, unit)
    columns = list(rows.parts.columns)
    if measure not in columns:
        raise FramingError(f"measure '{measure}': not in this run; there are {', '.join(columns) or 'none'}")
    y = rows.figures()[:, columns.index(measure)]
    variables = {factor: rows.variable(factor) for factor in formula.factors}
    there = ~np.isnan(y) & (rows.words > 0)
    for each in variables.values():
        there &= ~np.isnan(each.numbers) if each.levels is None else each.numbers >= 0
    cluster = np.unique(rows.article[there], return_inverse=True)[1].astype(np.intp)
    kept = {factor: _only(each, there) for factor, each in variables.items()}
    weight = rows.weights(columns.index(measure), there)
    return Design(y[there], weight[there], kept, cluster, int((~there & (rows.words > 0)).sum()))


class _Rows:
    """The units of a run, articles or paragraphs, and the variables that they have.

    Attributes
    ----------
    article
        for each unit the position of its article in `run.articles`
    words
        for each unit its words in the voice and kind that are read
    """

    def __init__(self, run: Run, parts: Parts, voice: Voice, kind: Kind | None, unit: Unit) -> None:
        self.run, self.parts, self.unit = run, parts, unit
        self.voice: Voice = voice
        self.kind = kind
        articles = len(run.articles)
        if unit == "article":
            self.article: Codes = np.arange(articles)
            self.words = sum_by(parts.article, parts.n_words, articles)
        else:
            self.article, self.words = parts.article, parts.n_words

    def figures(self) -> Floats:
        """Figures (units, measures); NaN where nothing could be measured."""
        if self.unit == "article":
            return article_figures(self.parts, len(self.run.articles))
        counting = np.array([form == "count" for form in self.parts.forms], dtype=np.bool_)
        with np.errstate(invalid="ignore", divide="ignore"):
            ratio = np.where(self.parts.x > 0, self.parts.y / self.parts.x, np.nan)
        return np.where(counting, self.parts.y, ratio)

    def weights(self, measure: int, there: NDArray[np.bool_]) -> Floats:
        """Weigh units so that each article counts once, its paragraphs as they do in its figure."""
        if self.unit == "article":
            return np.ones(len(self.article))
        size = (
            np.ones(len(self.article)) if self.parts.forms[measure] == "count" else self.parts.x[:, measure]
        )
        total = sum_by(self.article[there], size[there], len(self.run.articles))
        weight = np.zeros(len(size))
        weight[there] = size[there] / total[self.article[there]]
        return weight

    def variable(self, factor: Factor) -> Variable:
        """Values of one factor of the formula."""
        if factor.form == "years":
            return self._years(factor)
        values = self._column(factor.name)
        if isinstance(values, Variable) or factor.form == "category":
            if factor.form == "log":
                raise FramingError(f"formula, {factor}: '{factor.name}' is text; log needs numbers")
            return _levels(factor, values)
        if factor.form == "log":
            return Variable(str(factor), _log(factor, values))
        return Variable(str(factor), values)

    def _column(self, name: str) -> Floats | Variable:
        """Numbers of a column for each unit, or its levels."""
        articles = self.run.articles
        if name == "n_words":
            return self.words
        if name in articles.columns:
            return _article_values(articles[name], name, self.article)
        if name in self.parts.columns:
            return self.figures()[:, self.parts.columns.index(name)]
        if self.unit == "paragraph" and name == "position":
            return self._positions()
        if self.unit == "paragraph" and name == "kind":
            return self._kinds()
        if ":" in name or "<" in name:
            groups = groups_of(self.run, name)
            codes = groups.codes.astype(np.float64)
            codes[[groups.names[code] == MISSING for code in groups.codes]] = -1
            return Variable(name, codes[self.article], groups.names)
        known = [*articles.columns, *self.parts.columns, *self._own()]
        raise FramingError(f"formula, '{name}': the run has no such column; there are {', '.join(known)}")

    def _own(self) -> list[str]:
        return ["position", "kind"] if self.unit == "paragraph" else []

    def _positions(self) -> Floats:
        """0 for an article's first paragraph of those that are read, 1 for its last; 0 for one alone."""
        size = len(self.run.articles)
        order = np.argsort(self.article, kind="stable")
        n = np.bincount(self.article, minlength=size)
        rank = np.zeros(len(order))
        rank[order] = np.arange(len(order)) - np.repeat(np.cumsum(n) - n, n)
        position: Floats = rank / np.maximum(n[self.article] - 1, 1)
        return position

    def _kinds(self) -> Variable:
        rows = Tables(self.run, self.voice, self.kind).rows
        kinds = self.run.paragraphs[["article", "paragraph", "kind"]]
        found = rows[["article", "paragraph"]].merge(kinds, on=["article", "paragraph"], how="left")["kind"]
        return Variable("kind", np.array([KINDS.index(each) for each in found], dtype=np.float64), KINDS)

    def _years(self, factor: Factor) -> Variable:
        """Years since the first exact date; NaN where a date is missing or is no single day."""
        name, articles = factor.name, self.run.articles
        if name not in articles.columns:
            raise FramingError(
                f"formula, '{name}': the run has no such column; there are {', '.join(articles.columns)}"
            )
        days = np.full(len(articles), np.nan)
        for place, (value, article) in enumerate(zip(articles[name], articles["article"], strict=True)):
            span = days_of(
                value if isinstance(value, str) else None, f"formula, {factor}, article '{article}'"
            )
            if span and span[0] == span[1]:
                days[place] = span[0].toordinal()
        first = np.nanmin(days) if not np.isnan(days).all() else 0.0
        return Variable(str(factor), ((days - first) / _YEAR)[self.article])


def _article_values(column: pd.Series[Any], name: str, article: Codes) -> Floats | Variable:
    """Numbers as they are, also where a CSV file gave all of a column's as text; anything else as levels, by name."""
    import pandas as pd
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    if name not in SCHEMAS["articles"] and (there := column.notna()).any():
        written = column.loc[there]
        read = [written_number(each) if isinstance(each, str) else np.nan for each in written]
        if not np.isnan(read).any():
            column = pd.Series(read, index=written.index, dtype="float64").reindex(column.index)
    if is_numeric_dtype(column) and not is_bool_dtype(column):
        numbers: Floats = column.to_numpy(np.float64, na_value=np.nan)
        return numbers[article]
    codes, levels = pd.factorize(column.map(str, na_action="ignore"), sort=True)
    return Variable(name, codes.astype(np.float64)[article], tuple(str(level) for level in levels))


def _levels(factor: Factor, values: Floats | Variable) -> Variable:
    """Levels of a category, the one that the others are compared with first."""
    if not isinstance(values, Variable):
        different, places = np.unique(values, return_inverse=True)
        numbers = np.where(np.isnan(values), -1.0, places.astype(np.float64))
        values = Variable(
            factor.name, numbers, tuple(f"{each:g}" for each in different if not np.isnan(each))
        )
    levels, numbers = values.levels or (), values.numbers
    if factor.reference is None:
        return values
    if factor.reference not in levels:
        raise FramingError(
            f"formula, C({factor.name}): no level '{factor.reference}'; there are {', '.join(levels[:20])}"
        )
    first = levels.index(factor.reference)
    moved = np.where(numbers == first, 0.0, numbers + ((numbers >= 0) & (numbers < first)))
    rest = (level for level in levels if level != factor.reference)
    return Variable(values.label, moved, (factor.reference, *rest))


def _only(variable: Variable, there: NDArray[np.bool_]) -> Variable:
    """Values of the units that are used, and the levels that occur among them."""
    numbers = variable.numbers[there]
    if variable.levels is None:
        return Variable(variable.label, numbers)
    used, codes = np.unique(numbers.astype(np.intp), return_inverse=True)
    return Variable(variable.label, codes.astype(np.float64), tuple(variable.levels[place] for place in used))


def _log(factor: Factor, values: Floats) -> Floats:
    if (values <= 0).any():
        raise FramingError(
            f"formula, {factor}: '{factor.name}' has the value {np.nanmin(values):g}; log needs more than 0"
        )
    logs: Floats = np.log(values)
    return logs
