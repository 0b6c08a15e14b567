"""The paper kit: methods, codebook, references and commands are true to the run, and LaTeX sets them."""

import os
import re
import shutil
import subprocess
import sys

import pandas as pd
import pytest
from PIL import Image

import framing as fr
from framing.output import read_csv
from framing.reporting.appendix import appendix, latex_appendix
from framing.reporting.bibliography import bibtex, references
from framing.reporting.citations import citation_fields
from framing.reporting.findings import Findings
from framing.reporting.methods import methods
from framing.reporting.papers import Reference
from framing.reporting.prose import latex_prose, plain_prose

#: Each instrument that can be left out, and what speaks of it and of nothing else.
SPEAKS = {
    "frames": ("instrument-frames", "frames_", "Codebook *frames*", "gelman2013", "Emphasis", "emphasis"),
    "actors": ("instrument-actors", "schwartz2003", "## Actors", "Actors were found"),
    "oped": ("instrument-oped", "oped_valence", "oped:"),
    "vader": ("instrument-vader", "vader_compound", "VADER", "hutto2014"),
    "textblob": ("instrument-textblob", "textblob_polarity", "TextBlob", "desmedt2012"),
}
BOOK = """label,pattern,weight,note,case
water,river*,1,,
water,drinking water,2,"a phrase, & more",
water,WASH,1,,
ice,ice,1,,
"""


def coded_as_scored(run):
    """Texts that people coded just as the frames' list and VADER say, two coders each."""
    rows = run.scores.loc[run.scores["vader_compound"].notna()]
    return [
        {
            "article": row.article,
            "paragraph": row.paragraph,
            "labels": "security"
            if row.frames_security_n
            else "economic"
            if row.frames_economic_n
            else "none",
            "valence": row.vader_compound,
            "coder": coder,
        }
        for row in rows.itertuples()
        for coder in ("a", "b")
    ]


@pytest.mark.parametrize("left_out", sorted(SPEAKS))
def test_an_instrument_that_is_off_leaves_no_sentence_and_no_reference(left_out, op_eds):
    articles = fr.read_articles(op_eds)[:2]
    chosen = [name for name in SPEAKS if name != left_out]
    run = fr.score(articles, instruments=chosen, net_of=None)
    text = methods(run, Findings(run))
    entries = "\n".join(f"{entry.key} {' '.join(entry.fields.values())}" for entry in references(run))
    for name, words in SPEAKS.items():
        for word in words:
            if name == left_out:
                # oped learned from readers whose raters its note cites; no other entry or sentence names VADER
                others = (
                    entries
                    if left_out not in ("vader", "textblob")
                    else re.sub(r"instrument-oped .*", "", entries)
                )
                assert word not in text
                assert word not in others
            elif word[0].islower() and "_" not in word:
                assert word in text + entries


def test_markdown_and_latex_say_the_same_words(op_ed_run):
    """LaTeX without its commands is the Markdown without its marks."""
    text = methods(op_ed_run, Findings(op_ed_run))
    for mark, said in ((r"\-", "-"), ("’", "'"), ("#", ""), ("- ", "")):
        text = text.replace(mark, said)
    bare = re.sub(
        r"\\(?:section|subsection|emph|texttt|citep|item|begin|end)\b",
        "",
        latex_prose(methods(op_ed_run, Findings(op_ed_run))),
    )
    assert len(re.findall(r"[A-Za-z]{4,}", bare)) > 500
    wanted = re.findall(r"[A-Za-z]{4,}", plain_prose(text))
    found = re.findall(r"[A-Za-z]{4,}", re.sub(r"(?<!\\)%.*|\\providecommand.*|\{itemize\}", "", bare))
    known = {"textendash", "textquotedblleft", "textquotedblright", "textquoteright", "ensuremath", "varphi"}
    known |= {"allowbreak", "textquotesingle", "textasciitilde", "textbar", "textellipsis", "textquoteleft"}
    assert [word for word in found if word not in known] == wanted


def test_what_a_text_holds_becomes_no_command():
    outlet = r"\input{/etc/passwd} $x_1$ [@fake] `code` *em* 50% & ~ ^ #"
    run = fr.score([fr.read_text("The army attacked.", id="a", outlet=outlet)], instruments=["frames"])
    made = latex_prose(methods(run, Findings(run)))
    assert (
        r"\textbackslash{}input\{/etc/passwd\} \$x\_1\$ {[}@fake{]} \textasciigrave{}code\textasciigrave{} *em* 50\% \&"
        in made
    )


