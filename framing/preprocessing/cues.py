"""Speech cues: the verbs, nouns and phrases that make a quotation somebody's words, and what they govern.

The lists are in `lexicons/speech_cues`. Everything is bounded by a window, so that the time grows with the
sentence's length and no faster.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from framing.preprocessing.pieces import DASHES, Piece, cues
from framing.preprocessing.speakers import (
    PRONOUNS,
    Range,
    first_subject,
    speaker,
    subject_after,
    subject_before,
)

_BE = frozenset({"was", "were", "been", "being", "is", "are"})
_TURNS = frozenset({"but", "while", "whereas", "although", "though", "yet"})
_ATTACHING = frozenset({"of", "for", "as", "against", "with", "over", "that", "to", ":", ","}) | DASHES
_BREAKS = frozenset({",", ";", ":"}) | DASHES
_CLOSERS = frozenset(",.;:!?()\"'") | DASHES
_COMMA_OR_DASH = frozenset({","}) | DASHES
_BEFORE_A_VERB = PRONOUNS | {"who", "to"}
_PHRASED = frozenset({"according", "words", "put", "puts"})
_WINDOW = 150
_LONGEST_OBJECT = 8
_LONGEST_ASIDE = 12
_LONGEST_SUBJECT = 6


class Attribution(NamedTuple):  # made many times faster than a dataclass
    """That a cue governs a quotation, who it says speaks, and whether it stands right beside it."""

    speaker: str | None
    adjacent: bool


class _Cue(NamedTuple):
    """Indices of the quotations that a cue governs, and the speaker it names."""

    reach: Sequence[int]
    speaker: str | None


def attributions(sentence: Sequence[Piece], soft: AbstractSet[int]) -> dict[int, Attribution]:
    """Attributions of the quotations of one sentence, by number; those that no cue governs are missing.

    `soft` are the quotations after whose closing mark the sentence goes on: they end in a comma, a dash or a
    question or exclamation mark inside their marks. Of several cues, the last before a quotation governs it,
    else the first after it.
    """
    found: dict[int, Attribution] = {}
    last: str | None = None
    telling = _telling()
    for index, (_, _, _, lower, quote) in enumerate(sentence):
        if not (lower in telling or lower.endswith("ed")) or quote is not None:
            continue  # most words
        cue = _cue(sentence, index, soft, last)
        if cue is None:
            continue
        last = cue.speaker or last
        for place in cue.reach:
            number = sentence[place].quote
            if number is not None and (place > index or number not in found):
                found[number] = Attribution(cue.speaker, _is_adjacent(sentence, index, place))
    return found


def _cue(sentence: Sequence[Piece], index: int, soft: AbstractSet[int], last: str | None) -> _Cue | None:
    """The cue at `index`, None if there is none; `last` is the speaker of the sentence so far."""
    lower = sentence[index].lower
    following = _lower(sentence, index + 1)
    if lower in _PHRASED and (phrase := _phrase(sentence, index)):
        return phrase
    if lower in cues("noun") and _introduces(sentence, index):
        return _Cue(_after(sentence, index), _possessor(sentence, index) or last)
    reports = lower in cues("verb") or _closes_quotation(sentence, index, soft)
    if not reports and lower not in cues("act"):
        return None
    if following == "by" and _lower(sentence, index - 1) in _BE:  # was hailed by Beijing as “…”
        return _Cue(_attached(sentence, index), _name(sentence, subject_after(sentence, index + 1)))
    if following in {"by", "with"} or (lower in cues("ambiguous") and not _is_verb(sentence, index)):
        return None  # replied by launching the “…” effort
    return _verb(
        sentence, index, soft, last, _after(sentence, index) if reports else _attached(sentence, index)
    )


@functools.cache
def _telling() -> frozenset[str]:
    """All words at which a cue may stand, unknown verbs aside."""
    return cues("noun", "verb", "act") | _PHRASED


@functools.cache
def _closers() -> frozenset[str]:
    """What may stand behind a verb of speech at its clause's end."""
    return _CLOSERS | cues("trailing")


