"""Lines of several op-eds or groups in one panel: shades of ink, dashes and markers, since colour means a frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from framing.reporting.figures.key import Entry
from framing.reporting.style import INK


@dataclass(frozen=True, slots=True)
class Line:
    """How one of several lines is drawn."""

    colour: str
    dashes: Any
    marker: str

    def entry(self, name: str) -> Entry:
        """The line in a key."""
        mark = {"marker": self.marker, "color": self.colour, "markersize": 3.2}
        return Entry(name, mark, {"color": self.colour, "linestyle": self.dashes, "linewidth": 1.1})


#: Told apart by shade, dashes and marker; more than these in one panel cannot be followed.
LINES = (
    Line(INK, "solid", "o"),
    Line("#7A7A7A", "solid", "s"),
    Line(INK, (0, (4, 2)), "^"),
    Line("#7A7A7A", (0, (1.2, 1.2)), "D"),
    Line(INK, (0, (5, 1.5, 1, 1.5)), "v"),
)
