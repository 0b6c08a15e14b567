"""Emphasis, the probability to be the largest, and the leading frame."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import examples
from small_runs import run_of, sentence

from framing.errors import FramingError
from framing.statistics import emphasis, leading, leading_frames
from framing.statistics.emphasis import against_baseline, own_baseline, verdicts
from framing.statistics.largest import probability_largest

USUAL = SimpleNamespace(n=100, n_words=10_000, dispersion=2.0)


def largest(shapes, rates):
    return probability_largest(np.array([shapes], dtype=float), np.array([rates], dtype=float))[0]


def poisson_below(k, mean):
    """P(N < k), which is P(Gamma(k, 1) > mean)."""
    return sum(math.exp(-mean) * mean**i / math.factorial(i) for i in range(k))


# --- emphasis


def test_emphasis_is_the_mean_of_the_gamma_posterior_and_leaves_a_fortieth_on_either_side():
    # E = 500 × 100/10,000 = 5; shape 2 + 10/2 = 7; rate 2 + 5/2 = 4.5
    r, low, high = emphasis(10, 500, USUAL)
    assert r == pytest.approx(7 / 4.5)
    assert 1 - poisson_below(7, 4.5 * low) == pytest.approx(0.025)
    assert poisson_below(7, 4.5 * high) == pytest.approx(0.025)


def test_emphasis_of_as_many_hits_as_usual_is_one():
    # n = E = 5, φ = 2: (2 + 2.5) / (2 + 2.5)
    assert emphasis(5, 500, USUAL)[0] == pytest.approx(1)


def test_emphasis_without_words_was_not_measured():
    assert all(math.isnan(value) for value in emphasis(0, 0, USUAL))


def test_emphasis_of_a_million_hits_is_stable():
    r, low, high = emphasis(1_000_000, 100_000_000, USUAL)
    # shape and rate 2 + 500,000: mean 1, standard deviation 1/√500,002 = 0.001414, so 1 ± 1.96 × 0.001414
    assert r == pytest.approx(1, abs=1e-12)
    assert (low, high) == pytest.approx((0.99723, 1.00277), abs=1e-5)


@pytest.mark.parametrize(
    ("n", "words", "baseline"),
    [
        (-1, 100, USUAL),
        (1, -100, USUAL),
        (1, 100, SimpleNamespace(n=1, n_words=0, dispersion=1.0)),
        (1, 100, SimpleNamespace(n=1, n_words=100, dispersion=0.5)),
        (1, 100, SimpleNamespace(n=1, n_words=100, dispersion=math.nan)),
    ],
)
def test_counts_and_baselines_that_make_no_sense_are_refused(n, words, baseline):
    with pytest.raises(FramingError, match=r"0 or more|needed are"):
        emphasis(n, words, baseline)


# --- probability to be the largest


def test_largest_of_two_by_hand():
    # X ~ Gamma(2, 1), Y ~ Exp(3): P(X > Y) = 1 − E e^(−3X) = 1 − (1/4)² = 15/16
    assert largest([2, 1], [1, 3]) == pytest.approx([15 / 16, 1 / 16], abs=1e-7)


def test_largest_of_three_by_hand():
    # exponentials of rates 1, 2, 3: ∫ e^-x (1 − e^-2x)(1 − e^-3x) dx = 1 − 1/3 − 1/4 + 1/6 = 7/12, and so on
    assert largest([1, 1, 1], [1, 2, 3]) == pytest.approx([7 / 12, 4 / 15, 3 / 20], abs=1e-7)


@given(
    a=st.floats(0.5, 5_000),
    b=st.floats(0.5, 5_000),
    odds=st.floats(0.2, 5),
)
@examples(60)
def test_largest_of_two_is_a_beta_tail(a, b, odds):
    """G₁/(G₁ + G₂) ~ Beta(a, b), so P(G₁/r₁ > G₂/r₂) = P(Beta(a, b) > r₁/(r₁ + r₂))."""
    from scipy.stats import beta

    rates = (a, odds * b)
    expected = beta.sf(rates[0] / sum(rates), a, b)
    assert largest([a, b], rates)[0] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("shapes", "rates"),
    [
        ([2, 5.5, 30, 2.2], [2, 6, 28, 1.5]),
        ([0.5, 0.5, 1.5], [1, 1, 1]),
        ([2, 2.2, 1e6, 40], [2, 2, 1e6, 41]),
        ([3] * 10, list(range(3, 13))),
    ],
)
def test_largest_agrees_with_simulation(shapes, rates):
    draws = 1_000_000
    rng = np.random.default_rng(3)
    x = rng.gamma(shapes, 1 / np.array(rates), (draws, len(shapes)))
    share = np.bincount(x.argmax(axis=1), minlength=len(shapes)) / draws
    assert largest(shapes, rates) == pytest.approx(share, abs=4 * 0.5 / math.sqrt(draws))


def test_largest_of_huge_shapes_is_exact():
    from scipy.stats import beta

    # one part in a thousand apart at a million: 1000/√(2e6) = 0.707 standard deviations
    a, b = 1_000_000.0, 1_001_000.0
    assert largest([a, b], [1, 1])[1] == pytest.approx(beta.sf(0.5, b, a), abs=1e-6)
    assert largest([1e9, 2], [1e9, 2e9]) == pytest.approx([1, 0], abs=1e-9)


def test_equal_variables_share_equally():
    assert largest([7.3] * 10, [2.1] * 10) == pytest.approx([0.1] * 10, abs=1e-12)


def test_a_single_variable_is_the_largest():
    assert largest([3], [2]).tolist() == [1]


@given(
    st.lists(st.tuples(st.floats(0.5, 1e6), st.floats(0.01, 1e6)), min_size=2, max_size=8),
)
@examples(60)
def test_probabilities_are_probabilities(pairs):
    shapes, rates = zip(*pairs, strict=True)
    found = largest(shapes, rates)
    assert found.sum() == pytest.approx(1)
    assert (found >= 0).all()


def test_many_texts_at_once_give_what_each_gives_alone():
    rng = np.random.default_rng(1)
    shape, rate = 2 + rng.poisson(4, (3_000, 4)) / 1.7, 2 + rng.gamma(2, 1, (3_000, 4))
    together = probability_largest(shape, rate)
    alone = np.vstack([probability_largest(shape[k : k + 1], rate[k : k + 1]) for k in (0, 1_777, 2_999)])
    assert together[[0, 1_777, 2_999]] == pytest.approx(alone, abs=1e-12)


# --- the verdict


def test_no_hit_is_none():
    assert leading({"a": 0, "b": 0}, 600).verdict == "none"


def test_hits_without_a_clear_leader_are_mixed():
    assert leading({"a": 5, "b": 5}, 600).verdict == "mixed"


def test_the_frame_with_most_hits_does_not_lead_if_its_list_always_hits_often():
    """Raw counts crown the biggest list: 12 where 15 are usual are less than 8 where 2 are."""
    often = SimpleNamespace(n=250, n_words=10_000, dispersion=1.0)
    seldom = SimpleNamespace(n=33, n_words=10_000, dispersion=1.0)
    lead = leading({"economic": 12, "security": 8}, 600, {"economic": often, "security": seldom})
    assert lead.verdict == "security"
    assert leading({"economic": 12, "security": 8}, 600).verdict != "security"


def test_a_frame_without_hits_never_leads():
    """Frames hit far less than usual leave an unhit, rare frame's prior on top; no word speaks for it."""
    often = SimpleNamespace(n=500, n_words=10_000, dispersion=1.0)
    rare = SimpleNamespace(n=1, n_words=1_000_000, dispersion=1.0)
    lead = leading({"a": 1, "b": 0}, 1_000, {"a": often, "b": rare})
    assert lead.posterior["b"] > 0.8
    assert lead.verdict == "mixed"


