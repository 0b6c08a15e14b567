"""The specification curve: figures under every choice, the main row, and what the table says as a whole."""

import numpy as np
import pandas as pd
import pytest
from small_runs import run_of, sentence

import framing as fr
from framing.errors import FramingError
from framing.reporting.robustness import summary_lines, write_robustness_into
from framing.reporting.robustness_table import print_robustness
from framing.statistics.comparison import compare
from framing.statistics.robustness import robustness, robustness_summary
from framing.statistics.robustness.figures import Figures
from framing.statistics.robustness.grid import Choices, questions
from framing.statistics.specification import Specification, Vary, read_specification

NAN = float("nan")
#: Quick: what is looked at here does not hang on the number of draws.
QUICK = {"permutations": 200, "draws": 200}
KEYS = ["spec", "question", "group", "reference"]


def choices(**options):
    plain = {
        "question": "security",
        "measure": "frames_security_n",
        "instrument": "frames",
        "voice": "all",
        "texts": "body",
        "normalisation": "rate",
        "unit": "article",
        "names": "out",
        "min_words": 0,
    }
    return Choices(**plain | options)


def frame_hits(article, paragraph, category, *terms, sentence=0, in_name=False):
    """Evidence of hits one after the other, as scoring records it."""
    return [
        {
            "article": article,
            "paragraph": paragraph,
            "sentence": sentence,
            "voice": "author",
            "speaker": None,
            "start": 10 * number,
            "end": 10 * number + 5,
            "instrument": "frames",
            "category": category,
            "term": term,
            "text": term,
            "weight": 1.0,
            "contribution": NAN,
            "negated": False,
            "in_name": in_name,
        }
        for number, term in enumerate(terms)
    ]


def small_run():
    """Article a: a heading of 5 words with a hit, 10 + 30 words with 1 + 3 hits in three sentences; b: nothing."""
    return run_of(
        {
            "a": [
                ("heading", [sentence(5, security=1)]),
                ("body", [sentence(10, security=1, tone=0.5)]),
                ("body", [sentence(10, security=3, economic=1, tone=-0.1), sentence(20, tone=0.5)]),
            ],
            "b": [("body", [sentence(20, economic=2)])],
        },
        columns={"outlet": ["x", "y"]},
        evidence=[
            *frame_hits("a", 0, "security", "war"),
            *frame_hits("a", 1, "security", "war"),
            *frame_hits("a", 2, "security", "war", "threat*", "war"),
            *frame_hits("a", 2, "economic", "trade"),
            *frame_hits("b", 0, "economic", "trade", "deal"),
        ],
    )


@pytest.mark.parametrize(
    ("options", "first", "second"),
    [
        # 4 hits in 40 words; 0 in 20
        ({}, 10.0, 0.0),
        # 1/10 and 3/30 hits a word
        ({"unit": "paragraph"}, (10 + 10) / 2, 0.0),
        # 1/10, 3/10, 0/20
        ({"unit": "sentence"}, (10 + 30 + 0) / 3, 0.0),
        # of 5 hits 4 are of security; of b's 2 none
        ({"normalisation": "share"}, 4 / 5, 0.0),
        ({"normalisation": "share", "unit": "paragraph"}, (1 + 3 / 4) / 2, 0.0),
        # the third sentence of a has no hit of the codebook, so no share
        ({"normalisation": "share", "unit": "sentence"}, (1 + 3 / 4) / 2, 0.0),
        ({"normalisation": "presence"}, 1.0, 0.0),
        ({"normalisation": "presence", "unit": "paragraph"}, 1.0, 0.0),
        ({"normalisation": "presence", "unit": "sentence"}, 2 / 3, 0.0),
        # with the heading: 5 hits in 45 words
        ({"texts": "all"}, 100 * 5 / 45, 0.0),
        ({"voice": "quoted"}, NAN, NAN),
        ({"question": "economic"}, 100 * 1 / 40, 100 * 2 / 20),
    ],
)
def test_an_articles_figure_is_what_the_choices_say(options, first, second):
    assert Figures(small_run()).values(choices(**options)) == pytest.approx([first, second], nan_ok=True)


