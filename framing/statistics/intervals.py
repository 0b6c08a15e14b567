"""How far a figure might lie elsewhere: 95 % intervals, each with the words that say what it speaks of.

A figure of one article is a ratio of sums over paragraphs, with the linearised (Taylor) variance of a ratio
(Cochran, Sampling Techniques, 3rd ed. 1977, § 6.4; clusters as units, ch. 9A) and Student's t with k − 1
degrees of freedom. A mean over articles is the same ratio with x = 1 for each article, which makes it
Student's interval. From 20 articles up articles are drawn anew instead: the percentile interval of a cluster
bootstrap, its levels moved outwards by t and by √(k/(k − 1)), without which it is too narrow (Hesterberg, The
American Statistician 69, 2015, doi:10.1080/00031305.2015.1089789). Fewer than five units give no interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from framing.arithmetic.resampling import FEWEST, TAIL, lower_level, times_drawn
from framing.statistics.parts import sum_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

#: From so many articles up they are drawn anew; below, Student's t.
BOOTSTRAP_FROM = 20


@dataclass(frozen=True, slots=True)
class Estimate:
    """Figures with their 95 % intervals; every field an array (groups, measures).

    `units` is the number of paragraphs or articles that a figure rests on; `low` and `high` are NaN where
    they are fewer than five or do not differ from one another.
    """

    value: Floats
    low: Floats
    high: Floats
    units: Floats


def ratio(y: Floats, x: Floats, codes: Codes, groups: int) -> Estimate:
    """Σ y / Σ x in each group with its linearised t interval, rows being the independent units.

    Parameters
    ----------
    y, x
        arrays (units, measures); a unit with x = 0 does not count for that measure
    codes
        group of each unit, 0 … groups − 1

    Notes
    -----
    With R = Σ y / Σ x and d = y − R x the variance of R is k/(k − 1) Σ d² / (Σ x)², k units having x > 0. It is
    a large-sample figure: tests/test_intervals.py measures what it covers.

    Examples
    --------
    Five paragraphs of 100 words with 1, 2, 3, 4 and 5 hits: 3 per 100 words, and the interval is Student's,
    3 ± 2.776 × 1.581/√5.

    >>> import numpy as np
    >>> hits, words = np.array([[100.0, 200, 300, 400, 500]]).T, np.full((5, 1), 100.0)
    >>> estimate = ratio(hits, words, np.zeros(5, dtype=np.intp), 1)
    >>> [round(ends.item(), 3) for ends in (estimate.low, estimate.value, estimate.high)]
    [1.037, 3.0, 4.963]
    """
    from scipy.special import stdtrit

    used = x > 0
    total = sum_by(codes, x, groups)
    units = sum_by(codes, used.astype(np.float64), groups)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = np.where(total > 0, sum_by(codes, np.where(used, y, 0.0), groups) / total, np.nan)
        distance = np.where(used, y - value[codes] * x, 0.0)
        variance = units / (units - 1) * sum_by(codes, distance**2, groups) / total**2
    # what is left of equal units is rounding, not variation
    varies = np.sqrt(np.nan_to_num(variance)) > 1e-12 * np.maximum(np.abs(np.nan_to_num(value)), 1e-300)
    known = (units >= FEWEST) & varies
    half = np.full(value.shape, np.nan)
    half[known] = stdtrit(units[known] - 1, 1 - TAIL) * np.sqrt(variance[known])
    return Estimate(value, value - half, value + half, units)


def mean(values: Floats, codes: Codes, groups: int, *, seed: int = 0) -> Estimate:
    """Mean over articles in each group: Student's t interval, from 20 articles up the bootstrap's.

    Parameters
    ----------
    values
        array (articles, measures); NaN where an article has no figure, which then does not count
    codes
        group of each article
    seed
        of the draws; each group starts from it anew, so that one group's interval never depends on another's
    """
    there = ~np.isnan(values)
    student = ratio(np.where(there, values, 0.0), there.astype(np.float64), codes, groups)
    low, high = student.low.copy(), student.high.copy()
    for group in np.flatnonzero((student.units >= BOOTSTRAP_FROM).any(axis=1)):
        # a figure that is equal in all articles has no interval: nothing says how much others would differ
        columns = (student.units[group] >= BOOTSTRAP_FROM) & ~np.isnan(student.low[group])
        if columns.any():
            drawn = _bootstrap(values[codes == group][:, columns], seed)
            low[group, columns], high[group, columns] = drawn
    return Estimate(
        student.value, np.minimum(low, student.value), np.maximum(high, student.value), student.units
    )


def _bootstrap(values: Floats, seed: int) -> tuple[Floats, Floats]:
    """Draw articles anew for the expanded percentile interval of their mean, alike for all measures."""
    there = ~np.isnan(values)
    both = np.hstack([np.where(there, values, 0.0), there.astype(np.float64)])
    sums = [times @ both for times in times_drawn(len(values), seed=seed)]
    total = np.vstack(sums)
    measures = values.shape[1]
    with np.errstate(invalid="ignore", divide="ignore"):
        means = total[:, :measures] / total[:, measures:]
    level = lower_level(there.sum(axis=0).astype(np.float64))
    ends = [np.nanquantile(column, [low, 1 - low]) for column, low in zip(means.T, level, strict=True)]
    low, high = np.array(ends).T
    return low, high
