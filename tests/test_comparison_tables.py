"""Tables of comparisons: what is printed is what was found, and no format lets a name act."""

import io
import math
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import examples
from small_comparisons import (
    HOSTILE,
    MEASURES,
    NAN,
    POPULATION,
    THESE,
    compared,
    comparison,
    keyness_table,
    specification_table,
)

from framing.errors import FramingError
from framing.output import read_csv
from framing.reporting.cells import decimal, fitted, p_value, plain
from framing.reporting.comparison_tables import (
    MOST_ROWS,
    _effects,
    print_comparison,
    print_keyness,
    save_table,
)
from framing.reporting.equivalence import equivalence_lines
from framing.reporting.latex import Column
from framing.reporting.printed import Printed, escape_markdown
from framing.reporting.regression_table import print_regression
from framing.reporting.robustness_table import print_robustness
from framing.reporting.spreadsheet import workbook
from framing.statistics.robustness import robustness_summary


def regression(**changes):
    """Two coefficients as `regress` gives them."""
    rows = [
        {"term": "Intercept", "estimate": 2.5, "se": 0.4, "low": 1.6, "high": 3.4, "p": 0.0004},
        {
            "term": "outlet[The Harbour Ledger]",
            "estimate": -0.75,
            "se": 0.3,
            "low": -1.4,
            "high": -0.1,
            "p": 0.02,
        },
    ]
    shared = {
        "measure": "frames_security_rate",
        "t": 2.0,
        "df": 20.0,
        "n": 30,
        "clusters": 28,
        "r2": 0.125,
        "r2_adjusted": 0.1,
        "left_out": 2,
        "unit": "articles",
        "voice": "all",
        "texts": "body",
        "errors": "HC3, t with n − k degrees of freedom",
        "formula": "outlet",
        "reference": "outlet[Continental Courier]",
        "note": "",
    }
    return pd.DataFrame([{**row, **shared, **changes} for row in rows])


def sheet_of(content, name):
    return openpyxl.load_workbook(io.BytesIO(content))[name]


# Comparison


def test_a_row_has_the_figures_of_its_comparison():
    """12 and 14 articles, 4 against 2: +2 [1, 3], p .012, Holm .036."""
    table = pd.DataFrame(
        [compared("frames_security_rate", "Ledger", 2.0, low=1.0, high=3.0, reference="Courier")]
    )
    printed = print_comparison(table)
    assert list(printed.rows) == [
        ["security", "12 : 14", "4.00 : 2.00", "+2.00 [+1.00, +3.00]", "+0.40", ".036", "differ"]
    ]
    assert printed.caption == "Differences between Ledger and Courier"
    assert printed.parts == {0: "The population of articles"}


def test_each_part_says_the_scale_of_its_effects():
    table = pd.DataFrame(
        [
            {"target": THESE, "effect_name": "Hedges' g"},
            {"target": POPULATION, "effect_name": "Cliff's delta"},
        ]
    )
    assert _effects(table) == f"Hedges' g ({THESE}) and Cliff's delta ({POPULATION})"
    assert _effects(table.iloc[:1]) == "Hedges' g"


def test_what_was_too_few_to_test_says_why_once():
    rows = [compared(name, "A", 1.0) for name, *_ in MEASURES]
    printed = print_comparison(pd.DataFrame(rows))
    assert {row[-1] for row in printed.rows} == {"too few to test"}
    assert {row[-2] for row in printed.rows} == {"–"}
    assert sum("3 against 3 articles cannot give p < .10" in note for note in printed.notes) == 1


def test_groups_stand_under_their_measure_and_target():
    table = pd.concat(
        [comparison(["A", "B"], MEASURES[:2]), comparison(["A", "B"], MEASURES[:2], target=THESE)]
    )
    printed = print_comparison(table)
    assert list(printed.parts.values()) == [
        "Security: the population of articles",
        "Economic: the population of articles",
        "Security: these texts",
        "Economic: these texts",
    ]
    assert [row[0] for row in printed.rows] == ["A", "B"] * 4