def test_tone_is_a_mean_over_sentences_or_over_paragraphs():
    """Paragraphs score 0.5 and 0.2, sentences 0.5, −0.1 and 0.5; the heading and b are silent."""
    tone = {
        "question": "tone",
        "instrument": "textblob",
        "measure": "textblob_tone",
        "normalisation": "mean",
        "names": "does not apply",
    }
    figures = Figures(small_run())
    by_sentence = figures.values(choices(**tone, unit="sentence"))
    by_paragraph = figures.values(choices(**tone, unit="paragraph"))
    assert by_sentence == pytest.approx([0.9 / 3, NAN], nan_ok=True)
    assert by_paragraph == pytest.approx([0.7 / 2, NAN], nan_ok=True)


@pytest.mark.parametrize(
    ("options", "without_war", "without_threat"),
    [
        # war has 3 of the 4 hits in 40 words
        ({}, 100 * 1 / 40, 100 * 3 / 40),
        ({"unit": "paragraph"}, (0 + 100 * 1 / 30) / 2, (10 + 100 * 2 / 30) / 2),
        ({"unit": "sentence"}, (0 + 10 + 0) / 3, (10 + 20 + 0) / 3),
        # one hit of trade is left beside the threat; beside three of war
        ({"normalisation": "share"}, 1 / 2, 3 / 4),
        ({"normalisation": "presence", "unit": "sentence"}, 1 / 3, 2 / 3),
        ({"texts": "all"}, 100 * 1 / 45, 100 * 4 / 45),
    ],
)
def test_a_removed_terms_hits_are_taken_from_what_was_counted(options, without_war, without_threat):
    found = Figures(small_run()).without_each_term(choices(**options))
    assert list(found) == ["threat*", "war"]
    assert found["war"][0] == pytest.approx(without_war)
    assert found["threat*"][0] == pytest.approx(without_threat)


def test_rates_without_each_term_fall_by_the_whole_rate_together(op_ed_run):
    """Each hit belongs to one term: Σ over terms of (rate − rate without it) is the rate."""
    figures = Figures(op_ed_run)
    for voice in ("all", "author", "quoted"):
        plain = choices(voice=voice)
        rates = figures.values(plain)
        falls = sum(rates - values for values in figures.without_each_term(plain).values())
        assert falls == pytest.approx(rates, nan_ok=True)


def test_evidence_that_is_not_what_was_counted_is_refused():
    run = small_run()
    some = fr.Run(**{**tables(run), "evidence": run.evidence.drop(index=1)})
    with pytest.raises(
        FramingError, match="category 'security': the run's evidence is not the 4 hits"
    ) as caught:
        robustness(some, Specification(texts="body", categories=("security",), duplicates="all"), by="outlet")
    assert "vary.terms" in str(caught.value)


def tables(run):
    names = (
        "articles",
        "paragraphs",
        "by_voice",
        "sentences",
        "evidence",
        "actors",
        "quotations",
        "measures",
    )
    return {name: getattr(run, name) for name in (*names, "rejected", "manifest")}


def test_a_run_without_evidence_says_that_no_term_was_removed():
    run = small_run()
    bare = fr.Run(**{**tables(run), "evidence": run.evidence.iloc[:0]})
    table = robustness(bare, Specification(categories=("security",), duplicates="all"), by="outlet")
    assert (table["without_term"] == "").all()
    assert table["note"].iloc[0].startswith("no term was removed")


def test_the_main_specification_comes_first_and_is_the_only_one_marked(op_ed_run):
    table = robustness(op_ed_run, by="outlet", **QUICK)
    for _, some in table.groupby("question"):
        assert some["spec"].tolist() == list(range(1, len(some) + 1))
        assert some["main"].tolist() == [True] + [False] * (len(some) - 1)
    assert table["question"].drop_duplicates().tolist() == ["security", "economic", "diplomatic", "tone"]


