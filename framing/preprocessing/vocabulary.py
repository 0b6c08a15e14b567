"""Distinct runs of characters without white space, numbered, each cut into NLTK's words once: a cache around NLTK.

A corpus has few distinct runs (chunks) between its spaces, and NLTK's word tokeniser looks beyond a chunk only where
marks stand alone, so every chunk is given to NLTK once for each place that it has been met in: inside a sentence, at
its beginning, at its end, or as all of it. A sentence with a chunk for which that does not hold goes to NLTK whole.
The words are the same as NLTK's for any text; tests/test_batches.py holds the two against each other.
"""

from __future__ import annotations

import contextlib
import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count, islice
from typing import TYPE_CHECKING, Any

from framing.errors import FramingError, TimeLimitError
from framing.preprocessing.arrays import ranges, view
from framing.preprocessing.chunked import Chunks, Tokens
from framing.preprocessing.chunks import BEHIND, CONTRACTED, plain_spans, words_in
from framing.preprocessing.tokens import is_word_text, word_spans
from framing.preprocessing.voice import mask

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[Any]

#: Stands before the first and after the last chunk of a sentence; no sentence holds one.
_EDGE = "\n"
# What NLTK's rules treat by what stands beyond the chunk: white space of another kind, backticks and doubled single
# marks (NLTK pairs quotation marks by counting them), quotation marks that stand alone.
_ODD = re.compile(r"[\s`]|''|^[^\w]*[\"'][^\w]*$")
# At a sentence's end NLTK looks for the full stop before any number of closing marks and spaces: "said. )".
_CLOSERS = re.compile(r"[\])}>\"'»”’]*")
#: Beyond so many letters in all distinct chunks a new vocabulary is begun, so that no corpus fills the memory.
MOST_LETTERS = 8_000_000
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
    types, lower
        the distinct words and marks, and these in small letters
    """

    def __init__(self) -> None:
        self.plain: list[str] = []
        self.types: list[str] = []
        self.lower: list[str] = []
        self.n_letters = 0
        self._marks: dict[str, array[int]] = {}
        self._marked, self._plain, self._types = _numbering(), _numbering(), _numbering()
        self._sizes = array("i")
        self._words: list[str] = []
        self._ends = array("b")
        self._masked: dict[tuple[int, int, int], int] = {}
        self._hidden = array("i")
        self._names: list[str] = []
        self._plain_of = array("i")
        self._first, self._size = array("i"), array("i")  # a size of -1: not cut yet, -2: goes to NLTK whole
        self._type, self._start, self._end = array("i"), array("i"), array("i")
        self._is_word = array("b")

    @property
    def is_full(self) -> bool:
        """Whether it is time for a new one."""
        return self.n_letters > MOST_LETTERS

    @property
    def is_word(self) -> Numbers:
        """Whether each word or mark counts in `n_words`."""
        return view(self._is_word, "i1").view("?")

    def marks(self, name: str, is_marked: Callable[[str], bool]) -> Numbers:
        """Whether each word or mark, in small letters, is one of those that a test picks; found once for each name."""
        found = self._marks.setdefault(name, array("b"))
        found.extend(map(is_marked, self.lower[len(found) :]))
        return view(found, "i1").view("?")

    def split(self, texts: Sequence[str]) -> Chunks:
        """The chunks of texts; an empty one stands between two spaces."""
        import numpy as np

        if not texts:
            none = np.zeros(0, dtype=np.int32)
            return Chunks(none, none, np.zeros(1, dtype=np.int64), none.__getitem__)
        if any(_EDGE in text for text in texts):
            texts = [text.replace(_EDGE, "\v") for text in texts]  # white space as odd, and as long
        marked = self._number_all(f"{_EDGE}{f'{_EDGE} {_EDGE}'.join(texts)}{_EDGE}")
        counts = np.fromiter((text.count(" ") for text in texts), dtype=np.int64, count=len(texts)) + 1
        bounds = np.concatenate(([0], np.cumsum(counts)))
        plain = view(self._plain_of)[marked]
        before = np.concatenate(([0], np.cumsum(view(self._sizes)[plain] + 1, dtype=np.int64)))
        start = (before[:-1] - np.repeat(before[bounds[:-1]], counts)).astype(np.int32)
        return Chunks(marked, plain, bounds, start.__getitem__)

    def words_from(self, first: int) -> tuple[list[str], list[str], Numbers]:
        """The chunks from the number `first` on, and what `words_in` makes of them."""
        self._find_words()
        return self.plain[first:], self._words[first:], view(self._ends, "i1")[first:]

    def _find_words(self) -> None:
        words, marks = words_in(self.plain[len(self._words) :])
        self._words += words
        self._ends.extend(marks)

    def lengths(self, plain: Numbers) -> Numbers:
        """The number of characters of each chunk."""
        return view(self._sizes)[plain]

    def masked(self, plain: Numbers, start: Numbers, end: Numbers) -> Numbers:
        """The chunks with each letter and digit from `start` to `end` replaced by x."""
        import numpy as np

        whole = (start == 0) & (end == self.lengths(plain))  # most masks hide a chunk wholly
        made = np.empty(len(plain), dtype=np.int32)
        hidden = plain[whole]
        if len(self._hidden) < len(self.plain):
            self._hidden.extend([-1] * (len(self.plain) - len(self._hidden)))
        new = np.unique(hidden[view(self._hidden)[hidden] < 0])
        masks = [mask(self.plain[number], ((0, len(self.plain[number])),)) for number in new.tolist()]
        view(self._hidden)[new] = self._number_plain(masks)
        made[whole] = view(self._hidden)[hidden]
        some = np.flatnonzero(~whole)
        keys = zip(*(column[some].tolist() for column in (plain, start, end)), strict=True)
        made[some] = [self._mask(key) for key in keys]
        return made

    def _mask(self, key: tuple[int, int, int]) -> int:
        number = self._masked.get(key)
        if number is None:
            masks = [mask(self.plain[key[0]], (key[1:],))]
            number = self._masked[key] = int(self._number_plain(masks)[0])
        return number

    def tokens(self, texts: Sequence[str], chunks: Chunks) -> Tokens:
        """NLTK's words and marks of sentences, whose chunks these are."""
        import numpy as np

        if chunks.marked is None:
            chunks = self.split(texts)
        assert chunks.marked is not None  # noqa: S101 # split has found them
        self._cut(chunks.marked)
        sizes = view(self._size)[chunks.marked]
        whole = np.unique(chunks.text[sizes < 0])
        long = [index for index, text in enumerate(texts) if len(text) > _LONGEST_SENTENCE]
        if long:
            whole = np.union1d(whole, long).astype(np.int64)
        if len(whole):
            sizes = np.where(np.isin(chunks.text, whole), 0, sizes)
        entries = ranges(view(self._first)[chunks.marked], sizes)
        shift = np.repeat(chunks.start, sizes)
        text = np.repeat(chunks.text, sizes)
        start, end = view(self._start)[entries] + shift, view(self._end)[entries] + shift
        columns: tuple[Numbers, ...] = (view(self._type)[entries], text, start, end)
        if len(whole):
            columns = self._with_whole(columns, texts, whole.tolist())
        counts = np.bincount(columns[1], minlength=len(texts))
        kind, text, start, end = columns
        return Tokens(kind, text, start, end, np.concatenate(([0], np.cumsum(counts))))

    def _number_types(self, texts: Iterable[str], n: int) -> Numbers:
        """The numbers of `n` words and marks."""
        import numpy as np

        found = np.fromiter(map(self._types.__getitem__, texts), dtype=np.int32, count=n)
        new = _added(self._types, len(self.types))
        self.types += new
        self.lower += map(str.lower, new)
        self._is_word.extend(map(is_word_text, new))
        self.n_letters += sum(map(len, new))
        return found

    def _number_marked(self, names: Iterable[str], n: int) -> Numbers:
        """The numbers of `n` chunks in their places."""
        import numpy as np

        found = np.fromiter(map(self._marked.__getitem__, names), dtype=np.int32, count=n)
        new = _added(self._marked, len(self._names))
        if new:
            self._names += new
            self._plain_of.frombytes(self._number_plain([name.strip(_EDGE) for name in new]).tobytes())
            self._first.frombytes(bytes(self._first.itemsize * len(new)))
            self._size.frombytes(np.full(len(new), -1, dtype=np.int32).tobytes())
            self.n_letters += sum(map(len, new))
        return found

    def _number_plain(self, texts: Sequence[str]) -> Numbers:
        """The numbers of chunks, wherever they stand."""
        import numpy as np

        found = np.fromiter(map(self._plain.__getitem__, texts), dtype=np.int32, count=len(texts))
        new = _added(self._plain, len(self.plain))
        self.plain += new
        self._sizes.extend(map(len, new))
        self.n_letters += sum(map(len, new))
        return found

    def _number_all(self, joined: str) -> Numbers:
        """The numbers of the chunks of one long text."""
        if len(joined) > _LONG:  # Arrow finds the distinct ones faster
            import pyarrow as pa
            from pyarrow import compute

            with contextlib.suppress(UnicodeEncodeError):  # half characters are in no Arrow text
                found = compute.split_pattern(
                    pa.array([joined], pa.large_string()), " "
                ).values.dictionary_encode()
                distinct = found.dictionary.to_pylist()
                made: Numbers = self._number_marked(distinct, len(distinct))[found.indices.to_numpy()]
                return made
        split = joined.split(" ")
        return self._number_marked(split, len(split))

    def _cut(self, marked: Numbers) -> None:
        """Cut chunks that are new: those of the usual forms all at once, the others one by one."""
        import numpy as np

        new = np.unique(marked[view(self._size)[marked] == -1])
        if not len(new):
            return
        self._find_words()
        words = self._words
        plain = view(self._plain_of)[new]
        is_usual = [bool(words[number]) and words[number] not in CONTRACTED for number in plain.tolist()]
        usual = np.array(is_usual, dtype=bool)
        self._cut_usual(new[usual], plain[usual], view(self._ends, "i1")[plain[usual]])
        self._cut_others(new[~usual])

    def _cut_usual(self, marked: Numbers, plain: Numbers, mark: Numbers) -> None:
        """Cut words, perhaps with a mark behind: NLTK leaves them whole, but for the mark."""
        import numpy as np

        chunks = [self.plain[number] for number in plain.tolist()]
        names = [self._names[number] for number in marked.tolist()]
        is_stop = mark == BEHIND.index(".") + 1
        # a full stop belongs to its word, but at the sentence's end
        parts = (mark > 0) & (~is_stop | np.fromiter((name[-1] == _EDGE for name in names), bool, len(names)))
        ends = self.lengths(plain)
        cut = ends - parts
        first = len(self._type)
        sizes = 1 + parts
        at = np.cumsum(sizes) - sizes
        total = int(sizes.sum())
        types, start, end = np.empty(total, np.int32), np.zeros(total, np.int32), np.empty(total, np.int32)
        words = (chunk[:-1] if apart else chunk for chunk, apart in zip(chunks, parts.tolist(), strict=True))
        types[at], end[at] = self._number_types(words, len(chunks)), cut
        behind = at[parts] + 1
        of_marks = self._number_types(BEHIND, len(BEHIND))
        types[behind], start[behind], end[behind] = of_marks[mark[parts] - 1], cut[parts], ends[parts]
        for column, values in ((self._type, types), (self._start, start), (self._end, end)):
            column.frombytes(values.tobytes())
        view(self._first)[marked], view(self._size)[marked] = first + at, sizes

    def _cut_others(self, marked: Numbers) -> None:
        """Cut chunks of other forms: NLTK is asked, unless it is one that others show how to cut."""
        import numpy as np

        numbers = marked.tolist()
        texts = [self.plain[number] for number in view(self._plain_of)[marked].tolist()]
        names = [self._names[number] for number in numbers]
        found = [self._spans(text, name) for text, name in zip(texts, names, strict=True)]
        sizes = np.array([-2 if spans is None else len(spans) for spans in found], dtype=np.int32)
        rows = [
            (text[start:end], start, end)
            for text, spans in zip(texts, found, strict=True)
            for start, end in spans or ()
        ]
        counts = np.maximum(sizes, 0)
        view(self._first)[marked] = len(self._type) + np.cumsum(counts) - counts
        view(self._size)[marked] = sizes
        self._type.frombytes(self._number_types((row[0] for row in rows), len(rows)).tobytes())
        self._start.extend(row[1] for row in rows)
        self._end.extend(row[2] for row in rows)

    @staticmethod
    def _spans(text: str, name: str) -> list[tuple[int, int]] | None:
        """Where NLTK cuts a chunk that stands as its name says; None if that depends on what stands beside it."""
        begins, ends = name.startswith(_EDGE), name.endswith(_EDGE)
        spans = plain_spans(text, ends=ends)
        at_edge = name == _EDGE  # white space at the very beginning or end
        if spans is not None and not at_edge:
            return spans
        if at_edge or _ODD.search(text) or (ends and _CLOSERS.fullmatch(text)):
            return None
        before = "" if begins else "a "
        cut = word_spans(f"{before}{text}{'' if ends else ' a'}")
        cut = cut[not begins : len(cut) - (not ends)]
        return [(start - len(before), end - len(before)) for start, end in cut]

    def _with_whole(
        self, columns: tuple[Numbers, ...], texts: Sequence[str], whole: Sequence[int]
    ) -> tuple[Numbers, ...]:
        """The same words with those of sentences that NLTK cut whole."""
        import numpy as np

        rows = [(index, start, end) for index in whole for start, end in word_spans(texts[index])]
        types = self._number_types((texts[index][start:end] for index, start, end in rows), len(rows))
        more = np.column_stack((types, np.array(rows, dtype=np.int32).reshape(-1, 3)))
        joined = [np.concatenate((column, more[:, k])) for k, column in enumerate(columns)]
        order = np.argsort(joined[1], kind="stable")
        return tuple(column[order] for column in joined)


