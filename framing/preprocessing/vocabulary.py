"""Distinct runs of characters without white space, numbered, with NLTK's words of each: a cache around NLTK.

A corpus has few distinct runs (chunks) between its spaces. `cuts` has each cut into NLTK's words once; a sentence with
a chunk for which that does not hold goes to NLTK whole. The words are the same as NLTK's for any text;
tests/test_batches.py holds the two against each other.
"""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from framing.errors import FramingError, TimeLimitError
from framing.preprocessing.arrays import unique, view
from framing.preprocessing.breaks import Breaks
from framing.preprocessing.chunked import Chunks, Tokens
from framing.preprocessing.chunks import words_in
from framing.preprocessing.cuts import Cuts, of_places
from framing.preprocessing.numbering import Numbering, Types
from framing.preprocessing.tokens import word_spans
from framing.preprocessing.voice import mask

if TYPE_CHECKING:
    import numpy.typing as npt

    from framing.preprocessing.known import Known

    Numbers = npt.NDArray[Any]

#: Beyond so many letters in all distinct chunks a new vocabulary is begun, so that no corpus fills the memory.
MOST_LETTERS = 6_500_000
# Longer texts are split by Arrow; loading it would take longer for a short one.
_LONG = 200_000
# NLTK cuts longer sentences in blocks, see `tokens`.
_LONGEST_SENTENCE = 100_000


