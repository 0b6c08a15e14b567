"""A sentence as words, marks and whole quotations: what `cues` and `speakers` read."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from framing.preprocessing.quotes import Marked
from framing.preprocessing.wordlists import wordlist

DASHES = frozenset({"—", "–", "―", "--", "-"})
MARKS = frozenset(",;:()[]!?./\"'") | DASHES

_LONGER_THAN_ONLY = 4


@dataclass(frozen=True, slots=True)
class Piece:
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
def cues(label: str) -> frozenset[str]:
    """Words of one label of `lexicons/speech_cues`."""
    return wordlist("speech_cues")[label]


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
        found += _plain(text, place, quote.first)
        found.append(Piece(quote.first, quote.last, "", "", number))
        place = quote.last
    return found + _plain(text, place, end)


def _plain(text: str, start: int, end: int) -> list[Piece]:
    matches = _pattern().finditer(text, start, max(start, end))
    return [Piece(match.start(), match.end(), match.group(), match.group().lower()) for match in matches]


@functools.cache
def _pattern() -> re.Pattern[str]:
    honorifics = "|".join(sorted(map(re.escape, cues("honorific"))))
    return re.compile(
        rf"\b(?:{honorifics})\.|(?:[^\W\d_]\.)+|[^\W_]+(?:[-'&][^\W_]+)*(?:(?<=s)'(?!\w))?|--|\S",
        re.IGNORECASE,
    )
