"""Trajectories: frames and tone along several op-eds on one axis from the first word to the last."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.reporting.figures.along import PARTS, Layout, parts, trajectories_data
from framing.reporting.figures.canvas import Box, Sheet, new_host, note
from framing.reporting.figures.inputs import looks_of
from framing.reporting.figures.key import key_height, write_key
from framing.reporting.figures.lettering import broken, frame_name, legible, width
from framing.reporting.figures.lines import LINES
from framing.reporting.figures.scales import signed_tick
from framing.reporting.figures.selection import tone_names
from framing.reporting.style import (
    DOUBLE,
    NEGATIVE,
    PALE,
    POSITIVE,
    QUIET,
    SMALL,
    SMALLEST,
    TALLEST,
    figure_style,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from matplotlib.axes import Axes

    from framing.reporting.style import Look
    from framing.run import Run

#: Inches: a row of small multiples, a panel of lines, what stands around them.
_ROW, _PANEL, _FOOT, _GAP, _TICKS, _KEY, _LINE = 0.46, 0.85, 0.34, 0.12, 0.36, 0.08, 0.115
_NAMES = 1.5
#: Room over panels: heads in two lines over narrow ones, in one over wide ones.
_HEAD, _WIDE_HEAD = 0.34, 0.24


def plot_trajectories(
    run: Run,
    articles: Sequence[str] | None = None,
    *,
    measures: Sequence[str] | None = None,
    instrument: str | None = None,
    layout: Layout | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw frames and tone along several op-eds, each from its first word (0) to its last (1).

    Multiples: a row an article, a column a measure, a step a paragraph as wide as its share of the words. Overlaid: a
    panel a measure, a line an article that joins ten parts of equal length (a paragraph in two parts counts in both by
    its share of words). Frames share a scale; each tone has its own, as far below zero as above. Paragraphs of under 20
    words are hollow in multiples.

    Parameters
    ----------
    articles, measures, instrument, layout
        as for `trajectories_data`
    ax
        Axes to draw inside; None makes a new figure, 183 mm wide

    Returns
    -------
    Axes
        the host of the panels, which are its ``child_axes``, each labelled with its measure (multiples: measure, a tab,
        article)

    Raises
    ------
    FramingError
        as `trajectories_data`.
    """
    data = trajectories_data(run, articles, measures=measures, instrument=instrument, layout=layout)
    with figure_style():
        host = ax if ax is not None else new_host(*size(data))
        draw(host, data, run)
    return host


def size(data: pd.DataFrame) -> tuple[float, float]:
    """Width and height in inches."""
    shown = data.loc[data["drawn"].astype(bool)]
    if shown.empty:
        return DOUBLE, 1.2
    if shown["layout"].iloc[0] == "multiples":
        return DOUBLE, min(_HEAD + shown["row"].nunique() * (_ROW + _GAP) + _FOOT, TALLEST)
    panels = math.ceil(shown["measure"].nunique() / 2)
    key = key_height(_entries(shown), DOUBLE) + _KEY
    return DOUBLE, min(panels * (_WIDE_HEAD + _PANEL + _FOOT) + key, TALLEST)


def draw(host: Axes, data: pd.DataFrame, run: Run) -> None:
    """Draw the figure's data inside an Axes."""
    sheet = Sheet(host)
    shown = data.loc[data["drawn"].astype(bool)]
    if shown["value"].isna().all():
        note(sheet, "no paragraph could be measured")
        return
    looks = looks_of(shown.loc[shown["kind_of_measure"] == "frame"], run)
    called = {name: legible(title, "tone") for name, title in tone_names(run).items()}
    called |= {measure: frame_name(look) for measure, look in looks.items()}
    called = {measure: called.get(measure, measure) for measure in shown["measure"].unique()}
    most = _most(shown)
    if shown["layout"].iloc[0] == "multiples":
        _draw_multiples(sheet, shown, looks, called, most)
    else:
        _draw_overlaid(sheet, shown, looks, called, most)


def _draw_multiples(
    sheet: Sheet, shown: pd.DataFrame, looks: Mapping[str, Look], called: Mapping[str, str], most: float
) -> None:
    articles = shown.drop_duplicates("article")
    names = [legible(str(name), f"article {row + 1}") for row, name in enumerate(articles["name"])]
    left = min(max(width(name, SMALL) for name in names) + 0.08, _NAMES, sheet.width * 0.25)
    each = (sheet.width - left - 0.1) / len(called)
    height = (sheet.height - _HEAD - _FOOT) / len(articles)
    across = max(each - _TICKS, 0.1)
    if looks:
        sheet.text(0.02, _HEAD - 0.11, "hits per 100 words", fontsize=SMALLEST, color=QUIET)
    for row, (article, name) in enumerate(zip(articles["article"], names, strict=True)):
        top = _HEAD + row * height
        lines = "\n".join(broken(name, left - 0.06, SMALL, 3))
        sheet.text(0.02, top + (height - _GAP) / 2, lines, va="center", linespacing=1.05)
        for column, measure in enumerate(called):
            box = Box(left + column * each + _TICKS, top, across, height - _GAP)
            panel = sheet.panel(box, f"{measure}\t{article}")
            mine = shown.loc[(shown["article"] == article) & (shown["measure"] == measure)]
            _draw_steps(panel, mine, looks.get(measure))
            _scale(panel, shown.loc[shown["measure"] == measure], most if measure in looks else None, 2)
            last = row == len(articles) - 1
            panel.set_xticks([0, 0.5, 1], ["0", "0.5", "1"] if last else ["", "", ""])
            panel.tick_params(labelsize=SMALLEST)
            if last:
                panel.set_xlabel("place in the text", fontsize=SMALLEST)
            if not row:
                _head(sheet, box, called[measure], looks.get(measure))


