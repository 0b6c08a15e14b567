"""What an instrument knows of a vocabulary's words, so that it goes together with the vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from framing.preprocessing.vocabulary import Vocabulary

_T = TypeVar("_T")


class Known(Generic[_T]):
    """What an instrument knows of the words of one vocabulary at a time.

    Parameters
    ----------
    make
        makes it, still empty, for a vocabulary
    """

    def __init__(self, make: Callable[[Vocabulary], _T]) -> None:
        self._make = make
        self._made: tuple[Vocabulary, _T] | None = None

    def of(self, vocabulary: Vocabulary) -> _T:
        """What is known of this vocabulary; what was known of another one is forgotten."""
        if self._made is None or self._made[0] is not vocabulary:
            vocabulary.tie(self)
            self._made = vocabulary, self._make(vocabulary)
        return self._made[1]

    def drop(self) -> None:
        """Forget it."""
        self._made = None