def _phrase(sentence: Sequence[Piece], index: int) -> _Cue | None:
    """A cue that is no verb: according to X, in the words of X, as X put it, in X's words."""
    both = f"{sentence[index].lower} {_lower(sentence, index + 1)}"
    if both in {"according to", "words of"}:
        return _Cue(_around(sentence, index), _name(sentence, subject_after(sentence, index + 1)))
    if both in {"put it", "puts it"}:
        return _Cue(_around(sentence, index), _name(sentence, subject_before(sentence, index)))
    if sentence[index].lower != "words":
        return None
    place = index - 2 if _lower(sentence, index - 1) == "own" else index - 1
    if _lower(sentence, place) in {"his", "her", "its", "their"} and _lower(sentence, place - 1) == "in":
        return _Cue(_around(sentence, index), _name(sentence, first_subject(sentence)))
    if place >= 0 and sentence[place].possessive:
        return _Cue(_around(sentence, index), _possessor(sentence, index))
    return None


def _verb(
    sentence: Sequence[Piece], index: int, soft: AbstractSet[int], last: str | None, after: Sequence[int]
) -> _Cue | None:
    """The cue that a verb of speech is, with its subject before or after it, or none."""
    lower, before = sentence[index].lower, _lower(sentence, index - 1)
    inverted = _inverted(sentence, index, soft)
    if inverted is not None:
        return _Cue([*_before(sentence, index), *_after(sentence, index)], _name(sentence, inverted))
    if lower in cues("told") and before in _BE:  # we were told that: the subject listens
        return _Cue(after, None)
    if lower.endswith("ing") and before != "as":
        return _Cue(after, last or _name(sentence, first_subject(sentence))) if after else None
    # The last two words of "was quoted as saying" stand between the verb and its subject.
    subject = subject_before(sentence, index - 2 if before == "as" and index > 1 else index)
    if subject is not None:
        reach = [*_closed(sentence, subject, index, soft), *after]
        return _Cue(reach, _name(sentence, subject)) if reach else None
    name = None
    if before == ",":  # Young people, says Omar Farouk, “vote …”
        name = _name(sentence, subject_after(sentence, index))
    elif before == "and" and last is None:  # She rose and said: “…”
        name = _name(sentence, first_subject(sentence))
    return _Cue(after, name or last) if after else None


def _inverted(sentence: Sequence[Piece], index: int, soft: AbstractSet[int]) -> Range | None:
    """The subject after a verb that follows its quotation: “…,” said Ms. Rossi."""
    comma = index > 1 and sentence[index - 1].text in _COMMA_OR_DASH
    place = index - 2 if comma else index - 1
    if place < 0 or sentence[index].lower.endswith("ing"):
        return None
    number = sentence[place].quote
    return subject_after(sentence, index) if number is not None and (comma or number in soft) else None


def _closes_quotation(sentence: Sequence[Piece], index: int, soft: AbstractSet[int]) -> bool:
    """Whether an unknown verb can only be one of speech: “…,” snapped the admiral. “…,” she hummed."""
    if not 0 < index <= _LONGEST_SUBJECT or sentence[0].quote not in soft:
        return False
    if not sentence[index].lower.endswith("ed"):
        return False
    return index == 1 or _is_end(sentence, index + 1) or sentence[index + 1].text in ".,;:"


def _closed(sentence: Sequence[Piece], subject: Range, verb: int, soft: AbstractSet[int]) -> list[int]:
    """Quotations that a clause such as *…, the minister told parliament* closes or interrupts."""
    quotes = _before(sentence, subject[0])
    if not quotes:
        return []
    opening = subject[0] - 1
    while opening > quotes[-1] and sentence[opening].lower in {"as", "so"}:
        opening -= 1
    beside = opening == quotes[-1] and (
        sentence[opening].quote in soft or sentence[subject[0]].lower in PRONOUNS
    )
    if not beside and sentence[opening].text not in _COMMA_OR_DASH:
        return []
    ends = _is_end(sentence, verb + 1) or sentence[verb + 1].lower in _closers()
    if ends or sentence[verb + 1].adverb or sentence[verb].lower in cues("told"):
        return quotes
    return quotes if beside and sentence[0].quote is not None and sentence[verb + 1].lower != "that" else []


