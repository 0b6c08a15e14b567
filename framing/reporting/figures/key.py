"""The key of a figure: what marks mean, in lines that fit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from framing.reporting.figures.lettering import shorten, width
from framing.reporting.style import QUIET, SMALLEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from framing.reporting.figures.canvas import Sheet

#: Inches: height of a row of entries, a mark with the gap behind it, a line, the gap behind an entry.
LINE, _MARK, _LINE, _GAP = 0.125, 0.13, 0.24, 0.16


@dataclass(frozen=True, slots=True)
class Entry:
    """A mark, a line, or a mark on a line, drawn with these options of ``Axes.plot``, and what it means."""

    text: str
    mark: dict[str, Any] = field(default_factory=dict)
    line: dict[str, Any] = field(default_factory=dict)

    @property
    def room(self) -> float:
        """Inches before the text."""
        return _LINE + 0.05 if self.line else _MARK if self.mark else 0.0

    @property
    def width(self) -> float:
        """Inches with the gap behind it."""
        return self.room + width(self.text, SMALLEST) + _GAP


def key_height(entries: Sequence[Entry], room: float) -> float:
    """Height in inches of the key in so much room."""
    return LINE * len(_lines(entries, room))


def write_key(sheet: Sheet, left: float, top: float, room: float, entries: Sequence[Entry]) -> None:
    """Write the key in lines from `top` down, none wider than `room`."""
    for number, line in enumerate(_lines(entries, room)):
        at, middle = left, top + (number + 0.5) * LINE
        for entry in line:
            if entry.line:
                sheet.line(at, middle, at + _LINE, middle, **entry.line)
            if entry.mark:
                sheet.mark(at + entry.room / 2 - 0.02, middle, **entry.mark)
            start = at + entry.room
            text = shorten(entry.text, left + room - start, SMALLEST)
            sheet.text(start, middle, text, fontsize=SMALLEST, color=QUIET)
            at += entry.width


def _lines(entries: Sequence[Entry], room: float) -> list[list[Entry]]:
    made: list[list[Entry]] = []
    used = 0.0
    for entry in entries:
        if not made or used + entry.width - _GAP > room:
            made.append([])
            used = 0.0
        made[-1].append(entry)
        used += entry.width
    return made
