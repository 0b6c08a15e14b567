"""Where quotation marks open and close; whose words they hold, and whether they hold speech, is for `voice`.

The direction of curly marks is gone from a prepared text, so it is looked up in the original. It is only a
second opinion: word processors turn marks the wrong way, languages use them differently („German“), so a
mark's neighbours decide, then its direction, then whether a quotation is open.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Literal, NamedTuple

from framing.preprocessing.prepare import Prepared

Side = Literal["open", "close", "either"]

_OPENING = frozenset("“„‟«‘‚‛‹〝❝❛\u0091\u0093")
_CLOSING = frozenset("”»’›〞〟❞❜\u0092\u0094")
# Of three single marks in a row, the two farther from the word are a double one: ''so said the 'chief'''.
_DOUBLE = re.compile(r"\"|(?<!')''(?='?\w)|''(?!')")
# Patterns that begin with a mark and look back from behind it are found many times faster than those that look first.
_DOUBLE_ALONE = re.compile(r"\"")
_SINGLE = re.compile(r"'(?<!'')(?!')")
# A single mark that may open a quotation, alone or with others; a doubled one is a double mark.
_MAY_OPEN = re.compile(r"'(?:'|(?<![\w.,;:!?%)\]}>…]'))")
# Behind what a single mark can look like an opening one (`_side`), and those that are drawn as one.
_MAY_LOOK_OPEN = re.compile(r"'(?<![^ ([{<\-–—―/\"]')")
_DRAWN_OPEN = re.compile("[‘‚‛‹❛\u0091]")
_SLIP = re.compile(r"(?<=[.,?!])'(?= |$)")
_ELISION = re.compile(r"'(?:\d\d(?:s|\b)|(?:em|til|tis|twas|twere|bout|cos|cuz|n|nuff)\b)", re.IGNORECASE)
_BESIDE = frozenset("'\"")
_BRACKETS = "([{<-–—―/"
_FOLLOWING = ".,;:!?)]}>-–—―/…"
_ABBREVIATION = re.compile(r"(?:\b[^\W\d_]\.)+$|\.\.$|\b(?:Mr|Mrs|Dr|Inc|Co|Ltd|Corp|Jr|Sr|St)\.$")


class Marked(NamedTuple):  # made many times faster than a dataclass
    """One stretch between quotation marks, in a prepared paragraph.

    `first` and `last` enclose it with its marks, `start` and `end` are the words inside. `unclosed`: no
    closing mark, it runs to the paragraph's end. `continues`: it goes on from an unclosed one in the
    paragraph before.
    """

    first: int
    last: int
    start: int
    end: int
    unclosed: bool = False
    continues: bool = False


class _Mark(NamedTuple):
    place: int
    end: int
    side: Side
    curly: bool


class _Pair(NamedTuple):
    """A pair of marks: with them from `first` to `last`, what is inside from `start` to `end`."""

    first: int
    start: int
    end: int
    last: int


def marked(paragraphs: Sequence[Prepared]) -> list[list[Marked]]:
    """Outermost stretches between quotation marks of each paragraph, in order, without overlap.

    A quotation that is not closed before its paragraph ends goes on in the next one if that begins with an
    opening mark, or if the next mark there is a closing one; otherwise it ends with its paragraph. Two single
    marks side by side are a double one (''so''). Marks after a number are inches, feet or minutes.
    Apostrophes are told from single marks by their neighbours: a single quotation opens before a word, unless
    the word is an elision ('90s, 'em, 'n'), and closes after one.
    """
    found: list[list[Marked]] = []
    pending = False
    for index, paragraph in enumerate(paragraphs):
        text = paragraph.text
        if not pending and '"' not in text and ("'" not in text or not _MAY_OPEN.search(text)):
            found.append([])  # apostrophes alone
            continue
        stretches = _in_paragraph(paragraph, paragraphs[index + 1 : index + 2], pending=pending)
        found.append(stretches)
        pending = bool(stretches) and stretches[-1].unclosed
    return found


def _in_paragraph(paragraph: Prepared, following: Sequence[Prepared], *, pending: bool) -> list[Marked]:
    text = paragraph.text
    pairs = _double(paragraph, pending=pending)
    if "'" in text and _may_open_single(paragraph):
        goes_on = any(each.text.lstrip()[:1] == "'" for each in following)
        single = _single(paragraph, goes_on=goes_on)
        pairs = _outermost([*pairs, *_uncrossed(single, pairs)])
    if not pairs:
        return []
    begins = len(text) - len(text.lstrip())
    found = []
    for pair in pairs:
        start, end = _words_inside(text, pair)
        if start < end:
            goes_on = pending and pair.first <= begins
            unclosed = pair.end == pair.last
            found.append(Marked(pair.first, pair.last, start, end, unclosed=unclosed, continues=goes_on))
    return found


def _words_inside(text: str, pair: _Pair) -> tuple[int, int]:
    """Span of the words between marks, without the comma or full stop that American style puts inside."""
    start, end = pair.start, pair.end
    while start < end and text[start] in " '\"":
        start += 1
    while end > start and (
        text[end - 1] in " ,;:"
        or (text[end - 1] == "." and not _ABBREVIATION.search(text, max(start, end - 8), end))
    ):
        end -= 1
    return (start, end) if any(map(str.isalnum, text[start:end])) else (start, start)


def _double(paragraph: Prepared, *, pending: bool) -> list[_Pair]:
    """Outermost pairs of double marks; an unclosed one ends with the text, a carried one begins with it."""
    text = paragraph.text
    marks = _marks(paragraph, _DOUBLE if "''" in text else _DOUBLE_ALONE)
    waiting: list[_Mark] = []
    pairs: list[_Pair] = []
    for number, mark in enumerate(marks):
        later = marks[number + 1] if number + 1 < len(marks) else None
        if _is_inch(text, mark, later, inside=bool(waiting)):
            continue
        if mark.side == "open" or (mark.side == "either" and not waiting):
            waiting.append(mark)
        elif waiting:
            opening = waiting.pop()
            pairs.append(_Pair(opening.place, opening.end, mark.place, mark.end))
        elif pending and not pairs:
            pairs.append(_Pair(0, 0, mark.place, mark.end))
    # An opening mark that another quotation follows was never meant to run on: only the last one is.
    if waiting and all(waiting[-1].place >= pair.last for pair in pairs):
        pairs.append(_Pair(waiting[-1].place, waiting[-1].end, *_end_of_unclosed(text, waiting[-1].end)))
    return _outermost(pairs) if len(pairs) > 1 else pairs


def _outermost(pairs: Sequence[_Pair]) -> list[_Pair]:
    """Pairs that lie in no other, in order."""
    found: list[_Pair] = []
    for pair in sorted(pairs, key=lambda pair: (pair.first, -pair.last)):
        if not found or pair.first >= found[-1].last:
            found.append(pair)
    return found


def _uncrossed(single: Sequence[_Pair], double: Sequence[_Pair]) -> list[_Pair]:
    """Single pairs that lie between double ones or around some; one across a border is made of apostrophes."""
    firsts, lasts = [pair.first for pair in double], [pair.last for pair in double]
    found = []
    for pair in single:
        low, high = bisect_right(lasts, pair.first), bisect_left(firsts, pair.last)
        if low == high or (pair.first < firsts[low] and lasts[high - 1] < pair.last):
            found.append(pair)
    return found


def _end_of_unclosed(text: str, start: int) -> tuple[int, int]:
    """Span of a single mark after a sentence's end, typed for the double one; else of the text's end."""
    slip = _SLIP.search(text, start)
    return slip.span() if slip else (len(text), len(text))


def _is_inch(text: str, mark: _Mark, later: _Mark | None, *, inside: bool) -> bool:
    if mark.curly or not text[max(0, mark.place - 1) : mark.place].isdigit():
        return False
    return not inside or (later is not None and later.side == "close" and not text[later.place - 1].isdigit())


def _may_open_single(paragraph: Prepared) -> bool:
    """Whether any single mark may look like an opening one: most are apostrophes between letters."""
    if _MAY_LOOK_OPEN.search(paragraph.text):
        return True
    return not paragraph.source.isascii() and _DRAWN_OPEN.search(paragraph.source) is not None


def _single(paragraph: Prepared, *, goes_on: bool) -> list[_Pair]:
    """Pairs of single marks, without looking at double ones; an unclosed one ends with the text."""
    text = paragraph.text
    marks = [mark for mark in _marks(paragraph, _SINGLE) if not _ELISION.match(text, mark.place)]
    pairs: list[_Pair] = []
    number = 0
    while number < len(marks):
        opening = marks[number]
        number += 1
        if opening.side != "open":
            continue
        closing: list[_Mark] = []
        while number < len(marks) and marks[number].side != "open":
            closing += [marks[number]] if marks[number].side == "close" else []
            number += 1
        if closing:
            strong = [mark for mark in closing if not _may_be_apostrophe(text, mark.place)]
            mark = (strong or closing)[0]
            pairs.append(_Pair(opening.place, opening.end, mark.place, mark.end))
        elif goes_on and number == len(marks) and not text[: opening.place].strip():
            pairs.append(_Pair(opening.place, opening.end, len(text), len(text)))
    return pairs


def _may_be_apostrophe(text: str, place: int) -> bool:
    """Whether the mark may belong to the word before it: workers' rights, goin' home."""
    before, after = text[max(0, place - 2) : place].lower(), text[place + 1 : place + 3]
    return (before.endswith("s") or before == "in") and after[:1] == " " and after[1:].isalnum()


def _marks(paragraph: Prepared, pattern: re.Pattern[str]) -> list[_Mark]:
    text, source, offsets = paragraph.text, paragraph.source, paragraph.offsets
    found = []
    for match in pattern.finditer(text):
        place, end = match.span()
        original = source[offsets[place]]
        side = _side(text, place, end)
        if pattern is _SINGLE and side == "open" and original in "’\u0092":
            continue  # a closing single mark before a word is an apostrophe: ’90s
        if pattern is _SINGLE and side == "close" and original == "‘":
            continue
        curly = original in _OPENING or original in _CLOSING
        if side == "either" and curly:
            side = "open" if original in _OPENING else "close"
        found.append(_Mark(place, end, side, curly))
    return found


def _side(text: str, place: int, end: int) -> Side:
    """Which way a mark looks by its neighbours, other marks beside it left aside."""
    before = text[place - 1 : place] if place else ""
    if before in _BESIDE:
        before = text[max(0, place - 4) : place].rstrip("'\"")[-1:]
    after = text[end : end + 2]
    if after[:1] in _BESIDE:
        after = text[end : end + 4].lstrip("'\"")
    # An ellipsis may open a quotation; any other mark of punctuation after it closes one.
    leads = after[:1] not in {"", " "} and (
        after[0] not in _FOLLOWING or after[:2] == ".." or after[0] == "…"
    )
    opens = (before in {"", " "} or before in _BRACKETS) and leads
    closes = before not in {"", " "} and (after[:1] in {"", " "} or after[0] in _FOLLOWING)
    if opens == closes:
        return "either"
    return "open" if opens else "close"
