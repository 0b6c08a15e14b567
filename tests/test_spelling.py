"""Spelling variants: both directions, with globs, and none that would change what a pattern means."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import examples

from framing import library
from framing.lexicon import patterns
from framing.lexicon.spelling import variants

TRAPS = """
rise wise exercise advise advised surprise promise televise franchise enterprise compromise expertise
otherwise arise uprising crises basis noise raise miser four hour our tour pour flour detour contour sour
your size prize seize citizen maize Pfizer Belize tourism racism check cheque tire story meter minister
register doctor actor tremendous glamorous laboratory controlled compelled travel rebel crisis* regis*
minis* cris* tour* hour* touris* analyst* inter* *-* *ed program* recognis?
"""


def rows(kind):
    with (library.folder("spelling") / "terms.csv").open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.DictReader(stream) if row["kind"] == kind]


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("organise", "organize"),
        ("organisation", "organization"),
        ("destabilising", "destabilizing"),
        ("securitised", "securitized"),
        ("ionise", "ionize"),
        ("analyse", "analyze"),
        ("paralysed", "paralyzed"),
        ("labour", "labor"),
        ("neighbouring", "neighboring"),
        ("dishonour", "dishonor"),
        ("centre", "center"),
        ("centred", "centered"),
        ("kilometres", "kilometers"),
        ("defence", "defense"),
        ("offence", "offense"),
        ("licence", "license"),
        ("programme", "program"),
        ("travelled", "traveled"),
        ("counsellor", "counselor"),
        ("grey", "gray"),
        ("catalogued", "cataloged"),
        ("sceptical", "skeptical"),
        ("co-operation", "cooperation"),
        ("self-defence", "self-defense"),
        ("labour-intensive", "labor-intensive"),
        ("neighbour's", "neighbor's"),
        ("world trade organisation", "world trade organization"),
    ],
)
def test_each_spelling_has_the_other(british, american):
    assert variants(british) == (american,)
    assert variants(american) == (british,)


@pytest.mark.parametrize("word", TRAPS.split())
def test_a_trap_has_no_variant(word):
    assert variants(word) == ()


@pytest.mark.parametrize(
    ("glob", "expected"),
    [
        ("organis*", {"organiz*"}),
        ("organiz*", {"organise*", "organisa*", "organisi*"}),  # not organis*: organism
        ("*organisation*", {"*organization*"}),
        ("defenc*", {"defense", "defenses", "defenseless"}),
        (
            "labour*",
            {"labor", "labors", "labored", "laboring", "laborer", "laborers", "laborite", "laborites"},
        ),
        ("centr*", {"center", "centers", "centered", "centering"}),
        ("travelled*", {"traveled"}),
        ("programme*", {"program", "programs"}),
        ("analyz*", {"analyse", "analysed", "analyser", "analysers", "analysing"}),
        ("terroris*", {"terroriz*"}),
    ],
)
def test_globs_gain_the_other_spellings_of_what_they_match(glob, expected):
    assert set(variants(glob)) == expected


@pytest.mark.parametrize(
    ("american", "other_word"),
    [("labor*", "laborious"), ("organiz*", "organism"), ("defens*", "defenceman"), ("analyz*", "analysis")],
)
def test_no_variant_finds_another_word(american, other_word):
    assert not any(patterns.glob_test(variant)(other_word) for variant in variants(american))


def test_every_word_of_a_phrase_varies():
    """Texts mix spellings: two words of two spellings are four phrases, less the listed one."""
    assert set(variants("defence programme")) == {"defense program", "defence program", "defense programme"}


def test_words_that_do_not_vary_keep_their_letters():
    """`US defence` must not become `us defense`, which would find "told us defense …"."""
    assert variants("US defence") == ("US defense",)
    assert variants("GRAY") == ()


def test_a_phrase_of_too_many_spellings_has_none():
    assert variants(" ".join(["labour"] * 8)) != ()
    assert variants(" ".join(["labour"] * 9)) == ()


@pytest.mark.parametrize("row", rows("word"), ids=lambda row: row["british"])
def test_the_table_goes_both_ways(row):
    """Every word of the table leads to its other spelling and back."""
    for ending in row["endings"].split():
        tail = "" if ending == "-" else ending
        assert row["american"] + tail in variants(row["british"] + tail)
        assert row["british"] + tail in variants(row["american"] + tail)


def test_the_table_lists_nothing_twice():
    words = [
        row["british"] + ("" if ending == "-" else ending)
        for row in rows("word")
        for ending in row["endings"].split()
    ]
    assert len(words) == len(set(words)) > 500
    kept = [row["british"] + row["american"] for row in rows("keep")]
    assert len(kept) == len(set(kept))


@examples(300)
@given(st.text("aeiousrzlbpt*?- 'US", max_size=16))
def test_any_pattern_varies_without_itself_and_without_repeats(pattern):
    found = variants(pattern)
    assert pattern not in found
    assert len(found) == len(set(found))
