"""Reliability: of the texts that a model gives a probability, how many have the label, a panel a label."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.reporting.figures.canvas import Box, Sheet, new_host, note
from framing.reporting.figures.lettering import legible, shorten
from framing.reporting.style import DOUBLE, FAINT, INK, QUIET, SMALL, SMALLEST, figure_style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from framing.classifier.report import Report
    from framing.run import Run

#: Inches.
_MARGIN, _TOP, _FOOT, _BETWEEN, _HEAD, _GAP, _BARS = 0.36, 0.06, 0.42, 0.2, 0.2, 0.08, 0.24
_COLUMNS = 4
#: Labels beyond these, the rarest, stand in the CSV alone.
_MOST = 11
#: Points of fewer texts are hollow.
_THIN = 10


def reliability_data(report: Report) -> pd.DataFrame:
    """Give what `plot_reliability` draws, as it stands in the CSV: the report's table, and which labels are drawn."""
    data = report.reliability
    size = report.labels.drop_duplicates("label").set_index("label")["n"]
    common = set(size.sort_values(ascending=False, kind="stable").index[:_MOST])
    return data.assign(drawn=[name not in size.index or name in common for name in data["label"]])


def plot_reliability(report: Report, *, ax: Axes | None = None) -> Axes:
    """Draw whether a model's probabilities mean what they say.

    A panel for all labels together and one for each: the share of texts that coders gave the label, against the
    mean probability that the model gave it while it had not seen their article, in ten bins, with 95 % intervals by
    article; points of fewer than ten texts are hollow. On the dashed line probabilities are right; below it they
    are too high. Bars: how many texts stand in each bin.

    Parameters
    ----------
    report
        of a trained model, `trained.report`
    ax
        Axes to draw inside; None makes a new figure, 183 mm wide

    Returns
    -------
    Axes
        the host of the panels, which are its ``child_axes``: for each label its own and `<label> texts`
    """
    data = reliability_data(report)
    with figure_style():
        host = ax if ax is not None else new_host(*size(data))
        draw(host, data)
    return host


def size(data: pd.DataFrame) -> tuple[float, float]:
    """Width and height in inches."""
    return DOUBLE, _TOP + _rows(_labels(data)) * _cell(_labels(data), DOUBLE)[1]


def draw(host: Axes, data: pd.DataFrame, run: Run | None = None) -> None:  # noqa: ARG001 # as every figure's
    """Draw the figure's data inside an Axes."""
    sheet, labels = Sheet(host), _labels(data)
    if not labels:
        note(sheet, "no probabilities to show")
        return
    wide, high = _cell(labels, sheet.width)
    side = wide - _BETWEEN
    for number, label in enumerate(labels):
        row, column = divmod(number, _COLUMNS)
        left, top = _MARGIN + column * wide, _TOP + row * high + _HEAD
        mine = data.loc[data["label"] == label]
        name = "all labels" if label == "(all)" else legible(label, f"label {number}")
        sheet.text(left, top - 0.09, shorten(name, side, SMALL))
        panel = sheet.panel(Box(left, top, side, side), label)
        _draw_curve(panel, mine, first=column == 0)
        bars = sheet.panel(Box(left, top + side + _GAP, side, _BARS), f"{label} texts")
        _draw_bars(bars, mine, last=number + _COLUMNS >= len(labels), first=column == 0)


def _labels(data: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys(data.loc[data["drawn"], "label"].astype(str)))


def _rows(labels: list[str]) -> int:
    return max(1, math.ceil(len(labels) / _COLUMNS))


def _cell(labels: list[str], width: float) -> tuple[float, float]:
    """Width and height of one label's panels with all that belongs to them; few labels get no bigger panels."""
    wide = (width - _MARGIN) / _COLUMNS
    return wide, _HEAD + wide - _BETWEEN + _GAP + _BARS + _FOOT if labels else 1.0


def _draw_curve(panel: Axes, data: pd.DataFrame, *, first: bool) -> None:
    chance, share = (data[name].to_numpy(np.float64) for name in ("mean_probability", "share_coded"))
    panel.plot([0, 1], [0, 1], color=QUIET, linewidth=0.7, linestyle=(0, (4, 3)), zorder=1)
    there = ~np.isnan(data["low"].to_numpy(np.float64))
    panel.vlines(chance[there], data["low"][there], data["high"][there], color=FAINT, linewidth=1.4, zorder=2)
    thin = data["n"].to_numpy() < _THIN  # no line leads to them: it would draw chance as a shape
    panel.plot(chance[~thin], share[~thin], color=INK, linewidth=0.7, zorder=3)
    for chosen, face in ((thin, "white"), (~thin, INK)):
        style: dict[str, Any] = {"markerfacecolor": face, "markeredgecolor": INK, "markeredgewidth": 0.7}
        panel.plot(chance[chosen], share[chosen], "o", markersize=3.4, clip_on=False, zorder=4, **style)
    panel.set_xlim(0, 1)
    panel.set_ylim(0, 1)
    panel.set_xticks([0, 0.5, 1], [])
    panel.set_yticks([0, 0.5, 1], ["0", "0.5", "1"] if first else [])
    panel.grid(visible=True, axis="y")
    if first:
        panel.set_ylabel("share coded so")


def _draw_bars(panel: Axes, data: pd.DataFrame, *, last: bool, first: bool) -> None:
    start, end, n = (data[name].to_numpy(np.float64) for name in ("from", "to", "n"))
    panel.bar(start, n, width=0.88 * (end - start), align="edge", color=FAINT)
    panel.set_xlim(0, 1)
    panel.set_ylim(0, n.max() * 1.05)
    panel.set_yticks([])
    panel.spines["left"].set_visible(False)
    panel.set_xticks([0, 0.5, 1], ["0", "0.5", "1"] if last else [])
    if last:
        panel.set_xlabel("probability")
    if first:
        panel.set_ylabel("texts", fontsize=SMALLEST)
