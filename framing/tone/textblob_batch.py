"""TextBlob's numbers for many texts at once: its own rules, asked once for each chunk and each group of words.

TextBlob cuts a text into words chunk by chunk (a chunk is a run without white space); only emoticons and `( ! )` reach
over chunks. Of the words only those of its lexicon, negations and exclamation marks count, and a word of the lexicon
stands alone unless a modifier or a negation before it is still in force, which a longer word in between ends. So chunks
are cut once, words that stand alone bring their own numbers, and groups of words that belong together are given to
TextBlob's `assessments` once each. A text with an emoticon or white space of another kind goes to the
library whole. The scores are the library's to the last bit; tests/test_batches.py proves it.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from framing.model import Names
from framing.preprocessing.arrays import grouped, ranges, view

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from framing.preprocessing.vocabulary import Chunks, Texts, Vocabulary

    Numbers = npt.NDArray[Any]

#: What a word is to the rules: in the lexicon, and a modifier there; a negation; it ends a negation, or a modifier,
#: that stands before it; an exclamation mark.
_KNOWN, _MODIFIER, _NEGATION, _ENDS_NEGATION, _ENDS_MODIFIER, _ODD, _MARK = (1 << n for n in range(7))
_ENDS_ALL = _ENDS_NEGATION | _ENDS_MODIFIER
#: What a chunk is to the texts it stands in: a word of it counts; it ends all that is in force, and counts for nothing;
#: a text with it is odd; its first word may end an emoticon; two of its words may be one.
_IS_ACTIVE, _IS_END, _IS_ODD, _HAS_TAIL, _HAS_FACE = (1 << n for n in range(5))
# Groups of words that are kept; then all are forgotten, so that no corpus fills the memory.
_MOST_KEPT = 200_000
_SPACES = re.compile(r"\s")
# What most chunks are: a word with the marks before it, a full stop, the marks behind it; TextBlob cuts each off.
_PLAIN = re.compile(r"([\"(\[]*)([^\W_]+(?:-[^\W_]+)*)(\.?)([,;:?!)\]\"]*)")
# Stands in a group for words that end all that was in force before them; a word of that kind that is in no lexicon.
_GAP, _ENDING = -1, "zzzz"
# Characters of the longest emoticon: so many words can be one.
_LONGEST_FACE = 5


@dataclass(frozen=True, slots=True)
class Assessed:
    """What TextBlob says of texts, and the chunks of words that it assessed.

    Attributes
    ----------
    polarity, subjectivity, n
        of each text; polarity and subjectivity are 0 where nothing was assessed
    odd
        texts that have to go to the library whole; their numbers here mean nothing
    text, first, last, p, term, negated
        of each assessment, in order: its text, its first and last word (positions among `Words`), its polarity, its
        words as TextBlob lists them, and whether a negation is one of them
    words
        where the words stand
    """

    polarity: Numbers
    subjectivity: Numbers
    n: Numbers
    odd: Numbers
    text: Numbers
    first: Numbers
    last: Numbers
    p: Numbers
    term: Names
    negated: Numbers
    words: Words


@dataclass(frozen=True, slots=True)
class Words:
    """TextBlob's words of some texts: which word each is, its text, and where it stands there."""

    number: Numbers
    text: Numbers
    start: Numbers
    end: Numbers


