"""Preparing makes like characters alike and never loses the way back."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from framing.preprocessing.prepare import prepare

DROPPED = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u202a\u2066"
#: Characters that quotes, spaces, dropping and composition turn on, among any others.
TRICKY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            DROPPED + "e\u0301\u0327\u0316\u1100\u1161\u11a8\u212a\u0958\u1fef’“”'\"\u0338=\u0344\u0f73 \n"
        ),
    )
)


@pytest.mark.parametrize(
    ("text", "prepared"),
    [
        ("isn’t", "isn't"),
        ("‘a’ ‚b‛ ‹c› `d´", "'a' 'b' 'c' 'd'"),
        ("“a” „b‟ «c»", '"a" "b" "c"'),
        ("6′ 2″", "6' 2\""),
        ("isn\u0092t \u0093so\u0094", 'isn\'t "so"'),
        ("a\u00a0b\tc\nd\u2009e\u3000f\u2028g\x00h", "a b c d e f g h"),
        ("se\u00adcur\u200bity\ufeff", "security"),
        ("cafe\u0301", "café"),
        ("well – known … “so”", 'well – known … "so"'),
    ],
)
def test_what_preparing_changes(text, prepared):
    assert prepare(text).text == prepared


def test_offsets_lead_past_what_was_dropped():
    """With a at 0, a soft hyphen at 1, b at 2, the prepared "ab" begins at 0 and 2 and ends at 3."""
    assert tuple(prepare("a\u00adb").offsets) == (0, 2, 3)


def test_a_composed_character_covers_all_its_parts():
    """In c a f e ´ ! the é of the prepared text stands for the original's places 3 and 4."""
    prepared = prepare("cafe\u0301!")
    assert prepared.text == "café!"
    assert prepared.origin(3, 4) == (3, 5)
    assert prepared.origin(4, 5) == (5, 6)
    assert prepared.origin(0, 4) == (0, 5)


def test_a_span_keeps_what_was_dropped_inside_it_and_leaves_what_only_follows():
    text = "a co\u00adop\u200b, b"
    prepared = prepare(text)
    start, end = prepared.origin(2, 6)
    assert prepared.text[2:6] == "coop"
    assert text[start:end] == "co\u00adop"


@given(TRICKY)
@example("e\u0301\u0327x")
@example("\u00ad\u200b")
@example("\u0958")
def test_the_map_is_whole_and_never_goes_back(text):
    prepared = prepare(text)
    offsets = list(prepared.offsets)
    assert len(offsets) == len(prepared.text) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(text)


@given(TRICKY)
def test_the_whole_leads_to_the_whole_but_for_dropped_characters_at_its_ends(text):
    prepared = prepare(text)
    start, end = prepared.origin(0, len(prepared.text))
    if prepared.text:
        assert prepare(text[:start] + text[end:]).text == ""
    assert prepare(text[start:end]).text == prepared.text or not prepared.text


@given(TRICKY)
@example("`Ä")
def test_each_character_comes_from_where_the_map_says(text):
    prepared = prepare(text)
    for place, character in enumerate(prepared.text):
        start, end = prepared.origin(place, place + 1)
        assert start < end
        assert character in prepare(text[start:end]).text


@given(TRICKY)
def test_preparing_twice_changes_nothing(text):
    once = prepare(text).text
    again = prepare(once)
    assert again.text == once
    assert tuple(again.offsets) == tuple(range(len(once) + 1))


@given(TRICKY)
def test_a_prepared_text_is_composed_on_one_line_and_shows_all_it_has(text):
    prepared = prepare(text).text
    assert unicodedata.is_normalized("NFC", prepared)
    assert not set(prepared) & (set(DROPPED) | set("“”‘’\n\t\u00a0"))


@given(st.text(st.sampled_from("ab’“”‘'\" \t\u00a0–…é")))
def test_straightening_is_one_for_one(text):
    assert len(prepare(text).text) == len(text)


def test_a_long_run_of_combining_marks_ends():
    text = "e" + "\u0301" * 50_000
    assert prepare(text).origin(0, 1) == (0, len(text))
