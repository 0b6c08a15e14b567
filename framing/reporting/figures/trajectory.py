"""Trajectory: frames and tone along one op-ed, paragraph by paragraph, on one shared axis."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.reporting.figures.bins import binned
from framing.reporting.figures.canvas import Sheet, new_host, note
from framing.reporting.figures.lettering import frame_name, legible, width
from framing.reporting.figures.selection import frame_rates, pick_article, pick_codebook, tone_names
from framing.reporting.figures.steps import BOTTOM, GAP, HEIGHT, Steps, strip_height
from framing.reporting.figures.units import COLUMNS, article_values, paragraph_values, sentence_values, stack
from framing.reporting.findings import Findings
from framing.reporting.style import (
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
    wide,
)
from framing.statistics.parts import tone_columns

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from framing.run import Run

#: Below so many hits per 100 words an axis in whole numbers would have one tick.
_WHOLE = 2


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
    rates, tone = frame_rates(run, book), tone_columns(run)
    measures = pd.concat([rates, tone])
    data = stack(
        [
            article_values(run, article, measures, findings),
            paragraph_values(run, article, measures),
            sentence_values(run, article, tone),
        ]
    )
    frame = data["kind_of_measure"] == "frame"
    data["usual"] = data["category"].where(frame).map(findings.usual(book) if book else {}).astype("float64")
    return data[[*COLUMNS, "usual"]]


def plot_trajectory(
    run: Run, article: str | None = None, *, instrument: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw frames and tone along one article.

    A panel a frame: its rate in each paragraph as stepped areas with the number of hits on top, and a dashed line at
    the frame's usual rate. A panel a tone instrument: each paragraph's score as a bar, its sentences as dots, the
    article's mean as a dashed line in its 95 % interval. Headings stand above at their places. Paragraphs of under 20
    words are hollow. Of texts of more than 100 paragraphs a step is several consecutive ones.

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
    height = strip_height(data) + BOTTOM + sum(HEIGHT[kind] + GAP for kind in panels)
    return wide(), min(max(height, 1.2), TALLEST)


def draw(host: Axes, data: pd.DataFrame, run: Run) -> None:
    """Draw the figure's data inside an Axes."""
    sheet, data = Sheet(host), binned(data)
    body = data.loc[(data["unit"] == "paragraph") & (data["kind"] == "body")]
    if body.empty:
        note(sheet, "no paragraph could be measured")
        return
    looks = _looks(body, run)
    names = {measure: legible(name, "tone") for measure, name in tone_names(run).items()}
    names |= {measure: frame_name(look) for measure, look in looks.items()}
    names = {measure: names[measure] for measure in body["measure"].unique()}
    steps = Steps(sheet, data, names, {measure: look.colour for measure, look in looks.items()})
    most = _most(body)
    for measure, panel in steps.panels.items():
        rows = body.loc[body["measure"] == measure].reset_index(drop=True)
        if measure in looks:
            _draw_rate(panel, rows, looks[measure], most, numbers=steps.step >= width("00", SMALLEST))
        else:
            mine = data.loc[(data["measure"] == measure) & (data["kind"] == "body")]
            _draw_tone(panel, rows, mine, numbers=steps.step >= width("+0.00", SMALLEST))
    if looks:
        steps.write_unit("hits per 100 words")
    steps.write_numbers()
    steps.write_headings()


def _looks(body: pd.DataFrame, run: Run) -> dict[str, Look]:
    """How each frame's measure is drawn."""
    frames = body.loc[body["kind_of_measure"] == "frame"].drop_duplicates("measure")
    if frames.empty:
        return {}
    known = frame_looks(run, str(frames["instrument"].iloc[0]))
    return {row["measure"]: known[row["category"]] for row in frames.to_dict("records")}


def _most(body: pd.DataFrame) -> float:
    """The highest rate of all frames: they share one scale."""
    rates = body.loc[body["kind_of_measure"] == "frame", ["value", "usual"]]
    return float(np.nanmax(rates.to_numpy(np.float64), initial=1.0))


