"""Finding patterns: the rules one by one, then everything against the plain matcher."""

import itertools
import random

import plain_matcher
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import examples

from framing.lexicon import patterns
from framing.lexicon.codebook import Entry, is_exact, read_codebook, shipped
from framing.lexicon.matcher import Matcher
from framing.lexicon.negation import is_negated
from framing.library import seeds
from framing.preprocessing.prepare import prepare
from framing.preprocessing.tokens import word_spans


def entry(pattern, label="a", **fields):
    return Entry(label, pattern, exact=fields.pop("exact", is_exact(pattern)), **fields)


def found(text, *listed, exclusive=False):
    """Stretches of a text that the patterns hit, in order."""
    entries = [entry(each) if isinstance(each, str) else each for each in listed]
    return [text[hit.start : hit.end] for hit in Matcher(entries, exclusive=exclusive).hits(text)]


# Patterns


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("security", "Security, SECURITY; insecurity.", ["Security", "SECURITY"]),
        ("secur*", "Security of secure seas; insecure.", ["Security", "secure"]),
        ("*secur*", "An insecure sea.", ["insecure"]),
        ("wom?n", "Women and a woman, not womyyn.", ["Women", "woman"]),
        ("war on terror", "A war on\u00a0terror, a War on Terror.", ["war on\u00a0terror", "War on Terror"]),
        ("*-led talks", "U.S.-led talks and led talks.", ["U.S.-led talks"]),
        ("[sic]", "So it went [sic] on.", ["[sic]"]),
        ("a[b]c", "abc", []),
        ("US", "Tell us of the US.", ["US"]),
        ("US troops", "They met us troops; US Troops came.", ["US Troops"]),
        ("US-*", "The US-backed plan, us-too.", ["US-backed"]),
        ("CPEC", "CPEC, cpec, Cpec.", ["CPEC"]),
        ("can't win", "They can't win; can not win.", ["can't win"]),
        ("cannot", "One cannot say.", ["cannot"]),
        ("cannot*", "One cannot say.", ["cannot"]),
        ("people's*", "The people's war.", ["people's"]),
        ("Moody's", "Moody's said so. It was Moody's.", ["Moody's", "Moody's"]),
        ("Moody", "Moody's said so.", ["Moody"]),
        ("U.S.", "The U.S. left. He is in the U.S.", ["U.S.", "U.S."]),
        ("St. Petersburg", "We saw St. Petersburg.", ["St. Petersburg"]),
        ("Azm-e-Istehkam", "The Azm-e-Istehkam effort.", ["Azm-e-Istehkam"]),
        ("Task Force-88", "Task Force-88 guards the port.", ["Task Force-88"]),
        ("trade, aid", "Not trade, aid or trade aid.", ["trade, aid"]),
        ("2+2", "The 2+2 talks.", ["2+2"]),
        ("$", "It costs $5 bn.", ["$"]),
        ("AT&T", "AT&T grew.", ["AT&T"]),
        ("and/or", "This and/or that.", ["and/or"]),
        ("10%", "Up 10% now.", ["10%"]),
        ("O'*", "O'Brien left.", ["O'Brien"]),
    ],
)
def test_a_pattern_finds(pattern, text, expected):
    assert found(text, pattern) == expected


def test_phrases_stay_within_one_sentence():
    assert found("They want peace. Talks go on.", "peace talks") == []


def test_case_exact_matches_as_written():
    assert found("The Gap sells; the gap grows.", entry("Gap", exact=True)) == ["Gap"]


def test_characters_whose_small_letter_is_two_keep_offsets():
    assert found("İİİ war İ", "war") == ["war"]
    assert found("In İstanbul now", "İstanbul") == ["İstanbul"]


@pytest.mark.parametrize("glob", ["*a*a*a*a*a*a*a*b", "?*?*?*?*?*?*?*z"])
def test_a_glob_takes_no_long_time_on_a_long_token(glob):
    """Backtracking over 20,000 letters would not end."""
    assert found("a" * 20_000, glob) == []


@examples(300)
@given(st.text(st.sampled_from("abZ-'.,$&/*?1 %:é") | st.characters(codec="utf-8"), min_size=1, max_size=12))
def test_an_accepted_pattern_finds_itself(text):
    """What the check lets through can be found: the pattern, its globs read as a letter, in a sentence."""
    pattern = " ".join(prepare(text).text.split())
    if not pattern or patterns.problem(pattern):
        return
    written = pattern.replace("*", "e").replace("?", "e")
    sentence = f"They saw {written} there"
    if word_spans(f"a {pattern} b .") and not any(mark in pattern for mark in ".!?:'\""):
        assert Matcher([entry(pattern)], exclusive=False).hits(sentence), sentence


