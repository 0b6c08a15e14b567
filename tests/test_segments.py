"""Lines become title, headings and body."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.library import seeds
from framing.model import Article
from framing.preprocessing.segments import looks_like_heading, paragraphs


def kinds(*lines, title=None, headings=()):
    text = "\n\n".join(lines)
    found = paragraphs(Article("a", text, title=title, headings=headings))
    assert [paragraph.text for paragraph in found] == list(lines)
    return [paragraph.kind for paragraph in found]


def test_the_seed_has_a_title_five_headings_and_eleven_body_paragraphs():
    title, _date, _outlet, *lines = (
        next(seeds().glob("2024-11-13*.txt")).read_text(encoding="utf-8").splitlines()
    )
    found = kinds(title, *lines, title=title)
    assert found[0] == "title"
    assert found.count("heading") == 5
    assert found.count("body") == 11
    assert "".join(kind[0] for kind in found) == "tbbhbhbbhbbhbbhbb"


@pytest.mark.parametrize(
    "line",
    [
        "Conclusion",
        "Strengthening Security Protocols for Chinese Nationals",
        "2. The price of silence",
        "‘Panda bonds’ and other animals",
        "The port (and its debts)",
        "Why the West should not be surprised by what happens next in the strait",  # 14 words
    ],
)
def test_lines_that_look_like_headings(line):
    assert looks_like_heading(line)


@pytest.mark.parametrize(
    "line",
    [
        "No.",
        "What now?",
        "There was a reason:",
        "We waited…",
        "“We waited.”",
        "“Never again”",
        "(He did not.)",
        "– I never said that",
        "• open the border",
        "and then there was none",
        "— — —",
        "One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen",
    ],
)
def test_lines_that_do_not(line):
    assert not looks_like_heading(line)


def test_a_heading_has_text_below_it():
    assert kinds("It began.", "The cost", "It was high.") == ["body", "heading", "body"]
    assert kinds("It began.", "The writer is a former ambassador") == ["body", "body"]


def test_a_heading_may_stand_over_another():
    assert kinds("Part One", "The cost", "It was high.") == ["heading", "heading", "body"]


def test_three_short_lines_in_a_row_are_a_poem_and_no_headings():
    assert kinds("It began.", "The sea", "The salt", "The stones", "It ended.") == ["body"] * 5


def test_a_text_without_any_punctuation_has_no_headings():
    assert kinds("The sea is empty", "We went home", "Nobody asked", "Nobody came") == ["body"] * 4


def test_what_a_colon_announces_is_a_list():
    assert kinds("There are two ways:", "Open the port", "Close the port", "Both cost money.") == ["body"] * 4


def test_what_the_markup_calls_a_heading_is_one_whatever_it_looks_like():
    text = ["Why did it fail?", "It was late."]
    assert kinds(*text) == ["body", "body"]
    assert kinds(*text, headings=(0,)) == ["heading", "body"]


def test_the_title_is_the_first_line_if_the_article_says_so():
    assert kinds("War", "It was long.", title="War") == ["title", "body"]
    assert kinds("War.", "It was long.", title="War") == ["body", "body"]
    assert kinds("It was long.", "War", "It was long.", title="War") == ["body", "heading", "body"]


def test_a_line_without_a_visible_character_is_no_paragraph():
    article = Article("a", "\u200b\n\n  It was.  \n \n…\n\u00a0\n")
    assert [paragraph.text for paragraph in paragraphs(article)] == ["It was.", "…"]


def test_an_empty_text_has_no_paragraphs():
    assert paragraphs(Article("a", "")) == []


@given(st.text(st.sampled_from("aB. \n\r\t“’:é\u200b"), max_size=60))
def test_a_paragraph_lies_where_it_says_and_nothing_visible_is_lost(text):
    found = paragraphs(Article("a", text))
    end = 0
    for number, paragraph in enumerate(found):
        assert paragraph.index == number
        assert paragraph.article == "a"
        assert text[paragraph.start : paragraph.start + len(paragraph.text)] == paragraph.text
        assert paragraph.text == paragraph.text.strip()
        assert "\n" not in paragraph.text
        assert not any(map(str.isalnum, text[end : paragraph.start]))
        end = paragraph.start + len(paragraph.text)
    assert not any(map(str.isalnum, text[end:]))
