"""Whose words: direct quotations told apart from scare quotes and titles, their speakers, the masked text.

Where marks open and close is found in `quotes`, what cues govern in `cues`, names in `speakers`.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from framing.preprocessing.cues import Attribution, attributions
from framing.preprocessing.pieces import DASHES, Piece, cues, pieces
from framing.preprocessing.prepare import Prepared
from framing.preprocessing.quotes import Marked, marked
from framing.preprocessing.speakers import PRONOUNS, people
from framing.preprocessing.tokens import Token, is_word, sentences_of

QuotationKind = Literal["direct", "scare", "title"]
Span = tuple[int, int]

_SUBJECTS = frozenset({"i", "we", "you", "he", "she", "it", "they"})
_BEFORE_A_CLAUSE = frozenset({"", ",", ";", "("}) | DASHES
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_ALPHANUMERIC = re.compile(r"[^\W_]")  # as str.isalnum
_WORDS_OF_A_CLAUSE = 3
_WORDS_TO_THE_VERB = 8


class Quotation(NamedTuple):  # made many times faster than a dataclass
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
    >>> text = prepare("“We will stay,” said Prime Minister Ana Kovac. The “safe zone” is not safe.")
    >>> for quotation in quotations([text])[0]:
    ...     print(text.text[quotation.start : quotation.end], quotation.kind, quotation.speaker)
    We will stay direct Ana Kovac
    safe zone scare None
    """
    stretches = marked(paragraphs)
    found = [
        _in_paragraph(paragraph.text, marks) if marks else []
        for paragraph, marks in zip(paragraphs, stretches, strict=True)
    ]
    _join_continued(found, stretches)
    return found


def mask(text: str, spans: Iterable[Span]) -> str:
    """`text` with each letter and digit inside `spans` replaced by `x`; its length stays.

    Examples
    --------
    >>> mask("He said: 'I am 40!'", [(10, 18)])
    "He said: 'x xx xx!'"
    """
    for start, end in spans:
        inside = text[start:end]
        hidden = "x" * len(inside) if inside.isalnum() else _ALPHANUMERIC.sub("x", inside)
        text = f"{text[:start]}{hidden}{text[start + len(inside) :]}"
    return text


def count_voices(tokens: Iterable[Token], spans: Sequence[Span]) -> tuple[int, int]:
    """Number of words of the author and of the quotations at `spans`; together the `n_words` of all.

    A word belongs to the voice of its first character. `spans` do not overlap.

    Examples
    --------
    >>> from framing.preprocessing.tokens import tokenize
    >>> count_voices(tokenize('He said: "Not now."'), [(10, 17)])
    (2, 2)
    """
    ordered = sorted(spans)
    starts = [start for start, _ in ordered]
    n_words = n_quoted = 0
    for token in filter(is_word, tokens):
        index = bisect_right(starts, token.start) - 1
        n_words += 1
        n_quoted += index >= 0 and token.start < ordered[index][1]
    return n_words - n_quoted, n_quoted


class _Judged(NamedTuple):
    """A quotation before pronouns are resolved, its sentence's number, and whether a cue governs it."""

    mark: Marked
    kind: QuotationKind
    speaker: str | None
    sentence: int
    cued: bool


def _in_paragraph(text: str, marks: Sequence[Marked]) -> list[Quotation]:
    found: list[_Judged] = []
    first = 0
    for number, (start, end) in enumerate(sentences_of(_skeleton(text, marks))):
        if first == len(marks):
            break
        last = first
        while last < len(marks) and marks[last].first < end:
            last += 1
        inside = {index: marks[index] for index in range(first, last)}
        first = last
        if inside:
            found += _in_sentence(text, pieces(text, start, end, inside), inside, number)
    return _resolve(text, found)


def _in_sentence(
    text: str, sentence: Sequence[Piece], marks: Mapping[int, Marked], number: int
) -> Iterator[_Judged]:
    cued = attributions(sentence, {index for index, mark in marks.items() if _is_soft(text, mark)})
    for place, piece in enumerate(sentence):
        if piece.quote is None:
            continue
        mark, cue = marks[piece.quote], cued.get(piece.quote)
        kind = _kind(text, mark, sentence, place, cue)
        name = cue.speaker if cue and kind == "direct" else None
        yield _Judged(mark, kind, name, number, cue is not None)


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
    return not cues("verb").isdisjoint(_WORD.findall(clause)[:_WORDS_TO_THE_VERB])


