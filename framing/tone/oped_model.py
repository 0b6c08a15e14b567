"""The model of `oped`: tables of values for words, stems and phrases, read from a file of plain arrays."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from framing.errors import CodebookError
from framing.preprocessing.known import Known
from framing.preprocessing.texts import as_texts
from framing.tone.oped_batch import Evidence, find_evidence
from framing.tone.oped_features import CONTEXTS, pieces
from framing.tone.oped_vocabulary import OpedWords, Row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

_NOTHING: Row = (0.0,) * len(CONTEXTS)


class Model:
    """Tables of rows, a value for each of `CONTEXTS`, and what makes a score of them.

    Parameters
    ----------
    words, stems, phrases
        rows of words, of beginnings of words and of phrases of two to four words
    intercept
        b, the score of a sentence in which no word has a value
    damping
        k of b + Σ v / √(n + k)
    """

    def __init__(
        self,
        words: Mapping[str, Row],
        stems: Mapping[str, Row],
        phrases: Mapping[str, Row],
        *,
        intercept: float,
        damping: float,
    ) -> None:
        self.words, self.stems, self.phrases = words, stems, phrases
        self.intercept, self.damping = intercept, damping
        self._known = Known(partial(OpedWords, self.look_up, phrases))

    def look_up(self, form: str) -> tuple[Row, bool]:
        """What the model holds of a word, the sum over its pieces, and whether it knows the word."""
        row = self.words.get(form)
        if row is not None:  # most words of a text
            return row, True
        rows = [
            self.words[piece] if piece in self.words else self.stems[piece[:-1]]
            for piece in pieces(form, self.words, self.stems)
        ]
        return (tuple(map(math.fsum, zip(*rows, strict=True))), True) if rows else (_NOTHING, False)

    def evidence(self, sentences: Sequence[str]) -> Evidence:
        """What moves the score of each sentence, the intercept aside."""
        texts = as_texts(sentences)
        with texts.vocabulary.kept_whole():
            return find_evidence(texts, self._known.of(texts.vocabulary), self.phrases, self.damping)

    def valences(self, sentences: Sequence[str]) -> npt.NDArray[np.float64]:
        """The score of each sentence, NaN where it has fewer than two words that the model knows."""
        import numpy as np

        evidence = self.evidence(sentences)
        return np.where(evidence.heard, evidence.scores(self.intercept)[0], np.nan)


def from_arrays(arrays: Mapping[str, npt.NDArray[np.generic]]) -> Model:
    """The model in plain arrays: keys as bytes, a line each, and rows of values beside them.

    Raises
    ------
    ValueError, KeyError
        if the arrays are none.
    """
    import numpy as np

    tables = []
    for name in ("words", "stems", "phrases"):
        keys = arrays[name].tobytes().decode("utf-8").split("\n")
        rows = arrays[f"{name}_values"].astype(np.float64)
        if rows.shape != (len(keys), len(CONTEXTS)) or not np.isfinite(rows).all():
            raise ValueError(f"{name}_values: shape {rows.shape} for {len(keys)} keys")
        tables.append(dict(zip(keys, map(tuple, rows.tolist()), strict=True)))
    return Model(*tables, intercept=float(arrays["intercept"][()]), damping=float(arrays["damping"][()]))


def read_model(path: Path) -> Model:
    """The model in an npz file; nothing in it is ever unpickled.

    Raises
    ------
    CodebookError
        if the file is not such a model.
    """
    import numpy as np

    try:
        # numpy leaves a path's file open where it turns out to be no archive
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
            return from_arrays(arrays)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, BadZipFile) as error:
        raise CodebookError(f"{path}: not a model of oped ({error}); make it anew with make.py") from None
