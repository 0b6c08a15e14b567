"""Who speaks: the noun phrase next to a speech cue, and the name in it.

There is no parser. A phrase is what stands between the cue and the next mark, conjunction or relative word; a
name is its last run of capitals behind words for a role. Roles and honorifics are in `lexicons/speech_cues`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from framing.preprocessing.quotes import Marked
from framing.preprocessing.wordlists import wordlist

Range = tuple[int, int]

PRONOUNS = frozenset({"he", "she", "it", "they"})

_NOBODY = frozenset("i we you me us who which that this what there one".split())
_DASHES = frozenset({"—", "–", "―", "--", "-"})
_MARKS = frozenset(",;:()[]!?./\"'") | _DASHES
_CONJUNCTIONS = frozenset(
    "but because while when as that if who which whom what where although though since so or than how why "
    "whether until yet whereas unless even".split()
)
_AUXILIARIES = frozenset(
    "has have had is was were are be been being will would may might can could shall should did does do".split()
)
_ADVERBS = frozenset(
    "not never also then later again once still only just always often soon now ever already both all each since "
    "himself herself itself themselves first today yesterday monday tuesday wednesday thursday friday saturday "
    "sunday long".split()
)
_DETERMINERS = frozenset(
    "the a an this that these those his her its their our my your some any every no".split()
)
_PREPOSITIONS = frozenset(
    "in on at of for from to by with after before during over about following under amid against into through "
    "among between within without near since until via".split()
)
_INSIDE = frozenset({"of", "for", "in", "at"})  # a phrase goes on over these: the mayor of Aden
_LEADING = frozenset(
    "in on at by after during last this next earlier later week month year monday tuesday wednesday thursday friday "
    "saturday sunday january february march april june july august september october november december today "
    "yesterday tonight meanwhile however still indeed then now here there and but yet so again once afterwards "
    "moreover instead finally".split()
)
_DOCUMENTS = frozenset(
    "statement speech interview letter report email message tweet post address article".split()
)
_PARTICLES = frozenset("al bin ibn de da di du la le van von der den ter el abu of".split()) - {"of"}
_LONGEST_ASIDE = 16


@dataclass(frozen=True, slots=True)
class Piece:
    """One word, mark or whole quotation of a sentence; `quote` is the quotation's number in its paragraph."""

    start: int
    end: int
    text: str
    quote: int | None = None

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()

    @property
    def adverb(self) -> bool:
        lower = self.text.lower()
        return lower in _ADVERBS or (lower.endswith("ly") and len(lower) > 4 and not self.capital)  # noqa: PLR2004


def pieces(text: str, start: int, end: int, quotes: Mapping[int, Marked]) -> list[Piece]:
    """Words, marks and quotations of the sentence from `start` to `end`, in order."""
    found: list[Piece] = []
    place = start
    for number, quote in sorted(quotes.items()):
        found += _plain(text, place, quote.first)
        found.append(Piece(quote.first, quote.last, "", number))
        place = quote.last
    return found + _plain(text, place, end)


def _plain(text: str, start: int, end: int) -> list[Piece]:
    matches = _pattern().finditer(text, start, max(start, end))
    return [Piece(match.start(), match.end(), match.group()) for match in matches]


@functools.cache
def _pattern() -> re.Pattern[str]:
    honorifics = "|".join(sorted(map(re.escape, wordlist("speech_cues")["honorific"])))
    return re.compile(
        rf"\b(?:{honorifics})\.|(?:[^\W\d_]\.)+|[^\W_]+(?:[-'&][^\W_]+)*(?:(?<=s)'(?!\w))?|--|\S",
        re.IGNORECASE,
    )


def subject_before(sentence: Sequence[Piece], verb: int) -> Range | None:
    """Indices of the noun phrase that is the subject of the verb at `verb`, standing before it; None without one.

    Auxiliaries and adverbs between are passed over, and so is an aside between commas, dashes or brackets,
    unless it is the name itself (the president, Maria Santos, said).
    """
    end = _before_auxiliaries(sentence, verb)
    if end > 2 and sentence[end - 1].lower == "to":  # used to say, went on to say, is sure to say
        end = _before_auxiliaries(sentence, end - (3 if sentence[end - 2].lower == "on" else 2))
    if end > 0 and sentence[end - 1].lower in {"who", "which"}:
        end -= 2 if end > 1 and sentence[end - 2].text == "," else 1
    elif end > 0 and (aside := _aside_before(sentence, end - 1)) is not None:
        if _is_bare_name(sentence[aside + 1 : end - 1]):
            return aside + 1, end - 1
        end = aside
    start = end
    while start > 0 and not _ends_phrase(sentence, start - 1, inside=start):
        start -= 1
    return _trim(sentence, start, end)


def _before_auxiliaries(sentence: Sequence[Piece], end: int) -> int:
    while end > 0 and (sentence[end - 1].lower in _AUXILIARIES or sentence[end - 1].adverb):
        end -= 1
    return end


def subject_after(sentence: Sequence[Piece], cue: int) -> Range | None:
    """Indices of the noun phrase right after the cue at `cue`: said *Ms. Rossi*, according to *the bank*."""
    start = end = cue + 1
    while end < len(sentence) and not _ends_phrase(sentence, end, inside=end - 1):
        if sentence[end].lower in _PREPOSITIONS - _INSIDE or (end > start and sentence[end].adverb):
            break
        end += 1
    stop = end + 1
    while stop < len(sentence) and sentence[stop].text not in _MARKS and sentence[stop].quote is None:
        stop += 1
    if end < len(sentence) and sentence[end].text == "," and _is_bare_name(sentence[end + 1 : stop]):
        return end + 1, stop
    return _trim(sentence, start, end)


