"""Speech cues: the verbs, nouns and phrases that make a quotation somebody's words, and what they govern."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from framing.preprocessing.speakers import (
    PRONOUNS,
    Piece,
    Range,
    first_subject,
    speaker,
    subject_after,
    subject_before,
)
from framing.preprocessing.wordlists import wordlist

_NAMES_WITH_OBJECT = frozenset(
    f"{stem}{end}"
    for stem in ("call", "label", "brand", "dub", "term")
    for end in ("", "s", "ed", "led", "bed", "ing")
)
_TOLD = frozenset({"told", "informed", "assured", "asked", "advised", "warned", "notified", "reminded"})
_BE = frozenset("was were been being is are".split())
_CUTS = frozenset({"but", "while", "whereas", "although", "though", "yet"})
_ATTACHING = frozenset({"of", "for", "as", "against", "with", "over", "that", "to", ":", ",", "--", "—", "–"})
_DETERMINERS = frozenset("a an the his her its their this that".split())
_AFTER_TRAILING = frozenset(",.;:!?—–-()\"'" + "") | frozenset(
    "-- in on at to during after before when as of last this yesterday today monday tuesday wednesday thursday "
    "friday saturday sunday with about from over".split()
)


_LONGEST_OBJECT = 8
_LONGEST_SUBJECT = 5


@dataclass(frozen=True, slots=True)
class Attribution:
    """That a cue governs a quotation, who it says speaks, and whether it stands right beside it."""

    speaker: str | None
    adjacent: bool


def attributions(sentence: Sequence[Piece], soft: AbstractSet[int]) -> dict[int, Attribution]:
    """What the cues of one sentence say of its quotations, by number; those no cue governs are missing.

    `soft` are the quotations that end in a comma, a dash or a question or exclamation mark, inside their
    marks: the sentence goes on after them. Of several cues, the last before a quotation governs it, else the
    first after.
    """
    found: dict[int, Attribution] = {}
    last: str | None = None
    for index in range(len(sentence)):
        for reach, name in _cue(sentence, index, soft, last):
            last = name or last
            for place in reach:
                number = sentence[place].quote
                if number is not None and (place > index or number not in found):
                    found[number] = Attribution(name, _is_adjacent(sentence, index, place))
    return found


def _cue(
    sentence: Sequence[Piece], index: int, soft: AbstractSet[int], last: str | None
) -> list[tuple[list[int], str | None]]:
    """The quotations (as indices of pieces) that a cue at `index` governs, and its speaker; empty if none."""
    words = wordlist("speech_cues")
    lower = sentence[index].lower
    following = sentence[index + 1].lower if index + 1 < len(sentence) else ""
    quotes = [place for place, piece in enumerate(sentence) if piece.quote is not None]
    if f"{lower} {following}" in {"according to", "words of"}:
        return [(quotes, _name(sentence, subject_after(sentence, index + 1)))]
    if f"{lower} {following}" in {"put it", "puts it"}:
        return [(quotes, _name(sentence, subject_before(sentence, index)))]
    if lower == "words" and (owner := _owner_of_words(sentence, index)):
        return [(quotes, None if owner == "?" else owner)]
    if lower in words["noun"] and _reports(sentence, index):
        return [(_reach(sentence, index), _possessor(sentence, index) or last)]
    is_verb = lower in words["verb"] or _closes_quotation(sentence, index, soft)
    if not is_verb and lower not in words["act"]:
        return []
    if following == "by" and index > 0 and sentence[index - 1].lower in _BE:
        attached = [place for place in quotes if place > index and _attached(sentence, index, place)]
        return [(attached, _name(sentence, subject_after(sentence, index + 1)))]
    if following in {"by", "with"} or (lower in words["ambiguous"] and not _is_verb(sentence, index)):
        return []
    inverted = _inverted(sentence, index, soft)
    if inverted is not None:
        before = [place for place in quotes if place < index]
        return [(before + _reach(sentence, index), _name(sentence, inverted))]
    return _with_subject_before(sentence, index, soft, last, is_verb=is_verb)


def _with_subject_before(
    sentence: Sequence[Piece], index: int, soft: AbstractSet[int], last: str | None, *, is_verb: bool
) -> list[tuple[list[int], str | None]]:
    lower = sentence[index].lower
    after = _reach(sentence, index)
    if not is_verb:
        after = [place for place in after if _attached(sentence, index, place)]
    before = sentence[index - 1].lower if index else ""
    if lower in _TOLD and before in _BE:
        return [(after, None)]
    if lower == "saying" and before == "as":  # was quoted as saying
        return [(after, _name(sentence, subject_before(sentence, max(0, index - 2))))]
    if lower.endswith("ing"):
        return [(after, last or _name(sentence, first_subject(sentence)))] if after else []
    subject = subject_before(sentence, index)
    if subject is None and before == "," and is_verb:  # Young people, says Omar Farouk, “vote …”
        subject = subject_after(sentence, index)
        return [(after, _name(sentence, subject))] if after else []
    if subject is None:
        name = last or (_name(sentence, first_subject(sentence)) if before == "and" else None)
        return [(after, name)] if after else []
    trailing = _trailing(sentence, subject, index, soft)
    return [(trailing + after, _name(sentence, subject))] if trailing or after else []


def _inverted(sentence: Sequence[Piece], index: int, soft: AbstractSet[int]) -> Range | None:
    """The subject after a verb that follows its quotation: “…,” said Ms. Rossi."""
    place = index - 1
    comma = place > 0 and sentence[place].text in {",", "-", "--", "—", "–"}
    if comma:
        place -= 1
    if place < 0 or sentence[place].quote is None or sentence[index].lower.endswith("ing"):
        return None
    return subject_after(sentence, index) if comma or sentence[place].quote in soft else None


def _closes_quotation(sentence: Sequence[Piece], index: int, soft: AbstractSet[int]) -> bool:
    """Whether an unknown verb can only be one of speech: “…,” snapped the admiral. “…,” she hummed."""
    if not sentence[index].lower.endswith("ed") or sentence[0].quote not in soft or index == 0:
        return False
    if index == 1:
        return True
    following = sentence[index + 1] if index + 1 < len(sentence) else None
    ends = following is None or following.quote is not None or following.text in ".,;:"
    return ends and index <= _LONGEST_SUBJECT + 1


def _owner_of_words(sentence: Sequence[Piece], index: int) -> str | None:
    """Whose words a phrase such as *in his own words*, *in Napoleon's words* names; `?` if only a pronoun does."""
    place = index - 1
    if place >= 0 and sentence[place].lower == "own":
        place -= 1
    if place < 1:
        return None
    if sentence[place].lower in {"his", "her", "its", "their"} and sentence[place - 1].lower == "in":
        return _name(sentence, first_subject(sentence)) or "?"
    if sentence[place].lower.endswith(("'s", "s'")):
        return _possessor(sentence, index)
    return None


