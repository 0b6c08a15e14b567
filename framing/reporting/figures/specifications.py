"""Specification curve: the same question asked in many ways, sorted by the answer, the declared way marked.

Simonsohn, U., Simmons, J. P. and Nelson, L. D. (2020). Specification curve analysis. Nature Human Behaviour 4,
1208-1214. doi:10.1038/s41562-020-0912-z
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from framing.reporting.figures.canvas import Box, Sheet, new_host, note
from framing.reporting.figures.choices import CHOICES, down, matrix, value_name
from framing.reporting.figures.differences import ALIKE, DIFFER, TOO_FEW
from framing.reporting.figures.inputs import choose, require
from framing.reporting.figures.key import Entry, key_height, write_key
from framing.reporting.figures.lettering import shorten, width
from framing.reporting.figures.scales import signed_tick
from framing.reporting.style import (
    DOUBLE,
    FAINT,
    INK,
    NEUTRAL,
    PALE,
    QUIET,
    SMALL,
    SMALLEST,
    TALLEST,
    figure_style,
    signed,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from framing.reporting.figures.choices import Row
    from framing.run import Run

Scale = Literal["effect", "estimate"]

_PAIR = ["question", "group", "reference"]
#: Inches.
_CURVE, _HEAD, _TICKS, _RIGHT, _GAP, _KEY = 1.7, 0.14, 0.38, 0.66, 0.12, 0.1
_NAMES = 1.9
#: From so many specifications on the dots are small; of more intervals the lines are thin.
_MANY, _VERY_MANY = 60, 250


def specifications_data(
    table: pd.DataFrame,
    *,
    question: str | None = None,
    group: str | None = None,
    reference: str | None = None,
    scale: Scale = "effect",
) -> pd.DataFrame:
    """Give what `plot_specifications` draws, as it stands in the CSV.

    Parameters
    ----------
    table
        what `robustness` returns
    question, group, reference
        the question and contrast; None for the table's first
    scale
        `effect`: Cliff's δ, which all specifications have on one scale; `estimate`: the difference in
        each specification's own unit, to be read only where they have the same

    Returns
    -------
    DataFrame
        the table's rows of one question and contrast, with value, value_low, value_high (what is drawn), scale, rank
        (from 1, the lowest value first; specifications without a value are last) and drawn

    Raises
    ------
    FramingError
        if the table lacks columns or has no such question, group or reference.
    """
    require(table, ["spec", "main", "estimate", "low", "high", "verdict", "sign"], "robustness")
    data = table
    for name, value in zip(_PAIR, (question, group, reference), strict=True):
        if name in data and len(data):
            data = data.loc[data[name] == choose(value, data[name], name)]
    effects = scale == "effect" and "effect" in data
    columns = ("effect", "effect_low", "effect_high") if effects else ("estimate", "low", "high")
    data = data.assign(
        **{
            name: data[column].astype("float64")
            for name, column in zip(("value", "value_low", "value_high"), columns, strict=True)
        },
        scale="effect" if effects else "estimate",
    )
    data = data.sort_values(["value", "spec"], kind="stable", na_position="last")
    rank = np.arange(1, len(data) + 1)
    return data.assign(rank=rank, drawn=data["value"].notna()).reset_index(drop=True)


def plot_specifications(
    table: pd.DataFrame,
    *,
    question: str | None = None,
    group: str | None = None,
    reference: str | None = None,
    scale: Scale = "effect",
    ax: Axes | None = None,
) -> Axes:
    """Draw a specification curve: every estimate with its 95 % interval, sorted, and its choices beneath.

    The main specification is the diamond with its value, and the line through the matrix. Filled dots differ,
    hollow ones cannot be told apart, grey ones are too few to test. Only choices that vary have rows; all
    specifications that leave one term out share one.

    Parameters
    ----------
    table, question, group, reference, scale
        as for `specifications_data`
    ax
        Axes to draw inside; None makes a new figure, 183 mm wide

    Returns
    -------
    Axes
        the host of the panels, which are its ``child_axes``: `curve`, `choices`

    Raises
    ------
    FramingError
        as `specifications_data`.
    """
    data = specifications_data(table, question=question, group=group, reference=reference, scale=scale)
    with figure_style():
        host = ax if ax is not None else new_host(*size(data))
        draw(host, data)
    return host


def size(data: pd.DataFrame) -> tuple[float, float]:
    """Width and height in inches."""
    rows = matrix(data)
    height = _HEAD + _CURVE + _GAP + down(rows)[-1] + key_height(_entries(data), DOUBLE) + _KEY
    return DOUBLE, min(height, TALLEST)


def draw(host: Axes, data: pd.DataFrame, run: Run | None = None) -> None:  # noqa: ARG001 # as every figure's
    """Draw the figure's data inside an Axes."""
    sheet = Sheet(host)
    shown = data.loc[data["drawn"]].reset_index(drop=True)
    if shown.empty:
        note(sheet, "no specification could be estimated")
        return
    entries = _entries(data)
    key = key_height(entries, sheet.width) + _KEY
    write_key(sheet, 0.05, sheet.height - key + _KEY / 2, sheet.width - 0.08, entries)
    rows = matrix(shown)
    labels = [value_name(value) for _, value, _ in rows]
    heads = [CHOICES[choice] for choice, _, _ in rows]
    wide = max((width(head, SMALLEST) for head in heads), default=0.0) + 0.1
    wide += max((width(label, SMALL) for label in labels), default=0.0) + 0.1
    left = max(min(wide, _NAMES, sheet.width * 0.35), _TICKS + 0.2)
    across = sheet.width - left - _RIGHT
    tall = min(down(rows)[-1], (sheet.height - key - _HEAD - _GAP) * 0.7)
    curve = Box(left, _HEAD, across, sheet.height - key - _HEAD - _GAP - tall)
    _draw_curve(sheet, curve, shown)
    if rows:
        _draw_choices(sheet, Box(left, curve.top + curve.height + _GAP, across, tall), shown, rows)


