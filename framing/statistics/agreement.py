"""Krippendorff's α: how far coders agree beyond what chance would give, whatever their number and whoever is missing.

α = 1 − D_o/D_e: observed over expected disagreement (Krippendorff, Content Analysis, 4th ed. 2019, ch. 12; Hayes &
Krippendorff, Communication Methods and Measures 1, 2007, doi:10.1080/19312450709336664). With a unit's m codes each
pair of different coders counts 1/(m − 1); units with one code count nothing; n is the number of codes that count.

    D_o = Σ_units Σ_pairs δ²/(m − 1) / n          D_e = Σ_pairs of all codes δ² / (n (n − 1))

δ² between two codes is 0 or 1 (nominal), the squared difference (interval), or that of their ranks (ordinal).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from framing.errors import FramingError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

Level = Literal["nominal", "ordinal", "interval"]


def krippendorff_alpha(codes: ArrayLike, level: Level = "nominal") -> float:
    """How far coders agree beyond chance: 1 complete agreement, 0 chance, below 0 more disagreement than by chance.

    Parameters
    ----------
    codes
        numbers, one row a coder and one column a unit; NaN where a coder did not code a unit
    level
        `nominal` (categories), `ordinal` (ranks), `interval` (numbers whose differences mean something)

    Returns
    -------
    float
        NaN if fewer than two codes can be paired, or if all are the same: where nothing varies, nothing can be told

    Raises
    ------
    FramingError
        if there is no such level, or the codes are no table of coders and units.

    Examples
    --------
    Two coders, ten units, yes or no (Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, A):

    >>> meg, owen = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    >>> round(krippendorff_alpha([meg, owen]), 3)
    0.095
    """
    try:
        table = np.asarray(codes, dtype=np.float64)
    except (TypeError, ValueError):  # words, or rows that are not as long as one another
        table = np.empty(0)
    if table.ndim != 2:  # noqa: PLR2004 # coders × units
        raise FramingError("codes: give a table of numbers, one row a coder and one column a unit")
    if level == "ordinal":
        table = _middle_ranks(table)
    elif level not in ("nominal", "interval"):
        raise FramingError(f"level '{level}': unknown; there are nominal, ordinal, interval")
    return float(weighted_alpha(table, np.ones((1, table.shape[1])), nominal=level == "nominal")[0])


def weighted_alpha(table: Floats, weights: Floats, *, nominal: bool) -> Floats:
    """α of every row of `weights` (draws, units): how often each unit counts. Nominal, or else interval.

    Interval needs no more than sums: Σ (x − y)² over all pairs of n codes is 2 n Σ x² − 2 (Σ x)².
    """
    there = ~np.isnan(table)
    m = there.sum(axis=0)
    used = m > 1
    table, there, weights, m = table[:, used], there[:, used], weights[:, used], m[used]
    if not table.size:
        return np.full(len(weights), np.nan)
    n = weights @ m
    if nominal:
        counts = np.stack([(table == code).sum(axis=0) for code in np.unique(table[there])], axis=1)
        apart = (m**2 - (counts**2).sum(axis=1)) / (m - 1)
        expected = n**2 - ((weights @ counts) ** 2).sum(axis=1)
    else:
        centred = np.where(there, table - np.mean(table[there]), 0.0)
        sums, squares = centred.sum(axis=0), (centred**2).sum(axis=0)
        apart = 2 * (m * squares - sums**2) / (m - 1)
        expected = 2 * (n * (weights @ squares) - (weights @ sums) ** 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        alpha: Floats = np.where(
            expected > 1e-9 * np.maximum(n, 1), 1 - (n - 1) * (weights @ apart) / expected, np.nan
        )
    return alpha


def _middle_ranks(table: Floats) -> Floats:
    """Each code as the middle of its ranks among all codes that can be paired.

    The ordinal δ between codes c < k, Σ_{c ≤ g ≤ k} n_g − (n_c + n_k)/2, is the distance of these middles.
    """
    paired = np.where((~np.isnan(table)).sum(axis=0) > 1, table, np.nan)
    values, counts = np.unique(paired[~np.isnan(paired)], return_counts=True)
    middles = np.cumsum(counts) - counts / 2
    ranks = np.full(table.shape, np.nan)
    for value, middle in zip(values, middles, strict=True):
        ranks[paired == value] = middle
    return ranks
