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

    def join(self, stretch: Numbers, row: Numbers, n_rows: int) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """Polarity, subjectivity and number of assessments of texts made of these, and who must be read whole.

        Parameters
        ----------
        stretch, row
            as in `StretchReadings.join`
        """
        import numpy as np

        whole = np.zeros(n_rows, dtype=bool)
        whole[row[self.odd[stretch]]] = True
        before, behind = stretch[:-1], stretch[1:]
        reaches = self.takes[behind] | (self.leaves[before] & ~self.anew[behind])
        whole[row[1:][reaches & (row[1:] == row[:-1])]] = True
        bounds = np.searchsorted(self.text, np.arange(len(self.n) + 1))
        sizes = np.diff(bounds)[stretch]
        taken, owner = ranges(bounds[stretch], sizes), np.repeat(row, sizes)
        n = np.bincount(owner, minlength=n_rows)
        size = np.maximum(n, 1)
        return (
            grouped(self.p[taken], owner, n_rows) / size,
            grouped(self.s[taken], owner, n_rows) / size,
            n,
            whole,
        )


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
        self.vocabulary = chunks.vocabulary
        self._sentiment, self._chunks = sentiment, chunks
        self._groups: dict[tuple[int, ...], _Group] = {}

    def read(self, texts: Texts) -> Assessed:
        """Scores and assessments of texts."""
        import numpy as np

        chunks, n = texts.chunks, len(texts)
        looks = self._chunks.look_at(chunks, n)
        kept = looks.telling
        first, sizes = self._chunks.entries(chunks.plain[kept])
        number, start, end = self._chunks.placed(ranges(first, sizes))
        shift = np.repeat(chunks.start_at(kept), sizes)
        words = Words(number, np.repeat(chunks.text_at(kept), sizes), start + shift, end + shift)
        return self._assess(words, self._chunks.kind[number], looks, n)

    def _assess(self, words: Words, kind: Numbers, looks: Looks, n: int) -> Assessed:
        import numpy as np

        odd = looks.odd
        active = np.flatnonzero((kind & (KNOWN | NEGATION | MARK) > 0) & ~odd[words.text])
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
            _leaves(words, kind, active, n),
            looks.faced | _begins_with_mark(words, kind, n),
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


def _leaves(words: Words, kind: Numbers, active: Numbers, n: int) -> Numbers:
    """Whether what the last active word of each text brings is in force at its end, as `_join` would have it."""
    import numpy as np

    leaves = np.zeros(n, dtype=bool)
    is_last = np.append(words.text[active[1:]] != words.text[active[:-1]], True)[: len(active)]
    last = active[is_last]
    ends = np.searchsorted(words.text, words.text[last], side="right")
    ends_n, ends_m = (
        np.concatenate(([0], np.cumsum(kind & which > 0))) for which in (ENDS_NEGATION, ENDS_MODIFIER)
    )
    holds_n, holds_m = (passed[ends] == passed[last + 1] for passed in (ends_n, ends_m))
    kinds = kind[last]
    leaves[words.text[last]] = (
        ((kinds & NEGATION > 0) & holds_n)
        | ((kinds & (MODIFIER | NEGATION) > 0) & holds_m)
        | ((kinds & MARK > 0) & (holds_n | holds_m))
    )
    return leaves


def _begins_with_mark(words: Words, kind: Numbers, n: int) -> Numbers:
    """Whether an exclamation mark stands in each text before any word of the lexicon."""
    import numpy as np

    first = np.full(n, len(kind))
    known = np.flatnonzero(kind & KNOWN)[::-1]
    first[words.text[known]] = known
    marks = np.flatnonzero(kind & MARK)
    found = np.zeros(n, dtype=bool)
    found[words.text[marks[marks < first[words.text[marks]]]]] = True
    return found


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
