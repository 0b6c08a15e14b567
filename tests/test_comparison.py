"""`compare`: which groups, which texts, which family, and the six op-eds that oppose one another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from small_runs import run_of, sentence

import framing as fr
from framing.errors import FramingError
from framing.reporting.comparison_tables import print_comparison
from framing.reporting.words import capital
from framing.statistics.comparison import compare, compare_declared
from framing.statistics.comparison.permutation import permute
from framing.statistics.comparison.rows import COLUMNS
from framing.statistics.comparison.units import paragraph_units
from framing.statistics.comparison.verdicts import DOUBTFUL, P_ALONE, holm, main_measures
from framing.statistics.declaration import Declaration
from framing.statistics.parts import make_parts, tone_columns
from framing.statistics.summary import summarize

TEXTS, POPULATION = "these texts", "the population of articles"
FIRST = [
    *(
        "measure",
        "voice",
        "target",
        "group",
        "reference",
        "n_group",
        "n_reference",
        "difference",
        "low",
        "high",
    ),
    *("effect", "p", "p_holm", "minimal_detectable", "verdict"),
]
OPPOSED = ["frames_security_rate", "frames_economic_rate", "frames_diplomatic_rate", "oped_valence"]


def made(groups, *, seed=0, paragraphs=6, shift=0.0, columns=None):
    """A run of articles in groups (a name an article) with drawn hits and tone; the last group's tone is shifted."""
    rng = np.random.default_rng(seed)
    last = groups[-1]
    articles = {
        f"a{number:03d}": [
            (
                "body",
                [
                    sentence(
                        int(rng.integers(8, 30)),
                        vader=float(np.clip(rng.normal(0.1 + shift * (group == last), 0.3), -1, 1)),
                        textblob=0.0,
                        security=int(rng.poisson(0.5)),
                        economic=int(rng.poisson(0.3)),
                    )
                    for _ in range(3)
                ],
            )
            for _ in range(paragraphs)
        ]
        for number, group in enumerate(groups)
    }
    run = run_of(articles, columns={"outlet": groups, **(columns or {})})
    first = run.measures["instrument"].isin(["frames", "vader"])  # VADER is the main tone
    return replace(run, measures=pd.concat([run.measures[first], run.measures[~first]], ignore_index=True))


def one(table, measure="vader_tone", target=POPULATION, **where):
    rows = table[(table["measure"] == measure) & (table["target"] == target)]
    for name, value in where.items():
        rows = rows[rows[name] == value]
    assert len(rows) == 1
    return rows.iloc[0]


def turned(table):
    """The same table seen from the other side."""
    sign = dict.fromkeys(("difference", "effect", "low", "high", "effect_low", "effect_high"), -1)
    swapped = {"group": "reference", "n_group": "n_reference", "value_group": "value_reference"}
    swapped |= {"low": "high", "effect_low": "effect_high"}
    swapped |= {new: old for old, new in swapped.items()}
    return table.assign(**{name: sign.get(name, 1) * table[swapped.get(name, name)] for name in sign}).assign(
        **{name: table[other] for name, other in swapped.items() if name not in sign}
    )


# --- the six op-eds


def test_as_these_texts_the_opposition_that_was_written_in_is_found(op_ed_run):
    table = compare(op_ed_run, by="outlet", target=TEXTS).set_index("measure")
    found = table.loc[OPPOSED]
    assert (found["family"] == "main").all()
    assert (found["verdict"] == "differ").all()
    assert found["group"].unique().tolist() == ["Continental Courier"]
    assert found["p_holm"].max() <= 0.05
    # the Courier speaks of threats, the Ledger of trade and treaties and in a kinder tone
    assert (np.sign(found["difference"]) == [1, -1, -1, -1]).all()


