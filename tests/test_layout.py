"""Line structure: which lines of a plain text are one paragraph."""

from __future__ import annotations

import textwrap
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.preprocessing.cleaning import clean, strip
from framing.preprocessing.layout import resolve

TEXT = """\
The harbour opened again on a grey morning, and nobody in the town pretended that the guards were there \
for show. They had come because the convoys had been robbed twice in a month.
What It Costs
Guarding a harbour is dear work. The council pays for the boats, the province for the men, and the traders \
who gain the most pay for nothing at all; that is the whole of the quarrel, and no speech will settle it.
A smaller force, well paid, would do more. It would also be easier to explain to those who live there.
Who Decides
In the end the towns decide, since they vote, and since they bury the dead when a plan goes wrong."""
PARAGRAPHS = tuple(TEXT.split("\n"))


def wrapped(width, between, **options):
    return between.join(textwrap.fill(paragraph, width, **options) for paragraph in PARAGRAPHS)


def test_lines_that_end_in_sentence_punctuation_are_paragraphs():
    found = resolve("\n".join(PARAGRAPHS))
    assert found.structure == "line"
    assert found.blocks == PARAGRAPHS
    assert found.lines == (0, 1, 2, 3, 4, 5)


@pytest.mark.parametrize("width", range(40, 110, 3))
def test_wrapped_text_is_joined_up_to_the_next_blank_line(width):
    found = resolve(wrapped(width, "\n\n"))
    assert found.structure == "wrapped"
    assert found.blocks == PARAGRAPHS


def has_room(width):
    """Whether each last line has room, up to the longest line, for the first word of the next paragraph."""
    longest = max(map(len, wrapped(width, "\n").split("\n")))
    return all(
        len(textwrap.wrap(before, width)[-1]) + 1 + len(after.split()[0]) <= longest
        for before, after in pairwise(PARAGRAPHS)
    )


@pytest.mark.parametrize("width", [width for width in range(40, 105) if has_room(width)])
def test_a_line_that_had_room_for_the_next_word_ends_its_paragraph(width):
    """Without blank lines a last line is known by its room, and a heading by its missing full stop."""
    assert resolve(wrapped(width, "\n")).blocks == PARAGRAPHS


def test_a_heading_after_a_full_last_line_is_known_by_the_full_stop_before_it():
    text = (
        "the council met for hours and\n"
        "then, late at night, it agreed\n"
        "to send the boats to sea again.\n"  # 31 characters, the longest line: no room for any word
        "The Bill\n"
        "Boats cost money, and the men\n"
        "who sail in them cost more, so\n"
        "the towns must find a budget.\n"
    )
    assert resolve(text).blocks == (
        "the council met for hours and then, late at night, it agreed to send the boats to sea again.",
        "The Bill",
        "Boats cost money, and the men who sail in them cost more, so the towns must find a budget.",
    )


def test_indented_first_lines_begin_paragraphs_in_wrapped_text():
    text = (
        "  The council met for hours and then,\n"
        "late at night, it agreed to send all\n"
        "of the boats out to sea again, today.\n"
        "  Boats cost money, and the good men\n"
        "who sail in them cost more, so that\n"
        "the towns must find a larger budget.\n"
    )
    assert [block[:9] for block in resolve(text).blocks] == ["The counc", "Boats cos"]


def test_a_word_broken_at_its_hyphen_is_whole_again_and_a_suspended_one_keeps_its_space():
    text = "this was a plan for counter-\nterrorism, and it was both pre-\nand post-war in its methods."
    assert resolve(text).blocks == (
        "this was a plan for counter-terrorism, and it was both pre- and post-war in its methods.",
    )


def test_full_lines_without_punctuation_that_begin_with_capitals_are_no_wrapped_text():
    """A list of headlines has lines of one length that stop without a full stop, and yet each is its own."""
    lines = (
        "Harbour Opens Under Guard Again",
        "Council Splits Over Convoy Cost",
        "Traders Ask Who Pays The Guards",
    )
    assert resolve("\n".join(lines)).blocks == lines


def test_blank_lines_hold_when_asked_for_and_lines_hold_when_asked_for():
    text = "One line.\nAnother line.\n\nA third\nwith a fourth."
    assert resolve(text, "blank").blocks == ("One line. Another line.", "A third with a fourth.")
    assert resolve(text, "line").blocks == ("One line.", "Another line.", "A third", "with a fourth.")
    assert resolve(text, "blank").structure == "blank"


def test_one_long_address_does_not_hide_the_width():
    text = wrapped(60, "\n\n") + "\n\nhttps://harbour.example/" + "a" * 150 + "\n"
    assert resolve(text).blocks[:-1] == PARAGRAPHS


def test_no_text_has_no_blocks():
    assert resolve("").blocks == ()
    assert resolve(" \n\u200b\n\t\n").blocks == ()


@given(
    st.text(st.sampled_from(" \n.,-Aab’\u0301\u200b\u00a0:é"), max_size=200),
    st.sampled_from(["auto", "line", "blank"]),
)
def test_nothing_is_lost_or_added_but_white_space(text, layout):
    text = clean(text)
    found = resolve(text, layout)
    bare = "".join(strip(line) for line in text.split("\n")).replace(" ", "")
    assert "".join(found.blocks).replace(" ", "") == bare
    assert all(block and block == strip(block) and "\n" not in block for block in found.blocks)
    assert len(found.lines) == len(found.blocks)
    assert list(found.lines) == sorted(set(found.lines))