def test_no_specification_stands_twice(op_ed_run):
    columns = [
        "question", "instrument", "voice", "texts", "normalisation", "unit", "names", "min_words", "without_term"
    ]  # fmt: skip
    table = robustness(op_ed_run, by="outlet", **QUICK)
    assert not table.duplicated([*columns, "group"]).any()


def test_choices_that_change_nothing_are_left_out():
    """Nothing is quoted, no hit lies in a name, no article has between 0 and 10 words: texts and figures are varied."""
    vary = Vary(min_words=(0, 10), terms="none")
    table = robustness(small_run(), Specification(categories=("security",), vary=vary), by="outlet", **QUICK)
    assert set(table["voice"]) == {"all"}
    assert set(table["names"]) == {"out"}
    assert set(table["min_words"]) == {0}
    assert set(table["texts"]) == {"body", "all"}


SPECIFICATIONS = {
    "defaults": (Specification(), {}),
    "author": (Specification(voice="author"), {"voice": "author"}),
    "everything": (Specification(texts="all"), {"kind": None}),
    "long ones": (Specification(min_words=430), {"min_words": 430}),
    "each text": (Specification(duplicates="all"), {"duplicates": "all"}),
    "textblob": (Specification(instrument="textblob"), {}),
}


@pytest.mark.parametrize("name", SPECIFICATIONS)
@pytest.mark.parametrize("by", ["outlet", "article"])
def test_the_main_row_is_what_compare_gives_for_the_same_choices(op_ed_run, name, by):
    specification, options = SPECIFICATIONS[name]
    table = robustness(op_ed_run, specification, by=by, **QUICK)
    main = table.loc[table["main"]].set_index(["measure", "group", "reference"])
    compared = compare(op_ed_run, by=by, target="the population of articles", **options, **QUICK)
    compared = compared.set_index(["measure", "group", "reference"]).loc[main.index]
    same = {
        "estimate": "difference",
        **{
            column: column
            for column in (
                *("n_group", "n_reference", "value_group", "value_reference", "low", "high", "effect"),
                *("effect_low", "effect_high", "p", "p_smallest", "minimal_detectable"),
            )
        },
    }
    for mine, theirs in same.items():
        assert main[mine].to_numpy(float) == pytest.approx(
            compared[theirs].to_numpy(float), nan_ok=True, rel=1e-12, abs=0
        ), mine


def test_neither_the_order_of_articles_nor_that_of_evidence_changes_a_figure(op_ed_run):
    run = op_ed_run
    order = run.articles["article"].tolist()[::-1]
    turned = fr.Run(
        **{
            name: table
            if name in ("measures", "manifest", "rejected")
            else table.set_index("article")
            .loc[[each for each in order if each in set(table["article"])]]
            .reset_index()
            for name, table in tables(run).items()
        }
    )
    options = {"group": "The Harbour Ledger", **QUICK}
    one, two = (robustness(each, by="outlet", **options) for each in (run, turned))
    pd.testing.assert_frame_equal(one, two, rtol=1e-9)


def test_with_more_groups_each_is_held_against_the_rest_or_the_reference():
    texts = {name: [("body", [sentence(50, security=number)])] for number, name in enumerate("abcdef")}
    run = run_of(texts, columns={"outlet": list("xxyyzz")})
    plain = Specification(categories=("security",), duplicates="all", vary=Vary(terms="none"))
    against_rest = robustness(run, plain, by="outlet", **QUICK)
    main = against_rest.loc[against_rest["main"]]
    assert list(zip(main["group"], main["reference"], strict=True)) == [(name, "the rest") for name in "xyz"]
    # hits per 100 words: x 0 and 2, the rest 4, 6, 8, 10
    assert main["estimate"].iloc[0] == pytest.approx(1 - 7)
    with_reference = robustness(run, plain, by="outlet", reference="z", group="x", **QUICK)
    main = with_reference.loc[with_reference["main"]]
    assert main[["group", "reference"]].to_numpy().tolist() == [["x", "z"]]
    assert main["estimate"].iloc[0] == pytest.approx(1 - 9)


