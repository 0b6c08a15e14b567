"""From features to a model of each label: logistic regression, calibrated by Platt's method, with a threshold.

Everything that is chosen or fitted beyond the regression itself (settings, calibration, thresholds) rests on inner
folds, whose texts the regression had not seen. The calibrated log-odds stay linear in the features, so that what spoke
for a label and against it can be added up.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.classifier.folds import fold_numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.classifier.features import Table, Weighting

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Codes = NDArray[np.intp]

INNER_FOLDS = 4
#: A label with fewer texts than this on either side gets its share of the texts as probability, whatever the text.
FEWEST_OF_A_LABEL = 2


@dataclass(frozen=True, slots=True)
class Settings:
    """What the search chooses: strength of the penalty (small C, strong), weights of the blocks of features."""

    C: float = 1.0
    reading_weight: float = 0.5
    stretch_weight: float = 0.5


#: The search: from the strongest penalty to the weakest, so that of equals the strongest is taken.
GRID = tuple(Settings(C, weight) for C, weight in product((0.3, 1.0, 3.0, 10.0), (0.5, 1.0)))


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts to learn from: their table, which labels each has (texts × labels), and their groups."""

    table: Table
    said: Bools
    names: tuple[tuple[str, ...], ...]
    group: Codes
    exclusive: bool

    def rows(self, chosen: Codes) -> Examples:
        """Some of the texts."""
        names = tuple(self.names[index] for index in chosen.tolist())
        return Examples(self.table.rows(chosen), self.said[chosen], names, self.group[chosen], self.exclusive)


@dataclass(frozen=True, slots=True)
class Learned:
    """A linear model of each label over weighted columns.

    `log_odds = weighted columns @ weights.T + intercepts`, calibrated; `thresholds` are probabilities.
    """

    settings: Settings
    weighting: Weighting
    weights: Floats
    intercepts: Floats
    thresholds: Floats

    def log_odds(self, table: Table) -> Floats:
        """Calibrated log-odds, texts × labels."""
        made: Floats = np.asarray(self.weighting.transform(table.counts) @ self.weights.T) + self.intercepts
        return made


def learn(examples: Examples, *, seed: int, grid: Sequence[Settings] = GRID) -> Learned:
    """Choose settings, calibration and thresholds in inner folds, then fit on all examples.

    Parameters
    ----------
    grid
        settings to choose from, by the mean average precision of the labels in inner folds; one needs no choice

    Notes
    -----
    Regression: L2 penalty, classes weighted inversely to their size. Calibration: Platt (1999) with his smoothed
    targets, on the scores of inner folds. Threshold: half the highest F1 that any threshold reaches there, which is
    where the threshold of the highest expected F1 lies (Lipton, Elkan & Narayanaswamy 2014,
    doi:10.1007/978-3-662-44851-9_15); it varies far less than the threshold that happened to do best.
    """
    if not examples.table.readings:  # then settings that differ in their weight are the same
        grid = list({each.C: replace(each, reading_weight=1.0) for each in grid}.values())
    tried = _held_out_scores(examples, _inner_folds(examples, seed), grid)
    best = max(range(len(grid)), key=lambda index: (_mean_precision(tried[index], examples.said), -index))
    settings, scores = grid[best], tried[best]
    weighting = make_weighting(examples.table, settings)
    weights, intercepts = fit_labels(weighting.transform(examples.table.counts), examples.said, settings.C)
    thresholds = np.empty(len(intercepts))
    for label, said in enumerate(examples.said.T):
        slope, shift = platt(scores[:, label], said)
        weights[label] *= slope
        intercepts[label] = slope * intercepts[label] + shift
        thresholds[label] = threshold(probability(slope * scores[:, label] + shift), said)
    return Learned(settings, weighting, weights, intercepts, thresholds)


def decide(log_odds: Floats, thresholds: Floats, *, exclusive: bool) -> Bools:
    """Which labels are said of each text: those that reach their threshold, or the one that is farthest above it."""
    above = log_odds - np.log(thresholds / (1 - thresholds))
    if not exclusive:
        return np.asarray(above >= 0)
    made = np.zeros(above.shape, dtype=np.bool_)
    made[np.arange(len(above)), above.argmax(axis=1)] = True
    return made


def probability(log_odds: Floats) -> Floats:
    """1 / (1 + exp(−log-odds))."""
    from scipy.special import expit

    made: Floats = expit(log_odds)
    return made


