"""Periods of time on an axis: `2024`, `2024-Q4`, `2024-11`, `2024-W46`, `2024-11-13` as consecutive numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

_SHAPES = {
    "year": r"(\d{4})",
    "quarter": r"(\d{4})-Q([1-4])",
    "month": r"(\d{4})-(0[1-9]|1[0-2])",
    "week": r"(\d{4})-W(\d{2})",
    "day": r"(\d{4})-(\d{2})-(\d{2})",
}
#: Periods between numbers of the axis, the first that leaves room is taken.
_STEPS = {
    "year": (1, 2, 5, 10, 20, 50, 100),
    "quarter": (1, 2, 4, 8, 20, 40, 80, 200),
    "month": (1, 3, 6, 12, 24, 60, 120, 240, 600),
    "week": (1, 2, 4, 8, 13, 26, 52, 104, 520),
    "day": (1, 2, 7, 14, 28, 91, 182, 364, 728, 3640),
}
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Calendar:
    """Periods of one length as whole numbers, one after the other."""

    kind: str

    def place(self, label: str) -> int:
        """A period's number."""
        found = re.fullmatch(_SHAPES[self.kind], label, re.ASCII)
        if found is None:
            raise ValueError(f"{label!r} is no {self.kind}")
        first, *rest = (int(part) for part in found.groups())
        if self.kind == "year":
            return first
        if self.kind == "quarter":
            return first * 4 + rest[0] - 1
        if self.kind == "month":
            return first * _MONTHS + rest[0] - 1
        if self.kind == "week":
            return date.fromisocalendar(first, rest[0], 1).toordinal() // 7
        return date(first, rest[0], rest[1]).toordinal()

    def label(self, place: int) -> str:
        """What the axis calls a period; weeks by their Monday."""
        if self.kind == "year":
            return str(place)
        if self.kind == "quarter":
            return f"{place // 4}-Q{place % 4 + 1}"
        if self.kind == "month":
            return f"{place // _MONTHS}-{place % _MONTHS + 1:02d}"
        if self.kind == "week":
            return date.fromordinal(place * 7 + 1).isoformat()
        return date.fromordinal(place).isoformat()

    def ticks(self, first: int, last: int, most: int) -> list[int]:
        """At most so many places with a number, the same in every figure: Januaries, first quarters, round years."""
        steps = _STEPS[self.kind]
        longest = max(last - first, 1)
        for step in (*steps, *(steps[-1] * 2**power for power in range(1, longest.bit_length()))):
            made = list(range(first + -first % step, last + 1, step))
            if len(made) <= most:
                return made or [first]
        return [first]


def calendar_of(labels: Sequence[str]) -> Calendar | None:
    """Find the period that all labels name; None if they name none, or several.

    Examples
    --------
    >>> calendar_of(["2024-11", "2024-12"])
    Calendar(kind='month')
    >>> calendar_of(["before 2024-11-13", "from 2024-11-13"]) is None
    True
    """
    for kind, shape in _SHAPES.items():
        if labels and all(re.fullmatch(shape, label, re.ASCII) for label in labels):
            calendar = Calendar(kind)
            try:
                for label in labels:
                    calendar.place(label)
            except ValueError:  # 2024-02-31, 2023-W53
                return None
            return calendar
    return None
