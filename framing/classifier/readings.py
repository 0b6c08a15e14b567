"""Other instruments' readings as features, and the evidence behind each of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.model import Measure, Reading

if TYPE_CHECKING:
    from framing.model import Hit, Instrument


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """What the instruments say of one text: a number for each of `reading_columns`, and the readings themselves."""

    values: tuple[float, ...]
    readings: tuple[Reading, ...]


def used_measures(instrument: Instrument) -> tuple[Measure, ...]:
    """Measures that become features: on a bare string `n_with_names` is `n` once more."""
    return tuple(each for each in instrument.measures if each.statistic != "n_with_names")


def reading_columns(instruments: Sequence[Instrument]) -> tuple[str, ...]:
    """Names of the features, in order."""
    return tuple(measure.column for each in instruments for measure in used_measures(each))


def reading_rows(texts: Sequence[str], instruments: Sequence[Instrument]) -> Iterator[ReadingRow]:
    """One row for each text."""
    told = [each.read(texts) for each in instruments]
    measures = [used_measures(each) for each in instruments]
    for index in range(len(texts)):
        readings = tuple(each[index] for each in told)
        yield ReadingRow(
            tuple(
                as_feature(reading.values[measure.column], measure)
                for reading, listed in zip(readings, measures, strict=True)
                for measure in listed
            ),
            readings,
        )


def as_feature(value: float, measure: Measure) -> float:
    """Counts and rates as ln(1 + value), so that a long text is not all there is; silence as 0."""
    if math.isnan(value):
        return 0.0
    return math.log1p(value) if math.isinf(measure.high) else float(value)


def shares(reading: Reading, measure: Measure) -> list[tuple[Hit, float]]:
    """The hits that a measure rests on, each with its share of the measure's value.

    A tone's hits carry what each adds to it; those of a count or a rate count alike. Shares sum to 1 but for the
    instrument's own rounding; a tone that cancels to 0 has none.
    """
    hits = [hit for hit in reading.hits if hit.start is not None]
    value = reading.values[measure.column]
    if measure.kind == "tone":
        return [(hit, hit.contribution / value) for hit in hits] if value and not math.isnan(value) else []
    if measure.kind == "frame":
        hits = [hit for hit in hits if hit.category == measure.category]
    return [(hit, 1 / len(hits)) for hit in hits]
