"""`Full Name (ABBR)` pairs of one article, and the entries that they add to a codebook within it.

The algorithm is Schwartz & Hearst's (2003, doi:10.1142/9789812776303_0042), written anew: each letter of the
short form is looked for from right to left in the words before the bracket, and the first must begin a word.
Rules added for news: a short form has a capital ("(see below)" is none); one with a single capital
("Suparco", but also "Thursday") must take two of its letters from beginnings of words; a plural's "s" need
not stand in the long form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from framing.lexicon import patterns
from framing.lexicon.codebook import Codebook, Entry
from framing.lexicon.matcher import Matcher
from framing.preprocessing.tokens import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Schwartz & Hearst's limits: a short form has two to ten characters in at most two words; the long form at
# most min(n + 5, 2 n) words for n characters.
SHORTEST, LONGEST, MOST_WORDS = 2, 10, 2

_BRACKET = re.compile(r"\(([^()\n]*)\)")
_SEPARATORS = re.compile(r"[;,]")
_PLURAL = re.compile(r"([A-Z]{2,})s")
# The least letters of a word that tells two long forms apart: "of", "and" and "the" do not.
_TELLING = 4


_BRACKETS = frozenset("()[]")


@dataclass(frozen=True, slots=True)
class Pair:
    """A short form and its long form, as they stand in the text; the starts are its code points."""

    short: str
    long: str
    short_start: int
    long_start: int

    @property
    def long_end(self) -> int:
        """Where the long form ends."""
        return self.long_start + len(self.long)


def abbreviation_pairs(text: str) -> list[Pair]:
    """Pairs of a short and a long form in a text, in the order of their brackets.

    Both orders are found, `Special Security Division (SSD)` and `SSD (Special Security Division)`, each
    within one sentence. Text without brackets has none.

    Examples
    --------
    >>> text = "The Special Security Division (SSD) grew (2019)."
    >>> [(pair.short, pair.long) for pair in abbreviation_pairs(text)]
    [('SSD', 'Special Security Division')]
    """
    brackets = list(_BRACKET.finditer(text))
    if not brackets:
        return []
    pairs: list[Pair] = []
    for bracket in brackets:
        line = text.rfind("\n", 0, bracket.start()) + 1
        if not (_long_before(text, line, bracket) or _short_before(text, line, bracket)):
            continue  # most brackets hold no short form, and finding sentences takes longer than seeing that
        end = text.find("\n", bracket.end())
        sentences = sentence_spans(text[line : end if end >= 0 else len(text)])
        first = max((line + start for start, _ in sentences if line + start <= bracket.start()), default=line)
        pair = _long_before(text, first, bracket) or _short_before(text, first, bracket)
        if pair:
            pairs.append(pair)
    return pairs


def article_entries(
    codebook: Codebook, matcher: Matcher, text: str
) -> tuple[tuple[Entry, ...], tuple[Pair, ...]]:
    """Entries that an article's own pairs add to a codebook, and the pairs that it cannot place.

    A known long form adds the short one, as written, singular and plural; a known short form adds the long
    one, if that shares a word with what the label lists ("Solid State Drive (SSD)" is no Special Security
    Division).

    Parameters
    ----------
    matcher
        made of the codebook's entries
    text
        the whole article, prepared
    """
    added: dict[tuple[str, str], Entry] = {}
    unknown: list[Pair] = []
    pairs = abbreviation_pairs(text)
    named = _named(matcher, text, pairs)
    for pair in pairs:
        by_long = _label_at(named, pair.long_start, pair.long_end)
        by_short = _label_at(named, pair.short_start, pair.short_start + len(pair.short))
        if by_long:
            new = [] if by_short == by_long else [(by_long, short, True) for short in _numbers(pair.short)]
        elif by_short and _shares_a_word(codebook, by_short, pair.long):
            new = [(by_short, pair.long, False)]
        else:
            unknown.append(pair)
            continue
        for label, pattern, exact in new:
            if patterns.problem(pattern) is None:
                note = f"{pair.long} ({pair.short})"
                added.setdefault((label, pattern), Entry(label, pattern, note=note, exact=exact))
    return tuple(added.values()), tuple(unknown)


def extend(codebook: Codebook, text: str) -> Codebook:
    """Add the entries of an article's own abbreviations to a codebook; the same codebook if there are none.

    `LexiconInstrument.for_text` does so without building the codebook's tables anew.
    """
    entries, _ = article_entries(codebook, Matcher(codebook.entries, exclusive=True), text)
    return replace(codebook, entries=codebook.entries + entries) if entries else codebook


def _long_before(text: str, first: int, bracket: re.Match[str]) -> Pair | None:
    short = _SEPARATORS.split(bracket[1], maxsplit=1)[0].strip(" \"'“”‘’")
    if not _is_short_form(short):
        return None
    before = text[first : bracket.start()].rstrip()
    place = _long_form(short, before)
    if place is None or not _BRACKETS.isdisjoint(before[place:]):
        return None
    return Pair(short, before[place:], text.index(short, bracket.start()), first + place)


def _short_before(text: str, first: int, bracket: re.Match[str]) -> Pair | None:
    short = _word_before(text[first : bracket.start()])
    if not _is_short_form(short):
        return None
    inside = _SEPARATORS.split(bracket[1], maxsplit=1)[0].rstrip()
    if len(inside.split()) <= 1:
        return None
    place = _long_form(short, inside)
    if place is None or len(inside[:place].split()) > 1:
        return None
    return Pair(short, inside[place:], bracket.start() - 1 - len(short), bracket.start(1) + place)


def _word_before(before: str) -> str:
    """The word that one space divides from what follows; empty if there is none."""
    if not before[-1:].isspace() or before[-2:-1].isspace():
        return ""
    return before[:-1].rsplit(None, 1)[-1] if len(before) > 1 else ""


def _is_short_form(short: str) -> bool:
    return (
        SHORTEST <= len(short) <= LONGEST
        and len(short.split()) <= MOST_WORDS
        and short[0].isalnum()
        and any(map(str.isupper, short))
    )


def _long_form(short: str, before: str) -> int | None:
    """Where in `before`, which it ends, the long form begins; None if there is none."""
    for form in (short, short[:-1]) if _PLURAL.fullmatch(short) else (short,):
        starts = _letters_at(form, before)
        if starts is None:
            continue
        place = max(before.rfind(" ", 0, starts[0]), before.rfind("(", 0, starts[0])) + 1
        words = before[place:].split()
        too_long = len(words) > min(len(form) + 5, 2 * len(form))
        if too_long or len(before) - place <= len(short) or any(word.startswith(short) for word in words):
            continue
        beginnings = sum(at == 0 or not before[at - 1].isalnum() for at in starts)
        if sum(map(str.isupper, form)) > 1 or beginnings > 1:
            return place
    return None


def _letters_at(short: str, before: str) -> list[int] | None:
    """Places of the short form's letters and digits, found from right to left; the first begins a word."""
    lower = before.lower()
    if len(lower) != len(before):  # a letter whose small form is two, as İ: places would not fit
        return None
    letters = [char for char in short.lower() if char.isalnum()]
    places: list[int] = []
    at = len(lower)
    for index in range(len(letters) - 1, -1, -1):
        at = lower.rfind(letters[index], 0, at)
        while index == 0 and at > 0 and lower[at - 1].isalnum():
            at = lower.rfind(letters[index], 0, at)
        if at < 0:
            return None
        places.insert(0, at)
    return places


