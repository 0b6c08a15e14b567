"""A batch's text as it is read: as it stands, without some words, or masked; known by its chunks.

Masking keeps white space and length, so every version has the chunks of the batch's sentences at the same places: only
which chunk stands there differs. Strings are made where somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from framing.preprocessing.vocabulary import Texts
from framing.preprocessing.voice import mask
from framing.scoring.batch import Batch

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
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

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, index: Any) -> Any:
        low, high = self._bounds[index], self._bounds[index + 1]
        text = self._texts[index]
        if low == high:
            return text
        return mask(text, zip(self._start[low:high].tolist(), self._end[low:high].tolist(), strict=True))


def as_it_stands(batch: Batch) -> Version:
    """The prepared text."""
    return Version(batch.texts, batch.sentences.chunks.plain)


def rewritten(batch: Batch, texts: Sequence[str]) -> Version:
    """Paragraphs in which letters and digits, and nothing else, are others."""
    spans = zip(batch.paragraph.tolist(), batch.start.tolist(), batch.end.tolist(), strict=True)
    sentences = [texts[index][low:high] for index, low, high in spans]
    return Version(texts, Texts(sentences, batch.sentences.vocabulary).chunks.plain)


def masked(batch: Batch, version: Version, paragraph: Numbers, start: Numbers, end: Numbers) -> Version:
    """The version with spans masked: of each its paragraph, ascending, and where it stands there."""
    import numpy as np

    if not len(start):
        return version
    low, high = _merged(start + batch.base[paragraph], end + batch.base[paragraph])
    first, last = batch.chunk_start, batch.chunk_end
    # of each chunk the spans that share a character with it
    lows, highs = np.searchsorted(high, first, side="right"), np.searchsorted(low, last)
    once = np.flatnonzero(highs - lows == 1)
    span = lows[once]
    begin = np.maximum(low[span] - first[once], 0)
    stop = np.minimum(high[span], last[once]) - first[once]
    plain = version.plain.copy()
    plain[once] = batch.sentences.vocabulary.masked(plain[once], begin, stop)
    for place in np.flatnonzero(highs - lows > 1).tolist():
        spans = [
            (max(low[span] - first[place], 0), min(high[span], last[place]) - first[place])
            for span in range(lows[place], highs[place])
        ]
        for begins, stops in spans:
            (plain[place],) = batch.sentences.vocabulary.masked(
                plain[place : place + 1], np.array([begins]), np.array([stops])
            )
    return Version(Masked(version.texts, paragraph, start, end), plain)


def _merged(start: Numbers, end: Numbers) -> tuple[Numbers, Numbers]:
    """Spans in order, those that overlap or touch as one."""
    import numpy as np

    order = np.lexsort((end, start))
    start, end = start[order], end[order]
    reach = np.maximum.accumulate(end)
    first = np.flatnonzero(np.concatenate(([True], start[1:] > reach[:-1])))
    return start[first], reach[np.concatenate((first[1:] - 1, [len(reach) - 1]))]
