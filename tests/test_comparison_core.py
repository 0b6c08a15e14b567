"""The core of comparisons: units, permutation, intervals, effects, families; by hand, and against SciPy."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from laws import examples
from scipy import stats

from framing.statistics.comparison.effects import cliffs_delta, hedges_g
from framing.statistics.comparison.permutation import _shuffled, permute, smallest_p
from framing.statistics.comparison.uncertainty import bootstrap, welch
from framing.statistics.comparison.units import alike, article_units, paragraph_units
from framing.statistics.comparison.verdicts import (
    benjamini_hochberg,
    give_verdicts,
    holm,
    why_too_few,
)

NAN = math.nan


def articles(*sides):
    """Units of articles from the figures of two sides, one measure."""
    figures = np.array([value for side in sides for value in side], dtype=float)[:, None]
    return article_units(figures, np.arange(len(figures)) < len(sides[0]))


def paragraphs(*articles_of_sides, counted=False):
    """Units of paragraphs: each side a list of articles, each a list of (y, x)."""
    listed = [article for side in articles_of_sides for article in side]
    y, x = (
        np.array([part[k] for article in listed for part in article], dtype=float)[:, None] for k in (0, 1)
    )
    article = np.repeat(np.arange(len(listed)), [len(each) for each in listed])
    return paragraph_units(
        y, x, article, np.arange(len(listed)) < len(articles_of_sides[0]), counted=np.array([counted])
    )


def permuted(units, permutations=10_000, seed=0):
    return permute(units, permutations=permutations, seed=seed)


# --- units


def test_articles_count_once_and_have_students_variance():
    # 1, 2, 6: mean 3, Σ (v − 3)² = 14, s² = 7, s²/3; and 4, 8: mean 6, s² = 8, s²/2 = 4
    units = articles([1, 2, 6], [4, 8])
    assert units.value.ravel().tolist() == [3, 6]
    assert units.variance.ravel().tolist() == pytest.approx([7 / 3, 4])
    assert units.degrees.ravel().tolist() == [2, 1]


def test_articles_without_a_figure_do_not_count():
    units = articles([1, NAN, 3], [NAN, NAN])
    assert units.n.ravel().tolist() == [2, 0]
    assert units.value[0, 0] == 2
    assert np.isnan(units.value[1, 0])
    assert np.isnan(units.variance[1, 0])


def test_a_side_of_texts_is_the_mean_of_its_articles_whatever_their_length():
    # 300/100 = 3 and 1000/1000 = 1: mean 2, not 1300/1100
    units = paragraphs([[(100, 50), (200, 50)], [(400, 500), (600, 500)]], [[(0, 10), (10, 10)]])
    assert units.value.ravel().tolist() == pytest.approx([2, 0.5])


def test_variance_within_articles_by_hand():
    # first article: R = 2, paragraphs of equal length: d = ∓50, Σd² = 5,000, c = 2/1, X = 100: 2 × 5,000/200² = 0.25
    # second article: R = 3, d = 0: nothing. Both together, k = 2 articles a side
    one = [[(50, 50), (150, 50)], [(300, 100), (300, 100)]]
    # third, alone on its side: R = 4, d = 0·…: y = 2, 4, 6 of x = 1 each: Σd² = 8, 3/2 × 8/9
    units = paragraphs(one, [[(2, 1), (4, 1), (6, 1)]])
    assert units.variance.ravel().tolist() == pytest.approx([0.25, 12 / 9])
    assert units.degrees.ravel().tolist() == [2, 2]  # 4 paragraphs less 2 articles; 3 less 1


def test_long_paragraphs_are_known_to_pull_their_article():
    # article of 3 and 1 words with y = 3, 3: R = 6/4; d = 3 − 4.5, 3 − 1.5 = ∓1.5
    # Σ d²/(1 − h) with h = 3/4, 1/4: 2.25 × 4 + 2.25 × 4/3 = 12; X = 4, k = 2: 12/64
    units = paragraphs([[(3, 3), (3, 1)], [(1, 1), (1, 1)]], [[(1, 1), (1, 1)]])
    assert units.variance[0, 0] == pytest.approx(12 / 64)


def test_articles_of_one_paragraph_stand_together_as_one_stratum():
    # figures 1, 2, 6 of one paragraph each: as if they were articles: s²/k = 7/3
    units = paragraphs([[(1, 1)], [(2, 1)], [(6, 1)]], [[(1, 1), (2, 1)]])
    assert units.variance[0, 0] == pytest.approx(7 / 3)
    assert units.degrees[0, 0] == 2


def test_a_lone_article_of_one_paragraph_joins_the_next_smallest():
    # 5 alone, {1, 3} of two paragraphs, {2, 2, 2} of three: the first two together are 5, 1, 3 with weights 1, ½, ½
    units = paragraphs([[(5, 1)], [(1, 1), (3, 1)], [(2, 1), (2, 1), (2, 1)]], [[(1, 1), (2, 1)]])
    # b = 2, 1, 1 (X̄ = 2), a = 10, 1, 3; R = 14/4 = 3.5; d = 3, −2.5, −0.5; h = ½, ¼, ¼
    # Σ d²/(1 − h) = 9 × 2 + 6.25 × 4/3 + 0.25 × 4/3 = 26.667; (Σ b)² = 36
    assert units.variance[0, 0] == pytest.approx((18 + 6.5 * 4 / 3) / 36)
    assert units.degrees[0, 0] == 6 - 2


def test_one_article_a_side_is_compared_with_its_own_words_and_hits():
    units = paragraphs([[(1, 2), (4, 3)]], [[(5, 1), (0, 2), (1, 1)]])
    assert units.a.ravel().tolist() == pytest.approx([1, 4, 5, 0, 1])
    assert units.b.ravel().tolist() == pytest.approx([2, 3, 1, 2, 1])


def test_rates_borrow_spread_where_a_side_has_less_than_the_common_one():
    """Five paragraphs without a hit are not certain: they have as much spread as four more of the common kind give."""
    # first: 0 × 5, u = 0; second: 1, 2, 3, 4, 5 of x = 1: s² = 2.5 = u. Common ū = (4 × 0 + 4 × 2.5)/8 = 1.25
    # first: max(0, (0 + 4 × 1.25)/8) = 0.625, of 5: 0.125; second: max(2.5, (10 + 5)/8) = 2.5, of 5: 0.5
    sides = [[[(0, 1)] * 5], [[(1, 1), (2, 1), (3, 1), (4, 1), (5, 1)]]]
    variance, degrees = paragraphs(*sides, counted=True).held_up()
    assert variance.ravel().tolist() == pytest.approx([0.125, 0.5])
    assert degrees.ravel().tolist() == [8, 4]  # 4 + the 4 that were borrowed
    assert not np.isnan(welch(paragraphs(*sides, counted=True)).low[0])


def test_tone_borrows_only_where_a_side_has_no_spread():
    varied, even = [[(1, 1), (2, 1), (3, 1), (4, 1), (5, 1)]], [[(2, 1)] * 5]
    assert paragraphs(varied, varied).borrowed[0] == 0
    assert paragraphs(varied, even).held_up()[0].ravel().tolist() == pytest.approx([0.5, 0.125])  # as above
    assert np.isnan(welch(paragraphs(even, even)).low[0])  # nothing to borrow from


def test_a_text_of_few_words_without_a_hit_is_not_told_apart_by_that_alone():
    """One text of six paragraphs against thirty of the same rate, .3 per 100 words: most such texts have no hit."""
    rng = np.random.default_rng(30)
    article = np.repeat(np.arange(31), 6)
    words = rng.integers(30, 100, (len(article), 500)).astype(float)
    first = np.arange(31) < 1
    everything = np.ones(500, dtype=bool)
    units = paragraph_units(100 * rng.poisson(0.003 * words), words, article, first, counted=everything)
    assert (units.value[0] == 0).mean() > 0.25
    assert (permuted(units, permutations=500).p <= 0.05).mean() <= 0.06


@given(st.data())
@examples(60)
def test_one_formula_serves_both_targets(data):
    """The variance that strata give is that of the ratio Σa/Σb, which permutation reckons anew."""
    sizes = data.draw(st.lists(st.integers(1, 5), min_size=2, max_size=7))
    split = data.draw(st.integers(1, len(sizes) - 1))
    seed = data.draw(st.integers(0, 999))
    rng = np.random.default_rng(seed)
    article = np.repeat(np.arange(len(sizes)), sizes)
    y, x = (
        rng.poisson(2.0, (len(article), 2)).astype(float),
        rng.integers(0, 4, (len(article), 2)).astype(float),
    )
    units = paragraph_units(y, x, article, np.arange(len(sizes)) < split, counted=np.array([True, False]))
    for side, rows in enumerate((units.first, ~units.first)):
        for k in range(2):
            a, b = units.a[rows, k], units.b[rows, k]
            n = (b > 0).sum()
            if n > 1:
                figure = a.sum() / b.sum()
                variance = n / (n - 1) * ((a - figure * b) ** 2).sum() / b.sum() ** 2
                assert figure == pytest.approx(units.value[side, k])
                assert variance == pytest.approx(units.variance[side, k], abs=1e-9)


# --- permutation


def welch_t(one, two):
    return stats.ttest_ind(one, two, equal_var=False).statistic


@pytest.mark.parametrize("sizes", [(3, 3), (4, 3), (2, 6), (5, 5)])
def test_p_is_the_share_of_all_arrangements_with_so_large_a_welch_t(sizes):
    values = np.random.default_rng(sum(sizes)).normal(size=sum(sizes))
    found = permuted(articles(values[: sizes[0]], values[sizes[0] :]))
    places = range(sum(sizes))
    every = [
        abs(welch_t(values[list(chosen)], np.delete(values, chosen)))
        for chosen in combinations(places, sizes[0])
    ]
    observed = abs(welch_t(values[: sizes[0]], values[sizes[0] :]))
    assert found.p[0] == pytest.approx(np.mean(np.array(every) >= observed - 1e-9))
    assert found.arrangements[0] == math.comb(sum(sizes), sizes[0])


def test_drawn_arrangements_agree_with_scipy():
    rng = np.random.default_rng(3)
    one, two = rng.normal(0, 1, 15), rng.normal(0.8, 2, 25)
    mine = permuted(articles(one, two)).p[0]
    theirs = stats.permutation_test(
        (one, two),
        lambda a, b, axis: np.abs(stats.ttest_ind(a, b, axis=axis, equal_var=False).statistic),
        vectorized=True,
        n_resamples=10_000,
        alternative="greater",
        rng=1,
    ).pvalue
    assert mine == pytest.approx(theirs, abs=4 * math.sqrt(2 * 0.25 / 10_000))


def test_one_article_against_one_is_exact_over_paragraphs():
    """Hits and words of six paragraphs, every way to deal three and three, the ratio and its variance by hand."""
    parts = np.array([(3, 40), (1, 60), (2, 50), (0, 55), (1, 70), (0, 30)], dtype=float)

    def squared_t(chosen):
        first = np.isin(np.arange(6), chosen)
        figures, variances = [], []
        for rows in (first, ~first):
            y, x = parts[rows].T
            ratio = y.sum() / x.sum()
            figures.append(ratio)
            variances.append(3 / 2 * ((y - ratio * x) ** 2).sum() / x.sum() ** 2)
        return (figures[0] - figures[1]) ** 2 / sum(variances)

    every = np.array([squared_t(chosen) for chosen in combinations(range(6), 3)])
    found = permuted(paragraphs([parts[:3].tolist()], [parts[3:].tolist()]))
    assert found.p[0] == pytest.approx(np.mean(every >= squared_t((0, 1, 2)) * (1 - 1e-9)))


@pytest.mark.parametrize(
    ("sizes", "smallest"),
    [
        ((3, 3), 2 / 20),
        ((3, 4), 1 / 35),
        ((1, 1), 1),
        ((7, 7), 2 / 3432),
        ((8, 8), 1 / 10_001),
        ((1, 300), 1 / 301),
    ],
)
def test_the_smallest_p_that_so_many_units_can_give(sizes, smallest):
    assert smallest_p(*sizes, 10_000) == pytest.approx(smallest)


def test_the_smallest_p_is_reached_by_groups_that_do_not_overlap():
    for sizes in ((3, 3), (4, 5), (2, 7)):
        values = np.arange(sum(sizes), dtype=float) ** 1.1 + 100 * (np.arange(sum(sizes)) >= sizes[0])
        found = permuted(articles(values[: sizes[0]], values[sizes[0] :]))
        assert found.p[0] == found.smallest[0]


def test_equal_units_differ_in_no_arrangement():
    found = permuted(articles([0.1] * 4, [0.1] * 5))
    assert found.p[0] == 1


def test_groups_without_spread_that_differ_are_as_far_apart_as_can_be():
    assert permuted(articles([0.3] * 4, [0.7] * 4)).p[0] == pytest.approx(2 / 70)


def test_one_unit_has_no_spread_and_no_p():
    found = permuted(articles([1], [2, 3, 4, 5]))
    assert np.isnan(found.p[0])
    assert found.smallest[0] == 1 / 5


def test_measures_are_tested_on_the_units_that_have_them():
    figures = np.array([[1.0, 1], [2, 2], [3, NAN], [4, 5], [7, 6], [9, 7], [8, 8]])
    first = np.arange(7) < 3
    together = permuted(article_units(figures, first))
    alone = permuted(articles([1, 2], [5, 6, 7, 8]))
    assert together.arrangements.tolist() == [35, 15]
    assert together.p[1] == alone.p[0]


@given(arrays(float, 9, elements=st.integers(-9, 9).map(float)), st.permutations(range(9)), st.integers(2, 7))
@examples(60)
def test_p_knows_nothing_of_order_names_unit_or_zero_point(values, order, cut):
    """Order within a side, which side is first, scale and shift leave p and |T| alone."""
    found = permuted(articles(values[:cut], values[cut:])).p[0]
    shuffled = [values[[k for k in order if (k < cut) == side]] for side in (True, False)]
    assert permuted(articles(*shuffled)).p[0] == found
    assert permuted(articles(shuffled[1], shuffled[0])).p[0] == found
    assert permuted(articles(3 * shuffled[0] - 50, 3 * shuffled[1] - 50)).p[0] == found
    assert 0 < found <= 1


def test_many_units_are_bundled_and_lose_nothing():
    """With 3,000 units a side p is Welch's p, whether they move one by one or in bundles."""
    rng = np.random.default_rng(4)
    shifts = np.array([0.0, 0.03, 0.05, 0.07])
    figures = np.vstack([rng.normal(0, 1, (3_000, 4)), rng.normal(0, 1.5, (3_000, 4)) + shifts])
    found = permuted(article_units(figures, np.arange(6_000) < 3_000), permutations=4_000)
    expected = stats.ttest_ind(figures[:3_000], figures[3_000:], equal_var=False).pvalue
    assert (found.bundle == 6).all()
    assert found.p == pytest.approx(expected, abs=0.04)


