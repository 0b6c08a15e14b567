"""Frames and tone of the sentences that name an actor."""

from __future__ import annotations

import math

import pytest
from small_runs import run_of, sentence

from framing.errors import FramingError
from framing.statistics import actor_frames

T5 = 2.7764451  # Student's t, 4 degrees of freedom


def body(*sentences):
    return ("body", list(sentences))


def row(table, actor, measure):
    found = table.loc[(table["actor"] == actor) & (table["measure"] == measure)]
    assert len(found) == 1
    return found.iloc[0]


def test_only_sentences_that_name_the_actor_count():
    run = run_of(
        {
            "a": [
                body(
                    sentence(20, tone=0.5, actors=("China",), security=2),
                    sentence(30, tone=-0.9, security=5),
                    sentence(30, tone=0.1, actors=("China", "Li"), economic=1),
                )
            ]
        }
    )
    table = actor_frames(run)
    china = row(table, "China", "frames_security_rate")
    assert (china["mentions"], china["n_sentences"], china["n_words"], china["n"]) == (2, 2, 50, 2)
    assert china["value"] == pytest.approx(100 * 2 / 50)
    assert row(table, "China", "textblob_tone")["value"] == pytest.approx(0.3)
    assert row(table, "Li", "frames_security_rate")["value"] == 0.0  # the sentence counts for both


def test_a_sentence_that_names_an_actor_twice_counts_once():
    run = run_of({"a": [body(sentence(20, actors=("China", "China"), security=2))]})
    found = row(actor_frames(run), "China", "frames_security_rate")
    assert (found["mentions"], found["n_sentences"], found["n"], found["value"]) == (2, 1, 2, 10.0)


def test_silent_sentences_are_left_out_of_tone_and_counted():
    run = run_of({"a": [body(sentence(10, tone=0.4, actors=("Li",)), sentence(30, actors=("Li",)))]})
    found = row(actor_frames(run), "Li", "textblob_tone")
    assert (found["value"], found["measured"], found["n_sentences"]) == (pytest.approx(0.4), 1, 2)
    assert "under half of the words measured" in found["flags"]


def test_with_five_articles_articles_are_the_units():
    # 0, 1, 2, 3, 4 hits in 10 words each: R = 2 in 10, d = −2 … 2; variance 5/4 × 10/5², × 10 per 100
    run = run_of({f"a{n}": [body(sentence(10, actors=("Li",), security=n))] for n in range(5)})
    found = row(actor_frames(run), "Li", "frames_security_rate")
    half = T5 * 10 * math.sqrt(1.25 * 10 / 25)
    assert found["value"] == pytest.approx(20)
    assert (found["low"], found["high"]) == pytest.approx((max(0, 20 - half), 20 + half))
    assert found["interval"] == "ratio t over 5 articles: other articles that name it"


def test_sentences_of_one_article_are_one_unit():
    """Ten sentences in five articles that each repeat themselves are no better than five."""
    once = run_of({f"a{n}": [body(sentence(10, actors=("Li",), security=n))] for n in range(5)})
    twice = run_of({f"a{n}": [body(*[sentence(10, actors=("Li",), security=n)] * 2)] for n in range(5)})
    one, two = (row(actor_frames(run), "Li", "frames_security_rate") for run in (once, twice))
    assert (one["low"], one["high"]) == pytest.approx((two["low"], two["high"]))


def test_with_fewer_articles_paragraphs_are_the_units():
    run = run_of({"a": [body(sentence(10, actors=("Li",), security=n)) for n in range(5)]})
    found = row(actor_frames(run), "Li", "frames_security_rate")
    assert found["interval"] == "ratio t over 5 paragraphs: other paragraphs like these that name it"
    assert not math.isnan(found["low"])


def test_four_units_have_no_interval_and_it_says_so():
    run = run_of({"a": [body(sentence(10, actors=("Li",), security=n)) for n in range(4)]})
    found = row(actor_frames(run), "Li", "frames_security_rate")
    assert found["interval"] == "none: 4 paragraphs, 5 needed"
    assert math.isnan(found["low"])


def test_the_most_mentioned_stand_first_and_equals_by_name():
    run = run_of(
        {
            "a": [
                body(sentence(actors=("Li",)), sentence(actors=("China", "Beijing"))),
                body(sentence(actors=("China",))),
            ]
        }
    )
    assert actor_frames(run)["actor"].unique().tolist() == ["China", "Beijing", "Li"]


def test_groups_have_their_own_rows():
    run = run_of(
        {"a": [body(sentence(10, actors=("Li",), security=1))], "b": [body(sentence(10, actors=("Li",)))]},
        columns={"outlet": ["X", None]},
    )
    table = actor_frames(run, by="outlet")
    rates = table.loc[table["measure"] == "frames_security_rate"].set_index("group")["value"]
    assert rates.to_dict() == {"X": 10.0, "(missing)": 0.0}
    assert actor_frames(run, by="article")["group"].unique().tolist() == ["a", "b"]


def test_titles_are_left_out_unless_asked_for():
    run = run_of({"a": [("title", [sentence(actors=("Li",))]), body(sentence(actors=("Li",)))]})
    assert [
        row(actor_frames(run, kind=kind), "Li", "textblob_tone")["mentions"] for kind in ("body", None)
    ] == [1, 2]


def test_an_actor_named_in_one_voice_is_not_in_the_other():
    run = run_of({"a": [body(sentence(10, actors=("Li",), security=1))]})
    assert row(actor_frames(run, voice="author"), "Li", "frames_security_rate")["value"] == 10.0
    assert len(actor_frames(run, voice="quoted")) == 0


def test_a_run_that_names_nobody_gives_an_empty_table():
    table = actor_frames(run_of({"a": [body(sentence())]}))
    assert len(table) == 0
    assert {"actor", "value", "interval"} <= set(table.columns)


def test_unknown_columns_are_named():
    with pytest.raises(FramingError, match="by 'outlte'"):
        actor_frames(run_of({"a": [body(sentence())]}), by="outlte")
