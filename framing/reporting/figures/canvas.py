"""The sheet that a figure is drawn on: one Axes, the host, with panels placed inside it in inches.

The host holds everything, labels too, so the figure is as wide as asked for to the millimetre, nothing is clipped,
and a reader can give any Axes of his own with ``ax=``. The panels are the host's ``child_axes``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from framing.reporting.style import INK, QUIET, SMALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: No panel is smaller than this, however small the host (inches).
_LEAST = 0.05


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the sheet in inches, from its upper left corner."""

    left: float
    top: float
    width: float
    height: float


class Sheet:
    """A host Axes measured in inches from its upper left corner."""

    def __init__(self, host: Axes) -> None:
        self.host = host
        figure = host.figure
        if figure is None:
            raise ValueError("the Axes belongs to no figure")
        place = host.get_window_extent()
        self.width = float(place.width) / figure.dpi
        self.height = float(place.height) / figure.dpi
        host.set_axis_off()

    def panel(self, box: Box, name: str, **options: Any) -> Axes:
        """Place a panel; `name` becomes its label (``panel.get_label()``)."""
        width, height = max(box.width, _LEAST), max(box.height, _LEAST)
        bounds = (
            box.left / self.width,
            1 - (box.top + height) / self.height,
            width / self.width,
            height / self.height,
        )
        panel = self.host.inset_axes(bounds, **options)
        panel.set_label(name)
        panel.tick_params(axis="both", which="major", labelsize=SMALL)
        return panel

    def text(self, left: float, top: float, text: str, **options: Any) -> None:
        """Write at a place given in inches; `size`, `ha`, `va` as in matplotlib."""
        settings = {"fontsize": SMALL, "color": INK, "ha": "left", "va": "center_baseline", **options}
        self.host.text(
            left / self.width,
            1 - top / self.height,
            text,
            transform=self.host.transAxes,
            parse_math=False,
            clip_on=False,
            **settings,
        )

    def line(self, left: float, top: float, right: float, bottom: float, **options: Any) -> None:
        """Draw a line between two places given in inches, behind the panels."""
        self.host.plot(
            [left / self.width, right / self.width],
            [1 - top / self.height, 1 - bottom / self.height],
            transform=self.host.transAxes,
            clip_on=False,
            scalex=False,
            scaley=False,
            **options,
        )

    def mark(self, left: float, top: float, **options: Any) -> None:
        """Draw one marker at a place given in inches; `options` as of ``Axes.plot``."""
        self.host.plot(
            [left / self.width],
            [1 - top / self.height],
            transform=self.host.transAxes,
            clip_on=False,
            linestyle="none",
            scalex=False,
            scaley=False,
            **options,
        )


def new_host(width: float, height: float) -> Axes:
    """Make an Axes that fills a new pyplot figure of so many inches, as a notebook shows it."""
    from matplotlib import pyplot as plt

    return plt.figure(figsize=(width, height)).add_axes((0, 0, 1, 1))


def note(sheet: Sheet, text: str) -> None:
    """Say in the middle of an empty sheet why nothing is drawn."""
    sheet.text(sheet.width / 2, sheet.height / 2, text, ha="center", color=QUIET, fontsize=SMALL)