def test_of_two_groups_the_named_one_is_held_against_the_other():
    run = small_run()
    plain = Specification(categories=("security",), duplicates="all", vary=Vary(terms="none"))
    one, two = (robustness(run, plain, by="outlet", group=name, **QUICK).iloc[0] for name in "xy")
    assert (one["group"], one["reference"], one["estimate"]) == ("x", "y", 10.0)
    assert (two["group"], two["reference"], two["estimate"]) == ("y", "x", -10.0)
    assert one["verdict"] == two["verdict"] == "too few to test"


@pytest.mark.parametrize(
    ("specification", "options", "message"),
    [
        (None, {"by": "paper"}, "by 'paper': the run's articles have no such column"),
        (None, {"by": "outlet", "group": "w"}, "group 'w': no such group"),
        (None, {"by": "outlet", "reference": "w"}, "reference 'w': no such group"),
        (None, {"by": "outlet", "group": "x", "reference": "x"}, "group 'x': is the reference too"),
        (
            Specification(codebook="words"),
            {"by": "outlet"},
            "codebook 'words': not in this run; there are frames",
        ),
        (
            Specification(categories=("war",)),
            {"by": "outlet"},
            "category 'war': not in the run's codebook frames",
        ),
        (Specification(instrument="oped"), {"by": "outlet"}, "instrument 'oped': gives no tone in this run"),
        (Specification(vary=Vary(instrument=("x",))), {"by": "outlet"}, "instrument 'x': gives no tone"),
    ],
)
def test_what_the_run_lacks_is_told(specification, options, message):
    with pytest.raises(FramingError) as caught:
        robustness(small_run(), specification, **options)
    assert str(caught.value).startswith(message)


def test_one_group_alone_is_refused():
    run = run_of({"a": [("body", [sentence(10)])]}, columns={"outlet": ["x"]})
    with pytest.raises(FramingError, match="only one group"):
        robustness(run, by="outlet")


def test_named_categories_leave_tone_out_unless_it_is_named_too():
    run = small_run()
    names = [each.name for each in questions(run, Specification(categories=("economic",)))]
    assert names == ["economic"]
    both = questions(run, Specification(categories=("economic",), instrument="textblob"))
    assert [each.name for each in both] == ["economic", "tone"]
    assert [each.name for each in questions(run, Specification(instrument="none"))] == [
        "security",
        "economic",
    ]


def row(**options):
    return {
        "question": "security", "group": "x", "reference": "y", "main": False, "voice": "all", "texts": "body",
        "normalisation": "rate", "unit": "article", "instrument": "frames", "names": "out", "min_words": 0,
        "without_term": "", "estimate": 1.0, "effect": 0.5, "sign": 1, "verdict": "differ",
    } | options  # fmt: skip


def hand_made():
    """The main one differs; of four others one cannot tell, one has the other sign, one is too few; two terms."""
    return pd.DataFrame(
        [
            row(main=True),
            row(voice="author", verdict="cannot be told apart", effect=0.1),
            row(texts="all", estimate=-1.0, sign=-1, effect=-0.3),
            row(voice="author", texts="all", effect=0.2),
            row(voice="quoted", estimate=NAN, effect=NAN, sign=0, verdict="too few to test"),
            row(without_term="war", estimate=-0.2, sign=-1, verdict="cannot be told apart"),
            row(without_term="threat*"),
        ]
    )


def test_the_summary_counts_what_keeps_sign_and_verdict():
    """Of four crossed specifications beside the main one two keep sign and verdict; one differs the other way.

    One has no estimate and so no sign: it is neither kept nor lost.
    """
    found = robustness_summary(hand_made())
    whole = found.iloc[0]
    assert (whole["choice"], whole["value"], whole["n"], whole["too_few"]) == ("all", "", 4, 1)
    assert whole["no_estimate"] == 1
    assert whole["keep_sign"] == pytest.approx(2 / 3)
    (line,) = summary_lines(hand_made(), found)
    assert line.endswith(
        "of 4 other specifications 3 have an estimate, and of these 67 % keep its sign; of all 50 % keep its verdict."
    )
    assert whole["keep_verdict"] == pytest.approx(2 / 4)
    assert whole["differ"] == pytest.approx(2 / 4)
    assert whole["opposite"] == pytest.approx(1 / 4)
    assert (whole["lowest"], whole["highest"]) == (-0.3, 0.2)
    assert whole["median"] == pytest.approx(0.1)  # of −0.3, 0.1, 0.2


