"""Who speaks: the noun phrase next to a speech cue, and the name in it.

There is no parser. A phrase is what stands between the cue and the next mark, conjunction or relative word; a
name is its last run of capitals behind words for a role. The word lists are in `lexicons/speech_cues`.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from itertools import pairwise

from framing.preprocessing.pieces import DASHES, MARKS, Piece, cues, pieces

Range = tuple[int, int]

PRONOUNS = frozenset({"he", "she", "it", "they"})

_INSIDE = frozenset({"of", "for", "in", "at"})  # a phrase goes on over these: the mayor of Aden
_PUBLISHED = frozenset({"released", "published", "issued"})
_NAME_WORDS = range(2, 5)
_OPENS_ASIDE = {")": frozenset("("), ",": frozenset(","), **dict.fromkeys(DASHES, DASHES)}
_LONGEST_PHRASE = 30
_LONGEST_ASIDE = 16


def subject_before(sentence: Sequence[Piece], verb: int) -> Range | None:
    """Indices of the noun phrase before the verb at `verb` that is its subject; None without one.

    Auxiliaries and adverbs between are passed over, and so is an aside between commas, dashes or brackets,
    unless it is the name itself (the president, Maria Santos, said).
    """
    end = _before_auxiliaries(sentence, verb)
    if end >= len(("used", "to", "say")) and sentence[end - 1].lower == "to":  # used to say, went on to say
        end = _before_auxiliaries(sentence, end - (3 if sentence[end - 2].lower == "on" else 2))
    aside = None
    if end > 0 and sentence[end - 1].lower in {"who", "which"}:
        end -= 2 if end > 1 and sentence[end - 2].text == "," else 1
    elif end > 0 and (aside := _aside_before(sentence, end - 1)) is not None:
        if _is_bare_name(sentence[aside + 1 : end - 1]):
            return aside + 1, end - 1
        end = aside
    start = _start(sentence, end)
    if aside is not None and start > 0 and sentence[start - 1].text == ",":
        outer = _start(sentence, start - 1)  # Paul Roche, the minister, who rarely speaks, said
        if _is_bare_name(sentence[outer : start - 1]):
            return outer, start - 1
    return _trim(sentence, start, end)


def subject_after(sentence: Sequence[Piece], cue: int) -> Range | None:
    """Indices of the noun phrase after the cue at `cue`: said *Ms. Rossi*, according to *the bank*."""
    start = end = cue + 1
    limit = min(len(sentence), start + _LONGEST_PHRASE)
    while end < limit and not _ends_phrase(sentence, end, inside=end - 1):
        if sentence[end].lower in _ending_prepositions() or (end > start and sentence[end].adverb):
            break
        end += 1
    stop = end + 1
    while stop < limit and sentence[stop].text not in MARKS and sentence[stop].quote is None:
        stop += 1
    if end < len(sentence) and sentence[end].text == "," and _is_bare_name(sentence[end + 1 : stop]):
        return end + 1, stop
    return _trim(sentence, start, end)


def first_subject(sentence: Sequence[Piece]) -> Range | None:
    """Indices of the sentence's first noun phrase, up to what looks like its verb; for *…, saying*."""
    start = 0
    sentence = sentence[: 2 * _LONGEST_PHRASE]
    if sentence[0].lower in cues("preposition", "conjunction"):  # After the vote, the minister left,
        start = next((index + 1 for index, piece in enumerate(sentence) if piece.text == ","), 0)
    for end in range(start + 1, len(sentence)):
        piece = sentence[end]
        if piece.quote is not None:
            return None
        is_verb = piece.lower in cues("auxiliary") or (piece.lower.endswith("ed") and not piece.capital)
        if is_verb or piece.text in MARKS:
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
    >>> speaker(phrase("a senior official of the Foreign Ministry")), speaker(phrase("She"))
    ('a senior official of the Foreign Ministry', 'She')
    >>> speaker(phrase("I")) is None
    True
    """
    head = next((i for i, piece in enumerate(phrase) if piece.lower in cues("preposition")), len(phrase))
    if _has_name_after_role(phrase[:head]):
        phrase = phrase[:head]
    if not phrase or (len(phrase) == 1 and phrase[0].lower in cues("nobody")):
        return None
    run = len(phrase)
    while run > 0 and (phrase[run - 1].capital or phrase[run - 1].lower in cues("particle")):
        run -= 1
    role = max((i for i, piece in enumerate(phrase[:-1]) if piece.lower in cues("role")), default=-1)
    if role >= 0 and run <= role + 1:
        return _join(phrase[role + 1 :])
    if 0 < run < len(phrase):  # the activist Jane Roe, but: the White House, the mayor of Aden
        before = phrase[run - 1]
        is_grammar = before.lower in cues("determiner", "preposition") or before.lower in {"and", "&"}
        if not is_grammar and not before.possessive:
            return _join(phrase[run:])
    return _join(phrase)


def people(text: str) -> list[tuple[int, str]]:
    """Whom a text names with an honorific or a role, in order: where the name ends, and the name.

    Examples
    --------
    >>> people("President Ana Kovac met Mr. Lee.")
    [(19, 'Ana Kovac'), (31, 'Mr. Lee')]
    """
    words = pieces(text, 0, len(text), {})
    found: list[tuple[int, str]] = []
    for place, word in enumerate(words[:-1]):
        titled = _is_honorific(word)
        if not words[place + 1].capital or not (titled or word.lower in cues("role")):
            continue
        last = place + 1
        while last < len(words) and words[last].capital:
            last += 1
        name = speaker(words[place if titled else place + 1 : last])
        if name is not None:
            found.append((words[last - 1].end, name.removesuffix("'s")))
    return found


def _is_honorific(piece: Piece) -> bool:
    return piece.lower.removesuffix(".") in cues("honorific")


def _has_name_after_role(phrase: Sequence[Piece]) -> bool:
    """Whether a name stands behind a role or an honorific: Senator Ruth Calder (of Ohio)."""
    return any(
        right.capital and (_is_honorific(left) or left.lower in cues("role"))
        for left, right in pairwise(phrase)
    )


def _join(phrase: Sequence[Piece]) -> str:
    text = phrase[0].text
    for left, right in pairwise(phrase):
        text += (" " if right.start > left.end else "") + right.text
    return text


@functools.cache
def _ending_prepositions() -> frozenset[str]:
    """Prepositions at which a noun phrase ends."""
    return cues("preposition") - _INSIDE


def _start(sentence: Sequence[Piece], end: int) -> int:
    """Index where the noun phrase that ends at `end` starts."""
    start = end
    while start > max(0, end - _LONGEST_PHRASE) and not _ends_phrase(sentence, start - 1, inside=start):
        start -= 1
    return start


def _before_auxiliaries(sentence: Sequence[Piece], end: int) -> int:
    while end > 0 and (sentence[end - 1].lower in cues("auxiliary") or sentence[end - 1].adverb):
        end -= 1
    return end


def _aside_before(sentence: Sequence[Piece], last: int) -> int | None:
    """Index of the mark that opens the aside closed by the mark at `last`, None if that closes none."""
    closing = sentence[last].text
    opening = _OPENS_ASIDE.get(closing)
    if opening is None:
        return None
    for index in range(last - 1, max(0, last - _LONGEST_ASIDE), -1):
        if sentence[index].quote is not None:
            return None
        if sentence[index].text in opening:
            return index
    return None


def _is_bare_name(phrase: Sequence[Piece]) -> bool:
    if len(phrase) not in _NAME_WORDS:
        return False
    grammar = cues("opener", "determiner", "auxiliary")
    return all(piece.capital and piece.lower not in grammar for piece in phrase)


def _ends_phrase(sentence: Sequence[Piece], index: int, *, inside: int) -> bool:
    """Whether the piece at `index` ends the noun phrase whose nearest piece is at `inside`."""
    piece = sentence[index]
    if piece.lower == "and":  # Khan and Lee said
        beyond = 2 * index - inside
        return not all(0 <= i < len(sentence) and sentence[i].capital for i in (inside, beyond))
    return piece.quote is not None or piece.text in MARKS or piece.lower in cues("conjunction")


def _trim(sentence: Sequence[Piece], start: int, end: int) -> Range | None:
    """The phrase without words of time before it and without what follows its head."""
    while start < end and (sentence[start].lower in cues("opener") or sentence[start].text.isdigit()):
        third = sentence[start + 2].lower if start + 2 < end else ""
        start += 3 if third in cues("document") else 1  # in a statement the ministry said
    for index in range(start + 1, end):
        lower = sentence[index].lower
        if lower in _ending_prepositions() or lower in _PUBLISHED:
            end = index
            break
    while end > start and (sentence[end - 1].adverb or sentence[end - 1].lower in {"last", "week", "month"}):
        end -= 1
    return (start, end) if start < end else None
