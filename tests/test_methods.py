"""methods.md says what was done in this run, and nothing that was not."""

import re
from dataclasses import replace

import pytest

import framing as fr
from framing.reporting.appendix import appendix, latex_appendix
from framing.reporting.bibliography import Reference, bibtex, references
from framing.reporting.findings import Findings
from framing.reporting.methods import methods, write_methods
from framing.reporting.provenance import Provenance
from framing.reporting.sheet import Legend

TEXT = "Peace talks\n\nThe army attacked, which was bad for trade."


def said(run):
    return methods(run, Findings(run))


def score(**options):
    return fr.score([fr.read_text(TEXT, id="a")], **options)


def test_it_counts_what_was_read(seed_run):
    text = said(seed_run)
    assert "1 article was read: 11 paragraphs of" in text
    assert "1 title and 5 headings" in text
    assert "Dates: 2024-11-13." in text
    assert "Outlets: Eur Asia News (1)." in text


def test_every_key_has_an_entry_and_every_entry_is_cited(seed_run, op_ed_run):
    for run in (
        seed_run,
        op_ed_run,
        score(instruments=["vader"]),
        score(instruments=["frames", "generic_frames"]),
    ):
        cited = set(re.findall(r"@([a-z][\w-]*)", said(run)))
        keys = [entry.key for entry in references(run)]
        assert len(keys) == len(set(keys))
        assert cited == set(keys)


def test_what_was_not_done_is_not_said():
    text = said(score(instruments=["vader"], net_of=None))
    assert "## Frames" not in text
    assert "## Actors" not in text
    assert "TextBlob" not in text
    assert "masked" not in text
    text = said(score(instruments=["frames"]))
    assert "## Tone" not in text
    assert "reference sample" not in text


def test_instruments_stand_with_version_and_meaning(seed_run):
    sources = seed_run.measures.drop_duplicates("instrument")
    text = said(seed_run)
    for row in sources.itertuples():
        assert str(row.version).replace("_", r"\_") in text
        assert f"@instrument-{row.instrument}" in text


def test_a_codebook_without_baseline_is_called_raw(tmp_path):
    book = tmp_path / "mine"
    book.mkdir()
    (book / "terms.csv").write_text("label,pattern\nwar,army\npeace,peace\n", encoding="utf-8")
    text = said(score(instruments=["frames", str(book)]))
    assert re.search(
        r"Codebook \*mine\*.*It has no baseline, so its frames are compared with one another only", text
    )


def test_what_was_left_out_is_counted_by_reason(seed_articles):
    french = [fr.read_text("Le chat est sur la table et " * 20, id=name) for name in ("a", "b")]
    text = said(fr.score([*seed_articles, *french]))
    assert "2 inputs could not be read or scored:\n\n- not English" in text
    assert "No input was left out." in said(fr.score(seed_articles))


def test_texts_cannot_write_markdown():
    article = fr.read_text(TEXT, id="a", outlet="*Bold* [@fake] <b>\n# head")
    text = said(fr.score([article], instruments=["frames"]))
    assert r"\*Bold\* \[\@fake\] \<b\> \# head (1)" in text


def test_files_are_written_as_utf8_and_the_same_each_time(seed_run, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_methods(seed_run, tmp_path / name, Findings(seed_run))
    for file in ("methods.md", "references.bib"):
        first = (tmp_path / "one" / file).read_bytes()
        assert first == (tmp_path / "two" / file).read_bytes()
        first.decode("utf-8")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Costs & gains, 5 % of $3", r"Costs \& gains, 5 \% of \$3"),
        ("a_b #1 ~ ^", r"a\_b \#1 \textasciitilde{} \textasciicircum{}"),
        ("{NATO} stays", "{NATO} stays"),
        ("a } b {", "a ) b ("),
        ("c:\\dir", r"c:\textbackslash{}dir"),
    ],
)
def test_fields_are_safe_for_tex(value, written):
    assert bibtex(Reference("k", "misc", {"title": value})) == f"@misc{{k,\n  title = {{{written}}},\n}}\n"


@pytest.mark.parametrize(
    ("overlap", "rule", "other"),
    [
        ("exclusive", "A word counts for one label only", "counted independently"),
        ("per label", "Labels are counted independently", "one label only"),
        (None, "Codebook", "one label"),  # a run that does not know
    ],
)
def test_it_says_whether_labels_share_words(overlap, rule, other):
    run = score(instruments=["frames"])
    book = {**run.manifest["codebooks"]["frames"], "overlap": overlap}
    run = replace(run, manifest={**run.manifest, "codebooks": {"frames": book}})
    page = str(Provenance(run, Legend.of(run)).codebook("frames"))
    for text in (said(run), appendix(run, ["frames"]), latex_appendix(run, ["frames"]), page):
        assert rule in text
        assert other not in text