@examples(300)
@given(
    st.text("abCNOTno-*? 12éß", min_size=1, max_size=20),
    st.sampled_from(["", "cannot", "gonna", "can-", "-not"]),
)
def test_the_short_way_of_cutting_cuts_as_nltk(text, word):
    """Patterns of letters, digits, hyphens are cut at spaces without asking NLTK."""
    pattern = " ".join(f"{text}{word}".split())
    if pattern and patterns._is_plain(pattern):
        assert patterns._words(patterns._sentences(pattern)[0]) == tuple(pattern.split())


@examples(200)
@given(
    st.lists(
        st.text(st.sampled_from("abUS.'\",*?&-$ `()é") | st.characters(codec="utf-8"), max_size=9), max_size=4
    )
)
def test_patterns_that_are_cut_at_once_are_cut_as_one_by_one(listed):
    alone = {pattern: patterns.cut.__wrapped__(pattern) for pattern in listed}
    patterns.cut.cache_clear()
    patterns.cut_all(listed)
    assert {pattern: patterns.cut(pattern) for pattern in listed} == alone


@pytest.mark.parametrize("name", shipped())
def test_shipped_patterns_that_are_cut_at_once_are_cut_as_one_by_one(name):
    odd = [each.pattern for each in read_codebook(name).entries if not patterns._is_plain(each.pattern)]
    assert {each: patterns.cut(each) for each in odd} == {
        each: patterns.cut.__wrapped__(each) for each in odd
    }


# Overlap


def test_the_longest_match_wins_within_a_label():
    assert found("the war on terror", "war", "terror", "war on terror") == ["war on terror"]


def test_more_words_win_over_more_letters_and_an_earlier_start():
    assert found("one counterterrorism war on drugs", "counterterrorism war", "war on drugs") == [
        "war on drugs"
    ]


def test_labels_are_independent():
    hits = Matcher([entry("trade war", "economic"), entry("war", "security")], exclusive=False).hits(
        "A trade war."
    )
    assert [(hit.category, hit.term) for hit in hits] == [("economic", "trade war"), ("security", "war")]


def test_exclusive_labels_share_nothing():
    names = [entry("Pakistan", "Pakistan"), entry("Pakistan Navy", "navy")]
    hits = Matcher(names, exclusive=True).hits("Pakistan and the Pakistan Navy.")
    assert [hit.category for hit in hits] == ["Pakistan", "navy"]


def test_the_literal_pattern_is_named_before_the_glob():
    entries = [entry("secur*", weight=0.5), entry("security", weight=2.0)]
    (hit,) = Matcher(entries, exclusive=False).hits("security")
    assert (hit.term, hit.weight) == ("security", 2.0)


def test_a_spelling_variant_is_named_by_its_listed_pattern():
    (hit,) = Matcher([entry("defense", variant_of="defence")], exclusive=False).hits("defense")
    assert hit.term == "defence"


def test_further_entries_join_the_earlier_ones():
    """`extended` decides overlaps over all entries, and leaves the first matcher as it was."""
    first = Matcher([entry("Security Division", "a")], exclusive=True)
    second = first.extended([entry("Special Security Division", "b"), entry("SSD", "b")])
    text = "The Special Security Division, or SSD."
    assert [hit.category for hit in second.hits(text)] == ["b", "b"]
    assert [hit.category for hit in first.hits(text)] == ["a"]


# Negation


@pytest.mark.parametrize(
    ("sentence", "negated"),
    [
        ("There is no threat", True),
        ("It is not a real threat", True),
        ("It isn't a threat", True),
        ("They cannot threat", True),
        ("It was never any threat", True),
        ("Neither is a threat", True),
        ("They live without a threat", True),
        ("The lack of a threat", True),
        ("It fails to threat", True),
        ("They are free from threat", True),
        ("It is far from a threat", True),
        ("It is a threat", False),
        ("No, it is a threat", False),
        ("It is not only a threat", False),
        ("It is not just a threat", False),
        ("There is no doubt a threat", False),
        ("It is not new but a threat", False),
        ("It is not war; a threat", False),
        ("They do not see at all any threat", False),  # four words between
        ("Notwithstanding the threat", False),
        ("Not (as said) a threat", False),
    ],
)
def test_negation(sentence, negated):
    (hit,) = Matcher([entry("threat")], exclusive=False).hits(sentence + ".")
    assert hit.negated is negated


