"""Keyness: the words that mark one group against another, as bars to either side."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from framing.reporting.figures.bars import END, span
from framing.reporting.figures.canvas import Box, Sheet, new_host, note
from framing.reporting.figures.inputs import choose, number, require, written
from framing.reporting.figures.key import Entry, key_height, write_key
from framing.reporting.figures.lettering import legible, shorten, width
from framing.reporting.style import INK, QUIET, SMALL, SMALLEST, TALLEST, figure_style, wide

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from framing.run import Run

    Floats = NDArray[np.float64]

Show = Literal["statistic", "effect"]

#: Words on either side of one group, and of each where there are several; groups drawn at most, groups abreast.
_TOP, _TOP_EACH, MOST_GROUPS, _ABREAST = 15, 8, 15, 3
#: Inches.
_ROW, _HEAD, _FOOT, _BETWEEN, _KEY = 0.155, 0.26, 0.36, 0.2, 0.05
_EDGE, _COUNTS = 0.04, 0.05
_BAR = 0.62
#: Bars of the target and of the reference: lightness and hatch both tell them apart.
TARGET: dict[str, Any] = {"facecolor": "#3D4F61", "edgecolor": "#3D4F61"}
REFERENCE: dict[str, Any] = {"facecolor": "#D5DBE1", "edgecolor": "#3D4F61", "hatch": "////"}
_THIN: dict[str, Any] = {"facecolor": "white", "edgecolor": "#3D4F61", "hatch": None}
_READ = ["feature", "statistic", "p", "n_target", "n_reference", "group", "reference", "turned_by", "flags"]


def keyness_data(
    table: pd.DataFrame, *, group: str | None = None, top: int | None = None, show: Show = "statistic"
) -> pd.DataFrame:
    """Give what `plot_keyness` draws, as it stands in the CSV, all words of the table included.

    Parameters
    ----------
    table
        what `keyness` returns
    group
        one of its groups; None for all of them
    top
        words on either side; None for 15, for 8 where there are several groups
    show
        the bars' length: the signed statistic, or the effect size

    Returns
    -------
    DataFrame
        the table's columns, and: value (what the bar shows, above zero where the group has the word more often),
        shown (its name), side (`target`, `reference`), thin (flagged, or one article turns it), rank (from 1 on its
        side of its group, the largest first; words without a value are last), drawn

    Raises
    ------
    FramingError
        if the table lacks columns or has no such group.
    """
    require(table, [*_READ, show], "keyness")
    data = table if group is None else table.loc[table["group"] == choose(group, table["group"], "group")]
    values = _signed(data, show)
    several = len(data["group"].unique()) > 1
    most = top or (_TOP_EACH if several else _TOP)
    data = data.assign(
        value=values,
        shown=_shown(data, show),
        side=np.where(values < 0, "reference", "target"),
        thin=(data["flags"].map(written) != "") | (data["turned_by"].map(written) != ""),
        size=np.abs(values),
    )
    # the word itself settles ties, so that the order of rows does not
    data = data.sort_values(["size", "feature"], ascending=[False, True], kind="stable", na_position="last")
    rank = data.groupby(["group", "side"], sort=False).cumcount() + 1
    groups = data["group"].drop_duplicates().sort_values().iloc[:MOST_GROUPS]
    drawn = (rank <= most) & data["size"].gt(0) & data["group"].isin(groups)
    drawn &= (data["side"] == "target") | (not several)
    data = data.assign(rank=rank, drawn=drawn).drop(columns="size")
    return data.sort_values(["group", "side", "rank"], ascending=[True, False, True]).reset_index(drop=True)


def plot_keyness(
    table: pd.DataFrame,
    *,
    group: str | None = None,
    top: int | None = None,
    show: Show = "statistic",
    ax: Axes | None = None,
) -> Axes:
    """Draw the words that mark a group: bars to the right, those of its reference to the left, words at their ends.

    Behind each word stand its counts, the group's first. Hollow bars are thin: flagged in the table, or leaving one
    article out turns the word to the other side. Several groups have a panel each with their own words;
    of more than 15 the first by name are drawn.

    Parameters
    ----------
    table, group, top, show
        as for `keyness_data`
    ax
        Axes to draw inside; None makes a new figure, 183 mm wide

    Returns
    -------
    Axes
        the host of the panels, which are its ``child_axes``, each labelled with its group

    Raises
    ------
    FramingError
        as `keyness_data`.
    """
    data = keyness_data(table, group=group, top=top, show=show)
    with figure_style():
        host = ax if ax is not None else new_host(*size(data))
        draw(host, data)
    return host


def size(data: pd.DataFrame) -> tuple[float, float]:
    """Width and height in inches."""
    shown = data.loc[data["drawn"]]
    key = key_height(_entries(shown), wide()) + _KEY
    groups = shown["group"].nunique()
    if groups <= 1:
        rows = max(_rows(shown), 3)
        return wide(), min(_HEAD + rows * _ROW + _FOOT + key, TALLEST)
    rows = int(shown["rank"].max())
    blocks = math.ceil(groups / _ABREAST)
    return wide(), min(blocks * (_HEAD + rows * _ROW + _FOOT) + key, TALLEST)


def draw(host: Axes, data: pd.DataFrame, run: Run | None = None) -> None:  # noqa: ARG001 # as every figure's
    """Draw the figure's data inside an Axes."""
    sheet = Sheet(host)
    shown = data.loc[data["drawn"]]
    if shown.empty:
        note(sheet, "no word marks a group")
        return
    key = key_height(_entries(shown), sheet.width) + _KEY
    write_key(sheet, 0.03, sheet.height - key + _KEY / 2, sheet.width - 0.06, _entries(shown))
    parts = [rows for _, rows in shown.groupby("group", sort=False)]
    abreast = math.ceil(len(parts) / math.ceil(len(parts) / _ABREAST))
    each = (sheet.width - 2 * _EDGE + _BETWEEN) / abreast
    height = (sheet.height - key) / math.ceil(len(parts) / abreast)
    across = each - _BETWEEN
    # one scale for all groups
    unit = min(span(rows["value"].to_numpy(np.float64), _widths(rows, across), across).unit for rows in parts)
    for place, rows in enumerate(parts):
        down, along = divmod(place, abreast)
        box = Box(_EDGE + along * each, down * height + _HEAD, across, max(height - _HEAD - _FOOT, 0.1))
        _draw_bars(sheet, box, rows, int(shown["rank"].max()), unit)
        if len(parts) == 1:
            _name_sides(sheet, box, rows)
        else:
            name = legible(str(rows["group"].iloc[0]), f"group {place + 1}")
            sheet.text(box.left, box.top - 0.1, shorten(name, box.width, SMALL))


