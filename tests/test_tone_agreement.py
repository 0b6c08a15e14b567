"""Where tone instruments differ, and the words behind it."""

from __future__ import annotations

import math

import pytest
from small_runs import hit, run_of, sentence

from framing.errors import FramingError
from framing.statistics import tone_agreement, tone_words

REFERENCE = {
    "textblob_tone": {"article": {"mean": 0.1, "sd": 0.25, "n": 1999}},
    "vader_tone": {"article": {"mean": 0.05, "sd": 0.5, "n": 1758}},
}


def paragraphs(textblob, vader):
    return [("body", [sentence(tone=a, vader=b)]) for a, b in zip(textblob, vader, strict=True)]


def rows(run, **options):
    return tone_agreement(run, **options).set_index("instrument")


ABOVE, BELOW, AROUND = [0.3, 0.4, 0.5, 0.4, 0.3], [-0.3, -0.4, -0.5, -0.4, -0.3], [0.5, -0.4, 0.3, -0.2, -0.1]


@pytest.mark.parametrize(
    ("textblob", "vader", "signs", "verdict"),
    [
        (ABOVE, ABOVE, "same", "agree"),
        (ABOVE, BELOW, "opposite", "differ"),
        (ABOVE, AROUND, "same", "unclear"),
        (BELOW, AROUND, "opposite", "unclear"),
        (ABOVE, [math.nan] * 5, "", ""),
    ],
)
def test_signs_are_compared_with_their_intervals(textblob, vader, signs, verdict):
    found = rows(run_of({"a": paragraphs(textblob, vader)}))
    assert found["signs"].tolist() == [signs] * 2
    assert found["verdict"].tolist() == [verdict] * 2


def test_values_are_standardised_with_the_reference_sample():
    found = rows(run_of({"a": paragraphs(ABOVE, BELOW)}, reference=REFERENCE))
    # (0.38 − 0.1)/0.25 and (−0.38 − 0.05)/0.5
    assert found["standard_value"].tolist() == pytest.approx([1.12, -0.86])
    assert found["reference"].tolist()[0] == "SD of 1,999 articles of the reference sample"
    assert found["standard_verdict"].tolist() == ["differ", "differ"]


def test_a_value_can_be_positive_and_yet_below_what_is_ordinary():
    found = rows(run_of({"a": paragraphs([0.04, 0.05, 0.06, 0.05, 0.04], ABOVE)}, reference=REFERENCE))
    assert found["signs"].tolist() == ["same", "same"]
    assert found["standard_signs"].tolist() == ["opposite", "opposite"]


def test_without_reference_sample_nothing_is_standardised():
    found = rows(run_of({"a": paragraphs(ABOVE, ABOVE)}))
    assert found["standard_value"].isna().all()
    assert found["standard_verdict"].tolist() == ["", ""]
    assert found["reference"].tolist()[0].startswith("none")


def test_checks_net_of_frames_are_no_instruments():
    assert rows(run_of({"a": paragraphs(ABOVE, ABOVE)})).index.tolist() == ["textblob", "vader"]


def test_groups_are_compared_too():
    run = run_of(
        {"a": paragraphs(ABOVE, ABOVE), "b": paragraphs(BELOW, ABOVE)}, columns={"outlet": ["X", "X"]}
    )
    found = rows(run, by="outlet")
    assert found.loc["textblob", "value"] == pytest.approx(0.0, abs=1e-12)
    assert found.loc["textblob", "interval"] == "none: 2 articles, 5 needed"


# --- words


def test_the_words_of_an_article_add_up_to_its_tone():
    """VADER's paragraph score is a mean over its sentences; words times sentences add up to the article's."""
    run = run_of(
        {"a": [("body", [sentence(vader=-0.6), sentence(vader=0.2)]), ("body", [sentence(vader=0.5)])]},
        evidence=[
            hit("a", 0, "vader", 0, 3, "War", -0.35, weight=-2.9),
            hit("a", 0, "vader", 4, 8, "good", 0.15, weight=1.9),
            hit("a", 1, "vader", 0, 4, "good", 0.5, weight=1.9),
        ],
    )
    words = tone_words(run, "a").set_index("term")
    # good: (0.15 × 2 + 0.5 × 1)/3; war: −0.35 × 2/3
    assert words["contribution"].to_dict() == pytest.approx({"good": 0.8 / 3, "war": -0.7 / 3})
    assert words["contribution"].sum() == pytest.approx((-0.6 + 0.2 + 0.5) / 3)
    assert words["n"].to_dict() == {"good": 2, "war": 1}
    assert words["share"].to_dict() == pytest.approx({"good": 8 / 15, "war": 7 / 15})
    assert tone_agreement(run)["words"].tolist()[1] == "good +0.267 (2); war −0.233 (1)"