def _draw_rate(panel: Axes, rows: pd.DataFrame, look: Look, most: float, *, numbers: bool) -> None:
    """Stepped areas, hollow where a paragraph is thin, with the hits on top and the usual rate as a line."""
    from matplotlib.ticker import MaxNLocator

    values = rows["value"].to_numpy(np.float64)
    edges = np.arange(len(values) + 1)
    full = ~rows["thin"].to_numpy(np.bool_)
    area: dict[str, Any] = {"color": look.colour, "alpha": 0.45, "linewidth": 0, "hatch": look.hatch}
    panel.bar(edges[:-1][full] + 0.5, values[full], width=1.0, **area)
    panel.stairs(values, edges, color=look.colour, linewidth=1.1, linestyle=look.line)
    usual = float(rows["usual"].iloc[0])
    if not math.isnan(usual):
        _level(panel, usual, f"usual {usual:.1f}")
    for x, (value, n) in enumerate(zip(values.tolist(), rows["n"], strict=True)) if numbers else ():
        if not math.isnan(value):
            _above(panel, f"{n:.0f}", (x + 0.5, value), "data", INK if n else QUIET)
    panel.set_ylim(0, most * 1.25)
    panel.yaxis.set_major_locator(MaxNLocator(3, integer=most >= _WHOLE))


def _draw_tone(panel: Axes, rows: pd.DataFrame, mine: pd.DataFrame, *, numbers: bool) -> None:
    """Scores as bars from the zero line, sentences as dots, the article's mean as a line in its interval.

    The scale is the instrument's own, as far below zero as above.
    """
    panel.axhline(0, color=QUIET, linewidth=0.6)
    panel.spines["bottom"].set_visible(False)
    _draw_mean(panel, mine.loc[mine["unit"] == "article"])
    _draw_sentences(panel, rows, mine.loc[mine["unit"] == "sentence"])
    values = rows["value"].to_numpy(np.float64)
    there = ~np.isnan(values)
    colours = np.array([tone_colour(value) for value in values])
    for chosen, filled in ((there & ~rows["thin"], True), (there & rows["thin"], False)):
        places, colour = np.flatnonzero(chosen) + 0.5, colours[chosen].tolist()
        face = colour if filled else "none"
        panel.bar(places, values[chosen], width=0.7, color=face, edgecolor=colour, linewidth=0.8, alpha=0.8)
    for x, value in enumerate(values.tolist()):
        if math.isnan(value):
            panel.text(x + 0.5, 0, "–", fontsize=SMALL, color=QUIET, ha="center", va="bottom")
        elif numbers:
            _above(panel, signed(value), (x + 0.5, 1), "axes fraction", INK)
    farthest = float(np.nanmax(np.abs(mine["value"].to_numpy(np.float64)), initial=0.25))
    reach = min(1.0, math.ceil(farthest * 4) / 4)
    panel.set_ylim(-reach * 1.06, reach * 1.06)
    panel.set_yticks([-reach, 0, reach], [signed(-reach), "0", signed(reach)])


def _draw_mean(panel: Axes, whole: pd.DataFrame) -> None:
    """The article's mean and its interval."""
    value, low, high = whole[["value", "low", "high"]].iloc[0]
    if not math.isnan(low):
        panel.axhspan(low, high, color=PALE, linewidth=0, zorder=0)
    if not math.isnan(value):
        _level(panel, value, f"mean {signed(value)}")


def _draw_sentences(panel: Axes, rows: pd.DataFrame, spoken: pd.DataFrame) -> None:
    """A dot a sentence, in reading order within its paragraph's step."""
    places = rows.reset_index().set_index("paragraph")["index"]
    left = spoken["paragraph"].map(places).to_numpy(np.float64)
    among = spoken.groupby("paragraph")["sentence"]
    share = (among.cumcount() + 0.5) / among.transform("size")
    dots: dict[str, Any] = {
        "color": FAINT,
        "markeredgecolor": QUIET,
        "markeredgewidth": 0.3,
        "markersize": 2.2,
    }
    panel.plot(left + share.to_numpy(np.float64), spoken["value"].to_numpy(np.float64), "o", **dots)


def _above(panel: Axes, text: str, place: tuple[float, float], vertical: str, colour: str) -> None:
    """Write just above a place."""
    panel.annotate(
        text,
        place,
        xycoords=("data", vertical),
        xytext=(0, 1.5),
        textcoords="offset points",
        ha="center",
        fontsize=SMALLEST,
        color=colour,
        annotation_clip=False,
    )


def _level(panel: Axes, value: float, text: str) -> None:
    """A dashed line across the panel, named at its right end."""
    panel.axhline(value, color=QUIET, linewidth=0.6, linestyle=(0, (4, 3)))
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