def test_the_declared_family_is_printed_unless_measures_are_named():
    table = comparison(["A"], reference="B")
    table.loc[table["kind"] == "tone", "family"] = "exploratory"
    assert [row[0] for row in print_comparison(table).rows] == ["security", "economic", "diplomatic"]
    named = print_comparison(table, measures=["vader_compound"])
    assert [row[0] for row in named.rows] == ["vader compound"]


def test_thousands_of_rows_are_cut_in_print_and_said():
    printed = print_comparison(comparison([f"Outlet {n}" for n in range(300)]))
    assert len(printed.rows) == MOST_ROWS
    assert f"Of each part the smallest p; {300 * 5 - MOST_ROWS:,} more rows in the CSV." in printed.notes


def test_of_many_groups_each_measure_under_each_target_shows_as_many():
    """Thirty groups, three measures, two targets: 180 rows, of which each of six parts keeps its 20 smallest p."""
    groups = [f"Outlet {n}" for n in range(30)]
    table = pd.concat([comparison(groups, MEASURES[:3], target=target) for target in (THESE, POPULATION)])
    table["p_holm"] = np.linspace(0.5, 0.001, len(table))  # the later, the smaller
    printed = print_comparison(table)
    assert len(printed.parts) == 6
    assert sorted(printed.parts) == [0, 20, 40, 60, 80, 100]
    assert [row[0] for row in printed.rows[:20]] == groups[10:]


def test_p_is_adjusted_in_the_family_and_bare_outside_and_the_table_says_which():
    """12 and 14 articles: .036 after Holm, .012 bare."""
    main = compared("frames_security_rate", "A", 2.0, low=1.0, high=3.0)
    beside = compared(
        "vader_compound", "A", 2.0, low=1.0, high=3.0, family="exploratory", adjusted="none", p_holm=NAN
    )
    printed = print_comparison(
        pd.DataFrame([main, beside]), measures=["frames_security_rate", "vader_compound"]
    )
    assert [row[-2:] for row in printed.rows] == [[".036", "differ"], [".012", "differ, exploratory"]]
    assert [column.head for column in printed.columns][-2] == "p"
    assert [column.head for column in print_comparison(pd.DataFrame([main])).columns][-2] == "p adj."
    assert "not adjusted where exploratory" in printed.notes[0]


def test_another_voice_or_kind_is_named_under_the_table():
    read = compared(
        "frames_security_rate", "A", 2.0, low=1.0, high=3.0, voice="author", texts="title", min_words=150
    )
    notes = print_comparison(pd.DataFrame([read])).notes
    assert "Read: voice author, paragraphs: title, articles of 150 words or more." in notes


# Equivalence


def test_equivalence_is_said_in_the_verdict_and_beneath():
    shown = compared(
        "frames_security_rate", "A", 0.1, low=-0.2, high=0.4, margin=0.5, p_equivalence=0.012, equivalent=True
    )
    not_shown = compared(
        "vader_compound", "A", 0.1, low=-0.2, high=0.4, margin=0.1, p_equivalence=0.5, equivalent=False
    )
    few = compared("textblob_polarity", "A", 0.1, margin=0.1)
    table = pd.DataFrame([shown, not_shown, few])
    printed = print_comparison(table)
    assert [row[-1] for row in printed.rows] == [
        "cannot be told apart, equivalent",
        "cannot be told apart",
        "too few to test",
    ]
    lines = [
        "Security: shown to differ by less than 0.5 (equivalence p = .012).",
        "Vader compound: not shown to differ by less than 0.1 (equivalence p = .500).",
        "Textblob polarity: too few to show a difference of less than 0.1.",
    ]
    assert equivalence_lines(table) == lines
    assert any(note.endswith(" ".join(lines)) for note in printed.notes)
    assert equivalence_lines(comparison(["A"])) == []