def test_a_small_side_against_a_large_one_is_not_bundled():
    rng = np.random.default_rng(4)
    units = articles(rng.normal(0.5, 1, 12), rng.normal(0, 1, 5_000))
    found = permuted(units, permutations=2_000)
    assert found.bundle[0] == 1
    assert found.p[0] == pytest.approx(
        stats.ttest_ind(units.a[:12, 0], units.a[12:, 0], equal_var=False).pvalue, abs=0.05
    )


@pytest.mark.parametrize(("sizes", "side"), [((3, 40), 3), ((40, 3), 3), ((30, 40), 30)])
def test_a_small_side_is_drawn_without_replacement(sizes, side):
    """Every unit is drawn equally often and never twice: the share of draws with a given unit is k/n."""
    (block,) = _shuffled(np.arange(sum(sizes)) < side, 20_000, np.random.default_rng(1))
    drawn = block.toarray() if hasattr(block, "toarray") else block  # ordered where a side is not small
    assert set(np.unique(drawn)) == {0.0, 1.0}
    assert (drawn.sum(axis=1) == side).all()
    share = side / sum(sizes)
    assert drawn.mean(axis=0) == pytest.approx(np.full(sum(sizes), share), abs=5 * math.sqrt(share / 20_000))


def test_the_seed_decides_the_draws():
    rng = np.random.default_rng(5)
    units = articles(rng.normal(size=12), rng.normal(0.5, 1, 12))
    assert permuted(units).p[0] == permuted(units).p[0]
    assert permuted(units).p[0] != permuted(units, seed=1).p[0]


