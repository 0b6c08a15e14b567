"""Whose words: direct quotations told apart from scare quotes and titles, their speakers, and the masked text.

Where marks open and close is found in `quotes`, what cues govern in `cues`, names in `speakers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from framing.preprocessing.cues import Attribution, attributions
from framing.preprocessing.prepare import Prepared
from framing.preprocessing.quotes import Marked, marked
from framing.preprocessing.speakers import PRONOUNS, Piece, pieces, speaker
from framing.preprocessing.tokens import Token, is_word, sentence_spans
from framing.preprocessing.wordlists import wordlist

QuotationKind = Literal["direct", "scare", "title"]
Span = tuple[int, int]

_SMALL_WORDS = frozenset("a an the of and or in on at to for with by from as nor but is its vs v".split())
_FINITE = frozenset(
    "is are was were am isn't aren't wasn't weren't has have had hasn't haven't hadn't do does did don't doesn't "
    "didn't will won't would wouldn't can can't cannot could couldn't may might must mustn't shall should shouldn't "
    "let's i'm i've i'll i'd we're we've we'll we'd you're you've you'll you'd they're they've they'll they'd he's "
    "she's it's he'll she'll it'll that's there's what's who's here's he'd she'd it'd".split()
)
_SUBJECTS = frozenset("i we you he she it they".split())
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_WORDS_OF_A_CLAUSE = 3


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks in a prepared paragraph.

    Attributes
    ----------
    start, end
        half-open span of the words, without the marks, and without a comma or full stop before the closing
        one
    kind
        `direct`: somebody's words, the voice `quoted`; `scare`: words the author keeps at a distance or talks
        about; `title`: a work or a name. The last two are the author's own voice.
    speaker
        the name, else the noun phrase, that the cue gives the words to; None where it gives none
    """

    start: int
    end: int
    kind: QuotationKind
    speaker: str | None


def quotations(paragraphs: Sequence[Prepared]) -> list[list[Quotation]]:
    """Quotations of an article's prepared paragraphs, in order, none inside another.

    Examples
    --------
    >>> from framing.preprocessing.prepare import prepare
    >>> quotations([prepare("“We will stay,” said Prime Minister Ana Kovac of the “safe zone.”")])[0]
    XX
    """
    found: list[list[Quotation]] = []
    stretches = marked(paragraphs)
    for paragraph, marks in zip(paragraphs, stretches, strict=True):
        found.append(_in_paragraph(paragraph.text, marks))
    _join_continued(found, stretches)
    return found


def mask(text: str, spans: Iterable[Span]) -> str:
    """`text` with each letter and digit inside `spans` replaced by `x`; its length stays.

    Examples
    --------
    >>> mask("He said: 'I am 40!'", [(10, 18)])
    "He said: 'x xx xx!'"
    """
    masked = list(text)
    for start, end in spans:
        masked[start:end] = ["x" if character.isalnum() else character for character in masked[start:end]]
    return "".join(masked)


def count_voices(tokens: Iterable[Token], spans: Sequence[Span]) -> tuple[int, int]:
    """Number of words of the author and of the quotations at `spans`; together the `n_words` of all.

    A word belongs to the voice of its first character.
    """
    words = [token.start for token in tokens if is_word(token)]
    quoted = sum(any(start <= place < end for start, end in spans) for place in words)
    return len(words) - quoted, quoted


@dataclass(frozen=True, slots=True)
class _Judged:
    """A quotation before pronouns are resolved, its sentence's number, and whether a cue governs it."""

    quotation: Quotation
    sentence: int
    cued: bool


def _in_paragraph(text: str, marks: Sequence[Marked]) -> list[Quotation]:
    if not marks:
        return []
    found: list[_Judged] = []
    for number, (start, end) in enumerate(sentence_spans(_skeleton(text, marks))):
        inside = {index: mark for index, mark in enumerate(marks) if start <= mark.first < end}
        if not inside:
            continue
        sentence = pieces(text, start, end, inside)
        cued = attributions(sentence, {index for index, mark in inside.items() if _is_soft(text, mark)})
        for place, piece in enumerate(sentence):
            if piece.quote is None:
                continue
            mark, cue = marks[piece.quote], cued.get(piece.quote)
            kind = _kind(text, mark, sentence, place, cue)
            name = cue.speaker if cue and kind == "direct" else None
            quotation = Quotation(mark.start, mark.end, kind, name)
            found.append(_Judged(quotation, number, cue is not None))
    return _resolve(text, found)


def _is_soft(text: str, mark: Marked) -> bool:
    return text[mark.end - 1] in "?!-—–…" or "," in text[mark.end : mark.last]


def _skeleton(text: str, marks: Sequence[Marked]) -> str:
    """`text` with each quotation as one long word, so that no sentence ends inside it.

    A full stop at its end stays and may end the sentence, unless the next word has a small letter; a question
    or exclamation mark only if no verb of speech follows within a few words (“Why?” Mr. Khan asked).
    """
    parts: list[str] = []
    place = 0
    for mark in marks:
        final = text[mark.end : mark.last].strip(" \"'")[:1] or text[mark.end - 1]
        rest = text[mark.last : mark.last + 80].lstrip()
        goes_on = rest[:1].islower() or (final in "?!" and _has_verb_first(rest))
        stop = final if final in ".?!" and not goes_on else "x"
        length = mark.last - mark.first
        letter = "X" if text[mark.start].isupper() else "x"
        parts += [text[place : mark.first], letter * (length - 2) + (stop + '"')[-min(2, length) :]]
        place = mark.last
    return "".join(parts) + text[place:]


