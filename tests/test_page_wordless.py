"""With --no-text nothing that is written holds five words of an article in a row, and no run is left beside it."""

import dataclasses
import html
import re
import shutil
import subprocess
import sys
import zipfile

import pytest

import framing as fr
from framing.errors import OutputError
from framing.reporting import write_report
from framing.reporting.wordless import shows_text, wordless

ROW = 5
WORD = re.compile(r"[^\W_]+")


def rows_of_words(text):
    """Every five words in a row, whatever stands between them."""
    words = WORD.findall(text.lower())
    return {tuple(words[place : place + ROW]) for place in range(len(words) - ROW + 1)}


def written(path):
    """What a reader can take from a file: a page without its tags, a PDF's words, other files as they are."""
    if path.suffix == ".pdf":
        program = shutil.which("pdftotext")
        if program is None:
            return ""
        command = [program, "-layout", str(path), "-"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            parts = [book.read(name).decode("utf-8") for name in book.namelist()]
        return re.sub(r"<[^>]*>", " ", "\n".join(parts))
    if path.suffix == ".png":
        return ""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        text = re.sub(r"<(style|script)>.*?</\1>", " ", text, flags=re.DOTALL)
    if path.suffix in (".html", ".svg"):
        # with and without what tags hold: attributes are words too
        text = html.unescape(text + "\n" + re.sub(r"<[^>]*>", " ", text))
    return text


@pytest.fixture(scope="module")
def sources(seed_run, op_ed_run):
    texts = [*seed_run.paragraphs["text"], *op_ed_run.paragraphs["text"]]
    titles = [*seed_run.articles["title"], *op_ed_run.articles["title"]]
    return set().union(*map(rows_of_words, texts + titles))


def framing(*arguments):
    command = [sys.executable, "-m", "framing", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done


def leaks(folder, sources):
    # the codebook's own patterns are no article's words, though names of five words stand in both
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.stem != "codebook")
    return {path.name: found for path in files if (found := rows_of_words(written(path)) & sources)}


@pytest.fixture(scope="module")
def bare(op_ed_run, tmp_path_factory):
    """A report on the six op-eds without their words."""
    return write_report(op_ed_run, tmp_path_factory.mktemp("bare") / "report", text=False)


def test_no_five_words_in_a_row_are_in_any_file_of_a_report(bare, sources):
    assert leaks(bare.parent, sources) == {}


def test_where_words_are_in_a_report_they_are_found(op_ed_report, sources, tmp_path):
    """Else the rule before could not fail."""
    shutil.copytree(op_ed_report, tmp_path / "report", ignore=shutil.ignore_patterns("run"))
    found = leaks(tmp_path / "report", sources)
    assert len(found["report.html"]) > 1_000
    assert found["heatmap-courier-grid.csv"]


def test_analyze_leaves_no_run_and_no_words(op_eds, sources, tmp_path):
    two = sorted(op_eds.iterdir())[::3]  # one of each outlet; the report on six is read above
    framing("analyze", *two, "-o", tmp_path / "out", "--no-text", "-i", "frames", "-i", "vader")
    assert (tmp_path / "out" / "report.html").is_file()
    assert not (tmp_path / "out" / "run").exists()
    assert list((tmp_path / "out").rglob("*.parquet")) == []
    assert leaks(tmp_path / "out", sources) == {}


def test_compare_and_report_leave_no_words(op_eds, op_ed_run, sources, tmp_path):
    op_ed_run.save(tmp_path / "run")
    fr.score(fr.read_articles(op_eds)[::3], instruments=["frames", "vader"]).save(tmp_path / "two")
    framing("report", tmp_path / "two", "-o", tmp_path / "report", "--no-text")
    framing("compare", tmp_path / "run", "--by", "outlet", "-o", tmp_path / "compared", "--no-text")
    for name in ("report", "compared"):
        assert leaks(tmp_path / name, sources) == {}


def test_figures_name_paragraphs_by_number_and_articles_by_id(bare):
    source = bare.read_text(encoding="utf-8")
    assert "¶ 4" in source
    assert "<bdi>ledger-port</bdi>" in source
    assert "Terms that were found" in source
    assert "run/manifest.json" not in source
    rows = (bare.parent / "figures" / "heatmap-ledger-port.csv").read_text(encoding="utf-8")
    assert "¶ 4" in rows


def test_a_long_phrase_is_cut_and_a_run_is_not_changed(op_ed_run):
    evidence = op_ed_run.evidence.copy()
    evidence.loc[0, ["text", "term", "speaker"]] = "one two three four five"
    made = wordless(dataclasses.replace(op_ed_run, evidence=evidence))
    assert made.evidence.loc[0, ["text", "term", "speaker"]].tolist() == ["one two three four …"] * 3
    assert shows_text(op_ed_run)
    assert op_ed_run.articles["title"].notna().all()
    assert made.articles["url"].isna().all()
    assert made.scores.equals(op_ed_run.scores)


def test_a_report_without_words_is_not_put_over_a_run(op_ed_run, tmp_path):
    op_ed_run.save(tmp_path / "out" / "run")
    with pytest.raises(OutputError, match="holds a run with the articles' words"):
        write_report(op_ed_run, tmp_path / "out", text=False)


def test_many_articles_without_words_have_a_page_each(tmp_path):
    words = "The army attacked the long bridge over there"
    articles = [
        fr.read_text(f"Title of {n} things in a row\n\n{words} at {n}.", id=f"a{n}") for n in range(31)
    ]
    run = fr.score(articles, instruments=["frames"])
    page = write_report(run, tmp_path / "report", text=False)
    sources = set().union(*map(rows_of_words, run.paragraphs["text"]))
    assert leaks(page.parent, sources) == {}
    assert len(list((page.parent / "articles").iterdir())) == 31
