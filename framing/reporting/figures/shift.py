"""Word shift: which words make the difference between two groups, as in Gallagher et al. (2021).

Gallagher, R. J., Frank, M. R., Mitchell, L., Schwartz, A. J., Reagan, A. J., Danforth, C. M. and Dodds, P. S. (2021).
Generalized word shift graphs: a method for visualizing and explaining pairwise comparisons between texts. EPJ Data
Science 10, 4. doi:10.1140/epjds/s13688-021-00260-3
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.reporting.figures.bars import END, span
from framing.reporting.figures.canvas import Box, Sheet, new_host, note
from framing.reporting.figures.inputs import require
from framing.reporting.figures.key import Entry, key_height, write_key
from framing.reporting.figures.lettering import legible, shorten, width
from framing.reporting.figures.scales import signed_tick
from framing.reporting.style import (
    DOUBLE,
    FAINT,
    INK,
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
    from numpy.typing import NDArray

    from framing.run import Run

_TOP = 25
#: Inches: rows, what stands above and below, the column of insets and the gap before it.
_ROW, _HEAD, _FOOT, _INSETS, _GAP, _KEY = 0.15, 0.24, 0.36, 1.35, 0.3, 0.05
#: No lower than this, for the insets; height of a bar in its row; a name in the key.
_LEAST, _BAR, _NAMED = 2.6, 0.66, 1.6
_READ = [
    *("term", "category", "n_group", "n_reference", "share_group", "share_reference"),
    *("contribution", "part"),
]
#: Words used more and words used less: lightness and hatch tell them apart.
_LOOKS: dict[str, dict[str, Any]] = {
    "more": {"facecolor": "#3D4F61", "edgecolor": "#3D4F61"},
    "less": {"facecolor": "#D5DBE1", "edgecolor": "#3D4F61", "hatch": "////"},
    "as often": {"facecolor": "#8C99A6", "edgecolor": "#3D4F61"},
    "score": {"facecolor": "white", "edgecolor": "#3D4F61", "hatch": "xxxx"},
    "other": {"facecolor": FAINT, "edgecolor": QUIET},
}
_ARROWS = {"more": "↑", "less": "↓", "as often": "", "other": ""}


def shift_data(
    table: pd.DataFrame, *, group: str = "group", reference: str = "reference", top: int = _TOP
) -> pd.DataFrame:
    """Give what `plot_shift` draws, as it stands in the CSV, all words included.

    Parameters
    ----------
    table
        what `word_shift` returns
    group, reference
        what the two sides are called, where the table has no columns of these names
    top
        words drawn, those that contribute most, in either direction

    Returns
    -------
    DataFrame
        the table's columns (a word has a row for each part of its contribution), with group, reference, used (`more`,
        `less` or `as often` in the group as in the reference; `other` for what is no word), net (the word's
        contribution, all parts), rank (from 1, the largest net first), running (share of the whole difference that the
        words down to this one make; NaN where there is no difference), total (the difference), drawn

    Raises
    ------
    FramingError
        if the table lacks columns.
    """
    require(table, _READ, "word_shift")
    sides = (("group", group), ("reference", reference))
    data = table.assign(**{name: value for name, value in sides if name not in table}, used=_used(table))
    keys = ["term", "category"]
    net = data.groupby(keys, dropna=False)["contribution"].transform("sum")
    data = data.assign(net=net, size=net.abs())
    data = data.sort_values(["size", *keys, "part"], ascending=[False, True, True, True], kind="stable")
    words = data.drop_duplicates(keys)
    total = math.fsum(table["contribution"].dropna())
    down = words.assign(
        rank=np.arange(1, len(words) + 1), running=words["net"].cumsum() / total if total else math.nan
    )
    data = data.merge(down[[*keys, "rank", "running"]], on=keys, how="left")
    drawn = (data["rank"] <= top) & data["size"].gt(0)
    return data.assign(total=total, drawn=drawn).drop(columns="size")


def plot_shift(
    table: pd.DataFrame,
    *,
    group: str = "group",
    reference: str = "reference",
    top: int = _TOP,
    ax: Axes | None = None,
) -> Axes:
    """Draw which words make the difference between two groups, as in Gallagher et al. (2021).

    A bar a word, the largest contribution first: to the right those that raise the group above its reference, to the
    left those that lower it; dark where the group uses the word more (↑), light and hatched where less (↓),
    crossed what comes of the word saying more or less where it is used (tone). Insets:
    the share of the difference that the words down to each rank make, and how many hits either side has.

    Parameters
    ----------
    table, group, reference, top
        as for `shift_data`
    ax
        Axes to draw inside; None makes a new figure, 183 mm wide

    Returns
    -------
    Axes
        the host of the panels, which are its ``child_axes``: `words`, `cumulative`, `sizes`

    Raises
    ------
    FramingError
        as `shift_data`.
    """
    data = shift_data(table, group=group, reference=reference, top=top)
    with figure_style():
        host = ax if ax is not None else new_host(*size(data))
        draw(host, data)
    return host


def size(data: pd.DataFrame) -> tuple[float, float]:
    """Width and height in inches."""
    rows = data.loc[data["drawn"], "rank"].nunique()
    height = _HEAD + rows * _ROW + _FOOT + key_height(_entries(data), DOUBLE) + _KEY
    return DOUBLE, min(max(height, _LEAST), TALLEST)


def draw(host: Axes, data: pd.DataFrame, run: Run | None = None) -> None:  # noqa: ARG001 # as every figure's
    """Draw the figure's data inside an Axes."""
    sheet = Sheet(host)
    if not data["drawn"].any():
        note(sheet, "no word makes a difference")
        return
    entries = _entries(data)
    key = key_height(entries, sheet.width) + _KEY
    write_key(sheet, 0.03, sheet.height - key + _KEY / 2, sheet.width - 0.06, entries)
    inset = min(_INSETS, sheet.width * 0.25)
    box = Box(0.04, _HEAD, sheet.width - inset - _GAP - 0.2, sheet.height - _HEAD - _FOOT - key)
    _draw_words(sheet, box, data)
    left, half = sheet.width - inset - 0.12, (box.height - 0.3) / 2
    _draw_cumulative(sheet, Box(left, _HEAD, inset, half - 0.1), data)
    _draw_sizes(sheet, Box(left, _HEAD + half + 0.42, inset, min(half - 0.22, 0.5)), data)