class Vocabulary:
    """Numbers of chunks and of NLTK's words, given as they are met.

    Attributes
    ----------
    plain
        the distinct chunks
    types
        the distinct words and marks
    longest
        characters of the longest chunk
    is_whole
        False once the work on it was ended from outside
    """

    def __init__(self) -> None:
        self.is_whole = True
        self.longest = 0
        self.types = Types()
        self._plain = Numbering()
        self.plain = self._plain.names
        self._cuts = Cuts(self.types)
        # of chunks
        self._sizes, self._hidden = array("i"), array("i")
        self._words: list[str] = []
        self._marks = array("b")
        self._masks: dict[tuple[int, int, int], int] = {}
        self._parts: dict[tuple[int, int, int], int] = {}
        self._known: WeakSet[Known[Any]] = WeakSet()

    @property
    def is_full(self) -> bool:
        """Whether it is time for a new one."""
        return self._plain.n_letters + self.types.n_letters > MOST_LETTERS

    @contextlib.contextmanager
    def kept_whole(self) -> Iterator[None]:
        """Give the vocabulary up if the block is ended from outside.

        A limit of time, Ctrl-C or a lack of memory ends the work between any two steps, so an entry may be half made.
        This stands around whatever enters words, here and in what instruments remember of a vocabulary's words.
        """
        try:
            yield
        except BaseException as error:
            if isinstance(error, TimeLimitError) or not isinstance(error, FramingError):
                self.is_whole = False
            raise

    def tie(self, known: Known[Any]) -> None:
        """Have what an instrument knows of the words dropped together with the vocabulary."""
        self._known.add(known)

    def drop(self) -> None:
        """Let go of what instruments know of the words, and of what holds the vocabulary itself."""
        for known in list(self._known):
            known.drop()
        self.__dict__.pop("breaks", None)

    @cached_property
    def breaks(self) -> Breaks:
        """Where sentences end between chunks."""
        return Breaks(self.words_from)

    def split(self, texts: Sequence[str]) -> Chunks:
        """The chunks of texts; an empty one stands between two spaces."""
        with self.kept_whole():
            return self._split(texts)

    def _split(self, texts: Sequence[str]) -> Chunks:
        import numpy as np

        if not texts:
            none = np.zeros(0, dtype=np.int32)
            return Chunks(none, np.zeros(1, dtype=np.int64), none.__getitem__)
        joined = " ".join(texts)
        if "\n" in joined:
            joined = joined.replace("\n", "\v")  # white space as odd, and as long
        plain = self._number_all(joined)
        before = np.concatenate(([0], np.cumsum(self.lengths(plain) + 1, dtype=np.int64)))
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)) + 1
        bounds = np.searchsorted(before, np.concatenate(([0], np.cumsum(lengths))))
        start = (before[:-1] - np.repeat(before[bounds[:-1]], np.diff(bounds))).astype(np.int32)
        return Chunks(plain, bounds, start.__getitem__)

    def words_from(self, first: int) -> tuple[list[str], list[str], Numbers]:
        """The chunks from the number `first` on, and what `chunks.words_in` makes of them."""
        self._find_words()
        return self.plain[first:], self._words[first:], view(self._marks)[first:].copy()

    def _find_words(self) -> None:
        words, marks = words_in(self.plain[len(self._words) :])
        self._words += words
        self._marks.extend(marks)

    def lengths(self, plain: Numbers) -> Numbers:
        """The number of characters of each chunk."""
        return view(self._sizes).take(plain)

    def ends(self, chunks: Chunks) -> Numbers:
        """Where the last chunk of each text ends in it; 0 where there is none."""
        import numpy as np

        ends = np.zeros(len(chunks.bounds) - 1, dtype=np.int64)
        some = np.flatnonzero(np.diff(chunks.bounds))
        last = chunks.bounds[some + 1] - 1
        ends[some] = chunks.start_at(last) + self.lengths(chunks.plain[last])
        return ends

    def masked(self, plain: Numbers, start: Numbers, end: Numbers) -> Numbers:
        """The chunks with each letter and digit from `start` to `end` replaced by x."""
        with self.kept_whole():
            return self._masked(plain, start, end)

    def _masked(self, plain: Numbers, start: Numbers, end: Numbers) -> Numbers:
        import numpy as np

        whole = (start == 0) & (end == self.lengths(plain))  # most masks hide a chunk wholly
        made = np.empty(len(plain), dtype=np.int32)
        hidden = plain.compress(whole)
        new = unique(hidden.compress(view(self._hidden).take(hidden) < 0))
        masks = [mask(self.plain[number], ((0, len(self.plain[number])),)) for number in new.tolist()]
        view(self._hidden)[new] = self._number_plain(masks)
        made[whole] = view(self._hidden).take(hidden)
        some = ~whole
        made[some] = self._changed(
            self._masks,
            lambda text, low, high: mask(text, ((low, high),)),
            plain[some],
            start[some],
            end[some],
        )
        return made

    def parts(self, plain: Numbers, start: Numbers, end: Numbers) -> Numbers:
        """What stands in the chunks from `start` to `end`, as chunks."""
        with self.kept_whole():
            return self._changed(self._parts, lambda text, low, high: text[low:high], plain, start, end)

    def _changed(
        self,
        known: dict[tuple[int, int, int], int],
        change: Callable[[str, int, int], str],
        plain: Numbers,
        start: Numbers,
        end: Numbers,
    ) -> Numbers:
        """What becomes of chunks, each once for each stretch."""
        import numpy as np

        keys = list(zip(plain.tolist(), start.tolist(), end.tolist(), strict=True))
        missing = [key for key in dict.fromkeys(keys) if key not in known]
        numbers = self._number_plain([change(self.plain[key[0]], *key[1:]) for key in missing])
        known.update(zip(missing, numbers.tolist(), strict=True))
        return np.array([known[key] for key in keys], dtype=np.int32)

    def tokens(self, texts: Sequence[str], chunks: Chunks) -> Tokens:
        """NLTK's words and marks of sentences, whose chunks these are."""
        with self.kept_whole():
            return self._tokens(texts, chunks)

    def _tokens(self, texts: Sequence[str], chunks: Chunks) -> Tokens:
        import numpy as np

        if not chunks.is_complete:
            chunks = self.split(texts)
        self._cuts.grow(len(self.plain))
        sizes = self._cuts.sizes(chunks.marked)
        new = chunks.marked.compress(self._cuts.are_new(sizes))
        if len(new):
            self._cut(unique(new))
            sizes = self._cuts.sizes(chunks.marked)
        whole = np.unique(chunks.text[sizes < 0])
        long = np.flatnonzero(self.ends(chunks) > _LONGEST_SENTENCE)
        if len(long):
            whole = np.union1d(whole, long).astype(np.int64)
        if len(whole):
            sizes = np.where(np.isin(chunks.text, whole), 0, sizes)
        kind, start, end = self._cuts.words(chunks.marked, sizes)
        shift = np.repeat(chunks.start, sizes)
        columns: tuple[Numbers, ...] = (kind, np.repeat(chunks.text, sizes), start + shift, end + shift)
        if len(whole):
            columns = self._with_whole(columns, texts, whole.tolist())
        counts = np.bincount(columns[1], minlength=len(texts))
        kind, text, start, end = columns
        return Tokens(kind, text, start, end, np.concatenate(([0], np.cumsum(counts))))

    def _cut(self, marked: Numbers) -> None:
        """Cut chunks that are new."""
        self._find_words()
        plain = of_places(marked)
        numbers = plain.tolist()
        self._cuts.cut(
            marked,
            [self.plain[number] for number in numbers],
            [self._words[number] for number in numbers],
            view(self._marks)[plain],
        )

    def _with_whole(
        self, columns: tuple[Numbers, ...], texts: Sequence[str], whole: Sequence[int]
    ) -> tuple[Numbers, ...]:
        """The same words with those of sentences that NLTK cut whole."""
        import numpy as np

        rows = [(index, start, end) for index in whole for start, end in word_spans(texts[index])]
        types, _ = self.types.number((texts[index][start:end] for index, start, end in rows), len(rows))
        more = np.column_stack((types, np.array(rows, dtype=np.int32).reshape(-1, 3)))
        joined = [np.concatenate((column, more[:, k])) for k, column in enumerate(columns)]
        order = np.argsort(joined[1], kind="stable")
        return tuple(column.take(order) for column in joined)

    def _number_all(self, joined: str) -> Numbers:
        """The numbers of the chunks of one long text."""
        if len(joined) > _LONG:  # Arrow finds the distinct ones faster
            with contextlib.suppress(UnicodeEncodeError):  # half characters are in no Arrow text
                distinct, numbers = _distinct(joined)
                made: Numbers = self._number_plain(distinct).take(numbers)
                return made
        return self._number_plain(joined.split(" "))

    def _number_plain(self, texts: Sequence[str]) -> Numbers:
        """The numbers of chunks."""
        found, new = self._plain.number(texts, len(texts))
        self._sizes.extend(map(len, new))
        self.longest = max(self.longest, max(map(len, new), default=0))
        self._hidden.extend([-1] * len(new))
        return found