def test_equivalence_of_many_groups_is_counted_and_targets_are_named():
    rows = [
        compared(
            "frames_security_rate",
            f"G{n}",
            0.1,
            margin=0.5,
            p_equivalence=p,
            equivalent=p <= 0.05,
            target=target,
        )
        for target in (THESE, POPULATION)
        for n, p in enumerate([0.01] * 6 + [0.3])
    ]
    rows.append(compared("frames_security_rate", "few", 0.1, margin=0.5, target=THESE))
    assert equivalence_lines(pd.DataFrame(rows)) == [
        (
            "Security, these texts: 6 of 8 groups shown to differ by less than 0.5 (G0, G1, G2, G3 and 2 more); "
            "1 too few to show it."
        ),
        (
            "Security, the population of articles: 6 of 7 groups shown to differ by less than 0.5 "
            "(G0, G1, G2, G3 and 2 more)."
        ),
    ]


# Keyness


def test_words_of_the_group_stand_before_those_of_its_reference():
    printed = print_keyness(keyness_table([("port", 3.0), ("guard", -2.0), ("trade", 1.0)]))
    assert printed.parts == {0: "More in Ledger", 2: "More in Courier than in Ledger"}
    assert [row[0] for row in printed.rows] == ["port", "trade", "guard"]
    assert printed.rows[0][1:] == ["15 : 2", "3 : 2", "15.00 : 2.00", "+3.00", "+1.00", ".040", ""]


def test_reasons_to_read_with_care_are_letters_with_a_note():
    printed = print_keyness(keyness_table([(f"w{n}", 5.0 - n / 2) for n in range(10)]))
    assert [row[-1] for row in printed.rows] == ["", "", "", "", "a, b"] * 2
    assert "Care: a: in 2 articles; b: turned by one article." in printed.notes


# Regression


def test_coefficients_stand_over_their_errors_and_the_constant_last():
    printed = print_regression({"Security": regression(), "Tone": regression().iloc[:1]})
    assert list(printed.rows) == [
        ["outlet: The Harbour Ledger", "−0.750*", ""],
        ["", "(0.300)", ""],
        ["Constant", "2.50***", "2.50***"],
        ["", "(0.400)", "(0.400)"],
        ["n", "30", "30"],
        ["Articles", "28", "28"],
        ["R²", "0.125", "0.125"],
        ["R² adjusted", "0.100", "0.100"],
    ]
    assert "Compared with: outlet: Continental Courier." in printed.notes


def test_intervals_may_stand_in_the_place_of_errors_and_stars_may_go():
    rows = print_regression(regression(), beneath="interval", stars="none").rows
    assert rows[0] == ["outlet: The Harbour Ledger", "−0.750"]
    assert rows[1] == ["", "[−1.40, −0.100]"]


def test_what_cannot_be_trusted_has_no_star():
    """A coefficient that hangs on one article has no error; few degrees of freedom have no stars."""
    doubtful = regression(note="2.0 degrees of freedom: p is not to be trusted")
    printed = print_regression(doubtful)
    assert printed.rows[0][1] == "−0.750"
    assert any(note.startswith("No stars: 2.0 degrees of freedom") for note in printed.notes)
    alone = print_regression(
        regression(se=NAN, low=NAN, high=NAN, p=NAN, note="one article alone decides it")
    )
    assert alone.rows[:2] == [["outlet: The Harbour Ledger", "−0.750"], ["", "–"]]


# Robustness


def test_shares_of_specifications_that_keep_sign_and_verdict():
    table = specification_table(12)
    summary = robustness_summary(table)
    printed = print_robustness(summary)
    first = summary.iloc[0]
    assert printed.rows[0][2:5] == [
        "11",  # without the main one
        f"{100 * first['keep_sign']:.0f} %",
        f"{100 * first['keep_verdict']:.0f} %",
    ]
    assert printed.parts[0] == "Security: Harbour Ledger against Continental Courier"
    assert {row[-1] for row in printed.rows} <= {"yes", "no", "–"}
    assert any("(main)" in row[1] for row in printed.rows)
    choices = [row[0] for row in printed.rows]
    assert choices.count("counted as") == 1


# Formats


@pytest.mark.parametrize("printer", [print_comparison, print_keyness, print_regression, print_robustness])
def test_a_table_of_another_kind_is_refused(printer):
    with pytest.raises(FramingError, match=r"^table: no column .*; give what \w+ returns$"):
        printer(pd.DataFrame({"measure": ["x"]}))