def test_methods_tell_of_validity_only_with_coded_texts(op_ed_run):
    assert "## Validation" not in methods(op_ed_run, Findings(op_ed_run))
    found = fr.evaluate(op_ed_run, coded_as_scored(op_ed_run))
    text = methods(op_ed_run, Findings(op_ed_run), evaluation=found)
    assert (
        "## Validation\n\nThe instruments were held against 102 coded rows by people, which cover 51 paragraphs"
        in text
    )
    # people coded security wherever the list hit it, so its F1 is 1
    assert re.search(
        r"\*frames\*, a label being said by the rule n ≥ 1: security F1 1\.00, AUC \[@hanley1982\] 1\.00",
        text,
    )
    assert "`vader_compound` against the coded tone, silent scores counting as neutral: r = 1.00" in text
    assert "Krippendorff's α of the coders with one another [@hayes2007]: security 1.00" in text
    assert "validate it on texts of your own" not in text


def test_the_codebook_has_every_pattern_with_weight_note_source_and_licence(tmp_path):
    folder = tmp_path / "water"
    folder.mkdir()
    (folder / "terms.csv").write_text(BOOK, encoding="utf-8")
    run = fr.score(
        [fr.read_text("The river froze.", id="a")], instruments=["frames", str(folder)], net_of=None
    )
    page = appendix(run, ["water"])
    assert "| drinking water | 2 | a phrase, & more |" in page
    assert "| WASH | 1 | exact |" in page
    assert "### water (W)\n\n3 patterns." in page
    assert "[@instrument-water]; 4 patterns, listed without spelling variants" in page
    made = latex_appendix(run, ["frames", "water"])
    assert made.count(r"\hangindent") == len(run.terms.loc[run.terms["codebook"].isin(["frames", "water"])])
    assert r"drinking water \ensuremath{\times}2 \emph{(a phrase, \& more)}\par" in made
    assert "licence: MIT" in made
    assert run.manifest["codebooks"]["frames"]["labels"][0]["definition"][:40] in made


def test_the_table_of_the_codebook_has_the_patterns_of_every_codebook(op_ed_report):
    table = read_csv(op_ed_report / "codebook.csv", keep_default_na=False)
    assert list(table.columns) == ["codebook", "label", "pattern", "weight", "exact", "note"]
    book = fr.read_codebook("frames")
    listed = [(entry.label, entry.pattern) for entry in book.entries if entry.variant_of is None]
    frames = table.loc[table["codebook"] == "frames"]
    assert list(zip(frames["label"], frames["pattern"], strict=True)) == listed
    assert set(table["codebook"]) == {"frames", "actors"}


@pytest.mark.parametrize(
    ("citation", "fields"),
    [
        (
            "Doe, J., & van der Roe, R. (2024). Water, version 2 [word list]. After Poe, E. (1999). Rain.",
            {
                "author": "Doe, J. and van der Roe, R.",
                "title": "{Water}",
                "year": "2024",
                "howpublished": "Word list",
                "note": "Version 2. After Poe, E. (1999). Rain.",
            },
        ),
        (
            "Ministry of {Water} (2024). Water.",
            {"author": "{Ministry of (Water)}", "title": "{Water}", "year": "2024", "note": "Version 2"},
        ),
        # the citation of another work makes nobody an author of this one
        (
            "Poe, E. (1999). Rain.",
            {"title": "{Water}", "key": "Water", "year": "n.d.", "note": "Version 2. Poe, E. (1999). Rain."},
        ),
        ("", {"title": "{Water}", "key": "Water", "year": "n.d.", "note": "Version 2"}),
    ],
)
def test_a_citation_gives_the_fields_that_it_has(citation, fields):
    assert citation_fields("water", "Water", "2", citation) == fields


def test_the_script_makes_the_same_bytes_again(op_ed_report, op_eds, tmp_path):
    """Run with the inputs elsewhere, from another folder."""
    shutil.copytree(op_eds, tmp_path / "data" / "op-eds")
    script = (op_ed_report / "reproduce.sh").read_text(encoding="utf-8")
    assert f"# Needs framing=={fr.load(op_ed_report / 'run').manifest['framing']} under Python" in script
    reproduce(op_ed_report, tmp_path, "data", "new")
    assert differing(op_ed_report, tmp_path / "new") == ["run/manifest.json"]  # created and command
    assert fr.verify(op_ed_report / "run", inputs=tmp_path / "data").same


