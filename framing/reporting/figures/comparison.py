"""Comparison: how far groups lie from their reference in each measure, with intervals and verdicts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from framing.reporting.figures.canvas import Box, Sheet, new_host, note
from framing.reporting.figures.differences import ABREAST, ALIKE, DIFFER, TOO_FEW, comparison_data
from framing.reporting.figures.inputs import looks_of, number
from framing.reporting.figures.key import Entry, key_height, write_key
from framing.reporting.figures.lettering import broken, frame_name, legible, shorten, width
from framing.reporting.figures.rows import (
    FOOT,
    HEAD,
    Rows,
    block_height,
    draw_dot,
    drawn,
    name_width,
    row_names,
    rows_panel,
    write_names,
)
from framing.reporting.figures.scales import scale_differences
from framing.reporting.style import (
    FAINT,
    INK,
    NEUTRAL,
    PALE,
    QUIET,
    SMALL,
    SMALLEST,
    Look,
    clear_colour,
    figure_style,
    narrow,
    signed,
    wide,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes

    from framing.run import Run

#: Inches.
_BETWEEN, _RIGHT, _NUMBER, _KEY, _LEAST_NAMES = 0.22, 0.14, 0.46, 0.06, 1.3
_LINE = 0.115
_UNITS = {"frame": "hits per 100 words"}


def plot_comparison(
    table: pd.DataFrame,
    *,
    target: str | None = None,
    measures: Sequence[str] | None = None,
    run: Run | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw differences between groups and their reference: a dot with its 95 % interval and the verdict.

    A panel a measure, a row a group, the largest difference in the first measure first; the line at zero is no
    difference, a band around it the declared margin. Filled dots differ, hollow ones cannot be told apart, hollow grey
    ones (the group named so) are too few to test. One pair of groups has its measures as rows.
    Of more than 30 groups the 15 highest and the 15 lowest are drawn. Frames share a scale, each tone has its own.

    Parameters
    ----------
    table, target, measures, run
        as for `comparison_data`; a run also gives frames their letters and colours
    ax
        Axes to draw inside; None makes a new figure, 183 mm wide, for one pair of groups 89 mm

    Returns
    -------
    Axes
        the host of the panels, which are its ``child_axes``, each labelled with its measure (for one pair of groups
        with the kind of its measures)

    Raises
    ------
    FramingError
        as `comparison_data`.
    """
    data = comparison_data(table, target=target, measures=measures, run=run)
    with figure_style():
        host = ax if ax is not None else new_host(*size(data))
        draw(host, data, run)
    return host


def size(data: pd.DataFrame) -> tuple[float, float]:
    """Width and height in inches."""
    if len(data["group"].unique()) <= 1:
        kinds = data["kind_of_measure"].value_counts(sort=False).tolist() or [1]
        heights = (block_height(Rows(("",) * rows, 0)) - HEAD / 2 for rows in kinds)
        return narrow(), HEAD / 2 + sum(heights) + key_height(_entries(data), narrow()) + _KEY
    blocks = math.ceil(data["measure"].nunique() / ABREAST)
    key = key_height(_entries(data), wide()) + _KEY
    return wide(), block_height(drawn(data, blocks), blocks) * blocks + key


def draw(host: Axes, data: pd.DataFrame, run: Run | None = None) -> None:
    """Draw the figure's data inside an Axes."""
    sheet = Sheet(host)
    if data["value"].isna().all():
        note(sheet, "nothing to compare")
        return
    looks = looks_of(data.loc[data["kind_of_measure"] == "frame"], run)
    key = key_height(_entries(data), sheet.width) + _KEY
    write_key(sheet, 0.03, sheet.height - key + _KEY / 2, sheet.width - 0.06, _entries(data))
    if len(data["group"].unique()) == 1:
        _draw_pair(sheet, data, looks, sheet.height - key)
        return
    measures = data["measure"].drop_duplicates().tolist()
    blocks = math.ceil(len(measures) / ABREAST)
    abreast = math.ceil(len(measures) / blocks)
    rows = drawn(data, blocks)
    names = _named(data, rows)
    least = name_width([_minus(data)]) if _minus(data) else 0.0
    left = min(
        max(name_width(names), min(least, _LEAST_NAMES)),
        sheet.width * (0.36 if abreast < ABREAST - 1 else 0.27),
    )
    each = (sheet.width - left - _RIGHT + _BETWEEN) / abreast
    height = (sheet.height - key) / blocks
    for place, measure in enumerate(measures):
        block, column = divmod(place, abreast)
        box = Box(left + column * each, block * height + HEAD, each - _BETWEEN, height - HEAD - FOOT)
        mine = data.loc[data["measure"] == measure]
        panel = rows_panel(sheet, box, measure, rows)
        if not column:
            write_names(sheet, rows, names, box, 0.0)
            _name_reference(sheet, data, box.left - 0.08, box.top - 0.1)
        _head(sheet, box, mine.iloc[0].to_dict(), looks)
        for middle, group in zip(rows.places(), rows.groups, strict=True):
            for _, row in mine.loc[mine["group"] == group].iterrows():
                _draw_row(panel, middle, row, looks)
        same = data["kind_of_measure"] == "frame" if measure in looks else data["measure"] == measure
        scale_differences(panel, data.loc[same & data["drawn"]], box.width)
        unit = _UNITS.get(str(mine["kind_of_measure"].iloc[0]), "")
        panel.set_xlabel(_fitting(unit, box.width), fontsize=SMALLEST)