# --- intervals


def test_the_interval_is_welchs():
    rng = np.random.default_rng(6)
    one, two = rng.normal(1, 1, 8), rng.normal(0, 3, 14)
    found, theirs = welch(articles(one, two)), stats.ttest_ind(one, two, equal_var=False)
    ends = theirs.confidence_interval()
    assert (found.low[0], found.high[0]) == pytest.approx((ends.low, ends.high))
    assert found.degrees[0] == pytest.approx(theirs.df)


@pytest.mark.parametrize("sides", [([1, 2, 3, 4], [1, 2, 3, 4, 5, 6]), ([2] * 6, [2] * 6)])
def test_few_or_equal_units_give_no_interval(sides):
    found = bootstrap(articles(*sides), draws=200, seed=0)
    assert np.isnan([found.low[0], found.high[0]]).all()


def test_twenty_articles_a_side_reach_as_far_as_the_bootstrap():
    rng = np.random.default_rng(7)
    one, two = rng.gamma(1, 1, 20), rng.gamma(1, 1, 40)
    plain, drawn = welch(articles(one, two)), bootstrap(articles(one, two), draws=2_000, seed=0)
    assert drawn.drawn[0]
    assert drawn.low[0] <= plain.low[0] < plain.high[0] <= drawn.high[0]
    assert drawn.high[0] - drawn.low[0] > plain.high[0] - plain.low[0]
    fewer = bootstrap(articles(one[:19], two), draws=2_000, seed=0)
    assert not fewer.drawn[0]
    assert fewer.low[0] == welch(articles(one[:19], two)).low[0]