def test_the_main_specification_does_not_agree_with_itself():
    alone = robustness_summary(hand_made().iloc[[0]]).iloc[0]
    assert alone["n"] == 0
    assert np.isnan([alone["keep_sign"], alone["keep_verdict"], alone["differ"], alone["median"]]).all()


def test_what_is_too_few_to_test_keeps_no_verdict():
    """Equal words are no kept verdict: without a test there is none, and nothing turns it."""
    table = hand_made().assign(verdict="too few to test")
    found = robustness_summary(table)
    assert found["keep_verdict"].isna().all()
    assert found["turns"].isna().all()
    assert found["differ"].isna().all()  # not 0 %, as if they had been tested
    assert found.loc[0, ["n", "too_few", "keep_sign"]].tolist() == [4, 4, 2 / 3]
    (line,) = summary_lines(table, found)
    assert line.endswith("67 % keep its sign; nothing could be tested.")
    assert "–" in print_robustness(found).rows[0]
    others = table.assign(verdict=["differ", *table["verdict"][1:]])
    assert np.isnan(robustness_summary(others).loc[0, "keep_verdict"])
    main = table.assign(verdict=["too few to test", *hand_made()["verdict"][1:]])
    (line,) = summary_lines(main, robustness_summary(main))
    assert line.endswith("it has no verdict to keep.")


def test_the_summary_names_the_choices_that_turn_it():
    """A choice turns it if with all else as in the main one its value changes sign or verdict."""
    table = robustness_summary(hand_made()).set_index(["choice", "value"])
    assert [table.loc[("voice", name), "turns"] for name in ("all", "author")] == [False, True]
    assert table.loc[("texts", "all"), "turns"]
    assert table.loc[("voice", "author"), "n"] == 2
    assert table.loc[("voice", "author"), "keep_sign"] == 1.0
    assert table.loc[("voice", "all"), "main"]
    assert "unit" not in table.index.get_level_values("choice")  # it does not vary


def test_the_summary_keeps_removed_terms_apart_and_names_those_that_turn_it():
    table = robustness_summary(hand_made())
    terms = table.loc[table["choice"] == "without_term"].set_index("value")
    assert terms.index.tolist() == ["", "war"]
    assert terms.loc["", ["n", "keep_sign", "keep_verdict"]].tolist() == [2, 0.5, 0.5]
    assert terms.loc["war", "turns"]


def test_what_is_too_few_to_test_turns_nothing():
    """Quotations without an estimate, and a term without which nothing is left: no other sign, and no other verdict."""
    gone = {"estimate": NAN, "effect": NAN, "sign": 0, "verdict": "too few to test"}
    table = pd.concat([hand_made(), pd.DataFrame([row(without_term="peace", **gone)])], ignore_index=True)
    found = robustness_summary(table).set_index(["choice", "value"])
    assert pd.isna(found.loc[("voice", "quoted"), "turns"])
    assert np.isnan(found.loc[("voice", "quoted"), "keep_sign"])
    assert found.loc["without_term"].index.tolist() == ["", "war"]
    cells = {row[1]: row for row in print_robustness(found.reset_index()).rows}
    assert [cells["quoted"][place] for place in (3, -1)] == ["–", "–"]
    (line,) = summary_lines(table.iloc[[0, 4]], robustness_summary(table.iloc[[0, 4]]))
    assert line.endswith("; 1 other specification has no estimate.")


def test_a_choice_without_its_own_row_neither_turns_nor_keeps():
    """Where the specification that differs from the main one in this choice alone was a copy, nothing is said."""
    table = hand_made().drop(index=2)  # texts = all, all else as in the main one
    found = robustness_summary(table).set_index(["choice", "value"])
    assert pd.isna(found.loc[("texts", "all"), "turns"])


