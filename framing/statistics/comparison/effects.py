"""How large a difference is, free of the measure's unit: Cliff's δ of articles, Hedges' g of paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from framing.arithmetic.resampling import FEWEST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.statistics.comparison.units import Units

    Floats = NDArray[np.float64]

_TAIL = 0.025


@dataclass(frozen=True, slots=True)
class Effect:
    """Standardised effects (measures) of the first against the second side with their 95 % intervals.

    Intervals are NaN with fewer than five units on a side.
    """

    value: Floats
    low: Floats
    high: Floats


def cliffs_delta(units: Units) -> Effect:
    """P(an article of the first side is higher) − P(lower), −1 … 1; ties count neither way.

    Cliff, Psychological Bulletin 114, 1993, doi:10.1037/0033-2909.114.3.494; the interval is his asymmetric one with
    the unbiased variance (Feng & Cliff, J. Modern Applied Statistical Methods 3, 2004, doi:10.22237/jmasm/1099267560).
    Groups that do not overlap at all (δ = ±1) have the far end (k − t²)/(k + t²), k the smaller number of articles.

    Examples
    --------
    Of the nine pairs of {1, 2, 5} and {3, 4, 6} two are higher and seven lower.

    >>> from framing.statistics.comparison.units import article_units
    >>> figures = np.array([[1.0], [2], [5], [3], [4], [6]])
    >>> delta = cliffs_delta(article_units(figures, np.arange(6) < 3))
    >>> round(float(delta.value[0]), 3)
    -0.556
    """
    size = units.a.shape[1]
    value, low, high = (np.full(size, np.nan) for _ in range(3))
    for k in range(size):
        there = units.b[:, k] > 0
        one, two = units.a[there & units.first, k], units.a[there & ~units.first, k]
        if len(one) and len(two):
            value[k], low[k], high[k] = _delta(one, two)
    return Effect(value, low, high)


def _delta(one: Floats, two: Floats) -> tuple[float, float, float]:
    above, ties = _dominance(one, two)
    below, _ = _dominance(two, one)
    n, m = len(one), len(two)
    delta = float(above.sum()) / (n * m)
    if min(n, m) < FEWEST:
        return delta, np.nan, np.nan
    from scipy.special import stdtrit

    t2 = float(stdtrit(n + m - 2, 1 - _TAIL)) ** 2
    if abs(delta) == 1:
        end = (min(n, m) - t2) / (min(n, m) + t2)
        return (delta, end, 1.0) if delta > 0 else (delta, -1.0, -end)
    between = (m**2 * ((above / m - delta) ** 2).sum() + n**2 * ((below / n + delta) ** 2).sum()) / (n * m)
    cells = (n * m - ties) / (n * m) - delta**2
    variance = max((between - cells) / ((n - 1) * (m - 1)), (1 - delta**2) / (n * m - 1))
    half = np.sqrt(t2 * variance * ((1 - delta**2) ** 2 + t2 * variance))
    below_one = 1 - delta**2 + t2 * variance
    middle = delta - delta**3
    return delta, max(-1.0, (middle - half) / below_one), min(1.0, (middle + half) / below_one)


def _dominance(one: Floats, two: Floats) -> tuple[Floats, float]:
    """For each of `one` how many of `two` it exceeds less those that exceed it; and all ties."""
    ordered = np.sort(two)
    under, up_to = np.searchsorted(ordered, one, "left"), np.searchsorted(ordered, one, "right")
    return (under - (len(two) - up_to)).astype(np.float64), float((up_to - under).sum())


def hedges_g(units: Units) -> Effect:
    """Difference in standard deviations of single paragraphs, corrected for small numbers.

    g = J D/s with J = 1 − 3/(4ν − 1); s² pools both sides' k v, the variance of one paragraph's part in the figure, by
    their degrees of freedom (Hedges, J. Educational Statistics 6, 1981, doi:10.3102/10769986006002107). Interval:
    g ± t √(J² (v₁ + v₂)/s² + g²/(2ν)) (Hedges & Olkin, Statistical Methods for Meta-Analysis, 1985, ch. 5, with the
    variances kept apart). NaN where nothing varies.
    """
    from scipy.special import stdtrit

    degrees = units.degrees.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        pooled = (units.degrees * units.n * units.variance).sum(axis=0) / degrees
        pooled = np.where(pooled > 0, pooled, np.nan)
        shrink = 1 - 3 / (4 * degrees - 1)
        value = shrink * (units.value[0] - units.value[1]) / np.sqrt(pooled)
        variance, _ = units.held_up()
        error = np.sqrt(shrink**2 * variance.sum(axis=0) / pooled + value**2 / (2 * degrees))
    half = np.where(units.n.min(axis=0) >= FEWEST, stdtrit(degrees, 1 - _TAIL) * error, np.nan)
    return Effect(value, value - half, value + half)