def test_three_articles_say_nothing_of_an_outlet(op_ed_run):
    table = compare(op_ed_run, by="outlet", target=POPULATION)
    assert (table["verdict"] == "too few to test").all()
    assert table["note"].unique().tolist() == ["too few to test: 3 against 3 articles cannot give p < .10"]
    assert (table["p"] >= 0.1).all()
    assert (table["p_smallest"] == 0.1).all()
    assert (table["arrangements"] == 20).all()
    assert table[["low", "high", "effect_low", "effect_high", "minimal_detectable"]].isna().all(axis=None)


def test_single_articles_are_compared_as_these_texts_only(op_ed_run):
    table = compare(op_ed_run, by="article", measures=OPPOSED)
    assert len(table) == 2 * 6 * 4
    assert (table["reference"] == "the rest").all()
    texts, population = (table[table["target"] == target] for target in (TEXTS, POPULATION))
    assert texts["p"].notna().all()
    assert (texts["unit"] == "paragraphs").all()
    assert (population["verdict"] == "too few to test").all()
    assert population["note"].str.contains("1 against 5 articles cannot give p < .16").all()
    assert population["p"].isna().all()


def test_figures_are_those_of_the_summary(op_ed_run):
    table = compare(op_ed_run, by="outlet")
    known = summarize(op_ed_run, by="outlet").set_index(["group", "measure"])["value"]
    for row in table.to_dict("records"):
        assert row["value_group"] == pytest.approx(known[row["group"], row["measure"]])
        assert row["difference"] == row["value_group"] - row["value_reference"]


