"""Figures of a classification, each with a bootstrap interval by article.

Texts of one article are not independent, so whole groups (articles, and texts that repeat one another) are drawn anew.
Every figure is a function of sums, or of ranks with weights, so that all draws are taken at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from framing.arithmetic.ranking import area_under_curve, average_precision
from framing.arithmetic.ratios import ratio
from framing.arithmetic.resampling import FEWEST, interval_ends, times_drawn

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Codes = NDArray[np.intp]

#: Half of what evaluation draws: a report has a hundred figures, and most of their time is spent here.
DRAWS = 1_000
BINS = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95 % interval; NaN where it cannot be had."""

    value: float
    low: float
    high: float


class Draws:
    """Groups drawn anew, the same draws for every figure, so that differences are of the same draws too."""

    def __init__(self, group: Codes, *, seed: int, draws: int = DRAWS) -> None:
        self.group = group
        self.groups = int(group.max()) + 1
        self.draws = draws
        self._seed = seed

    def blocks(self) -> Iterator[Floats]:
        """How often each group is drawn (draws × groups), block by block; the first row is the data themselves."""
        yield np.ones((1, self.groups))
        yield from times_drawn(self.groups, seed=self._seed, draws=self.draws, cells=len(self.group))

    def of_sums(self, columns: Floats, figure: Callable[[Floats], Floats]) -> Floats:
        """`figure` of the columns' sums (…, columns) → (…): of the data, then of each draw."""
        sums = np.zeros((self.groups, columns.shape[1]))
        np.add.at(sums, self.group, columns)
        return np.concatenate([figure(times @ sums) for times in self.blocks()])

    def of_weights(self, figure: Callable[[Floats], Floats]) -> Floats:
        """`figure` of the texts' weights (draws × texts) → (draws): of the data, then of each draw."""
        return np.concatenate([figure(times[:, self.group]) for times in self.blocks()])

    def interval(self, found: Floats) -> Figure:
        """Value and interval of what `of_sums` or `of_weights` gives, or of a difference of two such."""
        drawn = found[1:, None] if self.groups >= FEWEST else np.empty((0, 1))
        low, high = interval_ends(found[:1], drawn, self.groups)
        return Figure(float(found[0]), float(low[0]), float(high[0]))


def outcomes(coded: Bools, said: Bools) -> Floats:
    """Columns true positive, said, coded of each text and label: (texts, 3 × labels)."""
    return np.hstack([coded & said, said, coded]).astype(np.float64)


def precision(sums: Floats) -> Floats:
    """Share of the texts said to have the label that have it; NaN where none is said to."""
    hits, said, _ = np.split(sums, 3, axis=-1)
    return ratio(hits, said)


def recall(sums: Floats) -> Floats:
    """Share of the texts that have the label of which it is said; NaN where none has it."""
    hits, _, coded = np.split(sums, 3, axis=-1)
    return ratio(hits, coded)


def f1(sums: Floats) -> Floats:
    """2 × true positives / (said + coded): the harmonic mean of precision and recall; NaN where both are 0."""
    hits, said, coded = np.split(sums, 3, axis=-1)
    return ratio(2 * hits, said + coded)


def macro_f1(sums: Floats) -> Floats:
    """Mean of the labels' F1; NaN where one neither occurs nor is said: without a rare label a mean is another one."""
    mean: Floats = f1(sums).mean(axis=-1)
    return mean


def micro_f1(sums: Floats) -> Floats:
    """F1 of all decisions together; where each text has one label it is the share of texts that are right."""
    hits, said, coded = (part.sum(axis=-1) for part in np.split(sums, 3, axis=-1))
    return ratio(2 * hits, said + coded)


def rank_figures(coded: Bools, scores: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Area under the ROC curve and average precision for each row of weights; NaN where one side is empty."""
    return area_under_curve(coded, scores, weights), average_precision(coded, scores, weights)


def bin_columns(coded: Floats, probabilities: Floats) -> Floats:
    """For each text the sums that calibration is made of: squared error, 1, and n, Σ p, Σ coded of each bin.

    Bins are ten of equal width; `coded` and `probabilities` are (texts, labels), the labels counted together.
    """
    place = np.clip((probabilities * BINS).astype(np.intp), 0, BINS - 1)
    made = np.zeros((len(coded), 2 + 3 * BINS))
    made[:, 0] = ((probabilities - coded) ** 2).sum(axis=1)
    made[:, 1] = coded.shape[1]
    for number in range(BINS):
        inside = place == number
        made[:, 2 + number] = inside.sum(axis=1)
        made[:, 2 + BINS + number] = np.where(inside, probabilities, 0).sum(axis=1)
        made[:, 2 + 2 * BINS + number] = np.where(inside, coded, 0).sum(axis=1)
    return made


def shares_of_bins(sums: Floats) -> Floats:
    """Share of texts with the label in each bin, from the sums of bins alone; NaN in an empty one."""
    n, _, coded = np.split(sums, 3, axis=-1)
    return ratio(coded, n)


def brier(sums: Floats) -> Floats:
    """Mean squared difference of probability and code (Brier 1950): 0 is perfect."""
    return ratio(sums[..., 0], sums[..., 1])


def calibration_error(sums: Floats) -> Floats:
    """Expected calibration error: Σ over bins of |Σ p − Σ coded| / n (Naeini, Cooper & Hauskrecht 2015).

    Chance alone makes it greater than 0, the more so the fewer texts there are.
    """
    _, said, coded = np.split(sums[..., 2:], 3, axis=-1)
    return ratio(np.abs(said - coded).sum(axis=-1), sums[..., 1])
