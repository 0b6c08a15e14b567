"""Tone by article or group: the instruments side by side, with tone net of frames as a hollow companion."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.reporting.figures.canvas import Box, Sheet, new_host, note
from framing.reporting.figures.lettering import legible, shorten, width
from framing.reporting.figures.rows import (
    FOOT,
    HEAD,
    Rows,
    block_height,
    draw_dot,
    drawn,
    label_axis,
    name_width,
    ranked,
    row_names,
    rows_panel,
    write_names,
)
from framing.reporting.figures.selection import group_names, tone_names
from framing.reporting.findings import Findings
from framing.reporting.style import (
    INK,
    NEUTRAL,
    QUIET,
    SINGLE,
    SMALL,
    SMALLEST,
    clear_colour,
    figure_style,
    narrow,
    signed,
    wide,
)
from framing.statistics.parts import tone_columns

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from framing.run import Run

_BETWEEN, _MARK, _DODGE = 0.2, 0.16, 0.27
_NUMBER = 0.4
#: Inches: lines of the key, its diamond, the gap behind an entry.
_LINE, _DIAMOND, _GAP = 0.115, 0.08, 0.2
_NET_OF, _OPPOSITE = "net of frames", "≠ opposite signs"
_NET: dict[str, Any] = {"color": NEUTRAL, "markerfacecolor": "white", "markeredgewidth": 0.6}
_BESIDE = {
    "net": {"value": "net", "low": "net_low", "high": "net_high"},
    "frame_share": {"value": "frame_share"},
}
_COLUMNS = [
    *(
        "by",
        "group",
        "name",
        "measure",
        "instrument",
        "category",
        "n_articles",
        "n_paragraphs",
        "n_words",
        "covered",
    ),
    *("value", "low", "high", "interval", "flags", "net", "net_low", "net_high", "frame_share", "signs"),
    *("ordered_by", "position", "drawn"),
]
_DRAWN = ["value", "low", "high", "net"]
_UNIT = "score, −1 to +1"


def tone_data(run: Run, by: str = "article", *, findings: Findings | None = None) -> pd.DataFrame:
    """Give what `plot_tone` draws, as it stands in the CSV, groups beyond those drawn included.

    Returns
    -------
    DataFrame
        one row a group and measure of tone: by, group, name (an article's title), measure, instrument, category,
        n_articles, n_paragraphs, n_words, covered (share of the words that could be measured), value, low, high,
        interval, flags, net (tone net of frames), net_low, net_high, frame_share, signs (`same`, `opposite`, empty),
        ordered_by (the first measure), position (0 has its highest value), drawn
    """
    findings = findings or Findings(run)
    summary = findings.summary(by)
    table = summary.loc[summary["measure"].isin(tone_columns(run)["column"])].reset_index(drop=True)
    table.insert(0, "by", by)
    table.insert(2, "name", group_names(run, by, table["group"]))
    keys = ["group", "instrument", "category"]
    for statistic, columns in _BESIDE.items():
        found = summary.loc[summary["statistic"] == statistic].rename(columns=columns)
        table = table.merge(found[[*keys, *columns.values()]], on=keys, how="left")
    if table.empty:
        return table.assign(**dict.fromkeys(("signs", "ordered_by", "position", "drawn")))[_COLUMNS]
    table = table.merge(
        findings.agreement(by)[["group", "measure", "signs"]], on=["group", "measure"], how="left"
    )
    first = str(table["measure"].iloc[0])
    return ranked(table, first, tone_names(run)[first])[_COLUMNS]


def plot_tone(run: Run, by: str = "article", *, ax: Axes | None = None) -> Axes:
    """Draw tone by article or group, a panel an instrument: a dot with its 95 % interval.

    Red and blue have their interval wholly below and above zero, grey has zero in it or no interval; the open diamond
    is the tone net of frame words; ≠ marks groups whose instruments have opposite signs. Each instrument has its own
    scale: their sizes cannot be compared. Of more than 30 groups the 15 highest and the 15 lowest are drawn. With one
    group the instruments are the rows. Figures that rest on under 150 words or of which less than half of the words
    could be measured are hollow.

    Parameters
    ----------
    by
        `article`, or any column of `run.articles`
    ax
        Axes to draw inside; None makes a new figure, 183 mm wide, with one group 89 mm

    Returns
    -------
    Axes
        the host of the panels, which are its ``child_axes``, each labelled with its measure

    Raises
    ------
    FramingError
        if there is no such column.
    """
    data = tone_data(run, by)
    with figure_style():
        host = ax if ax is not None else new_host(*size(data))
        draw(host, data, run)
    return host


def size(data: pd.DataFrame) -> tuple[float, float]:
    """Width and height in inches."""
    if len(data["group"].unique()) <= 1:
        return narrow(), block_height(Rows(("",) * max(2 * len(data), 1), 0))
    blocks = _blocks(data)
    return wide(), block_height(drawn(data, blocks), blocks) * blocks


def draw(host: Axes, data: pd.DataFrame, run: Run) -> None:
    """Draw the figure's data inside an Axes."""
    sheet = Sheet(host)
    if data["value"].isna().all():
        note(sheet, "no tone to show")
        return
    called = tone_names(run)
    if len(data["group"].unique()) == 1:
        _draw_one(sheet, data, called)
        return
    measures = data.drop_duplicates("measure")["measure"].tolist()
    blocks = _blocks(data)
    abreast, height = math.ceil(len(measures) / blocks), sheet.height / blocks
    rows = drawn(data, blocks)
    names = row_names(data, rows)
    left = min(name_width(names), sheet.width * 0.4) + _MARK
    opposite, net = bool((data["signs"] == "opposite").any()), bool(data["net"].notna().any())
    left = max(left, _key_width(_OPPOSITE) if opposite else 0, _key_width(_NET_OF) if net else 0)
    _write_key(sheet, HEAD - 0.15, left, opposite=opposite, net=net)
    each = (sheet.width - left + _BETWEEN) / abreast
    for number, measure in enumerate(measures):
        block, column = divmod(number, abreast)
        top = block * height + HEAD
        box = Box(left + column * each, top, each - _BETWEEN - _NUMBER, height - HEAD - FOOT)
        mine = data.loc[data["measure"] == measure].set_index("group")
        panel = rows_panel(sheet, box, measure, rows)
        sheet.text(
            box.left, box.top - 0.15, shorten(legible(called[measure], "tone"), box.width + _NUMBER, SMALL)
        )
        for place, group in zip(rows.places(), rows.groups, strict=True):
            middle = box.top + box.height * place / rows.count
            _draw_row(sheet, panel, place, mine.loc[group], box.left + box.width + _NUMBER - 0.02, middle)
            if not column and mine.loc[group, "signs"] == "opposite":
                sheet.text(left - _MARK / 2 - 0.02, middle, "≠", ha="center", fontsize=SMALL)
        scale_tone(panel, mine.loc[mine["drawn"], _DRAWN].to_numpy(np.float64), box.width)
        label_axis(panel, _UNIT)
        if not column:
            write_names(sheet, rows, names, Box(box.left - _MARK, box.top, box.width, box.height), 0.0)


def _blocks(data: pd.DataFrame) -> int:
    """Rows of panels: on one column the instruments stand one above the other."""
    return 1 if wide() > SINGLE else max(int(data["measure"].nunique()), 1)


def _draw_one(sheet: Sheet, data: pd.DataFrame, called: dict[str, str]) -> None:
    """One group: the instruments are the rows, on one scale, since one reader looks at both."""
    rows = Rows(tuple(data["measure"].astype(str)), 0)
    names = [legible(called[measure], "tone") for measure in rows.groups]
    left = min(name_width(names), sheet.width * 0.45)
    box = Box(left, HEAD / 2, sheet.width - left - _NUMBER, sheet.height - HEAD / 2 - FOOT)
    panel = rows_panel(sheet, box, "tone", rows)
    write_names(sheet, rows, names, box, 0.0)
    for place, (_, row) in zip(rows.places(), data.iterrows(), strict=True):
        _draw_row(sheet, panel, place, row, sheet.width - 0.02, box.top + box.height * place / rows.count)
    scale_tone(panel, data[_DRAWN].to_numpy(np.float64), box.width)
    label_axis(panel, _UNIT)
    net = bool(data["net"].notna().any())
    _write_key(sheet, sheet.height - FOOT + 0.11, sheet.width, opposite=False, net=net)


def _draw_row(sheet: Sheet, panel: Axes, place: float, row: pd.Series, right: float, middle: float) -> None:
    """A score with its interval and sign, and beneath it the score net of frames."""
    colour = clear_colour(row["low"], row["high"])
    draw_dot(panel, place, row, colour=colour, hollow=bool(row["flags"]))
    if not math.isnan(row["net"]):
        panel.plot([row["net"]], [place + _DODGE], "D", markersize=2.8, clip_on=False, **_NET)
    sheet.text(right, middle, signed(float(row["value"])), ha="right", fontsize=SMALLEST, color=INK)


def _write_key(sheet: Sheet, top: float, room: float, *, opposite: bool, net: bool) -> None:
    """Say at the left what the diamond and the sign beside the names mean, one above the other in narrow room."""
    entries = [text for text, there in ((_NET_OF, net), (_OPPOSITE, opposite)) if there]
    across = sum(_key_width(text) for text in entries) <= room
    at = 0.05
    for number, text in enumerate(entries):
        line = top if across else top + _LINE * (number - (len(entries) - 1) / 2)
        if text == _NET_OF:
            sheet.mark(at, line, marker="D", markersize=2.8, **_NET)
        sheet.text(at + (_DIAMOND if text == _NET_OF else 0), line, text, fontsize=SMALLEST, color=QUIET)
        at += _key_width(text) if across else 0


def _key_width(text: str) -> float:
    """Room in inches that an entry of the key needs, with the gap behind it."""
    return 0.05 + (_DIAMOND if text == _NET_OF else 0) + width(text, SMALLEST) + _GAP


def scale_tone(panel: Axes, values: NDArray[np.float64], room: float) -> None:
    """As far below zero as above, with the sign at every number; `room` is the panel's width in inches."""
    from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

    if np.isnan(values).all():  # silence has no scale
        panel.set_xlim(-1, 1)
        panel.set_xticks([])
        return
    farthest = float(np.nanmax(np.abs(values), initial=0.05))
    reach = min(1.0, math.ceil(farthest * 20) / 20)
    panel.set_xlim(-reach * 1.03, reach * 1.03)
    panel.axvline(0, color=QUIET, linewidth=0.7, zorder=1)
    narrow = room < 3.5 * width("+0.00", SMALL)
    panel.xaxis.set_major_locator(FixedLocator([-reach, reach]) if narrow else MaxNLocator(4, symmetric=True))
    if narrow:
        first, last = panel.get_xticklabels()
        first.set_horizontalalignment("left")
        last.set_horizontalalignment("right")
    panel.xaxis.set_major_formatter(FuncFormatter(lambda value, _: signed(value) if value else "0"))