def _draw_words(sheet: Sheet, box: Box, data: pd.DataFrame) -> None:
    from matplotlib.ticker import MaxNLocator

    rows = data.loc[data["drawn"]]
    words = rows.drop_duplicates("rank")
    names, nets = _words(words, box.width * 0.35), words["net"].tolist()
    parts = [_parts(mine) for _, mine in rows.groupby("rank")]
    right, left = (
        np.array([sum(max(sign * value, 0.0) for value, _ in each) for each in parts]) for sign in (1, -1)
    )
    mine = [width(name, SMALL) for name in names]
    above, below = ([wide if (net >= 0) == up else 0.0 for wide, net in zip(mine, nets, strict=True)]
                    for up in (True, False))  # fmt: skip
    across = span(np.concatenate([right, -left]), [*above, *below], box.width)
    zero = across.zero()
    panel = sheet.panel(box, "words")
    panel.patch.set_visible(False)  # the words lie behind
    panel.set_xlim(-zero / across.unit, (box.width - zero) / across.unit)
    panel.set_ylim(len(nets), 0)
    panel.set_yticks([])
    panel.spines["left"].set_visible(False)
    panel.axvline(0, color=QUIET, linewidth=0.7)
    for number, (each, name) in enumerate(zip(parts, names, strict=True)):
        _draw_bar(panel, number + 0.5, each)
        up = nets[number] >= 0
        reach = right[number] if up else -left[number]
        end = box.left + zero + across.unit * reach + (END if up else -END)
        middle = box.top + box.height * (number + 0.5) / len(nets)
        sheet.text(end, middle, name, ha="left" if up else "right")
    ticks = MaxNLocator(6, steps=[1, 2, 5, 10]).tick_values(*panel.get_xlim())
    # a number that would lie across the sheet's edge is left out
    room = [(zero + across.unit * tick, width(signed_tick(tick), SMALL) / 2) for tick in ticks]
    fits = [half <= place <= box.width - half for place, half in room]
    panel.set_xticks([tick for tick, fit in zip(ticks, fits, strict=True) if fit])
    panel.xaxis.set_major_formatter(lambda value, _: signed_tick(value))
    total = float(rows["total"].iloc[0])
    told = signed(total, 3 if abs(total) < 1 else 2)
    panel.set_xlabel(f"contribution to the difference of {told}", fontsize=SMALLEST, color=INK)
    _name_directions(sheet, box, rows)


def _parts(rows: pd.DataFrame) -> list[tuple[float, dict[str, Any]]]:
    """A word's contributions with their looks: the change of score is crossed, that of use dark or light."""
    return [
        (row["contribution"], _LOOKS["score" if row["part"] == "score" else row["used"]])
        for row in rows.to_dict("records")
    ]


def _draw_bar(panel: Axes, place: float, parts: list[tuple[float, dict[str, Any]]]) -> None:
    """Parts end to end, those above zero to the right, those below to the left."""
    ends = {True: 0.0, False: 0.0}
    for value, look in parts:
        panel.barh([place], [value], left=[ends[value >= 0]], height=_BAR, linewidth=0.6, **look)
        ends[value >= 0] += value


