"""Instruments against hand-coded texts: matching, coders, figures by hand, intervals, floors, figure and command."""

from __future__ import annotations

import dataclasses
import json
import math
import re
import subprocess
import sys

import matplotlib as mpl
import matplotlib.figure
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import examples
from small_runs import NAN, SOURCE, run_of, sentence

import framing as fr
from framing.arithmetic.ranking import area_under_curve, average_precision, correlation, ranks
from framing.arithmetic.resampling import draw_articles
from framing.cli.evaluate import _number
from framing.errors import FramingError, InputError
from framing.model import Measure
from framing.output import read_csv, replacing
from framing.reporting.evaluation import (
    evaluation_references,
    methods_sentences,
    write_evaluation_into,
)
from framing.reporting.figures.evaluation import evaluation_data, plot_evaluation
from framing.run import FORMAT, make_run
from framing.statistics import diagnose, evaluate
from framing.statistics.floors import failed_floors
from framing.statistics.tone_validity import three_classes

mpl.use("agg")

SCORES = (0.8, 0.6, 0.4, 0.2, 0.0, -0.2, -0.4, -0.6)
CODES = (1.0, 0.5, 0.5, 0.0, 0.25, -0.5, 0.0, -1.0)


def with_texts(run, texts):
    """The run with texts in place of its empty ones; each paragraph is one sentence."""
    sizes = [len(text) for text in texts]
    paragraphs = run.paragraphs.assign(text=texts, end=sizes)
    sentences = (
        run.sentences.assign(end=np.repeat(sizes, 3))
        if len(run.sentences) == 3 * len(texts)
        else run.sentences
    )
    return dataclasses.replace(run, paragraphs=paragraphs, sentences=sentences)


def tone_run(scores=SCORES, vader=None, *, per_article=1):
    """One paragraph a score, `per_article` of them an article, called a0, a1 …; its text is `Text number k.`."""
    vader = vader or [score / 2 for score in scores]
    articles = {}
    for k, (one, two) in enumerate(zip(scores, vader, strict=True)):
        articles.setdefault(f"a{k // per_article}", []).append(
            ("body", [sentence(10 + k, tone=one, vader=two)])
        )
    return with_texts(run_of(articles), [f"Text number {k}." for k in range(len(scores))])


def frame_run(hits, **options):
    """One article of one paragraph for each (security, economic) pair of hits."""
    articles = {f"a{k}": [("body", [sentence(100, security=s, economic=e)])] for k, (s, e) in enumerate(hits)}
    return with_texts(run_of(articles, **options), [f"Text number {k}." for k in range(len(hits))])


def tone_rows(codes=CODES, **more):
    return [{"text": f"text NUMBER {k}", "valence": code, **more} for k, code in enumerate(codes)]


def label_rows(labels, **more):
    return [{"article": f"a{k}", "paragraph": 0, "labels": label, **more} for k, label in enumerate(labels)]


def figure(found, measure, statistic, **more):
    rows = found.figures
    for column, value in {"measure": measure, "statistic": statistic, **more}.items():
        rows = rows.loc[rows[column] == value]
    assert len(rows) == 1, rows
    return rows.iloc[0]


# ---- matching


def test_rows_find_their_text_by_its_place_or_by_its_words():
    run = tone_run(per_article=2)
    by_words = evaluate(run, tone_rows())
    places = [{"article": f"a{k // 2}", "paragraph": k % 2, "valence": code} for k, code in enumerate(CODES)]
    by_place = evaluate(run, places)
    sentences = evaluate(run, [{**row, "sentence": 0} for row in places])
    assert (by_words.facts["unit"], sentences.facts["unit"]) == ("paragraph", "sentence")
    for found in (by_place, sentences):
        assert found.facts["n_matched"] == 8
        assert found.figures["value"].tolist() == pytest.approx(
            by_words.figures["value"].tolist(), nan_ok=True
        )


def test_whole_articles_are_matched_by_id_or_by_all_their_words():
    run = tone_run(per_article=2)
    codes = [1, 0, -0.5, -1]
    by_id = evaluate(run, [{"id": f"a{k}", "valence": code} for k, code in enumerate(codes)])
    words = [
        {"text": f"Text number {2 * k}.\nText number {2 * k + 1}.", "valence": code}
        for k, code in enumerate(codes)
    ]
    by_words = evaluate(run, words)
    assert by_id.facts["unit"] == by_words.facts["unit"] == "article"
    # an article's tone is the mean of its sentences: .7, .3, −.1, −.5 against 1, 0, −.5, −1
    assert by_id.texts["textblob_tone"].tolist() == pytest.approx([0.7, 0.3, -0.1, -0.5])
    assert figure(by_words, "textblob_tone", "r").value == pytest.approx(
        np.corrcoef([0.7, 0.3, -0.1, -0.5], codes)[0, 1]
    )


