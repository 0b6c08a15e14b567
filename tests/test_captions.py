"""Captions: every number is in the data, n and the kind of interval are said, and no more than that."""

import html
import re

import pytest
from small_runs import NAN, run_of, sentence

import framing as fr
from framing.reporting.alternatives import alt
from framing.reporting.captions import article_called, caption, citation_key, cited, intervals
from framing.reporting.figures import actors, frames, heatmap, tone, trajectory
from framing.reporting.figures.selection import article_names
from framing.reporting.findings import Findings
from framing.reporting.methods import write_methods
from framing.reporting.words import quoted

DATA = {
    "trajectory": trajectory.trajectory_data,
    "heatmap": heatmap.heatmap_data,
    "frames": frames.frames_data,
    "tone": tone.tone_data,
    "actors": actors.actors_data,
}


def text(words=100, *, value=NAN, vader=NAN, actors=(), **hits):
    return ("body", [sentence(words, tone=value, vader=vader, actors=actors, **hits)])


@pytest.fixture(scope="module")
def run():
    """Five paragraphs of 100 words with 1 … 5 hits: 3 per 100, Student's 3 ± 2.776 × 1.581/√5 = [1.04, 4.96]."""
    parts = [text(security=n, value=0.1 * n, vader=-0.3, actors=("China",)) for n in range(1, 6)]
    return run_of({"a": parts}, columns={"title": ["Of $5"], "outlet": ["The Paper"], "date": ["2024-05-01"]})


def of(kind, run, *args):
    return caption(kind, run, DATA[kind](run, *args))


@pytest.mark.parametrize("kind", ["trajectory", "heatmap", "frames"])
def test_the_estimate_its_interval_its_kind_and_n_are_said(run, kind):
    said = of(kind, run)
    assert "Security 3.0 [1.0, 5.0] (n = 15)" in said
    assert (
        "95 % intervals: ratio t over 5 paragraphs: had the author written other paragraphs like these"
        in said
    )
    assert "500 words" in said
    assert "“Of $5”" in said


def test_tone_is_said_with_its_sign_and_interval(run):
    """0.1 … 0.5: 0.3 ± 2.776 × 0.1581/√5 = [0.10, 0.50]; the other instrument says −0.3 five times."""
    said = of("tone", run)
    assert "T tone +0.30 [+0.10, +0.50] and t tone −0.30." in said
    assert "none for 1 figure (the 5 paragraphs do not differ)" in said
    assert "The instruments have opposite signs in 1 of 1 article." in said


def test_of_groups_the_highest_and_the_lowest_are_named():
    """Rates of 5.0 and 1.0: no word of a difference."""
    run = run_of(
        {"a": [text(security=5)] * 5, "b": [text(security=1)] * 2}, columns={"title": ["High", "Low"]}
    )
    said = of("frames", run)
    assert "Security: the highest figure is 5.0 (n = 25) in “High”, the lowest 1.0 (n = 2) in “Low”." in said
    assert "none for 2 figures (the 5 paragraphs do not differ)" in said
    assert "none for 2 figures (2 paragraphs, 5 needed)" in said
    assert "Hollow: under 5 hits (3 figures)." in said
    assert "in 2 articles of 200 to 500 words" in said
    assert not re.search(r"differ(s|ence|ent)\b|significan|more than|than the", said)


def test_groups_are_called_by_their_column():
    run = run_of(
        {"a": [text(security=5)] * 5, "b": [text(security=1)] * 2}, columns={"outlet": ["Mail", "Post"]}
    )
    said = of("frames", run, "outlet")
    assert "in 2 groups by outlet" in said
    assert "in outlet Mail, the lowest" in said
    assert "none for 4 figures (1 article, 5 needed)" in said


def test_what_is_left_out_is_said():
    run = run_of({f"a{n}": [text(security=n % 10)] for n in range(40)})
    assert "Of 40 articles the 15 highest and the 15 lowest in security are drawn; the CSV has all." in of(
        "frames", run
    )
    run = run_of({"a": [text(actors=tuple(f"actor {n}" for n in range(25)))]})
    assert "the 20 named most often of 25" in of("actors", run)


def test_thin_paragraphs_and_headings_are_said():
    run = run_of({"a": [text(security=1), ("heading", [sentence(3)]), text(words=10, security=1)]})
    said = of("trajectory", run)
    assert "Hollow: 1 paragraph of under 20 words." in said
    assert "Headings stand above" in said
    assert "Framed and not shaded: 1 paragraph" in of("heatmap", run)


def test_actors_are_said_with_mentions_sentences_and_words(run):
    said = of("actors", run)
    assert "China: 5 mentions in 5 sentences of 500 words in 1 article." in said
    assert "Security 3.0 [1.0, 5.0] (n = 15)" in said
    assert "A sentence that names two counts for both." in said


def test_intervals_of_one_kind_are_one_clause_with_a_range():
    import pandas as pd

    words = [
        "ratio t over 7 paragraphs: x",
        "none: 3 paragraphs, 5 needed",
        "ratio t over 1,200 paragraphs: x",
        "gone",
    ]
    rows = pd.DataFrame({"value": [1.0, 1.0, 1.0, NAN], "interval": words})
    expected = (
        "95 % intervals: ratio t over 7 to 1,200 paragraphs: x; none for 1 figure (3 paragraphs, 5 needed)."
    )
    assert intervals(rows) == expected
    assert intervals(rows.iloc[:0]) == ""