def test_drawn_ends_are_those_of_scipys_bootstrap_t():
    """(D* − D)/SE* drawn by hand from the same two sides, 20,000 times."""
    rng = np.random.default_rng(8)
    one, two = rng.gamma(0.5, 2, 25), rng.gamma(0.5, 2, 30)
    units = articles(one, two)
    found, error = bootstrap(units, draws=20_000, seed=0), welch(units).error[0]
    again = [rng.choice(side, (20_000, len(side))) for side in (one, two)]
    means = [side.mean(axis=1) for side in again]
    errors = np.sqrt(sum(side.var(axis=1, ddof=1) / side.shape[1] for side in again))
    drawn = (means[0] - means[1] - (one.mean() - two.mean())) / errors
    low, high = (found.value[0] - np.quantile(drawn, level) * error for level in (0.975, 0.025))
    plain = welch(units)
    assert found.low[0] == pytest.approx(min(low, plain.low[0]), abs=0.08 * error)
    assert found.high[0] == pytest.approx(max(high, plain.high[0]), abs=0.08 * error)


def test_the_detectable_difference_is_two_point_eight_errors_and_more_with_few_units():
    rng = np.random.default_rng(9)
    many = welch(articles(rng.normal(size=5_000), rng.normal(size=5_000)))
    assert many.detectable()[0] / many.error[0] == pytest.approx(1.960 + 0.842, abs=0.001)
    few = welch(articles([1, 2, 3], [1, 2, 3]))  # 4 degrees of freedom: 2.776 + 0.941
    assert few.detectable()[0] / few.error[0] == pytest.approx(2.776 + 0.941, abs=0.001)
    assert np.isnan(welch(articles([1, 1], [2, 2])).detectable()[0])


