"""Frames by article or group: the rate of each frame with its interval, and the frame's usual rate."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from framing.reporting.figures.canvas import Box, Sheet, new_host, note
from framing.reporting.figures.lettering import broken, frame_name, width
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
from framing.reporting.figures.selection import frame_rates, group_names, pick_codebook
from framing.reporting.findings import Findings
from framing.reporting.style import (
    QUIET,
    SINGLE,
    SMALL,
    SMALLEST,
    Look,
    figure_style,
    frame_looks,
    narrow,
    wide,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from framing.run import Run

#: So many frames stand side by side; more go into further blocks beneath.
_ABREAST, _ABREAST_NARROW = 5, 2
_BETWEEN, _RIGHT = 0.16, 0.12
_DASHED = (0, (4, 3))
_UNIT = "hits per 100 words"
#: From so many hits per 100 words an axis has whole numbers.
_WHOLE = 4
_STRESS = ("emphasis", "emphasis_low", "emphasis_high", "posterior", "verdict", "baseline")
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
        "n",
    ),
    *("value", "low", "high", "interval", "flags", "usual", *_STRESS, "ordered_by", "position", "drawn"),
]


def frames_data(
    run: Run, by: str = "article", *, instrument: str | None = None, findings: Findings | None = None
) -> pd.DataFrame:
    """Give what `plot_frames` draws, as it stands in the CSV, groups beyond those drawn included.

    Returns
    -------
    DataFrame
        one row a group and frame: by, group, name (an article's title), measure, instrument, category, n_articles,
        n_paragraphs, n_words, n (hits), value (hits per 100 words), low, high, interval, flags, usual (the frame's
        usual rate), emphasis, emphasis_low, emphasis_high, posterior, verdict, baseline, ordered_by (the frame that
        is most frequent in the run), position (0 has its highest rate), drawn
    """
    findings = findings or Findings(run)
    book = pick_codebook(run, instrument)
    rates = frame_rates(run, book)
    summary = findings.summary(by)
    table = summary.loc[summary["measure"].isin(rates["column"])].reset_index(drop=True)
    table.insert(0, "by", by)
    table.insert(2, "name", group_names(run, by, table["group"]))
    if table.empty:
        return table.assign(**dict.fromkeys(("usual", *_STRESS, "ordered_by", "position", "drawn")))[_COLUMNS]
    leads = findings.leading(by, book).rename(columns={"low": "emphasis_low", "high": "emphasis_high"})
    keys = ["group", "instrument", "category"]
    table = table.merge(leads[[*keys, *_STRESS]], on=keys, how="left")
    table["usual"] = table["category"].map(findings.usual(book)).astype("float64")
    most = str(table.groupby("measure", sort=False)["value"].mean().fillna(0).idxmax())
    called = str(table.loc[table["measure"] == most, "category"].iloc[0])
    return ranked(table, most, called, _blocks(len(rates)))[_COLUMNS]


def plot_frames(
    run: Run, by: str = "article", *, instrument: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the rate of each frame by article or group: a dot with its 95 % interval.

    A panel a frame, a row a group, those with the highest rate of the most frequent frame first; the dashed line is the
    frame's usual rate. Of more than 30 groups the 15 highest and the 15 lowest are drawn. With one group the frames are
    the rows. Figures that rest on under 150 words or 5 hits are hollow.

    Parameters
    ----------
    by
        `article`, or any column of `run.articles`
    instrument
        the codebook; None for the run's first
    ax
        Axes to draw inside; None makes a new figure, 183 mm wide, with one group 89 mm

    Returns
    -------
    Axes
        the host of the panels, which are its ``child_axes``, each labelled with its measure

    Raises
    ------
    FramingError
        if there is no such column or codebook.
    """
    data = frames_data(run, by, instrument=instrument)
    with figure_style():
        host = ax if ax is not None else new_host(*size(data))
        draw(host, data, run)
    return host


def size(data: pd.DataFrame) -> tuple[float, float]:
    """Width and height in inches."""
    frames = data["measure"].nunique()
    if len(data["group"].unique()) <= 1:
        return narrow(), block_height(Rows(("",) * max(frames, 1), 0))
    blocks = _blocks(frames)
    return wide(), block_height(drawn(data, blocks), blocks) * blocks


def draw(host: Axes, data: pd.DataFrame, run: Run) -> None:
    """Draw the figure's data inside an Axes."""
    sheet = Sheet(host)
    if data["value"].isna().all():
        note(sheet, "no frame to show")
        return
    looks = frame_looks(run, str(data["instrument"].iloc[0]))
    if len(data["group"].unique()) == 1:
        _draw_one(sheet, data, looks)
        return
    measures = data.drop_duplicates("measure")["measure"].tolist()
    blocks = _blocks(len(measures))
    abreast = math.ceil(len(measures) / blocks)
    rows = drawn(data, blocks)
    names = row_names(data, rows)
    left = min(name_width(names), sheet.width * (0.4 if abreast < _ABREAST - 1 else 0.27))
    each = (sheet.width - left - _RIGHT + _BETWEEN) / abreast
    height = sheet.height / blocks
    for number, measure in enumerate(measures):
        block, column = divmod(number, abreast)
        box = Box(left + column * each, block * height + HEAD, each - _BETWEEN, height - HEAD - FOOT)
        mine = data.loc[data["measure"] == measure].set_index("group")
        panel = rows_panel(sheet, box, measure, rows)
        if not column:
            write_names(sheet, rows, names, box, 0.0)
        look = looks[mine["category"].iloc[0]]
        _head(sheet, box, look)
        for place, group in zip(rows.places(), rows.groups, strict=True):
            row = mine.loc[group]
            draw_dot(panel, place, row, colour=look.colour, marker=look.marker, hollow=bool(row["flags"]))
        _scale(panel, data.loc[data["drawn"]])
        _usual(panel, float(mine["usual"].iloc[0]), box.width)
        label_axis(panel, _UNIT if box.width > width(_UNIT, SMALLEST) else "per 100 words")


def _draw_one(sheet: Sheet, data: pd.DataFrame, looks: dict[str, Look]) -> None:
    """One group: the frames are the rows, the highest rate first, each with its usual rate as a tick."""
    ordered = data.sort_values("value", ascending=False, kind="stable", na_position="last")
    rows = Rows(tuple(ordered["category"].astype(str)), 0)
    names = [frame_name(looks[label]) for label in rows.groups]
    left = min(name_width(names), sheet.width * 0.4) + 0.16
    box = Box(left, HEAD, sheet.width - left - 0.42, sheet.height - HEAD - FOOT)
    panel = rows_panel(sheet, box, "rate", rows)
    write_names(sheet, rows, names, box, 0.16)
    for place, (_, row) in zip(rows.places(), ordered.iterrows(), strict=True):
        look = looks[row["category"]]
        middle = box.top + box.height * place / rows.count
        sheet.mark(0.08, middle, marker="s", markersize=5, color=look.colour)
        draw_dot(panel, place, row, colour=look.colour, marker=look.marker, hollow=bool(row["flags"]))
        if not math.isnan(row["usual"]):
            panel.plot([row["usual"]] * 2, [place - 0.3, place + 0.3], "-", color=QUIET, linewidth=0.9)
        if not math.isnan(row["value"]):
            sheet.text(sheet.width - 0.02, middle, f"{row['value']:.1f}", ha="right")
    _scale(panel, data)
    usual = float(ordered["usual"].iloc[0])
    if not math.isnan(usual):
        _name_usual(panel, usual, "usual", box.width)
    label_axis(panel, _UNIT)


def _head(sheet: Sheet, box: Box, look: Look) -> None:
    top = box.top - 0.22
    sheet.mark(box.left + 0.04, top, marker=look.marker, markersize=4.5, color=look.colour)
    name = broken(frame_name(look), box.width - 0.1, SMALL, 1)
    sheet.text(box.left + 0.12, top, "".join(name), fontsize=SMALL)


def _usual(panel: Axes, usual: float, room: float) -> None:
    if not math.isnan(usual):
        panel.axvline(usual, color=QUIET, linewidth=0.6, linestyle=_DASHED, zorder=1)
        _name_usual(panel, usual, f"usual {usual:.1f}", room)


def _name_usual(panel: Axes, usual: float, text: str, room: float) -> None:
    """Name the usual rate at the right of its line, or at the left where the panel, `room` inches wide, ends before."""
    at = usual / panel.get_xlim()[1] * room
    panel.annotate(
        text,
        (usual, 1),
        xycoords=("data", "axes fraction"),
        xytext=(0, 1),
        textcoords="offset points",
        fontsize=SMALLEST,
        color=QUIET,
        va="bottom",
        ha="left" if at + width(text, SMALLEST) <= room else "right",
        annotation_clip=False,
    )


def _scale(panel: Axes, data: pd.DataFrame) -> None:
    """From 0 to what is drawn farthest right, the same in every panel."""
    from matplotlib.ticker import MaxNLocator

    farthest = float(np.nanmax(data[["value", "high", "usual"]].to_numpy(np.float64), initial=0.0))
    panel.set_xlim(0, max(farthest, 0.1) * 1.04)
    panel.xaxis.set_major_locator(MaxNLocator(4, integer=farthest >= _WHOLE))


def _blocks(frames: int) -> int:
    return max(1, math.ceil(frames / (_ABREAST if wide() > SINGLE else _ABREAST_NARROW)))
