"""Where a drawn figure shows which paragraph or article, so that a page can lead there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.reporting.figures.bins import binned
from framing.reporting.figures.rows import Rows

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.axes._base import _AxesBase as Panel

#: Points in an inch.
_POINTS = 72


@dataclass(frozen=True, slots=True)
class Place:
    """A box in points from the figure's upper left corner, and the paragraph or the article that it shows."""

    left: float
    top: float
    width: float
    height: float
    paragraph: int | None = None
    article: str | None = None


def places(kind: str, host: Axes, data: pd.DataFrame) -> tuple[Place, ...]:
    """Places of a figure that has been drawn on `host` and saved: before, panels do not know where they stand.

    A step of a trajectory and a row of a heat map are a paragraph (of long texts the first of several); a row of the
    frames or the tone of several articles is an article. Other figures have none.
    """
    panels = {str(panel.get_label()): panel for panel in host.child_axes}
    if not panels:
        return ()
    if kind == "trajectory":
        return tuple(_steps(panels, data))
    if kind == "heatmap" and "paragraphs" in panels:
        return tuple(_rows(panels["paragraphs"], data))
    if kind in ("frames", "tone") and (data["by"] == "article").all() and len(set(data["group"])) > 1:
        return tuple(place for panel in panels.values() for place in _articles(panel, data))
    return ()


def _paragraphs(data: pd.DataFrame) -> list[int]:
    shown = binned(data)
    body = shown.loc[(shown["unit"] == "paragraph") & (shown["kind"] == "body"), "paragraph"]
    return [int(number) for number in body.drop_duplicates()]


def _steps(panels: Mapping[str, Panel], data: pd.DataFrame) -> Iterator[Place]:
    boxes = [_box(panel) for panel in panels.values()]
    left, top, across, _ = boxes[0]
    bottom = max(box[1] + box[3] for box in boxes)
    numbers = _paragraphs(data)
    step = across / len(numbers)
    for at, number in enumerate(numbers):
        yield Place(left + at * step, top, step, bottom - top, paragraph=number)


def _rows(panel: Panel, data: pd.DataFrame) -> Iterator[Place]:
    left, top, across, down = _box(panel)
    numbers = _paragraphs(data)
    row = down / len(numbers)
    for at, number in enumerate(numbers):
        yield Place(0.0, top + at * row, left + across, row, paragraph=number)


def _articles(panel: Panel, data: pd.DataFrame) -> Iterator[Place]:
    left, top, across, down = _box(panel)
    groups = data.drop_duplicates("group").sort_values("position", kind="stable")
    shown = tuple(groups.loc[groups["drawn"], "group"].astype(str))
    rows = Rows(shown, len(groups) - len(shown))
    row = down / rows.count
    for middle, group in zip(rows.places(), shown, strict=True):
        yield Place(left, top + (middle - 0.5) * row, across, row, article=group)


def _box(panel: Panel) -> tuple[float, float, float, float]:
    """Left, top, width and height of a panel in points from the figure's upper left corner."""
    figure = panel.get_figure(root=True)
    if figure is None:
        raise ValueError("the panel belongs to no figure")
    box, scale = panel.get_window_extent(), _POINTS / figure.dpi
    top = figure.bbox.height - box.y1
    return box.x0 * scale, top * scale, box.width * scale, box.height * scale
