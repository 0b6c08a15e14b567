"""Regressions side by side, as journals print them: estimates with their standard errors beneath, n, R²."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from framing.errors import FramingError
from framing.statistics.regression import INTERCEPT

if TYPE_CHECKING:
    import pandas as pd

Stars = Literal["none", "usual"]
_LEVELS = ((0.001, "***"), (0.01, "**"), (0.05, "*"))
_NEEDED = ("term", "estimate", "se", "p", "n", "clusters", "r2", "r2_adjusted", "measure", "unit", "errors")
_MOST_DIGITS = 15


def regression_table(
    models: Sequence[pd.DataFrame] | Mapping[str, pd.DataFrame], *, digits: int = 3, stars: Stars = "none"
) -> pd.DataFrame:
    """Set regressions side by side in the usual form.

    Parameters
    ----------
    models
        tables of `regress`; names of a mapping head the columns, else `(1) vader_compound`, `(2) …`
    digits
        after the point
    stars
        `usual` marks p < .05, .01 and .001 by *, ** and ***; an interval says more, so `none` unless asked for

    Returns
    -------
    DataFrame
        text for print. Column `term`, then one a model; for each term a row of estimates and under it, `term` empty,
        one of standard errors in brackets, an en dash where there is none; terms in the order of the models, the
        intercept last. Then the rows Units, Articles, R², Adjusted R², and Standard errors.

    Raises
    ------
    FramingError
        if there is no model, one is no table of `regress`, or `digits` or `stars` is not accepted.

    Examples
    --------
    >>> import framing as fr
    >>> from framing.statistics.regression import regress
    >>> run = fr.score(fr.read_articles("seeds/"))
    >>> table = regression_table([regress(run, "position", measure="vader_compound", unit="paragraph")])
    >>> table["term"].to_list()
    ['position', '', 'Intercept', '', 'Units', 'Articles', 'R²', 'Adjusted R²', 'Standard errors']
    """
    import pandas as pd

    if stars not in ("none", "usual"):
        raise FramingError(f"stars '{stars}': unknown; there are none, usual")
    if not 0 <= digits <= _MOST_DIGITS:
        raise FramingError(f"digits {digits}: not between 0 and {_MOST_DIGITS}")
    named = _named(models)
    order = list(dict.fromkeys(term for model in named.values() for term in model["term"]))
    order.sort(key=lambda term: term == INTERCEPT)
    labels = [label for term in order for label in (term, "")]
    feet = ("Units", "Articles", "R²", "Adjusted R²", "Standard errors")
    columns = {"term": [*labels, *feet]}
    for name, model in named.items():
        rows = {row["term"]: row for row in model.to_dict("records")}
        cells = [cell for term in order for cell in _cells(rows.get(term), digits, stars)]
        columns[name] = [*cells, *_foot(model, digits)]
    return pd.DataFrame(columns, dtype="str")


def _named(models: Sequence[pd.DataFrame] | Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    listed = list(models.items()) if isinstance(models, Mapping) else [("", model) for model in models]
    if not listed:
        raise FramingError("models: there is none; give tables of regress")
    named = {}
    for place, (name, model) in enumerate(listed, start=1):
        lacks = [column for column in _NEEDED if column not in getattr(model, "columns", ())]
        if lacks or not len(model):
            raise FramingError(
                f"models, {name or place}: no table of regress ({lacks[0] if lacks else 'any row'} is missing)"
            )
        head = str(name) or f"({place}) {model['measure'].iloc[0]}"
        if head == "term":
            raise FramingError("models: 'term' heads the first column; give the model another name")
        named[head] = model
    return named


def _cells(row: Mapping[Any, Any] | None, digits: int, stars: Stars) -> tuple[str, str]:
    """Estimate and standard error; nothing where a model lacks the term."""
    if row is None:
        return "", ""
    marks = [mark for level, mark in _LEVELS if row["p"] < level] if stars == "usual" else []
    se = "–" if math.isnan(row["se"]) else f"({_number(row['se'], digits)})"
    return _number(row["estimate"], digits) + (marks[0] if marks else ""), se


def _foot(model: pd.DataFrame, digits: int) -> list[str]:
    first = model.iloc[0]
    return [
        f"{first['n']:,} {first['unit']}",
        f"{first['clusters']:,}",
        _number(first["r2"], digits),
        _number(first["r2_adjusted"], digits),
        str(first["errors"]).split(",")[0],
    ]


def _number(value: float, digits: int) -> str:
    """A number with a true minus, which no spreadsheet takes for a formula; −0.000 is 0.000."""
    if math.isnan(value):
        return "–"
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")
