"""TextBlob's numbers for many texts at once: its own rules, asked once for each chunk and each group of words.

TextBlob cuts a text into words chunk by chunk (a chunk is a run without white space); only emoticons and `( ! )` reach
over chunks. Of the words only those of its lexicon, negations and exclamation marks count, and a word of the lexicon
stands alone unless a modifier or a negation before it is still in force, which a longer word in between ends. So chunks
are cut once, words that stand alone bring their own numbers, and groups of words that belong together are given to
TextBlob's `assessments` once each. A text with an emoticon or white space of another kind goes to the
library whole. The scores are the library's to the last bit; tests/test_batches.py proves it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from framing.model import Names
from framing.preprocessing.arrays import grouped, ranges
from framing.tone.textblob_chunks import (
    ENDING,
    ENDS_MODIFIER,
    ENDS_NEGATION,
    KNOWN,
    MARK,
    MODIFIER,
    NEGATION,
    Looks,
    TextBlobChunks,
)
from framing.tone.textblob_stretches import begins_with_mark, leaves

if TYPE_CHECKING:
    import numpy.typing as npt

    from framing.preprocessing.texts import Texts

    Numbers = npt.NDArray[Any]

# Groups of words that are kept; then all are forgotten, so that no corpus fills the memory.
_MOST_KEPT = 200_000
# Stands in a group for words that end all that was in force before them.
_GAP = -1


@dataclass(frozen=True, slots=True)
class Assessed:
    """What TextBlob says of texts, and the chunks of words that it assessed.

    Attributes
    ----------
    polarity, subjectivity, n
        of each text; polarity and subjectivity are 0 where nothing was assessed
    odd
        texts that have to go to the library whole; their numbers here mean nothing
    text, first, last, p, s, term, negated
        of each assessment, in order: its text, its first and last word (positions among `Words`), its polarity and
        subjectivity, its words as TextBlob lists them, and whether a negation is one of them
    words
        where the words stand
    leaves, takes, anew
        of each text, whether something is in force at its end; whether its first words, or an exclamation mark, may
        belong to what stands before it; whether it ends at once what is in force before it
    """

    polarity: Numbers
    subjectivity: Numbers
    n: Numbers
    odd: Numbers
    text: Numbers
    first: Numbers
    last: Numbers
    p: Numbers
    s: Numbers
    term: Names
    negated: Numbers
    words: Words
    leaves: Numbers
    takes: Numbers
    anew: Numbers


@dataclass(frozen=True, slots=True)
class Words:
    """TextBlob's words of some texts: which word each is, its text, and where it stands there."""

    number: Numbers
    text: Numbers
    start: Numbers
    end: Numbers


class TextBlobWords:
    """TextBlob's scores and assessments of texts, by what it makes of their chunks.

    Parameters
    ----------
    sentiment
        `textblob.en.sentiment`
    chunks
        what it makes of chunks
    """

    def __init__(self, sentiment: Any, chunks: TextBlobChunks) -> None:
        self._sentiment, self._chunks = sentiment, chunks
        self._groups: dict[tuple[int, ...], _Group] = {}

    def read(self, texts: Texts) -> Assessed:
        """Scores and assessments of texts."""
        import numpy as np

        chunks, n = texts.chunks, len(texts)
        looks = self._chunks.look_at(chunks, n)
        kept = looks.telling
        first, sizes = self._chunks.entries(chunks.plain.take(kept))
        number, start, end = self._chunks.placed(ranges(first, sizes))
        shift = np.repeat(chunks.start_at(kept), sizes)
        words = Words(number, np.repeat(chunks.text_at(kept), sizes), start + shift, end + shift)
        return self._assess(words, self._chunks.kind.take(number), looks, n)

    def _assess(self, words: Words, kind: Numbers, looks: Looks, n: int) -> Assessed:
        import numpy as np

        odd = looks.odd
        active = np.flatnonzero((kind & (KNOWN | NEGATION | MARK) > 0) & ~odd.take(words.text))
        kinds = kind[active]
        joined, ended = _join(words, kind, active)
        begins = np.concatenate(([True], ~joined)) if len(active) else np.zeros(0, dtype=bool)
        group = np.cumsum(begins) - 1
        sizes = np.bincount(group) if len(active) else np.zeros(0, dtype=np.int64)
        alone = (sizes[group] == 1) & (kinds & KNOWN > 0) if len(active) else begins
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
        p = np.concatenate((self._chunks.polarity[words.number[single]], [part[2] for part in parts]))
        s = np.concatenate((self._chunks.subjectivity[words.number[single]], [part[3] for part in parts]))
        more = [part[4] for part in parts]
        terms = np.concatenate((terms, len(self._chunks.words) + np.arange(len(more))))
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
            s,
            Names(terms[order], [*self._chunks.words, *more]),
            negated,
            words,
            leaves(words, kind, active, n),
            looks.faced | begins_with_mark(words, kind, n),
            looks.anew,
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
        words = [_Placed(ENDING if number == _GAP else self._chunks.words[number]) for number in numbers]
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


def _join(words: Words, kind: Numbers, active: Numbers) -> tuple[Numbers, Numbers]:
    """Of each active word but the first whether it belongs with the one before, and whether all ended in between."""
    import numpy as np

    kinds, text = kind[active], words.text[active]
    # Whether what an active word brings is still in force at the next one: nothing in between ended it.
    ends_n = np.cumsum(kind & ENDS_NEGATION > 0)
    ends_m = np.cumsum(kind & ENDS_MODIFIER > 0)
    here, there = active[:-1], active[1:]
    holds_n, holds_m = ends_n[there - 1] == ends_n[here], ends_m[there - 1] == ends_m[here]
    negates = (kinds[:-1] & NEGATION > 0) & holds_n
    # A modifier before a negation stays in force behind it ("really not so bad"). What is joined without need costs
    # time alone, so every negation counts as one.
    modifies = (kinds[:-1] & (MODIFIER | NEGATION) > 0) & holds_m
    # A mark is a small word: what was in force before it still is.
    passes = (kinds[:-1] & MARK > 0) & (holds_n | holds_m)
    joined: Numbers = (negates | modifies | passes) & (text[1:] == text[:-1])
    # An exclamation mark goes to the last assessment before it, however far.
    known = np.where(kinds & KNOWN > 0, np.arange(len(kinds)), -1)
    last = np.maximum.accumulate(known) if len(known) else known
    for place in np.flatnonzero(kinds & MARK > 0).tolist():
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