def test_numbers_of_smaller_texts_are_said_to_be_left_out():
    """Codes of paragraphs held against whole articles are codes of the articles, which nobody gave."""
    run = tone_run(per_article=2)
    rows = [{"article": f"a{k // 2}", "paragraph": k % 2, "valence": code} for k, code in enumerate(CODES)]
    with pytest.raises(
        InputError, match=r"8 rows name a smaller text inside the article, .*; 4 contradictions: rows"
    ):
        evaluate(run, rows, unit="article")
    found = evaluate(run, rows[::2], unit="article")
    assert found.notes[0].startswith("4 rows name a smaller text inside the article, which the unit")
    assert not any("smaller text" in note for note in evaluate(run, rows).notes)


def test_what_fits_nothing_or_several_is_left_out_and_said():
    run = with_texts(
        tone_run(per_article=2), ["Same again.", "Same again!", "Same, again.", "d", "e", "f", "g", "h"]
    )
    rows = [
        {"text": "Same again!", "valence": 0},  # alike in marks: the second paragraph
        {"text": "SAME AGAIN", "valence": 0},  # three fit
        {"text": "same again", "article": "a1", "valence": 0.5},  # one of its article
        {"text": "Never written.", "valence": 0},
        {"text": "d", "article": "a0", "valence": 0},
        {"text": "d", "article": "a1", "paragraph": 1, "valence": 1},
        {"text": "e", "article": "a1", "paragraph": 1, "valence": 1},
        {"article": "a9", "paragraph": 1, "valence": 1},
        {"article": "a1", "paragraph": 7, "valence": 1},
    ]
    found = evaluate(run, rows, unit="paragraph")
    assert found.texts[["article", "paragraph", "code"]].to_numpy().tolist() == [
        ["a0", 1, 0],
        ["a1", 0, 0.5],
        ["a1", 1, 1],
    ]
    said = dict(zip(found.unmatched["row"], found.unmatched["reason"], strict=True))
    for row, words in {2: "fits 3 paragraphs", 4: "no paragraph of the run has these words", 5: "of another",
                       7: "is another text", 8: "no such article", 9: "no such paragraph"}.items():  # fmt: skip
        assert words in said[row]
    assert len(said) == 6


def test_hostile_texts_are_left_out_with_a_reason():
    rows = [
        *tone_rows(),
        *({"text": text, "valence": 1} for text in ("?!", "e" + "\u0301\u0300" * 80, "\x00", "x" * 10**6)),
    ]
    found = evaluate(tone_run(), rows)
    assert len(found.texts) == 8
    assert found.unmatched["row"].tolist() == [9, 10, 11, 12]
    assert "combining marks" in found.unmatched["reason"][1]


def test_curly_quotes_case_and_spacing_do_not_part_a_text_from_itself():
    run = with_texts(tone_run(), ["“It isn’t  good,” he said.", *(f"Text number {k}." for k in range(1, 8))])
    rows = tone_rows()
    rows[0]["text"] = '"it isn\'t good" he said'
    assert evaluate(run, rows).facts["n_matched"] == 8


# ---- coders


def test_coders_are_put_together_by_majority_and_mean():
    run = frame_run([(1, 0), (1, 1), (0, 1), (0, 0), (1, 0), (0, 1)])
    ann = label_rows(["security", "security", "economic", "none", "none", "economic"], coder="Ann")
    bob = label_rows(["security", "economic", "economic", "none", "security", "economic"], coder="Bob")
    eve = label_rows(["security", "security", "none", "none", "none"], coder="Eve")
    found = evaluate(run, [*ann, *bob, *eve])
    assert found.texts["labels"].tolist() == ["security", "security", "economic", "none", "none", "economic"]
    assert found.texts["n_coders"].tolist() == [3, 3, 3, 3, 3, 2]
    tied = evaluate(run, [*ann, *bob])
    assert tied.texts["labels"].fillna("tied").tolist() == [
        "security",
        "tied",
        "economic",
        "none",
        "tied",
        "economic",
    ]
    assert (
        "2 of 6 texts have no majority of coders for a label and are left out: figures of the others are of texts "
        "that are easier to code" in tied.notes
    )
    # security: Ann 1 1 0 0 0 0, Bob 1 0 0 0 1 0: four ordered pairs of 12 codes apart; four 1 and eight 0
    # α = 1 − (4/12)/(2 × 4 × 8 / (12 × 11)) = 1 − (1/3)(132/64) = .3125
    assert figure(tied, "coders", "alpha", label="security").value == pytest.approx(0.3125)


def test_several_labels_a_text_need_half_of_the_coders():
    run = frame_run([(1, 1), (1, 0), (0, 1), (0, 0)])
    ann = label_rows(["security;economic", "security", "economic", ""], coder="Ann")
    bob = label_rows(["security", "security", "economic", ""], coder="Bob")
    found = evaluate(run, [*ann, *bob])
    assert found.texts["labels"].tolist() == ["economic; security", "security", "economic", "none"]
    assert set(found.figures.loc[found.figures["kind"] == "frame", "rule"]) == {"n ≥ 1"}


