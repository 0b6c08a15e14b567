"""The chunks of stretches of paragraphs that are no whole sentences: those of the sentences, cut at the ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from framing.preprocessing.arrays import ranges
from framing.scoring.batch import Batch
from framing.scoring.versions import Versions

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[Any]


def excerpt_chunks(batch: Batch, versions: Versions, excerpts: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """The chunks of excerpts, as splitting their texts would give them, but for empty ones between two sentences.

    Parameters
    ----------
    versions
        what the excerpts are cut from
    excerpts
        of each its version, paragraph, start and end: an array of four columns; the ends are no white space

    Returns
    -------
    tuple
        numbers of the chunks, where each starts in its excerpt, and the bounds of the excerpts, as in `Chunks`
    """
    import numpy as np

    alone = batch.glued[excerpts[:, 1]] | (excerpts[:, 2] == excerpts[:, 3])
    of_split, *split = _split(batch, versions, excerpts[alone])
    of_known, *known = _looked_up(batch, versions, excerpts[~alone])
    owner = np.concatenate((np.flatnonzero(alone)[of_split], np.flatnonzero(~alone)[of_known]))
    order = np.argsort(owner, kind="stable")
    plain, start = (np.concatenate(both)[order] for both in zip(split, known, strict=True))
    return plain, start, np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=len(excerpts)))))


def _split(batch: Batch, versions: Versions, excerpts: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Of each chunk its excerpt, its number and its start, from the text: a sentence may end inside a chunk."""
    chunks = batch.sentences.vocabulary.split(
        [versions.texts[which][index][low:high] for which, index, low, high in excerpts.tolist()]
    )
    return chunks.text, chunks.plain, chunks.start


def _looked_up(batch: Batch, versions: Versions, excerpts: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """The same from the chunks of the sentences."""
    import numpy as np

    base = batch.base[excerpts[:, 1]]
    low, high = excerpts[:, 2] + base, excerpts[:, 3] + base
    first = np.searchsorted(batch.chunk_end, low, side="right")
    sizes = np.searchsorted(batch.chunk_start, high) - first
    chunk, owner = ranges(first, sizes), np.repeat(np.arange(len(excerpts)), sizes)
    plain = versions.plain.take(ranges(excerpts[:, 0] * len(batch.chunk_start) + first, sizes))
    begin, end, left = batch.chunk_start.take(chunk), batch.chunk_end.take(chunk), low.take(owner)
    cut = np.flatnonzero((begin < left) | (end > high.take(owner)))
    lower, upper = np.maximum(begin, left), np.minimum(end[cut], high[owner[cut]])
    plain[cut] = batch.sentences.vocabulary.parts(plain[cut], lower[cut] - begin[cut], upper - begin[cut])
    return owner, plain, (lower - left).astype(np.int32)
