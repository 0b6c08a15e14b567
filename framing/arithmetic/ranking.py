"""Figures that hang on the order of scores alone, for texts that count several times or not at all.

All take weights (draws, texts) and give one figure a draw. Equal scores share their place: nothing hangs on the order
in which texts are listed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.arithmetic.ratios import ratio

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]


def area_under_curve(said: Bools, scores: Floats, weights: Floats) -> Floats:
    """Probability that a text with the label has a higher score than one without it, ties counting half (AUC).

    Mann & Whitney's U over the number of pairs (Hanley & McNeil 1982, doi:10.1148/radiology.143.1.7063747). 0.5 is
    chance; NaN where only one side is there.

    Examples
    --------
    Of the four pairs of a text with and one without three are in order and one is tied:

    >>> import numpy as np
    >>> said, scores = np.array([True, True, False, False]), np.array([0.9, 0.5, 0.5, 0.1])
    >>> area_under_curve(said, scores, np.ones((1, 4))).tolist()
    [0.875]
    """
    with_label, without = (_by_score(scores, weights * side) for side in (said, ~said))
    below = np.cumsum(without, axis=1) - without
    pairs = (with_label * (below + without / 2)).sum(axis=1)
    return ratio(pairs, with_label.sum(axis=1) * without.sum(axis=1))


def average_precision(said: Bools, scores: Floats, weights: Floats) -> Floats:
    """Precision at each score from the top, averaged over the texts with the label that are found there.

    Σ (R_k − R_{k−1}) P_k, without interpolation, as scikit-learn has it. Chance is the share of texts with the label;
    NaN where there are none.

    Examples
    --------
    From the top: right (1/1), wrong, right (2/3); their mean is 5/6.

    >>> import numpy as np
    >>> said, scores = np.array([True, False, True]), np.array([3.0, 2.0, 1.0])
    >>> average_precision(said, scores, np.ones((1, 3))).round(4).tolist()
    [0.8333]
    """
    right = _by_score(-scores, weights * said)
    found = np.cumsum(right, axis=1)
    shown = np.cumsum(_by_score(-scores, weights), axis=1)
    return ratio((right * ratio(found, shown, empty=0.0)).sum(axis=1), found[:, -1])


def ranks(values: Floats, weights: Floats) -> Floats:
    """Rank of each value in each draw, equal values having the middle of theirs (draws, texts)."""
    _, place = np.unique(values, return_inverse=True)
    counted = _by_score(values, weights)
    middle = np.cumsum(counted, axis=1) - (counted - 1) / 2
    found: Floats = middle[:, place]
    return found


def correlation(x: Floats, y: Floats, weights: Floats) -> Floats:
    """Pearson's r of two rows of values, or of two values in each draw; NaN where one of them does not vary.

    Examples
    --------
    >>> import numpy as np
    >>> x, y = np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 2.0])
    >>> correlation(x, y, np.ones((1, 3))).round(6).tolist()
    [0.5]
    """
    n = weights.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        dx = x - (weights * x).sum(axis=1, keepdims=True) / n
        dy = y - (weights * y).sum(axis=1, keepdims=True) / n
        xx, yy, xy = ((weights * product).sum(axis=1) for product in (dx * dx, dy * dy, dx * dy))
        size = n[:, 0] * 1e-24
        r: Floats = np.where((xx > size) & (yy > size), xy / np.sqrt(xx * yy), np.nan)
    return r


def _by_score(scores: Floats, weights: Floats) -> Floats:
    """Sum of the weights of each different score, from the lowest (draws, different scores)."""
    order = np.argsort(scores, kind="stable")
    ordered = scores[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    sums: Floats = np.add.reduceat(weights[:, order], starts, axis=1)
    return sums