def _distinct(joined: str) -> tuple[list[str], Numbers]:
    """The distinct chunks of a long text in order of appearance, and of each chunk which of them it is."""
    import numpy as np
    import pyarrow as pa

    data = f"{joined} ".encode()
    behind = np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == ord(" ")) + 1
    places = np.concatenate(([0], behind))
    # Each chunk keeps the space behind it: so the text's bytes are Arrow's without a copy, and those of the distinct
    # ones, one after the other, are a text again.
    found = pa.LargeStringArray.from_buffers(
        len(behind), pa.py_buffer(places), pa.py_buffer(data)
    ).dictionary_encode()
    _, ends, letters = found.dictionary.buffers()
    end = np.frombuffer(ends, dtype=np.int64)[len(found.dictionary)]
    return letters.to_pybytes()[:end].decode().split(" ")[:-1], found.indices.to_numpy()


def vocabulary() -> Vocabulary:
    """The vocabulary in use: a new one where the last is full, or no longer whole."""
    if not _IN_USE or _IN_USE[0].is_full or not _IN_USE[0].is_whole:
        forget()
        _IN_USE.append(Vocabulary())
    return _IN_USE[0]


_IN_USE: list[Vocabulary] = []


def forget() -> None:
    """Let go of the vocabulary in use and of all that instruments know of its words; the next one begins empty."""
    for each in _IN_USE:
        each.drop()
    _IN_USE.clear()
