"""Tables that figures are given: whether they have what is drawn, and which of their rows and names are meant."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from framing.errors import FramingError
from framing.reporting.style import Look, frame_looks, looks
from framing.reporting.words import called

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from framing.run import Run

#: So many accepted values stand in a message.
_SHOWN = 5


def require(table: pd.DataFrame, columns: Sequence[str], maker: str) -> None:
    """Refuse a table that lacks columns.

    Raises
    ------
    FramingError
        if one is missing; `maker` names the function that gives such tables.
    """
    missing = [name for name in columns if name not in table.columns]
    if missing:
        raise FramingError(f"table: no column {', '.join(missing)}; give what {maker} returns")


def choose(value: str | None, known: Iterable[Any], name: str) -> str:
    """Give the value asked for, None the first one there is; '' if there are none.

    Raises
    ------
    FramingError
        if the value is not among the known ones.
    """
    there = [str(each) for each in dict.fromkeys(known)]
    if value is None:
        return there[0] if there else ""
    if value not in there:
        raise FramingError(f"{name} '{value}': not in the table; there {are(there)}")
    return value


def are(names: Sequence[str]) -> str:
    """Name what there is in a message, the first five of it."""
    shown = ", ".join(repr(name) for name in names[:_SHOWN])
    more = ", …" if len(names) > _SHOWN else ""
    return f"are {shown}{more}" if names else "is nothing"


def looks_of(frames: pd.DataFrame, run: Run | None) -> dict[str, Look]:
    """How the frames in a table of measures are drawn, by column `measure`.

    A run knows its codebook's letters and the order of its labels, which gives each its colour; without one the
    labels in the table count as the codebook.
    """
    made: dict[str, Look] = {}
    for instrument, rows in frames.groupby("instrument", sort=False):
        names = [str(name) for name in rows["category"].unique()]
        known = frame_looks(run, str(instrument)) if run is not None else {}
        own = looks([(name, name[:1].upper()) for name in names])
        made |= {
            str(row["measure"]): known.get(str(row["category"]), own[str(row["category"])])
            for row in rows.drop_duplicates("measure").to_dict("records")
        }
    return made


def instrument_name(row: Mapping[Any, Any]) -> str:
    """What a measure is called where no run knows its instrument's title: `vader compound`."""
    return f"{row['instrument']} {called(str(row['category']))}"


def number(value: Any) -> float:
    """A cell as a float; what is missing is NaN, whichever of pandas' ways says so.

    Examples
    --------
    >>> number(None), number(3)
    (nan, 3.0)
    """
    import pandas as pd

    return math.nan if value is None or value is pd.NA else float(value)


def written(value: Any) -> str:
    """A cell of text; what is missing is empty."""
    return value if isinstance(value, str) else ""