def reproduce(report, folder, *arguments):
    """Run a report's script in a folder."""
    tools = folder / "bin"
    tools.mkdir()
    (tools / "framing").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m framing "$@"\n', encoding="utf-8")
    (tools / "framing").chmod(0o755)
    paths = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    command = ["sh", str(report / "reproduce.sh"), *arguments]
    done = subprocess.run(command, cwd=folder, env=paths, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def differing(one, two):
    """Names of files that differ; both folders have the same."""
    files = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(two) for path in two.rglob("*") if path.is_file())
    return [str(name) for name in files if (one / name).read_bytes() != (two / name).read_bytes()]


@pytest.mark.parametrize("coded", [False, True])
def test_the_script_knows_a_report_without_words_and_a_run_without_evidence(coded, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(
        "The army guards a good port.\n\nTrade is a bad bargain.", encoding="utf-8"
    )
    run = fr.score(fr.read_articles("a.txt"), evidence="none" if coded else "hits")
    codes = pd.DataFrame({"article": ["a"] * 2, "paragraph": [0, 1], "labels": ["security", "economic"]})
    codes.to_csv("coded.csv", index=False)
    evaluation = fr.evaluate(run, "coded.csv") if coded else None
    fr.write_report(run, "report", evaluation=evaluation, style="single", text=False)
    reproduce(tmp_path / "report", tmp_path, ".", "new")
    assert differing(tmp_path / "report", tmp_path / "new") == []


def test_figures_tell_what_they_show_in_the_files_and_in_a_table(op_ed_report):
    table = read_csv(op_ed_report / "captions.csv")
    names = sorted(path.stem for path in (op_ed_report / "figures").glob("*.svg"))
    assert set(table["figure"]) <= set(names)
    for row in table.to_dict("records"):
        svg = (op_ed_report / "figures" / f"{row['figure']}.svg").read_text(encoding="utf-8")
        told = re.search(r"<title>(.*?)</title>\s*<desc>(.*?)</desc>", svg, re.DOTALL)
        assert told is not None
        assert told[1] == row["figure"]
        assert told[2].replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">") == row["alt"]
        with Image.open(op_ed_report / "figures" / f"{row['figure']}.png") as picture:
            assert picture.text["Description"] == row["alt"]


@pytest.fixture(scope="module")
def latex():
    if shutil.which("pdflatex") is None or shutil.which("bibtex") is None:
        pytest.skip("pdflatex or bibtex is not installed")


def compiled(folder, engine="pdflatex"):
    """Logs of LaTeX and BibTeX for the supplement of a report."""
    tex = [engine, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "supplement"]
    for command in (tex, ["bibtex", "supplement"], tex, tex):
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=300, check=False)
        assert done.returncode == 0, done.stdout[-3000:].decode("utf-8", "replace")
    return ((folder / f"supplement.{kind}").read_text(encoding="latin-1") for kind in ("log", "blg"))


def test_everything_of_a_report_becomes_one_paper_without_a_warning(op_ed_report, latex, tmp_path):
    place = tmp_path / "paper"
    shutil.copytree(op_ed_report, place)
    log, bibliography = compiled(place)
    assert not re.findall(
        r"^.*(?:[Ww]arning|undefined|Overfull|Missing character).*$|^!.*",
        re.sub(r"Package: infwarerr.*", "", log),
        re.MULTILINE,
    )
    assert "Warning--" not in bibliography
    pdffonts = shutil.which("pdffonts")
    if pdffonts is not None:
        command = [pdffonts, str(place / "supplement.pdf")]
        assert "Type 3" not in subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert len(re.findall(r"\\bibitem", (place / "supplement.bbl").read_text(encoding="utf-8"))) == 26


def test_hostile_names_and_a_codebook_of_ones_own_are_set(latex, tmp_path):
    folder = tmp_path / "water_100%"
    folder.mkdir()
    rows = BOOK + "ice," + "x" * 90 + ',0.5,"\\input{a} $ % # _ & ~ ^ {"\n'
    (folder / "terms.csv").write_text(rows, encoding="utf-8")
    outlet = r"\input{/etc/passwd} $x_1$ [@fake] 50% & ~ ^ # Zürich"
    text = "The river froze. The army attacked the river, which was bad. " * 9
    articles = [
        fr.read_text(text, id=f"{n}", outlet=outlet, title="100% \\bad_{title} & more") for n in range(2)
    ]
    fr.write_report(fr.score(articles, instruments=["frames", str(folder), "vader"]), tmp_path / "report")
    log, bibliography = compiled(tmp_path / "report")
    assert not re.findall(r"^.*(?:undefined|Missing character).*$|^!.*", log, re.MULTILINE)
    assert "Warning--" not in bibliography