def _draw_overlaid(
    sheet: Sheet, shown: pd.DataFrame, looks: Mapping[str, Look], called: Mapping[str, str], most: float
) -> None:
    entries = _entries(shown)
    key = key_height(entries, sheet.width) + _KEY
    write_key(sheet, 0.03, sheet.height - key + _KEY / 2, sheet.width - 0.06, entries)
    abreast = 1 if len(called) == 1 else 2
    each = sheet.width / abreast
    height = (sheet.height - key) / math.ceil(len(called) / abreast)
    middles = (np.arange(PARTS) + 0.5) / PARTS
    for place, measure in enumerate(called):
        down, along = divmod(place, abreast)
        box = Box(
            along * each + _TICKS,
            down * height + _WIDE_HEAD,
            each - _TICKS - 0.14,
            height - _WIDE_HEAD - _FOOT,
        )
        panel = sheet.panel(box, measure)
        mine = shown.loc[shown["measure"] == measure]
        for _, rows in mine.groupby("row", sort=True):
            line = LINES[int(rows["row"].iloc[0])]
            options: dict[str, Any] = {"color": line.colour, "linestyle": line.dashes, "linewidth": 1.1}
            panel.plot(middles, parts(rows), marker=line.marker, markersize=2.4, clip_on=False, **options)
        _scale(panel, mine, most if measure in looks else None, 4)
        panel.set_xlim(0, 1)
        panel.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
        panel.set_xlabel("place in the text", fontsize=SMALLEST)
        panel.grid(visible=True, axis="y")
        _head(sheet, box, called[measure], looks.get(measure))
        if measure in looks:
            end = box.left + box.width
            sheet.text(end, box.top - 0.11, "hits per 100 words", ha="right", fontsize=SMALLEST, color=QUIET)


def _draw_steps(panel: Axes, rows: pd.DataFrame, look: Look | None) -> None:
    """A paragraph's value over its stretch of the text."""
    start, end, values = (rows[name].to_numpy(np.float64) for name in ("start", "end", "value"))
    thin, there = rows["thin"].to_numpy(np.bool_), ~np.isnan(values)
    if look is not None:
        colours = np.full(len(values), look.colour, dtype=object)
    else:
        colours = np.where(values < 0, NEGATIVE, POSITIVE).astype(object)
    for chosen, filled in ((there & ~thin, True), (there & thin, False)):
        face = colours[chosen].tolist() if filled else "none"
        panel.bar(start[chosen], values[chosen], width=(end - start)[chosen], align="edge", color=face,
                  edgecolor=colours[chosen].tolist(), linewidth=0.5, alpha=0.75)  # fmt: skip
    panel.set_xlim(0, 1)


def _scale(panel: Axes, rows: pd.DataFrame, most: float | None, numbers: int) -> None:
    """Frames from 0 to the highest rate of all; a tone as far below zero as above; at most so many numbers."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    panel.yaxis.set_major_locator(MaxNLocator(numbers, steps=[1, 2, 5, 10]))
    if most is not None:
        panel.set_ylim(0, most * 1.05)
        return
    values = rows["value"].to_numpy(np.float64)
    reach = min(1.0, float(np.nanmax(np.abs(values), initial=0.05)) * 1.08)
    panel.set_ylim(-reach, reach)
    panel.yaxis.set_major_formatter(FuncFormatter(lambda value, _: signed_tick(value)))
    panel.axhline(0, color=QUIET, linewidth=0.6, zorder=1)
    panel.spines["bottom"].set_color(PALE)


def _head(sheet: Sheet, box: Box, name: str, look: Look | None) -> None:
    """What a panel shows, in two lines if need be."""
    mark = 0.12 if look is not None else 0.0
    lines = broken(name, box.width - mark + 0.08, SMALL, 2)
    for number, line in enumerate(lines):
        sheet.text(box.left + mark, box.top - 0.11 - _LINE * (len(lines) - 1 - number), line)
    if look is not None:
        top = box.top - 0.11 - _LINE * (len(lines) - 1)
        sheet.mark(box.left + 0.04, top, marker=look.marker, markersize=4.5, color=look.colour)


def _most(shown: pd.DataFrame) -> float:
    rates = shown.loc[shown["kind_of_measure"] == "frame", "value"].to_numpy(np.float64)
    return float(np.nanmax(rates, initial=1.0))


def _entries(shown: pd.DataFrame) -> list[Any]:
    names = shown.drop_duplicates("article")
    return [
        LINES[int(row["row"])].entry(legible(str(row["name"]), f"article {row['row'] + 1}"))
        for row in names.to_dict("records")
    ]