def _draw_bars(sheet: Sheet, box: Box, rows: pd.DataFrame, count: int, unit: float) -> None:
    """The bars of one group in so many rows, `unit` inches for one of the scale."""
    panel = sheet.panel(box, str(rows["group"].iloc[0]))
    panel.patch.set_visible(False)  # the words lie behind
    values = rows["value"].to_numpy(np.float64)
    zero = span(values, _widths(rows, box.width), box.width).zero(unit)
    panel.set_xlim(-zero / unit, (box.width - zero) / unit)
    panel.set_ylim(count, 0)
    panel.set_yticks([])
    panel.spines["left"].set_visible(False)
    panel.axvline(0, color=QUIET, linewidth=0.7)
    words = _words(rows, box.width)
    for row, value, word in zip(rows.to_dict("records"), values.tolist(), words, strict=True):
        look = TARGET if value >= 0 else REFERENCE
        panel.barh(
            [row["rank"] - 0.5],
            [value],
            height=_BAR,
            linewidth=0.6,
            **(look | _THIN if row["thin"] else look),
        )
        middle = box.top + box.height * (row["rank"] - 0.5) / count
        _write_end(sheet, box.left + zero + value * unit, middle, word, _counts(row), right=value >= 0)
    panel.set_xlabel(str(rows["shown"].iloc[0]), fontsize=SMALLEST, color=INK)
    _draw_axis(panel, box, values, zero, unit)


def _draw_axis(panel: Axes, box: Box, values: Floats, zero: float, unit: float) -> None:
    """An axis under the bars, not under the words, its numbers without a sign: both sides count from zero."""
    from matplotlib.ticker import MaxNLocator

    low, high = float(values.min(initial=0.0)), float(values.max(initial=0.0))
    steps = max(1, int((high - low) * unit / 0.4))
    places = MaxNLocator(steps, steps=[1, 2, 5, 10]).tick_values(low, high)
    ticks = [float(place) for place in places if low <= place <= high] or [0.0]
    panel.set_xticks(ticks, [f"{abs(tick):g}" for tick in ticks])
    panel.spines["bottom"].set_bounds(low, high)
    panel.xaxis.set_label_coords((zero + (low + high) / 2 * unit) / box.width, -0.19 / box.height)