def test_numbers_of_coders_are_averaged_and_their_agreement_told():
    run = tone_run()
    ann, bob = tone_rows(coder="Ann"), tone_rows([code / 2 for code in CODES], coder="Bob")
    found = evaluate(run, [*ann, *bob])
    assert found.texts["code"].tolist() == pytest.approx([0.75 * code for code in CODES])
    expected = fr.krippendorff_alpha([CODES, [code / 2 for code in CODES]], "interval")
    assert figure(found, "coders", "alpha").value == pytest.approx(expected)
    # two coders: each code with the other's, both ways round
    both = np.corrcoef([*CODES, *(c / 2 for c in CODES)], [*(c / 2 for c in CODES), *CODES])[0, 1]
    assert figure(found, "coders", "r").value == pytest.approx(both)


def test_a_repetition_counts_once_and_a_contradiction_is_refused():
    run = tone_run()
    found = evaluate(run, [*tone_rows(), tone_rows()[0]])
    assert "1 row is a repetition of another and counted once" in found.notes
    with pytest.raises(
        InputError, match="rows 1 and 9 code one text as '1' and as '-1'; keep one, or name the coders"
    ):
        evaluate(run, [*tone_rows(), {**tone_rows()[0], "valence": -1}])


# ---- frames


HITS = [(2, 0), (1, 0), (0, 0), (3, 1), (0, 2), (0, 1), (1, 3), (0, 0)]
LABELS = ["security", "security", "security", "none", "economic", "economic", "economic", "none"]


def test_figures_of_frames_by_hand():
    found = evaluate(frame_run(HITS), label_rows(LABELS))
    # security is coded in 0 1 2 and said (n ≥ 1) in 0 1 3 6: 2 right of 4 said and of 3 coded
    rates = {"measure": "frames_security_rate", "label": "security", "rule": "n ≥ 1"}
    expected = {"precision": 2 / 4, "recall": 2 / 3, "f1": 4 / 7}
    # rates 2 1 0 against 3 0 0 1 0: of 15 pairs won 4 + 3 + 0, tied 0 + 1 + 3, so AUC = (7 + 2)/15
    expected["auc"] = 9 / 15
    # from the top: 3 (wrong), 2 (right: 1/2), the two 1s (2 right of 4), the four 0s (3 of 8)
    expected["average_precision"] = (1 / 2 + 2 / 4 + 3 / 8) / 3
    # α: three texts apart (2 3 6); 16 codes, seven of them 1: 1 − (6/16)/(2 × 7 × 9 / (16 × 15))
    expected["alpha"] = 1 - (6 / 16) / (126 / 240)
    for statistic, value in expected.items():
        row = figure(found, rates.pop("measure", "frames_security_rate"), statistic, **rates)
        assert row.value == pytest.approx(value), statistic
        assert (row.n, row.n_articles, row.n_coded, row.n_said) == (8, 8, 3, 4)
    # economic is coded in 4 5 6 and said in 3 4 5 6: F1 6/7; macro is the mean, micro (2 + 3) right of 8 said, 6 coded
    assert figure(found, "frames", "f1", label="(macro)", rule="n ≥ 1").value == pytest.approx(
        (4 / 7 + 6 / 7) / 2
    )
    assert figure(found, "frames", "f1", label="(micro)", rule="n ≥ 1").value == pytest.approx(10 / 14)


def test_the_figures_are_scikit_learns():
    from sklearn.metrics import average_precision_score, f1_score, roc_auc_score

    rng = np.random.default_rng(3)
    hits = rng.poisson(0.8, size=(60, 2)).tolist()
    labels = [["security", "economic", "none"][k] for k in rng.integers(3, size=60)]
    found = evaluate(frame_run(hits), label_rows(labels))
    for k, label in enumerate(("security", "economic")):
        coded, n = [each == label for each in labels], np.array(hits)[:, k]
        of = {"label": label, "rule": "n ≥ 1"}
        measure = f"frames_{label}_rate"
        assert figure(found, measure, "f1", **of).value == pytest.approx(f1_score(coded, n >= 1))
        assert figure(found, measure, "auc", **of).value == pytest.approx(roc_auc_score(coded, n))
        assert figure(found, measure, "average_precision", **of).value == pytest.approx(
            average_precision_score(coded, n)
        )


def test_texts_with_one_label_have_a_leading_frame_and_a_confusion():
    usual = {
        name: {"n": 100, "n_words": 10_000, "dispersion": 1.0, "source": "s"}
        for name in ("security", "economic")
    }
    found = evaluate(frame_run([(9, 0), (0, 9), (9, 0), (0, 0), (2, 2)], baseline=usual),
                     label_rows(["security", "economic", "economic", "none", "security"]))  # fmt: skip
    table = found.confusion.pivot_table(index="coded", columns="said", values="n", sort=False).astype(int)
    assert table.columns.tolist() == ["security", "economic", "none", "mixed"]
    assert table.to_numpy().tolist() == [[1, 0, 0, 1], [1, 1, 0, 0], [0, 0, 1, 0]]
    assert figure(found, "frames", "accuracy", label="(one label each)").value == pytest.approx(3 / 5)
    assert figure(found, "frames_security_rate", "precision", rule="leading").value == pytest.approx(1 / 2)