@pytest.mark.parametrize("kind", DATA)
def test_every_number_of_a_caption_is_a_number_of_its_figure(seed_run, kind):
    """Decimals are the data's, rounded; whole numbers its counts, or the rules' own (95 %, 5 needed, 20, 100, 150)."""
    data = DATA[kind](seed_run)
    said = re.sub(r"\[@[^\]]*\]|“[^”]*”|\d{4}-\d\d-\d\d|\d+\.\d+\.\d+", "", caption(kind, seed_run, data))
    columns = [name for name in ("value", "low", "high") if name in data]
    known = {
        f"{abs(value):.{digits}f}" for name in columns for value in data[name].dropna() for digits in (1, 2)
    }
    decimals = re.findall(r"\d+\.\d+", said)
    assert decimals
    assert set(decimals) <= known
    whole = {
        number.replace(",", "")
        for number in re.findall(r"(?<![\d.,])\d[\d,]*(?![\d.]*\d)", re.sub(r"\d+\.\d+", "", said))
    }
    counts = set()
    for name in data.columns:
        if data[name].dtype.kind in "iu" or str(data[name].dtype) == "Int64":
            counts |= {str(value) for value in data[name].dropna()}
    counted = {str(n) for n in range(len(data) + 1)}  # rows, paragraphs, actors, figures without an interval
    assert whole <= counts | counted | {"95", "5", "20", "100", "150"}


@pytest.mark.parametrize("kind", DATA)
def test_sources_are_cited_by_keys_of_the_bibliography(seed_run, kind, tmp_path):
    write_methods(seed_run, tmp_path, Findings(seed_run))
    entries = set(re.findall(r"@\w+\{([^,]+),", (tmp_path / "references.bib").read_text(encoding="utf-8")))
    keys = re.findall(r"\[@([\w-]+)\]", caption(kind, seed_run, DATA[kind](seed_run)))
    assert keys
    assert set(keys) <= entries


def test_an_instrument_is_cited_with_its_version(run):
    assert cited(run, "frames") == "codebook ‘frames’ 1 [@instrument-frames]"
    assert citation_key("my codebook!") == "instrument-my-codebook"


@pytest.mark.parametrize("kind", DATA)
def test_alternative_text_says_what_is_seen(run, kind):
    said = alt(kind, run, DATA[kind](run))
    expected = {
        "trajectory": "security from 1.00 in paragraph 0 to 5.00 in 4",
        "heatmap": "A matrix of 5 paragraphs by 2 frames. Security from 1.00",
        "frames": "hits per 100 words of 1 article: security 3.00",
        "tone": "tone of 1 article: t tone 0.30; t tone −0.30",
        "actors": "1 actor with a matrix by frames and dots for tone; the most mentioned: China (5).",
    }[kind]
    assert expected.lower() in said.lower()


def test_articles_alike_in_title_outlet_and_date_are_told_apart_by_their_ids():
    columns = {"title": ["Peace"] * 3, "outlet": ["Dawn"] * 3, "date": ["2024-05-01"] * 2 + ["2024-05-02"]}
    run = run_of({name: [text(security=2)] for name in "abc"}, columns=columns)
    assert article_called(run, "a") == "“Peace” (Dawn, 2024-05-01, a)"
    assert article_called(run, "c") == "“Peace” (Dawn, 2024-05-02)"
    assert list(article_names(run).values()) == [
        "Peace (Dawn, 2024-05-01) [a]", "Peace (Dawn, 2024-05-01) [b]", "Peace (Dawn, 2024-05-02)",
    ]  # fmt: skip


def test_articles_of_the_same_title_alone_are_told_apart_by_their_ids():
    run = run_of({name: [text(security=2)] for name in "abc"}, columns={"title": ["Peace", "Peace", None]})
    assert article_names(run) == {"a": "Peace [a]", "b": "Peace [b]", "c": "c"}


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Peace talks", "“Peace talks”"),
        ('"Peace" talks', "“‘Peace’ talks”"),
        ("Talks of “peace”", "“Talks of ‘peace’”"),
        ('It\'s "so," they said', "“It's ‘so,’ they said”"),
        ("\"The 'peace' we were promised\"", "“‘The “peace” we were promised’”"),
        ("“The ‘isn’t’ of it”", "“‘The “isn’t” of it’”"),
        ("‘Enough’ is enough", "“‘Enough’ is enough”"),
        ("The ‘best’ “deal”", "“The ‘best’ ‘deal’”"),
        ("'No' and \"Yes\"", "“'No' and ‘Yes’”"),
        ('5" guns and a 3" gap', '“5" guns and a 3" gap”'),
        ('<b>"Peace"', "“<b>‘Peace’”"),
        ("„Frieden“ jetzt", "“„Frieden“ jetzt”"),
        ('"Never closed', '“"Never closed”'),
        ("", "“”"),
    ],
)
def test_quotation_marks_inside_quotation_marks_are_single(title, said):
    assert quoted(title) == said


def test_a_quoted_title_stands_in_one_pair_of_double_marks_everywhere(tmp_path):
    """On the page and in captions; the run keeps the title as it is."""
    title = '"Peace" is what they call it'
    run = fr.score([fr.read_text("The army attacked. The talks failed.", id="a", title=title)])
    fr.write_report(run, tmp_path)
    for name in ("report.html", "captions.csv", "figures.tex", "methods.md"):
        text = html.unescape((tmp_path / name).read_text(encoding="utf-8"))
        assert not re.search('“<?[a-z]*>?[“"]|”[”"]', text), name
    assert "<bdi>“‘Peace’ is what they call it”</bdi>" in (tmp_path / "report.html").read_text(
        encoding="utf-8"
    )
    assert run.articles["title"].iloc[0] == title