def _has_verb_first(rest: str) -> bool:
    clause = re.split(r"[,;:!?\"]", rest, maxsplit=1)[0].lower()
    return not wordlist("speech_cues")["verb"].isdisjoint(_WORD.findall(clause)[:8])


def _kind(
    text: str, mark: Marked, sentence: Sequence[Piece], place: int, cue: Attribution | None
) -> QuotationKind:
    words = wordlist("speech_cues")
    before = sentence[place - 1].lower if place else ""
    inner = text[mark.start : mark.end]
    capitals = _has_title_case(inner)
    beyond = sentence[place - 2].lower if place > 1 and before == "," else before
    if (before in words["mention"] and not (cue and cue.adjacent)) or before == "what":
        return "scare"
    if (before in words["naming"] and not (cue and cue.adjacent)) or (capitals and beyond in words["work"]):
        return "title" if inner[:1].isupper() else "scare"
    if capitals and before in {"read", "reads", "reading"}:
        return "title"
    if cue is not None and (cue.adjacent or not capitals):
        return "direct"
    if before in words["act"] and inner.startswith(("to ", "that ")):
        return "direct"
    if not capitals and _stands_alone(text, mark, sentence, place):
        return "direct"
    return "title" if capitals or (beyond in words["work"] and inner[:1].isupper()) else "scare"


def _stands_alone(text: str, mark: Marked, sentence: Sequence[Piece], place: int) -> bool:
    """Whether a quotation that no cue governs is a clause of its own."""
    if not text[mark.start].isupper() and not (mark.continues or mark.unclosed):
        return False
    words = [word.lower() for word in _WORD.findall(text, mark.start, mark.end)]
    before = sentence[place - 1].text if place else ""
    alone = all(piece.text in {".", "?", "!", '"', "'"} for piece in sentence if piece.quote is None)
    if alone and len(words) > 1:
        return True
    if before == ":" and len(words) > 1:
        return True
    if before not in {"", ",", "-", "--", "—", "–", ";", "("}:
        return False
    has_verb = not _FINITE.isdisjoint(words) or any(
        left in _SUBJECTS and right not in _SMALL_WORDS for left, right in pairwise(words)
    )
    return has_verb and len(words) >= _WORDS_OF_A_CLAUSE


def _has_title_case(inner: str) -> bool:
    words = _WORD.findall(inner)
    large = [word for word in words if word.lower() not in _SMALL_WORDS or word is words[0]]
    return (
        bool(words) and all(word[0].isupper() or word[0].isdigit() for word in large) and inner[0].isupper()
    )


def _resolve(text: str, found: Sequence[_Judged]) -> list[Quotation]:
    """Quotations with pronouns replaced by the one speaker whom the paragraph has named before.

    A quotation without a cue that begins a sentence goes on in the voice of one in the same sentence or the
    one before (“…,” she said. “…”).
    """
    resolved: list[Quotation] = []
    named: set[str] = set()
    last, sentence = None, -1
    for judged in found:
        quotation = judged.quotation
        if quotation.kind == "direct":
            name = quotation.speaker
            if not judged.cued and judged.sentence - sentence <= 1 and text[quotation.start].isupper():
                name = last
            elif name is not None and name.lower() in PRONOUNS:
                name = min(named) if len(named) == 1 else _only_person(text[: quotation.start], name)
            named |= {name} if name else set()
            last, sentence = name, judged.sentence
            quotation = replace(quotation, speaker=name)
        resolved.append(quotation)
    return resolved


def _only_person(text: str, pronoun: str) -> str | None:
    """The one person whom the text names with an honorific or a role, for `he` and `she` only."""
    if pronoun.lower() not in {"he", "she"}:
        return None
    words = pieces(text, 0, len(text), {})
    cues = wordlist("speech_cues")
    people: set[str] = set()
    for place, word in enumerate(words[:-1]):
        bare = word.lower.removesuffix(".")
        if not words[place + 1].capital or (bare not in cues["role"] and bare not in cues["honorific"]):
            continue
        first = place if bare in cues["honorific"] else place + 1
        last = place + 1
        while last < len(words) and words[last].capital:
            last += 1
        name = speaker(words[first:last])
        if name is not None:
            people.add(name.removesuffix("'s"))
    return people.pop() if len(people) == 1 else None


def _join_continued(found: list[list[Quotation]], stretches: Sequence[Sequence[Marked]]) -> None:
    """Give the parts of a quotation that runs over paragraphs one kind and one speaker, in place."""
    for index in range(1, len(found)):
        if found[index] and stretches[index][0].continues:
            left, right = found[index - 1][-1], found[index][0]
            name = right.speaker or left.speaker
            found[index - 1][-1] = replace(left, kind="direct", speaker=left.speaker or name)
            found[index][0] = replace(right, kind="direct", speaker=left.speaker or name)