def probability_run(table):
    """A trained instrument `mine` of two labels, said from .5 and .2 up."""
    measures = [
        Measure(f"mine_{name}_p", "mine", name, "p", "frame", 0.0, 1.0, threshold, "u", "m")
        for name, threshold in (("security", 0.5), ("economic", 0.2))
    ]
    places = [{"article": f"a{k}", "paragraph": 0} for k in range(len(table))]
    rows = [
        {**place, "voice": voice, "n_words": 9, "mine_security_p": p[0], "mine_economic_p": p[1]}
        for place, p in zip(places, table, strict=True)
        for voice in ("all", "author", "quoted")
    ]
    about = [
        {**place, "kind": "body", "start": 0, "end": 1, "n_words": 9, "n_sentences": 1, "text": "x"}
        for place in places
    ]
    articles = [
        {"article": f"a{k}", "input": "i", "row": None, "n_words": 9, "n_paragraphs": 1}
        for k in range(len(table))
    ]
    columns = [{name: [row[name] for row in each] for name in each[0]} for each in (articles, about, rows)]
    return make_run(
        articles=columns[0],
        paragraphs=columns[1],
        by_voice=columns[2],
        **{name: {} for name in ("sentences", "evidence", "actors", "quotations")},
        measures=[(each, SOURCE, "") for each in measures],
        rejected=[],
        manifest={"codebooks": {}},
    )


def test_a_trained_instrument_says_a_label_from_its_threshold_up():
    run = probability_run([(0.9, 0.1), (0.4, 0.3), (0.6, 0.7), (0.1, 0.1), (NAN, NAN)])
    found = evaluate(run, label_rows(["security", "security", "economic", "none", "none"]))
    of = {"rule": "p ≥ threshold", "label": "security"}
    assert figure(found, "mine_security_p", "precision", **of).value == pytest.approx(1 / 2)
    # .9 and .4 against .6, .1 and one without words, which ranks last
    assert figure(found, "mine_security_p", "auc", **of).value == pytest.approx(5 / 6)
    # farthest above its threshold in log-odds: .3 is above .2, .4 below .5; .7 is farther above .2 than .6 above .5
    said = found.confusion.loc[found.confusion["n"] > 0, ["coded", "said", "n"]].to_numpy().tolist()
    assert said == [
        ["security", "security", 1],
        ["security", "economic", 1],
        ["economic", "economic", 1],
        ["none", "none", 2],
    ]


# ---- tone


def test_figures_of_tone_by_hand():
    found = evaluate(tone_run(), tone_rows([4 * code for code in CODES]), scale=(-4, 4))
    x, y = np.array(SCORES), np.array(CODES)
    expected = {
        "r": np.corrcoef(x, y)[0, 1],
        # ranks of the scores 8 … 1, of the codes 8 6.5 6.5 3.5 5 2 3.5 1
        "rho": np.corrcoef([8, 7, 6, 5, 4, 3, 2, 1], [8, 6.5, 6.5, 3.5, 5, 2, 3.5, 1])[0, 1],
        "mae": (0.2 + 0.1 + 0.1 + 0.2 + 0.25 + 0.3 + 0.4 + 0.4) / 8,
        "bias": (-0.2 + 0.1 - 0.1 + 0.2 - 0.25 + 0.3 - 0.4 + 0.4) / 8,
        "slope": np.polyfit(x, y, 1)[0],
        "intercept": np.polyfit(x, y, 1)[1],
        # classes + + + + 0 − − − against + + + 0 + − 0 −
        "accuracy": 5 / 8,
        # F1: − 2·2/(3 + 2), neutral 0, + 2·3/(4 + 4)
        "macro_f1": (4 / 5 + 0 + 6 / 8) / 3,
    }
    for statistic, value in expected.items():
        assert figure(found, "textblob_tone", statistic).value == pytest.approx(value), statistic
    # VADER's are half as large: the same r, twice the slope
    assert figure(found, "vader_tone", "r").value == pytest.approx(expected["r"])
    assert figure(found, "vader_tone", "slope").value == pytest.approx(2 * expected["slope"])


def test_the_band_around_neutral_is_open():
    assert three_classes(np.array([-0.05, -0.049, 0, 0.049, 0.05]), 0.0, 0.05).tolist() == [-1, 0, 0, 0, 1]
    assert three_classes(np.array([-0.1, 0.0, 0.1]), 0.0, 0.0).tolist() == [-1, 0, 1]


