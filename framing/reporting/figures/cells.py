"""Cells of a matrix: one grey ramp that print keeps, the number in each, a frame's colour at its column's head only."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.reporting.figures.lettering import broken, frame_name, width
from framing.reporting.style import FAINT, INK, QUIET, SMALLEST, Look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from framing.reporting.figures.canvas import Sheet

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

#: White to slate; the ramp is no frame's colour, and its lightness falls evenly.
_LIGHT, _DARK = np.array((255, 255, 255)) / 255, np.array((46, 60, 74)) / 255
#: From this share of the ramp on, white letters have more contrast than black ones (both have 4 : 1 there).
_TURNS = 0.66
#: Inches: a column's narrowest and widest, the height of its head, and rows too low for a number.
_NARROW, _WIDE = 0.42, 0.85
HEAD = 0.34
LOWEST_WITH_TEXT = 0.125


def column_width(looks: Sequence[Look], room: float) -> float:
    """Width in inches of each column in so much room, as wide as the longest name if that is no waste."""
    names = [frame_name(look) for look in looks]
    wanted = max((width(name, SMALLEST) for name in names), default=_NARROW) + 0.1
    if wanted > _WIDE:
        wanted = max(width(word, SMALLEST) for name in names for word in name.split()) + 0.1
    return min(max(wanted, _NARROW), _WIDE, room / max(len(looks), 1))


def draw_heads(sheet: Sheet, looks: Sequence[Look], left: float, top: float, column: float) -> None:
    """Each frame's letter, name and colour over its column; `top` is where the cells begin."""
    for number, look in enumerate(looks):
        middle = left + (number + 0.5) * column
        sheet.mark(middle, top - 0.06, marker="s", markersize=5, color=look.colour)
        lines = broken(frame_name(look), column - 0.03, SMALLEST, 2)
        sheet.text(
            middle,
            top - 0.14,
            "\n".join(lines),
            ha="center",
            va="baseline",
            fontsize=SMALLEST,
            linespacing=0.95,
        )


def draw_cells(
    panel: Axes, values: Floats, hollow: Flags, *, most: float, row: float, counts: Floats | None = None
) -> None:
    """A matrix (rows from the top, columns) shaded from 0 to `most`, hollow cells framed and not shaded.

    `row` is a row's height in inches: from 3 mm up each cell has its number, or that of `counts`.
    """
    from matplotlib.collections import PolyCollection

    rows, columns = values.shape
    panel.set_xlim(0, columns)
    panel.set_ylim(rows, 0)
    panel.set_xticks([])
    panel.set_yticks([])
    for side in ("left", "bottom"):
        panel.spines[side].set_visible(False)
    shades = np.where(hollow, 0, np.clip(np.nan_to_num(values) / most, 0, 1))
    corners, inner = _corners(rows, columns, 0), _corners(rows, columns, 0.04)
    colours = _LIGHT + shades.reshape(-1, 1) * (_DARK - _LIGHT)
    full = ~hollow.ravel()
    between = min(0.8, row * 72 / 10)
    panel.add_collection(
        PolyCollection(list(corners[full]), facecolors=colours[full], edgecolors="white", linewidths=between)
    )
    panel.add_collection(
        PolyCollection(list(inner[~full]), facecolors="none", edgecolors=FAINT, linewidths=0.6)
    )
    if row < LOWEST_WITH_TEXT:
        return
    for (down, across), value in np.ndenumerate(values):
        quiet = hollow[down, across] or not value > 0
        colour = QUIET if quiet else "white" if shades[down, across] > _TURNS else INK
        place: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": SMALLEST, "color": colour}
        shown = _number(float(value)) if counts is None else f"{counts[down, across]:,.0f}"
        panel.text(across + 0.5, down + 0.52, shown, **place)


def largest(values: Floats, hollow: Flags) -> float:
    """The value of the darkest shade: the largest that rests on enough words."""
    sound = np.where(hollow, np.nan, values)
    return max(float(np.nanmax(sound, initial=0.0)), 1e-9)


def draw_key(sheet: Sheet, left: float, top: float, most: float, unit: str) -> None:
    """Say what the shades mean where the cells are too low for numbers."""
    panel_width, steps = 0.9, 24
    for step in range(steps):
        at = left + panel_width * step / steps
        shade = _LIGHT + step / (steps - 1) * (_DARK - _LIGHT)
        sheet.line(
            at,
            top,
            at + panel_width / steps,
            top,
            color=tuple(shade),
            linewidth=6,
            solid_capstyle="butt",
        )
    sheet.text(left - 0.04, top, "0", ha="right", fontsize=SMALLEST)
    sheet.text(left + panel_width + 0.04, top, f"{most:.1f} {unit}", fontsize=SMALLEST)


def _corners(rows: int, columns: int, inset: float) -> Floats:
    """Corners of every cell (cell, corner, x and y), row by row."""
    down, across = np.divmod(np.arange(rows * columns), columns)
    unit = np.array([(inset, inset), (1 - inset, inset), (1 - inset, 1 - inset), (inset, 1 - inset)])
    cells: Floats = np.stack([across, down], axis=1)[:, None, :] + unit
    return cells


def _number(value: float) -> str:
    if math.isnan(value):
        return "–"
    return f"{value:.1f}" if value else "0"
