"""Whether a sentence ends between two chunks, asked once for each pair: a cache around `sentence_spans`.

Punkt decides at a mark by the word before it and the word behind, and what `sentence_spans` does afterwards looks no
farther. So of most chunks it is enough to know that no mark is in them, of a word with a mark behind it what the next
chunk begins with; every other pair is cut once, as if it were a text. A text in which a sentence ends inside a chunk,
or that has white space other than spaces, is left to be cut whole. tests/test_batches.py holds the two against each
other.
"""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING, Any

from framing.preprocessing.arrays import view
from framing.preprocessing.punkt import NUMBER, UNKNOWN, all_like_behind, ends_surely, may_end
from framing.preprocessing.tokens import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from framing.preprocessing.chunked import Chunks

    Numbers = npt.NDArray[Any]

#: How a chunk ends: no sentence can end at it; one ends behind it wherever another can begin; its text must be cut
#: whole. Every number above stands for a chunk that has to be asked about, with the chunk behind it.
_QUIET, _ENDS, _ODD = range(3)
#: How a chunk begins: with a small letter, so that no sentence begins there; with another letter or a digit; otherwise.
_SMALL, _LARGE, _OTHER = range(3)
#: What is said of a pair beside `_ODD`.
_NO_BREAK, _BREAK = range(2)
#: Pairs that are kept; then all are forgotten, so that no corpus fills the memory.
_MOST_KEPT = 200_000
#: Code points of the marks at which a sentence may end.
_ENDING = frozenset(map(ord, ".?!"))
_SPACES = re.compile(r"\s")
# A word and the marks behind it.
_MARKED = re.compile(r"([^\W_]+)([.?!][\"')\]]*)")


class Breaks:
    """Where sentences end between the chunks of a vocabulary.

    Parameters
    ----------
    words_from
        gives the chunks of the vocabulary from a number on, see `Vocabulary.words_from`
    """

    def __init__(self, words_from: Callable[[int], tuple[Sequence[str], Sequence[str], Numbers]]) -> None:
        self._words_from = words_from
        self._may_end = may_end().search
        # of chunks: how each ends and begins, and what stands for it behind another
        self._ends, self._begins, self._behind = array("i"), array("b"), array("i")
        # What stands for chunks in pairs, by number. That of `_ENDS` stands for every mark behind such a word; `_QUIET`
        # and `_ODD` are never asked about, and 0 behind a chunk says that none follows.
        self._parts: list[str] = ["", f"{UNKNOWN}.", ""]
        self._numbers = {self._parts[_ENDS]: _ENDS}
        self._known: dict[int, int] = {}

    def find(self, chunks: Chunks) -> tuple[Numbers, Numbers]:
        """The chunks of texts behind which a sentence ends and another begins, and the texts that must be cut whole.

        Parameters
        ----------
        chunks
            those of the texts, without the empty ones

        Returns
        -------
        tuple
            positions of chunks, ascending, of all texts but the odd ones; of each text whether it is odd
        """
        import numpy as np

        self._meet()
        odd = np.zeros(len(chunks.bounds) - 1, dtype=bool)
        ends = view(self._ends).take(chunks.plain)
        at = np.flatnonzero(ends)
        ends, text = ends.take(at), chunks.text_at(at)
        odd[text[ends == _ODD]] = True
        is_last = at + 1 == chunks.bounds[text + 1]
        behind = chunks.plain[np.where(is_last, at, at + 1)]
        begins = view(self._begins)[behind]
        is_inner = (ends == _ENDS) & ~is_last
        is_break = is_inner & (begins == _LARGE)
        asked = np.flatnonzero((ends > _ODD) | (is_inner & (begins == _OTHER)))
        second = np.where(is_last[asked], 0, view(self._behind)[behind[asked]])
        told = self._told(ends[asked].astype(np.int64) << 32 | second)
        is_break[asked[told == _BREAK]] = True
        odd[text[asked[told == _ODD]]] = True
        return at[is_break & ~odd[text]], odd

    def _told(self, pairs: Numbers) -> Numbers:
        """What there is between the parts of pairs."""
        import numpy as np

        distinct, inverse = np.unique(pairs, return_inverse=True)
        if len(self._known) > _MOST_KEPT:
            self._known.clear()
        known = self._known
        for pair in distinct.tolist():
            if pair not in known:
                known[pair] = self._ask(self._parts[pair >> 32], self._parts[pair & 0xFFFFFFFF])
        return np.array([known[pair] for pair in distinct.tolist()], dtype=np.int8)[inverse]

    def _ask(self, first: str, second: str) -> int:
        """Cut two chunks, or the last one of a text."""
        if not second:
            return _NO_BREAK if len(sentence_spans(first)) == 1 else _ODD
        # Without letters it belongs to what stands before it, unless letters follow. In `'.'tis` a sentence may end
        # before the letters.
        mark = self._may_end(second)
        if not any(map(str.isalnum, second if mark is None else second[: mark.start()])):
            return _ODD
        text = f"{first} {second}"
        spans = sentence_spans(text)
        if spans == [(0, len(text))]:
            return _NO_BREAK
        return _BREAK if spans == [(0, len(first)), (len(first) + 1, len(text))] else _ODD

    def _meet(self) -> None:
        """Look at the chunks that are new in the vocabulary: most are words, perhaps with a mark behind."""
        new, words, marks = self._words_from(len(self._ends))
        of_marks = marks.tolist()
        self._begins.extend(
            _SMALL if "a" <= chunk[:1] <= "z" else _LARGE if chunk[:1].isalnum() else _OTHER for chunk in new
        )
        self._behind.extend(map(self._number, all_like_behind(new, words, of_marks)))
        self._ends.extend(
            _QUIET if word and mark not in _ENDING else self._end(chunk)
            for chunk, word, mark in zip(new, words, of_marks, strict=True)
        )

    def _end(self, chunk: str) -> int:
        """How a chunk ends."""
        if not chunk or _SPACES.search(chunk) is not None:
            return _ODD
        if self._may_end(chunk) is None:
            return _QUIET
        found = _MARKED.fullmatch(chunk)
        if found is None:
            return self._number(chunk)
        word, marks = found.groups()
        if marks in {"?", "!"}:
            return _ENDS
        if ends_surely(word):
            return _ENDS if marks == "." else self._number(f"{UNKNOWN}{marks}")
        return self._number(f"{NUMBER}{marks}" if word.isdecimal() and word.isascii() else chunk)

    def _number(self, part: str) -> int:
        number = self._numbers.get(part)
        if number is None:
            number = self._numbers[part] = len(self._parts)
            self._parts.append(part)
        return number
