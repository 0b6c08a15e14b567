"""Numbers for names that come many at a time: chunks, words and marks."""

from __future__ import annotations

from array import array
from collections import defaultdict
from itertools import count, islice
from typing import TYPE_CHECKING, Any

from framing.preprocessing.arrays import view
from framing.preprocessing.chunks import small
from framing.preprocessing.tokens import is_word_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import numpy.typing as npt

    Numbers = npt.NDArray[Any]


class Numbering:
    """Numbers from 0, given to names as they are met.

    Attributes
    ----------
    names
        the distinct names, by number
    n_letters
        of all of them
    """

    def __init__(self) -> None:
        self.names: list[str] = []
        self.n_letters = 0
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)  # no step of Python for a name

    def number(self, names: Iterable[str], n: int) -> tuple[Numbers, list[str]]:
        """The numbers of `n` names, and those among them that are new, in order."""
        import numpy as np

        found = np.fromiter(map(self._numbers.__getitem__, names), dtype=np.int32, count=n)
        new = list(islice(reversed(self._numbers), len(self._numbers) - len(self.names)))[::-1]
        self.names += new
        self.n_letters += sum(map(len, new))
        return found, new


class Types(Numbering):
    """The distinct words and marks.

    Attributes
    ----------
    lower
        these in small letters
    """

    def __init__(self) -> None:
        super().__init__()
        self.lower: list[str] = []
        self._is_word = array("b")
        self._marks: dict[str, array[int]] = {}

    def number(self, names: Iterable[str], n: int) -> tuple[Numbers, list[str]]:
        """The numbers of `n` words and marks, and those that are new."""
        found, new = super().number(names, n)
        self.lower += [small(name) for name in new]
        self._is_word.extend(map(is_word_text, new))
        return found, new

    @property
    def is_word(self) -> Numbers:
        """Whether each counts in `n_words`."""
        return view(self._is_word).view("?")

    def marks(self, name: str, is_marked: Callable[[str], bool]) -> Numbers:
        """Whether each, in small letters, is one of those that a test picks; found once for each name of a test."""
        found = self._marks.setdefault(name, array("b"))
        found.extend(map(is_marked, self.lower[len(found) :]))
        return view(found).view("?")
