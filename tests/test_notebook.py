"""In a notebook: things show themselves, every text escaped, and the tutorial runs from top to bottom."""

import re
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import framing as fr
from framing import progress
from framing.errors import FramingError

TUTORIAL = Path(__file__).parent.parent / "docs" / "tutorial.ipynb"
BAD = '<script>alert(1)</script><b title="x">&'


@pytest.fixture(scope="module")
def bad_run():
    articles = [
        fr.read_text(f"The army attacked {BAD} the port. Trade fell.", id=f"{BAD}{n}", title=BAD, outlet=BAD)
        for n in range(12)
    ]
    return fr.score(articles, instruments=["frames"])


def is_inert(page):
    """No element but those that are written here, each closed."""
    opened = re.findall(r"<([a-z0-9]+)[ >]", page)
    known = {"div", "strong", "span", "p", "sup", "table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert set(opened) <= known
    return "<script" not in page and all(
        page.count(f"<{tag}") >= page.count(f"</{tag}>") > 0 for tag in set(opened)
    )


def test_an_article_shows_its_text_and_what_is_known_of_it():
    article = fr.read_text(
        "One army.\nTwo ports.", id="a", title="War & peace", outlet="Dawn", date="2024-11-13"
    )
    page = article._repr_html_()
    assert "<strong>War &amp; peace</strong>" in page
    assert "Dawn · 2024-11-13" in page
    assert page.count("<p ") == 2
    assert is_inert(page)


def test_nothing_of_a_text_is_markup(bad_run):
    for page in (
        bad_run._repr_html_(),
        fr.read_text(BAD + " army", id=BAD, title=BAD, outlet=BAD)._repr_html_(),
        fr.show(bad_run, f"{BAD}0")._repr_html_(),
    ):
        assert is_inert(page)
        assert "&lt;script&gt;" in page


def test_a_run_lists_its_articles_and_instruments(bad_run, seed_run):
    page = bad_run._repr_html_()
    assert page.count("<tr>") == 11  # a head and ten articles
    assert "and 2 more articles" in page
    assert "9 measures of frames 1.0.0" in page
    page = seed_run._repr_html_()
    assert "Eur Asia News" in page
    assert "nan" not in page.lower().replace("finance", "")


def test_a_codebook_shows_its_labels_with_the_number_of_patterns():
    book = fr.read_codebook("frames")
    page = book._repr_html_()
    listed = [entry for entry in book.entries if entry.label == "security" and entry.variant_of is None]
    assert f">{len(listed):,}</td>" in page
    assert page.count("<tr>") == 4
    assert is_inert(page)
    assert fr.read_codebook("actors")._repr_html_().count("<tr>") == 31


def test_shown_text_has_every_hit_marked_once(tmp_path):
    book = tmp_path / "two.csv"
    book.write_text("label,pattern\nwar,army\nwar,the army attacked\nland,army\n", encoding="utf-8")
    run = fr.score([fr.read_text("Once the army attacked. No army!", id="a")], instruments=[str(book)])
    shown = fr.show(run)
    # longest match first within `war`; `land` has its own hits; the second army is negated
    assert str(shown) == "¶0 Once the army[L] attacked[W]. No army[¬W][¬L]!"
    page = shown._repr_html_()
    assert re.sub(r"<[^>]+>", "", page).endswith("¶0 Once the armyL attackedW. No army¬W¬L!")
    assert 'title="war: the army attacked (two, weight 1); land: army (two, weight 1)"' in page


def test_a_comparison_is_shown_as_it_is_printed(op_ed_run):
    compared = fr.compare(op_ed_run, by="outlet", permutations=200, draws=100)
    shown = fr.show(compared)
    assert is_inert(shown._repr_html_())
    assert "Continental Courier" in shown._repr_html_()
    assert str(shown).startswith("**")
    with pytest.raises(FramingError, match="takes a run, or the table that compare gives"):
        fr.show(op_ed_run.articles)
    with pytest.raises(FramingError, match="name one of"):
        fr.show(op_ed_run)


def test_a_bar_is_drawn_in_a_notebook_and_nowhere_else(monkeypatch, capsys):
    drawn = []

    class Handle:
        def update(self, page):
            drawn.append(page)

    class Display:
        HTML = str

        @staticmethod
        def display(page, *, display_id):
            drawn.append(page)
            return Handle()

    articles = [fr.read_text("The army attacked.", id=str(n)) for n in range(3)]
    fr.score(articles, instruments=["frames"])
    assert drawn == []
    monkeypatch.setattr("framing.scoring.in_notebook", lambda: True)
    monkeypatch.setattr(progress, "in_notebook", lambda: True)
    monkeypatch.setitem(sys.modules, "IPython.display", Display)
    fr.score(articles, instruments=["frames"])
    assert [re.findall(r"(\d) of 3", page) for page in drawn] == [
        ["0"] * 2,
        ["1"] * 2,
        ["2"] * 2,
        ["3"] * 2,
        [],
    ]
    drawn.clear()
    fr.score(articles, instruments=["frames"], progress="off")
    fr.score(articles, instruments=["frames"], progress=lambda: None)
    assert drawn == []
    assert capsys.readouterr().err == ""


def test_the_tutorial_runs_and_shows_what_it_says(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(fr.__file__).parent.parent))
    notebook = nbformat.read(TUTORIAL, as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells)
    client = NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    assert not [
        output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"
    ]
    pages = [str(output["data"]) for output in outputs if "data" in output]
    assert sum("image/png" in page for page in pages) >= 2
    assert any("too few to test" in page for page in pages)
    assert any("<sup" in page for page in pages)
    assert any("same bytes: all 11 files" in output.get("text", "") for output in outputs)
    assert (tmp_path / "report" / "supplement.tex").is_file()
    assert (tmp_path / "tone.pdf").is_file()
