"""A trained model: what was learned, as plain arrays, and what it says of a text and why.

Nothing here learns, and nothing loads scikit-learn: scoring with a model needs numpy alone.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.classifier.readings import as_feature, shares, used_measures
from framing.classifier.words import Word, sentences, stretches, terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.model import Instrument, Reading, Source

    Floats = NDArray[np.float64]

Place = tuple[int, int]

#: What is left of a sum of shares that is 1 but for the last digits.
_ROUNDING = 1e-12


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
class Piece:
    """Part of what made a model's log-odds: a stretch of text (or none) and what it adds for each label."""

    place: Place | None
    term: str
    adds: Floats
    negated: bool = False


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
        self._first_reading = first + len(model.stretches)
        self._columns = np.ascontiguousarray(model.weights.T)

    def pieces(
        self, text: str, readings: Sequence[Reading], vector: Sequence[float] = ()
    ) -> list[Piece] | None:
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
        made = [*self._of_words(split), *self._of_readings(readings)]
        if len(vector):
            first = len(self._columns) - len(vector)
            values = np.asarray(vector) * self.model.factors[first:] * self.model.reading_weight
            made.append(Piece(None, "(embedding)", values @ self._columns[first:]))
        return made

    def _of_words(self, split: Sequence[Sequence[Word]]) -> Iterator[Piece]:
        """Words with their stretches of letters, and pairs of words; every occurrence has a like share."""
        found = [(name, first, last) for words in split for name, first, last in terms(words)]
        each = self._each(Counter(name for name, _, _ in found), self._terms, 1.0)
        inside = Counter[str]()
        for words in split:
            for word in words:
                inside.update(stretches(word.text))
        letters = self._each(inside, self._stretches, self.model.stretch_weight)
        of_letters: dict[str, Floats] = {}
        for name, first, last in found:
            adds = each.get(name)
            if first is last:
                if name not in of_letters:
                    known = [letters[part] for part in stretches(name) if part in letters]
                    of_letters[name] = np.sum(known, axis=0) if known else np.zeros(len(self.model.labels))
                adds = of_letters[name] if adds is None else adds + of_letters[name]
            if adds is not None and adds.any():
                yield Piece((first.start, last.end), name, adds)

    def _each(
        self, counts: Mapping[str, int], columns: Mapping[str, int], length: float
    ) -> dict[str, Floats]:
        """What one occurrence of each known name adds for each label."""
        known = [(name, columns[name], n) for name, n in counts.items() if name in columns]
        if not known:
            return {}
        place = np.array([column for _, column, _ in known])
        n = np.array([count for _, _, count in known], dtype=np.float64)
        values = (1 + np.log(n)) * self.model.factors[place]
        norm = math.sqrt(float(values @ values))
        if norm == 0:
            return {}
        adds = self._columns[place] * (length * values / (norm * n))[:, None]
        return {name: row for (name, _, _), row in zip(known, adds, strict=True)}

    def _of_readings(self, readings: Sequence[Reading]) -> Iterator[Piece]:
        """What each instrument's hits add through its measures; what no hit accounts for has no place."""
        column = self._first_reading
        for requirement, reading, measures in zip(
            self.model.requirements, readings, self._measures, strict=True
        ):
            adds: defaultdict[tuple[Place, str, bool], list[Floats]] = defaultdict(list)
            rest = np.zeros(len(self.model.labels))
            for measure in measures:
                value = as_feature(reading.values[measure.column], measure)
                scale = self.model.factors[column] * self.model.reading_weight
                whole = self._columns[column] * (value * scale)
                column += 1
                if not whole.any():
                    continue
                left = whole.copy()
                for hit, share in shares(reading, measure):
                    if hit.start is not None and hit.end is not None:
                        adds[(hit.start, hit.end), f"{requirement.name}: {hit.term}", hit.negated].append(
                            whole * share
                        )
                        left -= whole * share
                rest += left
            for (place, term, negated), parts in adds.items():
                yield Piece(place, term, np.sum(parts, axis=0), negated)
            if np.abs(rest).max(initial=0.0) > _ROUNDING:
                yield Piece(None, f"({requirement.name})", rest)