def test_random_splits_of_one_op_ed_are_told_apart_in_six_percent_at_most(seed_run):
    """500 times the paragraphs of the seed dealt to two articles; any of the main family after Holm."""
    parts = make_parts(seed_run)
    columns = [parts.columns.index(name) for name in main_measures(seed_run)]
    y, x = parts.y[:, columns], parts.x[:, columns]
    counted = np.array([parts.forms[k] == "rate" for k in columns])
    rng = np.random.default_rng(500)
    size, found = len(y), 0
    for _ in range(500):
        article = (rng.permutation(size) < size // 2).astype(np.intp)
        order = np.argsort(article, kind="stable")
        units = paragraph_units(y[order], x[order], article[order], np.array([True, False]), counted=counted)
        p = permute(units, permutations=2_000, seed=0).p
        found += bool(np.nanmin(holm(p)) <= 0.05)
    assert found / 500 <= 0.06


# --- the table


def test_columns_stand_in_the_order_of_the_contract(op_ed_run):
    table = compare(op_ed_run, by="outlet")
    assert list(table.columns) == list(COLUMNS)
    assert list(table.columns[:15]) == FIRST
    assert set(table["verdict"]) <= {"differ", "cannot be told apart", "too few to test"}
    assert table[["voice", "texts", "min_words"]].drop_duplicates().to_numpy().tolist() == [
        ["all", "body", 0]
    ]


def test_counts_are_facts_of_these_texts(op_ed_run):
    texts = compare(op_ed_run, by="outlet", target=TEXTS)["measure"].tolist()
    everything = compare(op_ed_run, by="outlet", target=POPULATION)["measure"].tolist()
    assert everything == op_ed_run.measures["column"].tolist()
    assert not {"frames_security_n", "actors_n", "vader_n_tone_words"} & set(texts)
    with pytest.raises(FramingError, match="a count is a fact of these texts"):
        compare(op_ed_run, by="outlet", target=TEXTS, measures=["actors_n"])


def test_low_and_high_hold_the_difference():
    table = compare(made(["A", "B", "C"] * 8), by="outlet", draws=300, permutations=200)
    known = table["low"].notna()
    assert known.any()
    assert (table["low"] <= table["difference"])[known].all()
    assert (table["difference"] <= table["high"])[known].all()
    for kind in ("difference", "effect"):
        assert np.isfinite(table[kind][table["p"] < 1]).all()
    assert ((table["p"] > 0) & (table["p"] <= 1) | table["p"].isna()).all()


@pytest.mark.parametrize("sizes", [(4, 7), (9, 9), (22, 25)])
def test_swapping_group_and_reference_turns_the_signs_and_nothing_else(sizes):
    run = made(["A"] * sizes[0] + ["B"] * sizes[1], shift=0.2)
    options = {"by": "outlet", "draws": 300, "permutations": 500}
    one_way, other = compare(run, reference="B", **options), compare(run, reference="A", **options)
    pd.testing.assert_frame_equal(turned(one_way), other, check_exact=True)


def test_the_order_of_articles_does_not_matter():
    groups = ["A", "B", "B", "A", "C", "C", "A", "B"] * 4
    run = made(groups, shift=0.2)
    order = np.random.default_rng(3).permutation(len(groups))
    position = dict(zip(run.articles["article"].iloc[order], range(len(groups)), strict=True))
    shuffled = replace(
        run,
        articles=run.articles.iloc[order].reset_index(drop=True),
        by_voice=run.by_voice.sort_values("article", key=lambda ids: ids.map(position), kind="stable"),
    )
    options = {"by": "outlet", "reference": "A", "draws": 300, "permutations": 500}
    tables = [
        compare(each, **options).sort_values(["target", "group", "measure"], ignore_index=True)
        for each in (run, shuffled)
    ]
    pd.testing.assert_frame_equal(*tables, check_exact=True)


def test_the_same_seed_gives_the_same_table():
    run = made(["A", "B"] * 12)
    tables = [compare(run, by="outlet", draws=200, permutations=200, seed=seed) for seed in (0, 0, 1)]
    pd.testing.assert_frame_equal(tables[0], tables[1], check_exact=True)
    assert not tables[0]["p"].equals(tables[2]["p"])
    assert tables[0]["difference"].equals(tables[2]["difference"])


def test_no_argument_is_changed():
    run = made(["A", "B"] * 6)
    before = replace(
        run, articles=run.articles.copy(), by_voice=run.by_voice.copy(), sentences=run.sentences.copy()
    )
    compare(run, by="outlet", permutations=200)
    assert run == before


# --- contrasts


def test_more_than_two_groups_are_each_compared_with_the_rest():
    table = compare(made(["A", "B", "C"] * 5), by="outlet", target=POPULATION, permutations=200)
    assert table["group"].unique().tolist() == ["A", "B", "C"]
    assert table["reference"].unique().tolist() == ["the rest"]
    assert (one(table, group="B")["n_group"], one(table, group="B")["n_reference"]) == (5, 10)


def test_with_a_reference_each_other_group_is_compared_with_it():
    table = compare(
        made(["A", "B", "C"] * 5), by="outlet", reference="B", target=POPULATION, permutations=200
    )
    assert table[["group", "reference"]].drop_duplicates().to_numpy().tolist() == [["A", "B"], ["C", "B"]]


def test_thirty_groups_at_once():
    groups = [f"G{number:02d}" for number in range(30)] * 3
    run = made(groups, paragraphs=3, shift=1.5)
    table = compare(run, by="outlet", measures=["vader_tone", "frames_security_rate"], permutations=4_000)
    assert len(table) == 2 * 30 * 2
    last = one(table, target=TEXTS, group="G29")
    assert last["verdict"] == "differ"
    assert last["p_holm"] == pytest.approx(min(1, last["p"] * 60), rel=0.05)
    others = table[(table["group"] != "G29") & (table["target"] == TEXTS)]
    assert (others["verdict"] == "differ").mean() <= 0.06


def test_time_and_before_and_after_a_date():
    dates = [f"2024-{month:02d}-10" for month in range(1, 13)]
    run = made(["A"] * 12, columns={"date": dates})
    table = compare(run, by="date<2024-07-01", target=POPULATION, permutations=200)
    assert table[["group", "reference"]].drop_duplicates().to_numpy().tolist() == [
        ["before 2024-07-01", "from 2024-07-01"]
    ]
    quarters = compare(run, by="date:quarter", target=TEXTS, permutations=200)
    assert quarters["group"].unique().tolist() == ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]


