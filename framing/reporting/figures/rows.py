"""Rows of dots with intervals: groups ordered by value, the middle left out where there are too many to read."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.reporting.figures.canvas import Box, Sheet
from framing.reporting.figures.lettering import legible, shorten_all, width
from framing.reporting.style import INK, PALE, QUIET, SMALL, SMALLEST, TALLEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes

#: At most so many groups are drawn, half of them from either end; the CSV has all.
MOST_ROWS = 30
#: Inches: a row with room, the lowest that can be read, and what stands above and below a block of rows.
_ROW, _LOWEST, HEAD, FOOT = 0.19, 0.12, 0.3, 0.36
_NAMES = 2.9


@dataclass(frozen=True, slots=True)
class Rows:
    """Groups in the order drawn, from above, each with its place, and how many in the middle are left out."""

    groups: tuple[str, ...]
    left_out: int

    @property
    def count(self) -> int:
        """Rows with the one that says what is left out."""
        return len(self.groups) + (self.left_out > 0)

    def places(self) -> list[float]:
        """Middle of each group's row, counted from above; the gap lies in the middle."""
        half = math.ceil(len(self.groups) / 2)
        return [number + 0.5 + (self.left_out > 0 and number >= half) for number in range(len(self.groups))]

    @property
    def gap(self) -> float:
        """Middle of the row that says how many are left out."""
        return math.ceil(len(self.groups) / 2) + 0.5


def ranked(data: pd.DataFrame, measure: str, called: str, blocks: int = 1) -> pd.DataFrame:
    """The data with its groups' order: ordered_by, position (from 0, the highest first), drawn.

    `measure` is the one that orders them; groups where it was not measured come last. `called` says it in words.
    """
    values = data.loc[data["measure"] == measure].set_index("group")["value"]
    ordered = values.sort_values(ascending=False, kind="stable", na_position="last").index
    positions = {group: position for position, group in enumerate(ordered)}
    data = data.assign(ordered_by=called, position=data["group"].map(positions).astype("int64"))
    return data.assign(drawn=data["group"].isin(drawn(data, blocks).groups))


def drawn(data: pd.DataFrame, blocks: int = 1) -> Rows:
    """Which groups are drawn: all, or as many from either end as a page has room for in so many blocks."""
    ordered = (
        data.drop_duplicates("group").sort_values("position", kind="stable")["group"].astype(str).tolist()
    )
    fit = int((TALLEST / blocks - HEAD - FOOT) / _LOWEST) - 1
    most = max(2, min(MOST_ROWS, fit))
    if len(ordered) <= most:
        return Rows(tuple(ordered), 0)
    half = most // 2
    return Rows((*ordered[:half], *ordered[-half:]), len(ordered) - 2 * half)


def block_height(rows: Rows, blocks: int = 1) -> float:
    """Height in inches of one block of rows with what stands above and below it."""
    row = min(_ROW, (TALLEST / blocks - HEAD - FOOT) / rows.count)
    return HEAD + row * rows.count + FOOT


def name_width(names: Sequence[str]) -> float:
    """Room in inches for the names of rows."""
    return min(max((width(name, SMALL) for name in names), default=0.0), _NAMES) + 0.1


def row_names(data: pd.DataFrame, rows: Rows) -> list[str]:
    """What the drawn groups are called, in letters that the font has."""
    known = data.drop_duplicates("group").set_index("group")["name"]
    return [
        legible(str(known[group]), legible(group, f"group {number + 1}"))
        for number, group in enumerate(rows.groups)
    ]


def write_names(sheet: Sheet, rows: Rows, names: Sequence[str], box: Box, left: float) -> None:
    """Names of the rows between `left` and the panel at `box`, right-aligned, and how many are left out."""
    row = box.height / rows.count
    room = box.left - left - 0.08
    for place, name in zip(rows.places(), shorten_all(names, room, SMALL), strict=True):
        sheet.text(box.left - 0.08, box.top + place * row, name, ha="right")
    if rows.left_out:
        words = f"… {rows.left_out:,} between them …"
        sheet.text(
            box.left - 0.08, box.top + rows.gap * row, words, ha="right", color=QUIET, fontsize=SMALLEST
        )


def rows_panel(sheet: Sheet, box: Box, name: str, rows: Rows) -> Axes:
    """A panel with a faint line for each row and a lower axis only."""
    panel = sheet.panel(box, name)
    panel.set_ylim(rows.count, 0)
    panel.set_yticks([])
    panel.spines["left"].set_visible(False)
    across = panel.get_yaxis_transform()
    panel.hlines(rows.places(), 0, 1, colors=PALE, linewidth=0.5, zorder=0, transform=across)
    return panel


def draw_dot(
    panel: Axes, place: float, row: pd.Series, *, colour: str, marker: str = "o", hollow: bool = False
) -> None:
    """A figure as a marker, its 95 % interval as a line; nothing where there is no figure."""
    if math.isnan(row["value"]):
        return
    if not math.isnan(row["low"]):
        panel.plot(
            [row["low"], row["high"]], [place, place], "-", color=colour, linewidth=1.0, solid_capstyle="butt"
        )
    panel.plot(
        [row["value"]],
        [place],
        marker,
        color=colour,
        markersize=4.2,
        markerfacecolor="white" if hollow else colour,
        markeredgewidth=0.9,
        clip_on=False,
        zorder=3,
    )


def label_axis(panel: Axes, text: str) -> None:
    """Say what is read along the lower axis."""
    panel.set_xlabel(text, fontsize=SMALLEST, color=INK)
