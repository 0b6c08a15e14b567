"""A sentence as words, marks and whole quotations: what `cues` and `speakers` read."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import NamedTuple

from framing.preprocessing.chunks import small
from framing.preprocessing.quotes import Marked
from framing.preprocessing.wordlists import wordlist

DASHES = frozenset({"—", "–", "―", "--", "-"})
MARKS = frozenset(",;:()[]!?./\"'") | DASHES

_LONGER_THAN_ONLY = 4
#: Chunks that are kept; then all are forgotten, so that no corpus fills the memory.
_MOST_KEPT = 50_000
_LONGEST_KEPT = 50


class Piece(NamedTuple):  # made many times faster than a dataclass
    """One word, mark or whole quotation of a sentence; `quote` is the quotation's number in its paragraph."""

    start: int
    end: int
    text: str
    lower: str
    quote: int | None = None

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()

    @property
    def adverb(self) -> bool:
        """Whether it may stand between a subject and its verb."""
        manner = self.lower.endswith("ly") and len(self.lower) > _LONGER_THAN_ONLY and not self.capital
        return manner or self.lower in cues("adverb")

    @property
    def possessive(self) -> bool:
        """Whether it ends in 's or s'."""
        return self.lower.endswith(("'s", "s'"))


@functools.cache
def cues(*labels: str) -> frozenset[str]:
    """Words of labels of `lexicons/speech_cues`."""
    lists = wordlist("speech_cues")
    return frozenset().union(*(lists[label] for label in labels))


def pieces(text: str, start: int, end: int, quotes: Mapping[int, Marked]) -> list[Piece]:
    """Words, marks and quotations of the sentence from `start` to `end`, in order.

    Examples
    --------
    >>> [piece.text for piece in pieces("Mr. Li's U.S. friends' vote", 0, 27, {})]
    ['Mr.', "Li's", 'U.S.', "friends'", 'vote']
    """
    found: list[Piece] = []
    place = start
    for number, quote in sorted(quotes.items()):
        _add_plain(found, text, place, quote.first)
        found.append(Piece(quote.first, quote.last, "", "", number))
        place = quote.last
    _add_plain(found, text, place, end)
    return found


def _add_plain(found: list[Piece], text: str, start: int, end: int) -> None:
    """Add what stands from `start`, which is not inside a word, to `end`."""
    known, new = _known(), tuple.__new__  # what `Piece` does, without a step of Python for each
    place = start
    for chunk in text[start:end].split(" "):
        for shift, word, lower in known[chunk]:
            first = place + shift
            found.append(new(Piece, (first, first + len(word), word, lower, None)))
        place += len(chunk) + 1


class _Chunks(dict[str, tuple[tuple[int, str, str], ...]]):
    """The words and marks of runs of characters between spaces, cut at first sight: where, as written, in small."""

    def __missing__(self, chunk: str) -> tuple[tuple[int, str, str], ...]:
        matches = _pattern().finditer(chunk)
        found = tuple((match.start(), match[0], small(match[0])) for match in matches)
        if len(chunk) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[chunk] = found
        return found


@functools.cache
def _known() -> _Chunks:
    return _Chunks()


@functools.cache
def _pattern() -> re.Pattern[str]:
    honorifics = "|".join(sorted(map(re.escape, cues("honorific"))))
    return re.compile(
        rf"\b(?:{honorifics})\.|(?:[^\W\d_]\.)+|[^\W_]+(?:[-'&][^\W_]+)*(?:(?<=s)'(?!\w))?|--|\S",
        re.IGNORECASE,
    )
