"""Where terms stand along the texts, and how evenly they are spread. Texts written for these tests."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worded_runs import worded_run

from framing.errors import CodebookError, FramingError
from framing.statistics.dispersion import dispersion, evenness

# Gries, "Analyzing dispersion" (2020, in: A practical handbook of corpus linguistics), § 2: a corpus of 50 letters in
# five parts of 9, 10, 10, 10 and 11; "a" stands in them 1, 2, 3, 4 and 5 times. DP .18, norm .22, Juilland's D .785.
GRIES = np.array([1.0, 2, 3, 4, 5]), np.array([9.0, 10, 10, 10, 11])


def test_published_measures_of_dispersion():
    dp, norm, d = evenness(*GRIES)
    # ½ (|.18 − 1/15| + |.2 − 2/15| + 0 + |.2 − 4/15| + |.22 − 5/15|)
    assert dp == pytest.approx(0.18)
    assert norm == pytest.approx(0.18 / 0.82)
    assert d == pytest.approx(0.785, abs=5e-4)


def test_limits_of_evenness():
    words = np.array([10.0, 20, 30])
    assert evenness(words / 10, words) == pytest.approx((0, 0, 1))
    # all in the smallest part: DP = 1 − 1/6, as far as it can go
    assert evenness(np.array([5.0, 0, 0]), words) == pytest.approx((5 / 6, 1, 0))
    assert all(map(math.isnan, evenness(np.zeros(3), words)))
    assert evenness(np.array([4.0]), np.array([50.0]))[0] == 0
    assert np.isnan(evenness(np.array([4.0]), np.array([50.0]))[1:]).all()
    # a part without words is none
    assert evenness(np.array([1.0, 2, 0]), np.array([10.0, 20, 0])) == pytest.approx((0, 0, 1))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(10, 500)), min_size=2, max_size=12))
def test_evenness_stays_within_its_limits_and_hangs_on_no_order(parts):
    n, words = (np.array(column, dtype=float) for column in zip(*parts, strict=True))
    found = evenness(n, words)
    if n.sum():
        assert all(-1e-12 <= value <= 1 + 1e-12 for value in found)
        assert evenness(n[::-1], words[::-1]) == pytest.approx(found, abs=1e-12)


def ports():
    return worded_run(
        {
            "a": [["A port, he said."], ["No road leads there.", 'The "new port" waits.']],
            "b": [["Roads and ports."]],
            "c": [["The sea."]],
        },
        quotations=[("a", 1, 26, 34)],
        outlet=["A", "B", "B"],
    )


def test_positions_count_the_words_before():
    positions, _ = dispersion(ports(), ["port*", "new port"])
    assert list(positions.columns) == ["group", "article", "term", "position", "paragraph", "start", "text"]
    # a: A port he said / No road leads there / The new port waits: 12 words, "port" after 1 and 10, "new" after 9
    assert positions.drop(columns=["group", "start"]).values.tolist() == [
        ["a", "port*", pytest.approx(1 / 12), 0, "port"],
        ["a", "port*", pytest.approx(10 / 12), 1, "port"],
        ["b", "port*", pytest.approx(2 / 3), 0, "ports"],
        ["a", "new port", pytest.approx(9 / 12), 1, "new port"],
    ]
    texts = ports().paragraphs.set_index(["article", "paragraph"])["text"]
    for row in positions.itertuples():
        assert texts[row.article, row.paragraph][row.start :].startswith(row.text)


def test_measures_by_hand():
    _, measures = dispersion(ports(), ["port*", "desert"])
    assert list(measures.columns) == [
        "group",
        "term",
        "n",
        "rate",
        "articles",
        "n_articles",
        "parts",
        "DP",
        "DP_norm",
        "D",
    ]
    row = measures.iloc[0]
    # 12, 3 and 2 of 17 words; 2, 1 and 0 of 3 hits
    assert row[["n", "articles", "n_articles", "parts"]].to_list() == [3, 2, 3, 3]
    assert row["rate"] == pytest.approx(300 / 17)
    assert row["DP"] == pytest.approx((12 / 17 - 2 / 3 + 1 / 3 - 3 / 17 + 2 / 17) / 2)
    missing = measures.iloc[1]
    assert missing["n"] == missing["articles"] == 0
    assert math.isnan(missing["DP"])


def test_groups_are_measured_apart():
    positions, measures = dispersion(ports(), ["port*"], by="outlet")
    assert measures[["group", "n", "articles", "n_articles"]].values.tolist() == [
        ["A", 2, 1, 1],
        ["B", 1, 1, 2],
    ]
    assert positions["group"].to_list() == ["A", "A", "B"]


def test_one_article_is_measured_over_its_paragraphs():
    _, measures = dispersion(ports(), ["port*"], by="article", parts="paragraph")
    row = measures.set_index("group").loc["a"]
    # 1 hit in 4 words, 1 in 8
    assert row["parts"] == 2
    assert row["DP"] == pytest.approx((1 / 2 - 1 / 3 + 2 / 3 - 1 / 2) / 2)


def test_a_voice_has_its_own_hits_and_words(op_ed_run):
    for voice in ("author", "quoted"):
        positions, measures = dispersion(op_ed_run, ["treat*"], voice=voice)
        assert measures["n"].sum() == len(positions)
    both = sum(dispersion(op_ed_run, ["treat*"], voice=voice)[1]["n"].sum() for voice in ("author", "quoted"))
    assert both == dispersion(op_ed_run, ["treat*"])[1]["n"].sum() > 0


def test_figures_do_not_hang_on_the_order_of_rows(op_ed_run):
    turned = replace(
        op_ed_run, paragraphs=op_ed_run.paragraphs.iloc[::-1], by_voice=op_ed_run.by_voice.iloc[::-1]
    )
    for one, two in zip(dispersion(op_ed_run, ["the"]), dispersion(turned, ["the"]), strict=True):
        assert one.equals(two)


def test_nothing_found_is_an_empty_table():
    positions, measures = dispersion(ports(), ["desert"])
    assert len(positions) == 0
    assert positions["position"].dtype == "float64"
    assert len(measures) == 1


def test_mistakes_are_named():
    run = ports()
    with pytest.raises(FramingError, match="not a list of terms"):
        dispersion(run, "port*")
    with pytest.raises(FramingError, match="not a list of terms"):
        dispersion(run, [])
    with pytest.raises(FramingError, match="parts 'sentence'"):
        dispersion(run, ["port"], parts="sentence")
    with pytest.raises(CodebookError, match="only a glob"):
        dispersion(run, ["*"])
    with pytest.raises(FramingError, match="no such column"):
        dispersion(run, ["port"], by="x")
