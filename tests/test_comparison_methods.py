"""methods.md says of a comparison what was done, and nothing that was not, and cites exactly what it names."""

import re
from dataclasses import replace

import pytest

import framing as fr
from framing.reporting.comparison import make_comparison, save_comparison
from framing.reporting.comparison_methods import comparison_methods, write_comparison_methods
from framing.reporting.comparison_page import write_comparison_into
from framing.statistics import read_declaration

DECLARED = b"""
by = "outlet"
measures = ["frames_security_rate"]
[margin]
frames_security_rate = 0.5
"""


def written(run, folder, **choices):
    """Text of methods.md, and keys of references.bib."""
    comparison = make_comparison(run, **choices)
    saved = save_comparison(run, comparison, folder)
    write_comparison_methods(run, comparison, saved, folder)
    return read(folder)


def read(folder):
    text = (folder / "methods.md").read_text(encoding="utf-8")
    bibliography = (folder / "references.bib").read_text(encoding="utf-8")
    return text, re.findall(r"^@\w+\{(.+),$", bibliography, re.MULTILINE)


@pytest.fixture(scope="module")
def outlets(op_ed_run, tmp_path_factory):
    return written(op_ed_run, tmp_path_factory.mktemp("outlets"), by="outlet")


def test_groups_stand_with_their_articles_and_what_was_read(outlets):
    text, _ = outlets
    assert "Continental Courier (3 articles) and The Harbour Ledger (3 articles)" in text
    assert "all words of body paragraphs" in text
    assert "10,000 arrangements were drawn (seed 0)" in text
    assert "tests: 4 for these texts and 4 for the population of articles" in text
    assert "none of 6 did" in text


def test_every_key_has_an_entry_and_every_entry_is_cited(outlets):
    text, keys = outlets
    assert len(keys) == len(set(keys))
    assert set(re.findall(r"@([a-z][\w-]*)", text)) == set(keys)


def test_what_was_not_done_is_not_said(outlets):
    text, keys = outlets
    assert "was not declared before looking" in text
    for absent in ("bootstrap", "Equivalence", "bundles", "were left out"):
        assert absent not in text
    assert not {"efron1993", "schuirmann1987", "hemerik2018"} & set(keys)


def test_a_declaration_stands_with_its_hash_and_its_margin(op_ed_run, tmp_path):
    (tmp_path / "declared.toml").write_bytes(DECLARED)
    declared = read_declaration(tmp_path / "declared.toml")
    text, keys = written(op_ed_run, tmp_path, by="outlet", declared=declared)
    assert f"declared before looking in declared.toml (SHA-256 {declared.sha256})" in text
    assert "confirmatory, all others exploratory" in text
    assert "margins: `frames_security_rate` 0.5" in text
    assert "schuirmann1987" in keys
    for change in ({"voice": "author"}, {"adjust": "none"}, {"margin": {"frames_security_rate": 3.0}}):
        (tmp_path / "methods.md").unlink()
        other, _ = written(op_ed_run, tmp_path, by="outlet", declared=declared, **change)
        assert "not the declared ones, so all of it is exploratory" in other


def test_repeats_and_short_articles_are_told(op_eds, tmp_path):
    articles = fr.read_articles(op_eds)
    copy = replace(articles[0], id="copy", outlet=articles[-1].outlet)
    run = fr.score([*articles, copy], instruments=["frames"])
    text, _ = written(run, tmp_path, by="outlet", min_words=420)
    assert "1 of 7 did, and the earliest of each was counted" in text
    assert "Articles of fewer than 420 words were left out" in text


def test_articles_that_took_no_part_are_counted_by_reason(op_eds, tmp_path):
    articles = fr.read_articles(op_eds)
    nowhere = replace(articles[0], id="nowhere", outlet=None)
    copy = replace(articles[0], id="copy", outlet=articles[-1].outlet)
    run = fr.score([*articles, nowhere, copy], instruments=["frames"])
    comparison = make_comparison(run, by="outlet")
    write_comparison_into(run, comparison, tmp_path)
    said = "2 articles of 8 took no part: 1 without outlet; 1 repeating another text, counted once."
    assert said in (tmp_path / "methods.md").read_text(encoding="utf-8")
    assert said in (tmp_path / "report.html").read_text(encoding="utf-8")
    table = (tmp_path / "tables" / "comparison.md").read_text(encoding="utf-8")
    assert "Articles left out: 1 repeating another text, counted once; 1 without outlet." in table


def test_names_of_groups_do_not_become_markup(op_eds, tmp_path):
    hostile = "[x](http://a) `*b*` @key\n# c"
    articles = [
        replace(each, outlet=hostile if "courier" in each.id else "Ledger")
        for each in fr.read_articles(op_eds)
    ]
    run = fr.score(articles, instruments=["frames"])
    comparison = make_comparison(run, by="outlet")
    text = "\n".join(comparison_methods(run, comparison, save_comparison(run, comparison, tmp_path)))
    assert "\\[x\\](http://a) \\`\\*b\\*\\` \\@key \\# c" in text


def test_a_report_on_several_outlets_says_it_too(op_ed_run, tmp_path):
    fr.write_report(op_ed_run, tmp_path / "out")
    text, keys = read(tmp_path / "out")
    assert text.index("## Uncertainty") < text.index("## Comparison") < text.index("## Left out")
    assert len(keys) == len(set(keys))
    assert set(re.findall(r"@([a-z][\w-]*)", text)) == set(keys)
