"""Does a measure only say how long a text is? Each measure against the length of articles, by ranks.

Scores of word lists may grow or shrink with length for no reason that lies in what is said; whoever compares groups
whose texts differ in length has to look (Chan et al., Four best practices for measuring news sentiment using
'off-the-shelf' dictionaries, Computational Communication Research 3, 2021, 1-27, doi:10.5117/CCR2021.1.001.CHAN).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from framing.arithmetic.resampling import FEWEST
from framing.statistics.grouping import groups_of
from framing.statistics.parts import Groups, Parts, make_parts, sum_by
from framing.statistics.summary import article_figures

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from framing.model import Kind, Voice
    from framing.run import Run

    Floats = NDArray[np.float64]

#: A correlation below this is none to speak of (Cohen, Statistical Power Analysis, 2nd ed. 1988, § 3.2: small).
MATTERS = 0.1
_Z = 1.959963984540054
_COLUMNS = ("instrument", "category", "statistic")


@dataclass(frozen=True, slots=True)
class Correlation:
    """Spearman's ρ with its 95 % interval."""

    rho: float
    low: float
    high: float


_UNKNOWN = Correlation(np.nan, np.nan, np.nan)


def length_check(
    run: Run, *, voice: Voice = "all", kind: Kind | None = "body", by: str | None = None
) -> pd.DataFrame:
    """Correlate each measure of the articles with their length in words.

    Parameters
    ----------
    voice, kind
        whose words, and in which paragraphs (None: all); length is counted in the same words
    by
        also within the groups that `groups_of` makes: a difference in length between groups then plays no part

    Returns
    -------
    DataFrame
        one row a measure, in the run's order:

        - measure (column of scores), instrument, category, statistic
        - n_articles: those that have words and a figure
        - rho: Spearman's rank correlation with the number of words, −1 … 1, above 0 where longer articles score
          higher; low, high: its 95 % interval. NaN for fewer than five articles, or where figures or lengths are
          all the same; ρ of 1 or −1 has no interval
        - within (only with `by`): the same among articles of one group: correlation of the ranks less their
          group's mean
        - flag: `longer articles score higher` or `… lower` where the interval leaves 0 out and ρ is 0.1 or more,
          or ρ is 1 or −1;
          `a count grows with length: compare the rate` for counts; `does not vary`; `too few articles`; or empty

    Raises
    ------
    FramingError
        if there is no such voice, kind or column.

    Notes
    -----
    With z = artanh ρ the interval is tanh(z ± 1.96 √((1 + ρ²/2)/(n − 3))) (Bonett & Wright, Psychometrika 65,
    2000, 23-28, doi:10.1007/BF02294183).

    Examples
    --------
    >>> import framing as fr
    >>> table = length_check(fr.score(fr.read_articles("seeds/")))
    >>> int(table["n_articles"].max()), set(table["flag"])
    (1, {'too few articles'})
    """
    parts = make_parts(run, voice=voice, kind=kind)
    articles = len(run.articles)
    words = sum_by(parts.article, parts.n_words, articles)
    figures = article_figures(parts, articles)
    figures[words <= 0] = np.nan
    groups = None if by is None else groups_of(run, by)
    return _table(run, parts, figures, words, groups)


def _table(run: Run, parts: Parts, figures: Floats, words: Floats, groups: Groups | None) -> pd.DataFrame:
    import pandas as pd

    found = [correlate_ranks(figures[:, k], words) for k in range(len(parts.columns))]
    n_articles = (~np.isnan(figures)).sum(axis=0)
    table = pd.DataFrame(
        {
            "measure": pd.Series(parts.columns, dtype="str"),
            **{column: run.measures[column].to_numpy() for column in _COLUMNS},
            "n_articles": n_articles.astype(np.int64),
            "rho": pd.Series([each.rho for each in found], dtype="float64"),
            "low": pd.Series([each.low for each in found], dtype="float64"),
            "high": pd.Series([each.high for each in found], dtype="float64"),
        }
    ).astype(dict.fromkeys(_COLUMNS, "str"))
    if groups is not None:
        inside = [_within(figures[:, k], words, groups) for k in range(len(parts.columns))]
        table["within"] = pd.Series(inside, dtype="float64")
    flags = [
        _flag(each, form == "count", int(n)) for each, form, n in zip(found, parts.forms, n_articles, strict=True)
    ]  # fmt: skip
    return table.assign(flag=pd.Series(flags, dtype="str"))


def correlate_ranks(figures: Floats, words: Floats) -> Correlation:
    """Spearman's ρ of two arrays (articles,) with its interval, see `length_check`; NaN figures are left out.

    Examples
    --------
    Ranks 2 1 3 5 4 against 1 to 5: ρ = 1 − 6 · 4/(5 · 24).

    >>> found = correlate_ranks(np.array([0.2, 0.1, 0.3, 0.5, 0.4]), np.arange(5.0))
    >>> round(found.rho, 6), round(found.low, 3), round(found.high, 3)
    (0.8, -0.457, 0.991)
    """
    there = ~np.isnan(figures)
    n = int(there.sum())
    if n < FEWEST:
        return _UNKNOWN
    rho = _pearson(_ranks(figures[there]), _ranks(words[there]))
    if np.isnan(rho) or abs(rho) >= 1:
        return Correlation(rho, np.nan, np.nan)
    half = _Z * np.sqrt((1 + rho**2 / 2) / (n - 3))
    z = np.arctanh(rho)
    return Correlation(rho, float(np.tanh(z - half)), float(np.tanh(z + half)))


def _within(figures: Floats, words: Floats, groups: Groups) -> float:
    """Correlation of ranks less the mean rank of their group."""
    there = ~np.isnan(figures)
    if there.sum() < FEWEST:
        return np.nan
    codes, size = groups.codes[there], len(groups.names)
    n = sum_by(codes, np.ones(len(codes)), size)
    left = []
    for ranks in (_ranks(figures[there]), _ranks(words[there])):
        with np.errstate(invalid="ignore"):
            left.append(ranks - (sum_by(codes, ranks, size) / n)[codes])
    return _pearson(left[0], left[1])


def _ranks(values: Floats) -> Floats:
    """Ranks, equal values sharing the mean of theirs; what differs by rounding alone is equal."""
    from scipy.stats import rankdata

    scale = np.abs(values).max(initial=0.0)
    rounded = np.round(values / scale, 12) if scale > 0 else values
    ranks: Floats = rankdata(rounded)
    return ranks


def _pearson(one: Floats, other: Floats) -> float:
    one, other = one - one.mean(), other - other.mean()
    spread = float(np.sqrt((one @ one) * (other @ other)))
    return float(np.clip(one @ other / spread, -1.0, 1.0)) if spread > 1e-9 else np.nan  # noqa: PLR2004 # of ranks


def _flag(found: Correlation, counts: bool, n: int) -> str:  # noqa: FBT001 # a fact of the measure
    if n < FEWEST:
        return "too few articles"
    if np.isnan(found.rho):
        return "does not vary"
    if abs(found.rho) < MATTERS or found.low <= 0 <= found.high:
        return ""
    if counts and found.rho > 0:
        return "a count grows with length: compare the rate"
    return f"longer articles score {'higher' if found.rho > 0 else 'lower'}"