def _named(matcher: Matcher, text: str, pairs: Sequence[Pair]) -> list[tuple[int, int, str]]:
    """Start, end and label of every hit in the sentences that hold a pair."""
    if not pairs:
        return []
    return [
        (start + hit.start, start + hit.end, hit.category)
        for start, end in sentence_spans(text)
        if any(start <= pair.long_start < end or start <= pair.short_start < end for pair in pairs)
        for hit in matcher.hits(text[start:end])
        if hit.start is not None and hit.end is not None
    ]


def _label_at(named: Sequence[tuple[int, int, str]], start: int, end: int) -> str | None:
    """Label of a name that covers the span and ends with it ("Pakistan Space …" for "Space …")."""
    return next((label for first, last, label in named if first <= start and last == end), None)


def _numbers(short: str) -> Iterator[str]:
    """Short form in the singular and the plural, as it stands first."""
    yield short
    if plural := _PLURAL.fullmatch(short):
        yield plural[1]
    elif patterns.is_acronym(short):
        yield f"{short}s"


def _shares_a_word(codebook: Codebook, label: str, long: str) -> bool:
    listed = [label, *(entry.pattern for entry in codebook.entries if entry.label == label)]
    return not _telling_words([long]).isdisjoint(_telling_words(listed))


def _telling_words(names: Sequence[str]) -> set[str]:
    return {word for name in names for word in name.lower().split() if len(word) >= _TELLING}
