"""The choices beneath a specification curve: which specification has which value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.reporting.figures.lettering import legible
from framing.reporting.words import called

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    Row = tuple[str, str, NDArray[np.bool_]]

#: Columns of choices, in the order drawn, with what the figure calls them.
CHOICES = {
    "instrument": "instrument",
    "measure": "measure",
    "voice": "voice",
    "texts": "texts",
    "normalisation": "counted as",
    "unit": "unit",
    "names": "actors' names",
    "min_words": "least words",
    "without_term": "terms",
}
#: So many values of one choice have rows; terms left out share one.
_VALUES = 8
_EACH_TERM, _NO_TERM = "one left out", "all"
#: Inches: a row, air between choices.
_ROW, _APART = 0.145, 0.06


def matrix(data: pd.DataFrame) -> list[Row]:
    """For each value of each choice that varies, which of the specifications drawn have it."""
    shown = data.loc[data["drawn"]]
    made: list[Row] = []
    # the measure follows from the question and the other choices
    left_out = {"measure"} if "question" in shown else set()
    for choice in (name for name in CHOICES if name in shown and name not in left_out):
        values = shown[choice].fillna("").astype(str)
        if choice == "without_term":
            values = values.where(values == "", _EACH_TERM).replace("", _NO_TERM)
        order = _ordered(values.drop_duplicates().tolist())
        if len(order) > 1:
            made += [(choice, value, (values == value).to_numpy(np.bool_)) for value in order[:_VALUES]]
    return made


def _ordered(values: Sequence[str]) -> list[str]:
    """Numbers by size, all else by the alphabet: the order of the curve must not show here."""
    return sorted(
        values, key=lambda value: (not value.isdigit(), int(value) if value.isdigit() else 0, value)
    )


def down(rows: Sequence[Row]) -> list[float]:
    """Middle of each row in inches from the matrix' top, with air between choices, and the matrix' height."""
    made, top, seen = [], 0.0, ""
    for choice, _, _ in rows:
        top += _APART if seen not in ("", choice) else 0.0
        made.append(top + _ROW / 2)
        top, seen = top + _ROW, choice
    return [*made, max(top, _ROW)]


def value_name(value: str) -> str:
    """What a row says of a value; a dash where it is empty."""
    return legible(called(value), "value") if value else "–"
