"""Texts as numbers: what the models learn from, as scikit-learn transformers.

Columns stand in three blocks: counts of terms (words and pairs of words), counts of stretches of letters, and readings
of other instruments. `Weighting` turns such a table into features of comparable size; `TextFeatures` does it from the
texts on. A class of scikit-learn's kind needs its base when it is defined, so this module loads scikit-learn: import it
inside functions only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from framing.classifier.readings import reading_columns, reading_rows
from framing.classifier.words import sentences, stretches, terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.classifier.embeddings import Embedder
    from framing.model import Instrument

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Table:
    """Counts and readings of texts: sparse, one row a text; `n_terms` columns, then `n_stretches`, then readings."""

    counts: Any
    terms: tuple[str, ...]
    stretches: tuple[str, ...]
    readings: tuple[str, ...]

    def rows(self, chosen: NDArray[np.intp]) -> Table:
        """The table of some of the texts, in that order."""
        return Table(self.counts[chosen], self.terms, self.stretches, self.readings)


class Weighting(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Counts and readings weighted so that their columns have comparable size; a column means what it meant.

    Parameters
    ----------
    n_terms, n_stretches
        how many of the leading columns count terms, and how many of those after them stretches of letters; all
        others are readings
    min_count
        a term or stretch that fewer texts have is weighted 0
    stretch_weight, reading_weight
        length of a text's row of stretches, terms having 1; size of a reading of one standard deviation

    Notes
    -----
    Counts: (1 + ln c) × idf, each text's block then brought to its length; idf = ln((1 + n)/(1 + df)) + 1
    (scikit-learn's smooth idf). Readings: × reading_weight / standard deviation, without centring, so that an absent
    reading adds nothing to a score; a reading that does not vary is weighted 0.

    Examples
    --------
    >>> import numpy as np
    >>> counts = np.array([[1.0, 1, 4], [1, 0, 0]])
    >>> Weighting(n_terms=2, min_count=1, reading_weight=1).fit_transform(counts).round(2).tolist()
    [[0.58, 0.81, 2.0], [1.0, 0.0, 0.0]]
    """

    def __init__(
        self,
        *,
        n_terms: int = 0,
        n_stretches: int = 0,
        min_count: int = 2,
        stretch_weight: float = 0.5,
        reading_weight: float = 0.5,
    ) -> None:
        self.n_terms = n_terms
        self.n_stretches = n_stretches
        self.min_count = min_count
        self.stretch_weight = stretch_weight
        self.reading_weight = reading_weight

    def fit(self, X: Any, y: Any = None) -> Weighting:  # noqa: ARG002, N803 - scikit-learn's names
        """Take document frequencies and standard deviations from a table."""
        table = sparse.csr_matrix(validate_data(self, X, accept_sparse="csr", dtype=np.float64))
        counted = self.n_terms + self.n_stretches
        if counted > table.shape[1]:
            raise ValueError(f"{counted} columns of counts, but {table.shape[1]} columns in all")
        counts, readings = table[:, :counted], table[:, counted:]
        if counts.nnz and counts.data.min() < 0:
            raise ValueError("Negative values in data passed to Weighting: counts of terms are never below 0")
        df = np.asarray((counts > 0).sum(axis=0)).ravel()
        idf = np.log((1 + table.shape[0]) / (1 + df)) + 1
        mean = np.asarray(readings.mean(axis=0)).ravel()
        square = np.asarray(readings.multiply(readings).mean(axis=0)).ravel()
        with np.errstate(invalid="ignore", over="ignore"):
            sd = np.sqrt(np.maximum(square - mean**2, 0))
        varies = sd > 1e-9 * np.maximum(np.abs(mean), 1e-9)
        self.factors_: Floats = np.concatenate(
            [np.where(df >= self.min_count, idf, 0), np.where(varies, 1 / np.where(varies, sd, 1), 0)]
        )
        return self

    def transform(self, X: Any) -> Any:  # noqa: N803 - scikit-learn's name
        """Weighted table, sparse if `X` is."""
        check_is_fitted(self)
        given = validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False)
        table = sparse.csr_matrix(given)
        first, second = self.n_terms, self.n_terms + self.n_stretches
        blocks = [
            _weighted(table[:, :first], self.factors_[:first], 1.0),
            _weighted(table[:, first:second], self.factors_[first:second], self.stretch_weight),
            table[:, second:] @ sparse.diags(self.factors_[second:] * self.reading_weight),
        ]
        made = sparse.hstack([block for block in blocks if block.shape[1]], format="csr")
        return made if sparse.issparse(given) else made.toarray()

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags


def _weighted(counts: Any, idf: Floats, length: float) -> Any:
    """One block of counts as (1 + ln c) × idf, each row of the given length (0 where there is nothing)."""
    made = counts.copy()
    made.data = 1 + np.log(made.data)
    made = made @ sparse.diags(idf) if counts.shape[1] else made
    norms = np.sqrt(np.asarray(made.multiply(made).sum(axis=1)).ravel())
    scale = np.where(norms > 0, length / np.where(norms > 0, norms, 1), 0)
    return sparse.diags(scale) @ made


class TextFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Prepared texts as features: words, pairs of words, stretches of letters, readings of instruments, embeddings.

    Parameters
    ----------
    instruments
        instruments whose measures become features; any that satisfies `framing.Instrument`
    embedder
        `Embedder` whose vectors become features, or None
    min_count, stretch_weight, reading_weight
        as of `Weighting`

    Examples
    --------
    >>> features = TextFeatures(min_count=1).fit(["Trade grew.", "Troops at the border."])
    >>> features.transform(["Trade at the border"]).shape
    (1, 69)
    >>> features.get_feature_names_out()[:3].tolist()
    ['at', 'at the', 'border']
    """

    def __init__(
        self,
        *,
        instruments: Sequence[Instrument] = (),
        embedder: Embedder | None = None,
        min_count: int = 2,
        stretch_weight: float = 0.5,
        reading_weight: float = 0.5,
    ) -> None:
        self.instruments = instruments
        self.embedder = embedder
        self.min_count = min_count
        self.stretch_weight = stretch_weight
        self.reading_weight = reading_weight

    def fit(self, X: Sequence[str], y: Any = None) -> TextFeatures:  # noqa: ARG002, N803 - scikit-learn's names
        """Take the vocabulary and its weights from texts."""
        self.table_ = make_table(_texts(X), self.instruments, self.embedder, min_count=self.min_count)
        self.weighting_ = Weighting(
            n_terms=len(self.table_.terms),
            n_stretches=len(self.table_.stretches),
            min_count=self.min_count,
            stretch_weight=self.stretch_weight,
            reading_weight=self.reading_weight,
        ).fit(self.table_.counts)
        self.table_ = self.table_.rows(np.zeros(0, dtype=np.intp))
        return self

    def transform(self, X: Sequence[str]) -> Any:  # noqa: N803 - scikit-learn's name
        """Sparse features, one row a text."""
        check_is_fitted(self)
        found = make_table(_texts(X), self.instruments, self.embedder, vocabulary=self.table_)
        return self.weighting_.transform(found.counts)

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[np.object_]:  # noqa: ARG002 - scikit-learn's
        """Terms, stretches (in `[]`) and readings, in the order of the columns."""
        check_is_fitted(self)
        marked = [f"[{each}]" for each in self.table_.stretches]
        return np.array([*self.table_.terms, *marked, *self.table_.readings], dtype=object)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.input_tags.one_d_array = True
        return tags


def _texts(given: Any) -> list[str]:
    if isinstance(given, str):
        raise ValueError("Expected a sequence of texts, got one string; write [text]")  # noqa: TRY004 - as scikit-learn
    texts = list(given)
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("Expected a sequence of texts; some are no strings")
    return texts


def make_table(
    texts: Sequence[str],
    instruments: Sequence[Instrument] = (),
    embedder: Embedder | None = None,
    *,
    vocabulary: Table | None = None,
    min_count: int = 2,
) -> Table:
    """Counts and readings of prepared texts.

    Without a `vocabulary` it is that of the texts: every term and stretch that `min_count` of them have, sorted.
    """
    found = [_count(text) for text in texts]
    if vocabulary is None:
        names = [_vocabulary([each[block] for each in found], min_count) for block in (0, 1)]
    else:
        names = [vocabulary.terms, vocabulary.stretches]
    blocks = [_matrix([each[block] for each in found], names[block]) for block in (0, 1)]
    columns = reading_columns(instruments)
    readings = np.zeros((len(texts), len(columns)))
    if columns and texts:
        readings = np.array([row.values for row in reading_rows(texts, instruments)])
    if embedder is not None:
        readings = np.hstack([readings, embedder.encode(texts)])
        columns = (*columns, *embedder.columns)
    counts = sparse.hstack([*blocks, sparse.csr_matrix(readings)], format="csr")
    return Table(counts, names[0], names[1], columns)


def _count(text: str) -> tuple[Counter[str], Counter[str]]:
    split = sentences(text)
    found = Counter(name for words in split for name, _, _ in terms(words))
    parts: Counter[str] = Counter()
    for word, n in Counter(word.text for words in split for word in words).items():
        for part in stretches(word):
            parts[part] += n
    return found, parts


def _vocabulary(counts: Sequence[Mapping[str, int]], min_count: int) -> tuple[str, ...]:
    df = Counter(name for each in counts for name in each)
    return tuple(sorted(name for name, n in df.items() if n >= min_count))


def _matrix(counts: Sequence[Mapping[str, int]], names: Sequence[str]) -> Any:
    place = {name: index for index, name in enumerate(names)}
    data: list[int] = []
    indices: list[int] = []
    ends = [0]
    for each in counts:
        known = sorted((place[name], n) for name, n in each.items() if name in place)
        indices += [index for index, _ in known]
        data += [n for _, n in known]
        ends.append(len(data))
    return sparse.csr_matrix(
        (np.array(data, dtype=np.float64), np.array(indices, dtype=np.int32), np.array(ends, dtype=np.int32)),
        shape=(len(counts), len(names)),
    )


__all__ = ["Table", "TextFeatures", "Weighting", "make_table"]
