"""What TextBlob makes of runs of characters without white space: its words, and what they do to their neighbours."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from framing.preprocessing.arrays import unique, view

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from framing.preprocessing.chunked import Chunks
    from framing.preprocessing.vocabulary import Vocabulary

    Numbers = npt.NDArray[Any]

#: What a word is to the rules: in the lexicon, and a modifier there; a negation; it ends a negation, or a modifier,
#: that stands before it; an exclamation mark.
KNOWN, MODIFIER, NEGATION, ENDS_NEGATION, ENDS_MODIFIER, ODD, MARK = (1 << n for n in range(7))
_ENDS_ALL = ENDS_NEGATION | ENDS_MODIFIER
_COUNTS = KNOWN | NEGATION | MARK
#: What a chunk is to the texts it stands in: a word of it counts; it ends all that is in force, and counts for nothing;
#: a text with it is odd; its first word may end an emoticon; two of its words may be one.
_IS_ACTIVE, _IS_END, _IS_ODD, _HAS_TAIL, _HAS_FACE = (1 << n for n in range(5))
#: A word of the kind that ends what is in force, in no lexicon; stands for all of that kind.
ENDING = "zzzz"
#: Stand for all but the last letter of such a word.
_LETTERS = "zzz"
_SPACES = re.compile(r"\s")
# What most chunks are: a word with the marks before it, 's, a full stop, the marks behind it; TextBlob cuts each off.
_PLAIN = re.compile(r"([\"(\[]*)([^\W_]+(?:-[^\W_]+)*)('s)?(\.?)([,;:?!)\]\"]*)")
# Characters of the longest emoticon: so many words can be one.
_LONGEST_FACE = 5
# TextBlob's rules: a word of more letters ends a modifier, or a negation, that is in force.
_ENDS_MODIFIER_FROM, _ENDS_NEGATION_FROM = 3, 2

#: Of a chunk: what it is, its first word as a tail and its last as an ending, its first word among all, their number.
_Entry = tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Looks:
    """What there is to see in texts before their words are looked at.

    Attributes
    ----------
    telling
        the chunks that have a say, by position
    odd
        whether each text has to go to the library whole
    faced
        whether one of its first chunks may end an emoticon
    anew
        whether its first chunk ends all that might be in force, and counts for nothing
    """

    telling: Numbers
    odd: Numbers
    faced: Numbers
    anew: Numbers


class TextBlobChunks:
    """What TextBlob makes of every distinct chunk of a vocabulary, found once.

    Parameters
    ----------
    sentiment
        `textblob.en.sentiment`
    vocabulary
        numbers the chunks
    place
        gives a word's place in a chunk: the word, the chunk, where to look from

    Attributes
    ----------
    words
        the distinct words that have a say, in small letters
    """

    def __init__(
        self, sentiment: Any, vocabulary: Vocabulary, place: Callable[[str, str, int], tuple[int, int]]
    ) -> None:
        import numpy as np
        from textblob._text import ABBREVIATIONS, EMOTICONS, RE_ABBR1, RE_ABBR2, RE_ABBR3, RE_EMOTICONS

        self._vocabulary = vocabulary
        self.words: list[str] = []
        self._sentiment, self._place = sentiment, place
        self._has = dict(sentiment).__contains__  # the lexicon looks at its file at every question
        self._abbreviations = ABBREVIATIONS
        self._search = RE_EMOTICONS.search
        self._short = (RE_ABBR1, RE_ABBR2, RE_ABBR3)
        faces = {face for faces in EMOTICONS.values() for face in faces}
        self._faces = frozenset(face.lower() for face in faces)
        self._special = dict(sentiment).keys() | set(sentiment.negations) | self._faces
        # What may stand at the end of one word and at the beginning of the next to be an emoticon together.
        self._tails: dict[str, set[str]] = {")": {"!"}}
        for face in faces:
            for cut in range(1, len(face)):
                self._tails.setdefault(face[cut:], set()).add(face[cut - 1])
        self._special |= {tail.lower() for tail in self._tails}
        self._tail_numbers = {tail: number for number, tail in enumerate(self._tails, start=1)}
        characters = sorted({before for befores in self._tails.values() for before in befores})
        self._endings = {character: number for number, character in enumerate(characters, start=1)}
        self._unknown = len(characters) + 1  # how a chunk without words ends: as the one before it
        self._can_meet = np.zeros((self._unknown + 1, len(self._tails) + 1), dtype=bool)
        for tail, befores in self._tails.items():
            for before in befores:
                self._can_meet[self._endings[before], self._tail_numbers[tail]] = True
        self._can_meet[self._unknown, 1:] = True
        # of words
        self._numbers: dict[str, int] = {}
        self._kind, self._p, self._s = array("b"), array("d"), array("d")
        # of chunks
        self._what, self._tail, self._ending = array("b"), array("b"), array("b")
        self._first, self._size = array("i"), array("i")
        self._columns = self._what, self._tail, self._ending, self._first, self._size
        self._alike: dict[str, _Entry | None] = {"": None}
        # of words in chunks; the first stands for every chunk that ends all and counts for nothing
        self._word, self._start, self._end = (
            array("i", [self._number(ENDING)]),
            array("i", [0]),
            array("i", [0]),
        )

    @property
    def kind(self) -> Numbers:
        """What each of `words` is to the rules, as bits."""
        return view(self._kind)

    @property
    def polarity(self) -> Numbers:
        """Polarity of each of `words` where it stands alone."""
        return view(self._p)

    @property
    def subjectivity(self) -> Numbers:
        """Subjectivity of each of `words` where it stands alone."""
        return view(self._s)

    def look_at(self, chunks: Chunks, n_texts: int) -> Looks:
        """What there is to see in texts before their words are looked at."""
        import numpy as np

        self._meet()
        what = view(self._what).take(chunks.plain)
        odd = np.zeros(n_texts, dtype=bool)
        odd[chunks.text_at(np.flatnonzero(what & _IS_ODD))] = True
        tails = np.flatnonzero(what & _HAS_TAIL)
        self._find_faces(chunks, what, tails, odd)
        in_text = chunks.text_at(tails)
        faced = np.zeros(n_texts, dtype=bool)
        faced[in_text[tails - chunks.bounds[in_text] < _LONGEST_FACE]] = True
        anew = np.zeros(n_texts, dtype=bool)
        some = np.flatnonzero(np.diff(chunks.bounds))
        anew[some] = what[chunks.bounds[some]] & _IS_END > 0
        return Looks(_telling(what, chunks.bounds), odd, faced, anew)

    def entries(self, plain: Numbers) -> tuple[Numbers, Numbers]:
        """Of these chunks the first of their words, and how many they are."""
        return view(self._first).take(plain), view(self._size).take(plain)

    def placed(self, entries: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Words of chunks: which word each is, and where it starts and ends in its chunk."""
        return tuple(view(column).take(entries) for column in (self._word, self._start, self._end))  # type: ignore[return-value] # three

    def _find_faces(self, chunks: Chunks, what: Numbers, tails: Numbers, odd: Numbers) -> None:
        """Mark texts in which two words are an emoticon together."""
        import numpy as np

        tails = tails[tails > 0]
        met, before = chunks.plain[tails], chunks.plain[tails - 1]
        meets = self._can_meet[view(self._ending)[before], view(self._tail)[met]]
        inside = np.flatnonzero(what & _HAS_FACE)
        places = unique(np.concatenate((tails[meets], inside)))
        texts = chunks.text_at(places)
        for place, text, first in zip(
            places.tolist(), texts.tolist(), chunks.bounds[texts].tolist(), strict=True
        ):
            odd[text] = odd[text] or self._has_face(chunks.plain[first : place + 1].tolist())

    def _has_face(self, plain: Sequence[int]) -> bool:
        """Whether an emoticon ends in the last of these chunks that was none before TextBlob put words beside it."""
        words = self._written(plain[-1])
        size = len(words)
        before = len(plain) - 1
        while before and len(words) < size + _LONGEST_FACE:
            before -= 1
            words = [*self._written(plain[before]), *words]
        for place in range(max(len(words) - size, 1), len(words)):
            if self._may_meet(words[place - 1], words[place]):
                some = words[max(place + 1 - _LONGEST_FACE, 0) : place + 1]
                if self._search(" ".join(some)) is not None or some[-3:] == ["(", "!", ")"]:
                    return True
        return False

    def _written(self, number: int) -> list[str]:
        """The words of a chunk; none of one that makes its text odd anyway."""
        return self._cut(self._vocabulary.plain[number]) or []

    def _may_meet(self, before: str, behind: str) -> bool:
        """Whether a word's end and the next one's beginning can be an emoticon."""
        return before[-1:] in self._tails.get(behind, ())

    def _meet(self) -> None:
        """Look at the chunks that are new in the vocabulary: most are words that mean nothing to TextBlob."""
        import numpy as np

        new, words, marks = self._vocabulary.words_from(len(self._size))
        n = len(new)
        is_long = np.fromiter(map(len, words), dtype=np.int64, count=n) >= _ENDS_MODIFIER_FROM
        is_plain = is_long & ~np.fromiter(map(self._special.__contains__, words), dtype=bool, count=n)
        for place in np.flatnonzero(is_plain & (marks == ord("."))).tolist():
            is_plain[place] = not self._is_abbreviation(new[place])
        # Such a word is as good as any that ends in the same letter and has the same mark behind it.
        ends = [
            (chunk[-2:] if mark else chunk[-1]) if plain else ""
            for chunk, mark, plain in zip(new, marks.tolist(), is_plain.tolist(), strict=True)
        ]
        for end in sorted(set(ends).difference(self._alike)):
            entry = self._describe(f"{_LETTERS}{end}", self._cut(f"{_LETTERS}{end}"))
            self._alike[end] = entry if entry[0] & _IS_END else None
        entries = [
            self._alike[end] or self._describe(chunk, self._cut(chunk))
            for chunk, end in zip(new, ends, strict=True)
        ]
        for column, values in zip(self._columns, zip(*entries, strict=True), strict=False):
            column.extend(values)

    def _describe(self, chunk: str, words: Sequence[str] | None) -> _Entry:
        """What a chunk of these words is; None for one that makes a text odd."""
        kind, what, tail, ending = 0, 0, 0, self._unknown
        if words:
            tail, ending = self._tail_numbers.get(words[0], 0), self._endings.get(words[-1][-1:], 0)
            for word in words:
                kind |= self._kind_of(word)
            if len(words) > 1 and any(self._may_meet(before, behind) for before, behind in pairwise(words)):
                what = _HAS_FACE
        if words is None or kind & ODD:
            what |= _IS_ODD
        if kind & _COUNTS:
            what |= _IS_ACTIVE
        elif kind & _ENDS_ALL == _ENDS_ALL:
            what |= _IS_END
        first, size = (0, 1) if what & _IS_END else self._enter(chunk, words or ())
        return what | _HAS_TAIL * (tail > 0), tail, ending, first, size

    def _enter(self, chunk: str, words: Sequence[str]) -> tuple[int, int]:
        """Enter where the words of a chunk stand; where they are found, and how many they are."""
        first = len(self._word)
        position = 0
        for word in words:
            if chunk.startswith(word, position):
                start, position = position, position + len(word)
            else:
                start, position = self._place(word, chunk, position)
            self._word.append(self._number(word))
            self._start.append(start)
            self._end.append(position)
        return first, len(words)

    def _cut(self, chunk: str) -> list[str] | None:
        """TextBlob's words of a chunk; None where they depend on what stands beside it."""
        if chunk.isalnum():  # as most
            return [chunk]
        if "END-OF-SENTENCE" in chunk:
            return None
        found = _PLAIN.fullmatch(chunk)
        if found is not None:
            opening, word, owns, stop, marks = found.groups()
            if owns:
                return [*opening, word, "'", f"s{stop}", *marks]  # to TextBlob "s." is an initial
            if stop and self._is_abbreviation(f"{word}."):
                word, stop = f"{word}.", ""
            return [*opening, word, *stop, *marks]
        if _SPACES.search(chunk):
            return None
        return " ".join(self._sentiment.tokenizer(chunk)).split() if chunk else []

    def _is_abbreviation(self, word: str) -> bool:
        return word in self._abbreviations or any(pattern.match(word) for pattern in self._short)

    def _kind_of(self, word: str) -> int:
        """What a word is to the rules; one that ends all is not numbered for that."""
        lower = word.lower()
        if (
            lower not in self._special
            and len(lower) >= _ENDS_MODIFIER_FROM
            and "'" not in lower
            and "!" not in lower
        ):
            return _ENDS_ALL
        return self._kind[self._number(word)]

    def _number(self, word: str) -> int:
        """The number of a word."""
        number = self._numbers.get(word)
        if number is None:
            number = self._numbers[word] = len(self.words)
            self._add(word.lower())
        return number

    def _add(self, word: str) -> None:
        """Describe a word that is new, in small letters."""
        self.words.append(word)
        sentiment = self._sentiment
        kind, p, s = 0, 0.0, 0.0
        if self._has(word):
            p, s, _ = sentiment[word][None]
            kind = KNOWN | _ENDS_ALL
            if any(map(sentiment[word].__contains__, sentiment.modifiers)):
                kind |= MODIFIER
        elif word not in sentiment.negations and len(word.strip("'")) >= _ENDS_NEGATION_FROM:
            kind = ENDS_NEGATION
        if word in sentiment.negations:
            kind |= NEGATION
        if len(word) >= _ENDS_MODIFIER_FROM:
            kind |= ENDS_MODIFIER
        if word == "!":
            kind |= MARK
        elif word in self._faces or "!" in word:
            kind |= ODD
        self._kind.append(kind)
        self._p.append(p)
        self._s.append(s)


def _telling(what: Numbers, bounds: Numbers) -> Numbers:
    """The chunks that have a say: those that count, and what follows them up to a chunk that ends all in force."""
    import numpy as np

    n = len(what)
    place = np.arange(1, n + 1, dtype=np.int32)
    ended = np.zeros(n, dtype=np.int32)
    np.multiply(place[:-1], what[:-1] & _IS_END > 0, out=ended[1:])
    first = bounds[:-1][np.diff(bounds) > 0]
    ended[first] = first  # nothing is in force where a text begins
    np.multiply(place, what & _IS_ACTIVE > 0, out=place)
    in_force = np.maximum.accumulate(place, out=place) > np.maximum.accumulate(ended, out=ended)
    return np.flatnonzero(in_force)
