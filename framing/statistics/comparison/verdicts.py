"""The family of tests, its adjusted p values, and the verdicts with their reasons."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from framing.statistics.parts import tone_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from framing.run import Run

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

DIFFER, ALIKE, TOO_FEW = "differ", "cannot be told apart", "too few to test"
ALPHA = 0.05
#: What a note says of a p that may be too small.
DOUBTFUL = "p may be too small, the smaller group varies more"
#: What a note says of a difference whose interval does not leave 0 out, as where one unit lies far from all others.
P_ALONE = "differ by p alone, though the interval holds 0"


def main_measures(run: Run) -> tuple[str, ...]:
    """Columns of the default family: the rate of each frame, and the run's main tone, its first."""
    measures = run.measures
    rates = measures.loc[(measures["kind"] == "frame") & (measures["statistic"] == "rate"), "column"]
    return (*rates.tolist(), *tone_columns(run)["column"].tolist()[:1])


def holm(p: Floats) -> Floats:
    """Adjust p values so that the chance of any false "differ" stays below α; NaN are no tests and stay NaN.

    Holm, Scandinavian Journal of Statistics 6, 1979, 65-70, https://www.jstor.org/stable/4615733.

    Examples
    --------
    >>> holm(np.array([0.01, 0.04, 0.03])).tolist()
    [0.03, 0.06, 0.06]
    """
    adjusted, order = _ordered(p)
    times = np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(1, np.maximum.accumulate(p[order] * times))
    return adjusted


def benjamini_hochberg(p: Floats) -> Floats:
    """Adjust p values so that of all "differ" a share of α is false on average; NaN stay NaN.

    Benjamini & Hochberg, J. Royal Statistical Society B 57, 1995, doi:10.1111/j.2517-6161.1995.tb02031.x.

    Examples
    --------
    >>> benjamini_hochberg(np.array([0.01, 0.04, 0.03])).tolist()
    [0.03, 0.04, 0.04]
    """
    adjusted, order = _ordered(p)
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    adjusted[order] = np.minimum(1, np.minimum.accumulate(scaled[::-1])[::-1])
    return adjusted


def _ordered(p: Floats) -> tuple[Floats, NDArray[np.intp]]:
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    return np.full(len(p), np.nan), order


def testable(p: Floats, smallest: Floats) -> Flags:
    """Tests that could come out as "differ": there is a p, and one of .05 or less is attainable."""
    could: Flags = ~np.isnan(p) & (smallest <= ALPHA)
    return could


def give_verdicts(p: Floats, smallest: Floats) -> list[str]:
    """One verdict a test; `p` is the one that counts, `smallest` what so many units can reach."""
    found = np.where(testable(p, smallest), np.where(p <= ALPHA, DIFFER, ALIKE), TOO_FEW)
    return [str(verdict) for verdict in found]


def why_too_few(n: Sequence[float], units: str, smallest: float) -> str:
    """Say why so many units cannot be tested.

    Examples
    --------
    >>> why_too_few((3, 3), "articles", 0.1)
    'too few to test: 3 against 3 articles cannot give p < .10'
    """
    sides = f"{TOO_FEW}: {n[0]:,.0f} against {n[1]:,.0f} {units.removesuffix('s') if n[1] == 1 else units}"
    if min(n) < 1 or smallest >= 1:
        return sides
    if smallest > ALPHA:
        return f"{sides} cannot give p < {_down(smallest)}"
    return f"{sides}, and one alone shows no spread"


def _down(p: float) -> str:
    """Cut p to two digits, never up: what cannot be below .067 cannot be below .06."""
    return f"{math.floor(p * 100 + 1e-9) / 100:.2f}".removeprefix("0")