def _write_end(sheet: Sheet, end: float, middle: float, word: str, told: str, *, right: bool) -> None:
    """A word beyond its bar's end, and its counts beyond the word."""
    sign, side = (1, "left") if right else (-1, "right")
    start = end + sign * END
    sheet.text(start, middle, word, ha=side)
    beyond = start + sign * (width(word, SMALL) + _COUNTS)
    sheet.text(beyond, middle, told, ha=side, fontsize=SMALLEST, color=QUIET)


def _name_sides(sheet: Sheet, box: Box, rows: pd.DataFrame) -> None:
    """Whose words stand on which side, over them."""
    half = box.width / 2 - 0.1
    target = legible(str(rows["group"].iloc[0]), "target")
    reference = legible(str(rows["reference"].iloc[0]), "reference")
    top = box.top - 0.12
    sheet.text(box.left, top, "← " + shorten(reference, half - 0.15, SMALL))
    sheet.text(box.left + box.width, top, shorten(target, half - 0.15, SMALL) + " →", ha="right")


def _words(rows: pd.DataFrame, room: float) -> list[str]:
    """The words as far as there is room: bars to both sides leave less of it."""
    most = room * (0.3 if len(set(rows["side"])) > 1 else 0.5)
    return [
        shorten(legible(str(word), f"word {place + 1}"), most, SMALL)
        for place, word in enumerate(rows["feature"])
    ]


def _counts(row: Mapping[Any, Any]) -> str:
    return f"{row['n_target']:,} : {row['n_reference']:,}"


def _widths(rows: pd.DataFrame, room: float) -> list[float]:
    """Inches that each word and its counts need."""
    told = [width(_counts(row), SMALLEST) for row in rows.to_dict("records")]
    return [width(word, SMALL) + _COUNTS + each for word, each in zip(_words(rows, room), told, strict=True)]


def _signed(data: pd.DataFrame, show: Show) -> Floats:
    """The bars' lengths; a statistic without a sign takes that of the difference between the rates."""
    values = np.array([number(value) for value in data[show]], dtype=np.float64)
    if (values < 0).any() or "rate_target" not in data or "rate_reference" not in data:
        return values
    less = data["rate_target"].to_numpy(np.float64) < data["rate_reference"].to_numpy(np.float64)
    return np.where(less, -values, values)


def _shown(data: pd.DataFrame, show: Show) -> str:
    """What the axis is called."""
    if show == "effect":
        names = set(data["effect_name"].dropna()) if "effect_name" in data else set()
        return str(names.pop()) if len(names) == 1 else "effect size"
    scores = data["z"].to_numpy(np.float64) if "z" in data else np.full(len(data), math.nan)
    same = len(data) > 0 and np.allclose(scores, data["statistic"].to_numpy(np.float64), equal_nan=False)
    return "z score" if same else "keyness"


def _rows(shown: pd.DataFrame) -> int:
    return int(shown["rank"].max()) if len(shown) else 0


def _entries(shown: pd.DataFrame) -> list[Entry]:
    """What the bars mean."""
    if shown.empty:
        return []
    box: dict[str, Any] = {"marker": "s", "markersize": 5, "markeredgewidth": 0.6}
    sides, several = set(shown.loc[~shown["thin"], "side"]), len(shown["group"].unique()) > 1
    target = "more in the group than in its reference" if several else "more in the group at the right"
    made = [Entry(target, {**box, "color": TARGET["facecolor"]})] if "target" in sides else []
    if "reference" in sides:
        light = {"markerfacecolor": REFERENCE["facecolor"], "markeredgecolor": TARGET["edgecolor"]}
        made.append(Entry("more in the reference at the left", {**box, **light}))
    if shown["thin"].any():
        hollow = {"markerfacecolor": "white", "markeredgecolor": TARGET["edgecolor"]}
        made.append(Entry("hollow: hangs on few articles", {**box, **hollow}))
    return [*made, Entry("numbers: count in the group : in its reference")]
