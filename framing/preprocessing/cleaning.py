"""Characters of a text made plain, once and for good: what stands here is what every offset counts."""

from __future__ import annotations

import re
import unicodedata

from framing.errors import LimitError

#: Every kind of line end there is; a form feed and a vertical tab end lines too.
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_ODD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
#: Marks and letters of most English texts beyond ASCII: no control characters, in NFC as they are.
_STABLE = "\u2019\u2018\u201c\u201d\u2014\u2013\u2026\xa0é"
_MAY_CHANGE = re.compile(f"[^\n -~{_STABLE}]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
#: White space as `str.isspace` has it, and characters without width: a line of these alone is empty.
_EDGE = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"
    + "".join(map(chr, range(0x2000, 0x200C)))
    + "\u00ad\u2060\ufeff"
)
#: Normalising takes quadratic time in marks on one letter (40,000: 3 s in CPython 3.11); no script needs 100.
_MANY_MARKS = 100
_NO_LETTERS = re.compile(rf"[^\w\s\x00-\x7f\u2000-\u206f]{{{_MANY_MARKS},}}")


def clean(text: str) -> str:
    """`text` in NFC, with line feeds as its only line ends.

    Other control characters become spaces, halves of characters (lone surrogates) U+FFFD. Spaces inside a
    line stay as they are: a text is changed no more than it must be.

    Raises
    ------
    LimitError
        if a hundred combining marks stand on one letter.
    """
    text = text.removeprefix("\ufeff")
    if not _MAY_CHANGE.search(text):
        return text
    if _ODD.search(text):  # one pass over text that has none, as most
        text = _SURROGATES.sub("\ufffd", _CONTROLS.sub(" ", _LINE_ENDS.sub("\n", text)))
    if text.isascii():
        return text
    for run in _NO_LETTERS.finditer(text):
        if _marks_in_a_row(run[0]) >= _MANY_MARKS:
            raise LimitError(f"{_MANY_MARKS} combining marks in a row, at character {run.start() + 1:,}")
    return unicodedata.normalize("NFC", text)


def _marks_in_a_row(run: str) -> int:
    longest = row = 0
    for character in run:
        row = row + 1 if unicodedata.combining(character) else 0
        longest = max(longest, row)
    return longest


def strip(line: str) -> str:
    """`line` without white space and characters of no width at its ends."""
    return line.strip(_EDGE)


def one_line(text: str) -> str:
    """`text` cleaned, on one line, runs of white space as one space: titles, names, values."""
    return strip(_SPACES.sub(" ", clean(text)))


def label(text: str) -> str:
    """`text` as it is, but fit to be written: half characters, which no encoding holds, are U+FFFD."""
    return _SURROGATES.sub("\ufffd", text)


def has_words(text: str) -> bool:
    """Whether there is a letter in `text`; digits and signs alone are no words."""
    return any(map(str.isalpha, text))


def rough_count(text: str) -> int:
    """Words of `text` between white space, for rules about length."""
    return sum(any(map(str.isalnum, word)) for word in text.split())
