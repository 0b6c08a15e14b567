"""A report on several articles holds the comparison that `framing compare` gives, file for file.

The texts are the six op-eds of tests/data and copies of them, written for this project.
"""

import re
from dataclasses import replace

import pytest
from small_runs import run_of, sentence

import framing as fr
from framing.output import read_csv
from framing.reporting.comparison import make_comparison
from framing.reporting.comparison_page import write_comparison_into
from framing.reporting.comparison_report import MOST_COMPARED, compared_by, how_to_compare

ALL = {"comparison", "keyness", "contexts", "duplicates", "length", "voices"}


def articles_of(op_eds, *names):
    return [each for each in fr.read_articles(op_eds) if not names or each.id in names]


def report_of(run, folder, **choices):
    return fr.write_report(run, folder, **choices).read_text(encoding="utf-8")


def names_in(folder, place):
    return {path.stem for path in (folder / place).iterdir()}


@pytest.fixture(scope="module")
def two(op_eds, tmp_path_factory):
    run = fr.score(articles_of(op_eds, "courier-port", "ledger-port"))
    folder = tmp_path_factory.mktemp("two") / "out"
    return run, folder, report_of(run, folder)


@pytest.fixture(scope="module")
def many(op_eds):
    """The six op-eds, twice and one more: thirteen that repeat one another, told apart by a word at each end."""
    made = [
        replace(each, id=f"{each.id}-{turn}", text=f"{each.text} {turn}", outlet=f"Outlet {place % 2}")
        for turn in "xyz"
        for place, each in enumerate(articles_of(op_eds))
    ]
    return fr.score(made[: MOST_COMPARED + 1], instruments=["frames", "oped"])


def test_two_articles_are_compared_as_the_command_compares_them(two, tmp_path):
    """Every file of `framing compare RUN --by article` stands in the report, byte for byte."""
    run, folder, page = two
    write_comparison_into(run, make_comparison(run, by="article", target="these texts"), tmp_path)
    made = {
        path.relative_to(tmp_path) for place in ("figures", "tables") for path in (tmp_path / place).iterdir()
    }
    assert {path.stem for path in made} >= {
        "comparison-texts",
        "shift-tone",
        "shift-frame",
        "xray",
        "trajectories",
    } | ALL
    for path in made:
        assert (folder / path).read_bytes() == (tmp_path / path).read_bytes(), path
    assert "Differences are courier-port minus ledger-port." in page
    for heading in ("Comparison", "In which words", "Along the texts", "Before comparing"):
        assert re.search(rf"<h2 [^>]*>{heading}</h2>", page), heading
    assert all((folder / name).is_file() for name in re.findall(r'href="(figures/[^"]+)"', page))


@pytest.mark.parametrize(
    ("outlets", "heading", "reference"),
    [
        (("A", "B", "C", "the rest"), "4 groups compared, by outlet", "each group with the rest"),
        (("A", "the rest"), "2 groups compared, by outlet", "the rest"),
    ],
)
def test_a_group_may_be_called_the_rest(outlets, heading, reference, tmp_path):
    """The page counts it as a group; of two groups the second is the reference that the choices name."""
    articles = {f"a{n}": [("body", [sentence(50, security=n)])] for n in range(len(outlets))}
    run = run_of(articles, columns={"outlet": outlets})
    write_comparison_into(run, make_comparison(run, by="outlet", reference=None), tmp_path)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert heading in page
    assert re.search(rf"<bdi>reference</bdi></th><td[^>]*><bdi>{reference}</bdi>", page)


def test_the_paper_kit_holds_the_figures_and_tables_of_the_comparison(two):
    _, folder, _ = two
    drawn = ("comparison-texts", "keyness", "shift-tone", "shift-frame", "xray", "trajectories")
    listed = read_csv(folder / "captions.csv")["figure"].tolist()
    figures, supplement = (
        (folder / name).read_text(encoding="utf-8") for name in ("figures.tex", "supplement.tex")
    )
    assert set(drawn) <= set(listed)
    assert len(listed) == len(set(listed))
    assert all(f"figures/{name}.pdf" in figures for name in drawn)
    assert all(rf"\input{{tables/{name}}}" in supplement for name in ("comparison", "keyness"))
    methods, papers = (
        (folder / name).read_text(encoding="utf-8") for name in ("methods.md", "references.bib")
    )
    assert methods.count("## Comparison") == 1
    assert "The words behind a difference are a word shift" in methods
    assert {"monroe2008", "gallagher2021", "gries2008"} <= set(re.findall(r"@\w+\{([^,]+),", papers))


