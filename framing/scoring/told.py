"""What one instrument says of a batch, and which places of it lie in given spans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from framing.model import HitColumns
from framing.scoring.batch import Batch

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[Any]
    #: Values of paragraphs in each voice, and of sentences in each voice.
    Values = tuple[dict[str, Numbers], dict[str, Numbers]]


@dataclass(frozen=True, slots=True)
class Told:
    """What one instrument says of a batch.

    Attributes
    ----------
    hits
        evidence of the paragraphs in voice `all`; `text` is the paragraph, places are in its prepared text
    in_name
        whether each hit lies inside an actor's name
    paragraphs, sentences
        values of every paragraph and voice, and of every sentence and voice
    """

    hits: HitColumns
    in_name: Numbers
    paragraphs: dict[str, Numbers]
    sentences: dict[str, Numbers]


class Spans:
    """Spans in a batch's paragraphs, put in order and merged, so that one look tells what lies in them."""

    def __init__(self, batch: Batch, hits: HitColumns) -> None:
        import numpy as np

        self._base = batch.base
        placed = hits.start >= 0
        start = hits.start[placed] + batch.base[hits.text[placed]]
        end = hits.end[placed] + batch.base[hits.text[placed]]
        order = np.lexsort((end, start))
        self.start, self.end = start[order], end[order]
        # overlapping ones are one; spans that only touch are one as well, which changes nothing for what lies in them
        if len(self.start):
            reach = np.maximum.accumulate(self.end)
            begins = np.concatenate(([True], self.start[1:] > reach[:-1]))
            first = np.flatnonzero(begins)
            self.merged_start = self.start[first]
            self.merged_end = reach[np.concatenate((first[1:] - 1, [len(reach) - 1]))]
        else:
            self.merged_start = self.merged_end = self.start

    def hold(self, hits: HitColumns) -> Numbers:
        """Whether each hit lies wholly inside one of the spans, which do not overlap."""
        import numpy as np

        if not len(self.start) or not len(hits.text):
            return np.zeros(len(hits.text), dtype=bool)
        start, end = hits.start + self._base[hits.text], hits.end + self._base[hits.text]
        index = np.searchsorted(self.start, start, side="right") - 1
        return (hits.start >= 0) & (index >= 0) & (self.end[index] >= end)

    def touch(self, paragraph: Numbers, start: Numbers, end: Numbers) -> Numbers:
        """Whether each span shares a character with one of these."""
        import numpy as np

        if not len(self.start) or not len(start):
            return np.zeros(len(start), dtype=bool)
        low, high = start + self._base[paragraph], end + self._base[paragraph]
        index = np.searchsorted(self.merged_start, high) - 1
        return (index >= 0) & (self.merged_end[index] > low)
