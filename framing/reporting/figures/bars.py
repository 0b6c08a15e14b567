"""Signed bars with words at their ends: how long they may be so that every word fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Pairs = tuple[NDArray[np.float64], NDArray[np.float64]]

#: Inches between a bar's end and its word.
END = 0.05
_STEPS = 60
#: Values no larger than this are what rounding left, and no length can be made of them.
_NOTHING = 1e-12


@dataclass(frozen=True, slots=True)
class Span:
    """Bars that fit: inches for one unit, and where zero lies with any unit that is no longer.

    `below` and `above` are the bars' sizes on either side with the inches that their labels need.
    """

    unit: float
    room: float
    below: Pairs
    above: Pairs

    def needs(self, unit: float) -> tuple[float, float]:
        """Inches left and right of zero."""
        left, right = (
            float((unit * pairs[0] + pairs[1]).max(initial=0.0)) for pairs in (self.below, self.above)
        )
        return left, right

    def zero(self, unit: float | None = None) -> float:
        """Inches from the left edge to zero; what is left over is shared by the sides that have bars."""
        left, right = self.needs(unit or self.unit)
        spare = max(self.room - left - right, 0.0)
        return left + spare * (0.5 if left and right else float(left > 0))


def span(values: NDArray[np.float64], labels: Sequence[float], room: float) -> Span:
    """Make bars as long as `room` inches allow when each has a label of so many inches beyond its end.

    Bars below zero have their label at the left, the others at the right.
    """
    sizes = np.nan_to_num(np.abs(values))
    widths = np.asarray(labels, np.float64) + END
    below = np.nan_to_num(values) < 0
    largest = float(sizes.max(initial=0.0))
    largest = largest if largest > _NOTHING else 1.0
    sides = ((sizes[below], widths[below]), (sizes[~below], widths[~below]))
    short, long = 0.0, room / largest
    for _ in range(_STEPS):
        middle = (short + long) / 2
        fits = sum(Span(middle, room, *sides).needs(middle)) <= room
        short, long = (middle, long) if fits else (short, middle)
    # words wider than the room leave no bar: a sliver keeps the axis whole
    return Span(max(short, 0.05 * room / largest), room, *sides)