def first_subject(sentence: Sequence[Piece]) -> Range | None:
    """Indices of the sentence's first noun phrase, up to what looks like its verb; for *…, saying*."""
    start = 0
    if sentence[0].lower in _PREPOSITIONS | _CONJUNCTIONS:  # After the vote, the minister left, saying …
        start = next((index + 1 for index, piece in enumerate(sentence) if piece.text == ","), 0)
    for end in range(start + 1, len(sentence)):
        piece = sentence[end]
        if piece.quote is not None:
            return None
        is_verb = piece.lower in _AUXILIARIES or (piece.lower.endswith("ed") and not piece.capital)
        if is_verb or piece.text in _MARKS:
            return _trim(sentence, start, end)
    return None


def speaker(phrase: Sequence[Piece]) -> str | None:
    """The personal name in a noun phrase, else the phrase; a pronoun stays one; None if it names nobody.

    Examples
    --------
    >>> def phrase(text):
    ...     return pieces(text, 0, len(text), {})
    >>> speaker(phrase("Chinese Foreign Ministry Spokesperson Lin Jian"))
    'Lin Jian'
    >>> speaker(phrase("a senior official of the Foreign Ministry")), speaker(phrase("She")), speaker(phrase("I"))
    ('a senior official of the Foreign Ministry', 'She', None)
    """
    head = next((i for i, piece in enumerate(phrase) if piece.lower in _PREPOSITIONS), len(phrase))
    if head < len(phrase) and _has_title(phrase[:head]):
        phrase = phrase[:head]
    words = [piece.text for piece in phrase]
    if not words or words[0].lower() in _NOBODY and len(words) == 1:
        return None
    run = len(words)
    while run > 0 and (phrase[run - 1].capital or phrase[run - 1].lower in _PARTICLES):
        run -= 1
    roles = wordlist("speech_cues")["role"]
    last_role = max((i for i, word in enumerate(words[:-1]) if word.lower() in roles), default=-1)
    if run <= last_role + 1 < len(words) and all(w[:1].isalpha() for w in words[last_role + 1 :]):
        run = last_role + 1 if last_role >= 0 else run
        return _join(phrase[run:]) if last_role >= 0 or run == 0 else _after_lower(phrase, run)
    return _after_lower(phrase, run)


def _has_title(phrase: Sequence[Piece]) -> bool:
    """Whether a phrase ends in a name behind a role or an honorific: Senator Ruth Calder (of Ohio)."""
    cues = wordlist("speech_cues")
    return any(
        left.lower.removesuffix(".") in cues["role"] | cues["honorific"] and right.capital
        for left, right in pairwise(phrase)
    )


def _after_lower(phrase: Sequence[Piece], run: int) -> str:
    """The final run of capitals if a common noun stands before it (the activist Jane Roe), else the phrase."""
    if 0 < run < len(phrase):
        before = phrase[run - 1].lower
        if before not in _DETERMINERS | _PREPOSITIONS | {"and", "&"} and not before.endswith(("'s", "s'")):
            return _join(phrase[run:])
    return _join(phrase)


def _join(phrase: Sequence[Piece]) -> str:
    text = ""
    for left, right in zip((None, *phrase), phrase, strict=False):
        text += (" " if left is not None and right.start > left.end else "") + right.text
    return text


def _aside_before(sentence: Sequence[Piece], last: int) -> int | None:
    """Index of the mark that opens the aside closed by the mark at `last`, None if that closes none."""
    closing = sentence[last].text
    if closing not in {",", ")"} | _DASHES:
        return None
    opening = {")": frozenset("("), ",": frozenset(",")}.get(closing, _DASHES)
    for index in range(last - 1, max(-1, last - _LONGEST_ASIDE), -1):
        if sentence[index].quote is not None:
            return None
        if sentence[index].text in opening:
            return index if index > 0 else None
    return None


def _is_bare_name(phrase: Sequence[Piece]) -> bool:
    return 2 <= len(phrase) <= 4 and all(  # noqa: PLR2004
        piece.capital and piece.lower not in _LEADING | _DETERMINERS | _AUXILIARIES for piece in phrase
    )


def _ends_phrase(sentence: Sequence[Piece], index: int, *, inside: int) -> bool:
    """Whether the piece at `index` ends the noun phrase whose nearest piece is at `inside`."""
    piece = sentence[index]
    if piece.lower == "and":
        beyond = 2 * index - inside
        both = (inside, beyond)
        return not all(0 <= i < len(sentence) and sentence[i].capital for i in both)
    return piece.quote is not None or piece.text in _MARKS or piece.lower in _CONJUNCTIONS


def _trim(sentence: Sequence[Piece], start: int, end: int) -> Range | None:
    """The phrase without words of time before it and without what follows its head."""
    while start < end and (sentence[start].lower in _LEADING or sentence[start].text.isdigit()):
        follows = [piece.lower for piece in sentence[start : start + 3]]
        is_document = follows[0] in {"in", "on"} and follows[-1] in _DOCUMENTS
        start += 3 if is_document and len(follows) == 3 else 1  # noqa: PLR2004
    for index in range(start + 1, end):
        lower = sentence[index].lower
        if (lower in _PREPOSITIONS and lower not in _INSIDE) or lower in {"released", "published", "issued"}:
            end = index
            break
    while end > start and (sentence[end - 1].adverb or sentence[end - 1].lower in {"last", "week", "month"}):
        end -= 1
    return (start, end) if start < end else None