def _draw_pair(sheet: Sheet, data: pd.DataFrame, looks: dict[str, Look], bottom: float) -> None:
    """One pair of groups: its measures are the rows, each kind on its own axis, the differences at the right."""
    kinds = data["kind_of_measure"].drop_duplicates().tolist()
    labels = [legible(_measure_name(row, looks), "measure") for row in data.to_dict("records")]
    left = min(name_width(labels), sheet.width * 0.42)
    group, reference = (legible(str(data[name].iloc[0]), name) for name in ("group", "reference"))
    sheet.text(0.02, HEAD / 2, shorten(f"{group} minus {reference}", sheet.width - 0.04, SMALL))
    top = HEAD / 2
    row_height = (bottom - top - len(kinds) * (HEAD / 2 + FOOT)) / len(data)
    for kind in kinds:
        mine = data.loc[data["kind_of_measure"] == kind]
        rows = Rows(tuple(mine["measure"].astype(str)), 0)
        box = Box(left, top + HEAD / 2, sheet.width - left - _NUMBER, row_height * len(mine))
        panel = rows_panel(sheet, box, str(kind), rows)
        names = [legible(_measure_name(row, looks), "measure") for row in mine.to_dict("records")]
        write_names(sheet, rows, names, box, 0.0)
        for place, (_, row) in zip(rows.places(), mine.iterrows(), strict=True):
            middle = box.top + place * row_height
            _draw_row(panel, place, row, looks)
            sheet.text(
                sheet.width - 0.02, middle, signed(number(row["value"])), ha="right", fontsize=SMALLEST
            )
        scale_differences(panel, mine, box.width)
        unit = _UNITS.get(str(kind), "")
        panel.set_xlabel(_fitting(unit, box.width), fontsize=SMALLEST)
        top = box.top + box.height + FOOT


def _named(data: pd.DataFrame, rows: Rows) -> list[str]:
    """Names of the rows; of groups that nothing could be tested of, with that."""
    thin = data.groupby("group")["thin"].all()
    return [
        f"{name} · too few" if thin[group] else name
        for name, group in zip(row_names(data, rows), rows.groups, strict=True)
    ]


def _name_reference(sheet: Sheet, data: pd.DataFrame, right: float, top: float) -> None:
    words = shorten(_minus(data), right - 0.02, SMALLEST)
    sheet.text(right, top, words, ha="right", fontsize=SMALLEST, color=QUIET)


def _minus(data: pd.DataFrame) -> str:
    """What each group is compared with, if all with the same."""
    references = data["reference"].dropna().unique()
    return f"minus {legible(str(references[0]), 'the reference')}" if len(references) == 1 else ""


def _head(sheet: Sheet, box: Box, row: dict[Any, Any], looks: dict[str, Look]) -> None:
    """What a panel shows, in two lines if need be."""
    look = looks.get(row["measure"])
    left = 0.12 if look is not None else 0.0
    lines = broken(legible(_measure_name(row, looks), "measure"), box.width + 0.1 - left, SMALL, 2)
    for above, line in enumerate(reversed(lines)):
        sheet.text(box.left + left, box.top - 0.1 - above * _LINE, line)
    if look is not None:
        top = box.top - 0.1 - (len(lines) - 1) * _LINE
        sheet.mark(box.left + 0.04, top, marker=look.marker, markersize=4.5, color=look.colour)


def _measure_name(row: dict[Any, Any], looks: dict[str, Look]) -> str:
    look = looks.get(row["measure"])
    return frame_name(look) if look is not None else str(row["called"])


def _draw_row(panel: Axes, middle: float, row: pd.Series[Any], looks: dict[str, Look]) -> None:
    look, verdict = looks.get(str(row["measure"])), row["verdict"]
    if verdict == TOO_FEW:
        colour = FAINT
    elif look is not None:
        colour = look.colour
    else:
        colour = clear_colour(row["low"], row["high"]) if verdict == DIFFER else NEUTRAL
    marker = look.marker if look is not None else "o"
    draw_dot(panel, middle, row, colour=colour, marker=marker, hollow=verdict != DIFFER)


def _entries(data: pd.DataFrame) -> list[Entry]:
    """What the dots mean, of those that there are, and the band."""
    dot = {"marker": "o", "markersize": 4.2, "markeredgewidth": 0.9}
    marks = {
        DIFFER: {**dot, "color": INK},
        ALIKE: {**dot, "color": INK, "markerfacecolor": "white"},
        TOO_FEW: {**dot, "color": FAINT, "markerfacecolor": "white"},
    }
    there = set(data.loc[data["drawn"] & data["value"].notna(), "verdict"])
    made = [Entry(verdict, mark) for verdict, mark in marks.items() if verdict in there]
    if (data["margin"].astype("float64") > 0).any():
        made.append(Entry("declared margin", line={"color": PALE, "linewidth": 5, "solid_capstyle": "butt"}))
    return made


def _fitting(unit: str, room: float) -> str:
    """What an axis says in so much room."""
    texts = (f"difference, {unit}", "difference per 100 words") if unit else ()
    fits = (text for text in texts if width(text, SMALLEST) <= room + _BETWEEN / 2)
    return next(fits, "difference")