def test_nothing_is_stretched_in_silence():
    found = evaluate(tone_run(), tone_rows([3 + 2 * code for code in CODES]))
    assert any("codes of tone run from 1 to 5, so only r and ρ are told" in note for note in found.notes)
    told = found.figures.dropna(subset="value")["statistic"]
    assert set(told) == {"r", "rho"}
    mapped = evaluate(tone_run(), tone_rows([3 + 2 * code for code in CODES]), scale=(1, 5))
    plain = evaluate(tone_run(), tone_rows())
    assert mapped.figures["value"].tolist() == pytest.approx(plain.figures["value"].tolist())
    assert any("are taken as they are" in note for note in plain.notes)
    assert not any("are taken as they are" in note for note in mapped.notes)


def test_silent_scores_are_neutral_and_told_once_more_without():
    scores = [NAN, *SCORES[1:]]
    found = evaluate(tone_run(scores, list(SCORES)), tone_rows())
    every = {"rows": "all, silent = neutral"}
    assert figure(found, "textblob_tone", "r", **every).value == pytest.approx(
        np.corrcoef([0, *SCORES[1:]], CODES)[0, 1]
    )
    assert (
        figure(found, "textblob_tone", "r", **every).n,
        figure(found, "textblob_tone", "r", **every).n_silent,
    ) == (8, 1)
    for measure in ("textblob_tone", "vader_tone"):
        row = figure(found, measure, "r", rows="none silent")
        assert (row.n, row.n_silent) == (7, 0)
        assert row.value == pytest.approx(np.corrcoef(SCORES[1:], CODES[1:])[0, 1])


def test_instruments_are_told_apart_on_the_same_texts():
    scores = [math.sin(k) / 2 for k in range(40)]
    codes = [math.sin(k + 0.3) / 2 for k in range(40)]
    found = evaluate(tone_run(scores, [math.cos(3 * k) / 2 for k in range(40)]), tone_rows(codes))
    row = found.differences.loc[found.differences["statistic"] == "r"].iloc[0]
    assert (row.measure, row.reference, row.n, row.n_articles) == ("textblob_tone", "vader_tone", 40, 40)
    apart = figure(found, "textblob_tone", "r").value - figure(found, "vader_tone", "r").value
    assert row.difference == pytest.approx(apart)
    assert 0 < row.low < row.difference < row.high


# ---- intervals


def test_fewer_than_five_articles_give_no_interval_and_say_so():
    found = evaluate(tone_run(per_article=2), tone_rows())
    assert found.figures[["low", "high"]].isna().all(axis=None)
    assert set(found.figures["interval"]) == {"none: 4 articles, fewer than 5"}
    assert "no intervals: fewer than 5 articles (4) have coded texts" in found.notes
    assert evaluate(tone_run(), tone_rows()).figures["low"].notna().any()


def test_texts_are_drawn_with_the_article_that_the_coders_name():
    """An article cut into several articles of the run is one; so is one that the coders cut."""
    named = evaluate(tone_run(), [{**row, "article": f"whole {k // 4}"} for k, row in enumerate(tone_rows())])
    assert named.texts["article_drawn"].tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    cut = evaluate(tone_run(per_article=4), [{**row, "id": f"row {k}"} for k, row in enumerate(tone_rows())])
    assert cut.texts["article_drawn"].tolist() == [0, 0, 0, 0, 1, 1, 1, 1]


def test_texts_of_one_article_do_not_make_an_interval_narrower():
    """Every text ten times in its article: the same interval as once."""
    run = tone_run([score for score in SCORES for _ in range(10)], per_article=10)
    many = evaluate(run, tone_rows([code for code in CODES for _ in range(10)]), measures=["textblob"])
    few = evaluate(tone_run(), tone_rows(), measures=["textblob"])
    for column in ("value", "low", "high"):
        assert many.figures[column].tolist() == pytest.approx(few.figures[column].tolist(), nan_ok=True)


def test_the_same_seed_gives_the_same_intervals_whatever_the_order_of_rows():
    rows = tone_rows()
    one, two = evaluate(tone_run(), rows), evaluate(tone_run(), rows[::-1])
    assert one.figures.equals(two.figures)
    other = evaluate(tone_run(), rows, seed=1)
    assert other.figures["value"].equals(one.figures["value"])
    assert not other.figures["low"].equals(one.figures["low"])


def test_labels_dealt_at_random_give_chance():
    """Of twenty intervals one may miss chance; four would be too many."""
    rng = np.random.default_rng(5)
    run = frame_run(rng.poisson(1, size=(80, 2)).tolist())
    within = []
    for _ in range(20):
        labels = [["security", "none"][k] for k in rng.permutation(80) % 2]
        found = evaluate(run, label_rows(labels), measures=["frames_security_rate"])
        auc = figure(found, "frames_security_rate", "auc", label="security")
        alpha = figure(found, "frames_security_rate", "alpha", label="security", rule="n ≥ 1")
        within.append((auc.low <= 0.5 <= auc.high, alpha.low <= 0 <= alpha.high))
    assert np.sum(within, axis=0).min() > 16


