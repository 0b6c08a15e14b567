"""`framing compare`, `robustness` and `lexicons audit`: what they print and leave, and one line for every mistake.

The texts are the six op-eds of tests/data, written for this project; hostile names are written here.
"""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from small_runs import run_of, sentence

import framing as fr
from framing.cli.differences import _difference, distinct, print_differences
from framing.output import check_target, read_csv
from framing.reporting.comparison import make_comparison

OP_EDS = Path(__file__).parent / "data" / "op-eds"
HOSTILE = "<script>alert(1)</script> & $x_1$ 100 %"
FORMULA = "=cmd()|'/c calc'!A1"
CONTRACT = [
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


def framing(*arguments):
    command = [sys.executable, "-m", "framing", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def works(*arguments):
    done = framing(*arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def fails(*arguments):
    """Run a command that must fail with one line on stderr and no traceback."""
    done = framing(*arguments)
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr.startswith("framing: "), done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr.strip()


def files(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def compared(op_ed_report, tmp_path_factory):
    out = tmp_path_factory.mktemp("compared") / "out"
    return out, works("compare", op_ed_report, "--by", "outlet", "-o", out)


def test_the_op_eds_differ_as_texts_and_are_too_few_as_outlets(compared):
    _, said = compared
    texts, articles = said.split("the population of articles (articles)")
    assert len(re.findall(r" differ *$", texts, re.MULTILINE)) == 4
    assert articles.count("too few to test") == 5
    assert "too few to test: 3 against 3 articles cannot give p < .10" in articles
    lines = [line for line in said.splitlines() if not line.startswith("comparison: ")]
    assert max(map(len, lines)) <= 80


def test_the_folder_has_tables_figures_and_the_page(compared):
    out, _ = compared
    tables = {path.name for path in (out / "tables").iterdir()}
    assert tables == {
        *(f"{name}.{kind}" for name in ("comparison", "keyness") for kind in ("csv", "tex", "md", "xlsx")),
        *("contexts.csv", "duplicates.csv", "length.csv", "voices.csv"),
    }
    assert read_csv(out / "tables" / "comparison.csv").columns[:15].tolist() == CONTRACT
    drawn = {path.stem for path in (out / "figures").iterdir()}
    assert drawn == {"comparison-texts", "keyness", "shift-tone", "shift-frame", "trajectories", "xray"}
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert all((out / name).is_file() for name in re.findall(r'href="(figures/[^"]+)"', page))


def test_the_same_run_gives_the_same_bytes_and_replaces_its_own_output_whole(
    op_ed_report, compared, tmp_path
):
    out, _ = compared
    works("compare", op_ed_report / "run", "--by", "outlet", "-o", tmp_path / "again")
    assert files(tmp_path / "again") == files(out)
    check_target(out)
    (out / "tables" / "notes.csv").write_text("mine")
    with pytest.raises(fr.OutputError, match=r"notes\.csv"):
        check_target(out)
    (out / "tables" / "notes.csv").unlink()


def test_names_are_escaped_wherever_they_stand(tmp_path):
    names = dict(zip(("courier", "ledger"), (HOSTILE, FORMULA), strict=True))
    articles = [replace(each, outlet=names[each.id.partition("-")[0]]) for each in fr.read_articles(OP_EDS)]
    fr.score(articles).save(tmp_path / "run")
    out = tmp_path / "out"
    said = works("compare", tmp_path / "run", "--by", "outlet", "-o", out)
    assert "\x1b" not in said
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "\\$x\\_1\\$" in (out / "tables" / "comparison.tex").read_text(encoding="utf-8")
    assert "'=cmd()" in (out / "tables" / "comparison.csv").read_text(encoding="utf-8")
    assert set(read_csv(out / "tables" / "comparison.csv")["reference"]) == {FORMULA}
    book = pd.read_excel(out / "tables" / "comparison.xlsx", sheet_name="data")
    assert set(book["reference"]) == {FORMULA}


def test_every_mistake_is_one_line(op_ed_report, tmp_path):
    run = op_ed_report / "run"
    assert "no such column" in fails("compare", run, "--by", "paper")
    assert "--by" in fails("compare", run)
    assert "no such group" in fails("compare", run, "--by", "outlet", "--reference", "Nobody")
    assert "not in this run" in fails("compare", run, "--by", "outlet", "-m", "nothing")
    assert "one number for measures in" in fails("compare", run, "--by", "outlet", "--margin", "0.5")
    assert "write COLUMN=VALUE" in fails("compare", run, "--by", "outlet", "--margin", "oped_valence=much")
    assert "stands alone" in fails("compare", run, "--by", "outlet", "--margin", "0.5", "--margin", "0.2")
    twice = ("--margin", "oped_valence=1", "--margin", "oped_valence=2")
    assert "has a margin already" in fails("compare", run, "--by", "outlet", *twice)
    assert "cannot be read" in fails("compare", run, "--declared", tmp_path / "none.toml")
    assert "holds a run" in fails("compare", run, "--by", "outlet", "-o", op_ed_report)
    assert "holds a run" in fails("compare", run, "--by", "outlet", "-o", run)
    assert fails("compare", tmp_path / "nowhere", "--by", "outlet")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine")
    assert "thesis.txt" in fails("compare", run, "--by", "outlet", "-o", tmp_path / "mine")
    assert "no such column" in fails("robustness", run, "--by", "paper")
    assert fails("lexicons", "audit", "generic_frames", "--run", run)


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("compare", "x", "--target", "bogus"), "--target: 'bogus' is not one of"),
        (("compare", "x", "--seed", "-1"), "--seed: "),
        (("compare", "x", "--bogus"), "--bogus"),
        (("compare",), "argument"),
        (("frobnicate",), "frobnicate"),
        (("analyze", "x", "-o", "y", "--dates", "never"), "--dates: 'never' is not one of"),
    ],
)
def test_a_mistaken_option_is_one_line_too(arguments, found):
    said = fails(*arguments)
    assert found in said
    assert said.endswith("--help")


def test_one_group_is_one_line(tmp_path):
    fr.score([replace(each, outlet="Alone") for each in fr.read_articles(OP_EDS)]).save(tmp_path / "run")
    assert "only one group (Alone); a comparison needs two" in fails(
        "compare", tmp_path / "run", "--by", "outlet"
    )


def test_a_declaration_fills_the_options_and_is_shown_with_its_hash(op_ed_report, tmp_path):
    path = tmp_path / "declared.toml"
    path.write_text(
        'by = "outlet"\nmeasures = ["frames_security_rate"]\nvoice = "author"\n', encoding="utf-8"
    )
    declared = fr.read_declaration(path)
    said = works("compare", op_ed_report, "--declared", path, "-o", tmp_path / "out")
    assert f"sha256 {declared.sha256}" in said
    table = read_csv(tmp_path / "out" / "tables" / "comparison.csv")
    assert set(table["voice"]) == {"author"}
    assert set(table.loc[table["family"] == "main", "measure"]) == {"frames_security_rate"}
    assert declared.sha256 in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    other = framing("compare", op_ed_report, "--declared", path, "--voice", "all")
    assert other.returncode == 0
    assert "not the declared choices" in other.stderr


def test_a_correlation_without_interval_is_printed_without_one(capsys):
    """Longer articles score higher without exception: ρ is 1, which has no interval."""
    lines = {f"a{n}": [("body", [sentence(10 * n, tone=n / 10)])] for n in range(1, 7)}
    run = run_of(lines, columns={"outlet": list("xyxyxy")})
    print_differences(run, make_comparison(run, by="outlet", permutations=200, draws=200))
    assert (
        "length: textblob_tone: longer articles score higher (ρ +1.00)"
        in capsys.readouterr().out.splitlines()
    )


def test_names_that_are_cut_stay_distinct(capsys):
    """Three outlets of one beginning, and two of one end too: each row says which it is."""
    outlets = ["International Herald Tribune", "International Herald Leader", "International Herald Ledger"]
    articles = {f"a{n}": [("body", [sentence(50, security=n)])] for n in range(3)}
    run = run_of(articles, columns={"outlet": outlets})
    print_differences(run, make_comparison(run, by="outlet", permutations=200, draws=200))
    rows = [
        line.strip().split("  ")[0] for line in capsys.readouterr().out.splitlines() if "Internatio" in line
    ]
    assert len(set(rows)) == 3
    assert len(set(distinct([f"{'a' * 30}{n}{'b' * 30}" for n in range(9)], 20).values())) == 9


def test_repeats_are_told_and_counted_once(tmp_path):
    articles = list(fr.read_articles(OP_EDS))
    fr.score([*articles, replace(articles[0], id="reprint", outlet="The Harbour Ledger")]).save(
        tmp_path / "run"
    )
    assert "reprint repeats courier-grid (identical)" in works("compare", tmp_path / "run", "--by", "outlet")


def test_periods_have_a_figure_of_time_and_single_articles_their_titles(op_ed_report, tmp_path):
    works("compare", op_ed_report, "--by", "date:month", "-o", tmp_path / "months")
    assert (tmp_path / "months" / "figures" / "time.svg").is_file()
    said = works("compare", op_ed_report, "--by", "article", "--target", "texts")
    assert "6 groups, each − the rest" in said
    assert said.count("the population") == 1


def test_single_articles_are_compared_as_texts_and_the_line_says_why(op_ed_report, tmp_path):
    said = works("compare", op_ed_report, "--by", "article")
    assert "the population of articles: not tested, one article on one side" in said
    assert "verdict" not in said.split("the population of articles")[1]
    assert max(map(len, said.splitlines())) <= 80
    both = works("compare", op_ed_report, "--by", "article", "--target", "both", "-o", tmp_path / "out")
    assert "not tested, one article on one side" in both
    table = read_csv(tmp_path / "out" / "tables" / "comparison.csv")
    assert set(table["target"]) == {"these texts", "the population of articles"}


def test_one_article_against_five_is_not_called_one_a_group(op_ed_report):
    said = works("compare", op_ed_report, "--by", "date<2024-03-05", "--reference", "from 2024-03-05")
    assert "not tested, one article on one side" in said
    assert "a group" not in said.split("the population of articles")[1].split("(how")[0]


def test_the_terminal_counts_what_took_no_part_and_why(op_ed_report):
    """Five of six op-eds have 430 words or more, one has 408; where nothing can be read nobody is said to be alone."""
    said = works("compare", op_ed_report, "--by", "outlet", "--min-words", 430)
    assert "1 article of 6 took no part: 1 under 430 words." in said
    nothing = works(
        "compare", op_ed_report, "--by", "outlet", "--kind", "heading", "-m", "frames_security_rate"
    )
    assert "one article on one side" not in nothing


def test_every_line_about_many_groups_fits_the_terminal(tmp_path):
    articles = [
        fr.Article(
            f"a{n}",
            f"{'A threat and a danger. ' * (n % 3)}It rained on the {n}th day.",
            outlet=f"outlet {n % 8}",
        )
        for n in range(24)
    ]
    fr.score(articles, instruments=["frames", "vader"]).save(tmp_path / "run")
    asked = ("compare", tmp_path / "run", "--by", "outlet", "--reference", "outlet 0")
    said = works(*asked, "--margin", "vader_compound=0.1", "--min-words", 1)
    assert "equivalence: " in said
    assert max(map(len, said.splitlines())) <= 80


def test_another_voice_has_its_own_family_and_says_so(op_ed_report, tmp_path):
    said = works("compare", op_ed_report, "--by", "outlet", "--voice", "author", "-o", tmp_path / "out")
    assert "voice author, paragraphs: body; p is adjusted for these tests, not for other readings" in said
    assert "exploratory, p is not adjusted" not in said
    table = read_csv(tmp_path / "out" / "tables" / "comparison.csv")
    main = table[table["family"] == "main"]
    assert main["p_holm"].notna().all()
    assert set(main["voice"]) == {"author"}


def test_equivalence_stands_in_the_terminal_and_in_every_table(op_ed_report, tmp_path):
    said = works(
        *("compare", op_ed_report, "--by", "outlet", "--margin", "frames_security_rate=10"),
        *("--margin", "oped_valence=0.001", "-o", tmp_path / "out"),
    )
    assert "equivalence: Security: shown to differ by less than 10 (equivalence p < .001)." in said
    assert "equivalence: Oped valence: not shown to differ by less than 0.001 (equivalence p " in " ".join(
        said.split()
    )
    assert "equivalence: Security: too few to show a difference of less than 10." in said
    for suffix in ("tex", "md"):
        text = (tmp_path / "out" / "tables" / f"comparison.{suffix}").read_text(encoding="utf-8")
        assert "differ, equivalent" in text
        assert "shown to differ by less than 10" in text
    book = pd.read_excel(tmp_path / "out" / "tables" / "comparison.xlsx", sheet_name="table", header=None)
    assert any("shown to differ by less than 10" in str(cell) for cell in book.to_numpy().ravel())


def test_robustness_leaves_curves_and_the_table(op_ed_report, tmp_path):
    said = works("robustness", op_ed_report, "--by", "outlet", "-o", tmp_path / "out")
    assert "sign" in said
    assert max(len(line) for line in said.splitlines()[:8]) <= 80
    names = {path.name for path in (tmp_path / "out" / "tables").iterdir()}
    assert names == {"specifications.csv", *(f"robustness.{kind}" for kind in ("csv", "tex", "md", "xlsx"))}
    assert (tmp_path / "out" / "figures" / "specifications-security.svg").is_file()
    check_target(tmp_path / "out")


def test_a_codebook_is_audited_and_still_shown_by_its_name(op_ed_report, tmp_path):
    said = works("lexicons", "audit", "frames", "--run", op_ed_report, "-o", tmp_path / "out")
    assert "security: 42 hits; 31 of 1,051 terms hit" in said
    assert len(read_csv(tmp_path / "out" / "tables" / "contexts.csv")) == 121
    check_target(tmp_path / "out")
    assert "no fault found" in works("lexicons", "frames", "--check")
    assert "Instruments" in works("lexicons")


def test_two_codebooks_are_compared_on_one_run(op_eds, tmp_path):
    """As the audit of one: what is printed, a table each, a page; what belongs to one codebook is refused."""
    run = fr.score(fr.read_articles(op_eds), instruments=["frames", "generic_frames"])
    run.save(tmp_path / "run")
    both = ("lexicons", "audit", "frames", "generic_frames", "--run", tmp_path / "run")
    said = works(*both, "-o", tmp_path / "out")
    found = fr.compare_codebooks(run, "frames", "generic_frames")
    assert "\nsecurity: 42 hits; 31 of 1,051 terms hit" in said
    assert f"patterns that both list: {len(found.patterns):,}" in said
    assert "articles by what leads in one and in the other: " in said
    assert {path.stem for path in (tmp_path / "out" / "tables").iterdir()} == set(found.tables())
    for name, table in found.tables().items():
        assert len(read_csv(tmp_path / "out" / "tables" / f"{name}.csv")) == len(table)
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "The codebooks frames and generic_frames compared" in page
    assert "Where the hits of both meet" in page
    check_target(tmp_path / "out")
    assert "--seed: judges the terms of one codebook" in fails(*both, "--seed", "1")
    assert "named twice" in fails("lexicons", "audit", "frames", "frames", "--run", tmp_path / "run")


def test_a_report_on_several_outlets_has_the_comparison(op_ed_report):
    page = (op_ed_report / "report.html").read_text(encoding="utf-8")
    assert '<h2 id="comparison">Comparison</h2>' in page
    assert "3 against 3 articles cannot give p &lt; .10" in page
    assert (op_ed_report / "tables" / "comparison.xlsx").is_file()
    assert (op_ed_report / "figures" / "comparison-texts.pdf").is_file()
    check_target(op_ed_report, over_run=True)


def test_key_words_stand_in_their_contexts_group_beside_group(compared):
    """The CSV has every place of each word, the page three of each group; "defence" is the Courier's alone."""
    out, _ = compared
    table = read_csv(out / "tables" / "contexts.csv")
    assert len(table["term"].unique()) == 6
    assert set(table.loc[table["term"] == "defence", "group"]) == {"Continental Courier"}
    assert (table["match"].str.lower() == table["term"]).all()
    page = (out / "report.html").read_text(encoding="utf-8")
    listed = page.partition("Key words in context")[2].partition("</table>")[0]
    assert listed.count("<bdi>defence</bdi>") == 1 + 3
    places = read_csv(out / "figures" / "xray.csv")
    assert places.loc[places["term"] == "defence", "n"].max() <= len(table)
    assert list(dict.fromkeys(places.loc[places["drawn"], "group"])) == [
        "Continental Courier",
        "The Harbour Ledger",
    ]


def test_thirty_groups_make_a_page_that_can_be_read(tmp_path):
    """Tables on the page are short, all groups have their words, and the CSV has every row."""
    stock = [
        line for each in fr.read_articles(OP_EDS) for line in each.text.split("\n") if len(line.split()) > 20
    ]
    articles = [
        fr.Article(id=f"a{n}", outlet=f"Paper {n % 30:02d}", text="\n".join(stock[n % 7 :: 7 + n // 30]))
        for n in range(60)
    ]
    fr.score(articles, instruments=["frames", "vader"]).save(tmp_path / "run")
    said = works("compare", tmp_path / "run", "--by", "outlet", "--duplicates", "all", "-o", tmp_path / "out")
    assert "the 20 smallest p of 120" in said
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert page.count("<tr") < 400
    figures = {path.stem for path in (tmp_path / "out" / "figures").iterdir()}
    assert {"keyness-1", "keyness-2"} <= figures
    table = read_csv(tmp_path / "out" / "tables" / "comparison.csv")
    assert len(table.loc[table["family"] == "main"]) == 2 * 4 * 30


def test_what_is_exploratory_is_called_so(op_ed_report, tmp_path):
    """Beyond the main family p is not adjusted, and the terminal, the page and the table say so."""
    shown = works(
        "compare", op_ed_report, "--by", "outlet", "-m", "textblob_polarity", "-o", tmp_path / "out"
    )
    assert "all of this is exploratory, p is not adjusted" in shown
    assert "beside these" not in shown
    assert "exploratory: p is not adjusted" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "All is exploratory: p is not adjusted." in (
        tmp_path / "out" / "tables" / "comparison.tex"
    ).read_text(encoding="utf-8")


def test_a_zero_has_no_sign_in_the_terminal():
    assert _difference({"difference": 0.04, "low": -0.004, "high": 0.09}) == "+0.04 \\[0.00, +0.09]"
    assert _difference({"difference": -0.006, "low": -0.012, "high": 0.001}) == "-0.01 \\[-0.01, 0.00]"
