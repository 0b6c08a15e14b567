"""Rows of a run's tables, one article's at a time, as mappings."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    Record = Mapping[Any, Any]


def rows_by(table: pd.DataFrame | None, key: str) -> Callable[[str], list[Record]]:
    """A function that gives the rows of one article as mappings, each with its number in the table.

    Columns are taken apart once: pandas is slow at giving a few rows again and again. Missing text is None, a missing
    number NaN.
    """
    if table is None or table.empty:
        return lambda _name: []
    groups: dict[Any, Any] = dict(table.groupby(key, sort=False).indices)
    columns = {str(name): _column(table[name]) for name in table.columns}

    def rows(name: str) -> list[Record]:
        places = groups.get(name)
        if places is None:
            return []
        values = [column(places) for column in columns.values()]
        names = (*columns, "number")
        return [dict(zip(names, row, strict=True)) for row in zip(*values, places.tolist(), strict=True)]

    return rows


def _column(values: pd.Series[Any]) -> Callable[[Any], list[Any]]:
    """A function that gives a column's values at some places as Python's own."""
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    if is_numeric_dtype(values) and not is_bool_dtype(values):
        array = values.to_numpy("float64", na_value=math.nan) if values.hasnans else values.to_numpy()
        return lambda places: array[places].tolist()
    found, known = values.factorize(use_na_sentinel=True)
    codes = found.astype("int32")  # millions of rows have few different texts
    texts = [*known.tolist(), None]
    return lambda places: [texts[code] for code in codes[places].tolist()]
