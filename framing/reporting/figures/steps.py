"""The axis that runs along a text: paragraphs as steps of equal width, with their numbers, words and headings."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.reporting.figures.canvas import Box, Sheet
from framing.reporting.figures.lettering import broken, legible, shorten, width
from framing.reporting.style import FAINT, QUIET, SMALL, SMALLEST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from matplotlib.axes import Axes

#: Inches: heights of panels by the kind of measure, the gap above each, and what stands around them.
HEIGHT = {"frame": 0.5, "tone": 0.62}
GAP, BOTTOM = 0.17, 0.34
_MARGIN, _CHIP, _TICKS = 0.68, 0.17, 0.3
_LINE, _LEVELS, _NARROWEST = 0.115, 6, 0.35
_DOTTED = (0, (1, 2))


class Steps:
    """Where panels and paragraphs stand: names at the left, steps of equal width, room for labels at the right.

    Attributes
    ----------
    paragraphs
        one row a body paragraph
    panels
        for each measure its panel, whose x axis counts paragraphs from 0
    step
        width of a paragraph in inches
    """

    def __init__(
        self, sheet: Sheet, data: pd.DataFrame, names: Mapping[str, str], colours: Mapping[str, str]
    ) -> None:
        body = data.loc[(data["unit"] == "paragraph") & (data["kind"] == "body")]
        kinds = body.drop_duplicates("measure").set_index("measure")["kind_of_measure"]
        words = [word for name in names.values() for word in name.split()]
        named = min(max(width(word, SMALL) for word in words) + 0.02, sheet.width / 5)
        self._sheet, self._headings = sheet, headings(data)
        self.paragraphs = body.drop_duplicates("paragraph").reset_index(drop=True)
        self._left = named + _CHIP + _TICKS
        across = max(sheet.width - _MARGIN - self._left, 0.1)
        self.step = across / len(self.paragraphs)
        self._top = strip_height(data)
        scale = max(sheet.height - self._top - BOTTOM, 0.1) / sum(HEIGHT[kind] + GAP for kind in kinds)
        self.panels: dict[str, Axes] = {}
        top = self._top
        for measure, kind in kinds.items():
            box = Box(self._left, top + GAP * scale, across, HEIGHT[kind] * scale)
            self.panels[str(measure)] = self._panel(str(measure), box, colours.get(str(measure)))
            lines = broken(names[str(measure)], named, SMALL, 2)
            sheet.text(_CHIP, box.top + box.height / 2, "\n".join(lines))
            top = box.top + box.height
        self._bottom = top

    def _panel(self, measure: str, box: Box, colour: str | None) -> Axes:
        panel = self._sheet.panel(box, measure)
        panel.patch.set_visible(False)  # the headings' lines pass behind
        panel.set_xlim(0, len(self.paragraphs))
        panel.set_xticks([])
        if colour is not None:
            middle = box.top + box.height / 2
            self._sheet.mark(_CHIP / 2, middle, marker="s", markersize=6, color=colour)
        return panel

    def write_numbers(self) -> None:
        """Number the paragraphs as the tables do, with their words beneath."""
        numbers, words = (self.paragraphs[name].tolist() for name in ("paragraph", "n_words"))
        widest = width(f"{max(numbers + words):,}", SMALLEST) * 1.3
        every = max(1, math.ceil(widest / self.step))
        shown = range(0, len(numbers), every)
        last = list(self.panels.values())[-1]
        last.set_xticks([at + 0.5 for at in shown], [f"{numbers[at]}\n{words[at]:,}" for at in shown])
        last.tick_params(axis="x", length=0, labelsize=SMALLEST, pad=2.5)
        for line, name in enumerate(("paragraph", "words")):
            self._sheet.text(_CHIP, self._bottom + 0.1 + line * _LINE, name, fontsize=SMALLEST, color=QUIET)

    def write_unit(self, text: str) -> None:
        """Say over the first panel's name what its numbers are."""
        self._sheet.text(_CHIP, self._top + 0.055, text, fontsize=SMALLEST, color=QUIET)

    def write_headings(self) -> None:
        """Draw lines where headings stand, their words above as flights of steps: long ones fit over short sections."""
        before = np.searchsorted(self.paragraphs["paragraph"], self._headings["paragraph"])
        places: Sequence[float] = (self._left + self.step * before).tolist()
        for number, (place, text) in enumerate(zip(places, self._headings["text"], strict=True)):
            level = number % _LEVELS
            height = 0.08 + level * _LINE
            line: dict[str, Any] = {"color": FAINT, "linewidth": 0.6, "linestyle": _DOTTED}
            self._sheet.line(place, height - 0.05, place, self._bottom, **line)
            # the first line of the next flight passes through all the texts of this one
            following = places[number - level + _LEVELS : number - level + _LEVELS + 1]
            room = [*following, self._sheet.width][0] - place - 0.08
            if room > _NARROWEST:
                cut = shorten(legible(text), room, SMALLEST)
                self._sheet.text(place + 0.04, height, cut, fontsize=SMALLEST, color=QUIET)


def headings(data: pd.DataFrame) -> pd.DataFrame:
    """One row a heading."""
    return data.loc[(data["unit"] == "paragraph") & (data["kind"] == "heading")].drop_duplicates("paragraph")


def strip_height(data: pd.DataFrame) -> float:
    """Room in inches above the panels for the headings."""
    return _LINE * min(len(headings(data)), _LEVELS)
