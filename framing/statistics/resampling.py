"""Figures with their cluster-bootstrap intervals: whole articles are drawn anew, 2,000 times, all figures alike.

Every figure is a function of how often each text counts, so the value (each once) and the draws take the same way.
Ends are the percentiles of the draws, their levels moved outwards by t and by √(k/(k − 1)) as in `intervals`, without
which they lie too close together (Hesterberg, The American Statistician 69, 2015). Fewer than five articles give no
interval; neither do draws of which more than one in twenty has no figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from framing.statistics.intervals import DRAWS, FEWEST

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

_TAIL = 0.025
#: Cells of a block of weights (32 MB).
_BLOCK = 4_000_000
_MOST_UNDEFINED = 0.05


@dataclass(frozen=True, slots=True)
class Drawn:
    """Figures of one set of texts: their values, and their values in each draw (draws, figures; no row: no draws)."""

    value: Floats
    draws: Floats
    articles: int

    def ends(self) -> tuple[Floats, Floats]:
        """Lower and upper end of each figure's 95 % interval; NaN where there is none."""
        return interval_ends(self.value, self.draws, self.articles)


def draw_articles(figures: Callable[[Floats], Floats], article: Codes, *, seed: int) -> Drawn:
    """Values of figures, and their values in texts of articles drawn anew.

    Parameters
    ----------
    figures
        from weights (draws, texts) to figures (draws, figures)
    article
        for each text the number of its article, 0 … k − 1
    seed
        the same seed and articles give the same draws, so figures of several instruments can be subtracted
    """
    texts, k = len(article), int(article.max(initial=-1)) + 1
    value = figures(np.ones((1, texts)))[0]
    if k < FEWEST:
        return Drawn(value, np.empty((0, len(value))), k)
    rng = np.random.default_rng(seed)
    size = max(1, _BLOCK // max(texts, k))
    made = []
    for first in range(0, DRAWS, size):
        some = min(size, DRAWS - first)
        drawn = rng.integers(k, size=(some, k)) + k * np.arange(some)[:, None]
        times = np.bincount(drawn.ravel(), minlength=some * k).reshape(some, k)
        made.append(figures(times[:, article].astype(np.float64)))
    return Drawn(value, np.vstack(made), k)


def interval_ends(value: Floats, draws: Floats, articles: int) -> tuple[Floats, Floats]:
    """Ends of the expanded percentile intervals of figures, from their draws."""
    from scipy.special import ndtr, stdtrit

    low, high = np.full(len(value), np.nan), np.full(len(value), np.nan)
    if not len(draws):
        return low, high
    level = float(ndtr(-np.sqrt(articles / (articles - 1)) * stdtrit(articles - 1, 1 - _TAIL)))
    undefined = np.isnan(draws).mean(axis=0)
    for index in np.flatnonzero((undefined <= _MOST_UNDEFINED) & ~np.isnan(value)):
        low[index], high[index] = np.nanquantile(draws[:, index], [level, 1 - level])
    varies = high - low > 1e-12  # noqa: PLR2004 # what is left of equal draws is rounding
    return (
        np.where(varies, np.minimum(low, value), np.nan),
        np.where(varies, np.maximum(high, value), np.nan),
    )
