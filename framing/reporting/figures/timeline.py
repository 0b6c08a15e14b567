"""Time: figures by day, week, month, quarter or year, with their intervals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.errors import FramingError
from framing.reporting.figures.canvas import Box, Sheet, new_host, note
from framing.reporting.figures.inputs import are, instrument_name, looks_of, require, written
from framing.reporting.figures.key import Entry, key_height, write_key
from framing.reporting.figures.lettering import frame_name, legible, shorten, width
from framing.reporting.figures.lines import LINES, Line
from framing.reporting.figures.periods import calendar_of
from framing.reporting.figures.scales import signed_tick
from framing.reporting.figures.selection import tone_names
from framing.reporting.style import DOUBLE, INK, QUIET, SMALL, SMALLEST, TALLEST, figure_style
from framing.statistics.parts import MISSING

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from framing.reporting.style import Look
    from framing.run import Run

#: Measures drawn at most.
_MEASURES = 6
#: Inches.
_PANEL, _HEAD, _FOOT, _TICKS, _RIGHT, _KEY = 0.85, 0.24, 0.22, 0.4, 0.2, 0.08
#: How far series stand apart where they would cover one another, in periods.
_DODGE = 0.12
#: Of more periods the dots are small.
_MANY = 60
_READ = ["group", "measure", "instrument", "category", "statistic", "value", "low", "high"]
_SHOWN = ("rate", "mean")
_COLUMNS = [
    *(
        "series",
        "group",
        "place",
        "measure",
        "instrument",
        "category",
        "statistic",
        "n_articles",
        "n_words",
        "n",
    ),
    *("value", "low", "high", "interval", "flags", "thin", "drawn"),
]


def time_data(
    table: pd.DataFrame | Mapping[str, pd.DataFrame], *, measures: Sequence[str] | None = None
) -> pd.DataFrame:
    """Give what `plot_time` draws, as it stands in the CSV.

    Parameters
    ----------
    table
        what `summarize` returns of a run grouped by a period, or several such tables by what they are called
    measures
        columns of scores; None for the rates and means of frames and tone, six at most

    Returns
    -------
    DataFrame
        one row a series, period and measure, in order of time: series, group (the period), place (a whole number,
        consecutive periods following one another; places in the table's order where the groups are no periods),
        measure, instrument, category, n_articles, n_words, n, value, low, high, interval, flags, thin (flagged), drawn

    Raises
    ------
    FramingError
        if a table lacks columns or the measure, or there are more series than lines that can be told apart.
    """
    import pandas as pd

    tables = {"": table} if not isinstance(table, Mapping) else dict(table)
    if len(tables) > len(LINES):
        raise FramingError(f"table: {len(tables)} series; at most {len(LINES)} lines can be told apart")
    for each in tables.values():
        require(each, _READ, "summarize")
    data = pd.concat([each.assign(series=name) for name, each in tables.items()], ignore_index=True)
    data = data.loc[data["group"] != MISSING]
    data = _picked(data, measures)
    labels = [str(label) for label in data["group"].drop_duplicates()]
    calendar = calendar_of(labels)
    places = {label: calendar.place(label) if calendar else number for number, label in enumerate(labels)}
    known = data["measure"].drop_duplicates().tolist()
    data = data.assign(
        **{name: math.nan for name in ("n_articles", "n_words", "n", "interval") if name not in data},
        flags=data["flags"].map(written) if "flags" in data else "",
        place=data["group"].map(places).astype("int64"),
        drawn=data["measure"].isin(known[:_MEASURES]),
    )
    data = data.assign(
        thin=data["flags"] != "", order=data["measure"].map({m: k for k, m in enumerate(known)})
    )
    data = data.sort_values(["order", "place"], kind="stable")
    return data[_COLUMNS].reset_index(drop=True)


def plot_time(
    table: pd.DataFrame | Mapping[str, pd.DataFrame],
    *,
    measures: Sequence[str] | None = None,
    run: Run | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw figures over time: a dot a period with its 95 % interval, a line between consecutive periods.

    A panel a measure, one above the other. A period without articles breaks the line. Hollow dots are flagged in the
    table (few words or hits). Several series have lines of their own.

    Parameters
    ----------
    table, measures
        as for `time_data`
    run
        for the codebook's letters and colours, and the instruments' titles
    ax
        Axes to draw inside; None makes a new figure, 183 mm wide

    Returns
    -------
    Axes
        the host of the panels, which are its ``child_axes``, each labelled with its measure

    Raises
    ------
    FramingError
        as `time_data`.
    """
    data = time_data(table, measures=measures)
    with figure_style():
        host = ax if ax is not None else new_host(*size(data))
        draw(host, data, run)
    return host


def size(data: pd.DataFrame) -> tuple[float, float]:
    """Width and height in inches."""
    panels = max(data.loc[data["drawn"], "measure"].nunique(), 1)
    key = key_height(_entries(data), DOUBLE) + _KEY if len(_entries(data)) else 0.0
    return DOUBLE, min(panels * (_HEAD + _PANEL) + _FOOT + key, TALLEST)


def draw(host: Axes, data: pd.DataFrame, run: Run | None = None) -> None:
    """Draw the figure's data inside an Axes."""
    sheet = Sheet(host)
    shown = data.loc[data["drawn"]]
    if shown["value"].isna().all():
        note(sheet, "no period to show")
        return
    entries = _entries(data)
    key = key_height(entries, sheet.width) + _KEY if entries else 0.0
    write_key(sheet, 0.03, sheet.height - key + _KEY / 2, sheet.width - 0.06, entries)
    called = tone_names(run) if run is not None else {}
    looks = looks_of(shown.loc[shown["statistic"] == "rate"], run)
    measures = shown["measure"].drop_duplicates().tolist()
    height = (sheet.height - _FOOT - key) / len(measures)
    across = sheet.width - _TICKS - _RIGHT
    series = shown["series"].drop_duplicates().tolist()
    for number, measure in enumerate(measures):
        box = Box(_TICKS, number * height + _HEAD, across, height - _HEAD)
        panel = sheet.panel(box, str(measure))
        panel.grid(visible=True, axis="y")
        mine = shown.loc[shown["measure"] == measure]
        look = looks.get(measure)
        for place, name in enumerate(series):
            shift = (place - (len(series) - 1) / 2) * _DODGE
            _draw_series(
                panel,
                mine.loc[mine["series"] == name],
                LINES[place],
                shift,
                look if len(series) == 1 else None,
            )
        _scale(panel, mine)
        _date(panel, shown, across, numbered=number == len(measures) - 1)
        _head(sheet, box, called.get(str(measure)) or instrument_name(mine.iloc[0].to_dict()), look)
        if looks and not number:
            sheet.text(sheet.width - _RIGHT, box.top - 0.12, "hits per 100 words", ha="right",
                       fontsize=SMALLEST, color=QUIET)  # fmt: skip


def _picked(data: pd.DataFrame, measures: Sequence[str] | None) -> pd.DataFrame:
    """Rows of the measures asked for, or of rates and means."""
    if measures is None:
        return data.loc[data["statistic"].isin(_SHOWN)]
    known = data["measure"].drop_duplicates().astype(str).tolist()
    missing = [name for name in measures if name not in known]
    if missing:
        raise FramingError(f"measure '{missing[0]}': not in the table; there {are(known)}")
    order = {name: place for place, name in enumerate(measures)}
    picked = data.loc[data["measure"].isin(measures)]
    return picked.sort_values("measure", key=lambda column: column.map(order), kind="stable")


def _draw_series(panel: Axes, rows: pd.DataFrame, line: Line, shift: float, look: Look | None) -> None:
    """Dots with intervals, joined where one period follows the other."""
    rows = rows.loc[rows["value"].notna()]
    places, values = rows["place"].to_numpy(np.int64), rows["value"].to_numpy(np.float64)
    colour, marker = (look.colour, look.marker) if look is not None else (line.colour, line.marker)
    options: dict[str, Any] = {"color": colour, "linestyle": line.dashes, "linewidth": 0.9}
    for stretch in np.split(np.arange(len(places)), np.flatnonzero(np.diff(places) != 1) + 1):
        panel.plot(places[stretch] + shift, values[stretch], zorder=2, **options)
    low, high = rows["low"].to_numpy(np.float64), rows["high"].to_numpy(np.float64)
    there = ~np.isnan(low)
    panel.vlines((places + shift)[there], low[there], high[there], colors=colour, linewidth=0.8, zorder=2)
    hollow = rows["thin"].to_numpy(np.bool_)
    small = len(places) > _MANY
    for chosen, face in ((hollow, "white"), (~hollow, colour)):
        panel.plot((places + shift)[chosen], values[chosen], marker, color=colour, markerfacecolor=face,
                   markersize=2.2 if small else 3.8, markeredgewidth=0.8, clip_on=False, zorder=3)  # fmt: skip


def _scale(panel: Axes, rows: pd.DataFrame) -> None:
    """Rates from zero up; tones with their zero line, as far as their intervals go."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    values = rows[["value", "low", "high"]].to_numpy(np.float64)
    rate = rows["statistic"].iloc[0] == "rate"
    low, high = float(np.nanmin(values, initial=0.0)), float(np.nanmax(values, initial=0.0))
    room = 0.06 * (high - low) or 0.05
    panel.set_ylim(low if rate else low - room, high + room)
    panel.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    if not rate:
        panel.axhline(0, color=QUIET, linewidth=0.6, zorder=1)
        panel.yaxis.set_major_formatter(FuncFormatter(lambda value, _: signed_tick(value)))


def _date(panel: Axes, shown: pd.DataFrame, across: float, *, numbered: bool) -> None:
    """Number the axis by its periods, or by the groups' own names where these are no periods."""
    places = shown["place"].to_numpy(np.int64)
    first, last = int(places.min()), int(places.max())
    panel.set_xlim(first - 0.5, last + 0.5)
    labels = dict(zip(places.tolist(), shown["group"].astype(str), strict=True))
    calendar = calendar_of(list(labels.values()))
    if calendar is None:
        room = across / (last - first + 1) - 0.05
        ticks = sorted(labels)
        told = [shorten(legible(labels[place], f"group {place + 1}"), room, SMALL) for place in ticks]
    else:
        most = max(1, int(across / (width(calendar.label(last), SMALL) + 0.15)))
        ticks = calendar.ticks(first, last, most)
        told = [calendar.label(place) for place in ticks]
    panel.set_xticks(ticks, told if numbered else [""] * len(ticks))


def _head(sheet: Sheet, box: Box, name: str, look: Look | None) -> None:
    top, left = box.top - 0.12, box.left
    if look is not None:
        sheet.mark(left + 0.04, top, marker=look.marker, markersize=4.5, color=look.colour)
        left += 0.12
    name = frame_name(look) if look is not None else legible(name, "measure")
    sheet.text(left, top, shorten(name, box.width * 0.6, SMALL))


def _entries(data: pd.DataFrame) -> list[Entry]:
    """The series, where there are several, and what hollow dots mean."""
    names = [str(name) for name in data["series"].drop_duplicates()]
    made = [
        line.entry(legible(name, f"series {place + 1}"))
        for place, (name, line) in enumerate(zip(names, LINES, strict=False))
        if len(names) > 1
    ]
    hollow: dict[str, Any] = {"marker": "o", "markersize": 3.8, "color": INK, "markerfacecolor": "white"}
    return [*made, *([Entry("few words or hits", hollow)] if data["thin"].any() else [])]