def test_six_articles_are_compared_one_by_one_and_their_outlets_in_brief(op_ed_report):
    tables, figures = (names_in(op_ed_report, place) for place in ("tables", "figures"))
    assert ALL | {"comparison-by-outlet"} <= tables
    assert {"comparison-texts", "comparison-texts-by-outlet", "keyness", "xray", "trajectories"} <= figures
    assert read_csv(op_ed_report / "tables" / "comparison.csv")["group"].nunique() == 6
    assert set(read_csv(op_ed_report / "tables" / "comparison-by-outlet.csv")["group"]) == {
        "Continental Courier"
    }
    methods = (op_ed_report / "methods.md").read_text(encoding="utf-8")
    parts = [methods.index(f"\n## {name}\n") for name in ("Comparison", "Comparison by outlet", "Left out")]
    assert parts == sorted(parts)
    page = (op_ed_report / "report.html").read_text(encoding="utf-8")
    assert len(re.findall(r' id="([^"]+)"', page)) == len(set(re.findall(r' id="([^"]+)"', page)))
    assert "a family of their own" in page
    # sentences and tables have ids, figures have titles
    assert "courier-port is “Saltholm Has Sold Its Shore and Calls It Growth”; " in page


def test_more_articles_are_compared_by_outlet_alone(many, tmp_path):
    assert list(compared_by(many)) == ["outlet"]
    page = report_of(many, tmp_path / "out")
    assert read_csv(tmp_path / "out" / "tables" / "comparison.csv")["group"].nunique() == 1
    assert not {"contexts", "xray"} & (
        names_in(tmp_path / "out", "tables") | names_in(tmp_path / "out", "figures")
    )
    assert "keyness" in names_in(tmp_path / "out", "figures")
    assert page.count('<h2 id="comparison') == 1


def test_more_articles_without_outlets_are_not_compared_and_the_page_says_how(many, tmp_path):
    run = replace(many, articles=many.articles.assign(outlet=None, author=["A", "B"] * 6 + ["A"]))
    assert not list(compared_by(run))
    page = report_of(run, tmp_path / "out")
    assert not (tmp_path / "out" / "tables" / "comparison.csv").exists()
    said = "13 articles that come from no 2 to 12 outlets are not compared here"
    assert how_to_compare(run).startswith(said)
    assert "by author and date:month," in how_to_compare(run)
    assert said in page


def test_one_article_and_a_run_without_measures_are_not_compared(op_eds, tmp_path):
    runs = {
        "alone": fr.score(articles_of(op_eds, "courier-port"), instruments=["frames"]),
        "actors": fr.score(articles_of(op_eds), instruments=["actors"]),
    }
    for name, run in runs.items():
        page = report_of(run, tmp_path / name)
        assert 'id="comparison"' not in page
        assert "not compared here" not in page


def test_texts_that_repeat_one_another_and_names_of_no_group_leave_a_report(op_eds, tmp_path):
    """One text twice leaves nothing to compare; an id that looks like no group is no group."""
    (one,) = articles_of(op_eds, "courier-port")
    twice = fr.score([one, replace(one, id="again")], instruments=["frames"])
    assert "no two groups have an article left (1 left out: repeating another text" in report_of(
        twice, tmp_path / "twice"
    )
    nameless = fr.score([one, replace(one, id="(missing)")], instruments=["frames"])
    assert not list(compared_by(nameless))
    assert "not compared here" in report_of(nameless, tmp_path / "nameless")


def test_without_words_and_without_evidence_the_differences_stay(op_eds, tmp_path):
    articles = articles_of(op_eds, "courier-port", "ledger-port")
    page = report_of(fr.score(articles), tmp_path / "wordless", text=False)
    assert "contexts" not in names_in(tmp_path / "wordless", "tables")
    assert "comparison" in names_in(tmp_path / "wordless", "tables")
    assert "exported one thing" not in page
    assert "courier-port is" not in page
    page = report_of(fr.score(articles, evidence="none"), tmp_path / "bare")
    assert "Not shown: " in page