def _after(sentence: Sequence[Piece], index: int) -> list[int]:
    """Indices of the quotations after the cue, up to a clause that turns away from it (…, but)."""
    found = []
    for place in range(index + 1, min(len(sentence), index + _WINDOW)):
        lower = sentence[place].lower
        if lower == ";" or (lower in _TURNS and sentence[place - 1].text == ","):
            break
        if sentence[place].quote is not None:
            found.append(place)
    return found


def _before(sentence: Sequence[Piece], index: int) -> list[int]:
    return [place for place in range(max(0, index - _WINDOW), index) if sentence[place].quote is not None]


def _around(sentence: Sequence[Piece], index: int) -> list[int]:
    return [*_before(sentence, index), *_before(sentence, min(len(sentence), index + _WINDOW))]


def _attached(sentence: Sequence[Piece], verb: int) -> list[int]:
    """Quotations that an act of speech takes as its words, not as its object.

    He promised that “…”, accused them of “…”, called the plan “…”, what he called “…”: words. He promised
    “foolproof” measures: the object, perhaps in somebody's words, but no report of speech.
    """
    found = []
    for place in _after(sentence, verb):
        between = [piece.lower for piece in sentence[verb + 1 : place]]
        if not between:
            words = any(piece.lower == "what" for piece in sentence[max(0, verb - _LONGEST_OBJECT) : verb])
        elif sentence[verb].lower in cues("names"):
            words = len(between) <= _LONGEST_OBJECT and _BREAKS.isdisjoint(between)
        else:
            nearest = between[-2] if between[-1] in cues("determiner") and len(between) > 1 else between[-1]
            words = nearest in _ATTACHING or between[0] == "that"
        if words:
            found.append(place)
    return found


def _is_verb(sentence: Sequence[Piece], index: int) -> bool:
    """Whether a word that is also a noun (claims, states, reports) is a verb here."""
    previous = _lower(sentence, index - 1)
    if previous in cues("determiner") and previous not in {"that", "this"}:
        return False
    beside = index + 1 if _lower(sentence, index + 1) not in {",", ":"} else index + 2
    if _lower(sentence, index + 1) == "that" or (
        beside < len(sentence) and sentence[beside].quote is not None
    ):
        return True
    if index == 0:
        return False
    before = sentence[index - 1]
    if before.quote is not None or (
        before.text == "," and index > 1 and sentence[index - 2].quote is not None
    ):
        return True
    named = before.capital and before.lower not in cues("determiner") and not before.possessive
    return before.lower in _BEFORE_A_VERB or (named and sentence[index].lower != "states")


def _introduces(sentence: Sequence[Piece], index: int) -> bool:
    """Whether a noun of speech introduces words: claim that “…”, a statement: “…”, his answer was “…”."""
    place = index + 1
    if _lower(sentence, place) == ",":  # his answer, given late, was that
        aside = range(place + 1, min(len(sentence), place + _LONGEST_ASIDE))
        place = next((other + 1 for other in aside if sentence[other].text == ","), place)
    first, second = _lower(sentence, place), place + 1
    quoted = second < len(sentence) and sentence[second].quote is not None
    if first == "that" or (first == ":" and quoted):
        return True
    return first in {"is", "was"} and (quoted or _lower(sentence, second) == "that")


def _possessor(sentence: Sequence[Piece], index: int) -> str | None:
    """Whose claim it is: the noun phrase with 's before it."""
    for place in range(index - 1, max(-1, index - 4), -1):
        if sentence[place].possessive:
            name = _name(sentence, subject_before(sentence, place + 1))
            return name.removesuffix("'s").removesuffix("'") if name else None
    return None


def _is_adjacent(sentence: Sequence[Piece], cue: int, place: int) -> bool:
    return all(piece.lower in {",", ":", "that"} or piece.adverb for piece in sentence[cue + 1 : place])


def _is_end(sentence: Sequence[Piece], index: int) -> bool:
    return index >= len(sentence) or sentence[index].quote is not None


def _lower(sentence: Sequence[Piece], index: int) -> str:
    return sentence[index].lower if 0 <= index < len(sentence) else ""


def _name(sentence: Sequence[Piece], subject: Range | None) -> str | None:
    return None if subject is None else speaker(sentence[slice(*subject)])
