"""`Full Name (ABBR)` pairs, and what they add to a codebook within one article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import examples

from framing.lexicon.abbreviations import abbreviation_pairs, article_entries, extend
from framing.lexicon.codebook import Codebook, Entry, Label
from framing.lexicon.matcher import Matcher
from framing.model import Source

SOURCE = Source("t", "1", "", "", "", "en", "")


def book(*pairs):
    labels = tuple(Label(name, "X", "") for name in dict.fromkeys(label for label, _ in pairs))
    return Codebook("names", labels, tuple(Entry(*pair) for pair in pairs), SOURCE, overlap="exclusive")


def added(codebook, text):
    entries, _ = article_entries(codebook, Matcher(codebook.entries, exclusive=True), text)
    return [(entry.label, entry.pattern, entry.exact) for entry in entries]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("The Special Security Division (SSD), a squad", [("SSD", "Special Security Division")]),
        ("Special Protection Units (SPUs), have", [("SPUs", "Special Protection Units")]),
        ("two Special Economic Zone (SEZs) sites", [("SEZs", "Special Economic Zone")]),
        (
            "the Pakistan Space and Upper Atmosphere Research Commission (Suparco).",
            [("Suparco", "Space and Upper Atmosphere Research Commission")],
        ),
        ("the Joint Consultative Mechanism (JCM), which", [("JCM", "Joint Consultative Mechanism")]),
        (
            "the China-Pakistan Economic Corridor (CPEC) Joint Cooperation Committee (JCC) met",
            [("CPEC", "China-Pakistan Economic Corridor"), ("JCC", "Joint Cooperation Committee")],
        ),
        ("(the spies of Inter-Services Intelligence (ISI)) said", [("ISI", "Inter-Services Intelligence")]),
        ("SSD (the Special Security Division) said", [("SSD", "Special Security Division")]),
        ("International Monetary Fund (IMF, in Washington)", [("IMF", "International Monetary Fund")]),
        ('North Atlantic Treaty Organization ("NATO")', [("NATO", "North Atlantic Treaty Organization")]),
        ("the United Nations (U.N.)", [("U.N.", "United Nations")]),
        ("It rose (2019)", []),
        ("So many ends elude (see below) us", []),
        ("They met there today (Thursday)", []),
        ("He left Lahore's old horse (Lahore)", []),
        ("It grew. Special Security. Division (SSD)", []),
        ("Special Security Division\n(SSD)", []),
        ("no brackets at all", []),
        ("an empty () pair (", []),
        ("İ Special Security Division (SSD)", []),  # its small letter is two: left alone
    ],
)
def test_pairs(text, pairs):
    found = abbreviation_pairs(text)
    assert [(pair.short, pair.long) for pair in found] == pairs
    for pair in found:
        assert text[pair.short_start : pair.short_start + len(pair.short)] == pair.short
        assert text[pair.long_start : pair.long_end] == pair.long


@examples(300)
@given(st.text("SsDd (),.\n-éİ2", max_size=40) | st.text(max_size=40))
def test_pairs_lie_in_any_text(text):
    for pair in abbreviation_pairs(text):
        assert text[pair.short_start : pair.short_start + len(pair.short)] == pair.short
        assert text[pair.long_start : pair.long_end] == pair.long


def test_a_known_long_form_adds_the_short_one_as_written():
    """In the singular and the plural, so that later mentions are found."""
    codebook = book(("units", "Special Protection Unit*"), ("division", "Special Security Division"))
    text = "Special Protection Units (SPUs) and the Special Security Division (SSD) met."
    assert added(codebook, text) == [
        ("units", "SPUs", True),
        ("units", "SPU", True),
        ("division", "SSD", True),
        ("division", "SSDs", True),
    ]


def test_a_name_may_begin_before_the_long_form():
    """The short form spells out the end of the name: "Pakistan Space and Upper … (Suparco)"."""
    codebook = book(("Suparco", "Pakistan Space and Upper Atmosphere Research Commission"))
    text = "the Pakistan Space and Upper Atmosphere Research Commission (Suparco) said"
    assert added(codebook, text) == [("Suparco", "Suparco", True)]


def test_a_known_short_form_adds_the_long_one():
    codebook = book(("Joint Consultative Mechanism", "JCM"))
    text = "the Joint Consultative Mechanism of Parties (JCMP) and a Joint Consultation Mechanism (JCM)"
    assert added(codebook, text) == [("Joint Consultative Mechanism", "Joint Consultation Mechanism", False)]


def test_the_same_letters_of_another_thing_add_nothing():
    codebook = book(("Special Security Division", "SSD"))
    text = "A Solid State Drive (SSD) failed."
    entries, unknown = article_entries(codebook, Matcher(codebook.entries, exclusive=True), text)
    assert entries == ()
    assert [pair.long for pair in unknown] == ["Solid State Drive"]


def test_extend_adds_for_one_article_and_leaves_the_codebook():
    codebook = book(("division", "Special Security Division"))
    before = codebook.entries
    longer = extend(codebook, "The Special Security Division (SSD) met.")
    assert [entry.pattern for entry in longer.entries] == ["Special Security Division", "SSD", "SSDs"]
    assert codebook.entries == before
    assert extend(codebook, "Nobody (NB) is named.") is codebook
