"""The units of a comparison and what is drawn from them: articles or paragraphs, on a first and a second side.

Whatever the target, a side's figure is a ratio of sums F = Σ a / Σ b over its units with the variance

    k/(k − 1) Σ (a − F b)² / (Σ b)²          (Cochran, Sampling Techniques, 3rd ed. 1977, § 6.4)

so that one test serves both.

**The population of articles.** A unit is an article, a its figure and b = 1: F is the mean of the articles'
figures, each once, and the variance is Student's s²/k.

**These texts.** A unit is a paragraph. The figure of a side is again the mean of its articles' figures Rᵢ =
Yᵢ/Xᵢ, but the articles are what they are (strata), and only their paragraphs might have been others: the
variance is that of the linearised ratio within each article,

    Σᵢ cᵢ Σⱼ dᵢⱼ² / (k Xᵢ)²,     d = y − Rᵢ x,     cᵢ = Σⱼ dᵢⱼ²/(1 − xᵢⱼ/Xᵢ) / Σⱼ dᵢⱼ²          (k articles)

cᵢ is nᵢ/(nᵢ − 1) for paragraphs of equal length; long ones pull Rᵢ towards themselves, so that their distances
are too short by more (MacKinnon & White, J. Econometrics 29, 1985, doi:10.1016/0304-4076(85)90158-7, HC2).
Without it intervals of rates covered .937 at 20 articles a side. A side of one article has n/(n − 1).

A paragraph enters with b = x X̄/Xᵢ (X̄ the side's mean X), so that each article weighs the same, and with a = F
b + √(cᵢ (n − 1)/n) d X̄/Xᵢ, the side's figure and its distance from its own article. How articles of one side
differ from one another is thereby taken out: under this target it is a fact of these texts, not chance. With
one article a side a and b are y and x themselves. An article with one paragraph has no distance; all of them on
a side form one stratum (collapsed strata, Cochran 1977, § 5A.12), which overstates the variance rather than
understating it.

**Counts in few paragraphs.** Four paragraphs without a hit have no spread at all, and by that token no
uncertainty: against thirty articles of equal rates short texts were told apart in 26 of 100 simulated cases. But
where rates are equal, the spread of counts is, too, so of rates and shares a side has at least the spread that
κ = 4 further paragraphs of both sides' common spread would give it:

    u = k v (the variance of one paragraph's part),     ũ = max(u, ((k − 1) u + κ ū)/(k − 1 + κ))

with ū pooled over both sides. It makes no difference once a side has some tens of paragraphs. Tone, whose spread
does not go with its level, has κ = 0 unless a side has no spread at all; articles have κ = 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.statistics.parts import sum_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]
    Flags = NDArray[np.bool_]

#: Relative size below which a spread is what rounding left of equal values.
ROUNDING = 1e-12
#: Paragraphs of the common spread that rates and shares borrow. Chosen by simulation among 0.5, 1, 2, 3, 4 and 8: with
#: 0 one short text against thirty of the same low rate errs in .26 of cases, with 2 in .16, with 4 in .06, with 8 in
#: .02, but with intervals wider still (benchmarks/comparison_validity.py, on other corpora than it was chosen on).
BORROWED = 4.0


@dataclass(frozen=True, slots=True)
class Units:
    """Units of both sides of one contrast, and their figures.

    Attributes
    ----------
    a, b
        arrays (units, measures); b = 0 where a unit has nothing to measure
    first
        for each unit whether it stands on the first side
    value, variance, n, degrees
        arrays (2, measures): each side's figure, the variance of the figure, its units and the degrees of freedom of
        the variance; figures of sides without units are NaN, variances of fewer than two units too
    borrowed
        array (measures): κ, as many units of the common spread as each side's own spread is held up by
    """

    a: Floats
    b: Floats
    first: Flags
    value: Floats
    variance: Floats
    n: Floats
    degrees: Floats
    borrowed: Floats

    def held_up(self) -> tuple[Floats, Floats]:
        """Variances of the figures with what they borrow, and their degrees of freedom (2, measures)."""
        own = self.n * self.variance
        with np.errstate(invalid="ignore", divide="ignore"):
            held = hold_up(own, self.n, self.borrowed)
            degrees = np.where(held > own, self.degrees + self.borrowed, self.degrees)
            return held / self.n, np.minimum(degrees, self.degrees.sum(axis=0))


def hold_up(own: Floats, n: Floats, borrowed: Floats) -> Floats:
    """Variance of one unit's part on each side (2, …), at least that with `borrowed` units of the pooled one."""
    pooled = ((n - 1) * own).sum(axis=0) / (n.sum(axis=0) - 2)
    held: Floats = np.maximum(own, ((n - 1) * own + borrowed * pooled) / (n - 1 + borrowed))
    return held


def alike(columns: NDArray[np.generic]) -> Iterator[tuple[NDArray[Any], Codes]]:
    """Each different column of a table, and the positions of the columns that equal it.

    Examples
    --------
    >>> [(column.tolist(), where.tolist()) for column, where in alike(np.array([[1, 0, 1], [2, 0, 2]]))]
    [([1, 2], [0, 2]), ([0, 0], [1])]
    """
    places: dict[bytes, list[int]] = {}
    for index, column in enumerate(columns.T):
        places.setdefault(column.tobytes(), []).append(index)
    for where in places.values():
        yield columns[:, where[0]], np.array(where, dtype=np.intp)


