"""What single articles say of key terms: p with articles as units, and the article that a term hangs on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np

from framing.arithmetic.resampling import FEWEST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.statistics.vocabulary import Counts

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]
    Flags = NDArray[np.bool_]

Adjust = Literal["bh", "holm"]

#: A term is key if its adjusted p is under this.
LEVEL = 0.05


class Statistic(Protocol):
    """A measure of keyness: counts of terms and the totals of both sides in, signed statistics out."""

    def statistic(
        self, term: Codes, target: Floats, reference: Floats, first: Floats | float, second: Floats | float
    ) -> Floats:
        """Signed statistic of each term."""

    def z(self, statistic: Floats) -> Floats:
        """What the statistic is as a standard normal deviate."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Two sets of articles to compare: their names, and masks over the run's articles that have words."""

    group: str
    reference: str
    target: Flags
    other: Flags


def two_sided(z: Floats) -> Floats:
    """Two-sided p of standard normal deviates.

    Examples
    --------
    >>> two_sided(np.array([0.0, -1.959964])).round(3).tolist()
    [1.0, 0.05]
    """
    from scipy.special import ndtr

    p: Floats = 2 * ndtr(-np.abs(z))
    return p


def adjusted(p: Floats, *, adjust: Adjust = "bh") -> Floats:
    """Adjust p-values for their number: Benjamini & Hochberg's (false discovery rate) or Holm's; NaN stay out.

    Examples
    --------
    >>> p = np.array([0.01, 0.02, np.nan, 0.03])
    >>> adjusted(p).round(3).tolist(), adjusted(p, adjust="holm").round(3).tolist()
    ([0.03, 0.03, nan, 0.03], [0.03, 0.04, nan, 0.04])
    """
    result = np.full(p.shape, np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    ranks = np.arange(1, len(order) + 1)
    if adjust == "bh":
        scaled = p[order] * len(order) / ranks
        result[order] = np.minimum.accumulate(scaled[::-1])[::-1]
    else:
        result[order] = np.maximum.accumulate(p[order] * (len(order) - ranks + 1))
    capped: Floats = np.minimum(result, 1.0)
    return capped


def welch(counts: Counts, sides: Sides) -> Floats:
    """Two-sided p of Welch's t test of each term's rates in the articles of the two sides.

    NaN where a side has fewer than five articles, or the rates do not vary. Lijffijt et al. (Digital Scholarship in
    the Humanities 31, 2016, pp. 374–397, doi:10.1093/llc/fqu064) find it to hold its level on words where χ² and G²
    call far too many key; on terms that very few articles have it is rough.
    """
    from scipy.special import stdtr

    size = len(counts.terms)
    moments = []
    for mask in (sides.target, sides.other):
        some, k = mask[counts.article], int(mask.sum())
        term, rate = counts.term[some], counts.n[some] / counts.totals[counts.article[some]]
        mean = np.bincount(term, weights=rate, minlength=size) / k
        found = np.bincount(term, weights=(rate - mean[term]) ** 2, minlength=size)
        # articles without the term have the rate 0; they have no entry
        squares = found + (k - np.bincount(term, minlength=size)) * mean**2
        moments.append((mean, squares / (k - 1) / k if k >= FEWEST else np.full(size, np.nan), k))
    (one, v1, k1), (two, v2, k2) = moments
    with np.errstate(divide="ignore", invalid="ignore"):
        t = (one - two) / np.sqrt(v1 + v2)
        freedom = (v1 + v2) ** 2 / (v1**2 / (k1 - 1) + v2**2 / (k2 - 1))
    p = np.full(size, np.nan)
    known = np.isfinite(t) & np.isfinite(freedom)
    p[known] = 2 * stdtr(freedom[known], -np.abs(t[known]))
    return p


def turning_articles(
    counts: Counts,
    sides: Sides,
    test: Statistic,
    kept: Codes,
    n: tuple[Floats, Floats],
    p_adjusted: Floats,
) -> Codes:
    """Each kept term's article without which its verdict or its sign is another.

    Parameters
    ----------
    kept
        places of the terms in `counts.terms`
    n
        how often each term of `counts` is used in target and reference
    p_adjusted
        of the kept terms; the highest p that passed (or, if none did, that the first had to pass) stays the bar

    Returns
    -------
    array
        for each kept term a position in the run's articles, −1 where no article that has the term turns it; of
        several the one that moves the statistic most. The sign counts only of terms that are key.
    """
    first, second = counts.totals[sides.target].sum(), counts.totals[sides.other].sum()
    statistic = test.statistic(kept, n[0][kept], n[1][kept], first, second)
    p = two_sided(test.z(statistic))
    bar = _bar(p, p_adjusted)
    place = np.full(len(counts.terms), -1, dtype=np.intp)
    place[kept] = np.arange(len(kept))
    mine = (place[counts.term] >= 0) & (sides.target | sides.other)[counts.article]
    term, article, times = counts.term[mine], counts.article[mine], counts.n[mine]
    here, words = sides.target[article].astype(np.float64), counts.totals[article]
    left = test.statistic(
        term,
        n[0][term] - times * here,
        n[1][term] - times * (1 - here),
        first - words * here,
        second - words * (1 - here),
    )
    row = place[term]
    was, is_now = p[row] <= bar, two_sided(test.z(left)) <= bar
    turns = (was != is_now) | (was & (np.sign(left) != np.sign(statistic[row])))
    moved = np.nan_to_num(np.abs(left - statistic[row]), nan=np.inf)
    order = np.flatnonzero(turns)
    order = order[np.lexsort((article[order], -moved[order], row[order]))]
    result = np.full(len(kept), -1, dtype=np.intp)
    rows, best = np.unique(row[order], return_index=True)
    result[rows] = article[order][best]
    return result


def _bar(p: Floats, p_adjusted: Floats) -> float:
    passed = p[p_adjusted < LEVEL]
    return float(passed.max()) if len(passed) else LEVEL / max(int((~np.isnan(p)).sum()), 1)
