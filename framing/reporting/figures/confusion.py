"""Confusion: which label a model says where which was coded, texts with one label each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from framing.reporting.figures.canvas import Box, Sheet, new_host, note
from framing.reporting.figures.cells import draw_cells
from framing.reporting.figures.lettering import legible, shorten, width
from framing.reporting.style import QUIET, SMALL, SMALLEST, figure_style, narrow, wide

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes

    from framing.classifier.report import Report
    from framing.run import Run

#: Inches.
_ROW, _COLUMN, _NARROW, _FOOT, _EDGE = 0.24, 0.5, 0.34, 0.06, 0.08
_NAMES = 1.3
#: Names of columns rise at this angle.
_ANGLE = 40
_RISE = math.sin(math.radians(_ANGLE))


def confusion_data(report: Report) -> pd.DataFrame:
    """Give what `plot_confusion` draws, as it stands in the CSV: coded, said, n, share (of the coded label's texts).

    No rows where texts have several labels: their confusions, one a label, stand in the report's table.
    """
    data = report.confusion if report.facts["one label a text"] else report.confusion.iloc[:0]
    total = data.groupby("coded", sort=False)["n"].transform("sum")
    return data.assign(share=data["n"] / total.where(total > 0))


def plot_confusion(report: Report, *, ax: Axes | None = None) -> Axes:
    """Draw which label a model said of texts that it had not seen, by the label that coders gave them.

    Numbers of texts; the shade is the share of its row. Off the diagonal stand the errors.

    Parameters
    ----------
    report
        of a trained model, `trained.report`
    ax
        Axes to draw inside; None makes a new figure, 89 mm wide or, for many labels, 183 mm

    Returns
    -------
    Axes
        the host of the panel, `confusion`, its one of ``child_axes``
    """
    data = confusion_data(report)
    with figure_style():
        host = ax if ax is not None else new_host(*size(data))
        draw(host, data)
    return host


def size(data: pd.DataFrame) -> tuple[float, float]:
    """Width and height in inches."""
    names = _names(data)
    fits = _left(names) + len(names) * _NARROW + _overhang(names) <= narrow()
    return narrow() if fits else wide(), _top(names) + max(len(names), 3) * _ROW + _FOOT


def draw(host: Axes, data: pd.DataFrame, run: Run | None = None) -> None:  # noqa: ARG001 # as every figure's
    """Draw the figure's data inside an Axes."""
    sheet = Sheet(host)
    names = _names(data)
    if not names:
        note(sheet, "texts have several labels")
        return
    labels = list(dict.fromkeys(data["coded"]))
    left, top = _left(names), _top(names)
    column = min(_COLUMN, (sheet.width - left - _overhang(names)) / len(names))
    rows = data.set_index(["coded", "said"]).loc[[(one, other) for one in labels for other in labels]]
    n, share = (rows[name].to_numpy(np.float64).reshape(len(labels), -1) for name in ("n", "share"))
    panel = sheet.panel(Box(left, top, column * len(names), _ROW * len(names)), "confusion")
    draw_cells(panel, share, np.isnan(share), most=1.0, row=_ROW, counts=n)
    quiet = {"color": QUIET, "fontsize": SMALLEST, "ha": "right"}
    sheet.text(left - _EDGE, top - 0.08, "coded", **quiet)
    sheet.text(left - _EDGE, 0.09, "said", **quiet)
    rising = {"rotation": _ANGLE, "rotation_mode": "anchor", "ha": "left", "va": "baseline"}
    for number, name in enumerate(names):
        middle = left + (number + 0.5) * column
        sheet.text(middle, top - 0.05, name, fontsize=SMALLEST, **rising)
        sheet.text(left - _EDGE, top + (number + 0.5) * _ROW, name, ha="right")


def _names(data: pd.DataFrame) -> list[str]:
    """Labels as they can be written, none wider than there is room."""
    labels = dict.fromkeys(data["coded"].astype(str))
    return [shorten(legible(label, f"label {k}"), _NAMES, SMALL) for k, label in enumerate(labels, start=1)]


def _left(names: Sequence[str]) -> float:
    return max((width(name, SMALL) for name in names), default=0.0) + 2 * _EDGE


def _top(names: Sequence[str]) -> float:
    return max((width(name, SMALLEST) for name in names), default=0.0) * _RISE + 0.17


def _overhang(names: Sequence[str]) -> float:
    """What the last column's name needs beyond its column."""
    return max((width(name, SMALLEST) for name in names[-1:]), default=0.0) * 0.8 + _EDGE - _NARROW / 2
