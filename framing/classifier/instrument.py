"""A model as an instrument: the probability of each of its labels, and what spoke for and against it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from framing.classifier.model import Explainer, Model, Pieces
from framing.classifier.naming import slug
from framing.errors import InputError
from framing.model import Hit, Measure, Reading, Source

if TYPE_CHECKING:
    from framing.classifier.embeddings import Embedder
    from framing.model import Instrument

#: Pieces of evidence of a label that are told one by one; the others are one row together.
MOST_HITS = 12
INTERCEPT, OTHERS = "(intercept)", "(other features)"


class TrainedInstrument:
    """Reads prepared texts with a trained model.

    Parameters
    ----------
    model
        as training or `storage.load_model` gives it
    instruments
        the instruments that the model was trained with, in its order
    embedder
        that of the model's embedding, if it has one

    Notes
    -----
    `<name>_<label>_p` is the calibrated probability that a coder like those of the coded texts gives the label: higher
    means more likely. NaN where the text has no word. The evidence is in log-odds, ln(p / (1 − p)): for each label
    the twelve strongest features with their places, then one row for all others and one for the intercept, and
    they sum to the log-odds. A word's evidence includes that of its stretches of letters; a feature that occurs
    several times is shared among its occurrences.

    Raises
    ------
    InputError
        if an instrument is not the one that the model was trained with.
    """

    def __init__(
        self, model: Model, instruments: Sequence[Instrument], embedder: Embedder | None = None
    ) -> None:
        _check(model, instruments, embedder)
        self.model = model
        self.name = model.name
        self.measures = tuple(
            _measure(model, label, threshold)
            for label, threshold in zip(model.labels, model.thresholds, strict=True)
        )
        self._instruments = tuple(instruments)
        self._embedder = embedder
        self._explainer = Explainer(model, instruments)

    @property
    def source(self) -> Source:
        """The data that the model was trained on, and the model's sha256."""
        return self.model.source

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading for each text: the labels' probabilities, and the evidence for and against each."""
        told = [each.read(texts) for each in self._instruments]
        vectors = [()] * len(texts) if self._embedder is None else self._embedder.encode(texts)
        return [
            self._read(text, [each[index] for each in told], vectors[index])
            for index, text in enumerate(texts)
        ]

    def labels(self, reading: Reading) -> tuple[str, ...]:
        """The labels that the model says of a text, from its reading; none for a text without words."""
        values = [reading.values[measure.column] for measure in self.measures]
        if any(map(math.isnan, values)):
            return ()
        above = [_logit(p) - _logit(t) for p, t in zip(values, self.model.thresholds, strict=True)]
        if self.model.exclusive:
            return (self.model.labels[max(range(len(above)), key=lambda label: (above[label], -label))],)
        return tuple(name for name, height in zip(self.model.labels, above, strict=True) if height >= 0)

    def _read(self, text: str, readings: Sequence[Reading], vector: Sequence[float]) -> Reading:
        pieces = self._explainer.pieces(text, readings, vector)
        if pieces is None:
            return Reading({measure.column: math.nan for measure in self.measures}, ())
        adds = pieces.adds.T.tolist()
        values = {
            measure.column: _probability(math.fsum([intercept, *row]))
            for measure, intercept, row in zip(self.measures, self.model.intercepts, adds, strict=True)
        }
        return Reading(values, tuple(self._evidence(pieces, adds)))

    def _evidence(self, pieces: Pieces, adds: list[list[float]]) -> Iterator[Hit]:
        """The strongest pieces of each label by place, then its others as one row, and the intercept."""
        placed, unplaced = [], []
        for measure, intercept, chosen, others in zip(
            self.measures, self.model.intercepts, _strongest(pieces), adds, strict=True
        ):
            for rank, piece in enumerate(chosen):
                place = pieces.places[piece] or (0, 0)
                placed.append((place, measure.category, rank, piece, others[piece]))
                others[piece] = 0.0
            if any(others):
                unplaced.append((measure.category, OTHERS, math.fsum(others)))
            unplaced.append((measure.category, INTERCEPT, intercept))
        for (start, end), category, _, piece, adds_here in sorted(placed):
            negated = pieces.negated[piece]
            yield Hit(start, end, category, pieces.terms[piece], adds_here, negated, adds_here)
        for category, term, adds_here in sorted(unplaced, key=lambda row: row[0]):
            yield Hit(None, None, category, term, adds_here, contribution=adds_here)


def _strongest(pieces: Pieces) -> Iterator[list[int]]:
    """For each label the pieces with a place that add most for or against it; of equals the first in the text."""
    n_placed = len(pieces.places) - pieces.places.count(None)
    sizes = np.abs(pieces.adds[:n_placed].T)
    if n_placed > MOST_HITS:
        least = np.partition(sizes, n_placed - MOST_HITS, axis=1)[:, n_placed - MOST_HITS, None]
        candidates = (sizes >= least) & (sizes > 0)
    else:
        candidates = sizes > 0
    for row, some in zip(sizes, candidates, strict=True):
        found = np.flatnonzero(some)
        order = [
            (-size, pieces.places[piece], pieces.terms[piece], piece)
            for size, piece in zip(row[found].tolist(), found.tolist(), strict=True)
        ]
        yield [piece for _, _, _, piece in sorted(order)[:MOST_HITS]]


def _measure(model: Model, label: str, threshold: float) -> Measure:
    rule = (
        "the label farthest above its threshold is said"
        if model.exclusive
        else f"said from {threshold:.2f} up"
    )
    return Measure(
        column=f"{model.name}_{slug(label)}_p",
        instrument=model.name,
        category=label,
        statistic="p",
        kind="frame",
        low=0.0,
        high=1.0,
        neutral=threshold,
        unit="probability",
        meaning=f"{label}: calibrated probability that the coders of the model's texts give the label ({rule}); "
        "a higher value means more likely; missing where the text has no word",
    )


def _check(model: Model, instruments: Sequence[Instrument], embedder: Embedder | None) -> None:
    found = {each.name: each.source.sha256 for each in instruments}
    for needed in model.requirements:
        if found.get(needed.name) != needed.sha256:
            raise InputError(
                f"model '{model.name}': trained with {needed.name} {needed.version} (sha256 {needed.sha256[:12]}…); "
                f"here it is {found.get(needed.name, 'missing')[:12]}…; train it again, or install that version"
            )
    if [each.name for each in instruments] != [needed.name for needed in model.requirements]:
        raise InputError(
            f"model '{model.name}': give the instruments {[each.name for each in model.requirements]}"
        )
    if model.embedding is not None:
        if embedder is None:
            raise InputError(f"model '{model.name}': needs the embedding '{model.embedding.name}'")
        embedder.check(model.embedding.probe, model.name)


def _probability(log_odds: float) -> float:
    if log_odds >= 0:
        return 1 / (1 + math.exp(-log_odds))
    return math.exp(log_odds) / (1 + math.exp(log_odds)) if log_odds > -700 else 0.0  # noqa: PLR2004 - exp underflows


def _logit(p: float) -> float:
    if p <= 0 or p >= 1:
        return math.copysign(math.inf, p - 0.5)
    return math.log(p / (1 - p))