@examples(40)
@given(
    st.lists(
        st.tuples(st.sampled_from([-1.0, -0.5, 0.0, 0.5]), st.booleans(), st.integers(0, 3)),
        min_size=2,
        max_size=12,
    )
)
def test_a_text_drawn_so_often_is_so_many_texts(rows):
    scores, said, times = (np.array(column) for column in zip(*rows, strict=True))
    weights, many = times[None].astype(float), np.repeat(np.arange(len(rows)), times)
    if not len(many):
        return
    once = np.ones((1, len(many)))
    for figure_of in (area_under_curve, average_precision):
        drawn, written = figure_of(said, scores, weights), figure_of(said[many], scores[many], once)
        assert drawn.tolist() == pytest.approx(written.tolist(), nan_ok=True)
    y = said.astype(float)
    r = correlation(ranks(scores, weights), ranks(y, weights), weights)
    again = correlation(ranks(scores[many], once), ranks(y[many], once), once)
    assert r.tolist() == pytest.approx(again.tolist(), nan_ok=True)


def test_a_figure_that_many_draws_lack_has_no_interval():
    article = np.arange(20)
    rare = np.zeros(20)
    rare[0] = 1
    drawn = draw_articles(
        lambda w: np.where(w @ rare[:, None] > 0, w @ rare[:, None], np.nan), article, seed=0
    )
    assert drawn.value.tolist() == [1]
    assert np.isnan(drawn.ends()).all()


# ---- choice and bad input


def test_measures_are_chosen_by_column_or_instrument():
    run = tone_run()
    assert list(evaluate(run, tone_rows(), measures=["vader"]).facts["tone"]) == ["vader_tone"]
    assert list(evaluate(run, tone_rows(), measures=["vader_tone_net"]).facts["tone"]) == ["vader_tone_net"]
    one = evaluate(frame_run(HITS), label_rows(LABELS), measures=["frames_security_n"])
    assert set(one.figures["label"]) == {"security", "(macro)", "(micro)"}
    with pytest.raises(
        FramingError, match="measure 'nonsense': no frame or tone of this run; its instruments are frames"
    ):
        evaluate(run, tone_rows(), measures=["nonsense"])


@pytest.mark.parametrize(
    ("rows", "options", "match"),
    [
        (tone_rows([1] * 8), {}, "the codes of tone are all 1; code 3 texts or more that differ"),
        (tone_rows()[:2], {}, "the codes of tone are 2; code 3 texts"),
        (
            label_rows(["security"] * 8),
            {},
            "all 8 texts are coded 'security'; code texts with and without each label",
        ),
        (label_rows(["none"] * 8), {}, "all 8 texts are coded 'none'"),
        (label_rows(["war"] * 8), {}, r"'war' \(8 rows, the first 1\)"),
        (tone_rows(), {"measures": ["frames"]}, "codes tone, and the run's chosen measures are of frame"),
        (
            [{"text": "elsewhere", "valence": 1}],
            {},
            "none of 1 rows fits a text of the run; row 1: no paragraph",
        ),
        (tone_rows(), {"scale": (4, -4)}, "scale 4 to -4: give the lowest code first"),
        (tone_rows(), {"scale": (0, 5)}, "2 codes lie outside the scale 0 to 5; the first: row 6, -0.5"),
        (tone_rows(), {"band": NAN}, "band nan"),
        (tone_rows(), {"band": 1.0}, "band 1.0: give a number from 0, below 1"),
        (tone_rows(), {"unit": "chapter"}, "unit 'chapter': unknown; there are paragraph, sentence, article"),
    ],
)
def test_a_mistake_is_one_clear_line(rows, options, match):
    with pytest.raises(FramingError, match=match) as caught:
        evaluate(tone_run(), rows, **options)
    assert "\n" not in str(caught.value)


def test_what_cannot_be_told_is_told_so():
    found = evaluate(frame_run(HITS), label_rows(["security", "none"] * 4))
    assert "no figures of economic: every text is coded alike, with it or without" in found.notes
    flat = evaluate(tone_run([0.5] * 8), tone_rows(), measures=["textblob"])
    assert any("textblob_tone is 0.5 for each of 8 texts" in note for note in flat.notes)
    assert math.isnan(figure(flat, "textblob_tone", "r").value)
    silent = evaluate(tone_run([NAN] * 8), tone_rows())
    assert any("only 0 texts on which no instrument is silent" in note for note in silent.notes)


# ---- floors


