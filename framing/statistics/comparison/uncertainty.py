"""How far a difference may lie elsewhere: its interval, what could have been detected, and equivalence.

SE² = v₁ + v₂, not pooled, with Welch's degrees of freedom (Welch, Biometrika 34, 1947,
doi:10.1093/biomet/34.1-2.28; Satterthwaite 1946, doi:10.2307/3002019). The 95 % interval is D ± t SE. From 20
articles a side up articles of each side are drawn anew, too, and the quantiles of (D* − D)/SE* stand in the
place of Student's (bootstrap-t: Efron & Tibshirani, An Introduction to the Bootstrap, 1993, § 12.5), at each
end the one that reaches farther: rates are skewed, so that Welch ends too near on the side of the rarer, high
articles, and the bootstrap of 20 articles does not know the whole of their tail. In simulations with very
unequal spreads Welch alone covers .92 to .95, expanded percentiles too, bootstrap-t .93 to .95, the farther
ends .94 to .96 (benchmarks/comparison_validity.py). Fewer than five units on a side: no interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from framing.arithmetic.resampling import FEWEST
from framing.statistics.comparison.units import alike
from framing.statistics.intervals import BOOTSTRAP_FROM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from framing.statistics.comparison.units import Units

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_TAIL, _POWER = 0.025, 0.8
#: Cells of a block of drawn multiplicities (32 MB).
_BLOCK = 4_000_000


@dataclass(frozen=True, slots=True)
class Difference:
    """First minus second side; every field an array (measures).

    `low` and `high` are NaN with fewer than five units on a side; `error` is the standard error, NaN where the units of
    a side do not differ, `degrees` its degrees of freedom, `drawn` whether the interval was bootstrapped.
    """

    value: Floats
    low: Floats
    high: Floats
    error: Floats
    degrees: Floats
    drawn: Flags

    def detectable(self) -> Floats:
        """Smallest true difference that a test at 5 % finds in four samples of five: (t.975 + t.80) SE.

        With many units this is 2.8 SE (Bloom, Evaluation Review 19, 1995, doi:10.1177/0193841X9501900504); few units
        have the larger quantiles of their degrees of freedom.
        """
        from scipy.special import stdtrit

        factor = stdtrit(self.degrees, 1 - _TAIL) + stdtrit(self.degrees, _POWER)
        return np.asarray(factor * self.error)

    def equivalence(self, margin: Floats, enough: Flags) -> Floats:
        """P value of "the difference is at least the margin", by two one-sided t tests; NaN where there are too few.

        Schuirmann, J. Pharmacokinet. Biopharm. 15, 1987, doi:10.1007/BF01068419.
        """
        from scipy.special import stdtr

        with np.errstate(invalid="ignore", divide="ignore"):
            nearer = (margin - np.abs(self.value)) / self.error
        return np.where(enough, stdtr(self.degrees, -nearer), np.nan)


def enough_units(units: Units) -> Flags:
    """Measures with five units or more on both sides."""
    enough: Flags = units.n.min(axis=0) >= FEWEST
    return enough


def welch(units: Units) -> Difference:
    """Difference of the sides with its Welch interval.

    Examples
    --------
    Means 3 and 8 of 1…5 and 6…10: SE² = 2.5/5 + 2.5/5, 8 degrees of freedom, 5 ± 2.306.

    >>> from framing.statistics.comparison.units import article_units
    >>> figures, first = np.arange(1.0, 11)[:, None], np.arange(10) < 5
    >>> found = welch(article_units(figures, first))
    >>> [round(float(end[0]), 3) for end in (found.low, found.value, found.high)]
    [-7.306, -5.0, -2.694]
    """
    from scipy.special import stdtrit

    variance, degrees = units.held_up()
    value, together = units.value[0] - units.value[1], variance.sum(axis=0)
    # a side without any spread hides its uncertainty: 0 ± 0 would claim that it could not have been otherwise
    together[variance.min(axis=0) <= 0] = np.nan
    with np.errstate(invalid="ignore", divide="ignore"):
        freedom = together**2 / (variance**2 / degrees).sum(axis=0)
    error = np.sqrt(together)
    half = np.where(enough_units(units), stdtrit(freedom, 1 - _TAIL) * error, np.nan)
    return Difference(value, value - half, value + half, error, freedom, np.zeros(len(value), dtype=np.bool_))


def bootstrap(units: Units, *, draws: int, seed: int) -> Difference:
    """As `welch`, but with ends of the bootstrap where both sides have 20 units or more that vary."""
    found = welch(units)
    drawn = (units.n.min(axis=0) >= BOOTSTRAP_FROM) & (found.error > 0)
    low, high = found.low.copy(), found.high.copy()
    for rows, alike_columns in alike(units.b > 0):
        columns = alike_columns[drawn[alike_columns]]
        if len(columns):
            quantiles = _studentised(units.a[np.ix_(rows, columns)], units.first[rows], draws, seed)
            value, error = found.value[columns], found.error[columns]
            low[columns] = np.minimum(low[columns], value - quantiles[1] * error)
            high[columns] = np.maximum(high[columns], value - quantiles[0] * error)
    return Difference(found.value, low, high, found.error, found.degrees, drawn)


def _studentised(values: Floats, first: Flags, draws: int, seed: int) -> Floats:
    """Quantiles .025 and .975 (2, measures) of (D* − D)/SE*."""
    rng = np.random.default_rng(seed)
    distance, variance = np.zeros((draws, values.shape[1])), np.zeros((draws, values.shape[1]))
    for sign, side in ((1, first), (-1, ~first)):
        centred = values[side] - values[side].mean(axis=0)
        k, done = len(centred), 0
        for times in _multiplicities(k, draws, rng):
            rows = slice(done, done + len(times))
            mean, square = np.split(times @ np.hstack([centred, centred**2]) / k, 2, axis=1)
            distance[rows] += sign * mean
            variance[rows] += (square - mean**2) / (k - 1)
            done += len(times)
    # a draw that took one value only has no spread; its quotient would be noise
    spread = variance > 1e-12 * variance.mean(axis=0)
    drawn = np.divide(
        distance, np.sqrt(np.maximum(variance, 0.0)), out=np.full(distance.shape, np.nan), where=spread
    )
    quantiles: Floats = np.nanquantile(drawn, [_TAIL, 1 - _TAIL], axis=0)
    return quantiles


def _multiplicities(k: int, draws: int, rng: np.random.Generator) -> Iterator[Floats]:
    """How often each of k articles is drawn (draws, articles), in blocks."""
    size = max(1, _BLOCK // k)
    for done in range(0, draws, size):
        some = min(size, draws - done)
        picked = rng.integers(k, size=(some, k)) + k * np.arange(some)[:, None]
        yield np.bincount(picked.ravel(), minlength=some * k).reshape(some, k).astype(np.float64)
