"""Where NLTK cuts chunks, each once for each place that it is met in: a cache around NLTK.

NLTK's word tokeniser looks beyond a chunk only at a few marks (`_ODD`, `_CLOSERS`), so a chunk is given to it inside a
sentence, at its beginning, at its end, or as all of it. Chunks of the usual forms need not be given to it at all; what
depends on other chunks is left to be cut with its whole sentence.
"""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING, Any

from framing.preprocessing.arrays import ranges, view
from framing.preprocessing.chunks import is_contracted, plain_spans
from framing.preprocessing.tokens import word_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from framing.preprocessing.numbering import Types

    Numbers = npt.NDArray[Any]

#: Places that a chunk may have: what `in_places` makes of the number of one has so many.
_PLACES = 4
_FIRST, _LAST = 1, 2
# What NLTK's rules treat by what stands beyond the chunk: white space of another kind, and backticks and three single
# marks in a row, by which its count of quotation marks goes wrong for all that follow.
_ODD = re.compile(r"[\s`]|'''")
# At a sentence's end NLTK looks for the full stop before any number of closing marks and spaces: "said. )".
_CLOSERS = re.compile(r"[\])}>\"'»”’]*")
#: Instead of the number of words of a chunk: it is not cut yet, or it depends on what stands beside it.
_NEW, _WHOLE = -1, -2


def in_places(plain: Numbers, bounds: Numbers) -> Numbers:
    """Numbers of chunks with their places in their sentences, which lie between the bounds."""
    placed: Numbers = plain * _PLACES
    placed[bounds[:-1]] += _FIRST
    placed[bounds[1:] - 1] += _LAST
    return placed


def of_places(placed: Numbers) -> Numbers:
    """The chunks' own numbers."""
    return placed // _PLACES


class Cuts:
    """NLTK's words and marks of chunks, which are numbered with their places.

    Parameters
    ----------
    types
        numbers the words and marks
    """

    def __init__(self, types: Types) -> None:
        self._types = types
        # of chunks
        self._first, self._size = array("i"), array("i")
        # of their words and marks
        self._type, self._start, self._end = array("i"), array("i"), array("i")

    def grow(self, n: int) -> None:
        """Make room for so many chunks in all their places."""
        more = _PLACES * n - len(self._size)
        self._first.frombytes(bytes(more * self._first.itemsize))
        self._size.extend([_NEW] * more)

    def sizes(self, chunks: Numbers) -> Numbers:
        """How many words and marks each chunk has; below 0 where its sentence must be cut whole."""
        return view(self._size).take(chunks)

    @staticmethod
    def are_new(sizes: Numbers) -> Numbers:
        """Whether chunks of these sizes are not cut yet."""
        found: Numbers = sizes == _NEW
        return found

    def words(self, chunks: Numbers, sizes: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """So many words and marks of each chunk: their types, where each starts and ends in its chunk."""
        entries = ranges(view(self._first).take(chunks), sizes)
        kind, start, end = (view(column).take(entries) for column in (self._type, self._start, self._end))
        return kind, start, end

    def cut(
        self,
        chunks: Numbers,
        texts: Sequence[str],
        words: Sequence[str],
        marks: Numbers,
    ) -> None:
        """Cut chunks.

        Parameters
        ----------
        chunks
            their numbers
        texts
            the chunks
        words, marks
            what `words_in` makes of these texts
        """
        import numpy as np

        usual = np.array(
            [bool(word) and not is_contracted(text) for word, text in zip(words, texts, strict=True)],
            dtype=bool,
        )
        at = np.flatnonzero(usual).tolist()
        self._cut_usual(chunks[usual], [texts[each] for each in at], marks[usual])
        at = np.flatnonzero(~usual).tolist()
        self._cut_others(chunks[~usual], [texts[each] for each in at])

    def _cut_usual(self, chunks: Numbers, texts: Sequence[str], marks: Numbers) -> None:
        """Enter words, perhaps with a mark behind: NLTK leaves them whole, but for the mark."""
        import numpy as np

        n = len(chunks)
        at_end = chunks & _LAST > 0
        # a full stop belongs to its word, but at the sentence's end
        apart = (marks > 0) & ((marks != ord(".")) | at_end)
        ends = np.fromiter(map(len, texts), dtype=np.int32, count=n)
        sizes = 1 + apart
        at = np.cumsum(sizes) - sizes
        behind = at[apart] + 1
        types, start, end = (np.zeros(n + len(behind), dtype=np.int32) for _ in range(3))
        words = (
            text[:-1] if is_apart else text for text, is_apart in zip(texts, apart.tolist(), strict=True)
        )
        types[at], end[at] = self._types.number(words, n)[0], ends - apart
        types[behind] = self._types.number(map(chr, marks[apart].tolist()), len(behind))[0]
        start[behind], end[behind] = ends[apart] - 1, ends[apart]
        self._enter(chunks, sizes, types, start, end)

    def _cut_others(self, chunks: Numbers, texts: Sequence[str]) -> None:
        """Enter chunks of other forms."""
        import numpy as np

        found = [_spans(text, place) for text, place in zip(texts, (chunks % _PLACES).tolist(), strict=True)]
        rows = [
            (text[start:end], start, end)
            for text, spans in zip(texts, found, strict=True)
            for start, end in spans or ()
        ]
        types, _ = self._types.number((row[0] for row in rows), len(rows))
        spans = np.array([row[1:] for row in rows], dtype=np.int32).reshape(-1, 2)
        sizes = np.array([_WHOLE if each is None else len(each) for each in found], dtype=np.int32)
        self._enter(chunks, sizes, types, spans[:, 0], spans[:, 1])

    def _enter(self, chunks: Numbers, sizes: Numbers, types: Numbers, start: Numbers, end: Numbers) -> None:
        """Enter the words and marks of chunks, one after the other."""
        import numpy as np

        counts = np.maximum(sizes, 0)
        view(self._first)[chunks] = len(self._type) + np.cumsum(counts) - counts
        view(self._size)[chunks] = sizes
        for column, values in ((self._type, types), (self._start, start), (self._end, end)):
            column.frombytes(values.tobytes())


def _spans(text: str, place: int) -> list[tuple[int, int]] | None:
    """Where NLTK cuts a chunk in its place; None if that depends on what stands beside it."""
    begins, ends = bool(place & _FIRST), bool(place & _LAST)
    if not text and begins != ends:  # white space at the very beginning or end
        return None
    spans = plain_spans(text, ends=ends)
    if spans is not None:
        return spans
    if _ODD.search(text) or (ends and _CLOSERS.fullmatch(text)):
        return None
    before = "" if begins else "a "
    cut = word_spans(f"{before}{text}{'' if ends else ' a'}")
    cut = cut[not begins : len(cut) - (not ends)]
    return [(start - len(before), end - len(before)) for start, end in cut]