def test_the_summary_refuses_a_table_without_its_columns_or_main_row():
    with pytest.raises(FramingError, match="no column 'verdict'"):
        robustness_summary(hand_made().drop(columns="verdict"))
    with pytest.raises(FramingError, match="0 main rows"):
        robustness_summary(hand_made().iloc[1:])


def test_nothing_is_changed_and_the_same_seed_gives_the_same_table(op_ed_run):
    before = {name: table.copy() for name, table in tables(op_ed_run).items() if name != "manifest"}
    one, two = (robustness(op_ed_run, by="outlet", seed=3, **QUICK) for _ in range(2))
    pd.testing.assert_frame_equal(one, two)
    for name, table in before.items():
        pd.testing.assert_frame_equal(getattr(op_ed_run, name), table)


def test_specifications_of_articles_without_words_have_no_figure():
    """Frames of a run in which no article has a word: the main row stands alone and cannot be tested."""
    run = run_of({name: [("body", [sentence(0)])] for name in "ab"}, columns={"outlet": ["x", "y"]})
    table = robustness(run, Specification(categories=("security",), duplicates="all"), by="outlet", **QUICK)
    assert table["main"].tolist() == [True]
    assert np.isnan(table["estimate"].iloc[0])
    assert table["verdict"].iloc[0] == "too few to test"


def test_a_question_without_a_hit_is_told_and_the_others_go_on(op_ed_run):
    """No term to remove is no mistake: a category that is never hit stands beside one that is."""
    evidence = op_ed_run.evidence
    frames = op_ed_run.measures.loc[op_ed_run.measures["kind"] == "frame"]
    columns = frames.loc[
        (frames["category"] == "economic") & (frames["statistic"] != "rate"), "column"
    ].tolist()
    changed = {
        name: getattr(op_ed_run, name).assign(**dict.fromkeys(columns, 0))
        for name in ("by_voice", "sentences")
    }
    kept = evidence.loc[evidence["category"] != "economic"].reset_index(drop=True)
    run = fr.Run(**{**tables(op_ed_run), **changed, "evidence": kept})
    table = robustness(run, Specification(categories=("security", "economic")), by="outlet", **QUICK)
    silent, loud = (table.loc[table["question"] == name] for name in ("economic", "security"))
    assert (silent["without_term"] == "").all()
    assert silent["note"].iloc[0] == "no term was removed: the run has no recorded hit of this question"
    assert (silent["estimate"].dropna() == 0).all()
    assert (loud["without_term"] != "").any()


def test_without_an_estimate_the_main_one_has_no_sign_to_keep():
    """No article is long enough: others keep nothing of it, not 0 %."""
    table = hand_made()
    table.loc[0, ["estimate", "effect", "sign", "verdict"]] = [NAN, NAN, 0, "too few to test"]
    found = robustness_summary(table)
    assert found["keep_sign"].isna().all()
    (line,) = summary_lines(table, found)
    assert line.endswith("it has no estimate, so 4 other specifications have no sign to keep.")


def test_only_a_file_makes_the_main_specification_a_declared_one(op_ed_run, tmp_path):
    table = robustness(op_ed_run, Specification(categories=("security",)), by="outlet", **QUICK)
    (tmp_path / "main.toml").write_text('categories = ["security"]\n', encoding="utf-8")
    pages = []
    for wanted in (Specification(categories=("security",)), read_specification(tmp_path / "main.toml")):
        write_robustness_into(
            op_ed_run, table, robustness_summary(table), wanted, tmp_path / str(len(pages)), by="outlet"
        )
        pages.append((tmp_path / str(len(pages)) / "report.html").read_text(encoding="utf-8"))
    assert ["declared as main" in page for page in pages] == [False, True]
    assert "None was declared in a file." in pages[0]
    assert all("all, author, quoted" in page and "Vary(" not in page for page in pages)
    assert "The way of measuring that was declared" in pages[1]
