"""Figures: scikit-learn is the oracle, intervals are checked on cases known by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from framing.classifier import baselines, figures
from framing.classifier.figures import Draws, Figure

CASES = st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 4)), min_size=4, max_size=40).filter(
    lambda rows: len({row[0] for row in rows}) == 2
)


def sums_of(coded, said):
    return figures.outcomes(coded, said).sum(axis=0)


@given(rows=CASES)
def test_figures_of_one_label_are_scikit_learns(rows):
    """Precision, recall, F1, AUC and average precision, ties included."""
    coded, said, scores = (np.array(column) for column in zip(*rows, strict=True))
    sums = sums_of(coded[:, None], said[:, None])
    assert figures.recall(sums)[0] == pytest.approx(metrics.recall_score(coded, said))
    assert figures.f1(sums)[0] == pytest.approx(metrics.f1_score(coded, said))
    if said.any():
        assert figures.precision(sums)[0] == pytest.approx(metrics.precision_score(coded, said))
    else:
        assert math.isnan(figures.precision(sums)[0])
    auc, average = figures.rank_figures(coded, scores.astype(float), np.ones((1, len(coded))))
    assert auc[0] == pytest.approx(metrics.roc_auc_score(coded, scores))
    assert average[0] == pytest.approx(metrics.average_precision_score(coded, scores))


@given(rows=CASES, times=st.integers(0, 1000))
def test_weights_are_repetitions(rows, times):
    """A text of weight 2 counts like two texts."""
    coded, _, scores = (np.array(column) for column in zip(*rows, strict=True))
    weights = np.random.default_rng(times).integers(0, 3, size=len(coded))
    again = np.repeat(np.arange(len(coded)), weights)
    found = figures.rank_figures(coded, scores.astype(float), weights[None, :].astype(float))
    if len(set(coded[again].tolist())) == 2:
        assert found[0][0] == pytest.approx(metrics.roc_auc_score(coded[again], scores[again]))
        assert found[1][0] == pytest.approx(metrics.average_precision_score(coded[again], scores[again]))


def test_macro_and_micro_f1():
    """Label 1: 1 of 2 found, 1 said: F1 2·1/(1+2) = ⅔. Label 2: 2 found, 3 said, 2 coded: 4/5. Micro: 2·3/(4+4) = ¾."""
    coded = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], dtype=bool)
    said = np.array([[1, 0], [0, 1], [0, 1], [0, 1]], dtype=bool)
    sums = sums_of(coded, said)
    assert figures.f1(sums) == pytest.approx([2 / 3, 4 / 5])
    assert figures.macro_f1(sums) == pytest.approx((2 / 3 + 4 / 5) / 2)
    assert figures.micro_f1(sums) == pytest.approx(3 / 4)


def test_a_mean_of_labels_is_of_all_of_them_in_every_draw():
    """Label 2 is in one article of 20 and never found: F1 (38/39 + 0)/2; 36 of 100 draws lack it, so no interval.

    In three articles of 20 it is lacking from (17/20)^20 = 4 of 100 draws: the interval stays below one half.
    """
    for rare, known in ((1, False), (3, True)):
        coded = np.array([[k >= rare, k < rare] for k in range(20)])
        said = np.array([[True, False]] * 20)
        draws = Draws(np.arange(20), seed=0)
        found = draws.interval(draws.of_sums(figures.outcomes(coded, said), figures.macro_f1))
        assert found.value == pytest.approx((20 - rare) / (40 - rare))
        assert math.isnan(found.high) is not known
        assert not found.high > 0.5


def test_calibration_error_by_hand():
    """Bin .2–.3: two texts of .25, one coded: |.5 − 1|; bin .9–1: one text of 1.0 coded: 0. Sum .5 over 3 texts."""
    coded, chance = np.array([[1.0], [0.0], [1.0]]), np.array([[0.25], [0.25], [1.0]])
    sums = figures.bin_columns(coded, chance).sum(axis=0)
    assert figures.calibration_error(sums) == pytest.approx(0.5 / 3)
    assert figures.brier(sums) == pytest.approx((0.75**2 + 0.25**2 + 0) / 3)


def test_whole_articles_are_drawn():
    """Five articles that do not differ inside: the same interval however many texts each has."""
    values = np.array([0.0, 1, 1, 0, 1])
    one = Draws(np.arange(5), seed=0)
    ten = Draws(np.repeat(np.arange(5), 10), seed=0)

    def mean(sums):
        return sums[..., 0] / sums[..., 1]

    short = one.interval(one.of_sums(np.column_stack([values, np.ones(5)]), mean))
    long = ten.interval(ten.of_sums(np.column_stack([np.repeat(values, 10), np.ones(50)]), mean))
    assert short == long
    assert short.value == pytest.approx(0.6)
    assert short.low < 0.6 < short.high


def test_the_interval_covers_as_often_as_it_says():
    """A mean of 30 articles drawn from a normal distribution: near 95 % of 300 intervals hold the truth."""
    held = 0
    for seed in range(300):
        values = np.random.default_rng(seed).normal(size=30)
        draws = Draws(np.arange(30), seed=seed, draws=400)
        found = draws.interval(draws.of_sums(values[:, None], lambda sums: sums[..., 0] / 30))
        held += found.low <= 0 <= found.high
    assert 0.91 <= held / 300 <= 0.99


def test_four_articles_give_no_interval():
    draws = Draws(np.arange(4), seed=0)
    found = draws.interval(draws.of_sums(np.ones((4, 1)), lambda sums: sums[..., 0]))
    assert found.value == 4
    assert math.isnan(found.low)
    assert isinstance(found, Figure)


def test_the_lexicon_alone_learns_which_label_its_labels_mean():
    """Hits of column 1 mean label 0; a text without hits is label 1, as most of those are."""
    seen = np.array([[0.0, 2], [0, 1], [0, 0], [0, 0], [1, 0]])
    said = np.array([[1, 0], [1, 0], [0, 1], [0, 1], [1, 0]], dtype=bool)
    held = np.array([[0.0, 1], [0, 0]])
    for exclusive in (True, False):
        found = baselines.lexicon(seen[:, 1:], said, held[:, 1:], exclusive=exclusive)
        assert found[0].tolist() == [True, False]
    assert baselines.lexicon(seen, said, held, exclusive=True).tolist() == [[True, False], [False, True]]


def test_the_majority_is_one_label_or_what_most_texts_have():
    said = np.array([[1, 0], [1, 0], [0, 1]], dtype=bool)
    assert baselines.majority(said, 1, exclusive=True).tolist() == [[True, False]]
    assert baselines.majority(said[:, 1:], 2, exclusive=False).tolist() == [[False], [False]]


def test_the_linear_svm_of_texts_without_words_is_the_majority():
    said = np.array([[1, 0], [1, 0], [0, 1]], dtype=bool)
    assert baselines.linear_svm(["a", "b", "c"], said, ["d"], exclusive=True).tolist() == [[True, False]]
