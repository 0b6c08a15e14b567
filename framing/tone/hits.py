"""Evidence as columns and as hits: the way from the one to the other and back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from framing.model import Hit, HitColumns, Names, Reading, Readings

if TYPE_CHECKING:
    import numpy.typing as npt

    from framing.model import SentenceColumns

    Numbers = npt.NDArray[Any]


def columns_of(hits: Sequence[Hit], text: Sequence[int]) -> HitColumns:
    """Hits as columns; `text` is the text of each."""
    import numpy as np

    return HitColumns(
        text=np.array(text, dtype=np.int64),
        start=np.array([-1 if hit.start is None else hit.start for hit in hits], dtype=np.int64),
        end=np.array([-1 if hit.end is None else hit.end for hit in hits], dtype=np.int64),
        category=names_of([hit.category for hit in hits]),
        term=names_of([hit.term for hit in hits]),
        weight=np.array([hit.weight for hit in hits], dtype=np.float64),
        negated=np.array([hit.negated for hit in hits], dtype=bool),
        contribution=np.array([hit.contribution for hit in hits], dtype=np.float64),
    )


def names_of(texts: Sequence[str]) -> Names:
    """Strings as numbers, each distinct one once."""
    import numpy as np

    numbers: dict[str, int] = {}
    listed = [numbers.setdefault(text, len(numbers)) for text in texts]
    return Names(np.array(listed, dtype=np.int64), list(numbers))


def always(name: str, n: int) -> Names:
    """The same string `n` times."""
    import numpy as np

    return Names(np.zeros(n, dtype=np.int64), (name,))


def _chained(parts: Sequence[Names]) -> Names:
    import numpy as np

    names: list[str] = []
    numbers = []
    for part in parts:
        numbers.append(part.number + len(names))
        names += part.names
    return Names(np.concatenate(numbers), names)


def joined(parts: Sequence[HitColumns]) -> HitColumns:
    """The hits of several columns as one, one after the other."""
    import numpy as np

    if len(parts) == 1:
        return parts[0]
    return HitColumns(
        text=np.concatenate([part.text for part in parts]),
        start=np.concatenate([part.start for part in parts]),
        end=np.concatenate([part.end for part in parts]),
        category=_chained([part.category for part in parts]),
        term=_chained([part.term for part in parts]),
        weight=np.concatenate([part.weight for part in parts]),
        negated=np.concatenate([part.negated for part in parts]),
        contribution=np.concatenate([part.contribution for part in parts]),
    )


def taken(hits: HitColumns, order: Numbers) -> HitColumns:
    """The hits at these positions, in this order."""
    return HitColumns(
        text=hits.text[order],
        start=hits.start[order],
        end=hits.end[order],
        category=Names(hits.category.number[order], hits.category.names),
        term=Names(hits.term.number[order], hits.term.names),
        weight=hits.weight[order],
        negated=hits.negated[order],
        contribution=hits.contribution[order],
    )


def in_order(hits: HitColumns) -> HitColumns:
    """The hits by text, start and end; those without a place last in their text."""
    import numpy as np

    size = int(hits.end.max(initial=0)) + 2
    start = np.where(hits.start < 0, size - 1, hits.start)
    if (int(hits.text.max(initial=0)) + 1) * size * size >= 1 << 62:
        return taken(hits, np.lexsort((hits.end, start, hits.text)))
    key = (hits.text.astype(np.int64) * size + start) * size + hits.end + 1
    # nearly in order, as one key is, they are sorted many times faster than by several
    return hits if (key[1:] >= key[:-1]).all() else taken(hits, np.argsort(key, kind="stable"))


def hits_of(columns: HitColumns) -> list[Hit]:
    """Columns as hits."""
    rows = zip(
        columns.start.tolist(),
        columns.end.tolist(),
        columns.category,
        columns.term,
        columns.weight.tolist(),
        columns.negated.tolist(),
        columns.contribution.tolist(),
        strict=True,
    )
    return [Hit(None, None, *row) if start < 0 else Hit(start, end, *row) for start, end, *row in rows]


def readings_of(readings: Readings, n: int) -> list[Reading]:
    """Columns as one reading for each of `n` texts."""
    import numpy as np

    hits = hits_of(readings.hits)
    bounds = np.searchsorted(readings.hits.text, np.arange(n + 1)).tolist()
    # every NaN is math.nan, so that readings of the same text are equal
    columns = [
        (name, [math.nan if value != value else value for value in values.tolist()])  # noqa: PLR0124 # only NaN is not itself
        for name, values in readings.values.items()
    ]
    return [
        Reading({name: values[index] for name, values in columns}, tuple(hits[low:high]))
        for index, (low, high) in enumerate(pairwise(bounds))
    ]


def columns_of_readings(readings: Sequence[Reading], names: Sequence[str]) -> Readings:
    """Readings as columns, with the values of these measures."""
    import numpy as np

    hits = [hit for reading in readings for hit in reading.hits]
    text = [index for index, reading in enumerate(readings) for _ in reading.hits]
    return Readings(
        {name: np.array([reading.values[name] for reading in readings]) for name in names},
        columns_of(hits, text),
    )


def combined(instrument: SentenceColumns, readings: Sequence[Reading], starts: Sequence[int]) -> Reading:
    """The reading of one text from those of its sentences, which start at `starts`."""
    import numpy as np

    n = len(readings)
    if n != len(starts):
        raise ValueError(f"{n} readings, but {len(starts)} starts")
    columns = columns_of_readings(readings, [measure.column for measure in instrument.measures])
    zeros, hits = np.zeros(n, dtype=np.int64), columns.hits
    values = instrument.combine_values(columns.values, np.arange(n), zeros, 1)
    shift = np.array(starts, dtype=np.int64)[hits.text]
    placed = hits.start >= 0
    moved = replace(
        hits, start=np.where(placed, hits.start + shift, -1), end=np.where(placed, hits.end + shift, -1)
    )
    made = instrument.combine_hits(Readings(columns.values, moved), zeros, 1)
    return readings_of(Readings(values, made), 1)[0]