@pytest.mark.parametrize("printer", [print_comparison, print_keyness])
def test_an_empty_table_is_printed_without_rows(printer):
    empty = {print_comparison: comparison(["A"]), print_keyness: keyness_table([("a", 1.0)])}[printer].iloc[
        :0
    ]
    printed = printer(empty)
    assert list(printed.rows) == []
    assert printed.latex("tab:x")
    assert printed.markdown()
    assert workbook(empty, printed)


def test_each_table_is_written_four_times(tmp_path):
    table = comparison(list(HOSTILE))
    save_table("comparison", table, print_comparison(table), tmp_path)
    assert {path.name for path in (tmp_path / "tables").iterdir()} == {
        f"comparison.{suffix}" for suffix in ("csv", "tex", "md", "xlsx")
    }
    kept = read_csv(tmp_path / "tables" / "comparison.csv")
    assert kept["difference"].tolist() == table["difference"].tolist()
    assert r"\label{tab:comparison}" in (tmp_path / "tables" / "comparison.tex").read_text(encoding="utf-8")


def test_excel_gets_the_most_marked_of_very_many_words(tmp_path):
    """The CSV has all, and the workbook says what it lacks."""
    n = 5_000
    words = pd.concat(
        pd.DataFrame(
            {
                "feature": [f"w{k}" for k in range(n)],
                "group": group,
                "statistic": np.linspace(-4, 5, n) * sign,
            }
        )
        for group, sign in (("A", 1), ("B", -1))
    )
    save_table("keyness", words, Printed([Column("Word")], [["w"]], "Words"), tmp_path)
    place = tmp_path / "tables"
    kept = pd.read_excel(place / "keyness.xlsx", sheet_name="data")
    told = pd.read_excel(place / "keyness.xlsx", sheet_name="table", header=None)
    assert len(read_csv(place / "keyness.csv")) == 2 * n
    assert kept["group"].value_counts().to_dict() == {"A": 3_000, "B": 3_000}
    lost = words.merge(kept, how="left", indicator=True, on=["feature", "group"])
    lost = lost.loc[lost["_merge"] == "left_only", "statistic_x"].abs()
    assert lost.max() <= kept["statistic"].abs().min()
    assert "6,000 of 10,000 rows, the 3,000 most marked words of each group; the CSV has all." in str(
        told.iloc[-1, 0]
    )