def floors(found, *listed):
    return failed_floors(
        found, {"sha256": found.facts["sha256"], "floor": list(listed)}, origin="floors.toml"
    )


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """Frames and tone coded in one file."""
    place = tmp_path_factory.mktemp("coded") / "coded.jsonl"
    rows = [{**row, "valence": code} for row, code in zip(label_rows(LABELS), CODES, strict=True)]
    place.write_text("\n".join(json.dumps(row) for row in rows))
    articles = {
        f"a{k}": [("body", [sentence(100, tone=score, vader=-score, security=s, economic=e)])]
        for k, (score, (s, e)) in enumerate(zip(SCORES, HITS, strict=True))
    }
    run = with_texts(run_of(articles), [f"Text number {k}." for k in range(8)])
    return dataclasses.replace(run, manifest={**run.manifest, "format": FORMAT}), place


def test_a_floor_is_reached_or_said(both):
    found = evaluate(*both)
    r = figure(found, "textblob_tone", "r").value
    reached = {"measure": "textblob_tone", "statistic": "r", "at_least": r, "at_most": 1}
    assert floors(found, reached) == []
    lines = floors(
        found,
        {**reached, "at_least": r + 0.01},
        {"measure": "textblob_tone", "statistic": "mae", "at_most": 0.1},
        {"measure": "frames", "statistic": "f1", "label": "macro", "rule": "n ≥ 1", "at_least": 0.9},
    )
    assert lines == [
        f"textblob_tone r: {r:.4f}, must be at least {r + 0.01:g}",
        f"textblob_tone mae: {figure(found, 'textblob_tone', 'mae').value:.4f}, must be at most 0.1",
        "frames macro f1: 0.7143, must be at least 0.9",
    ]


def test_floors_of_other_data_are_an_error(both, tmp_path):
    run, place = both
    other = tmp_path / "other.jsonl"
    other.write_text(place.read_text() + "\n")
    table = {"sha256": evaluate(run, place).facts["sha256"],
             "floor": [{"measure": "textblob_tone", "statistic": "r", "at_least": 0}]}  # fmt: skip
    with pytest.raises(FramingError, match="its floors were set on other data"):
        failed_floors(evaluate(run, other), table)


@pytest.mark.parametrize(
    ("floor", "match"),
    [
        ({"measure": "textblob_tone", "statistic": "r"}, "floor 1: give at_least or at_most"),
        ({"measure": "textblob_tone", "at_least": 0}, "'statistic' must be words"),
        ({"measure": "textblob_tone", "statistic": "r", "at_least": "0"}, "must be numbers"),
        (
            {"measure": "textblob_tone", "statistic": "r", "atleast": 0},
            "'atleast' is unknown; there are measure",
        ),
        ({"measure": "nonsense", "statistic": "r", "at_least": 0}, "no figure of the measure 'nonsense'"),
        (
            {"measure": "textblob_tone", "statistic": "f1", "at_least": 0},
            "no figure of the statistic 'f1'; there are r, rho",
        ),
        (
            {"measure": "frames", "statistic": "f1", "at_least": 0},
            "several figures of frames f1; add label = one of",
        ),
        (
            {"measure": "textblob_tone", "statistic": "r", "rows": "some", "at_least": 0},
            "rows 'some': unknown",
        ),
    ],
)
def test_a_floor_that_says_nothing_clear_is_refused(both, floor, match):
    with pytest.raises(FramingError, match=match):
        floors(evaluate(*both), floor)


# ---- diagnosis, figure, files


def test_cooks_distance_is_how_far_the_line_moves_without_the_text():
    found = evaluate(tone_run(), tone_rows())
    data = diagnose(found, "textblob_tone")
    x, y = np.array(SCORES), np.array(CODES)
    line = np.polyval(np.polyfit(x, y, 1), x)
    variance = ((y - line) ** 2).sum() / 6
    without = [np.polyval(np.polyfit(np.delete(x, k), np.delete(y, k), 1), x) for k in range(8)]
    expected = [((line - other) ** 2).sum() / (2 * variance) for other in without]
    assert data["cook"].tolist() == pytest.approx(expected)
    assert data["difference"].tolist() == pytest.approx((x - y).tolist())
    assert data["mean"].tolist() == pytest.approx(((x + y) / 2).tolist())
    with pytest.raises(
        FramingError, match="measure 'nonsense': not evaluated; there are textblob_tone, vader_tone"
    ):
        diagnose(found, "nonsense")
    with pytest.raises(FramingError, match="no codes of tone to show"):
        diagnose(evaluate(frame_run(HITS), label_rows(LABELS)))


def test_the_figure_draws_every_text_in_four_panels():
    found = evaluate(tone_run([NAN, *SCORES[1:]]), tone_rows([4 * code for code in CODES]), scale=(-4, 4))
    host = plot_evaluation(found, "textblob_tone")
    panels = {panel.get_label(): panel for panel in host.child_axes}
    assert list(panels) == ["codes", "agreement", "length", "influence"]
    for name in ("codes", "agreement", "length"):
        hollow, filled = panels[name].lines[:2]
        assert (len(hollow.get_xdata()), len(filled.get_xdata())) == (1, 7)
    assert panels["codes"].lines[1].get_ydata().tolist() == pytest.approx(CODES[1:])
    assert panels["length"].get_xscale() == "log"
    mpl.pyplot.close(host.figure)