def article_units(figures: Floats, first: Flags) -> Units:
    """Articles as units.

    Parameters
    ----------
    figures
        array (articles, measures), NaN where an article has no figure
    first
        which articles stand on the first side

    Examples
    --------
    >>> units = article_units(np.array([[1.0], [3.0], [2.0], [2.0]]), np.array([True, True, False, False]))
    >>> units.value.ravel().tolist(), units.variance.ravel().tolist()
    ([2.0, 2.0], [1.0, 0.0])
    """
    there = ~np.isnan(figures)
    a, b = np.where(there, figures, 0.0), there.astype(np.float64)
    side = np.where(first, 0, 1)
    n = sum_by(side, b, 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = sum_by(side, a, 2) / n
        distance = np.where(there, a - value[side], 0.0)
        variance = sum_by(side, distance**2, 2) / (n - 1) / n
    variance = np.where(n > 1, np.where(_spread(variance, value), variance, 0.0), np.nan)
    return Units(a, b, first, value, variance, n, n - 1, np.zeros(a.shape[1]))


def paragraph_units(y: Floats, x: Floats, article: Codes, first: Flags, *, counted: Flags) -> Units:
    """Paragraphs as units, their articles as strata.

    Parameters
    ----------
    y, x
        arrays (paragraphs, measures), as `Parts` has them
    article
        for each paragraph the number of its article, 0, 1, …
    first
        for each article whether it stands on the first side
    counted
        for each measure whether it is made of counts, so that its spread goes with its level

    Examples
    --------
    Two articles a side that differ, but whose paragraphs do not: nothing is left to chance.

    >>> y, x = np.array([[1.0], [1.0], [3.0], [3.0], [5.0], [5.0]]), np.ones((6, 1))
    >>> sides, counted = np.array([True, True, False]), np.array([False])
    >>> units = paragraph_units(y, x, np.array([0, 0, 1, 1, 2, 2]), sides, counted=counted)
    >>> units.value.ravel().tolist(), units.variance.ravel().tolist()
    ([2.0, 5.0], [0.0, 0.0])
    """
    side = np.where(first, 0, 1).astype(np.intp)
    used = x > 0
    y, x = np.where(used, y, 0.0), np.where(used, x, 0.0)
    n = sum_by(side[article], used.astype(np.float64), 2)
    total = sum_by(article, x, len(first))
    articles = sum_by(side, (total > 0).astype(np.float64), 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        weight = np.where(total > 0, (sum_by(side, total, 2) / articles)[side] / total, 0.0)[article]
        a, b = y * weight, x * weight
        value = sum_by(side[article], a, 2) / sum_by(side[article], b, 2)
    distance, strata = _distances(a, b, used, article, side)
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = sum_by(side[article], distance**2, 2) / sum_by(side[article], b, 2) ** 2
        longer = np.sqrt((n - 1) / n)[side[article]]
        moved = np.where(used, np.nan_to_num(value[side[article]]) * b + distance * longer, 0.0)
    variance = np.where(n > 1, np.where(_spread(variance, value), variance, 0.0), np.nan)
    borrowed = np.where(counted | (variance.min(axis=0) == 0), BORROWED, 0.0)
    return Units(moved, b, first[article], value, variance, n, n - strata, borrowed)


def _spread(variance: Floats, value: Floats) -> Flags:
    """Whether a variance is more than rounding."""
    spread: Flags = np.sqrt(np.nan_to_num(variance)) > ROUNDING * np.abs(np.nan_to_num(value))
    return spread


def _distances(a: Floats, b: Floats, used: Flags, article: Codes, side: Codes) -> tuple[Floats, Floats]:
    """Distance of each paragraph from its stratum's figure, drawn out by √c; strata of each side."""
    size = len(side)
    paragraphs = sum_by(article, used.astype(np.float64), size)  # (articles, measures)
    distance, strata = np.zeros(a.shape), np.zeros((2, a.shape[1]))
    for counts, columns in alike(paragraphs):
        stratum = _strata(counts, side)
        there = np.unique(stratum[counts > 0])
        strata[:, columns] = np.bincount(side[there], minlength=2)[:, None]
        alone = np.bincount(side[there], minlength=2)[side] == 1
        n = np.bincount(stratum, weights=counts, minlength=size)
        plain = np.where(alone & (n > 1), n / np.maximum(n - 1, 1), np.nan)
        distance[:, columns] = _drawn_out(a[:, columns], b[:, columns], stratum[article], plain)
    return distance, strata


def _drawn_out(a: Floats, b: Floats, code: Codes, plain: Floats) -> Floats:
    """Distances from the figures of strata, times √c; `plain` is c where it is known (strata), NaN elsewhere."""
    size = len(plain)
    with np.errstate(invalid="ignore", divide="ignore"):
        whole = sum_by(code, b, size)
        distance = a - np.nan_to_num(sum_by(code, a, size) / whole)[code] * b
        squares = distance**2
        pulled = squares / (1 - b / whole[code])
        factor = sum_by(code, np.where(b < whole[code], pulled, 0.0), size) / sum_by(code, squares, size)
    factor = np.where(np.isnan(plain)[:, None], np.nan_to_num(factor), plain[:, None])
    drawn: Floats = distance * np.sqrt(factor)[code]
    return drawn


def _strata(paragraphs: Floats, side: Codes) -> Codes:
    """Stratum of each article: itself; articles of one paragraph share one, with the next smallest if alone."""
    stratum = np.arange(len(side), dtype=np.intp)
    for each in (0, 1):
        there = (side == each) & (paragraphs > 0)
        single = np.flatnonzero(there & (paragraphs == 1))
        if len(single) == 1 and there.sum() > 1:
            least = paragraphs[there & (paragraphs > 1)].min()
            single = np.flatnonzero(there & ((paragraphs == 1) | (paragraphs == least)))
        if len(single):
            stratum[single] = single[0]
    return stratum
