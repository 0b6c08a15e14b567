"""What a comparison leaves undecided is said: differences that go unseen, words that mark nothing, no word shift."""

import pandas as pd
import pytest
from small_comparisons import specification_table

from framing.reporting.comparison import MOST_SHIFTS, make_comparison, save_comparison
from framing.reporting.comparison_captions import comparison_caption
from framing.reporting.comparison_page import write_comparison_into
from framing.reporting.comparison_tables import print_comparison
from framing.reporting.figures.choices import CHOICES
from framing.reporting.figures.specifications import specifications_data
from framing.reporting.undecided import detectable_line, unmarked
from framing.statistics.comparison import compare
from framing.statistics.robustness.summary import robustness_summary

QUICK = {"draws": 100, "permutations": 100}


@pytest.fixture(scope="module")
def each(op_ed_run, tmp_path_factory):
    """The six op-eds, each against the rest."""
    folder = tmp_path_factory.mktemp("each")
    comparison = make_comparison(op_ed_run, by="article", target="these texts", **QUICK)
    saved = write_comparison_into(op_ed_run, comparison, folder)
    return comparison, saved, folder


def test_the_smallest_differences_found_are_told_of_any_number_of_groups(each):
    """A range for each measure, from the rows that cannot be told apart; the table's notes and the page have it."""
    comparison, _, folder = each
    rows = comparison.main
    line = detectable_line(rows)
    for name, called in (("frames_security_rate", "security"), ("oped_valence", "oped valence")):
        some = rows.loc[
            (rows["measure"] == name) & (rows["verdict"] == "cannot be told apart"), "minimal_detectable"
        ]
        assert f"{called} {some.min():.2f} to {some.max():.2f}" in line
    assert line in print_comparison(comparison.table).notes
    for file in ("report.html", "tables/comparison.md"):
        assert line in (folder / file).read_text(encoding="utf-8"), file


def test_the_targets_are_told_apart_and_nothing_is_said_where_all_differ(op_ed_run):
    table = compare(op_ed_run, by="outlet", **QUICK)
    rows = table.loc[table["verdict"] == "cannot be told apart"]
    both = pd.concat([rows, rows.assign(target="the population of articles")])
    assert "these texts: " in detectable_line(both)
    assert "; the population of articles: " in detectable_line(both)
    assert detectable_line(rows.assign(verdict="differ")) == ""


def test_that_no_word_marks_a_group_is_said_wherever_key_words_stand(each):
    _, saved, folder = each
    said = "No word reaches an adjusted p of .05."
    assert unmarked(saved.tables["keyness"]) == said
    assert any(said in figure.caption for figure in saved.figures if figure.kind == "keyness")
    for file in ("report.html", "tables/keyness.md", "tables/keyness.tex"):
        assert said in (folder / file).read_text(encoding="utf-8"), file


def test_words_that_mark_a_group_are_not_called_none():
    words = pd.DataFrame({"group": list("AABBCCDDEE"), "p_adjusted": [0.5, 0.01, *[0.2] * 8]})
    assert unmarked(words) == "No word of B, C, D and E reaches an adjusted p of .05."
    assert unmarked(words.head(2)) == ""
    many = pd.concat([words, words.assign(group=words["group"] + "2")])
    assert unmarked(many) == "No word of 8 of 10 groups reaches an adjusted p of .05."


def test_several_groups_have_word_shifts_only_from_a_named_reference(op_ed_run, each, tmp_path):
    _, saved, folder = each
    assert not [figure for figure in saved.figures if figure.kind == "shift"]
    (reason,) = saved.left_out
    assert "--reference VALUE" in reason
    assert reason in (folder / "report.html").read_text(encoding="utf-8")
    choices = {"by": "article", "reference": "ledger-port", "target": "these texts", **QUICK}
    named = save_comparison(op_ed_run, make_comparison(op_ed_run, **choices), tmp_path)
    shifts = {figure.name for figure in named.figures if figure.kind == "shift"}
    others = set(op_ed_run.articles["article"]) - {"ledger-port"}
    assert len(others) <= MOST_SHIFTS
    assert shifts == {f"shift-{kind}-{name}" for kind in ("tone", "frame") for name in others}
    assert named.left_out == []


def test_the_caption_of_the_curve_leaves_out_what_has_no_estimate():
    """Of three others two have an estimate, one of them the main one's sign; the third loses no sign."""
    table = specification_table(4)
    table.loc[~table["main"], ["sign", "verdict"]] = [
        [1, "differ"],
        [-1, "cannot be told apart"],
        [0, "too few to test"],
    ]
    table.loc[table["main"], ["sign", "verdict"]] = [1, "differ"]
    gone = table.index[~table["main"]][-1]
    table.loc[gone, ["estimate", "low", "high", "effect", "effect_low", "effect_high"]] = float("nan")
    said = comparison_caption("specifications", specifications_data(table))
    assert "50 % of the others (2 of 3 with an estimate) have its sign, 33 % of all its verdict" in said
    assert "Filled: 2 differ and hollow: 1 cannot be told apart" in said


def test_the_caption_of_the_curve_counts_as_the_table_of_choices_does(op_ed_run):
    """Removed terms are no choices: the share of the others leaves them out, and they are counted apart."""
    from framing.statistics.robustness import robustness

    assert "without_term" in CHOICES
    found = robustness(op_ed_run, by="outlet", draws=100, permutations=100)
    one = found.loc[found["question"] == found["question"].iloc[0]]
    summary = robustness_summary(one)
    every = summary.loc[summary["choice"] == "all"].iloc[0]
    removed = summary.loc[(summary["choice"] == "without_term") & (summary["value"] == "")].iloc[0]
    said = comparison_caption("specifications", specifications_data(one))
    assert f"{100 * every['keep_sign']:.0f} % of the others ({every['n']}) have its sign" in said
    assert f"of its terms’ removals ({removed['n']}) have its sign" in said