def _kind(
    text: str, mark: Marked, sentence: Sequence[Piece], place: int, cue: Attribution | None
) -> QuotationKind:
    before = sentence[place - 1].lower if place else ""
    beyond = sentence[place - 2].lower if place > 1 and before == "," else before
    name: QuotationKind = "title" if text[mark.start].isupper() else "scare"
    cued_here = cue is not None and cue.adjacent
    if before == "what" or (before in cues("mention") and not cued_here):  # the word “…”, what “…” means
        return "scare"
    if before in cues("naming") and not cued_here:  # a scheme called “…”
        return name
    capitals = _has_title_case(text[mark.start : mark.end])
    if capitals and (beyond in cues("work") or before in {"read", "reads", "reading"}):  # her novel, “…”
        return "title"
    if cued_here or (not capitals and (cue is not None or _stands_alone(text, mark, sentence, place))):
        return "direct"
    return name if capitals or beyond in cues("work") else "scare"


def _stands_alone(text: str, mark: Marked, sentence: Sequence[Piece], place: int) -> bool:
    """Whether a quotation that no cue governs is a clause of its own, or what a verb of speech promises."""
    words = [word.lower() for word in _WORD.findall(text, mark.start, mark.end)]
    before = sentence[place - 1].lower if place else ""
    if before in cues("act") and words[0] in {"to", "that"}:  # vowed “to bring every soldier home”
        return True
    if not text[mark.start].isupper() and not (mark.continues or mark.unclosed):
        return False
    whole = all(piece.text in ".?!\"'" for piece in sentence if piece.quote is None)
    if (whole or before == ":") and len(words) > 1:
        return True
    if before not in _BEFORE_A_CLAUSE or len(words) < _WORDS_OF_A_CLAUSE:
        return False
    return not cues("finite").isdisjoint(words) or any(
        left in _SUBJECTS and right not in cues("small") for left, right in pairwise(words)
    )


def _has_title_case(words: str) -> bool:
    if not words[0].isupper():
        return False
    small = cues("small")
    for number, found in enumerate(_WORD.finditer(words)):
        first = found[0][0]
        if not (first.isupper() or first.isdigit() or (number and found[0].lower() in small)):
            return False
    return True


def _resolve(text: str, found: Sequence[_Judged]) -> list[Quotation]:
    """Quotations with pronouns replaced by the one speaker whom the paragraph has named before.

    A quotation without a cue that begins a sentence goes on in the voice of one in the same sentence or the
    one before (“…,” she said. “…”).
    """
    resolved: list[Quotation] = []
    named: set[str] = set()
    last, sentence = None, -1
    for mark, kind, speaker, number, cued in found:
        name = speaker
        if kind == "direct":
            if not cued and number - sentence <= 1 and text[mark.start].isupper():
                name = last
            elif name is not None and name.lower() in PRONOUNS:
                name = min(named) if len(named) == 1 else _person(text, mark.start, name)
            if name:
                named.add(name)
            last, sentence = name, number
        resolved.append(Quotation(mark.start, mark.end, kind, name))
    return resolved


def _person(text: str, place: int, pronoun: str) -> str | None:
    """The one person named before `place`, for `he` and `she`; None if there are more or none."""
    named = _people(text) if pronoun.lower() in {"he", "she"} else ()
    if not named:
        return None
    first_end, first = named[0]
    second_end = next((end for end, name in named if name != first), place)
    return first if first_end <= place <= second_end else None


@functools.lru_cache(maxsize=1)
def _people(text: str) -> Sequence[tuple[int, str]]:
    """Whom a paragraph names, kept for its next pronoun."""
    return people(text)


def _join_continued(found: list[list[Quotation]], stretches: Sequence[Sequence[Marked]]) -> None:
    """Give the parts of a quotation that runs over paragraphs one kind and one speaker, in place."""
    # Backwards too: the cue may stand after the last part.
    continued = [index for index, marks in enumerate(stretches) if index and marks and marks[0].continues]
    for index in (*reversed(continued), *continued):
        if found[index]:
            left, right = found[index - 1][-1], found[index][0]
            name = left.speaker or right.speaker
            found[index - 1][-1] = left._replace(kind="direct", speaker=name)
            found[index][0] = right._replace(kind="direct", speaker=name)