def test_equivalence_is_two_one_sided_tests():
    one, two = [1.0, 2, 3, 4, 5, 6], [1.5, 2, 3, 4, 5, 6.5]
    found = welch(articles(one, two))
    for margin in (0.5, 2.0, 4.0):
        below = stats.ttest_ind(np.array(one) + margin, two, equal_var=False, alternative="greater").pvalue
        above = stats.ttest_ind(np.array(one) - margin, two, equal_var=False, alternative="less").pvalue
        assert found.equivalence(np.array([margin]), np.array([True]))[0] == pytest.approx(max(below, above))
    assert np.isnan(found.equivalence(np.array([1.0]), np.array([False]))[0])


# --- effects


def test_cliffs_delta_by_hand():
    # pairs of {1, 5, 5} and {2, 5}: 1 < 2, 1 < 5, 5 > 2, 5 = 5, 5 > 2, 5 = 5: (2 − 2)/6
    assert cliffs_delta(articles([1, 5, 5], [2, 5])).value[0] == 0


def test_cliffs_interval_by_hand():
    # d of 1…5 against 2.5, 3.5, 4.5, 5.5, 6.5: rows −1, −1, −.6, −.2, .2 → δ = −.52; columns −.2, −.4… see below
    one, two = np.arange(1.0, 6), np.arange(2.5, 7)
    d = np.sign(one[:, None] - two[None, :])
    delta = d.mean()
    rows, columns = d.mean(axis=1), d.mean(axis=0)
    variance = (
        25 * ((rows - delta) ** 2).sum() + 25 * ((columns - delta) ** 2).sum() - ((d - delta) ** 2).sum()
    ) / (25 * 16)
    t = stats.t.ppf(0.975, 8)
    half = t * math.sqrt(variance) * math.sqrt((1 - delta**2) ** 2 + t**2 * variance)
    below = 1 - delta**2 + t**2 * variance
    found = cliffs_delta(articles(one, two))
    assert found.value[0] == pytest.approx(delta)
    assert found.low[0] == pytest.approx(max(-1, (delta - delta**3 - half) / below))
    assert found.high[0] == pytest.approx((delta - delta**3 + half) / below)


