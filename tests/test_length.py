"""Measures against length: Spearman's ρ computed by hand, its interval, and when it is flagged."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import examples
from small_runs import run_of, sentence

from framing.errors import FramingError
from framing.statistics.length import length_check


def articles(words, *, tone=None, hits=None, **columns):
    return run_of(
        {
            f"a{place}": [
                (
                    "body",
                    [
                        sentence(
                            n,
                            vader=math.nan if tone is None else tone[place],
                            security=0 if hits is None else hits[place],
                        )
                    ],
                )
            ]
            for place, n in enumerate(words)
        },
        columns=columns,
    )


def row(run, measure, **options):
    table = length_check(run, **options).set_index("measure")
    return table.loc[measure]


def test_rho_and_its_interval_by_hand():
    """Ranks 1 2 3 4 5 and 2 1 3 5 4: Σd² = 4, ρ = 1 − 6·4/(5·24) = .8.

    artanh .8 = 1.0986; √((1 + .32)/2) = .8124; tanh(1.0986 ± 1.5923) = −.457 and .991.
    """
    found = row(articles([100, 200, 300, 400, 500], tone=[0.2, 0.1, 0.3, 0.5, 0.4]), "vader_tone")
    assert found["rho"] == pytest.approx(0.8)
    assert (found["low"], found["high"]) == pytest.approx((-0.457, 0.991), abs=5e-4)
    assert (found["n_articles"], found["flag"]) == (5, "")


def test_a_dependence_is_flagged_with_its_direction():
    words = list(range(100, 1100, 50))
    falling = [-n / 2000 + (n % 100) / 1000 for n in words]
    run = articles(words, tone=falling, hits=[n // 50 for n in words])
    assert row(run, "vader_tone")["flag"] == "longer articles score lower"
    assert row(run, "frames_security_n")["flag"] == "a count grows with length: compare the rate"
    assert row(run, "frames_security_rate")["flag"] == "does not vary"
    assert row(run, "frames_economic_n")["flag"] == "does not vary"


def test_perfect_order_has_no_interval_but_a_flag():
    found = row(articles([10, 20, 30, 40, 50, 60], tone=[0.1, 0.2, 0.3, 0.4, 0.5, 0.6]), "vader_tone")
    assert found["rho"] == 1
    assert math.isnan(found["low"])
    assert found["flag"] == "longer articles score higher"


def test_articles_without_words_or_figure_are_left_out():
    run = articles([0, 10, 20, 30, 40, 50], tone=[math.nan, 0.1, 0.4, 0.2, math.nan, 0.3])
    found = row(run, "vader_tone")
    assert (found["n_articles"], found["flag"]) == (4, "too few articles")
    assert math.isnan(found["rho"])
    assert row(run, "frames_security_n")["n_articles"] == 5


def test_equal_lengths_say_nothing():
    assert (
        row(articles([10] * 6, tone=[0.1, 0.2, 0.3, 0.4, 0.5, 0.6]), "vader_tone")["flag"] == "does not vary"
    )


def test_a_difference_between_groups_is_no_dependence_within_them():
    """One outlet writes long and gladly, the other short and angrily; within each length says nothing.

    Ranks of words in an outlet 1 2 3 4, of tone 2 4 1 3: Σ(x − 2.5)(y − 2.5) = .75 − .75 − .75 + .75 = 0.
    """
    tone = [0.02, 0.04, 0.01, 0.03, 0.52, 0.54, 0.51, 0.53]
    run = articles([100, 110, 120, 130, 900, 910, 920, 930], tone=tone, outlet=["a"] * 4 + ["b"] * 4)
    found = row(run, "vader_tone", by="outlet")
    assert found["rho"] > 0.7
    assert found["within"] == pytest.approx(0, abs=1e-12)


def test_voice_and_kind_are_checked_and_a_run_may_be_empty():
    with pytest.raises(FramingError, match="voice 'editor'"):
        length_check(articles([1]), voice="editor")
    with pytest.raises(FramingError, match="no such column"):
        length_check(articles([1]), by="nope")
    assert set(length_check(articles([]))["flag"]) == {"too few articles"}
    assert set(length_check(articles([5] * 6), voice="quoted")["n_articles"]) == {0}


@given(
    words=st.lists(st.integers(1, 60), min_size=5, max_size=25),
    seed=st.integers(0, 99),
)
@examples(40)
def test_rho_is_scipys_and_lies_in_its_interval(words, seed):
    from scipy.stats import spearmanr

    tone = np.random.default_rng(seed).integers(-3, 4, len(words)) / 4
    found = row(articles(words, tone=tone.tolist()), "vader_tone")
    if len(set(words)) == 1 or len(set(tone)) == 1:
        assert math.isnan(found["rho"])
        return
    assert found["rho"] == pytest.approx(spearmanr(words, tone).statistic, abs=1e-9)
    assert math.isnan(found["low"]) or found["low"] <= found["rho"] <= found["high"]


@given(order=st.permutations(range(8)))
@examples(20)
def test_the_order_of_articles_changes_nothing(order):
    words, tone = [40, 10, 30, 80, 20, 55, 12, 33], [0.1, 0.5, -0.2, 0.3, 0.0, 0.9, -0.4, 0.2]
    one = row(articles(words, tone=tone), "vader_tone")
    other = row(articles([words[k] for k in order], tone=[tone[k] for k in order]), "vader_tone")
    assert other["rho"] == pytest.approx(one["rho"])
    assert other["low"] == pytest.approx(one["low"])
