"""Actors × frames: what is said in the sentences that name an actor."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from framing.reporting.figures.canvas import Box, Sheet, new_host, note
from framing.reporting.figures.cells import HEAD, column_width, draw_cells, draw_heads, largest
from framing.reporting.figures.lettering import broken, legible, shorten_all, width
from framing.reporting.figures.rows import Rows, draw_dot, label_axis, rows_panel
from framing.reporting.figures.selection import frame_rates, pick_codebook, tone_names
from framing.reporting.figures.tone import scale_tone
from framing.reporting.findings import Findings
from framing.reporting.style import DOUBLE, QUIET, SMALL, SMALLEST, clear_colour, figure_style, frame_looks
from framing.statistics.parts import tone_columns

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from framing.run import Run

#: The actors named most often that are drawn; the CSV has all.
MOST_ACTORS = 20
#: The frames of a codebook with the most hits that there is room for; the CSV has all.
_MOST_FRAMES = 8
#: Sentences of fewer words together are drawn without shade.
_FEW_WORDS = 150
#: More measures than this leave less room for names.
_CROWDED = 7
#: Inches.
_ROW, _FOOT, _NAMES, _COUNT, _BETWEEN, _RIGHT, _TONE = 0.19, 0.36, 2.1, 0.42, 0.16, 0.1, 0.85


def actors_data(run: Run, *, instrument: str | None = None, findings: Findings | None = None) -> pd.DataFrame:
    """Give what `plot_actors` draws, as it stands in the CSV, actors beyond those drawn included.

    Returns
    -------
    DataFrame
        one row an actor and measure (the frames' rates and the measures of tone), the most mentioned first: actor,
        mentions, n_articles, n_sentences, n_words, measure, instrument, category, kind_of_measure, n (hits), measured
        (sentences that the figure rests on), value, low, high, interval, flags, thin (under 150 words), drawn (of
        the 20 actors named most, and of the 8 frames with most hits in sentences that name one)
    """
    import pandas as pd

    measures = pd.concat([frame_rates(run, pick_codebook(run, instrument)), tone_columns(run)])
    kinds = measures.set_index("column")["kind"]
    table = (findings or Findings(run)).actors()
    table = table.loc[table["measure"].isin(kinds.index)].drop(columns="statistic").reset_index(drop=True)
    place = list(table.columns).index("category") + 1
    table.insert(place, "kind_of_measure", table["measure"].map(kinds).astype("str"))
    most = table["actor"].drop_duplicates().iloc[:MOST_ACTORS]
    rates = table.loc[table["kind_of_measure"] == "frame"]
    hits = rates.groupby("measure", sort=False)["n"].sum().sort_values(ascending=False, kind="stable")
    drawn = table["actor"].isin(most) & ~table["measure"].isin(hits.index[_MOST_FRAMES:])
    return table.assign(thin=table["n_words"] < _FEW_WORDS, drawn=drawn)


def plot_actors(run: Run, *, instrument: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw frames and tone of the sentences that name each actor, for the 20 actors named most often.

    A row an actor, with its mentions. Cells: hits of each frame per 100 words of these sentences, the darker the more.
    Dots: the mean tone of these sentences with its 95 % interval. Actors whose sentences have under 150 words
    together are framed, not shaded, and hollow.

    Parameters
    ----------
    instrument
        the codebook; None for the run's first
    ax
        Axes to draw inside; None makes a new figure, 183 mm wide

    Returns
    -------
    Axes
        the host of the panels, which are its ``child_axes``: `frames` and one labelled with each measure of tone

    Raises
    ------
    FramingError
        if there is no such codebook.
    """
    data = actors_data(run, instrument=instrument)
    with figure_style():
        host = ax if ax is not None else new_host(*size(data))
        draw(host, data, run)
    return host


def size(data: pd.DataFrame) -> tuple[float, float]:
    """Width and height in inches."""
    return DOUBLE, HEAD + _ROW * max(int(data.loc[data["drawn"], "actor"].nunique()), 3) + _FOOT


def draw(host: Axes, data: pd.DataFrame, run: Run) -> None:
    """Draw the figure's data inside an Axes."""
    sheet = Sheet(host)
    shown = data.loc[data["drawn"]]
    if shown.empty:
        note(sheet, "no actor is named")
        return
    facts = shown.drop_duplicates("actor")
    rows = Rows(tuple(facts["actor"].astype(str)), 0)
    names = [legible(actor, f"actor {number + 1}") for number, actor in enumerate(rows.groups)]
    named = min(max(width(name, SMALL) for name in names) + 0.03, _NAMES, sheet.width * 0.3)
    if len(shown["measure"].unique()) > _CROWDED:
        named = min(named, sheet.width * 0.2)
    left = named + _COUNT + 0.06
    height = sheet.height - HEAD - _FOOT
    _name_actors(sheet, facts, names, named, height / rows.count)
    frames, tone = (shown.loc[shown["kind_of_measure"] == kind] for kind in ("frame", "tone"))
    called = tone_names(run)
    if len(frames):
        known = frame_looks(run, str(frames["instrument"].iloc[0]))
        looks = [known[label] for label in frames["category"].drop_duplicates()]
        column = column_width(looks, sheet.width - left - _TONE * tone["measure"].nunique())
        draw_heads(sheet, looks, left, HEAD, column)
        values, thin = _matrix(frames, len(looks))
        box = Box(left, HEAD, column * len(looks), height)
        draw_cells(
            sheet.panel(box, "frames"), values, thin, most=largest(values, thin), row=height / rows.count
        )
        sheet.text(left, HEAD + height + 0.1, "hits per 100 words", fontsize=SMALLEST)
        left += column * len(looks) + _BETWEEN
    measures = tone["measure"].drop_duplicates().tolist()
    each = (sheet.width - left - _RIGHT + _BETWEEN) / max(len(measures), 1)
    for number, measure in enumerate(measures):
        box = Box(left + number * each, HEAD, each - _BETWEEN, height)
        title = "\n".join(broken(legible(called[measure], "tone"), each - 0.05, SMALLEST, 2))
        sheet.text(box.left, HEAD - 0.06, title, va="baseline", fontsize=SMALLEST, linespacing=0.95)
        _draw_tone(
            rows_panel(sheet, box, measure, rows), tone.loc[tone["measure"] == measure], rows, box.width
        )


def _name_actors(sheet: Sheet, facts: pd.DataFrame, names: list[str], named: float, row: float) -> None:
    sheet.text(
        named + _COUNT, HEAD - 0.06, "mentions", ha="right", va="baseline", fontsize=SMALLEST, color=QUIET
    )
    names = shorten_all(names, named - 0.02, SMALL)
    for number, (name, mentions) in enumerate(zip(names, facts["mentions"], strict=True)):
        middle = HEAD + (number + 0.5) * row
        sheet.text(named, middle, name, ha="right")
        sheet.text(named + _COUNT - 0.04, middle, f"{mentions:,}", ha="right", fontsize=SMALLEST, color=QUIET)


def _draw_tone(panel: Axes, rows: pd.DataFrame, places: Rows, room: float) -> None:
    for place, (_, row) in zip(places.places(), rows.iterrows(), strict=True):
        colour = clear_colour(row["low"], row["high"])
        draw_dot(panel, place, row, colour=colour, hollow=bool(row["thin"]))
        if math.isnan(row["value"]):
            ground = {"facecolor": "white", "edgecolor": "none", "pad": 1}
            panel.text(0, place, "–", ha="center", va="center", fontsize=SMALL, color=QUIET, bbox=ground)
    scale_tone(panel, rows[["value", "low", "high"]].to_numpy(np.float64), room)
    label_axis(panel, "score")


def _matrix(rows: pd.DataFrame, frames: int) -> tuple[np.ndarray, np.ndarray]:
    """Values and thin marks as actors × frames; the data holds actor after actor."""
    values = rows["value"].to_numpy(np.float64).reshape(-1, frames)
    return values, rows["thin"].to_numpy(np.bool_).reshape(-1, frames)