def test_groups_that_do_not_overlap_have_one_end_short_of_one():
    found = cliffs_delta(articles(range(10), range(20, 32)))
    t2 = stats.t.ppf(0.975, 20) ** 2
    assert (found.value[0], found.low[0]) == (-1, -1)
    assert found.high[0] == pytest.approx(-(10 - t2) / (10 + t2))


@given(arrays(float, 14, elements=st.integers(0, 6).map(float)), st.integers(1, 13))
@examples(60)
def test_effects_lie_in_their_intervals_and_turn_with_the_sides(values, cut):
    one, other = (articles(*sides) for sides in ((values[:cut], values[cut:]), (values[cut:], values[:cut])))
    for effect in (cliffs_delta, hedges_g):
        found, turned = effect(one), effect(other)
        assert found.value[0] == pytest.approx(-turned.value[0], nan_ok=True)
        assert found.low[0] == pytest.approx(-turned.high[0], nan_ok=True)
        if not np.isnan(found.low[0]):
            assert found.low[0] <= found.value[0] <= found.high[0]
    delta = cliffs_delta(one)
    assert -1 <= delta.value[0] <= 1
    assert np.isnan(delta.low[0]) or -1 <= delta.low[0] <= delta.high[0] <= 1


def test_hedges_g_by_hand():
    # two articles of three paragraphs of equal length: 1, 2, 3 and 3, 4, 5: D = −2, both s² = 1, 4 degrees of freedom
    found = hedges_g(paragraphs([[(1, 1), (2, 1), (3, 1)]], [[(3, 1), (4, 1), (5, 1)]]))
    assert found.value[0] == pytest.approx(-2 * (1 - 3 / 15))


# --- families and verdicts

some_p = arrays(float, st.integers(0, 12), elements=st.one_of(st.floats(0, 1), st.just(NAN)))


@given(some_p)
def test_adjusted_p_keep_order_and_are_never_smaller(p):
    for adjust in (holm, benjamini_hochberg):
        adjusted = adjust(p)
        known = ~np.isnan(p)
        assert (np.isnan(adjusted) == ~known).all()
        assert (adjusted[known] >= p[known] * (1 - 1e-12)).all()
        assert (adjusted[known] <= 1).all()
        assert (np.diff(adjusted[known][np.argsort(p[known], kind="stable")]) >= 0).all()


@given(arrays(float, st.integers(1, 12), elements=st.floats(0, 1)))
def test_benjamini_hochberg_is_scipys(p):
    assert benjamini_hochberg(p) == pytest.approx(stats.false_discovery_control(p))


def test_holm_by_hand():
    # sorted .005 × 4, .01 × 3, .03 × 2, .04 × 1, never falling: .02, .03, .06, .06
    assert holm(np.array([0.01, 0.04, 0.03, 0.005, NAN])).tolist()[:4] == pytest.approx(
        [0.03, 0.06, 0.06, 0.02]
    )