@pytest.mark.parametrize("scores", [[0.5] * 8, [NAN] * 8, list(SCORES)])
def test_the_figure_is_drawn_whatever_the_scores_and_scale(scores):
    found = evaluate(tone_run(scores), tone_rows([9 * code for code in CODES]))
    figure_ = matplotlib.figure.Figure(figsize=(7, 5))
    host = plot_evaluation(found, ax=figure_.add_axes((0, 0, 1, 1)))
    figure_.canvas.draw()
    assert "needs the codes' scale" in [text.get_text() for text in host.child_axes[1].texts]


def test_an_evaluation_on_disk_is_the_same_twice_and_can_be_replaced(both, tmp_path):
    found = evaluate(*both)
    for place in (tmp_path / "one", tmp_path / "two", tmp_path / "two"):
        with replacing(place) as folder:
            write_evaluation_into(found, folder)
    files = sorted(
        path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file()
    )
    assert len(files) == 2 * 4 + 5 + 3  # figures, tables, methods.md, references.bib and manifest.json
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes(), file
    table = read_csv(tmp_path / "one" / "figures.csv", keep_default_na=False)
    assert table["value"].astype(float).tolist() == pytest.approx(
        found.figures["value"].tolist(), nan_ok=True
    )
    drawn = read_csv(tmp_path / "one" / "figures" / "evaluation-textblob-tone.csv")
    assert drawn["cook"].tolist() == pytest.approx(evaluation_data(found)["cook"].tolist())
    words = (tmp_path / "one" / "methods.md").read_text(encoding="utf-8")
    assert "8 of 8 coded rows (coded.jsonl, sha256 " in words
    assert "r = " in words


@pytest.mark.parametrize(("scale", "told"), [(None, False), ((-9, 9), True)])
def test_methods_tell_of_sizes_only_where_a_scale_was_known(scale, told):
    """Codes from −9 to 9 without a scale: only r and ρ are told, and Cook's distances, which hang on none."""
    found = evaluate(tone_run(SCORES), tone_rows([9 * code for code in CODES]), scale=scale)
    words = " ".join(methods_sentences(found))
    assert [each in words for each in ("three classes", "The slope", "Limits of", "@bland1986")] == [told] * 4
    assert "[@cook1977] stand in the figures" in words
    cited = {each.key for each in evaluation_references(found)}
    assert cited == set(re.findall(r"@(\w+)", words))


def test_zero_has_no_minus_in_the_terminal():
    assert [_number(value) for value in (-0.004, 0.0, -0.006, NAN)] == ["0.00", "0.00", "−0.01", "–"]


# ---- the command


def framing(*arguments, cwd):
    command = [sys.executable, "-m", "framing", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)


def test_the_command_prints_writes_and_is_a_gate(both, tmp_path):
    run, place = both
    run.save(tmp_path / "run")
    sha256 = evaluate(run, place).facts["sha256"]
    floor = 'sha256 = "{}"\n[[floor]]\nmeasure = "textblob_tone"\nstatistic = "r"\nat_least = {}\n'
    (tmp_path / "low.toml").write_text(floor.format(sha256, 0.5))
    (tmp_path / "high.toml").write_text(floor.format(sha256, 0.99))
    (tmp_path / "other.toml").write_text(floor.format("0" * 64, 0.5))
    done = framing("evaluate", "run", place, "--floor", "low.toml", "-o", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "8 of 8 coded rows matched to 8 paragraphs" in done.stdout
    assert sha256 in done.stdout
    assert "the floor of low.toml is reached" in done.stdout
    assert max(map(len, done.stdout.splitlines()[1:])) <= 80
    assert (tmp_path / "out" / "figures.csv").is_file()
    done = framing("evaluate", "run", place, "--floor", "high.toml", "-m", "textblob", cwd=tmp_path)
    assert done.returncode == 1
    assert [line for line in done.stderr.splitlines() if "floor" in line] == [
        f"below the floor: textblob_tone r: {np.corrcoef(SCORES, CODES)[0, 1]:.4f}, must be at least 0.99"
    ]
    done = framing("evaluate", "run", place, "--floor", "other.toml", "-o", "none", cwd=tmp_path)
    assert done.returncode == 2
    assert "its floors were set on other data" in done.stderr
    (tmp_path / "bad.toml").write_text("floor = 3")
    done = framing("evaluate", "missing", place, "--floor", "bad.toml", "-o", "none", cwd=tmp_path)
    assert done.returncode == 2
    assert "bad.toml: needs sha256 of the coded data" in done.stderr  # before the run is looked for
    assert not (tmp_path / "none").exists()
    done = framing("evaluate", "run", place, "--scale", "-4", "4", "--column", "tone=rating", cwd=tmp_path)
    assert done.returncode == 2
    assert "no column 'rating' for the field tone" in done.stderr