def make_weighting(table: Table, settings: Settings) -> Weighting:
    """Weights of the columns, taken from the table's texts."""
    from framing.classifier.features import Weighting

    return Weighting(
        n_terms=len(table.terms),
        n_stretches=len(table.stretches),
        stretch_weight=settings.stretch_weight,
        reading_weight=settings.reading_weight,
    ).fit(table.counts)


def fit_labels(features: Any, said: Bools, strength: float) -> tuple[Floats, Floats]:
    """Weights and intercept of each label's regression (labels × columns, labels)."""
    from sklearn.linear_model import LogisticRegression

    weights = np.zeros((said.shape[1], features.shape[1]))
    intercepts = np.zeros(said.shape[1])
    for label, target in enumerate(said.T):
        if is_constant(target):
            continue
        model = LogisticRegression(C=strength, class_weight="balanced", solver="liblinear", random_state=0)
        model.fit(features, target)
        weights[label], intercepts[label] = model.coef_[0], model.intercept_[0]
    return weights, intercepts


def is_constant(said: Bools) -> bool:
    """Whether a label has too few texts, or too few without it, to learn anything."""
    return bool(min(said.sum(), (~said).sum()) < FEWEST_OF_A_LABEL)


def platt(scores: Floats, said: Bools) -> tuple[float, float]:
    """Slope and shift that make scores log-odds: 1 / (1 + exp(−(slope × score + shift))) is a probability.

    Platt's targets are (n₁ + 1)/(n₁ + 2) and 1/(n₀ + 2) instead of 1 and 0. Scores that do not rise with the label
    say nothing: the slope is then 0 and the probability the label's smoothed share.
    """
    from sklearn.linear_model import LogisticRegression

    with_it, without = int(said.sum()), int((~said).sum())
    share = math.log((with_it + 0.5) / (without + 0.5))
    if is_constant(said) or np.ptp(scores) == 0:
        return 0.0, share
    target = np.where(said, (with_it + 1) / (with_it + 2), 1 / (without + 2))
    scale = float(scores.std())
    column = np.concatenate([scores, scores])[:, None] / scale
    outcome = np.repeat([True, False], len(scores))
    # so weak a penalty that it shows in no printed digit; none at all is written differently in each scikit-learn
    model = LogisticRegression(C=1e6, tol=1e-8, max_iter=1000)
    model.fit(column, outcome, sample_weight=np.concatenate([target, 1 - target]))
    slope, shift = float(model.coef_[0, 0]) / scale, float(model.intercept_[0])
    return (slope, shift) if slope > 0 else (0.0, share)


def threshold(probabilities: Floats, said: Bools) -> float:
    """Half the highest F1 that any threshold reaches."""
    order = np.argsort(-probabilities, kind="stable")
    hits = np.cumsum(said[order])
    last = np.append(
        np.diff(probabilities[order]) != 0, True
    )  # equal probabilities fall on one side together
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + max(int(said.sum()), 1))
    return float(np.clip(f1[last].max() / 2, 0.01, 0.5))


def _inner_folds(examples: Examples, seed: int) -> Codes:
    group = examples.group
    if len(set(group.tolist())) < 2:  # noqa: PLR2004 - one article alone: its texts are all there is to hold out
        group = np.arange(len(group))
    return fold_numbers(examples.names, group, INNER_FOLDS, seed)


def _held_out_scores(examples: Examples, folds: Codes, grid: Sequence[Settings]) -> Floats:
    """Score of each text by a regression that saw the other folds: (settings, texts, labels)."""
    scores = np.zeros((len(grid), *examples.said.shape))
    blocks = sorted({replace(each, C=1.0) for each in grid}, key=lambda each: each.reading_weight)
    for fold, block in product(np.unique(folds), blocks):
        seen, held = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        weighting = make_weighting(examples.table.rows(seen), block)
        features = weighting.transform(examples.table.rows(seen).counts)
        others = weighting.transform(examples.table.rows(held).counts)
        for index, settings in enumerate(grid):
            if replace(settings, C=1.0) == block:
                weights, intercepts = fit_labels(features, examples.said[seen], settings.C)
                scores[index, held] = np.asarray(others @ weights.T) + intercepts
    return scores


def _mean_precision(scores: Floats, said: Bools) -> float:
    """Mean of the labels' average precision."""
    from sklearn.metrics import average_precision_score

    found = [
        average_precision_score(target, column)
        for target, column in zip(said.T, scores.T, strict=True)
        if not is_constant(target)
    ]
    return round(float(np.mean(found)), 9) if found else 0.0