class TextBlobWords:
    """What TextBlob makes of every distinct chunk of a vocabulary, found once.

    Parameters
    ----------
    sentiment
        `textblob.en.sentiment`
    vocabulary
        numbers the chunks
    place
        gives a word's place in a chunk: the word, the chunk, where to look from
    """

    def __init__(
        self, sentiment: Any, vocabulary: Vocabulary, place: Callable[[str, str, int], tuple[int, int]]
    ) -> None:
        import numpy as np
        from textblob._text import ABBREVIATIONS, EMOTICONS, RE_ABBR1, RE_ABBR2, RE_ABBR3, RE_EMOTICONS

        self.vocabulary = vocabulary
        self.words: list[str] = []
        self._sentiment, self._place = sentiment, place
        self._has = dict(sentiment).__contains__  # the lexicon looks at its file at every question
        self._abbreviations = ABBREVIATIONS
        self._search = RE_EMOTICONS.search
        self._short = (RE_ABBR1, RE_ABBR2, RE_ABBR3)
        self._written: list[str] = []
        self._numbers: dict[str, int] = {}
        self._first, self._size = array("i"), array("i")  # a size of -1: a text with the chunk is odd
        self._word, self._start, self._end = array("i"), array("i"), array("i")
        self._kind = array("b")
        self._p, self._s = array("d"), array("d")
        self._groups: dict[tuple[int, ...], _Group] = {}
        faces = {face for faces in EMOTICONS.values() for face in faces}
        self._faces = frozenset(face.lower() for face in faces)
        # What may stand at the end of one word and at the beginning of the next to be an emoticon together.
        self._tails: dict[str, set[str]] = {")": {"!"}}
        for face in faces:
            for cut in range(1, len(face)):
                self._tails.setdefault(face[cut:], set()).add(face[cut - 1])
        self._what, self._tail, self._ending = array("b"), array("b"), array("b")
        self._characters: dict[str, int] = {}
        self._tail_numbers: dict[str, int] = {}
        pairs: set[tuple[int, int]] = set()
        for tail, befores in self._tails.items():
            number = self._tail_numbers.setdefault(tail, len(self._tail_numbers) + 1)
            for before in befores:
                pairs.add((self._characters.setdefault(before, len(self._characters) + 1), number))
        self._unknown = len(self._characters) + 1  # how a chunk without words ends: as the one before it
        self._can_meet = np.zeros((self._unknown + 1, len(self._tail_numbers) + 1), dtype=bool)
        self._can_meet[tuple(zip(*pairs, strict=True))] = True
        self._can_meet[self._unknown, 1:] = True

    def read(self, texts: Texts) -> Assessed:
        """Scores and assessments of texts."""
        import numpy as np

        chunks, n = texts.chunks, len(texts)
        self._meet()
        what = view(self._what, "i1")[chunks.plain]
        odd = np.zeros(n, dtype=bool)
        odd[chunks.text_at(np.flatnonzero(what & _IS_ODD))] = True
        self._find_faces(chunks, what, odd)
        kept = _telling(what, chunks.bounds)
        plain, text = chunks.plain[kept], chunks.text_at(kept)
        sizes = np.maximum(view(self._size)[plain], 0)
        entries, shift = ranges(view(self._first)[plain], sizes), np.repeat(chunks.start_at(kept), sizes)
        words = Words(
            view(self._word)[entries],
            np.repeat(text, sizes),
            view(self._start)[entries] + shift,
            view(self._end)[entries] + shift,
        )
        return self._assess(words, view(self._kind, "i1")[words.number], odd, n)

    def _assess(self, words: Words, kind: Numbers, odd: Numbers, n: int) -> Assessed:
        import numpy as np

        active = np.flatnonzero((kind & (_KNOWN | _NEGATION | _MARK) > 0) & ~odd[words.text])
        kinds = kind[active]
        joined, ended = _join(words, kind, active)
        begins = np.concatenate(([True], ~joined)) if len(active) else np.zeros(0, dtype=bool)
        group = np.cumsum(begins) - 1
        sizes = np.bincount(group) if len(active) else np.zeros(0, dtype=np.int64)
        alone = (sizes[group] == 1) & (kinds & _KNOWN > 0) if len(active) else begins
        number = words.number[active]
        single = active[alone]
        terms = number[alone].astype(np.int64)
        parts: list[tuple[int, int, float, float, str, bool]] = []
        heads = np.flatnonzero(begins & (sizes[group] > 1)) if len(active) else begins
        for head, size in zip(heads.tolist(), sizes[group[heads]].tolist(), strict=True):
            places = _kept(active[head : head + size].tolist(), ended[head : head + size].tolist())
            found = self._group(tuple(words.number[place] if place >= 0 else _GAP for place in places))
            parts += [
                (places[first], places[last], p, s, term, negated)
                for first, last, p, s, term, negated in found.parts
            ]
        first = np.concatenate((single, [part[0] for part in parts])).astype(np.int64)
        last = np.concatenate((single, [part[1] for part in parts])).astype(np.int64)
        p = np.concatenate((view(self._p, "f8")[words.number[single]], [part[2] for part in parts]))
        s = np.concatenate((view(self._s, "f8")[words.number[single]], [part[3] for part in parts]))
        more = [part[4] for part in parts]
        terms = np.concatenate((terms, len(self.words) + np.arange(len(more))))
        negated = np.concatenate((np.zeros(len(single), dtype=bool), [part[5] for part in parts])).astype(
            bool
        )
        # TextBlob's order is that of its words; assessments do not reach over one another.
        order = np.argsort(first, kind="stable")
        first, last, p, s, negated = first[order], last[order], p[order], s[order], negated[order]
        owner = words.text[first]
        counts = np.bincount(owner, minlength=n)
        size = np.maximum(counts, 1)
        return Assessed(
            grouped(p, owner, n) / size,
            grouped(s, owner, n) / size,
            counts,
            odd,
            owner,
            first,
            last,
            p,
            Names(terms[order], [*self.words, *more]),
            negated,
            words,
        )

    def _group(self, numbers: tuple[int, ...]) -> _Group:
        """What TextBlob makes of words that belong together."""
        found = self._groups.get(numbers)
        if found is None:
            if len(self._groups) > _MOST_KEPT:
                self._groups.clear()
            found = self._groups[numbers] = self._ask(numbers)
        return found

    def _ask(self, numbers: tuple[int, ...]) -> _Group:
        words = [_Placed(_ENDING if number == _GAP else self.words[number]) for number in numbers]
        for place, word in enumerate(words):
            word.place = place
        parts = []
        assessments = self._sentiment.assessments((word, None) for word in words)
        # An exclamation mark joins the last assessment as a "!" that has lost its place; those before the first
        # assessment join none.
        n_marks = sum(type(word) is str for chunk, *_ in assessments for word in chunk)
        marks = iter([word.place for word in words if word == "!"][-n_marks:] if n_marks else [])
        for chunk, p, s, _ in assessments:
            places = [word.place if isinstance(word, _Placed) else next(marks) for word in chunk]
            negated = any(word in self._sentiment.negations for word in chunk)
            parts.append((min(places), max(places), p, s, " ".join(chunk), negated))
        return _Group(tuple(parts))

    def _find_faces(self, chunks: Chunks, what: Numbers, odd: Numbers) -> None:
        """Mark texts in which two words may be an emoticon together."""
        import numpy as np

        tails = np.flatnonzero(what & _HAS_TAIL)
        tails = tails[tails > 0]
        met, before = chunks.plain[tails], chunks.plain[tails - 1]
        meets = self._can_meet[view(self._ending, "i1")[before], view(self._tail, "i1")[met]]
        inside = np.flatnonzero(what & _HAS_FACE)
        for text in np.unique(chunks.text_at(np.concatenate((tails[meets], inside)))).tolist():
            if odd[text]:
                continue
            plain = chunks.plain[chunks.bounds[text] : chunks.bounds[text + 1]].tolist()
            written = [word for number in plain for word in self._written_in(number)]
            for place in range(1, len(written)):
                if self._meet_there(written[place - 1], written[place]):
                    some = written[max(place + 1 - _LONGEST_FACE, 0) : place + 1]
                    if self._search(" ".join(some)) is not None or some[-3:] == ["(", "!", ")"]:
                        odd[text] = True
                        break

    def _written_in(self, number: int) -> list[str]:
        """The words of a chunk as they are written."""
        first = self._first[number]
        return [self._written[word] for word in self._word[first : first + max(self._size[number], 0)]]

    def _meet_there(self, before: str, behind: str) -> bool:
        """Whether a word's end and the next one's beginning can be an emoticon."""
        tail, ending = self._tail_numbers.get(behind, 0), self._characters.get(before[-1:], 0)
        return bool(self._can_meet[ending, tail])

    def _meet(self) -> None:
        """Look at the chunks that are new in the vocabulary."""
        for chunk in self.vocabulary.plain[len(self._size) :]:
            self._first.append(len(self._word))
            if chunk.isalnum():  # most chunks are one word
                known = self._numbers.get(chunk)
                number = self._add(chunk) if known is None else known
                self._word.append(number)
                self._start.append(0)
                self._end.append(len(chunk))
                self._describe(1, (number,))
                continue
            cut = self._cut(chunk)
            if cut is None:
                self._describe(-1, ())
                continue
            position, numbers = 0, []
            for word in cut:
                start = position
                if not chunk.startswith(word, position):
                    start, end = self._place(word, chunk, position)
                else:
                    end = start + len(word)
                position = end
                known = self._numbers.get(word)
                numbers.append(self._add(word) if known is None else known)
                self._start.append(start)
                self._end.append(end)
            self._word.extend(numbers)
            self._describe(len(numbers), numbers)

    def _describe(self, size: int, numbers: Sequence[int]) -> None:
        """What a chunk of these words is to the texts that it stands in."""
        kind = what = 0
        for number in numbers:
            kind |= self._kind[number]
        if kind & (_KNOWN | _NEGATION | _MARK):
            what = _IS_ACTIVE
        elif kind & _ENDS_ALL == _ENDS_ALL:
            what = _IS_END
        if size < 0 or kind & _ODD:
            what |= _IS_ODD
        tail, ending = 0, self._unknown
        if numbers:
            tail = self._tail_numbers.get(self._written[numbers[0]], 0)
            ending = self._characters.get(self._written[numbers[-1]][-1:], 0)
        what |= _HAS_TAIL * (tail > 0)
        if len(numbers) > 1 and any(
            self._meet_there(self._written[before], self._written[behind])
            for before, behind in pairwise(numbers)
        ):
            what |= _HAS_FACE
        self._size.append(size)
        self._what.append(what)
        self._tail.append(tail)
        self._ending.append(ending)

    def _cut(self, chunk: str) -> list[str] | None:
        """TextBlob's words of a chunk; None where they depend on what stands beside it."""
        if "END-OF-SENTENCE" in chunk:
            return None
        found = _PLAIN.fullmatch(chunk)
        if found is not None:
            opening, word, stop, marks = found.groups()
            if stop and self._is_abbreviation(f"{word}."):
                word, stop = f"{word}.", ""
            return [*opening, word, *stop, *marks]
        if _SPACES.search(chunk):
            return None
        return " ".join(self._sentiment.tokenizer(chunk)).split() if chunk else []

    def _is_abbreviation(self, word: str) -> bool:
        return word in self._abbreviations or any(pattern.match(word) for pattern in self._short)

    def _add(self, word: str) -> int:
        """Number a word that is new."""
        lower = word.lower()
        number = self._numbers[word] = len(self.words)
        self.words.append(lower)
        self._written.append(word)
        sentiment = self._sentiment
        kind, p, s = 0, 0.0, 0.0
        if lower.isalnum() and not self._has(lower) and lower not in sentiment.negations:
            kind = _ENDS_NEGATION * (len(lower) > 1) | _ENDS_MODIFIER * (len(lower) > 2)  # noqa: PLR2004 # as below
            if lower in self._faces:
                kind |= _ODD
            self._enter(kind, p, s)
            return number
        if self._has(lower):
            p, s, _ = sentiment[lower][None]
            kind |= _KNOWN | _ENDS_MODIFIER | _ENDS_NEGATION
            if any(map(sentiment[lower].__contains__, sentiment.modifiers)):
                kind |= _MODIFIER
        elif lower not in sentiment.negations and len(lower.strip("'")) > 1:
            kind |= _ENDS_NEGATION
        if lower in sentiment.negations:
            kind |= _NEGATION
        if len(lower) > 2:  # noqa: PLR2004 # TextBlob's rule
            kind |= _ENDS_MODIFIER
        if lower == "!":
            kind |= _MARK
        elif lower in self._faces or "!" in lower:
            kind |= _ODD
        self._enter(kind, p, s)
        return number

    def _enter(self, kind: int, p: float, s: float) -> None:
        self._kind.append(kind)
        self._p.append(p)
        self._s.append(s)