def test_one_group_is_no_comparison():
    with pytest.raises(FramingError, match=r"by 'outlet': only one group \(A\); a comparison needs two"):
        compare(made(["A"] * 4), by="outlet")
    with pytest.raises(FramingError, match="by 'outlet': no group"):
        compare(made([None] * 4), by="outlet")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"by": "paper"}, "no such column"),
        ({"reference": "C"}, "reference 'C': no such group; there are 'A', 'B'"),
        (
            {"target": "texts"},
            "target 'texts': unknown; there are both, these texts, the population of articles",
        ),
        ({"voice": "editor"}, "voice 'editor': unknown"),
        ({"kind": "lede"}, "kind 'lede': unknown"),
        ({"adjust": "tukey"}, "adjust 'tukey': unknown; there are holm, bh, none"),
        ({"duplicates": "twice"}, "duplicates 'twice': unknown"),
        ({"measures": ["tone"]}, "measure 'tone': not in this run; there are frames_security_n"),
        ({"margin": -1}, "is not a number above 0"),
        ({"margin": {"vader_tone": "0.1"}}, "margin of 'vader_tone': '0.1' is not a number above 0"),
        ({"margin": {"tone": 1}}, "margin of 'tone': no such measure"),
        ({"permutations": 10}, "permutations 10: too few; give 100 or more"),
        ({"min_words": -1}, "min_words -1: too few; give 0 or more"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_one_line(options, message):
    with pytest.raises(FramingError) as caught:
        compare(made(["A", "B"] * 3), **{"by": "outlet", **options})
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


# --- what is left out, and what is not there


def test_articles_without_a_group_are_left_out_and_counted():
    table = compare(made(["A", "B", None] * 5), by="outlet", reference="B", permutations=200)
    assert one(table)["n_group"] == 5
    assert one(table)["note"] == "5 left out: without outlet"
    date = compare(made(["A", "B"] * 6, columns={"side": ["l", "r", None] * 4}), by="side", permutations=200)
    assert set(date["group"]) == {"l"}


def test_short_articles_are_left_out_and_counted():
    long, short = ("body", [sentence(90, vader=0.2)]), ("body", [sentence(20, vader=0.9)])
    articles = {f"a{n}": [long if n < 8 else short] * 2 for n in range(10)}
    run = run_of(articles, columns={"outlet": ["A", "B"] * 5})
    row = one(compare(run, by="outlet", min_words=100, permutations=200))
    assert (row["n_group"], row["n_reference"], row["min_words"]) == (4, 4, 100)
    assert row["value_group"] == pytest.approx(0.2)
    assert "2 left out: under 100 words" in row["note"]


def test_a_text_in_two_outlets_counts_once_unless_told_otherwise():
    rng = np.random.default_rng(1)
    words = [
        "the",
        "of",
        "and",
        "a",
        "is",
        "was",
        "to",
        "in",
        "that",
        "trade",
        "war",
        "peace",
        "good",
        "bad",
        "guard",
    ]
    texts = [" ".join(rng.choice(words, 80)).capitalize() + "." for _ in range(8)]
    listed = [fr.Article(id=f"a{n}", text=text, outlet="AB"[n % 2]) for n, text in enumerate(texts)]
    run = fr.score([*listed, fr.Article(id="reprint", text=texts[0], outlet="B")])
    once = one(compare(run, by="outlet"), "vader_n_tone_words")
    every = one(compare(run, by="outlet", duplicates="all"), "vader_n_tone_words")
    assert (once["n_group"], once["n_reference"]) == (4, 4)
    assert "1 left out: repeating another text, counted once" in once["note"]
    assert (every["n_group"], every["n_reference"]) == (4, 5)
    assert "duplicate" not in every["note"]


def test_a_measure_that_is_silent_on_one_side_is_too_few_to_test():
    run = run_of(
        {f"a{n}": [("body", [sentence(20, vader=0.1 * n if n % 2 else np.nan)])] * 3 for n in range(12)},
        columns={"outlet": ["A", "B"] * 6},
    )
    for target, units in ((TEXTS, "0 against 18 paragraphs"), (POPULATION, "0 against 6 articles")):
        row = one(compare(run, by="outlet"), target=target)
        assert row["verdict"] == "too few to test"
        assert row["note"] == f"too few to test: {units}"
        assert np.isnan(row["difference"])
        assert np.isnan(row["p"])


def test_frames_that_are_never_hit_do_not_differ_and_have_no_interval():
    run = run_of(
        {f"a{n}": [("body", [sentence(20)])] * 3 for n in range(12)}, columns={"outlet": ["A", "B"] * 6}
    )
    row = one(compare(run, by="outlet"), "frames_security_rate")
    assert (row["difference"], row["p"], row["verdict"]) == (0, 1, "cannot be told apart")
    assert row["interval"] == "none: the articles of a side do not differ"


def test_two_to_four_articles_are_tested_with_a_caution():
    table = compare(made(["A"] * 4 + ["B"] * 9), by="outlet", target=POPULATION)
    row = one(table)
    assert row["note"] == "fewer than 5 articles on one side: p holds only if both vary alike"
    assert np.isnan(row["low"])
    assert row["interval"] == "none: 4 articles on one side, 5 needed"
    assert row["arrangements"] == 715  # 13!/(4! 9!)


def test_quoted_words_and_titles_can_be_compared():
    body, title = ("body", [sentence(20, vader=0.2, security=1)]), ("title", [sentence(6, vader=-0.5)])
    run = run_of({f"a{n}": [title, body, body] for n in range(12)}, columns={"outlet": ["A", "B"] * 6})
    titles = compare(run, by="outlet", kind="title", permutations=200)
    assert one(titles)["value_group"] == -0.5
    assert (titles["texts"] == "title").all()
    quoted = compare(run, by="outlet", voice="quoted", permutations=200)
    assert one(quoted)["verdict"] == "too few to test"  # nobody is quoted
    every = compare(run, by="outlet", kind=None, permutations=200)
    assert (every["texts"] == "every paragraph").all()
    for table in (titles, quoted, every):  # the same questions, so read, are a family of their own
        main = table[table["family"] == "main"]
        assert set(main["measure"]) == set(main_measures(run))
        for _, rows in main.groupby("target"):
            known = rows["p"].notna()
            assert rows.loc[known, "p_holm"].tolist() == pytest.approx(
                holm(rows.loc[known, "p"].to_numpy()).tolist()
            )


def test_a_difference_by_p_alone_says_that_its_interval_holds_zero():
    """One article far from all others widens the interval, 0 in it; that all of A lie below all of B moves p still."""
    values = [0.10 + 0.001 * n for n in range(8)] + [0.15 + 0.001 * n for n in range(9)] + [0.9]
    table = compare(
        run_of(
            {f"a{n:02d}": [("body", [sentence(20, vader=value)])] * 3 for n, value in enumerate(values)},
            columns={"outlet": ["A"] * 8 + ["B"] * 10},
        ),
        by="outlet",
        measures="vader_tone",
        duplicates="all",
    )
    for row in table.to_dict("records"):
        split = row["verdict"] == "differ" and row["low"] <= 0 <= row["high"]
        assert (P_ALONE in row["note"]) == split
    assert P_ALONE in one(table)["note"]
    assert f"{capital(P_ALONE)}: " in " ".join(print_comparison(table, measures=["vader_tone"]).notes)


def test_a_small_group_that_varies_more_is_read_with_care():
    """Simulated, 9 articles against 30: the nine spread over 0 … 8 tenths, the thirty over 0 … 2."""
    spread = [0.1 * k for k in range(9)] + [0.1 * (k % 3) for k in range(30)]
    run = run_of(
        {f"a{n:02d}": [("body", [sentence(20, vader=value)])] * 3 for n, value in enumerate(spread)},
        columns={"outlet": ["A"] * 9 + ["B"] * 30},
    )
    for by in ({"reference": "A"}, {"reference": "B"}):
        assert DOUBTFUL in one(compare(run, by="outlet", permutations=200, duplicates="all", **by))["note"]
        assert (
            DOUBTFUL
            not in one(compare(run, by="outlet", duplicates="all", permutations=200, **by), target=TEXTS)[
                "note"
            ]
        )
    other = replace(run, articles=run.articles.assign(outlet=["B"] * 9 + ["A"] * 3 + ["B"] * 27))
    assert DOUBTFUL not in one(compare(other, by="outlet", duplicates="all", permutations=200))["note"]


# --- families


def test_the_family_is_each_frame_and_one_tone_in_all_contrasts():
    table = compare(made(["A", "B", "C"] * 5), by="outlet", permutations=400)
    main = table[table["family"] == "main"]
    assert set(main["measure"]) == {
        "frames_security_rate",
        "frames_economic_rate",
        "vader_tone",
    }  # VADER, the run's first tone
    assert len(main) == 2 * 3 * 3
    assert table.loc[table["family"] == "exploratory", "p_holm"].isna().all()
    for _, rows in main.groupby("target"):
        assert rows["p_holm"].tolist() == pytest.approx(holm(rows["p"].to_numpy()).tolist())


def test_verdicts_go_by_the_adjusted_p_in_the_family_and_by_p_elsewhere():
    for adjust, column in (("holm", "p_holm"), ("bh", "p_bh"), ("none", "p")):
        table = compare(
            made(["A", "B"] * 12, shift=0.15, seed=2), by="outlet", adjust=adjust, permutations=2_000
        )
        counts = table[column].where(table["family"] == "main", table["p"])
        assert (table["verdict"].eq("differ") == counts.le(0.05)).all()
        assert set(table.loc[table["family"] == "main", "adjusted"]) == {adjust}
        assert set(table.loc[table["family"] == "exploratory", "adjusted"]) == {"none"}
        assert table["p_holm"].notna().equals(table["family"] == "main")
        assert table["p_bh"].notna().any() == (adjust == "bh")


def test_the_runs_first_tone_stands_for_tone():
    run = made(["A", "B"] * 3)
    assert main_measures(run)[-1] == tone_columns(run)["column"].iloc[0] == "vader_tone"
    without = replace(run, measures=run.measures[run.measures["instrument"] != "vader"])
    assert main_measures(without)[-1] == "textblob_tone"
    none = replace(run, measures=run.measures[run.measures["kind"] != "tone"])
    assert main_measures(none) == ("frames_security_rate", "frames_economic_rate")


def test_a_family_too_large_for_so_few_articles_says_so():
    # 4 against 4: p = .029 at best, and three tests: .086 is the least that the first of them can have
    row = one(compare(made(["A"] * 4 + ["B"] * 4, shift=0.1), by="outlet"))
    assert row["note"].startswith("the smallest attainable p, .029, is .086 after Holm over 3 tests")


def declared(**changes):
    return Declaration(
        **{"path": "d.toml", "sha256": "0", "by": "outlet", "measures": ("vader_tone",), **changes}
    )


def test_what_was_declared_is_the_family_and_all_else_exploratory():
    run = made(["A", "B", "C"] * 4)
    declaration = declared(
        measures=("frames_economic_rate",), groups=("A",), target=POPULATION, reference="C"
    )
    table = compare_declared(run, declaration)
    main = table[table["family"] == "main"]
    assert main[["measure", "group", "reference", "target"]].to_numpy().tolist() == [
        ["frames_economic_rate", "A", "C", POPULATION]
    ]
    assert main["p_holm"].tolist() == main["p"].tolist()  # one test
    other = compare(run, by="outlet", reference="B", declared=declaration, permutations=200)
    assert (other["family"] == "exploratory").all()  # another reference than was declared
    drawn = declared(seed=3)
    for seed, family in ((3, "main"), (4, "exploratory")):
        table = compare(run, by="outlet", seed=seed, declared=drawn, permutations=200)
        assert set(table.loc[table["measure"] == "vader_tone", "family"]) == {family}


def test_a_declared_voice_and_margin_are_used():
    run = made(["A", "B"] * 8)
    table = compare_declared(run, declared(voice="author", margin={"vader_tone": 0.5}))
    assert one(table)["family"] == "main"
    assert one(table)["voice"] == "author"
    assert one(table)["margin"] == 0.5
    assert table.loc[table["measure"] != "vader_tone", "margin"].isna().all()
    with pytest.raises(FramingError, match="declared"):
        compare(run, by="outlet", declared=declared(path="declared.toml", measures=("nothing",)))


def test_no_difference_is_only_said_with_a_margin():
    run = made(["A", "B"] * 25)
    without = compare(run, by="outlet", target=POPULATION, permutations=200)
    assert without[["margin", "p_equivalence", "equivalent"]].isna().all(axis=None)
    wide = one(compare(run, by="outlet", margin={"vader_tone": 0.5}, permutations=200))
    assert wide["equivalent"]
    assert "equivalent: nearer than 0.5" in wide["note"]
    narrow = one(compare(run, by="outlet", margin=0.001, permutations=200))
    assert not narrow["equivalent"]
    few = one(compare(made(["A", "B"] * 4), by="outlet", margin=0.5, permutations=200))
    assert few["equivalent"] is pd.NA


def test_one_margin_goes_for_measures_of_one_unit_only():
    run = made(["A", "B"] * 8)
    units = run.measures.assign(
        unit=["hits per 100 words" if rate else "score" for rate in run.measures["statistic"] == "rate"]
    )
    run = replace(run, measures=units)
    rates = ["frames_security_rate", "frames_economic_rate"]
    table = compare(run, by="outlet", measures=rates, margin=0.5, permutations=200)
    assert (table["margin"] == 0.5).all()
    message = r"margin 0.5: one number for measures in 2 units \(hits per 100 words; score\); give each measure its own"
    with pytest.raises(FramingError, match=message):
        compare(run, by="outlet", measures=[*rates, "vader_tone"], margin=0.5)
    with pytest.raises(FramingError, match="margin of 'vader_tone': no such measure is compared"):
        compare(run, by="outlet", measures=rates, margin={"vader_tone": 0.1})
    both = declared(
        measures=("vader_tone", *rates), margin=dict.fromkeys(("vader_tone", *rates), 0.5), one_margin=True
    )
    with pytest.raises(FramingError, match=r"^d.toml, margin: one number for measures in 2 units"):
        compare_declared(run, both)
    some = compare(
        run, by="outlet", measures=rates, declared=declared(margin={"vader_tone": 0.1}), permutations=200
    )
    assert some["margin"].isna().all()  # a declared margin of a measure that is not asked for


def test_a_run_without_articles_and_a_list_without_measures_say_why():
    run = made(["A", "B"] * 3)
    with pytest.raises(FramingError, match="measures: none given; name one or more"):
        compare(run, by="outlet", measures=[])
    nothing = replace(
        run, articles=run.articles.iloc[:0], by_voice=run.by_voice.iloc[:0], sentences=run.sentences.iloc[:0]
    )
    with pytest.raises(FramingError, match="no group"):
        compare(nothing, by="outlet")


def test_a_comparison_without_an_article_left_is_refused():
    with pytest.raises(
        FramingError, match=r"no two groups have an article left \(6 left out: under 9,999 words\)"
    ):
        compare(made(["A"] * 3 + ["B"] * 3), by="outlet", min_words=9_999)
