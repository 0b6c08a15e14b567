"""Articles drawn anew (cluster bootstrap), and the 95 % intervals of figures in those draws.

Texts of one article are not independent, so whole articles are drawn, and all figures are taken of the same draws: they
may be subtracted. Ends are the percentiles of the draws, their levels moved outwards by t and by √(k/(k − 1)), without
which they lie too close together (Hesterberg, The American Statistician 69, 2015, doi:10.1080/00031305.2015.1089789).
Fewer than five articles give no interval; neither do draws of which more than one in twenty has no figure, nor figures
that do not vary.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

DRAWS = 2_000
#: Fewer articles than this give no interval.
FEWEST = 5
#: Share of draws below, and above, an interval of 95 %.
TAIL = 0.025
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
    made = [figures(times[:, article]) for times in times_drawn(k, seed=seed, cells=texts)]
    return Drawn(value, np.vstack(made), k)


def times_drawn(articles: int, *, seed: int, draws: int = DRAWS, cells: int = 0) -> Iterator[Floats]:
    """How often each article is drawn (draws, articles), block by block.

    Parameters
    ----------
    cells
        cells that a draw will take beside one an article; the more, the smaller the blocks
    """
    rng = np.random.default_rng(seed)
    size = max(1, _BLOCK // max(articles, cells))
    for first in range(0, draws, size):
        some = min(size, draws - first)
        drawn = rng.integers(articles, size=(some, articles)) + articles * np.arange(some)[:, None]
        times = np.bincount(drawn.ravel(), minlength=some * articles)
        yield times.reshape(some, articles).astype(np.float64)


def lower_level(articles: Floats) -> Floats:
    """Level of the lower end of an expanded percentile interval of so many articles; 1 − it is that of the upper.

    Examples
    --------
    Of very many articles it is the usual one, of few it lies farther out:

    >>> import numpy as np
    >>> lower_level(np.array([10.0, 1e6])).round(4).tolist()
    [0.0086, 0.025]
    """
    from scipy.special import ndtr, stdtrit

    level: Floats = ndtr(-np.sqrt(articles / (articles - 1)) * stdtrit(articles - 1, 1 - TAIL))
    return level


def interval_ends(value: Floats, draws: Floats, articles: int) -> tuple[Floats, Floats]:
    """Ends of the expanded percentile intervals of figures, from their draws (draws, figures)."""
    low, high = np.full(len(value), np.nan), np.full(len(value), np.nan)
    if not len(draws):
        return low, high
    level = float(lower_level(np.array(float(articles))))
    undefined = np.isnan(draws).mean(axis=0)
    for index in np.flatnonzero((undefined <= _MOST_UNDEFINED) & ~np.isnan(value)):
        low[index], high[index] = np.nanquantile(draws[:, index], [level, 1 - level])
    varies = high - low > 1e-12  # noqa: PLR2004 # what is left of equal draws is rounding
    return (
        np.where(varies, np.minimum(low, value), np.nan),
        np.where(varies, np.maximum(high, value), np.nan),
    )
