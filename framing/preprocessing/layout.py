"""Line structure of plain text: which lines are one paragraph. Decided once for a text, and said.

`line`     each line is a paragraph (lines mostly end in sentence punctuation, as in the seed)
`wrapped`  lines were broken at a width (they mostly end in mid-sentence and are full): joined up to the next
           blank line, or up to a line ended on purpose, on which the next word would have had room
`blank`    lines are joined up to the next blank line, whatever they look like (only when asked for)

A blank line always ends a paragraph. What a paragraph *is* (heading or body) is told in `segments`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from framing.preprocessing.cleaning import rough_count, strip

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LayoutChoice = Literal["auto", "line", "blank"]
Structure = Literal["line", "wrapped", "blank"]

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]*_]*$")
#: Where a line may be broken: at white space and, by some programs, after a hyphen between letters.
_WORD = re.compile(r"\S+")
_PIECE = re.compile(r"\S*?[^\W\d_]{2}-(?=[^\W\d_]{2})|\S+")
_SUSPENDED = re.compile(r"(?:and|or|to)\b")  # "pre- and post-war" keeps its space
#: A broken line reaches at least this share of the width.
_FULL = 0.85
#: Of the lines surely broken in mid-sentence, this share sets how ragged a text is; the rest are accidents.
_ORDINARY = 0.98
#: A heading in wrapped text has at most this many words (as a title has) and lines.
_HEADING_WORDS = 30
_HEADING_LINES = 3
#: Where blank lines end paragraphs, a heading right above one is shorter than this share of the width, or its
#: words are capitalised.
_SHORT = 0.6
#: Room that a program leaves which counts the space at a line's end.
_BRIM = 2
_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "into",
        "nor",
        "of",
        "on",
        "or",
        "over",
        "s",
        "t",
        "the",
        "to",
        "up",
        "via",
        "vs",
        "with",
    ]
)
_LETTERS = re.compile(r"[^\W\d_]+")
_GOES_ON = ":;,-–—("


@dataclass(frozen=True, slots=True)
class Layout:
    """The paragraphs of a text and how its lines were read.

    Attributes
    ----------
    blocks
        paragraphs and headings, each one stripped line, in reading order
    structure
        how the lines were read
    lines
        for each block, the number (from 0) of the line of the text on which it begins
    """

    blocks: tuple[str, ...]
    structure: Structure
    lines: tuple[int, ...]


class _Line(NamedTuple):  # made many times faster than a dataclass
    number: int
    text: str
    indent: int


def resolve(text: str, layout: LayoutChoice = "auto") -> Layout:
    r"""Paragraphs of `text`, by its own line structure or the one that is asked for.

    Parameters
    ----------
    text
        cleaned text (`cleaning.clean`); empty text has no blocks
    layout
        "auto" decides by the text; "line" makes each line a paragraph; "blank" only blank lines end one

    Examples
    --------
    >>> resolve("One sentence that\ngoes on.\n\nAnother.").blocks
    ('One sentence that goes on.', 'Another.')
    """
    groups = list(_groups(text))
    structure = judge(groups) if layout == "auto" else layout
    if structure == "line":
        parts = [[line] for group in groups for line in group]
    elif structure == "blank":
        parts = groups
    else:
        wrap = _Wrap.of(groups)
        parts = [part for group in groups for part in _unwrap(group, wrap)]
    return Layout(tuple(_join(part) for part in parts), structure, tuple(part[0].number for part in parts))


def judge_text(text: str) -> Structure:
    """How the lines of `text` are to be read; `resolve` with "auto" does so."""
    return judge(list(_groups(text)))


def _groups(text: str) -> Iterator[list[_Line]]:
    """Lines between blank lines."""
    group: list[_Line] = []
    for number, raw in enumerate(text.split("\n")):
        line = strip(raw)
        if line:
            group.append(_Line(number, line, 0 if line is raw else len(raw) - len(raw.lstrip())))
        elif group:
            yield group
            group = []
    if group:
        yield group


def judge(groups: Sequence[Sequence[_Line]]) -> Structure:
    """How lines are to be read: `wrapped` if a third of those that another follows are surely broken.

    Such a line is full, stops in mid-sentence, and the next begins with a small letter: full lines without
    punctuation can also be a list of headlines. Among lines that are paragraphs there is hardly any; in
    wrapped text only last lines, sentences that end with their line and lines before a name are none.
    """
    pairs = _pairs(groups)
    going_on = [(a, b) for a, b in pairs if b.text[0].islower() and not _ends(a)]
    if not going_on or 3 * len(going_on) < len(pairs):
        return "line"
    wrap = _Wrap.of(groups)
    broken = sum(wrap.room(a, b) < (1 - _FULL) * wrap.width for a, b in going_on)
    return "wrapped" if 3 * broken >= len(pairs) else "line"


def _pairs(groups: Sequence[Sequence[_Line]]) -> list[tuple[_Line, _Line]]:
    return [pair for group in groups for pair in pairwise(group)]


def _hyphenated(text: str) -> bool:
    """Whether `text` ends in a word and its hyphen."""
    return text[-1:] == "-" and text[-2:-1].isalnum()


def _ends(line: _Line) -> bool:
    return _SENTENCE_END.search(line.text[-12:]) is not None


@dataclass(frozen=True, slots=True)
class _Wrap:
    """How a text was wrapped.

    Attributes
    ----------
    width
        length of its longest ordinary line
    piece
        what is never broken: a word, or a part of it up to a hyphen
    slack
        room that is left on lines that go on all the same, -1 for none
    by_blank
        whether blank lines alone end its paragraphs: few lines stop short after a sentence
    """

    width: int
    piece: re.Pattern[str]
    slack: int = -1
    by_blank: bool = False

    @classmethod
    def of(cls, groups: Sequence[Sequence[_Line]]) -> _Wrap:
        pairs = _pairs(groups)
        lengths = sorted(line.indent + len(line.text) for group in groups for line in group)
        ordinary = lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
        # a long address on a line of its own says nothing of the width
        width = max((length for length in lengths if length <= 1.25 * ordinary), default=0)
        hyphens = any(_hyphenated(a.text) and b.text[0].isalpha() for a, b in pairs)
        wrap = cls(width, _PIECE if hyphens else _WORD)
        rooms = sorted(wrap.room(a, b) for a, b in pairs if not _ends(a) and b.text[0].islower())
        slack = rooms[int(_ORDINARY * (len(rooms) - 1))] if rooms else -1
        # a program that fills lines to the brim leaves no room; one that evens them out needs a margin
        wrap = replace(wrap, slack=max(-1, slack) if slack <= _BRIM else slack + width // 10)
        short = sum(_ends(a) and wrap.ended_on_purpose(a, b) for a, b in pairs)
        return replace(wrap, by_blank=2 * short < len(groups) - 1)

    def room(self, line: _Line, following: _Line) -> int:
        """Characters left on `line` had the first piece of `following` stood on it; negative: no room."""
        piece = self.piece.match(following.text)
        space = 0 if _hyphenated(line.text) else 1
        return self.width - line.indent - len(line.text) - space - (len(piece[0]) if piece else 0)

    def ended_on_purpose(self, line: _Line, following: _Line) -> bool:
        return not following.text[0].islower() and self.room(line, following) > self.slack


def _unwrap(group: Sequence[_Line], wrap: _Wrap) -> Iterator[list[_Line]]:
    """Paragraphs of the lines between two blank lines of a wrapped text."""
    base = min(line.indent for line in group)
    indents = 2 * sum(line.indent > base for line in group) <= len(group)
    part = [group[0]]
    for line in group[1:]:
        cut = _cut(part, line, wrap)
        if indents and line.indent > base:
            cut = len(part)
        if cut is not None:
            yield from filter(None, (part[:cut], part[cut:]))
            part = []
        part.append(line)
    last = _heading_start(part)
    yield from filter(None, (part[:last], part[last:]))


def _cut(part: Sequence[_Line], following: _Line, wrap: _Wrap) -> int | None:
    """Where to cut `part` before `following`: None if it goes on, its length, or where a heading begins."""
    start = _heading_start(part)
    if wrap.ended_on_purpose(part[-1], following):
        if _ends(part[-1]):
            return None if wrap.by_blank else len(part)
        is_heading = start < len(part) and (not wrap.by_blank or _is_clear_heading(part[start:], wrap))
        return start if is_heading else None
    # a heading may fill its line too: then only its capitals part it from the text
    heading = start == 0 and _all_capitalised(part) and not _all_capitalised([following])
    return 0 if heading and following.text[0].isupper() else None


def _is_clear_heading(lines: Sequence[_Line], wrap: _Wrap) -> bool:
    return len(lines[-1].text) < _SHORT * wrap.width or _all_capitalised(lines)


def _all_capitalised(lines: Sequence[_Line]) -> bool:
    """Whether each word is written with a capital, as in the headings of news, but for small words."""
    words = [word for line in lines for word in _LETTERS.findall(line.text)]
    return all(word[0].isupper() or word in _SMALL_WORDS for word in words)


def _heading_start(part: Sequence[_Line]) -> int:
    """Index of the first line of a heading at the end of `part`, its length if it ends in a sentence.

    The last line of a paragraph may be full, and then nothing but its full stop parts it from a heading.
    """
    start = len(part)
    while start and len(part) - start <= _HEADING_LINES and not _ends(part[start - 1]):
        start -= 1
    tail = part[start:]
    if not tail or len(tail) > _HEADING_LINES or tail[0].text[0].islower() or tail[-1].text[-1] in _GOES_ON:
        return len(part)
    return start if rough_count(_join(tail)) <= _HEADING_WORDS else len(part)


def _join(lines: Sequence[_Line]) -> str:
    """One line of several; a word that was broken after its hyphen keeps the hyphen and gets no space."""
    pieces = [lines[0].text]
    for line in lines[1:]:
        close = _hyphenated(pieces[-1]) and line.text[0].isalnum() and not _SUSPENDED.match(line.text)
        pieces.append(line.text if close else f" {line.text}")
    return "".join(pieces)
