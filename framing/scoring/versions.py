"""A batch's text as it is read: as it stands, without some words, or masked; known by its chunks.

Masking keeps white space and length, so every version has the chunks of the batch's sentences at the same places: only
which chunk stands there differs. Strings are made where somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from framing.preprocessing.arrays import ranges
from framing.preprocessing.texts import Texts
from framing.preprocessing.voice import mask
from framing.scoring.batch import Batch

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)  # known by itself, not by what it holds
class Version:
    """One way to read a batch.

    Attributes
    ----------
    texts
        the paragraphs
    plain
        the chunks of all sentences, numbered as in `Chunks.plain`
    """

    texts: Sequence[str]
    plain: Numbers


class Versions:
    """Several versions of a batch, with the chunks of all in one row.

    Every second one is the one before it with its quotations masked.

    Attributes
    ----------
    texts
        of each version its paragraphs
    plain
        the chunks of one version after the other
    """

    def __init__(self, versions: Sequence[Version]) -> None:
        import numpy as np

        self.texts = [each.texts for each in versions]
        self.plain = np.concatenate([each.plain for each in versions])


class Masked(Sequence[str]):
    """Texts with every letter and digit of some spans replaced by x, made one by one.

    Parameters
    ----------
    texts
        the texts
    text, start, end
        of each span its text, ascending, and where it stands there
    """

    def __init__(self, texts: Sequence[str], text: Numbers, start: Numbers, end: Numbers) -> None:
        import numpy as np

        self._texts = texts
        self._bounds = np.searchsorted(text, np.arange(len(texts) + 1)).tolist()
        self._start, self._end = start, end
        self._made: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, index: Any) -> Any:
        low, high = self._bounds[index], self._bounds[index + 1]
        if low == high:
            return self._texts[index]
        if index not in self._made:
            spans = zip(self._start[low:high].tolist(), self._end[low:high].tolist(), strict=True)
            self._made[index] = mask(self._texts[index], spans)
        return self._made[index]


def as_it_stands(batch: Batch) -> Version:
    """The prepared text."""
    return Version(batch.texts, batch.sentences.chunks.plain)


def rewritten(batch: Batch, texts: Sequence[str]) -> Version:
    """Paragraphs in which letters and digits, and nothing else, are others."""
    spans = zip(batch.paragraph.tolist(), batch.start.tolist(), batch.end.tolist(), strict=True)
    sentences = [texts[index][low:high] for index, low, high in spans]
    return Version(texts, Texts(sentences, batch.sentences.vocabulary).chunks.plain)


def in_voices(batch: Batch, version: Version) -> tuple[Version, Version]:
    """The version, and its copy with the quotations masked."""
    import numpy as np

    paragraph = np.array([index for index, _ in batch.quotes], dtype=np.int64)
    base = batch.base[paragraph]
    return version, masked(batch, version, paragraph, batch.quote_start - base, batch.quote_end - base)


def masked(batch: Batch, version: Version, paragraph: Numbers, start: Numbers, end: Numbers) -> Version:
    """The version with spans masked: of each its paragraph, ascending, and where it stands there."""
    import numpy as np

    if not len(start):
        return version
    low, high = _merged(start + batch.base[paragraph], end + batch.base[paragraph])
    # of each span the chunks that share a character with it
    begins = np.searchsorted(batch.chunk_end, low, side="right")
    sizes = np.maximum(np.searchsorted(batch.chunk_start, high) - begins, 0)
    chunk, span = ranges(begins, sizes), np.repeat(np.arange(len(low)), sizes)
    first, last = batch.chunk_start.take(chunk), batch.chunk_end.take(chunk)
    begin, stop = np.maximum(low.take(span) - first, 0), np.minimum(high.take(span), last) - first
    plain, vocabulary = version.plain.copy(), batch.sentences.vocabulary
    again = np.zeros(
        len(chunk), dtype=bool
    )  # a chunk into which several spans reach is masked by one after the other
    again[1:] = chunk[1:] == chunk[:-1]
    alone = chunk if not again.any() else chunk[~again]
    plain[alone] = vocabulary.masked(plain.take(alone), begin[~again], stop[~again])
    for place in np.flatnonzero(again).tolist():
        here = chunk[place : place + 1]
        plain[here] = vocabulary.masked(plain[here], begin[place : place + 1], stop[place : place + 1])
    return Version(Masked(version.texts, paragraph, start, end), plain)


def _merged(start: Numbers, end: Numbers) -> tuple[Numbers, Numbers]:
    """Spans in order, those that overlap or touch as one."""
    import numpy as np

    order = np.lexsort((end, start))
    start, end = start[order], end[order]
    reach = np.maximum.accumulate(end)
    first = np.flatnonzero(np.concatenate(([True], start[1:] > reach[:-1])))
    return start[first], reach[np.concatenate((first[1:] - 1, [len(reach) - 1]))]
