"""Regression of a measure on what is known of articles, with standard errors that know that paragraphs are clustered.

statsmodels fits; formulas are read by `formula`, which runs nothing. Units are articles, each once, with HC3 standard
errors (MacKinnon & White, Journal of Econometrics 29, 1985, 305-325, doi:10.1016/0304-4076(85)90158-7; Long & Ervin,
The American Statistician 54, 2000, 217-224), or paragraphs, with CR2 standard errors clustered by article.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.errors import FramingError
from framing.statistics.clustered import Errors, cluster_errors, lone_rows
from framing.statistics.design import Design, Unit, Variable, make_design
from framing.statistics.formula import Formula, Term, read_formula
from framing.statistics.parts import check_reading

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from framing.model import Kind, Voice
    from framing.run import Run

    Floats = NDArray[np.float64]

#: More coefficients than this are a column that is no variable, such as names.
MOST = 100
#: With fewer degrees of freedom p is too small too often (Tipton, Psychological Methods 20, 2015,
#: doi:10.1037/met0000011).
FEWEST_DF = 4
_TAIL = 0.025
_DEPENDENT = 1e-8
INTERCEPT = "Intercept"
_ERRORS = {
    "article": "HC3, t with n − k degrees of freedom",
    "paragraph": "CR2 by article, t with Satterthwaite degrees of freedom",
}


def regress(
    run: Run,
    formula: str,
    *,
    measure: str | None = None,
    voice: Voice = "all",
    kind: Kind | None = "body",
    unit: Unit = "article",
) -> pd.DataFrame:
    """Regress a measure on columns of the articles, their length, their date, or other measures.

    Parameters
    ----------
    formula
        `"outlet + log(n_words)"`, with `measure`, or `"vader_compound ~ outlet + log(n_words)"`. It may name columns of
        `run.articles`, measures, `n_words` (of the unit, in this voice and kind), groups that `groups_of` makes in
        backquotes (`` `date:quarter` ``), and for paragraphs `position` (0 an article's first, 1 its last) and `kind`.
        Text is a category whose first level in the order of names is the reference; `C(outlet, "The Harbour Ledger")`
        names another. `log(x)`; `years(date)`: years since the first exact date. `a:b`, `a*b`, `- 1`, brackets.
    voice, kind
        whose words, and in which paragraphs (None: all)
    unit
        `article`: figures of articles, each once. `paragraph`: of paragraphs, weighted as they are in their article's
        figure and so that each article counts once; for what differs within articles.

    Returns
    -------
    DataFrame
        one row a coefficient: measure, term (`Intercept`, `n_words`, `outlet[The Harbour Ledger]`, `a:b`), estimate,
        se, low, high (95 % interval), t, df, p; then, the same in each row, n (units), clusters (articles), r2,
        r2_adjusted, left_out (units with words that lack the measure or a variable), unit, voice, texts (kind of
        paragraph, `all`), errors (how se and df were made), formula, reference (levels that others are compared with);
        and note: why there is no se, or that df is under 4 and p not to be trusted.

        se, low, high, t, df and p are NaN where a coefficient hangs on one article alone, or where the measure does not
        vary or is fitted exactly.

    Raises
    ------
    FramingError
        if the formula has anything else in it, names what the run has not, has terms that follow from one another, or
        more coefficients than units can tell.

    Examples
    --------
    >>> import framing as fr
    >>> run = fr.score(fr.read_articles("seeds/"))
    >>> table = regress(run, "position", measure="vader_compound", unit="paragraph")
    >>> table["term"].to_list(), int(table["n"][0]), int(table["clusters"][0]), set(table["note"])
    (['Intercept', 'position'], 11, 1, {'one article alone decides it'})
    """
    check_reading(run, voice, kind)
    if unit not in _ERRORS:
        raise FramingError(f"unit '{unit}': unknown; there are {', '.join(_ERRORS)}")
    read = read_formula(formula)
    chosen = _measure(read, measure)
    design = make_design(run, read, chosen, voice=voice, kind=kind, unit=unit)
    table = _fit(read, design, unit)
    return table.assign(
        measure=chosen,
        unit=f"{unit}s",
        voice=voice,
        texts=kind or "all",
        errors=_ERRORS[unit],
        formula=" ".join(formula.split()),
        reference=_references(design),
    )[[*_COLUMNS]].astype(dict.fromkeys(_TEXT, "str"))


_TEXT = ("measure", "term", "unit", "voice", "texts", "errors", "formula", "reference", "note")
_COLUMNS = (
    *(
        "measure",
        "term",
        "estimate",
        "se",
        "low",
        "high",
        "t",
        "df",
        "p",
        "n",
        "clusters",
        "r2",
        "r2_adjusted",
    ),
    *("left_out", "unit", "voice", "texts", "errors", "formula", "reference", "note"),
)


def _measure(formula: Formula, measure: str | None) -> str:
    if measure is None and formula.response is None:
        raise FramingError("measure: none is named; name one, or write the formula as 'measure ~ terms'")
    if None not in (measure, formula.response) and measure != formula.response:
        raise FramingError(
            f"measure '{measure}': the formula explains '{formula.response}'; name one of them"
        )
    return str(measure or formula.response)


def _fit(formula: Formula, design: Design, unit: Unit) -> pd.DataFrame:
    """Coefficients and their errors, one row each."""
    import pandas as pd
    from scipy.special import stdtr, stdtrit
    from statsmodels.formula import api

    text, data = _statement(formula, design)
    model = api.wls(text, data, weights=design.weight)
    names = [_term_name(name, list(design.variables.values())) for name in model.exog_names]
    _check_rank(model.wexog, names)
    result = model.fit()
    found = _errors(result, design, unit)
    estimate = np.asarray(result.params, dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        t = estimate / found.se
    half = stdtrit(found.df, 1 - _TAIL) * found.se
    varies = _varies(result)
    return pd.DataFrame(
        {
            "term": names,
            "estimate": estimate,
            "se": found.se,
            "low": estimate - half,
            "high": estimate + half,
            "t": t,
            "df": found.df,
            "p": 2 * stdtr(found.df, -np.abs(t)),
            "n": len(design.y),
            "clusters": int(design.cluster.max()) + 1,
            "r2": float(result.rsquared) if varies and formula.intercept else np.nan,
            "r2_adjusted": float(result.rsquared_adj) if varies and formula.intercept else np.nan,
            "left_out": design.left_out,
            "note": [_note(df, se, exact=not varies) for df, se in zip(found.df, found.se, strict=True)],
        }
    )


def _statement(formula: Formula, design: Design) -> tuple[str, pd.DataFrame]:
    """The formula for statsmodels, every name in it one of ours, and its data.

    Variables are called c0, c1, … and their levels L0, L1, …: no name of the user's is ever read as code.
    """
    import pandas as pd

    _check_size(formula, design)
    names = {factor: f"c{place}" for place, factor in enumerate(design.variables)}
    data: dict[str, pd.Series[Any]] = {"y": pd.Series(design.y)}
    for factor, variable in design.variables.items():
        if variable.levels is None:
            data[names[factor]] = pd.Series(variable.numbers)
            continue
        levels = [f"L{place}" for place in range(len(variable.levels))]
        codes = variable.numbers.astype(np.intp)
        data[names[factor]] = pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(levels)))
    terms = [":".join(names[factor] for factor in term) for term in formula.terms]
    return f"y ~ {' + '.join(['1' if formula.intercept else '0', *terms])}", pd.DataFrame(data)


def _check_size(formula: Formula, design: Design) -> None:
    """Refuse what the units cannot tell before any design is made of it."""
    n = len(design.y)
    if not n:
        raise FramingError("regress: no unit has words, the measure and every variable of the formula")
    if not formula.terms and not formula.intercept:
        raise FramingError("formula: there is nothing in it to estimate")
    for factor, variable in design.variables.items():
        if variable.levels is not None and len(variable.levels) == 1:
            raise FramingError(
                f"formula, '{factor.name}': only one level, '{variable.levels[0]}', is left; take it out"
            )
    size = sum(_width(term, design) for term in formula.terms) + formula.intercept
    if size > MOST or size >= n:
        widest = max(formula.terms, key=lambda term: _width(term, design), default=())
        raise FramingError(
            f"formula: up to {size} coefficients for {n} units, {_width(widest, design)} of them for "
            f"'{':'.join(map(str, widest))}'; there may be {min(MOST, n - 1)}"
        )


def _width(term: Term, design: Design) -> int:
    width = 1
    for factor in term:
        width *= max(1, len(design.variables[factor].levels or ()) - 1)
    return width


def _check_rank(x: Floats, names: list[str]) -> None:
    """Refuse a column that follows from those before it: its coefficient could be anything."""
    basis = np.zeros((len(x), 0))
    for k, name in enumerate(names):
        length = float(np.linalg.norm(x[:, k]))
        rest = x[:, k] - basis @ (basis.T @ x[:, k])
        rest -= basis @ (basis.T @ rest)
        left = float(np.linalg.norm(rest))
        if left <= _DEPENDENT * length or length == 0:
            raise FramingError(
                f"formula: '{name}' follows from the terms before it, so that nothing can be said of it; take it out"
            )
        basis = np.column_stack([basis, rest / left])


def _errors(result: Any, design: Design, unit: Unit) -> Errors:
    """Standard errors as the unit has them; none where nothing is left over that could tell them."""
    x, residuals = np.asarray(result.model.wexog), np.asarray(result.wresid)
    if not _varies(result):
        nothing = np.full(x.shape[1], np.nan)
        return Errors(nothing, nothing)
    if unit == "paragraph":
        return cluster_errors(x, residuals, design.cluster)
    lone = lone_rows(x)
    with np.errstate(invalid="ignore", divide="ignore"):
        se = np.asarray(result.HC3_se, dtype=np.float64)
    df = np.full(len(se), float(result.df_resid))
    return Errors(np.where(lone, np.nan, se), np.where(lone, np.nan, df))


def _varies(result: Any) -> bool:
    """Whether residuals are more than what rounding leaves."""
    y = np.asarray(result.model.wendog)
    return float(result.ssr) > 1e-20 * max(float(y @ y), 1e-300)  # squares of 1e-10


def _note(df: float, se: float, *, exact: bool) -> str:
    if exact:
        return "the measure does not vary, or is fitted exactly"
    if np.isnan(se) or np.isnan(df):
        return "one article alone decides it"
    return f"{df:.1f} degrees of freedom: p is not to be trusted" if df < FEWEST_DF else ""


def _term_name(name: str, variables: list[Variable]) -> str:
    """`c0[T.L1]:c1` as a reader writes it: `outlet[The Harbour Ledger]:n_words`."""
    if name == INTERCEPT:
        return name

    def written(match: re.Match[str]) -> str:
        variable = variables[int(match[1])]
        level = match[2]
        return f"{variable.label}[{(variable.levels or ())[int(level)]}]" if level else variable.label

    return ":".join(
        re.sub(r"^c(\d+)(?:\[(?:T\.)?L(\d+)\])?$", written, part, flags=re.ASCII) for part in name.split(":")
    )


def _references(design: Design) -> str:
    chosen = [f"{each.label}[{each.levels[0]}]" for each in design.variables.values() if each.levels]
    return "; ".join(chosen)
