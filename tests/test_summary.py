"""Figures of articles and groups: by hand, with what they rest on."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import examples
from small_runs import hit, run_of, sentence

import framing as fr
from framing.errors import FramingError
from framing.statistics import summarize

T5 = 2.7764451  # Student's t, 4 degrees of freedom


def body(*sentences):
    return ("body", list(sentences))


def row(table, measure, group=None):
    found = table.loc[table["measure"] == measure]
    if group is not None:
        found = found.loc[found["group"] == group]
    assert len(found) == 1
    return found.iloc[0]


def simple(rates, words=100):
    """One article with one sentence of so many words and hits in each paragraph."""
    return [body(sentence(words, security=n)) for n in rates]


# --- articles


def test_an_articles_rate_is_all_hits_by_all_words():
    run = run_of({"a": [body(sentence(50, security=3)), body(sentence(150, security=1))]})
    found = row(summarize(run), "frames_security_rate")
    # 4 hits in 200 words; the mean of the paragraphs' rates would be (6 + 0.67)/2
    assert found["value"] == 2.0
    assert (found["n"], found["n_words"], found["n_paragraphs"], found["covered"]) == (4, 200, 2, 1.0)


def test_an_articles_tone_is_the_mean_over_sentences_that_have_one():
    run = run_of(
        {
            "a": [
                body(sentence(10, tone=0.5), sentence(20, tone=-0.1), sentence(30)),
                body(sentence(40, tone=0.2)),
            ]
        }
    )
    found = row(summarize(run), "textblob_tone")
    assert found["value"] == pytest.approx((0.5 - 0.1 + 0.2) / 3)
    assert found["covered"] == pytest.approx(70 / 100)
    assert pd.isna(found["n"])


def test_titles_and_headings_are_left_out_unless_asked_for():
    run = run_of(
        {"a": [("title", [sentence(5, security=2)]), ("heading", [sentence(3, security=1)]), *simple([1])]}
    )
    counts = {
        kind: row(summarize(run, kind=kind), "frames_security_n")["value"]
        for kind in ("title", "heading", "body", None)
    }
    assert counts == {"title": 2, "heading": 1, "body": 1, None: 4}


def test_the_interval_of_a_rate_by_hand():
    # the numbers of test_intervals: R = 2, d = 0, −200, 0, 0, 200 over 500 words
    paragraphs = [(50, 1), (100, 0), (150, 3), (100, 2), (100, 4)]
    run = run_of({"a": [body(sentence(words, security=n)) for words, n in paragraphs]})
    found = row(summarize(run), "frames_security_rate")
    half = T5 * math.sqrt(0.4)
    assert (found["low"], found["high"]) == pytest.approx((2 - half, 2 + half))
    assert (
        found["interval"] == "ratio t over 5 paragraphs: had the author written other paragraphs like these"
    )


def test_the_interval_of_tone_takes_paragraphs_as_units():
    # sums 0.2, 0.4, 0, 0.6, −0.2 over 2, 2, 1, 2, 1 sentences: R = 1.0/8 = 0.125
    # d = −0.05, 0.15, −0.125, 0.35, −0.325: Σ d² = 0.268750; variance 5/4 × 0.26875/64
    tones = [(0.1, 0.1), (0.3, 0.1), (0.0,), (0.6, 0.0), (-0.2,)]
    run = run_of({"a": [body(*(sentence(20, tone=t) for t in pair)) for pair in tones]})
    found = row(summarize(run), "textblob_tone")
    half = T5 * math.sqrt(1.25 * 0.26875 / 64)
    assert found["value"] == pytest.approx(0.125)
    assert (found["low"], found["high"]) == pytest.approx((0.125 - half, 0.125 + half))


def test_a_rates_interval_does_not_go_below_zero():
    found = row(summarize(run_of({"a": simple([0, 0, 0, 0, 5])})), "frames_security_rate")
    assert found["low"] == 0.0


def test_counts_are_facts_of_their_text():
    found = row(summarize(run_of({"a": simple([1, 2, 3, 4, 5])})), "frames_security_n")
    assert found["value"] == 15
    assert math.isnan(found["low"])
    assert found["interval"] == "none: a count of this text"


def test_four_paragraphs_have_no_interval_and_it_says_so():
    found = row(summarize(run_of({"a": simple([1, 2, 3, 4])})), "frames_security_rate")
    assert math.isnan(found["low"])
    assert found["interval"] == "none: 4 paragraphs, 5 needed"


def test_paragraphs_without_any_hit_have_no_interval_and_it_says_so():
    found = row(summarize(run_of({"a": simple([0] * 6)})), "frames_security_rate")
    assert (found["value"], found["interval"]) == (0.0, "none: the 6 paragraphs do not differ")
    assert math.isnan(found["high"])


def test_what_could_not_be_measured_is_missing():
    run = run_of({"a": [("title", [sentence(5)])], "b": simple([1])})
    table = summarize(run)
    silent = row(table, "frames_security_rate", "a")
    assert math.isnan(silent["value"])
    assert (silent["n_articles"], silent["n_paragraphs"], silent["n_words"]) == (0, 0, 0)
    assert silent["interval"] == "none: nothing to measure"
    assert row(table, "frames_security_n", "a")["value"] == 0
    assert math.isnan(row(table, "textblob_tone", "b")["value"])


def test_actors_are_counted_once_an_article():
    run = run_of(
        {
            "a": [
                body(sentence(actors=("China", "Li"))),
                body(sentence(actors=("China",)), sentence(actors=("SSD",))),
            ],
            "b": [body(sentence(actors=("China",)))],
        }
    )
    table = summarize(run)
    assert row(table, "actors_distinct", "a")["value"] == 3
    assert row(table, "actors_n", "a")["value"] == 4
    assert row(table, "actors_distinct", "b")["value"] == 1


def test_a_share_in_frame_words_is_a_ratio_of_sums():
    """Paragraphs weigh as much as the tone they carry: Σ|contribution| times their sentences."""
    run = run_of(
        {
            "a": [
                body(sentence(share=1.0, vader=-0.2)),
                body(sentence(share=0.25, vader=0.3), sentence(share=0.25, vader=0.1)),
            ]
        },
        evidence=[
            hit("a", 0, "vader", 0, 3, "war", -0.2),
            hit("a", 1, "vader", 0, 5, "peace", 0.3),
            hit("a", 1, "vader", 9, 14, "great", 0.1),
        ],
    )
    # paragraph 0: 1.0 of 0.2 × 1; paragraph 1: 0.25 of 0.4 × 2
    expected = (1.0 * 0.2 + 0.25 * 0.8) / (0.2 + 0.8)
    assert row(summarize(run), "vader_tone_frame_share")["value"] == pytest.approx(expected)


def test_without_evidence_shares_are_weighted_by_words():
    run = run_of({"a": [body(sentence(30, share=1.0)), body(sentence(10, share=0.2)), body(sentence(60))]})
    found = row(summarize(run), "vader_tone_frame_share")
    assert found["value"] == pytest.approx((30 * 1.0 + 10 * 0.2) / 40)
    assert found["covered"] == pytest.approx(0.4)


def test_each_voice_is_summarised_alone():
    run = run_of({"a": simple([1, 2])})
    assert row(summarize(run, voice="author"), "frames_security_rate")["value"] == 1.5
    quoted = row(summarize(run, voice="quoted"), "frames_security_rate")
    assert math.isnan(quoted["value"])


# --- groups


def test_a_group_is_the_mean_of_its_articles_each_once():
    run = run_of({"a": simple([4], words=100), "b": simple([0], words=900)}, columns={"outlet": ["X", "X"]})
    found = row(summarize(run, by="outlet"), "frames_security_rate")
    assert found["value"] == 2.0  # (4 + 0)/2, not 4 in 1,000 words
    assert (found["n"], found["n_words"], found["n_articles"]) == (4, 1_000, 2)
    assert found["interval"] == "none: 2 articles, 5 needed"


def test_five_to_nineteen_articles_have_students_interval():
    run = run_of({f"a{n}": simple([n]) for n in range(1, 6)}, columns={"outlet": ["X"] * 5})
    found = row(summarize(run, by="outlet"), "frames_security_rate")
    # rates 1 … 5: mean 3, s = √2.5, t(4) × s/√5
    half = T5 * math.sqrt(2.5 / 5)
    assert (found["low"], found["high"]) == pytest.approx((3 - half, 3 + half))
    assert found["interval"] == "Student t over 5 articles: other articles like these"


def test_twenty_articles_are_drawn_anew_from_a_seed():
    run = run_of({f"a{n}": simple([n % 7, n % 3]) for n in range(20)}, columns={"outlet": ["X"] * 20})
    first, same, other = (
        row(summarize(run, by="outlet", seed=seed), "frames_security_rate") for seed in (0, 0, 1)
    )
    assert first["interval"] == "bootstrap (2,000 draws) over 20 articles: other articles like these"
    assert (first["low"], first["high"]) == (same["low"], same["high"])
    assert first["low"] != other["low"]


def test_any_column_groups_and_missing_values_are_a_group():
    run = run_of(
        {"a": simple([1]), "b": simple([2]), "c": simple([3]), "d": simple([5])},
        columns={"desk": ["opinion", None, "news", "opinion"], "year": [2020, 2021, None, 2020]},
    )
    desks = summarize(run, by="desk")
    assert desks["group"].unique().tolist() == ["opinion", "news", "(missing)"]
    assert row(desks, "frames_security_rate", "opinion")["value"] == 3.0
    assert summarize(run, by="year")["group"].unique().tolist() == ["2020", "2021", "(missing)"]


def test_articles_without_a_figure_are_left_out_of_their_group():
    run = run_of({"a": [body(sentence(tone=0.4))], "b": [body(sentence())]}, columns={"outlet": ["X", "X"]})
    found = row(summarize(run, by="outlet"), "textblob_tone")
    assert (found["value"], found["n_articles"], found["covered"]) == (pytest.approx(0.4), 1, 0.5)


# --- flags


@pytest.mark.parametrize(
    ("words", "hits", "flags"),
    [
        (150, 5, ""),
        (149, 5, "under 150 words"),
        (150, 4, "under 5 hits"),
        (100, 0, "under 150 words; under 5 hits"),
    ],
)
def test_thin_figures_are_flagged(words, hits, flags):
    run = run_of({"a": simple([hits], words=words)})
    assert row(summarize(run), "frames_security_rate")["flags"] == flags


def test_tone_that_was_hardly_measured_is_flagged():
    run = run_of({"a": [body(sentence(90, tone=0.1), sentence(110))]})
    assert row(summarize(run), "textblob_tone")["flags"] == "under half of the words measured"


# --- laws


def test_unknown_choices_are_named():
    run = run_of({"a": simple([1])})
    with pytest.raises(
        FramingError, match="by 'outlte': the run's articles have no such column; there are article"
    ):
        summarize(run, by="outlte")
    with pytest.raises(FramingError, match="voice 'writer': unknown; there are all, author, quoted"):
        summarize(run, voice="writer")
    with pytest.raises(FramingError, match="kind 'lede': unknown; there are title, heading, body"):
        summarize(run, kind="lede")


def test_a_run_without_articles_gives_an_empty_table():
    assert len(summarize(run_of({}))) == 0


def test_rows_stand_in_the_order_of_articles_and_measures():
    run = run_of({"z": simple([1]), "a": simple([2])})
    table = summarize(run)
    assert table["group"].unique().tolist() == ["z", "a"]
    assert table["measure"].tolist() == run.measures["column"].tolist() * 2


def test_a_run_is_not_changed_by_reading_it():
    run = run_of({f"a{n}": simple([n, 1]) for n in range(3)})
    before = [
        frame.copy() for frame in (run.by_voice, run.sentences, run.articles, run.measures, run.evidence)
    ]
    summarize(run)
    summarize(run, by="input")
    after = (run.by_voice, run.sentences, run.articles, run.measures, run.evidence)
    for left, right in zip(before, after, strict=True):
        pd.testing.assert_frame_equal(left, right)


_scores = st.one_of(st.just(math.nan), st.floats(-1, 1))
_sentences = st.builds(
    lambda words, tone, n: sentence(words, tone=tone, security=min(n, words)),
    st.integers(0, 40),
    _scores,
    st.integers(0, 5),
)
_articles = st.lists(
    st.lists(st.lists(_sentences, min_size=1, max_size=3), max_size=7), min_size=1, max_size=4
)


@given(_articles)
@examples(40)
def test_figures_lie_in_their_intervals_and_in_their_range(articles):
    run = run_of({f"a{k}": [body(*sentences) for sentences in each] for k, each in enumerate(articles)})
    for table in (summarize(run), summarize(run, by="input")):
        known = table.dropna(subset=["low", "high"])
        assert ((known["low"] <= known["value"]) & (known["value"] <= known["high"])).all()
        tone = known.loc[known["measure"] == "textblob_tone"]
        assert ((tone["low"] >= -1) & (tone["high"] <= 1)).all()
        assert table["covered"].dropna().between(0, 1 + 1e-12).all()
        assert (table["low"].isna() == table["interval"].str.startswith("none")).all()


def test_two_thousand_articles_agree_with_pandas():
    """The sums are the plain ones: group, add, divide."""
    rng = np.random.default_rng(4)
    run = run_of({f"a{k}": simple(rng.integers(0, 4, rng.integers(1, 5)), words=40) for k in range(60)})
    table = summarize(run)
    plain = run.scores.groupby("article", sort=False)[["frames_security_n", "n_words"]].sum()
    expected = 100 * plain["frames_security_n"] / plain["n_words"]
    found = table.loc[table["measure"] == "frames_security_rate"].set_index("group")["value"]
    assert np.allclose(found, expected.reindex(found.index))


def test_tone_does_not_hang_on_where_lines_break():
    """A paragraph on which VADER is silent is sentences without a tone-bearing word, as any others."""
    spoken, silent = "The deal is good.", "People walked in the park."
    texts = {
        "apart": [f"{spoken} {silent}", f"{silent} {silent}"],
        "whole": [" ".join([spoken, *[silent] * 3])],
    }
    texts["silent"] = [silent]
    run = fr.score([fr.read_text("\n\n".join(each), id=name) for name, each in texts.items()])
    figures = summarize(run).set_index(["measure", "group"])["value"]["vader_compound"]
    assert figures["apart"] == pytest.approx(figures["whole"], abs=1e-12)
    assert figures["apart"] == pytest.approx(0.4404 / 4)
    assert np.isnan(figures["silent"])


def test_silent_sentences_count_as_neutral_where_the_instrument_says_so(op_ed_run):
    """VADER's paragraph is the mean over all its sentences; so is its article: Σ value × sentences / Σ sentences."""
    figures = summarize(op_ed_run).set_index(["measure", "group"])["value"]
    rows = op_ed_run.scores.merge(op_ed_run.paragraphs[["article", "paragraph", "n_sentences"]])
    assert rows["vader_compound"].isna().any()
    rows["vader_compound"] = rows["vader_compound"].fillna(0.0)
    for article, part in rows.groupby("article"):
        expected = (part["vader_compound"] * part["n_sentences"]).sum() / part["n_sentences"].sum()
        assert figures["vader_compound", article] == pytest.approx(expected, abs=1e-12)
