"""A paper with figures and tables of a comparison, in LaTeX's own class: no error, no overfull line."""

import re
import shutil
import subprocess

import pandas as pd
import pytest
from small_comparisons import comparison, keyness_table, specification_table

from framing.reporting.bibliography import bibtex
from framing.reporting.comparison_files import DRAWN, save_comparison_figure
from framing.reporting.comparison_tables import print_comparison, print_keyness, save_table
from framing.reporting.figures.differences import comparison_data
from framing.reporting.figures.keyness import keyness_data
from framing.reporting.figures.shift import shift_data
from framing.reporting.figures.specifications import specifications_data
from framing.reporting.latex import escape, needs_unicode_engine
from framing.reporting.papers import Reference
from framing.reporting.regression_table import print_regression
from framing.reporting.robustness_table import print_robustness
from framing.statistics.comparison import compare
from framing.statistics.keyness import keyness
from framing.statistics.regression import regress
from framing.statistics.robustness import robustness_summary
from framing.statistics.shift import word_shift

OUTLETS = ("Continental Courier", "The Harbour Ledger")
#: Letters that pdfLaTeX has, in every combination that LaTeX would act on.
NASTY = (
    "$100 & \\frac{1}{2} of {x}_y^2 % #",
    "A very long name of an outlet, " * 4,
    "x" * 120,
    "=cmd()|'/c calc'!A1",
    "[8pt] \\\\ --- ``Zürich'' ~ <b>",
)
#: LaTeX's own class as it is: narrow pages, no package that widens them. Latin Modern is as wide as LaTeX's own
#: letters, which a fresh machine would draw first, size by size.
PAPER = r"""\documentclass[%s]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{textcomp}
\IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
\usepackage{array,booktabs,longtable,graphicx}
\begin{document}
%s
\end{document}
"""
FIGURE = r"""\begin{figure}[htbp]
\centering
\includegraphics[width=%smm]{figures/%s}
\caption{%s}
\end{figure}
"""


@pytest.fixture(scope="module")
def pdflatex():
    found = shutil.which("pdflatex")
    if found is None:
        pytest.skip("pdflatex is not installed")
    return found


def compiled(pdflatex, folder, figures, tables, *, size="10pt"):
    """The log of a paper with these figures and tables, its letters of one size."""
    body = [FIGURE % (millimetres(figure), figure.name, escape(figure.caption)) for figure in figures]
    body += [rf"\input{{tables/{name}}}" for name in tables]
    (folder / "paper.tex").write_text(PAPER % (size, "\n\\clearpage\n".join(body)), encoding="utf-8")
    command = [pdflatex, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "paper.tex"]
    for _ in range(2):  # longtable finds its widths in the second run
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
        log = (folder / "paper.log").read_text(encoding="latin-1")
        assert done.returncode == 0, log[-3000:]
    return log


def millimetres(figure):
    """As wide as it is, or as the text."""
    return min(120.0, DRAWN[figure.kind].size(figure.data)[0] * 25.4)


def troubles(log):
    """Errors, lines that leave the page, and letters that are missing."""
    return re.findall(
        r"^(?:!.*|Overfull.*|.*Float too large.*|.*Missing character.*|LaTeX Font Warning: Font shape.*undefined.*)$",
        log,
        re.MULTILINE,
    )


def test_every_letter_that_pdflatex_is_said_to_have_is_set(pdflatex, tmp_path):
    """All of them, in a paragraph, in a heading and in a list of references."""
    letters = [chr(code) for code in range(0x20, 0x2500) if chr(code).isprintable()]
    letters = [letter for letter in letters if not needs_unicode_engine(letter)]
    assert {"δ", "²", "≥", "−", "→", "ł", "½"} < set(letters)
    line = " ".join(map(escape, letters))
    named = "  ".join(letter for letter in letters if letter not in "{}")
    entry = bibtex(Reference("all", "misc", {"title": named, "key": "All", "year": "2024"}))
    (tmp_path / "all.bib").write_text(entry, encoding="utf-8")
    cited = r"\nocite{all}\bibliographystyle{plain}\bibliography{all}"
    body = rf"{line}\section{{{line}}}\raggedright{cited}"
    (tmp_path / "paper.tex").write_text(PAPER % ("10pt", body), encoding="utf-8")
    tex = [pdflatex, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "paper"]
    for command in (tex, ["bibtex", "paper"], tex):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120, check=False)
        assert done.returncode == 0, done.stdout[-3000:].decode("utf-8", "replace")
    log = (tmp_path / "paper.log").read_text(encoding="latin-1")
    assert not [line for line in troubles(log) if not line.startswith("Overfull")]