def test_the_only_frame_leads_where_it_is_hit():
    assert leading({"a": 1}, 100).verdict == "a"
    assert leading({"a": 1}, 100, {"a": USUAL}).verdict == "a"
    assert leading({"a": 0}, 100, {"a": USUAL}).verdict == "none"


def test_raw_shares_by_hand():
    # Beta(3/2, 1/2) has P(> 1/2) = 1/2 + 1/π
    lead = leading({"a": 1, "b": 0}, 100)
    assert lead.posterior["a"] == pytest.approx(0.5 + 1 / math.pi, abs=1e-7)
    assert lead.verdict == "a"


def test_a_missing_baseline_is_named():
    with pytest.raises(FramingError, match="no baseline for b; there is one for a"):
        leading({"a": 1, "b": 0}, 100, {"a": USUAL})


def test_texts_without_words_have_no_probabilities():
    lead = leading({"a": 0, "b": 0}, 0, {"a": USUAL, "b": USUAL})
    assert lead.verdict == "none"
    assert all(math.isnan(value) for value in lead.posterior.values())


@given(st.lists(st.integers(0, 30), min_size=3, max_size=3), st.integers(50, 2_000))
@examples(40)
def test_one_more_hit_makes_a_frame_more_probable(counts, words):
    base, dispersion = np.array([0.004, 0.01, 0.002]), np.array([1.5, 2.0, 3.0])
    more = np.array([counts, [counts[0] + 1, *counts[1:]]], dtype=float)
    found = against_baseline(more, np.array([words, words], dtype=float), base, dispersion)
    assert found.posterior[1, 0] > found.posterior[0, 0]
    assert found.emphasis[1, 0] > found.emphasis[0, 0]


