"""Trajectory: frames and tone along one op-ed, paragraph by paragraph, on one shared axis."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.reporting.figures.canvas import Box, Sheet, new_host, note
from framing.reporting.figures.lettering import broken, frame_name, legible, shorten, width
from framing.reporting.figures.selection import frame_rates, pick_article, pick_codebook, tone_names, tones
from framing.reporting.figures.units import COLUMNS, article_values, paragraph_values, sentence_values, stack
from framing.reporting.findings import Findings
from framing.reporting.style import (
    DOUBLE,
    FAINT,
    INK,
    PALE,
    QUIET,
    SMALL,
    SMALLEST,
    TALLEST,
    Look,
    figure_style,
    frame_looks,
    signed,
    tone_colour,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from matplotlib.axes import Axes

    from framing.run import Run

#: Inches: heights of panels, gaps above them, and what stands around them.
_HEIGHT = {"frame": 0.5, "tone": 0.62}
_GAP, _BOTTOM, _MARGIN = 0.17, 0.34, 0.68
_CHIP, _TICKS = 0.17, 0.3
_LINE, _LEVELS, _NARROWEST = 0.115, 6, 0.35
_DASHED = (0, (4, 3))


def trajectory_data(
    run: Run, article: str | None = None, *, instrument: str | None = None, findings: Findings | None = None
) -> pd.DataFrame:
    """Give what `plot_trajectory` draws, as it stands in the CSV.

    Returns
    -------
    DataFrame
        one row a unit and measure: unit (`article`, `paragraph`, `sentence`), article, paragraph, sentence, kind,
        text (first words), n_words, n_sentences, measure (column of scores), instrument, category, kind_of_measure
        (`frame`: hits per 100 words; `tone`), n (hits), value, thin (too few words for a rate), usual (the frame's
        usual rate), low, high, interval (of the article's own figures)
    """
    import pandas as pd

    article, book = pick_article(run, article), pick_codebook(run, instrument)
    findings = findings or Findings(run)
    rates, tone = frame_rates(run, book), tones(run)
    measures = pd.concat([rates, tone])
    data = stack(
        [
            article_values(run, article, measures, findings),
            paragraph_values(run, article, measures),
            sentence_values(run, article, tone),
        ]
    )
    frame = data["kind_of_measure"] == "frame"
    data["usual"] = data["category"].where(frame).map(findings.usual(book)).astype("float64")
    return data[[*COLUMNS, "usual"]]


def plot_trajectory(
    run: Run, article: str | None = None, *, instrument: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw frames and tone along one article.

    A panel a frame: its rate in each paragraph as stepped areas with the number of hits on top, and a dashed line at
    the frame's usual rate. A panel a tone instrument: each paragraph's score as a bar, its sentences as dots, the
    article's mean as a dashed line in its 95 % interval. Headings stand above at their places. Paragraphs of under 20
    words are hollow.

    Parameters
    ----------
    article
        its id; None if the run has one article
    instrument
        the codebook; None for the run's first
    ax
        Axes to draw inside; None makes a new figure, 183 mm wide

    Returns
    -------
    Axes
        the host of the panels, which are its ``child_axes``, each labelled with its measure

    Raises
    ------
    FramingError
        if there is no such article or codebook, or no article is named and there are several.
    """
    data = trajectory_data(run, article, instrument=instrument)
    with figure_style():
        host = ax if ax is not None else new_host(*size(data))
        draw(host, data, run)
    return host


def size(data: pd.DataFrame) -> tuple[float, float]:
    """Width and height in inches."""
    panels = data.loc[data["unit"] == "paragraph"].drop_duplicates("measure")["kind_of_measure"]
    height = _strip_height(data) + _BOTTOM + sum(_HEIGHT[kind] + _GAP for kind in panels)
    return DOUBLE, min(max(height, 1.2), TALLEST)


def draw(host: Axes, data: pd.DataFrame, run: Run) -> None:
    """Draw the figure's data inside an Axes."""
    sheet = Sheet(host)
    body = data.loc[(data["unit"] == "paragraph") & (data["kind"] == "body")]
    if body.empty:
        note(sheet, "no paragraph of text")
        return
    looks = frame_looks(run, str(data.loc[data["kind_of_measure"] == "frame", "instrument"].iloc[0]))
    plan = _Plan(sheet, data, looks, tone_names(run))
    for measure, panel in plan.panels.items():
        rows = body.loc[body["measure"] == measure]
        mine = data.loc[data["measure"] == measure]
        if rows["kind_of_measure"].iloc[0] == "frame":
            _draw_rate(panel, rows, looks[rows["category"].iloc[0]], plan)
        else:
            _draw_tone(panel, rows, mine, plan)
    _set_scales(data, plan)
    _number_paragraphs(plan)
    _write_headings(data, plan)


class _Plan:
    """Where the panels stand: names at the left, the paragraphs in steps of equal width, room for labels at the right."""

    def __init__(
        self, sheet: Sheet, data: pd.DataFrame, looks: dict[str, Look], tone: Mapping[str, str]
    ) -> None:
        body = data.loc[(data["unit"] == "paragraph") & (data["kind"] == "body")]
        self.sheet = sheet
        self.paragraphs = body.drop_duplicates("paragraph").reset_index(drop=True)
        self.names = {row["measure"]: _panel_name(row, looks, tone) for row in _measures(body)}
        words = [word for name in self.names.values() for word in name.split()]
        name_room = min(max(width(word, SMALL) for word in words) + 0.02, sheet.width / 5)
        self.left = name_room + _CHIP + _TICKS
        self.right = sheet.width - _MARGIN
        self.step = (self.right - self.left) / len(self.paragraphs)
        self.top = _strip_height(data)
        wanted = sum(_HEIGHT[row["kind_of_measure"]] + _GAP for row in _measures(body))
        scale = max(sheet.height - self.top - _BOTTOM, 0.1) / wanted
        self.panels: dict[str, Axes] = {}
        top = self.top
        for row in _measures(body):
            height = _HEIGHT[row["kind_of_measure"]] * scale
            box = Box(self.left, top + _GAP * scale, self.right - self.left, height)
            self.panels[row["measure"]] = self._panel(row, box, looks, name_room)
            top += height + _GAP * scale
        self.bottom = top

    def x(self, paragraph: int) -> float:
        """Left edge in inches of the first step at or after a paragraph."""
        return self.left + self.step * float(np.searchsorted(self.paragraphs["paragraph"], paragraph))

    def _panel(self, row: Mapping[str, Any], box: Box, looks: dict[str, Look], name_room: float) -> Axes:
        panel = self.sheet.panel(box, row["measure"])
        panel.patch.set_visible(False)
        panel.set_xlim(0, len(self.paragraphs))
        panel.set_xticks([])
        middle = box.top + box.height / 2
        lines = broken(self.names[row["measure"]], name_room, SMALL, 2)
        self.sheet.text(_CHIP, middle, "\n".join(lines))
        if row["kind_of_measure"] == "frame":
            look = looks[row["category"]]
            self.sheet.mark(_CHIP / 2, middle, marker="s", markersize=6, color=look.colour)
        return panel


def _draw_rate(panel: Axes, rows: pd.DataFrame, look: Look, plan: _Plan) -> None:
    """Stepped areas, hollow where a paragraph is thin, with the hits on top and the usual rate as a line."""
    values = rows["value"].to_numpy(np.float64)
    edges = np.arange(len(values) + 1)
    full = ~rows["thin"].to_numpy(np.bool_)
    panel.bar(
        edges[:-1][full] + 0.5,
        values[full],
        width=1.0,
        color=look.colour,
        alpha=0.45,
        linewidth=0,
        hatch=look.hatch,
    )
    panel.stairs(values, edges, color=look.colour, linewidth=1.1, linestyle=look.line)
    usual = float(rows["usual"].iloc[0])
    if not math.isnan(usual):
        _level(panel, usual, f"usual {usual:.1f}")
    if plan.step < width("00", SMALLEST):
        return
    for x, value, n in zip(edges, values, rows["n"], strict=False):
        if not math.isnan(value):
            panel.annotate(
                f"{n:.0f}",
                (x + 0.5, value),
                xytext=(0, 1.5),
                textcoords="offset points",
                ha="center",
                fontsize=SMALLEST,
                color=INK if n else QUIET,
                annotation_clip=False,
            )


def _draw_tone(panel: Axes, rows: pd.DataFrame, mine: pd.DataFrame, plan: _Plan) -> None:
    """Scores as bars from the zero line, sentences as dots, the article's mean as a line in its interval."""
    panel.axhline(0, color=QUIET, linewidth=0.6)
    panel.spines["bottom"].set_visible(False)
    whole = mine.loc[mine["unit"] == "article"].iloc[0]
    if not math.isnan(whole["low"]):
        panel.axhspan(whole["low"], whole["high"], color=PALE, linewidth=0, zorder=0)
    if not math.isnan(whole["value"]):
        _level(panel, whole["value"], f"mean {signed(whole['value'])}")
    spoken = mine.loc[(mine["unit"] == "sentence") & (mine["kind"] == "body")]
    for x, row in enumerate(rows.to_dict("records")):
        own = spoken.loc[spoken["paragraph"] == row["paragraph"], "value"].to_numpy(np.float64)
        places = x + (np.arange(len(own)) + 0.5) / max(len(own), 1)
        panel.plot(places, own, "o", markersize=2.2, color=FAINT, markeredgecolor=QUIET, markeredgewidth=0.3)
        _draw_score(panel, x + 0.5, row, plan)


def _draw_score(panel: Axes, x: float, row: Mapping[Any, Any], plan: _Plan) -> None:
    value = float(row["value"])
    if math.isnan(value):
        panel.text(x, 0, "–", fontsize=SMALL, color=QUIET, ha="center", va="bottom")
        return
    colour = tone_colour(value)
    filled = "none" if row["thin"] else colour
    panel.bar(x, value, width=0.7, color=filled, edgecolor=colour, linewidth=0.8, alpha=0.8)
    if plan.step >= width("+0.00", SMALLEST):
        panel.annotate(
            signed(value),
            (x, 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, 1.5),
            textcoords="offset points",
            ha="center",
            fontsize=SMALLEST,
            annotation_clip=False,
        )


def _level(panel: Axes, value: float, text: str) -> None:
    """A dashed line across the panel, named at its right end."""
    panel.axhline(value, color=QUIET, linewidth=0.6, linestyle=_DASHED)
    panel.annotate(
        text,
        (1, value),
        xycoords=("axes fraction", "data"),
        xytext=(3, 0),
        textcoords="offset points",
        fontsize=SMALLEST,
        color=QUIET,
        va="center",
        annotation_clip=False,
    )


def _set_scales(data: pd.DataFrame, plan: _Plan) -> None:
    """One scale for all frames; for each tone its own, as far below zero as above: instruments differ in reach."""
    body = data.loc[data["kind"] == "body"]
    drawn = body.loc[(body["unit"] == "paragraph") & (body["kind_of_measure"] == "frame")]
    most = float(np.nanmax(drawn[["value", "usual"]].to_numpy(np.float64), initial=1.0))
    for measure, panel in plan.panels.items():
        mine = body.loc[body["measure"] == measure]
        if mine["kind_of_measure"].iloc[0] == "frame":
            panel.set_ylim(0, most * 1.25)
            panel.yaxis.set_major_locator(_few_whole(most))
            continue
        farthest = float(np.nanmax(np.abs(mine["value"].to_numpy(np.float64)), initial=0.25))
        reach = min(1.0, math.ceil(farthest * 4) / 4)
        panel.set_ylim(-reach * 1.06, reach * 1.06)
        panel.set_yticks([-reach, 0, reach], [signed(-reach), "0", signed(reach)])


def _few_whole(most: float) -> Any:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(3, integer=most >= 2)  # noqa: PLR2004 # below two hits whole numbers leave one tick


def _number_paragraphs(plan: _Plan) -> None:
    """Number the paragraphs as the tables do, with their words beneath."""
    last = list(plan.panels.values())[-1]
    numbers = plan.paragraphs["paragraph"].tolist()
    words = plan.paragraphs["n_words"].tolist()
    widest = max(width(f"{max(numbers + words):,}", SMALLEST) * 1.3, 0.01)
    every = max(1, math.ceil(widest / plan.step))
    shown = range(0, len(numbers), every)
    last.set_xticks([at + 0.5 for at in shown], [f"{numbers[at]}\n{words[at]:,}" for at in shown])
    last.tick_params(axis="x", length=0, labelsize=SMALLEST, pad=2.5)
    for line, name in enumerate(("paragraph", "words")):
        plan.sheet.text(_CHIP, plan.bottom + 0.1 + line * _LINE, name, fontsize=SMALLEST, color=QUIET)


def _write_headings(data: pd.DataFrame, plan: _Plan) -> None:
    """Thin lines where headings stand, their words above in steps, so that long headings fit over short sections."""
    plan.sheet.text(_CHIP, plan.top + 0.09, "hits per 100 words", fontsize=SMALLEST, color=QUIET)
    headings = _headings(data)
    places = [plan.x(paragraph) for paragraph in headings["paragraph"]]
    for number, (place, text) in enumerate(zip(places, headings["text"], strict=True)):
        level = number % _LEVELS
        height = 0.08 + level * _LINE
        plan.sheet.line(
            place, height - 0.05, place, plan.bottom, color=FAINT, linewidth=0.6, linestyle=(0, (1, 2))
        )
        # the line of the first heading of the next flight of steps passes through all the texts of this one
        following = places[number - level + _LEVELS : number - level + _LEVELS + 1]
        room = [*following, plan.sheet.width][0] - place - 0.08
        if room > _NARROWEST:
            line = shorten(legible(text), room, SMALLEST)
            plan.sheet.text(place + 0.04, height, line, fontsize=SMALLEST, color=QUIET)


def _headings(data: pd.DataFrame) -> pd.DataFrame:
    return data.loc[(data["unit"] == "paragraph") & (data["kind"] == "heading")].drop_duplicates("paragraph")


def _strip_height(data: pd.DataFrame) -> float:
    """Room above the panels for the headings."""
    return _LINE * min(len(_headings(data)), _LEVELS)


def _measures(rows: pd.DataFrame) -> list[dict[Any, Any]]:
    return rows.drop_duplicates("measure").to_dict("records")


def _panel_name(row: Mapping[Any, Any], looks: Mapping[str, Look], tone: Mapping[str, str]) -> str:
    if row["kind_of_measure"] == "frame":
        return frame_name(looks[row["category"]])
    return legible(tone[row["measure"]], "tone")