def _name_directions(sheet: Sheet, box: Box, rows: pd.DataFrame) -> None:
    """Which side bars raise, over them."""
    half = box.width / 2 - 0.1
    group, reference = (legible(str(rows[name].iloc[0]), name) for name in ("group", "reference"))
    sheet.text(box.left, box.top - 0.12, "← " + shorten(reference, half - 0.15, SMALL))
    end = box.left + box.width
    sheet.text(end, box.top - 0.12, shorten(group, half - 0.15, SMALL) + " →", ha="right")


def _draw_cumulative(sheet: Sheet, box: Box, data: pd.DataFrame) -> None:
    """How much of the difference the words down to each rank make, on a logarithmic scale of ranks."""
    from matplotlib.ticker import LogLocator, NullLocator, StrMethodFormatter

    panel = sheet.panel(box, "cumulative")
    counted = data.drop_duplicates("rank")
    panel.plot(100 * counted["running"], counted["rank"], color=INK, linewidth=0.9)
    panel.axvline(100, color=FAINT, linewidth=0.6, linestyle=(0, (4, 3)), zorder=1)
    drawn = int(data.loc[data["drawn"], "rank"].max())
    panel.axhline(drawn, color=FAINT, linewidth=0.6, zorder=1)
    panel.set_yscale("log")
    panel.set_ylim(max(len(counted), 2) * 1.1, 1)
    panel.yaxis.set_major_locator(LogLocator(numticks=5))
    panel.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    panel.yaxis.set_minor_locator(NullLocator())
    running = 100 * counted["running"].to_numpy(np.float64)
    low, high = float(np.nanmin(running, initial=0.0)), float(np.nanmax(running, initial=100.0))
    panel.set_xlim(low - 0.04 * (high - low), high + 0.04 * (high - low))
    panel.set_xticks([0, 100])
    panel.set_xlabel("% of the difference", fontsize=SMALLEST, color=INK)
    sheet.text(box.left, box.top - 0.11, "words, cumulated by rank", fontsize=SMALLEST, color=QUIET)


def _draw_sizes(sheet: Sheet, box: Box, data: pd.DataFrame) -> None:
    """How many hits each side has."""
    words = data.drop_duplicates(["term", "category"])
    names = [legible(str(data[name].iloc[0]), name) for name in ("group", "reference")]
    counts = [float(words[f"n_{name}"].sum()) for name in ("group", "reference")]
    panel = sheet.panel(box, "sizes")
    panel.set_axis_off()
    panel.set_ylim(2, 0)
    panel.set_xlim(0, max(*counts, 1.0))
    there = [(0.75 + number, count) for number, count in enumerate(counts) if count]
    panel.barh(
        [place for place, _ in there],
        [count for _, count in there],
        height=0.32,
        facecolor=PALE,
        edgecolor=QUIET,
        linewidth=0.6,
    )
    sheet.text(box.left, box.top - 0.1, "hits", fontsize=SMALLEST, color=QUIET)
    for number, (name, count) in enumerate(zip(names, counts, strict=True)):
        middle = box.top + box.height * (number + 0.3) / 2
        told = f"{count:,.0f}"
        room = box.width - width(told, SMALLEST) - 0.08
        sheet.text(box.left + box.width, middle, told, ha="right", fontsize=SMALLEST)
        sheet.text(box.left, middle, shorten(name, room, SMALLEST), fontsize=SMALLEST)


def _used(table: pd.DataFrame) -> NDArray[np.str_]:
    """Whether the group uses each word more or less than the reference."""
    share, other = (table[f"share_{side}"].to_numpy(np.float64) for side in ("group", "reference"))
    found = table["n_group"].fillna(0).to_numpy() + table["n_reference"].fillna(0).to_numpy() > 0
    more = np.nan_to_num(share) - np.nan_to_num(other)
    return np.select([~found, more > 0, more < 0], ["other", "more", "less"], "as often")


def _words(rows: pd.DataFrame, most: float) -> list[str]:
    return [
        f"{shorten(legible(str(term), f'word {rank}'), most, SMALL)} {_ARROWS[used]}".strip()
        for term, rank, used in zip(rows["term"], rows["rank"], rows["used"], strict=True)
    ]


def _entries(data: pd.DataFrame) -> list[Entry]:
    """What the bars mean, of those that there are."""
    group = shorten(legible(str(data["group"].iloc[0]), "group"), _NAMED, SMALLEST) if len(data) else ""
    meaning = {
        "more": f"↑ used more in {group}",
        "less": f"↓ used less in {group}",
        "score": "says more or less where it is used",
        "other": "not of single words",
    }
    rows = data.loc[data["drawn"]]
    there = set(rows["used"].where(rows["part"] != "score", "score"))
    made = []
    for used, text in meaning.items():
        look = _LOOKS[used]
        mark = {"marker": "s", "markersize": 5, "markeredgewidth": 0.6, "markeredgecolor": look["edgecolor"],
                "markerfacecolor": look["facecolor"]}  # fmt: skip
        made += [Entry(text, mark)] if used in there else []
    return made
