"""The sentences of many texts at once, with their chunks: the same as `sentence_spans` gives of each text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from framing.preprocessing.arrays import ranges
from framing.preprocessing.chunked import Chunks
from framing.preprocessing.tokens import sentence_spans

if TYPE_CHECKING:
    import numpy.typing as npt

    from framing.preprocessing.texts import Texts

    Numbers = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Sentences:
    """Sentences: of each its text, and where it starts and ends there, in order; and the chunks of all."""

    text: Numbers
    start: Numbers
    end: Numbers
    chunks: Chunks


def find_sentences(texts: Texts) -> Sentences:
    """The sentences of texts, as `sentence_spans` gives them."""
    import numpy as np

    chunks, vocabulary = texts.chunks, texts.vocabulary
    solid, at = _solid(chunks, vocabulary.lengths(chunks.plain))
    with vocabulary.kept_whole():
        breaks, odd = vocabulary.breaks.find(solid)
    begins = solid.bounds[:-1].compress(~odd & (np.diff(solid.bounds) > 0))
    first = np.sort(np.concatenate((begins, breaks + 1)))
    text = np.searchsorted(solid.bounds, first, side="right") - 1
    final = np.minimum(np.append(first[1:], len(at)), solid.bounds[text + 1]) - 1
    start = solid.start[first].astype(np.int64)
    end = solid.start[final] + vocabulary.lengths(solid.plain[final]).astype(np.int64)
    plain, starts = chunks.plain, chunks.start
    first, last = at[first], at[final] + 1
    alone = np.flatnonzero(odd).tolist()
    if alone:
        spans = [(index, *span) for index in alone for span in sentence_spans(texts[index])]
        cut = vocabulary.split([texts[index][low:high] for index, low, high in spans])
        more = np.array(spans, dtype=np.int64).reshape(-1, 3)
        size = len(plain)
        plain = np.concatenate((plain, cut.plain))
        starts = np.concatenate((starts, cut.start + more[:, 1][cut.text].astype(np.int32)))
        text, start, end = (
            np.concatenate((column, more[:, k])) for k, column in enumerate((text, start, end))
        )
        first, last = (
            np.concatenate(both) for both in ((first, size + cut.bounds[:-1]), (last, size + cut.bounds[1:]))
        )
        order = np.argsort(text, kind="stable")
        text, start, end, first, last = (column[order] for column in (text, start, end, first, last))
    bounds = np.concatenate(([0], np.cumsum(last - first)))
    if bounds[-1] < len(plain):  # not all; texts that were cut alone leave some out, and change the order
        taken = ranges(first, last - first)
        plain, starts = plain.take(taken), starts.take(taken)
    starts = starts - np.repeat(start.astype(np.int32), np.diff(bounds))
    return Sentences(text, start, end, Chunks(plain, bounds, starts.__getitem__))


def _solid(chunks: Chunks, lengths: Numbers) -> tuple[Chunks, Numbers]:
    """The chunks that are not empty (those stand beside spaces beyond one), and where they are among all."""
    import numpy as np

    if lengths.all():
        return chunks, np.arange(len(lengths))
    at = np.flatnonzero(lengths)
    bounds = np.searchsorted(at, chunks.bounds)
    return Chunks(chunks.plain.take(at), bounds, chunks.start.take(at).__getitem__), at