@pytest.mark.parametrize("clumps", [1.2, 5.0])
@pytest.mark.parametrize("words", [60, 600])
def test_texts_as_usual_lead_a_frame_in_few_cases(clumps, words):
    """Of texts that hit each list as usual, in clumps, at most 15 % are given a leading frame."""
    rng = np.random.default_rng(11)
    base, dispersion = np.array([0.004, 0.003, 0.001]), np.full(3, clumps)
    mean = base * words
    # a negative binomial of mean m and variance φ m: gamma-mixed Poisson of shape m/(φ − 1)
    counts = rng.poisson(rng.gamma(mean / (dispersion - 1), dispersion - 1, (4_000, 3))).astype(float)
    stress = against_baseline(counts, np.full(4_000, float(words)), base, dispersion)
    told = pd.Series(verdicts(counts, stress.posterior, ["a", "b", "c"]))
    assert told.isin(["a", "b", "c"]).mean() <= 0.15


# --- a baseline from the run's own articles


def test_own_baseline_by_hand():
    # article 0: 0 and 6 hits in 10 words each, E = 3: χ² = 9/3 + 9/3 = 6, one degree of freedom
    # article 1: 1 and 1 in 20 words each: χ² = 0, one degree; article 2: no hit, no degree; a sentence without words
    counts, words = np.array([[0.0], [6], [1], [1], [0], [0], [0]]), np.array([10.0, 10, 20, 20, 5, 5, 0])
    base, dispersion = own_baseline(counts, words, np.array([0, 0, 1, 1, 2, 2, 1]))
    assert base == pytest.approx([8 / 70])
    assert dispersion == pytest.approx([6 / 2])


def test_articles_that_differ_are_not_dispersion():
    """One article full of a frame and others without it: the more reason to say that it leads there."""
    counts, words = np.array([[9.0], [9], [0], [0]]), np.full(4, 50.0)
    assert own_baseline(counts, words, np.array([0, 0, 1, 1]))[1].tolist() == [1.0]


def test_own_baseline_of_a_frame_never_hit_is_usable():
    base, dispersion = own_baseline(np.zeros((3, 1)), np.full(3, 100.0), np.arange(3))
    assert (base.tolist(), dispersion.tolist()) == ([0.0], [1.0])


# --- leading_frames

SHIPPED = {
    "security": {"n": 100, "n_words": 10_000, "dispersion": 2.0, "source": "ordinary news"},
    "economic": {"n": 200, "n_words": 10_000, "dispersion": 2.0, "source": "ordinary news"},
}


def body(words=100, **hits):
    return ("body", [sentence(words, **hits)])


def title(words=8, **hits):
    return ("title", [sentence(words, **hits)])


def test_an_article_is_weighed_against_the_shipped_baseline():
    run = run_of({"a": [title(economic=1), body(security=6), body(400, security=4)]}, baseline=SHIPPED)
    table = leading_frames(run).set_index("category")
    # the title is left out: 10 hits in 500 words where 5 are usual, φ = 2
    assert table.loc["security", ["n", "n_words", "rate", "expected"]].tolist() == [10, 500, 2.0, 5.0]
    assert table.loc["security", "emphasis"] == pytest.approx(7 / 4.5)
    assert table.loc["economic", "emphasis"] == pytest.approx(2 / 7)  # E = 10: (2 + 0)/(2 + 5)
    assert table["verdict"].unique().tolist() == ["security"]
    assert table["baseline"].unique().tolist() == ["shipped: ordinary news"]
    assert table["posterior"].sum() == pytest.approx(1)
    assert table["flags"].tolist() == ["", "under 5 hits"]


def test_the_title_stands_beside_its_body():
    run = run_of(
        {"a": [title(economic=5), body(500, security=12)], "b": [body(security=1)]}, baseline=SHIPPED
    )
    table = leading_frames(run, "title")
    assert table["group"].unique().tolist() == ["a"]
    assert table["n"].tolist() == [0, 5]
    assert table["body_verdict"].tolist() == ["security", "security"]
    assert table["verdict"].unique().tolist() == ["economic"]


