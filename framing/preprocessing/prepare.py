"""The prepared copy of a text that every instrument reads, and the way back to the original's offsets.

Preparing changes no wording: it only makes characters that look alike be alike. What counts as a paragraph is
decided in `segments`, what counts as a word in `tokens`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

# Written as numbers because half of these characters cannot be told apart, or seen, on a screen.
_APOSTROPHES = (
    *(0x2018, 0x2019, 0x201A, 0x201B),  # single quotation marks: high 6, high 9, low 9, reversed
    *(0x2032, 0x2035, 0x02BC, 0x02B9),  # prime, reversed prime, modifier apostrophe, modifier prime
    *(0x2039, 0x203A, 0x275B, 0x275C),  # single angle marks, heavy ornaments
    *(0x0060, 0x00B4, 0xFF07),  # the grave and acute accents that people type as apostrophes, full width
    *(0x0091, 0x0092),  # Windows-1252's single marks in a file that was read as Latin-1
)
_QUOTES = (
    *(0x201C, 0x201D, 0x201E, 0x201F),  # double quotation marks: high 66, high 99, low 99, reversed
    *(0x2033, 0x2036, 0x02BA),  # double primes
    *(0x00AB, 0x00BB, 0x275D, 0x275E),  # guillemets, heavy ornaments
    *(0x301D, 0x301E, 0x301F, 0xFF02),  # East Asian primes, full width
    *(0x0093, 0x0094),  # Windows-1252's double marks in a file that was read as Latin-1
)
_DROPPED = (
    *(0x00AD, 0x034F, 0x180E, 0x2060, 0xFEFF),  # soft hyphen, grapheme and word joiners, byte order mark
    *range(0x200B, 0x2010),  # zero-width space, non-joiner, joiner, and the marks of direction
    *range(0x202A, 0x202F),  # embeddings and overrides of direction
    *range(0x2061, 0x2065),  # invisible operators
    *range(0x2066, 0x206A),  # isolates of direction
)
_SPACES = tuple(
    code
    for code in (*range(0xA1), 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
    if unicodedata.category(chr(code)) in {"Cc", "Zs", "Zl", "Zp"}
)
_DROP: dict[int, str] = dict.fromkeys(_DROPPED, "")
_ONE_FOR_ONE: dict[int, str] = (
    dict.fromkeys(_SPACES, " ") | dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_QUOTES, '"')
)
# Most texts hold nothing else than these, and then there is nothing to do but to straighten their marks.
_COMMON = (("\u2019", "'"), ("\u2018", "'"), ("\u201c", '"'), ("\u201d", '"'))
_SAFE = "–—…•·°€£éèêëáàâäíìîïóòôöúùûüçñãõåøæßÉÜÖÄÇ"
_MAY_CHANGE = re.compile(f"[^ -_a-~{_SAFE}]")  # printable ASCII without the grave accent, and the safe
_GONE = frozenset(map(chr, _DROPPED))


class Prepared(NamedTuple):  # made many times faster than a dataclass
    """A prepared text and where each of its characters stood in the original.

    Attributes
    ----------
    text
        the prepared text
    offsets
        `len(text) + 1` non-decreasing entries: `offsets[i]` is the index in the original of prepared
        character `i`, the last is the original's length; a `range` where nothing was dropped or composed.
        Characters that were composed together share the index of the first.
    source
        the original text
    """

    text: str
    offsets: Sequence[int]
    source: str

    def origin(self, start: int, end: int) -> tuple[int, int]:
        r"""Half-open span in the original of the prepared characters from `start` to `end`.

        It covers every original character that went into them and ends before dropped characters that only
        follow them. An empty span stays empty.

        Examples
        --------
        >>> text = "a co\u00adop, cafe\u0301"
        >>> prepared = prepare(text)
        >>> prepared.text
        'a coop, café'
        >>> prepared.origin(8, 12), text[slice(*prepared.origin(2, 6))]
        ((9, 14), 'co\xadop')
        """
        if start == end or isinstance(self.offsets, range):
            return self.offsets[start], self.offsets[end]
        first, last = self.offsets[start], self.offsets[end - 1]
        stop = end
        while stop < len(self.text) and self.offsets[stop] == last:
            stop += 1
        after = self.offsets[stop]
        while after - 1 > last and self.source[after - 1] in _GONE:
            after -= 1
        return first, after


def prepare(text: str) -> Prepared:
    r"""The prepared copy of `text` with a map of its offsets.

    Quotation marks, apostrophes and primes become `"` and `'`, every kind of space, line break or control
    character one space, each one for one; soft hyphens, zero-width characters and marks of direction are
    dropped; the rest is put in NFC. Preparing a prepared text changes nothing.

    VADER and TextBlob know contractions only with a straight apostrophe: vaderSentiment 3.3.2 gives "isn’t
    good" +0.44 and "isn't good" −0.34.

    Examples
    --------
    >>> prepare("“It isn’t”\u00a0so").text
    '"It isn\'t" so'
    """
    plain = _straight(text)
    if not _may_change(plain):
        return Prepared(plain, range(len(text) + 1), text)
    kept = text.translate(_DROP)
    composed = unicodedata.normalize("NFC", kept)
    straight = composed.translate(_ONE_FOR_ONE)
    if kept == text and composed == kept:
        return Prepared(straight, range(len(text) + 1), text)
    indices = [index for index, character in enumerate(text) if character not in _GONE]
    if composed != kept:
        indices = _composed_indices(kept, indices)
    return Prepared(straight, (*indices, len(text)), text)


def prepare_all(texts: Sequence[str]) -> list[Prepared]:
    """The prepared copy of each text, none of which has a line break: quicker than one by one."""
    straight = _straight("\n".join(texts)).split("\n") if texts else []
    return [
        prepare(text) if _may_change(plain) else Prepared(plain, range(len(text) + 1), text)
        for text, plain in zip(texts, straight, strict=True)
    ]


def _straight(text: str) -> str:
    """`text` with its common marks straight."""
    if not text.isascii():
        for curly, mark in _COMMON:
            text = text.replace(curly, mark)
    return text


def _may_change(text: str) -> bool:
    """Whether there is anything in a text with straight marks that preparing might change."""
    if text.isascii() and text.isprintable():  # takes half as long as a search
        return "`" in text
    return _MAY_CHANGE.search(text) is not None


def _composed_indices(kept: str, indices: Sequence[int]) -> list[int]:
    """Index in the original of each character of `kept` in NFC."""
    found: list[int] = []
    start = 0
    for end in range(1, len(kept) + 1):
        if end == len(kept) or _is_boundary(kept, start, end):
            found += [indices[start]] * len(unicodedata.normalize("NFC", kept[start:end]))
            start = end
    return found


def _is_boundary(text: str, start: int, end: int) -> bool:
    """Whether nothing from `text[start:end]` composes with the character at `end`."""
    character = text[end]
    if unicodedata.combining(character):
        return False
    before = unicodedata.normalize("NFC", text[start:end])
    both = unicodedata.normalize("NFC", text[start : end + 1])
    return both == before + unicodedata.normalize("NFC", character)