def test_negation_does_not_cross_a_sentence():
    (hit,) = Matcher([entry("threat")], exclusive=False).hits("They said no. The threat grows.")
    assert not hit.negated


def test_a_negation_inside_the_hit_is_none():
    assert not is_negated(["no", "fly", "zone"], 0)
    (hit,) = Matcher([entry("no-fly zone")], exclusive=False).hits("A no-fly zone.")
    assert not hit.negated


# Against the plain matcher


WORDS_OF_TEXTS = """
war wars War WAR warm trade trade-war peace Peace-talks talks talk terror terrorism counter-terror on of the
US us U.S. U.S EU can't cannot people's people security Security-related secure insecure , ; . ! ? ( ) $ 2+2
R&D win aid İstanbul é-war 'war' "peace" Mr. x
"""
LISTED = """
war|war*|*war|w?r|trade war|trade-war|trade|war on terror|terror*|*terror
on terror|peace talks|peace *talk*|talk*|US
US troops|us|EU|U.S.|U.S. troops|can't win|cannot|people's war|people|secur*|*secur*|security
security of the US|of the|trade, aid|$|2+2|R&D|peace * terror
war of * peace|*-*|*-talks|İstanbul|x|war war|war war war|win|US-*
"""
WORDS = WORDS_OF_TEXTS.split()
PATTERNS = LISTED.strip().replace("\n", "|").split("|")


def compare(entries, text, exclusive):
    mine = [
        (hit.start, hit.end, hit.category, hit.term, hit.weight)
        for hit in Matcher(entries, exclusive=exclusive).hits(text)
    ]
    assert mine == plain_matcher.hits(entries, text, exclusive=exclusive)
    return len(mine)


@pytest.mark.parametrize("exclusive", [False, True])
def test_250_paragraphs_are_counted_as_plainly(exclusive):
    """Random paragraphs of overlapping phrases: every hit is the plain matcher's, and there are many."""
    chance = random.Random(20241113)  # noqa: S311 - a reproducible sample, not a secret
    entries = [
        entry(pattern, chance.choice("abc"), weight=float(row), row=row)
        for row, pattern in enumerate(PATTERNS)
    ]
    total = sum(
        compare(entries, " ".join(chance.choices(WORDS, k=chance.randint(5, 60))), exclusive)
        for _ in range(250)
    )
    assert total > 2000


def test_the_seed_is_counted_as_plainly():
    """The shipped frames on every line of the seed."""
    entries = [each for each in read_codebook("frames").entries if len(patterns.cut(each.pattern)) == 1]
    plain = [each for each in entries if patterns.cut(each.pattern)[0] == tuple(each.pattern.split())]
    text = next(seeds().glob("*.txt")).read_text(encoding="utf-8")
    total = sum(compare(plain, prepare(line).text, exclusive=False) for line in text.splitlines())
    assert total > 50
    assert len(plain) > 1000


@examples(150)
@given(
    st.lists(
        st.tuples(st.sampled_from(PATTERNS), st.sampled_from("ab"), st.booleans()), min_size=1, max_size=12
    ),
    st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join) | st.text(max_size=30),
    st.booleans(),
)
def test_any_codebook_on_any_text_is_counted_as_plainly(listed, text, exclusive):
    """Whatever the codebook and the text, and in every hit the offsets lie in the text and do not overlap."""
    entries = [entry(pattern, label, exact=exact or is_exact(pattern)) for pattern, label, exact in listed]
    compare(entries, text, exclusive)
    hits = Matcher(entries, exclusive=exclusive).hits(text)
    for label in {hit.category for hit in hits}:
        mine = [hit for hit in hits if exclusive or hit.category == label]
        assert all(0 <= hit.start < hit.end <= len(text) for hit in mine)
        assert all(one.end <= other.start for one, other in itertools.pairwise(mine))


@examples(150)
@given(st.text("ab*?[é", min_size=1, max_size=8), st.text("ab[éA", max_size=8))
def test_globs_are_what_trying_everything_says(glob, token):
    assert bool(patterns.glob_test(glob)(token)) is plain_matcher.glob(glob, token)