def _draw_curve(sheet: Sheet, box: Box, shown: pd.DataFrame) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    panel = sheet.panel(box, "curve")
    panel.set_xlim(0, len(shown) + 1)
    panel.set_xticks([])
    panel.spines["bottom"].set_visible(False)
    panel.axhline(0, color=QUIET, linewidth=0.7, zorder=1)
    places = np.arange(1, len(shown) + 1)
    values, low, high = (shown[name].to_numpy(np.float64) for name in ("value", "value_low", "value_high"))
    there = ~np.isnan(low)
    thin = len(shown) > _VERY_MANY
    panel.vlines(
        places[there], low[there], high[there], colors=FAINT, linewidth=0.4 if thin else 0.8, zorder=2
    )
    main = shown["main"].to_numpy(np.bool_)
    for verdict, look in _dots(len(shown)).items():
        chosen = (shown["verdict"] == verdict).to_numpy() & ~main
        panel.plot(places[chosen], values[chosen], zorder=3, **look)
    panel.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    panel.yaxis.set_major_formatter(FuncFormatter(lambda value, _: signed_tick(value)))
    for place in places[main].tolist():
        value, verdict = float(values[place - 1]), shown["verdict"].iloc[place - 1]
        panel.vlines(
            [place], *_ends(low[place - 1], high[place - 1], value), colors=INK, linewidth=1.3, zorder=4
        )
        panel.axhline(value, color=FAINT, linewidth=0.6, linestyle=(0, (4, 3)), zorder=1)
        face = INK if verdict == DIFFER else "white"
        panel.plot([place], [value], "D", color=INK, markerfacecolor=face, markersize=5, zorder=5)
        panel.annotate(f"main {signed(value)}", (1, value), xycoords=("axes fraction", "data"), xytext=(3, 0),
                       textcoords="offset points", fontsize=SMALLEST, va="center", annotation_clip=False)  # fmt: skip
    effect = shown["scale"].iloc[0] == "effect"
    panel.set_ylabel("Cliff's δ" if effect else "difference", fontsize=SMALLEST, color=INK)


def _draw_choices(sheet: Sheet, box: Box, shown: pd.DataFrame, rows: list[Row]) -> None:
    """A row a value of a choice: a tick where a specification has it."""
    panel = sheet.panel(box, "choices")
    ends = down(rows)
    panel.set_xlim(0, len(shown) + 1)
    panel.set_ylim(ends[-1], 0)
    panel.set_axis_off()
    scale = box.height / ends[-1]
    main = shown["main"].to_numpy(np.bool_)
    for place in (np.flatnonzero(main) + 1).tolist():
        panel.axvline(place, color=PALE, linewidth=3.5, zorder=0)
    few = len(shown) <= _MANY
    seen = ""
    for (choice, value, has), middle in zip(rows, ends[:-1], strict=True):
        for chosen, colour in ((has & ~main, NEUTRAL), (has & main, INK)):
            places = np.flatnonzero(chosen) + 1
            if few:
                panel.plot(places, np.full(len(places), middle), "o", color=colour, markersize=2.8)
            else:
                panel.vlines(places, middle - 0.035, middle + 0.035, colors=colour, linewidth=0.6)
        at = box.top + middle * scale
        head = CHOICES[choice] if choice != seen else ""
        seen = choice
        sheet.text(0.03, at, head, fontsize=SMALLEST, color=QUIET)
        taken = width(CHOICES[choice], SMALLEST) + 0.12
        sheet.text(
            box.left - 0.06, at, shorten(value_name(value), box.left - taken - 0.06, SMALL), ha="right"
        )


def _ends(low: float, high: float, value: float) -> tuple[float, float]:
    return (value, value) if math.isnan(low) else (low, high)


def _dots(count: int) -> dict[str, dict[str, Any]]:
    """How each verdict is drawn."""
    size_ = 3.4 if count <= _MANY else 2.0 if count <= _VERY_MANY else 1.3
    dot: dict[str, Any] = {"marker": "o", "linestyle": "none", "markersize": size_, "markeredgewidth": 0.7}
    return {
        DIFFER: {**dot, "color": INK},
        ALIKE: {**dot, "color": INK, "markerfacecolor": "white"},
        TOO_FEW: {**dot, "color": FAINT, "markerfacecolor": "white"},
    }


def _entries(data: pd.DataFrame) -> list[Entry]:
    """The main specification, and the verdicts that there are."""
    there = data.loc[data["drawn"]]
    made = []
    if there["main"].any():
        made.append(Entry("main specification", {"marker": "D", "color": INK, "markersize": 4.5}))
    for verdict, look in _dots(1).items():
        mark = {name: value for name, value in look.items() if name != "linestyle"}
        made += [Entry(verdict, mark)] if (there["verdict"] == verdict).any() else []
    return made