def test_paragraphs_keep_their_number_and_kind():
    run = run_of({"a": [title(), body(security=6), body()]}, baseline=SHIPPED)
    table = leading_frames(run, "paragraph")
    assert table["paragraph"].tolist() == [0, 0, 1, 1, 2, 2]
    assert table["kind"].tolist() == ["title"] * 2 + ["body"] * 4
    assert table["verdict"].tolist() == ["none"] * 2 + ["security"] * 2 + ["none"] * 2


def test_a_group_counts_each_article_once():
    """A long article does not outvote short ones: its rate is a mean of rates, worth k²/Σ(1/words) words."""
    run = run_of(
        {"a": [body(100, security=4)], "b": [body(900)]}, columns={"outlet": ["X", "X"]}, baseline=SHIPPED
    )
    row = leading_frames(run, "outlet").set_index("category").loc["security"]
    assert (row["n"], row["n_words"]) == (4, 1_000)
    assert row["rate"] == pytest.approx(2.0)  # (4 + 0)/2
    assert row["expected"] == pytest.approx(10.0)
    assert row["effective_words"] == pytest.approx(4 / (1 / 100 + 1 / 900))  # 360
    # 2 per 100 words in 360 words are 7.2 hits where 3.6 are usual; φ = 2
    assert row["emphasis"] == pytest.approx((2 + 3.6) / (2 + 1.8))


def test_articles_without_words_are_left_out_of_a_group():
    run = run_of(
        {"a": [body(100, security=4)], "b": [title()]}, columns={"outlet": ["X", "X"]}, baseline=SHIPPED
    )
    row = leading_frames(run, "outlet").iloc[0]
    assert (row["rate"], row["effective_words"]) == (pytest.approx(4.0), pytest.approx(100))


def test_thirty_articles_are_their_own_baseline():
    articles = {f"a{k}": [body(200, security=2, economic=k % 3)] for k in range(30)}
    articles["loud"] = [body(200, security=20)]
    table = leading_frames(run_of(articles))
    assert table["baseline"].unique().tolist() == ["this run's 31 articles"]
    # 60 + 20 hits in 31 × 200 words
    assert table["expected"].iloc[0] == pytest.approx(200 * 80 / 6_200)
    assert table.set_index("group").loc["loud", "verdict"].unique().tolist() == ["security"]


def test_fewer_articles_without_baseline_are_compared_raw_and_say_so():
    table = leading_frames(run_of({"a": [body(300, security=6, economic=2)]}))
    assert table["baseline"].unique().tolist() == ["raw"]
    assert table["expected"].tolist() == [4, 4]  # an equal share of the hits
    # two frames, shares (6.5/9, 2.5/9), 1 = an equal share
    assert table["emphasis"].tolist() == pytest.approx([2 * 6.5 / 9, 2 * 2.5 / 9])
    assert (table["low"] < table["emphasis"]).all()
    assert (table["emphasis"] < table["high"]).all()


def test_a_codebook_with_one_frame_and_no_baseline_has_no_choice():
    run = run_of({"a": [body(300, security=1)], "b": [body(300)]}, frames=("security",))
    assert leading_frames(run)["verdict"].tolist() == ["security", "none"]


def test_a_voice_that_does_not_speak_has_no_frame():
    table = leading_frames(run_of({"a": [body(security=3)]}, baseline=SHIPPED), voice="quoted")
    assert table["verdict"].unique().tolist() == ["none"]
    assert table[["rate", "emphasis", "low", "high", "posterior"]].isna().all(axis=None)


def test_intervals_hold_their_emphasis():
    articles = {f"a{k}": [body(50 + 40 * k, security=k % 7, economic=k % 4)] for k in range(29)}
    for baseline in (SHIPPED, None):
        table = leading_frames(run_of(articles, baseline=baseline))
        assert ((table["low"] <= table["emphasis"]) & (table["emphasis"] <= table["high"])).all()


def test_unknown_columns_codebooks_and_voices_are_named():
    run = run_of({"a": [body(security=1)]})
    with pytest.raises(FramingError, match=r"by 'outlett': .* there are article, input"):
        leading_frames(run, "outlett")
    with pytest.raises(FramingError, match="instrument 'moral': not a codebook of frames in this run"):
        leading_frames(run, instrument="moral")
    with pytest.raises(FramingError, match="voice 'loud': unknown; there are all, author, quoted"):
        leading_frames(run, voice="loud")


def test_a_run_without_frames_has_no_rows():
    table = leading_frames(run_of({"a": [body()]}, frames=()))
    assert len(table) == 0
    assert {"group", "verdict", "posterior"} <= set(table.columns)
