"""Intervals: known values by hand, what they cover, and when there is none."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from laws import examples

from framing.statistics.intervals import mean, ratio


def one(values):
    return np.array(values, dtype=float).reshape(-1, 1)


def codes(*sizes):
    return np.repeat(np.arange(len(sizes)), sizes)


def covered(estimate, truth):
    known = ~np.isnan(estimate.low[:, 0])
    inside = (estimate.low[:, 0] <= truth) & (truth <= estimate.high[:, 0])
    return inside[known].mean()


# --- known values


def test_ratio_by_hand():
    # hits 1, 0, 3, 2, 4 in 50, 100, 150, 100, 100 words: R = 1000/500 = 2 per 100 words
    # d = 100n − 2x: 0, −200, 0, 0, 200; Σ d² = 80,000; variance 5/4 × 80,000/500² = 0.4
    # t(4) = 2.776445: 2 ± 2.776445 × √0.4
    estimate = ratio(one([100, 0, 300, 200, 400]), one([50, 100, 150, 100, 100]), codes(5), 1)
    half = 2.7764451 * math.sqrt(0.4)
    assert estimate.value[0, 0] == 2
    assert (estimate.low[0, 0], estimate.high[0, 0]) == pytest.approx((2 - half, 2 + half))
    assert estimate.units[0, 0] == 5


def test_with_equal_denominators_it_is_students_interval():
    values = [0.1, 0.4, -0.2, 0.3, 0.0, 0.6]
    estimate = ratio(one(values), np.ones((6, 1)), codes(6), 1)
    # mean 0.2, Σ (v − 0.2)² = 0.42, s = √(0.42/5), t(5) = 2.5705818
    half = 2.5705818 * math.sqrt(0.42 / 5 / 6)
    assert estimate.value[0, 0] == pytest.approx(0.2)
    assert estimate.high[0, 0] - estimate.value[0, 0] == pytest.approx(half)


def test_units_without_denominator_do_not_count():
    with_empty = ratio(one([100, 0, 300, 200, 400, 0]), one([50, 100, 150, 100, 100, 0]), codes(6), 1)
    assert with_empty.units[0, 0] == 5
    assert with_empty.low[0, 0] == pytest.approx(2 - 2.7764451 * math.sqrt(0.4))


def test_groups_and_measures_do_not_touch_one_another():
    rng = np.random.default_rng(0)
    y, x, groups = rng.random((60, 3)), rng.random((60, 3)), rng.integers(0, 4, 60)
    together = ratio(y, x, groups, 4)
    alone = ratio(y[groups == 2][:, 1:2], x[groups == 2][:, 1:2], np.zeros((groups == 2).sum(), dtype=int), 1)
    assert together.low[2, 1] == pytest.approx(alone.low[0, 0])


@pytest.mark.parametrize("size", [0, 1, 4])
def test_fewer_than_five_units_give_a_figure_but_no_interval(size):
    estimate = ratio(one(range(size)), np.ones((size, 1)), codes(size), 1)
    assert np.isnan([estimate.low[0, 0], estimate.high[0, 0]]).all()
    assert np.isnan(estimate.value[0, 0]) == (size == 0)


def test_units_that_do_not_differ_give_no_interval():
    """Five paragraphs without a hit do not prove that the author never hits: 0 ± 0 would say so."""
    for value in (0.0, 0.1, 1e6):
        estimate = ratio(np.full((7, 1), value), np.ones((7, 1)), codes(7), 1)
        assert np.isnan(estimate.low[0, 0])
        assert estimate.value[0, 0] == pytest.approx(value)
    drawn = mean(np.full((30, 1), 0.1), codes(30), 1)
    assert np.isnan(drawn.low[0, 0])


# --- means over articles


def test_nineteen_articles_have_students_interval_and_twenty_are_drawn_anew():
    values = np.random.default_rng(5).gamma(1, 1, (20, 1))
    few, many = mean(values[:19], codes(19), 1), mean(values, codes(20), 1)
    assert few.high[0, 0] - few.value[0, 0] == pytest.approx(few.value[0, 0] - few.low[0, 0])
    assert (
        many.high[0, 0] - many.value[0, 0] > many.value[0, 0] - many.low[0, 0]
    )  # follows the skewed articles


def test_drawn_articles_find_the_exact_distribution():
    """Of 20 articles of which one differs, the mean is Binomial(20, 1/20)/20: its quantiles are known."""
    from scipy.special import ndtr, stdtrit
    from scipy.stats import binom

    values = one([1.0] + [0.0] * 19)
    estimate = mean(values, codes(20), 1)
    level = ndtr(-math.sqrt(20 / 19) * stdtrit(19, 0.975))
    assert estimate.low[0, 0] == binom.ppf(level, 20, 1 / 20) / 20
    assert estimate.high[0, 0] == pytest.approx(binom.ppf(1 - level, 20, 1 / 20) / 20)


def test_the_seed_decides_the_draws_and_nothing_else_does():
    values = np.random.default_rng(2).random((50, 2))
    first, same, other = (mean(values, codes(25, 25), 2, seed=seed) for seed in (0, 0, 1))
    assert np.array_equal(first.low, same.low)
    assert not np.array_equal(first.low, other.low)
    alone = mean(values[25:], codes(25), 1, seed=0)
    assert alone.low[0] == pytest.approx(first.low[1])  # a group's interval does not depend on other groups


def test_articles_without_a_figure_do_not_count():
    values = np.random.default_rng(2).random((30, 2))
    values[20:, 1] = np.nan
    estimate = mean(values, codes(30), 1)
    assert estimate.units.tolist() == [[30, 20]]
    assert estimate.value[0, 1] == pytest.approx(values[:20, 1].mean())
    values[15:, 1] = np.nan
    few = mean(values, codes(30), 1)
    student = ratio(values[:15, 1:], np.ones((15, 1)), codes(15), 1)
    assert few.low[0, 1] == pytest.approx(student.low[0, 0])  # 15 have a figure: Student, not 30


@given(arrays(float, (24, 2), elements=st.floats(-1, 1)), st.integers(5, 24))
@examples(50)
def test_intervals_hold_their_figure(values, size):
    estimate = mean(values[:size], codes(size), 1)
    known = ~np.isnan(estimate.low)
    assert (estimate.low[known] <= estimate.value[known]).all()
    assert (estimate.value[known] <= estimate.high[known]).all()


# --- what they cover (2,000 repetitions: a standard error of half a percent; nominal 95 %)

REPETITIONS = 2_000


@pytest.mark.parametrize(("paragraphs", "least"), [(6, 0.88), (11, 0.895), (20, 0.905), (40, 0.92)])
def test_rates_of_an_article_cover(paragraphs, least):
    """Overdispersed hits (gamma-mixed Poisson, cv 0.6) in paragraphs of unequal length, 3 per 100 words."""
    rng = np.random.default_rng(7)
    shape = (REPETITIONS, paragraphs)
    words = np.maximum(8, rng.lognormal(math.log(60), 0.5, shape)).round()
    hits = rng.poisson(0.03 * words * rng.gamma(1 / 0.36, 0.36, shape))
    estimate = ratio(one(100 * hits), one(words), np.repeat(np.arange(REPETITIONS), paragraphs), REPETITIONS)
    assert least <= covered(estimate, 3.0) <= 0.97


@pytest.mark.parametrize(("paragraphs", "least"), [(6, 0.915), (11, 0.92), (20, 0.925)])
def test_tone_of_an_article_covers(paragraphs, least):
    """Sentences are alike within a paragraph (SD 0.15 between, 0.3 within), one to five of them."""
    rng = np.random.default_rng(8)
    sentences = rng.integers(1, 6, (REPETITIONS, paragraphs)).astype(float)
    own = rng.normal(0.08, 0.15, sentences.shape)
    scores = own * sentences + rng.normal(0, 0.3, sentences.shape) * np.sqrt(sentences)
    estimate = ratio(one(scores), one(sentences), np.repeat(np.arange(REPETITIONS), paragraphs), REPETITIONS)
    assert least <= covered(estimate, 0.08) <= 0.97


@pytest.mark.parametrize(("articles", "least"), [(5, 0.89), (12, 0.90), (20, 0.915), (40, 0.92)])
def test_rates_of_a_group_cover(articles, least):
    """Articles of about 600 words whose own rates differ with a cv of 0.7, 1.5 per 100 words."""
    rng = np.random.default_rng(9)
    shape = (REPETITIONS // 2, articles)
    words = np.maximum(150, rng.lognormal(math.log(600), 0.5, shape)).round()
    rates = 100 * rng.poisson(0.015 * words * rng.gamma(2, 0.5, shape)) / words
    estimate = mean(one(rates), np.repeat(np.arange(shape[0]), articles), shape[0])
    assert least <= covered(estimate, 1.5) <= 0.97


@pytest.mark.parametrize("articles", [5, 12, 20, 30])
def test_tone_of_a_group_covers(articles):
    rng = np.random.default_rng(10)
    values = rng.normal(0.08, 0.1, (REPETITIONS // 2, articles))
    estimate = mean(one(values), np.repeat(np.arange(len(values)), articles), len(values))
    assert 0.93 <= covered(estimate, 0.08) <= 0.97