def test_words_of_a_run_are_the_mean_over_its_articles():
    run = run_of(
        {"a": [("body", [sentence(vader=0.5)])], "b": [("body", [sentence(vader=-0.2)])]},
        evidence=[hit("a", 0, "vader", 0, 4, "good", 0.5), hit("b", 0, "vader", 0, 3, "bad", -0.2)],
    )
    assert tone_words(run)["contribution"].tolist() == pytest.approx([0.25, -0.1])
    assert tone_words(run, top=1)["term"].tolist() == ["good"]


def test_words_valued_with_opposite_signs_are_found_by_place():
    run = run_of(
        {"a": paragraphs(ABOVE, BELOW)},
        evidence=[
            hit("a", 0, "textblob", 0, 13, "great killing", 0.3, weight=0.8),
            hit("a", 0, "vader", 6, 13, "killing", -0.4, weight=-3.4),
            hit("a", 0, "vader", 0, 5, "great", 0.2, weight=3.1),
            hit("a", 1, "textblob", 6, 13, "killing", 0.3, weight=0.8),  # the same place in another paragraph
            hit("a", 2, "vader", 13, 20, "killing", -0.4, weight=-3.4),
            hit("a", 2, "textblob", 0, 13, "great killing", 0.3, weight=0.8),  # touches, does not overlap
        ],
    )
    found = tone_agreement(run)
    assert found["opposed"].tolist() == [
        "killing +0.80, vader −3.40 (1)",
        "killing −3.40, textblob +0.80 (1)",
    ]


def test_overlaps_are_found_as_a_plain_double_loop_finds_them():
    import numpy as np
    import pandas as pd

    from framing.statistics.tone_words import overlapping

    rng = np.random.default_rng(6)
    tables = []
    for size in (60, 80):
        start = rng.integers(0, 60, size)
        tables.append(
            pd.DataFrame(
                {"row": rng.integers(0, 4, size), "start": start, "end": start + rng.integers(1, 12, size)}
            )
        )
    one, two = tables
    plain = {
        (i, j)
        for i, a in enumerate(one.itertuples())
        for j, b in enumerate(two.itertuples())
        if a.row == b.row and a.start < b.end and b.start < a.end
    }
    found = list(zip(*(positions.tolist() for positions in overlapping(one, two)), strict=True))
    assert len(found) == len(set(found))
    assert set(found) == plain


def test_rows_without_a_place_carry_no_word():
    run = run_of(
        {"a": [("body", [sentence(vader=0.5)])]},
        evidence=[hit("a", 0, "vader", None, None, "(intercept)", 0.5)],
    )
    assert len(tone_words(run)) == 0


def test_a_run_without_evidence_names_no_words():
    run = run_of({"a": paragraphs(ABOVE, BELOW)})
    assert len(tone_words(run)) == 0
    assert tone_agreement(run)["words"].tolist() == ["", ""]


def test_titles_are_left_out_of_the_words():
    run = run_of(
        {"a": [("title", [sentence(vader=0.5)]), ("body", [sentence(vader=0.1)])]},
        evidence=[hit("a", 0, "vader", 0, 4, "good", 0.5), hit("a", 1, "vader", 0, 4, "fine", 0.1)],
    )
    assert tone_words(run)["term"].tolist() == ["fine"]
    assert tone_words(run, kind="title")["term"].tolist() == ["good"]


def test_an_unknown_article_is_named():
    with pytest.raises(FramingError, match="article 'zz': not in this run"):
        tone_words(run_of({"a": paragraphs(ABOVE, ABOVE)}), "zz")