def test_a_comparison_of_thousands_of_rows_stands_whole_in_excel(tmp_path):
    """Its column `statistic` holds words, and no row of it is dropped."""
    table = comparison(list(HOSTILE))
    many = pd.concat([table] * (6_500 // len(table) + 1), ignore_index=True)
    save_table("comparison", many, print_comparison(table), tmp_path)
    assert len(pd.read_excel(tmp_path / "tables" / "comparison.xlsx", sheet_name="data")) == len(many)


def test_the_same_table_gives_the_same_bytes(tmp_path):
    table = comparison(list(HOSTILE))
    for folder in ("one", "two"):
        save_table("comparison", table, print_comparison(table), tmp_path / folder)
    for path in (tmp_path / "one" / "tables").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / "tables" / path.name).read_bytes(), path.suffix


def test_a_workbook_has_no_clock():
    content = workbook(comparison(["A"]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd()|'/c calc'!A1", "#N/A", "'=1", "\x00=1")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_workbook_is_a_formula(text):
    table = pd.DataFrame({text: [text]})
    printed = Printed([Column(text, "l")], [[text]], caption=text, notes=[text], parts={0: text})
    for name in ("table", "data"):
        for row in sheet_of(workbook(table, printed), name).iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.data_type != "e"
    with zipfile.ZipFile(io.BytesIO(workbook(table, printed))) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]
    assert not any(b"<f>" in sheet for sheet in sheets)


def test_numbers_stay_numbers_and_what_is_missing_is_empty():
    table = pd.DataFrame(
        {
            "a": [1.5, NAN, math.inf],
            "b": pd.array([1, None, 3], dtype="Int64"),
            "c": pd.array([True, None, False], dtype="boolean"),
            "d": pd.Series(["x", None, "2024"], dtype="str"),
            "e": np.array([1, 2, 3], dtype=np.int64),
        }
    )
    rows = list(sheet_of(workbook(table), "data").iter_rows(min_row=2, values_only=True))
    assert rows == [(1.5, 1, True, "x", 1), (None, None, None, None, 2), ("inf", 3, False, "2024", 3)]


def test_the_workbook_shows_the_table_as_it_is_printed():
    printed = Printed(
        [Column("Word", "l"), Column("n")], [["port", "3"]], caption="C", notes=["N"], parts={0: "P"}
    )
    shown = [
        row
        for row in sheet_of(workbook(pd.DataFrame(), printed), "table").iter_rows(values_only=True)
        if any(row)
    ]
    assert shown == [("C", None), ("Word", "n"), ("P", None), ("port", "3"), ("N", None)]


@examples(60)
@given(st.text())
def test_any_text_comes_back_from_a_workbook_but_for_what_xml_cannot_hold(text):
    back = sheet_of(workbook(pd.DataFrame({"a": [text]})), "data")["A2"].value
    kept = "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
    assert (back or "").replace("\r\n", "\n").replace("\r", "\n") == kept.replace("\r\n", "\n").replace(
        "\r", "\n"
    )


def test_more_rows_than_excel_holds_are_refused():
    with pytest.raises(FramingError, match=r"table: 1,048,576 rows, Excel holds 1,048,575; use the CSV"):
        workbook(pd.DataFrame({"a": np.zeros(1_048_576)}))


def test_markdown_is_a_table_whose_cells_are_only_text():
    printed = Printed([Column("a|b", "l"), Column("n")], [["<b> *x* | y", "1"], ["line\nbreak", "2"]], caption="C $1$",
                      notes=["see [@key-1] & [link](x)"], parts={1: "part"})  # fmt: skip
    lines = printed.markdown().splitlines()
    assert lines[2:4] == [r"| a\|b | n |", "| :--- | ---: |"]
    assert lines[4] == r"| \<b\> \*x\* \| y | 1 |"
    assert lines[5] == "| *part* |  |"
    assert lines[6] == "| line break | 2 |"
    assert lines[-1] == r"see [@key-1] \& \[link\](x)"


def test_markdown_is_read_back_as_the_same_text():
    """markdown-it, which the project reads Markdown with, finds one table of three columns and no HTML in it."""
    from markdown_it import MarkdownIt

    rows = [[name, "x", "y"] for name in HOSTILE]
    made = Printed([Column("a", "l"), Column("b"), Column("c")], rows, caption="C", notes=[]).markdown()
    html = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(made)
    assert html.count("<tr>") == len(rows) + 1
    assert html.count("<td") == 3 * len(rows)
    assert "<script" not in html
    assert "<em>" not in html
    assert "<code>" not in html


@given(st.text())
def test_escaped_markdown_is_one_line(text):
    line = escape_markdown(text)
    assert "\n" not in line
    assert "\r" not in line
    assert not any(letter in line.replace("\\" + letter, "") for letter in "|*_`<$")


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_a_fitted_name_is_short_and_begins_as_the_name_does(text):
    name = fitted(text)
    assert len(name) <= 60
    assert all(len(word) <= 24 for word in name.split())
    assert " ".join(text.split()).startswith(name.split("…")[0].rstrip())


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.0, "0.000"),
        (-0.75, "−0.750"),
        (12.345, "12.35"),
        (1234.5, "1,234"),
        (0.00002, "2.0e-05"),
        (NAN, "–"),
    ],
)
def test_a_coefficient_has_three_digits_that_mean_something(value, written):
    assert decimal(value) == written


@given(st.floats(0, 1))
def test_a_p_is_never_printed_as_zero_or_one(value):
    assert p_value(value) not in ("0", ".000", "1.000", "1")


def test_a_figure_that_rounds_to_zero_has_no_sign():
    assert [plain(value, 2) for value in (-0.001, -0.006, 0.0, -1234.5)] == [
        "0.00",
        "−0.01",
        "0.00",
        "−1,234.50",
    ]