@pytest.fixture(scope="module")
def cyrillic(tmp_path_factory):
    """A report whose outlet and title have letters that pdfLaTeX lacks."""
    text = "The army crossed the river, and the good people of the valley were glad of it."
    article = fr.Article(id="a", title="Река и мост", outlet="Газета Łódź", text=text)
    folder = tmp_path_factory.mktemp("cyrillic") / "report"
    fr.write_report(fr.score([article], instruments=["frames", "vader"]), folder)
    return folder


def test_a_file_says_in_its_first_lines_that_pdflatex_lacks_its_letters(cyrillic, op_ed_report):
    lacking = "% holds letters that pdfLaTeX lacks: compile with LuaLaTeX or XeLaTeX"
    for name in ("supplement.tex", "methods.tex", "figures.tex", "tables/frames.tex"):
        assert (cyrillic / name).read_text(encoding="utf-8").split("\n")[1].startswith(lacking), name
        assert lacking not in (op_ed_report / name).read_text(encoding="utf-8"), name
    assert lacking not in (cyrillic / "codebook.tex").read_text(encoding="utf-8")
    for folder, engine in ((cyrillic, "lualatex"), (op_ed_report, "pdflatex")):
        first = (folder / "supplement.tex").read_text(encoding="utf-8").partition("\n")[0]
        assert first == f"% {engine} supplement; bibtex supplement; {engine} supplement; {engine} supplement"


def test_the_supplement_loads_old_letters_for_pdflatex_alone(cyrillic):
    """Under LuaLaTeX the old encoding loses ź and every Cyrillic letter without an error."""
    head = (cyrillic / "supplement.tex").read_text(encoding="utf-8").partition(r"\begin{document}")[0]
    before, old, new = re.split(r"\\ifPDFTeX|\\else", head)
    assert r"[T1]{fontenc}" in old
    assert not re.search("fontenc|inputenc", before + new)
    assert r"\usepackage{fontspec}" in new
    assert r"\tracinglostchars=3" in new  # a letter that the font lacks is an error


def test_lualatex_sets_letters_that_pdflatex_lacks(cyrillic, latex, tmp_path):
    if shutil.which("lualatex") is None or not has_file("luaotfload.sty"):
        pytest.skip("LuaLaTeX with its fonts is not installed")
    if not (has_file("FreeSerif.otf") or has_file("DejaVuSerif.ttf")):
        pytest.skip("no font with Cyrillic letters is installed")
    place = tmp_path / "paper"
    shutil.copytree(cyrillic, place)
    log, _ = compiled(place, "lualatex")
    assert not re.findall(r"^.*(?:undefined|Overfull|Missing character).*$|^!.*", log, re.MULTILINE)


def has_file(name):
    """Whether TeX finds a file."""
    tool = shutil.which("kpsewhich")
    return tool is not None and subprocess.run([tool, name], capture_output=True, check=False).returncode == 0


def test_no_figure_has_a_type_3_font_and_every_font_is_embedded(op_ed_report):
    pdffonts = shutil.which("pdffonts")
    if pdffonts is None:
        pytest.skip("pdffonts is not installed")
    figures = sorted((op_ed_report / "figures").glob("*.pdf"))
    assert len(figures) > 10
    for figure in figures:
        listed = subprocess.run([pdffonts, str(figure)], capture_output=True, text=True, check=True).stdout
        fonts = listed.splitlines()[2:]
        assert fonts, figure.name
        for font in fonts:
            assert "Type 3" not in font
            assert "TrueType" in font
            assert re.search(r"\byes yes (?:yes|no)\b", font)


def test_a_report_with_coded_texts_has_their_figures(op_eds, tmp_path):
    run = fr.score(fr.read_articles(op_eds)[:3])
    place = run.save(tmp_path / "run")
    pd.DataFrame(coded_as_scored(run)).to_csv(tmp_path / "coded.csv", index=False)
    command = [sys.executable, "-m", "framing", "report", str(place), "-o", str(tmp_path / "report")]
    subprocess.run([*command, "--coded", str(tmp_path / "coded.csv")], check=True, capture_output=True)
    for name in ("methods.md", "methods.tex"):
        assert "Validation" in (tmp_path / "report" / name).read_text(encoding="utf-8")
    assert "@article{hayes2007," in (tmp_path / "report" / "references.bib").read_text(encoding="utf-8")


def test_marks_in_a_row_stay_apart_in_bibtex():
    """TeX would read ’” as ”’."""
    made = bibtex(Reference("a", "misc", {"title": "“‘No’” and ‘“no”’"}))
    assert "```No'{}'' and `{}``no'''" in made