class Texts(Sequence[str]):
    """Texts whose chunks are found once for all who read them.

    Parameters
    ----------
    texts
        sentences, or other texts; made one by one where they are asked for, if their chunks are known
    vocabulary
        numbers the chunks; the one in use (`vocabulary`) if not given
    chunks
        those of the texts, if they are known; found when they are needed, if not
    """

    def __init__(
        self, texts: Sequence[str], numbers: Vocabulary | None = None, chunks: Chunks | None = None
    ) -> None:
        self.texts = texts
        self.vocabulary = vocabulary() if numbers is None else numbers
        self._chunks = chunks
        self._tokens: Tokens | None = None

    @property
    def chunks(self) -> Chunks:
        """The chunks of all texts."""
        if self._chunks is None:
            self._chunks = self.vocabulary.split(self.texts)
        return self._chunks

    @property
    def tokens(self) -> Tokens:
        """NLTK's words and marks of all texts, each taken as one sentence."""
        if self._tokens is None:
            self._tokens = self.vocabulary.tokens(self.texts, self.chunks)
        return self._tokens

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, index: Any) -> Any:
        return self.texts[index]


def as_texts(texts: Sequence[str]) -> Texts:
    """The texts with their chunks, if they have none yet."""
    return texts if isinstance(texts, Texts) else Texts(texts)


def vocabulary() -> Vocabulary:
    """The vocabulary in use: a new one where the last is full."""
    if not _IN_USE or _IN_USE[0].is_full:
        _IN_USE[:] = [Vocabulary()]
    return _IN_USE[0]


_IN_USE: list[Vocabulary] = []


def forget() -> None:
    """Begin a new vocabulary; instruments that know the last one begin anew with it."""
    _IN_USE.clear()


@contextlib.contextmanager
def kept_whole() -> Iterator[None]:
    """Forget the vocabulary if the block, or the function, is ended from outside; stands where words are numbered.

    A limit of time, Ctrl-C or a lack of memory ends the work between any two steps, so an entry may be half made.
    """
    try:
        yield
    except BaseException as error:
        if isinstance(error, TimeLimitError) or not isinstance(error, FramingError):
            forget()
        raise


def _numbering() -> dict[str, int]:
    """A number for each name, made at first sight without a step of Python."""
    return defaultdict(count().__next__)


def _added(numbers: dict[str, int], n_before: int) -> list[str]:
    """The names that came last, in order."""
    return list(islice(reversed(numbers), len(numbers) - n_before))[::-1]
