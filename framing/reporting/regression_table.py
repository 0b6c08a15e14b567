"""The table of a regression in the usual form: a column a model, standard errors in brackets beneath."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from framing.reporting.cells import count, decimal, fitted, plain
from framing.reporting.figures.inputs import number, require, written
from framing.reporting.latex import Column
from framing.reporting.printed import Printed
from framing.reporting.words import between, called, listed

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[Any, Any]
Beneath = Literal["se", "interval"]
Stars = Literal["stars", "none"]

#: Letters of a column's head.
_HEAD = 20
#: In em: a page's width, the room between two columns, the column of terms, and that of many models' terms.
_PAGE, _GAP, _TERMS, _NARROWEST = 38.5, 0.7, 11.0, 8.4
#: Share of a column that a word of its head may fill: how wide a letter is, is but known about.
_FILLED = 0.85
#: More models than this have a narrow column of terms.
_FEW = 3
_LEVELS = ((0.001, "***"), (0.01, "**"), (0.05, "*"))
_STARS = "* p < .05, ** p < .01, *** p < .001"
_FIT = (("n", "n"), ("clusters", "Articles"), ("r2", "R²"), ("r2_adjusted", "R² adjusted"))


def print_regression(
    models: pd.DataFrame | Mapping[str, pd.DataFrame],
    *,
    beneath: Beneath = "se",
    stars: Stars = "stars",
) -> Printed:
    """Set what `regress` returns in the usual form: a column a model, standard errors in brackets beneath.

    Parameters
    ----------
    models
        one table, or several by what their columns are called
    beneath
        standard errors in round brackets, or 95 % intervals in square ones
    stars
        whether p is marked by asterisks; never where the table's note says that it cannot be trusted

    Raises
    ------
    FramingError
        if a table lacks columns.
    """
    named = models if isinstance(models, Mapping) else {_dependent(models): models}
    for table in named.values():
        require(table, ["term", "estimate", "se", "low", "high", "p", "n"], "regress")
    terms = list(dict.fromkeys(str(term) for table in named.values() for term in table["term"]))
    terms.sort(key=lambda term: term == "Intercept")  # the constant last, as papers have it
    found = [table.set_index(table["term"].astype(str)) for table in named.values()]
    rows = []
    for term in terms:
        mine = [table.loc[term].to_dict() if term in table.index else {} for table in found]
        rows.append([fitted(_term(term)), *(_coefficient(row, stars) for row in mine)])
        rows.append(["", *(_beneath(row, beneath) for row in mine)])
    facts = [(column, head) for column, head in _FIT if any(column in table for table in named.values())]
    parts = {len(rows): "Fit"} if facts else {}
    rows += [[head, *(_fact(table, column) for table in named.values())] for column, head in facts]
    return Printed(
        _columns(list(named)),
        rows,
        f"Regression of {listed([fitted(str(name)) for name in named])}",
        _regression_notes(named, beneath, stars),
        parts,
    )


def _columns(names: list[str]) -> list[Column]:
    """Terms, and as wide a column for each model as a page of LaTeX's class `article` has: up to six fit."""
    terms = _TERMS if len(names) <= _FEW else _NARROWEST
    width = min(_TERMS, (_PAGE - terms) / max(len(names), 1) - _GAP)
    heads = (fitted(name, _HEAD, room=_FILLED * width) for name in map(str, names))
    return [Column("", f"{terms:g}em"), *(Column(head, width=f"{width:.2f}em") for head in heads)]


def _dependent(table: pd.DataFrame) -> str:
    return called(str(table["measure"].iloc[0])) if "measure" in table and len(table) else "the measure"


def _term(term: str) -> str:
    """A term as it is read: `outlet[Mail]` is `outlet: Mail`, `Intercept` the constant."""
    if term == "Intercept":
        return "Constant"
    head, bracket, level = term.partition("[")
    return (
        f"{head}: {level.removesuffix(']')}" if bracket and level.endswith("]") and ":" not in head else term
    )


def _coefficient(row: Row, stars: str) -> str:
    if not row:
        return ""
    p = math.nan if written(row.get("note")) else number(row["p"])
    marks = next((mark for level, mark in _LEVELS if p < level), "") if stars == "stars" else ""
    return f"{decimal(number(row['estimate']))}{marks}"


def _beneath(row: Row, what: str) -> str:
    if not row:
        return ""
    if what == "interval":
        return between(number(row["low"]), number(row["high"]), decimal).strip() or "–"
    se = number(row["se"])
    return "–" if math.isnan(se) else f"({decimal(se)})"


def _fact(table: pd.DataFrame, column: str) -> str:
    if column not in table or table.empty:
        return ""
    value = number(table[column].iloc[0])
    return count(value) if column in ("n", "clusters") else plain(value, 3)


def _regression_notes(named: Mapping[str, pd.DataFrame], beneath: str, stars: str) -> list[str]:
    def said(column: str) -> list[str]:
        found = (written(value) for table in named.values() if column in table for value in table[column])
        return [value for value in dict.fromkeys(found) if value]

    what = "Standard errors in brackets" if beneath == "se" else "95 % intervals in brackets"
    errors, levels = said("errors"), [fitted(_term(level)) for level in said("reference")]
    left = [
        f"{fitted(str(name))} {count(table['left_out'].iloc[0])}"
        for name, table in named.items()
        if "left_out" in table and len(table) and number(table["left_out"].iloc[0]) > 0
    ]
    doubts: dict[str, list[str]] = {}
    for name, table in named.items():
        for row in table.to_dict("records"):
            if note := written(row.get("note")):
                doubts.setdefault(f"{note} ({fitted(str(name))}", []).append(_term(str(row["term"])))
    doubted = [f"{note}: {listed(terms)})" for note, terms in doubts.items()]
    return [
        f"{what}{f' ({listed(errors)})' if errors else ''}.{f' {_STARS}.' if stars == 'stars' else ''}",
        f"Compared with: {listed(levels)}." if levels else "",
        f"Units left out for want of a value: {listed(left)}." if left else "",
        f"{'No stars: ' if stars == 'stars' else ''}{'; '.join(doubted)}." if doubted else "",
    ]
