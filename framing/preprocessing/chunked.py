"""Chunks (runs without white space) and NLTK's words of some texts, as arrays of numbers and places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from framing.preprocessing.cuts import in_places

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[Any]

# Looking up the text of one chunk takes as long as making that of so many.
_FEW = 16


class Chunks:
    """The chunks of some texts, one after the other.

    Parameters
    ----------
    plain
        number of each chunk
    bounds
        the chunks of text `i` are those from `bounds[i]` to `bounds[i + 1]`
    start_at
        gives of some chunks (positions among these) where each starts in its text
    is_complete
        whether these are all chunks that splitting the texts would give, empty ones too
    """

    def __init__(
        self, plain: Numbers, bounds: Numbers, start_at: Callable[[Any], Numbers], *, is_complete: bool = True
    ) -> None:
        self.plain, self.bounds, self.start_at, self.is_complete = plain, bounds, start_at, is_complete

    @cached_property
    def marked(self) -> Numbers:
        """Number of each chunk with its place in its text."""
        return in_places(self.plain, self.bounds)

    @cached_property
    def text(self) -> Numbers:
        """Which text each stands in."""
        import numpy as np

        return np.repeat(np.arange(len(self.bounds) - 1, dtype=np.int32), np.diff(self.bounds))

    @cached_property
    def start(self) -> Numbers:
        """Where each starts in its text."""
        return self.start_at(slice(None))

    def text_at(self, places: Numbers) -> Numbers:
        """Which text some stand in: quicker than all where they are few."""
        import numpy as np

        if "text" in self.__dict__ or _FEW * len(places) > len(self.plain):
            text: Numbers = self.text[places]
            return text
        return np.searchsorted(self.bounds, places, side="right") - 1


@dataclass(frozen=True, slots=True)
class Tokens:
    """NLTK's words and marks of some sentences, in order.

    `type` numbers the distinct ones (`Vocabulary.types`), `text` says in which sentence each stands, `start` and `end`
    where, `bounds` as in `Chunks`.
    """

    type: Numbers
    text: Numbers
    start: Numbers
    end: Numbers
    bounds: Numbers
