"""Texts that share what is known of their chunks and words with all who read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from framing.preprocessing.vocabulary import vocabulary

if TYPE_CHECKING:
    import numpy.typing as npt

    from framing.preprocessing.chunked import Chunks, Tokens
    from framing.preprocessing.vocabulary import Vocabulary

    Numbers = npt.NDArray[Any]


class Texts(Sequence[str]):
    """Texts whose chunks are found once for all who read them.

    Parameters
    ----------
    texts
        sentences, or other texts; made one by one where they are asked for, if their chunks are known
    numbers
        the vocabulary that numbers the chunks; the one in use if not given
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


class Slices(Sequence[str]):
    """Stretches of texts, each made when it is asked for.

    Parameters
    ----------
    texts
        what they are cut from
    text, start, end
        of each its text, and where it stands there
    """

    def __init__(self, texts: Sequence[str], text: Numbers, start: Numbers, end: Numbers) -> None:
        self._texts, self._text, self._start, self._end = texts, text, start, end

    def __len__(self) -> int:
        return len(self._text)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            spans = zip(
                *(column[index].tolist() for column in (self._text, self._start, self._end)), strict=True
            )
            return [self._texts[text][start:end] for text, start, end in spans]
        return self._texts[self._text[index]][self._start[index] : self._end[index]]


def as_texts(texts: Sequence[str]) -> Texts:
    """The texts with their chunks, if they have none yet, or some of a vocabulary that is no longer whole."""
    if isinstance(texts, Texts):
        return texts if texts.vocabulary.is_whole else Texts(texts.texts)
    return Texts(texts)
