"""Heat map: the rate of each frame in each paragraph of one article."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from framing.reporting.figures.bins import binned
from framing.reporting.figures.canvas import Box, Sheet, new_host, note
from framing.reporting.figures.cells import (
    HEAD,
    LOWEST_WITH_TEXT,
    column_width,
    draw_cells,
    draw_heads,
    draw_key,
    largest,
)
from framing.reporting.figures.lettering import legible, shorten, width
from framing.reporting.figures.selection import frame_rates, pick_article, pick_codebook
from framing.reporting.figures.units import article_values, paragraph_values, stack
from framing.reporting.findings import Findings
from framing.reporting.style import QUIET, SMALL, SMALLEST, TALLEST, figure_style, frame_looks, narrow, wide

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from framing.run import Run

#: Inches.
_ROW, _GAP, _FOOT, _WORDS, _WHOLE = 0.19, 0.07, 0.17, 0.42, 0.75


def heatmap_data(
    run: Run, article: str | None = None, *, instrument: str | None = None, findings: Findings | None = None
) -> pd.DataFrame:
    """Give what `plot_heatmap` draws, as it stands in the CSV.

    Returns
    -------
    DataFrame
        one row a unit and frame, columns as those of `trajectory_data`; units are the article (its body) and its
        paragraphs, titles and headings among them, which are not drawn
    """
    article, book = pick_article(run, article), pick_codebook(run, instrument)
    rates = frame_rates(run, book)
    whole = article_values(run, article, rates, findings or Findings(run))
    return stack([whole, paragraph_values(run, article, rates)]).drop(columns="sentence")


def plot_heatmap(
    run: Run, article: str | None = None, *, instrument: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the rate of each frame in each body paragraph of one article, and in its whole body beneath.

    The darker a cell, the more of the paragraph's words are evidence of the frame; the number is hits per 100 words.
    Paragraphs of under 20 words are framed and not shaded. Of texts of more than 100 paragraphs a row is several
    consecutive ones.

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
        the host of the panels, which are its ``child_axes``: `paragraphs`, `article`

    Raises
    ------
    FramingError
        if there is no such article or codebook, or no article is named and there are several.
    """
    data = heatmap_data(run, article, instrument=instrument)
    with figure_style():
        host = ax if ax is not None else new_host(*size(data))
        draw(host, data, run)
    return host


def size(data: pd.DataFrame) -> tuple[float, float]:
    """Width and height in inches; many paragraphs make rows too low for words, never a figure taller than a page."""
    rows = int(_body(binned(data))["paragraph"].nunique())
    height = min(HEAD + _ROW * (rows + 1) + _GAP + _FOOT, TALLEST)
    return (wide() if _row_height(height, rows) >= LOWEST_WITH_TEXT else narrow()), height


def draw(host: Axes, data: pd.DataFrame, run: Run) -> None:
    """Draw the figure's data inside an Axes."""
    sheet, data = Sheet(host), binned(data)
    body = _body(data)
    if body.empty:
        note(sheet, "no frame to show" if data.empty else "no paragraph of text")
        return
    looks = [*frame_looks(run, str(body["instrument"].iloc[0])).values()]
    paragraphs = body.drop_duplicates("paragraph")
    row = _row_height(sheet.height, len(paragraphs))
    words = row >= LOWEST_WITH_TEXT
    column = column_width(looks, (sheet.width - _WORDS) * 0.7)
    left = sheet.width - _WORDS - column * len(looks) if words else _WHOLE
    cells = Box(left, HEAD, column * len(looks), row * len(paragraphs))
    whole = Box(left, HEAD + cells.height + _GAP, cells.width, min(_ROW, sheet.height))
    values, hollow = _matrix(body, len(looks))
    most = largest(values, hollow)
    draw_heads(sheet, looks, left, HEAD, column)
    draw_cells(sheet.panel(cells, "paragraphs"), values, hollow, most=most, row=row)
    figures = data.loc[data["unit"] == "article"]
    draw_cells(sheet.panel(whole, "article"), *_matrix(figures, len(looks)), most=most, row=whole.height)
    _number_paragraphs(sheet, paragraphs, row)
    middle, right = whole.top + whole.height / 2, left + whole.width + _WORDS - 0.03
    sheet.text(left - 0.08, middle, "whole text", ha="right", fontsize=SMALL)
    if not words:
        draw_key(sheet, 0.12, sheet.height - 0.08, most, "hits per 100 words")
        return
    _write_words(sheet, paragraphs, left, right, row)
    total = f"{figures['n_words'].iloc[0]:,}"
    sheet.text(right, middle, total, ha="right", fontsize=SMALLEST, color=QUIET)


def _row_height(height: float, rows: int) -> float:
    """Height in inches of a paragraph's row where there is so much for all of them and the whole text."""
    return max(0.001, min(_ROW, (height - HEAD - _GAP - _FOOT - _ROW) / max(rows, 1)))


def _digits(paragraphs: pd.DataFrame) -> float:
    """Right edge in inches of the paragraphs' numbers."""
    return width("0" * len(str(int(paragraphs["paragraph"].max()))), SMALL) + 0.02


def _number_paragraphs(sheet: Sheet, paragraphs: pd.DataFrame, row: float) -> None:
    """Number the paragraphs at the left, as many as there is room for."""
    sheet.text(0.02, HEAD - 0.06, "paragraph", fontsize=SMALLEST, color=QUIET)
    right, every = _digits(paragraphs), max(1, math.ceil(LOWEST_WITH_TEXT / row))
    for at, number in list(enumerate(paragraphs["paragraph"]))[::every]:
        sheet.text(right, HEAD + (at + 0.5) * row, str(number), ha="right", color=QUIET, fontsize=SMALL)


def _write_words(sheet: Sheet, paragraphs: pd.DataFrame, left: float, right: float, row: float) -> None:
    """First words of each paragraph beside its number, how many words it has at the right."""
    sheet.text(right, HEAD - 0.06, "words", ha="right", fontsize=SMALLEST, color=QUIET)
    start = _digits(paragraphs) + 0.08
    for at, each in enumerate(paragraphs.to_dict("records")):
        middle = HEAD + (at + 0.5) * row
        sheet.text(start, middle, shorten(legible(each["text"]), left - start - 0.12, SMALL), fontsize=SMALL)
        words = f"{each['n_words']:,}"
        sheet.text(right, middle, words, ha="right", fontsize=SMALLEST, color=QUIET)


def _body(data: pd.DataFrame) -> pd.DataFrame:
    return data.loc[(data["unit"] == "paragraph") & (data["kind"] == "body")]


def _matrix(rows: pd.DataFrame, frames: int) -> tuple[np.ndarray, np.ndarray]:
    """Values and hollow marks as rows × frames; the data holds frame after frame."""
    values = rows["value"].to_numpy(np.float64).reshape(frames, -1).T
    return values, rows["thin"].to_numpy(np.bool_).reshape(frames, -1).T
