"""Tables: CSV with every figure, LaTeX that says the same and survives any text."""

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_runs import NAN, run_of, sentence

import framing as fr
from framing.library import folder as place
from framing.library import names
from framing.output import read_csv
from framing.reporting.findings import Findings
from framing.reporting.latex import Column, booktabs, escape, needs_unicode_engine
from framing.reporting.tables import save_tables

HOSTILE = "\\input{x} {a} $5 & #1 ^2 _u %off ~ <b> \"q\" 'r' `s` | [8pt] -- \x00\n"


def text(words=100, *, tone=NAN, vader=NAN, actors=(), **hits):
    return ("body", [sentence(words, tone=tone, vader=vader, actors=actors, **hits)])


def run_with(title, n=2):
    usual = {
        name: {"n": 10, "n_words": 2000, "dispersion": 1.0, "source": "s"}
        for name in ("security", "economic")
    }
    parts = [
        ("title", [sentence(5, security=1)]),
        *[text(security=k, tone=0.1, vader=-0.2, actors=("China",)) for k in range(1, 6)],
    ]
    columns = {"title": [f"{title} {number}" for number in range(n)], "outlet": ["Mail", "Post"] * (n // 2)}
    return run_of({f"a{number}": parts for number in range(n)}, baseline=usual, columns=columns)


@pytest.fixture(scope="module")
def run():
    return run_with("Title", 4)


def printed(folder, name):
    return (folder / "tables" / f"{name}.tex").read_text(encoding="utf-8")


def test_each_table_is_written_twice(run, tmp_path):
    names = save_tables(run, tmp_path)
    assert names == ["summary", "frames", "titles", "tone", "actors", "frames-by-outlet", "tone-by-outlet"]
    files = {path.name for path in (tmp_path / "tables").iterdir()}
    assert files == {f"{name}.{suffix}" for name in names for suffix in ("csv", "tex")}


def test_the_csv_is_the_statistics_to_the_last_digit(run, tmp_path):
    save_tables(run, tmp_path)
    table = read_csv(tmp_path / "tables" / "summary.csv")
    assert table["value"].tolist() == pytest.approx(
        Findings(run).summary()["value"].tolist(), rel=0, abs=0, nan_ok=True
    )


def test_the_printed_figures_are_those_of_the_csv(run, tmp_path):
    """1 … 5 hits in 100 words each: 3.0 per 100, [1.0, 5.0] by Student's t (see test_captions), n = 15."""
    save_tables(run, tmp_path)
    assert r"security & 15 & 3.0 & {[}1.0, 5.0{]} & 500 &  \\" in printed(tmp_path, "summary")
    assert r"textblob tone &  & +0.10 &  & 500 &  \\" in printed(tmp_path, "summary")
    assert r"\multicolumn{6}{@{}l@{}}{\textit{Title 0}} \\" in printed(tmp_path, "summary")


def test_the_leading_frame_is_printed_with_its_emphasis_and_verdict(run, tmp_path):
    """N = 15, E = 500 × 10/2,000 = 2.5: r ~ Gamma(17, 4.5), mean 3.8; economic Gamma(2, 4.5), mean 0.4."""
    save_tables(run, tmp_path)
    row = next(line for line in printed(tmp_path, "frames").splitlines() if line.startswith("security"))
    assert row.startswith(r"security & 15 & 3.0 & 2.5 & 3.8 {[}2.2, 5.8{]} & over 0.99 & security")


def test_tables_say_interval_n_and_source(run, tmp_path):
    for name in save_tables(run, tmp_path):
        shown = printed(tmp_path, name)
        assert r"\cite{instrument-" in shown
        assert rf"\label{{tab:{name}}}" in shown
        assert "interval" in shown
        for rule in (r"\toprule", r"\midrule", r"\bottomrule"):
            assert rule in shown


def test_many_articles_are_cut_in_print_and_the_csv_has_all(tmp_path):
    run = run_with("Title", 60)
    save_tables(run, tmp_path)
    assert read_csv(tmp_path / "tables" / "frames.csv")["group"].nunique() == 60
    shown = printed(tmp_path, "frames")
    assert shown.count(r"\multicolumn") == 50
    assert r"\begin{longtable}" in shown
    assert "10 more articles in the CSV." in shown


def test_every_row_has_as_many_cells_as_there_are_columns(run, tmp_path):
    for name in save_tables(run, tmp_path):
        shown = printed(tmp_path, name)
        head = next(line for line in shown.splitlines() if line.endswith(r"\\") and "&" in line)
        rows = [
            line
            for line in shown.splitlines()
            if line.endswith(r"\\") and r"\multicolumn" not in line and "&" in line
        ]
        assert {len(re.findall(r"(?<!\\)&", line)) for line in rows} == {len(re.findall(r"(?<!\\)&", head))}


def test_any_title_is_only_text_in_latex(tmp_path):
    """No command, group, comment or table cell comes out of a title."""
    run = run_with(HOSTILE)
    save_tables(run, tmp_path)
    shown = printed(tmp_path, "frames")
    assert r"\textbackslash{}input\{x\} \{a\} \$5 \& \#1 \textasciicircum{}2 \_u \%off" in shown
    assert "\x00" not in shown
    assert r"\input{" not in shown


def test_formulas_in_titles_are_harmless_in_csv(tmp_path):
    run = run_of({"=cmd()": [text(security=1)]})
    save_tables(run, tmp_path)
    assert "\n'=cmd()," in (tmp_path / "tables" / "summary.csv").read_text(encoding="utf-8")
    assert read_csv(tmp_path / "tables" / "summary.csv")["group"].iloc[0] == "=cmd()"


def test_a_run_without_frames_or_actors_has_the_tables_that_are_left(tmp_path):
    import dataclasses

    run = run_of({"a": [text(tone=0.1)]})
    run = dataclasses.replace(run, measures=run.measures.loc[run.measures["kind"] == "tone"])
    assert save_tables(run, tmp_path) == ["summary", "tone"]


def test_tables_are_the_same_bytes_again(run, tmp_path):
    for folder in ("one", "two"):
        save_tables(run, tmp_path / folder)
    for path in (tmp_path / "one" / "tables").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / "tables" / path.name).read_bytes()


@given(st.text())
def test_escaped_text_has_no_active_character(value):
    """After the commands that escape writes itself are taken away, nothing that LaTeX acts on is left."""
    line = escape(value)
    rest = re.sub(
        r"\\[{}$&#_%]|\\(text[a-z]+|ensuremath)\{\}|\\(?:textcommabelow|ensuremath)\{[^}]*\}"
        r"|\{\[\}|\{\]\}|-\{\}",
        "",
        line,
    )
    rest = rest.replace("~", "") if "\u00a0" in value else rest
    assert not set(rest) & set("\\{}$&#^_%~<>\"'`|[]")


@pytest.mark.parametrize(
    ("value", "needed"),
    [("Ein Maß – “né” … ≠ Łódź δ Ș ŀ", False), ("和平", True), ("мир", True), ("😀", True), ("é̄", True)],
)
def test_letters_that_pdflatex_lacks_are_known(value, needed):
    assert needs_unicode_engine(value) is needed


#: Modules whose strings have letters that no sentence uses: tables of letters, and what figures alone draw.
SPELLING = {"bibliography.py", "latex.py", "lettering.py", "spreadsheet.py", "vector.py"}


def sentences(path):
    """Strings of a module, docstrings apart."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node.value


def test_every_letter_of_our_own_sentences_is_one_that_pdflatex_sets():
    """Whatever sentence comes into a .tex, now or later."""
    package = Path(fr.__file__).parent
    folders = ("classifier", "reporting", "scoring", "statistics", "tone")
    modules = [path for folder in folders for path in (package / folder).rglob("*.py")]
    lacking = {
        f"{path.relative_to(package)}: {letter}"
        for path in modules
        if path.name not in SPELLING
        for text in sentences(path)
        for letter in text
        if needs_unicode_engine(letter)
    }
    assert len(modules) > 100
    assert not lacking
    for name in set(names()) - {"actors"}:  # names of people and places are no sentences
        for path in (place(name) / "source.toml", place(name) / "terms.csv"):
            if path.is_file():
                held = path.read_text(encoding="utf-8").replace("\n", " ")
                assert not {letter for letter in held if needs_unicode_engine(letter)}, path


def test_a_table_says_which_engine_it_needs():
    made = booktabs([Column("a", "l")], [["和"]], caption="c", label="l", notes=[], parts={})
    assert "compile with LuaLaTeX or XeLaTeX" in made
    made = booktabs([Column("a", "l")], [["peace"]], caption="c", label="l", notes=["x [@key-1]"], parts={})
    assert "LuaLaTeX" not in made
    assert r"\cite{key-1}" in made
