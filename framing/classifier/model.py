"""A trained model: what was learned, as plain arrays, and what it says of a text and why.

Nothing here learns, and nothing loads scikit-learn: scoring with a model needs numpy alone.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import add, sub
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.classifier.readings import as_feature, shares, used_measures
from framing.classifier.words import Word, sentences, stretches, terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.model import Instrument, Reading, Source

    Floats = NDArray[np.float64]

Place = tuple[int, int]
_Told = tuple[Place | None, str, bool, list[float]]

#: What is left of a sum of shares that is 1 but for the last digits.
_ROUNDING = 1e-12
_MOST_REMEMBERED = 100_000  # words whose stretches of letters are looked up once and kept


@dataclass(frozen=True, slots=True)
class Requirement:
    """An instrument whose readings a model was trained with: what it was called, and the sha256 of its source."""

    name: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Embedding:
    """The sentence embeddings that a model was trained with: whose, and the vector of a probe that must come out."""

    name: str
    probe: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Pieces:
    """What made a model's log-odds of a text, piece by piece.

    Attributes
    ----------
    places
        the stretch of text of each piece; those of none come last
    terms, negated
        what it is called, and whether it is negated
    adds
        what it adds for each label: one row a piece, one column a label
    """

    places: list[Place | None]
    terms: list[str]
    negated: list[bool]
    adds: Floats


@dataclass(frozen=True, slots=True)
class Model:
    """A linear model of each label over the features of a text.

    Attributes
    ----------
    labels, thresholds
        labels in order, and the probability from which each is said
    exclusive
        each text has one label: the one farthest above its threshold
    weights, intercepts
        log-odds of label k = intercepts[k] + Σ weights[k, j] × feature j
    factors
        what each column's count or reading is multiplied with (idf, 1 / standard deviation)
    terms, stretches, readings
        names of the columns, block by block
    stretch_weight, reading_weight
        as of `features.Weighting`
    requirements
        the instruments whose readings are columns, in order
    embedding
        the embedding whose vectors are the last columns, or None
    attachments
        files of codebooks that do not ship with framing, by name
    facts
        what source.toml says: data, versions, validation
    """

    name: str
    labels: tuple[str, ...]
    thresholds: tuple[float, ...]
    exclusive: bool
    weights: Floats
    intercepts: tuple[float, ...]
    factors: Floats
    terms: tuple[str, ...]
    stretches: tuple[str, ...]
    readings: tuple[str, ...]
    stretch_weight: float
    reading_weight: float
    source: Source
    requirements: tuple[Requirement, ...] = ()
    embedding: Embedding | None = None
    attachments: Mapping[str, bytes] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


class Explainer:
    """A model made ready to read texts, one at a time, with what each part of a text adds."""

    def __init__(self, model: Model, instruments: Sequence[Instrument]) -> None:
        self.model = model
        self._measures = [used_measures(each) for each in instruments]
        self._terms = {name: index for index, name in enumerate(model.terms)}
        first = len(model.terms)
        self._stretches = {name: first + index for index, name in enumerate(model.stretches)}
        self._columns = np.ascontiguousarray(model.weights.T)
        first += len(model.stretches)
        last = first + sum(map(len, self._measures))
        scales = model.factors[first:last] * model.reading_weight
        self._of_reading = list(zip(scales.tolist(), self._columns[first:last].tolist(), strict=True))
        self._factors, self._of_vector = model.factors[last:], self._columns[last:]
        self._inside: dict[str, tuple[int, ...]] = {}

    def pieces(self, text: str, readings: Sequence[Reading], vector: Sequence[float] = ()) -> Pieces | None:
        """What makes the log-odds of a prepared text, intercept aside; None for a text without words.

        Parameters
        ----------
        readings
            the text's readings by the model's instruments, in order
        vector
            its embedding, if the model uses one
        """
        split = sentences(text)
        if not any(split):
            return None
        made = self._of_words([found for words in split for found in terms(words)])
        more = list(self._of_readings(readings))
        if len(vector):
            adds = (np.asarray(vector) * self._factors * self.model.reading_weight) @ self._of_vector
            more.append((None, "(embedding)", False, adds.tolist()))
        if not more:
            return made
        more.sort(key=lambda told: told[0] is None)
        return Pieces(
            [*made.places, *(place for place, _, _, _ in more)],
            [*made.terms, *(term for _, term, _, _ in more)],
            [*made.negated, *(negated for _, _, negated, _ in more)],
            np.concatenate([made.adds, [adds for _, _, _, adds in more]]),
        )

    def _of_words(self, found: Sequence[tuple[str, Word, Word]]) -> Pieces:
        """Words with their stretches of letters, and pairs of words; every occurrence has a like share."""
        rows, columns = _numbered([self._terms.get(name) for name, _, _ in found])
        known = rows[rows >= 0]
        of_terms = self._each(columns, np.bincount(known, minlength=len(columns)), 1.0)
        counts = Counter(name for name, first, last in found if first is last)
        of_letters = self._of_letters(counts)
        place = {name: row for row, name in enumerate(counts)}
        # row -1 of either table is that of what adds nothing
        adds = of_terms[rows]
        adds += of_letters[[place[name] if first is last else -1 for name, first, last in found]]
        kept = np.flatnonzero(adds.any(axis=1))
        some = [found[index] for index in kept.tolist()]
        return Pieces(
            [(first.start, last.end) for _, first, last in some],
            [name for name, _, _ in some],
            [False] * len(some),
            adds[kept],
        )

    def _of_letters(self, counts: Mapping[str, int]) -> Floats:
        """What the stretches of letters in one occurrence of each word add for each label, then a row of 0."""
        inside = [self._known_stretches(word) for word in counts]
        rows, columns = _numbered(list(chain.from_iterable(inside)))
        owner = np.repeat(np.arange(len(inside)), list(map(len, inside)))
        n = np.bincount(rows, np.array(list(counts.values()))[owner], len(columns))
        each = self._each(columns, n, self.model.stretch_weight)
        n_labels = each.shape[1]
        cells = (owner[:, None] * n_labels + np.arange(n_labels)).ravel()
        # bincount adds in order
        summed = np.bincount(cells, each[rows].ravel(), (len(inside) + 1) * n_labels)
        return summed.reshape(-1, n_labels).astype(np.float64, copy=False)

    def _known_stretches(self, word: str) -> tuple[int, ...]:
        """Columns of a word's stretches of letters that the model knows, as often as they are there."""
        found = self._inside.get(word)
        if found is None:
            if len(self._inside) >= _MOST_REMEMBERED:
                self._inside.clear()
            found = self._inside[word] = tuple(
                self._stretches[part] for part in stretches(word) if part in self._stretches
            )
        return found

    def _each(self, columns: Sequence[int], n: NDArray[Any], length: float) -> Floats:
        """What one of the `n` occurrences of each of some columns adds for each label, then a row of 0."""
        adds = np.zeros((len(columns) + 1, len(self.model.labels)))
        place = np.array(columns, dtype=np.intp)
        values = (1 + np.log(n)) * self.model.factors[place]
        norm = math.sqrt(float(values @ values))
        if norm:
            adds[:-1] = self._columns[place] * (length * values / (norm * n))[:, None]
        return adds

    def _of_readings(self, readings: Sequence[Reading]) -> Iterator[_Told]:
        """What each instrument's hits add through its measures; what no hit accounts for has no place."""
        columns = iter(self._of_reading)
        for requirement, reading, measures in zip(
            self.model.requirements, readings, self._measures, strict=True
        ):
            adds: dict[tuple[Place, str, bool], list[float]] = {}
            rest = [0.0] * len(self.model.labels)
            for measure, (scale, weights) in zip(measures, columns, strict=False):
                factor = as_feature(reading.values[measure.column], measure) * scale
                if not factor:
                    continue
                whole = left = [weight * factor for weight in weights]
                for hit, share in shares(reading, measure):
                    if hit.start is not None and hit.end is not None:
                        part = [each * share for each in whole]
                        key = (hit.start, hit.end), hit.term, hit.negated
                        before = adds.get(key)
                        adds[key] = part if before is None else list(map(add, before, part))
                        left = list(map(sub, left, part))
                rest = list(map(add, rest, left))
            for (place, term, negated), parts in adds.items():
                yield place, f"{requirement.name}: {term}", negated, parts
            if max(map(abs, rest), default=0.0) > _ROUNDING:
                yield None, f"({requirement.name})", False, rest


def _numbered(columns: Sequence[int | None]) -> tuple[NDArray[np.intp], list[int]]:
    """Columns numbered as they come, those that are None being -1, and which column each number is."""
    numbers: dict[int | None, int] = {None: -1}
    rows = [numbers.setdefault(column, len(numbers) - 1) for column in columns]
    return np.array(rows, dtype=np.intp), [column for column in numbers if column is not None]
