"""Figures of a classification, each with a bootstrap interval by article.

Texts of one article are not independent, so whole groups (articles, and texts that repeat one another) are drawn anew.
Every figure is a function of sums, or of ranks with weights, so that all draws are taken at once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Codes = NDArray[np.intp]

DRAWS = 1_000
#: Fewer articles than this give no interval.
FEWEST = 5
BINS = 10
_TAIL = 0.025
#: Cells of a block of drawn weights (32 MB).
_BLOCK = 4_000_000


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95 % interval; NaN where it cannot be had."""

    value: float
    low: float
    high: float


class Draws:
    """Groups drawn anew, the same draws for every figure, so that differences are of the same draws too.

    The interval's levels lie a little outside 2.5 and 97.5 %, as Student's t and √(k/(k − 1)) ask for k groups:
    percentile intervals of few groups are too narrow (Hesterberg 2015, doi:10.1080/00031305.2015.1089789).
    """

    def __init__(self, group: Codes, *, seed: int, draws: int = DRAWS) -> None:
        self.group = group
        self.groups = int(group.max()) + 1
        self.draws = draws
        self._seed = seed

    def blocks(self) -> Iterator[Floats]:
        """How often each group is drawn (draws × groups), block by block; the first row is the data themselves."""
        rng = np.random.default_rng(self._seed)
        yield np.ones((1, self.groups))
        size = max(1, _BLOCK // max(self.groups, len(self.group)))
        for start in range(0, self.draws, size):
            n = min(size, self.draws - start)
            chosen = rng.integers(self.groups, size=(n, self.groups)) + self.groups * np.arange(n)[:, None]
            times = np.bincount(chosen.ravel(), minlength=n * self.groups)
            yield times.reshape(n, self.groups).astype(np.float64)

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
        from scipy.special import ndtr, stdtrit

        value, drawn = float(found[0]), found[1:][~np.isnan(found[1:])]
        k = self.groups
        # a figure that most draws could not give (a label of one article) has no interval
        if k < FEWEST or math.isnan(value) or 2 * len(drawn) < self.draws:
            return Figure(value, math.nan, math.nan)
        level = float(ndtr(-math.sqrt(k / (k - 1)) * stdtrit(k - 1, 1 - _TAIL)))
        low, high = np.quantile(drawn, [level, 1 - level])
        return Figure(value, min(float(low), value), max(float(high), value))


def outcomes(coded: Bools, said: Bools) -> Floats:
    """Columns true positive, said, coded of each text and label: (texts, 3 × labels)."""
    return np.hstack([coded & said, said, coded]).astype(np.float64)


def precision(sums: Floats) -> Floats:
    """Share of the texts said to have the label that have it; NaN where none is said to."""
    hits, said, _ = np.split(sums, 3, axis=-1)
    return _ratio(hits, said)


def recall(sums: Floats) -> Floats:
    """Share of the texts that have the label of which it is said; NaN where none has it."""
    hits, _, coded = np.split(sums, 3, axis=-1)
    return _ratio(hits, coded)


def f1(sums: Floats) -> Floats:
    """2 × true positives / (said + coded): the harmonic mean of precision and recall; NaN where both are 0."""
    hits, said, coded = np.split(sums, 3, axis=-1)
    return _ratio(2 * hits, said + coded)


def macro_f1(sums: Floats) -> Floats:
    """Mean of the labels' F1; a label that neither occurs nor is said counts in no mean."""
    found = f1(sums)
    there = ~np.isnan(found)
    return _ratio(np.where(there, found, 0).sum(axis=-1), there.sum(axis=-1).astype(np.float64))


def micro_f1(sums: Floats) -> Floats:
    """F1 of all decisions together; where each text has one label it is the share of texts that are right."""
    hits, said, coded = (part.sum(axis=-1) for part in np.split(sums, 3, axis=-1))
    return _ratio(2 * hits, said + coded)


def rank_figures(coded: Bools, scores: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Area under the ROC curve and average precision for each row of weights; NaN where one side is empty.

    AUC: probability that a text with the label scores above one without, ties counting half (Mann & Whitney).
    Average precision: Σ (Rᵢ − Rᵢ₋₁) Pᵢ over distinct scores from the highest, as scikit-learn has it.
    """
    order = np.argsort(-scores, kind="stable")
    starts = np.flatnonzero(np.append(True, np.diff(scores[order]) != 0))
    weighted = weights[:, order]
    positive = np.add.reduceat(weighted * coded[order], starts, axis=1)
    negative = np.add.reduceat(weighted * ~coded[order], starts, axis=1)
    hits, misses = positive.cumsum(axis=1), negative.cumsum(axis=1)
    total, other = hits[:, -1], misses[:, -1]
    below = other[:, None] - misses + negative / 2
    auc = _ratio((positive * below).sum(axis=1), total * other)
    average = _ratio((positive * _ratio(hits, hits + misses, empty=0.0)).sum(axis=1), total)
    return auc, average


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


def brier(sums: Floats) -> Floats:
    """Mean squared difference of probability and code (Brier 1950): 0 is perfect."""
    return _ratio(sums[..., 0], sums[..., 1])


def calibration_error(sums: Floats) -> Floats:
    """Expected calibration error: Σ over bins of |Σ p − Σ coded| / n (Naeini, Cooper & Hauskrecht 2015).

    Chance alone makes it greater than 0, the more so the fewer texts there are.
    """
    _, said, coded = np.split(sums[..., 2:], 3, axis=-1)
    return _ratio(np.abs(said - coded).sum(axis=-1), sums[..., 1])


def _ratio(above: Floats, below: Floats, *, empty: float = math.nan) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(below > 0, above / np.where(below > 0, below, 1), empty)