def _trailing(sentence: Sequence[Piece], subject: Range, verb: int, soft: AbstractSet[int]) -> list[int]:
    """Quotations before a clause such as *…, the minister told parliament* that closes or interrupts them."""
    quotes = [place for place in range(subject[0]) if sentence[place].quote is not None]
    if not quotes:
        return []
    opening = subject[0] - 1
    while opening > quotes[-1] and sentence[opening].lower in {"as", "so"}:
        opening -= 1
    beside = opening == quotes[-1] and (
        sentence[opening].quote in soft or sentence[subject[0]].lower in PRONOUNS
    )
    if not beside and sentence[opening].text not in {",", "—", "–", "--", "-"}:
        return []
    following = sentence[verb + 1] if verb + 1 < len(sentence) else None
    closes = following is None or following.quote is not None or following.lower in _AFTER_TRAILING
    if closes or following is None or following.adverb or sentence[verb].lower in _TOLD:
        return quotes
    return quotes if beside and sentence[0].quote is not None and following.lower != "that" else []


def _reach(sentence: Sequence[Piece], index: int) -> list[int]:
    """Indices of the quotations after the cue, up to a clause that turns away from it (…, but)."""
    found = []
    for place in range(index + 1, len(sentence)):
        text = sentence[place].lower
        if text == ";" or (text in _CUTS and sentence[place - 1].text == ","):
            break
        if sentence[place].quote is not None:
            found.append(place)
    return found


def _attached(sentence: Sequence[Piece], verb: int, place: int) -> bool:
    """Whether an act of speech (promise, accuse, call) takes the quotation as its words, not as its object."""
    between = [piece.lower for piece in sentence[verb + 1 : place]]
    if not between:
        return any(piece.lower == "what" for piece in sentence[max(0, verb - 8) : verb])
    if sentence[verb].lower in _NAMES_WITH_OBJECT:
        return len(between) <= _LONGEST_OBJECT and not {",", ";", ":", "-", "--", "—", "–"} & set(between)
    nearest = between[-2] if between[-1] in _DETERMINERS and len(between) > 1 else between[-1]
    return nearest in _ATTACHING or between[0] == "that"


def _is_verb(sentence: Sequence[Piece], index: int) -> bool:
    """Whether a word that is also a noun (claims, states, reports) is a verb here."""
    after = [piece for piece in sentence[index + 1 : index + 3]]
    if after and (after[0].lower == "that" or after[0].quote is not None):
        return True
    if len(after) > 1 and after[0].text in {",", ":"} and after[1].quote is not None:
        return True
    if index == 0:
        return False
    before = sentence[index - 1]
    if before.quote is not None or (
        before.text == "," and index > 1 and sentence[index - 2].quote is not None
    ):
        return True
    is_name = before.capital and before.lower not in _DETERMINERS and not before.lower.endswith(("'s", "s'"))
    is_name = is_name and sentence[index].lower != "states"
    return before.lower in PRONOUNS | {"who", "to"} or is_name


def _reports(sentence: Sequence[Piece], index: int) -> bool:
    """Whether a noun of speech introduces words: the claim that “…”, in a statement: “…”, his answer was “…”."""
    start = index + 1
    if start < len(sentence) and sentence[start].text == ",":  # an aside: his answer, given late, was that
        start += 1 + next(
            (i for i, piece in enumerate(sentence[start + 1 : start + 12]) if piece.text == ","), 0
        )
        start += 1
    after = sentence[start : start + 2]
    if not after:
        return False
    if after[0].lower == "that" or (after[0].text == ":" and len(after) > 1 and after[1].quote is not None):
        return True
    return (
        len(after) > 1
        and after[0].lower in {"is", "was"}
        and (after[1].lower == "that" or after[1].quote is not None)
    )


def _possessor(sentence: Sequence[Piece], index: int) -> str | None:
    """Whose claim it is: the noun phrase with 's before it."""
    for place in range(index - 1, max(-1, index - 4), -1):
        if sentence[place].lower.endswith(("'s", "s'")):
            subject = subject_before(sentence, place + 1)
            name = _name(sentence, subject)
            return name.removesuffix("'s").removesuffix("'") if name else None
    return None


def _is_adjacent(sentence: Sequence[Piece], cue: int, place: int) -> bool:
    if place < cue:
        return True
    return all(piece.lower in {",", ":", "that"} or piece.adverb for piece in sentence[cue + 1 : place])


def _name(sentence: Sequence[Piece], subject: Range | None) -> str | None:
    return None if subject is None else speaker(sentence[slice(*subject)])
