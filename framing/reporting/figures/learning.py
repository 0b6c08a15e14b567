"""Learning curve: what more coding would bring, and what the model has to beat."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.reporting.figures.canvas import Box, Sheet, new_host, note
from framing.reporting.figures.lettering import legible, shorten, width
from framing.reporting.style import FAINT, INK, QUIET, SMALLEST, figure_style, narrow

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes

    from framing.classifier.report import Report
    from framing.run import Run

#: Inches.
_HEIGHT, _LEFT, _TOP, _FOOT = 2.3, 0.46, 0.12, 0.4
#: The least and the most room for names, and what lies before them.
_LEAST, _MOST, _BEFORE = 0.5, 1.35, 0.14
#: Names of systems stand at least so far from one another.
_LINE = 0.115
_MODEL = "model"


def learning_data(report: Report) -> pd.DataFrame:
    """Give what `plot_learning_curve` draws, as it stands in the CSV.

    One row a share of the articles learned from for the model, then one a system that it has to beat: system, share,
    texts (mean number), figure, value, low, high.
    """
    import pandas as pd

    curve = report.learning.assign(system=_MODEL)
    others = report.overall.loc[
        (report.overall["figure"] == "macro F1") & (report.overall["system"] != _MODEL)
    ].assign(share=1.0, texts=curve["texts"].iloc[-1])
    columns = ["system", "share", "texts", "figure", "value", "low", "high"]
    return pd.concat([curve[columns], others[columns]], ignore_index=True)


def plot_learning_curve(report: Report, *, ax: Axes | None = None) -> Axes:
    """Draw how a model's macro F1 grows with the texts that it learns from.

    Each point learned from that many texts (whole articles) of the other folds; the band is the 95 % interval by
    article. At the right stand the systems that the model has to beat, which learned from the same texts. A curve
    that still rises at its end says that more coding would help.

    Parameters
    ----------
    report
        of a trained model, `trained.report`
    ax
        Axes to draw inside; None makes a new figure, 89 mm wide

    Returns
    -------
    Axes
        the host of the panel, `learning`, its one of ``child_axes``
    """
    data = learning_data(report)
    with figure_style():
        host = ax if ax is not None else new_host(*size(data))
        draw(host, data)
    return host


def size(data: pd.DataFrame) -> tuple[float, float]:  # noqa: ARG001 # every figure's size is asked with its data
    """Width and height in inches."""
    return narrow(), _HEIGHT


def draw(host: Axes, data: pd.DataFrame, run: Run | None = None) -> None:  # noqa: ARG001 # as every figure's
    """Draw the figure's data inside an Axes."""
    sheet = Sheet(host)
    curve, others = data.loc[data["system"] == _MODEL], data.loc[data["system"] != _MODEL]
    if curve["value"].isna().all():
        note(sheet, "nothing was learned")
        return
    names = [legible(str(name), "system") for name in data["system"]]
    room = min(max(_LEAST, *(width(name, SMALLEST) for name in names)), _MOST) + _BEFORE
    box = Box(_LEFT, _TOP, sheet.width - _LEFT - room, sheet.height - _TOP - _FOOT)
    panel = sheet.panel(box, "learning")
    texts, value, low, high = (curve[name].to_numpy(np.float64) for name in ("texts", "value", "low", "high"))
    panel.fill_between(texts, low, high, color=FAINT, alpha=0.5, linewidth=0)
    panel.plot(texts, value, "-o", color=INK, markersize=3.4, zorder=3)
    top = float(np.nanmax([data["high"].max(), data["value"].max()]))
    panel.set_xlim(0, texts.max() * 1.04)
    panel.set_ylim(0, min(1.0, np.ceil(10 * top) / 10) or 1.0)  # all may be 0
    panel.grid(visible=True, axis="y")
    panel.set_xlabel("texts learned from")
    panel.set_ylabel("macro F1")
    panel.plot(
        others["texts"], others["value"], "o", markersize=3.4, markerfacecolor="white", markeredgecolor=QUIET,
        markeredgewidth=0.8, linestyle="none", clip_on=False, zorder=4,
    )  # fmt: skip
    _write_names(sheet, box, panel, [(_MODEL, float(value[-1])), *_values(others)])


def _values(others: pd.DataFrame) -> list[tuple[str, float]]:
    return [(str(name), float(value)) for name, value in zip(others["system"], others["value"], strict=True)]


def _write_names(sheet: Sheet, box: Box, panel: Axes, named: Sequence[tuple[str, float]]) -> None:
    """Names of the systems at the right, each at its height, or as near as the others leave room."""
    most = panel.get_ylim()[1]
    wanted = sorted(
        (box.top + box.height * (1 - value / most), name) for name, value in named if not np.isnan(value)
    )
    heights: list[float] = []
    for height, _ in wanted:
        heights.append(max(height, heights[-1] + _LINE) if heights else height)
    over = max(0.0, (heights[-1] if heights else 0.0) - (box.top + box.height))
    right = box.left + box.width
    for (true, name), height in zip(wanted, heights, strict=True):
        at = height - over
        sheet.line(right + 0.03, true, right + 0.1, at, color=FAINT, linewidth=0.6)
        sheet.text(
            right + 0.12, at, shorten(legible(name, "system"), _MOST, SMALLEST), fontsize=SMALLEST,
            color=INK if name == _MODEL else QUIET,
        )  # fmt: skip