def test_the_three_verdicts():
    p, smallest = np.array([0.05, 0.051, 0.1, NAN]), np.array([0.001, 0.001, 0.1, 0.5])
    assert give_verdicts(p, smallest) == [
        "differ",
        "cannot be told apart",
        "too few to test",
        "too few to test",
    ]


@pytest.mark.parametrize(
    ("n", "smallest", "words"),
    [
        ((3, 3), 0.1, "3 against 3 articles cannot give p < .10"),
        ((2, 4), 1 / 15, "2 against 4 articles cannot give p < .06"),
        ((1, 1), 1.0, "1 against 1 article"),
        ((5, 1), 1 / 6, "5 against 1 article cannot give p < .16"),
        ((1, 40), 1 / 41, "1 against 40 articles, and one alone shows no spread"),
        ((0, 40), 1.0, "0 against 40 articles"),
    ],
)
def test_why_so_few_cannot_be_permuted(n, smallest, words):
    assert why_too_few(n, "articles", smallest) == f"too few to test: {words}"


def test_alike_columns_are_found_once():
    table = np.array([[1, 2, 1], [0, 0, 0]])
    assert [where.tolist() for _, where in alike(table)] == [[0, 2], [1]]


# --- what they are worth (benchmarks/comparison_validity.py has the whole tables)

REPETITIONS = 1_000


def simulated_articles(rng, sizes, spreads):
    """Tone of articles of ten paragraphs, means equal, spreads unequal: (articles, repetitions)."""
    return np.vstack(
        [
            rng.normal(0, spread, (size, REPETITIONS))
            + rng.normal(0, 0.1 / math.sqrt(10), (size, REPETITIONS))
            for size, spread in zip(sizes, spreads, strict=True)
        ]
    )


@pytest.mark.parametrize("sizes", [(20, 20), (40, 20), (20, 40)])
def test_population_covers_and_errs_as_it_says_with_unequal_spreads(sizes):
    figures = simulated_articles(np.random.default_rng(sum(sizes)), sizes, (0.1, 0.2))
    units = article_units(figures, np.arange(sum(sizes)) < sizes[0])
    found = bootstrap(units, draws=1_000, seed=0)
    assert 0.93 <= ((found.low <= 0) & (found.high >= 0)).mean() <= 0.97
    assert (permuted(units, permutations=1_000).p <= 0.05).mean() <= 0.065  # 6 % and half a standard error


def test_these_texts_cover_and_err_as_they_say():
    """Twelve articles a side that differ, their means equal; only the paragraphs are drawn."""
    rng = np.random.default_rng(12)
    levels = np.vstack([rng.gamma(2, 0.75, (12, REPETITIONS)), rng.gamma(1, 1.5, (12, REPETITIONS))])
    first = np.arange(24) < 12
    for side in (first, ~first):
        levels[side] *= 1.5 / levels[side].mean(axis=0)
    article = np.repeat(np.arange(24), rng.integers(5, 15, 24))
    words = np.maximum(8, rng.lognormal(math.log(60), 0.5, (len(article), REPETITIONS))).round()
    hits = rng.poisson(words / 100 * levels[article])
    units = paragraph_units(100 * hits, words, article, first, counted=np.ones(REPETITIONS, dtype=bool))
    found = welch(units)
    assert 0.93 <= ((found.low <= 0) & (found.high >= 0)).mean() <= 0.97
    assert (permuted(units, permutations=500).p <= 0.05).mean() <= 0.065


@pytest.mark.parametrize("n", [12, 40])
def test_random_splits_of_articles_of_one_kind_are_told_apart_in_six_percent_at_most(n):
    """500 times 12 or 40 articles of skewed rates of four measures that hang together, in two groups, after Holm."""
    rng = np.random.default_rng(13)
    figures = rng.gamma(0.7, 2, (n, 500, 4)) + rng.gamma(0.7, 1, (n, 500, 1))
    units = article_units(figures.reshape(n, 2_000), np.arange(n) < n // 2)
    p = permuted(units, permutations=2_000).p.reshape(500, 4)
    assert (np.array([holm(row).min() for row in p]) <= 0.05).mean() <= 0.06