def test_a_comparison_of_op_eds_becomes_a_paper(pdflatex, op_ed_run, tmp_path):
    """Real tables of the six op-eds: three figures, two tables."""
    compared = compare(op_ed_run, by="outlet", permutations=200, draws=100)
    words = keyness(op_ed_run, by="outlet", group=OUTLETS[0], min_n=3)
    shifted = word_shift(
        op_ed_run, by="outlet", group=OUTLETS[0], reference=OUTLETS[1], measure="vader_compound"
    )
    figures = [
        save_comparison_figure(
            "comparison", comparison_data(compared, target="these texts", run=op_ed_run), tmp_path
        ),
        save_comparison_figure("keyness", keyness_data(words), tmp_path),
        save_comparison_figure(
            "shift", shift_data(shifted, group=OUTLETS[0], reference=OUTLETS[1]), tmp_path
        ),
    ]
    save_table("comparison", compared, print_comparison(compared), tmp_path)
    save_table("keyness", words, print_keyness(words), tmp_path)
    log = compiled(pdflatex, tmp_path, figures, ["comparison", "keyness"])
    assert not troubles(log)
    assert "Output written on paper.pdf" in log


@pytest.mark.parametrize("size", ["10pt", "11pt", "12pt,a4paper"])
def test_wide_figures_and_long_and_nasty_names_stay_on_a_plain_page(pdflatex, op_ed_run, tmp_path, size):
    """Thirty groups with differences in hundreds, names that LaTeX would act on, every table there is."""
    compared = comparison([*NASTY, *(f"Outlet {n}" for n in range(30))], margin=0.5)
    wide = compared.loc[
        compared["kind"] == "frame", ["difference", "low", "high", "value_group", "value_reference"]
    ]
    compared.loc[wide.index, wide.columns] = wide * 123.4
    compared = compared.assign(n_group=12_345, n_reference=234_567, p_equivalence=0.01, equivalent=True)
    pair = comparison(["A"], reference=NASTY[1], p_holm=0.0001, n_group=12_345, n_reference=234_567)
    words = pd.concat([
        keyness_table([(f"{name} {k}", 123.0 - k) for k in range(10)], group=name, reference=NASTY[2])
        for name in NASTY
    ])  # fmt: skip
    summary = robustness_summary(specification_table(terms=20))
    models = {
        name: regress(op_ed_run, "outlet + log(n_words)", measure=measure)
        for name, measure in zip((*NASTY, "Security"), op_ed_run.measures["column"], strict=False)
    }
    printed = {
        "comparison": (compared, print_comparison(compared)),
        "pair": (pair, print_comparison(pair)),
        "keyness": (words, print_keyness(words)),
        "robustness": (summary, print_robustness(summary)),
        "regression": (pd.concat(models.values()), print_regression(models)),
        "intervals": (pd.concat(models.values()), print_regression(models, beneath="interval")),
    }
    for name, (data, table) in printed.items():
        save_table(name, data, table, tmp_path)
    log = compiled(pdflatex, tmp_path, [], list(printed), size=size)
    assert not troubles(log)


def test_long_and_nasty_names_stay_on_the_page(pdflatex, op_ed_run, tmp_path):
    """Thirty groups, names that LaTeX would act on, a regression, a robustness table; a figure of each sort."""
    compared = comparison([*NASTY, *(f"Outlet {n}" for n in range(30))])
    words = pd.concat([
        keyness_table([(f"{name} {k}", 5.0 - k) for k in range(10)], group=name, reference="the rest")
        for name in NASTY
    ])  # fmt: skip
    specifications = specification_table(terms=20)
    figures = [
        save_comparison_figure("comparison", comparison_data(compared), tmp_path),
        save_comparison_figure("keyness", keyness_data(words), tmp_path),
        save_comparison_figure("specifications", specifications_data(specifications), tmp_path),
    ]
    models = {
        "Security": regress(op_ed_run, "outlet + log(n_words)", measure="frames_security_rate"),
        NASTY[0]: regress(op_ed_run, "outlet", measure="vader_compound", unit="paragraph"),
    }
    save_table("comparison", compared, print_comparison(compared), tmp_path)
    save_table("keyness", words, print_keyness(words), tmp_path)
    save_table("regression", pd.concat(models.values()), print_regression(models), tmp_path)
    summary = robustness_summary(specifications)
    save_table("robustness", summary, print_robustness(summary), tmp_path)
    log = compiled(pdflatex, tmp_path, figures, ["comparison", "keyness", "regression", "robustness"])
    assert not troubles(log)