def _telling(what: Numbers, bounds: Numbers) -> Numbers:
    """The chunks that have a say: those that count, and what follows them up to a chunk that ends all in force."""
    import numpy as np

    n = len(what)
    place = np.arange(1, n + 1, dtype=np.int32)
    is_active = what & _IS_ACTIVE > 0
    ends = np.where(what & _IS_END > 0, place, 0)
    ended = np.zeros(n, dtype=np.int32)
    ended[1:] = ends[:-1]
    first = bounds[:-1][np.diff(bounds) > 0]
    ended[first] = first  # nothing is in force where a text begins
    in_force = np.maximum.accumulate(np.where(is_active, place, 0)) > np.maximum.accumulate(ended)
    return np.flatnonzero(in_force)


def _join(words: Words, kind: Numbers, active: Numbers) -> tuple[Numbers, Numbers]:
    """Of each active word but the first whether it belongs with the one before, and whether all ended in between."""
    import numpy as np

    kinds, text = kind[active], words.text[active]
    # Whether what an active word brings is still in force at the next one: nothing in between ended it.
    ends_n = np.cumsum(kind & _ENDS_NEGATION > 0)
    ends_m = np.cumsum(kind & _ENDS_MODIFIER > 0)
    here, there = active[:-1], active[1:]
    holds_n, holds_m = ends_n[there - 1] == ends_n[here], ends_m[there - 1] == ends_m[here]
    negates = (kinds[:-1] & _NEGATION > 0) & holds_n
    # A modifier before a negation stays in force behind it ("really not so bad"). What is joined without need costs
    # time alone, so every negation counts as one.
    modifies = (kinds[:-1] & (_MODIFIER | _NEGATION) > 0) & holds_m
    # A mark is a small word: what was in force before it still is.
    passes = (kinds[:-1] & _MARK > 0) & (holds_n | holds_m)
    joined: Numbers = (negates | modifies | passes) & (text[1:] == text[:-1])
    # An exclamation mark goes to the last assessment before it, however far.
    known = np.where(kinds & _KNOWN > 0, np.arange(len(kinds)), -1)
    last = np.maximum.accumulate(known) if len(known) else known
    for place in np.flatnonzero(kinds & _MARK > 0).tolist():
        if last[place] >= 0 and text[last[place]] == text[place]:
            joined[last[place] : place] = True
    return joined, ~(holds_n | holds_m)


def _kept(active: list[int], ended: list[bool]) -> list[int]:
    """Positions of a group's words, with -1 for words in between that end whatever was in force."""
    places = [active[0]]
    for (before, after), is_over in zip(pairwise(active), ended, strict=False):
        if is_over:
            places.append(-1)
        else:
            places += range(before + 1, after)
        places.append(after)
    return places


@dataclass(frozen=True, slots=True)
class _Group:
    """Assessments of words that belong together: first and last word, polarity, subjectivity, words, negated."""

    parts: tuple[tuple[int, int, float, float, str, bool], ...]


class _Placed(str):
    """A word that knows its place: TextBlob's assessments hold the very objects they were given."""

    __slots__ = ("place",)
    place: int
