"""Evaluation: an instrument of tone against hand-coded texts, four looks at the same texts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.reporting.figures.canvas import Box, Sheet, new_host, note
from framing.reporting.figures.lettering import legible, shorten, width
from framing.reporting.style import DOUBLE, FAINT, INK, QUIET, SMALL, SMALLEST, figure_style, signed
from framing.statistics.diagnostics import diagnose

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from framing.run import Run
    from framing.statistics.evaluation import Evaluation

#: Inches.
_HEIGHT, _LEFT, _RIGHT, _HEAD, _FOOT, _BETWEEN = 5.0, 0.58, 0.36, 0.28, 0.4, 0.62
#: More points than these are drawn as an image, or the file becomes too big to send.
_RASTER_FROM = 5_000
_NAMED = 3
#: Standard deviations of the limits of agreement.
_LIMIT = 1.96
_FIRST_WORDS = 120
_FEWEST = 3


def evaluation_data(evaluation: Evaluation, measure: str | None = None) -> pd.DataFrame:
    """Give what `plot_evaluation` draws, as it stands in the CSV: what `diagnose` gives, texts by their first words.

    A column `called` has the measure's name.
    """
    data = diagnose(evaluation, measure)
    words = data["text"].fillna("").str.split().str.join(" ").str.slice(0, _FIRST_WORDS)
    called = evaluation.facts["tone"][data["measure"].iloc[0]]["name"]
    return data.assign(text=words, called=called)


def plot_evaluation(evaluation: Evaluation, measure: str | None = None, *, ax: Axes | None = None) -> Axes:
    """Draw how an instrument's scores and people's codes part.

    Codes against scores, with the line that fits them and the dashed line where they are the same; their difference
    against their mean, with its mean and the limits of agreement (1.96 SD); scores against the length of the text;
    Cook's distance of each text in the fit, the texts that move it most by name. Silent scores are hollow.

    Parameters
    ----------
    evaluation
        what `evaluate` gave
    measure
        a measure of tone; None for the first that was evaluated
    ax
        Axes to draw inside; None makes a new figure, 183 mm wide

    Returns
    -------
    Axes
        the host of the panels, which are its ``child_axes``: `codes`, `agreement`, `length`, `influence`

    Raises
    ------
    FramingError
        if the measure was not evaluated, or no tone was.
    """
    data = evaluation_data(evaluation, measure)
    with figure_style():
        host = ax if ax is not None else new_host(*size(data))
        draw(host, data)
    return host


def size(data: pd.DataFrame) -> tuple[float, float]:  # noqa: ARG001 # every figure's size is asked with its data
    """Width and height in inches."""
    return DOUBLE, _HEIGHT


def draw(host: Axes, data: pd.DataFrame, run: Run | None = None) -> None:  # noqa: ARG001 # as every figure's
    """Draw the figure's data inside an Axes."""
    sheet = Sheet(host)
    if len(data) < _FEWEST:
        note(sheet, "too few texts to show")
        return
    score = legible(str(data["called"].iloc[0]), "score")
    code = "code, on the instrument's scale" if data["on_scale"].iloc[0] else "code"
    wide = (sheet.width - 2 * _LEFT - 2 * _RIGHT) / 2
    high = (sheet.height - _HEAD - _FOOT - _BETWEEN) / 2
    panels = {}
    for number, (name, x, y) in enumerate((
        ("codes", score, code),
        ("agreement", "mean of score and code", "score − code"),
        ("length", "words of the text", score),
        ("influence", "text, in the run's order", "Cook's distance"),
    )):  # fmt: skip
        row, column = divmod(number, 2)
        box = Box(_LEFT + column * (_LEFT + wide + _RIGHT), _HEAD + row * (high + _BETWEEN), wide, high)
        panels[name] = sheet.panel(box, name)
        panels[name].set_xlabel(shorten(x, wide, SMALL))
        panels[name].set_ylabel(shorten(y, high, SMALL))
        panels[name].grid(visible=True, axis="y")
    _draw_codes(panels["codes"], data)
    _draw_agreement(panels["agreement"], data)
    _draw_length(panels["length"], data)
    _draw_influence(panels["influence"], data, wide)


def _draw_codes(panel: Axes, data: pd.DataFrame) -> None:
    score, target, fit = (data[name].to_numpy(np.float64) for name in ("score", "target", "fit"))
    _points(panel, score, target, data["silent"])
    if data["on_scale"].iloc[0]:
        ends = [min(score.min(), target.min()), max(score.max(), target.max())]
        panel.plot(ends, ends, color=QUIET, linewidth=0.7, linestyle=(0, (4, 3)), zorder=2)
    if not np.isnan(fit).any():
        first, last = score.argmin(), score.argmax()
        panel.plot([score[first], score[last]], [fit[first], fit[last]], color=INK, linewidth=1.1, zorder=3)
    _say(panel, f"r {signed(_correlation(score, target))}")


def _draw_agreement(panel: Axes, data: pd.DataFrame) -> None:
    if not data["on_scale"].iloc[0]:
        panel.set_xticks([])
        panel.set_yticks([])
        panel.text(
            0.5,
            0.5,
            "needs the codes' scale",
            transform=panel.transAxes,
            ha="center",
            color=QUIET,
            fontsize=SMALL,
        )
        return
    difference = data["difference"].to_numpy(np.float64)
    _points(panel, data["mean"].to_numpy(np.float64), difference, data["silent"])
    panel.axhline(0, color=FAINT, linewidth=0.6, zorder=1)
    middle, spread = float(difference.mean()), float(difference.std(ddof=1))
    for height, dashes in (
        (middle, "solid"),
        (middle - _LIMIT * spread, "dashed"),
        (middle + _LIMIT * spread, "dashed"),
    ):
        panel.axhline(
            height, color=INK, linewidth=0.9 if dashes == "solid" else 0.7, linestyle=dashes, zorder=3
        )
        panel.annotate(
            signed(height), (1, height), xycoords=("axes fraction", "data"), xytext=(2, 0), textcoords="offset points",
            fontsize=SMALLEST, va="center", annotation_clip=False,
        )  # fmt: skip


def _draw_length(panel: Axes, data: pd.DataFrame) -> None:
    from matplotlib.ticker import LogLocator, NullLocator, StrMethodFormatter

    words, score = data["n_words"].to_numpy(np.float64), data["score"].to_numpy(np.float64)
    _points(panel, np.maximum(words, 1), score, data["silent"])
    panel.axhline(0, color=FAINT, linewidth=0.6, zorder=1)
    panel.set_xscale("log")
    panel.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    panel.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    panel.xaxis.set_minor_locator(NullLocator())
    panel.set_xlim(max(words.min(), 1) / 1.2, max(words.max(), 2) * 1.2)
    _say(
        panel,
        f"r of |score| with log words {signed(_correlation(np.abs(score), np.log(np.maximum(words, 1))))}",
    )


def _draw_influence(panel: Axes, data: pd.DataFrame, wide: float) -> None:
    cook = np.nan_to_num(data["cook"].to_numpy(np.float64), posinf=0.0)
    places = np.arange(1, len(cook) + 1)
    panel.vlines(places, 0, cook, color=QUIET, linewidth=0.6, rasterized=len(cook) > _RASTER_FROM)
    limit = 4 / len(cook)
    panel.axhline(limit, color=INK, linewidth=0.7, linestyle="dashed")
    panel.set_xlim(0, len(cook) + 1)
    top = max(float(cook.max(initial=0.0)), limit)
    panel.set_ylim(0, top * 1.2)
    panel.annotate(
        "4/n", (1, limit), xycoords=("axes fraction", "data"), xytext=(2, 0), textcoords="offset points",
        fontsize=SMALLEST, va="center", annotation_clip=False,
    )  # fmt: skip
    taken: list[tuple[float, float]] = []
    for index in np.argsort(-cook, kind="stable")[:_NAMED]:
        if cook[index] <= limit:
            break
        name = shorten(legible(_place(data.iloc[index]), f"text {index + 1}"), wide / 3, SMALLEST)
        half, at = width(name, SMALLEST) / 2, wide * (index + 1) / (len(cook) + 1)
        # a name that would cover another stands in the CSV alone
        if all(abs(at - other) > half + room for other, room in taken):
            taken.append((at, half))
            side = "left" if at < half else "right" if at > wide - half else "center"
            panel.annotate(
                name, (index + 1, cook[index]), xytext=(0, 2), textcoords="offset points", fontsize=SMALLEST, ha=side,
                annotation_clip=False,
            )  # fmt: skip


def _place(row: pd.Series[Any]) -> str:
    parts = [str(row["article"])]
    parts += [f"¶{row['paragraph']}"] if row.get("paragraph") is not None else []
    parts += [f"s{row['sentence']}"] if "sentence" in row else []
    return " ".join(parts)


def _points(panel: Axes, x: np.ndarray[Any, Any], y: np.ndarray[Any, Any], silent: pd.Series[Any]) -> None:
    hollow = silent.to_numpy(bool)
    for chosen, face in ((hollow, "none"), (~hollow, QUIET)):
        panel.plot(
            x[chosen], y[chosen], "o", markersize=2.0, markerfacecolor=face, markeredgecolor=QUIET, markeredgewidth=0.4,
            alpha=0.5, clip_on=False, rasterized=len(x) > _RASTER_FROM,
        )  # fmt: skip


def _say(panel: Axes, text: str) -> None:
    panel.text(0, 1.02, text, transform=panel.transAxes, fontsize=SMALLEST, color=INK, va="bottom")


def _correlation(x: np.ndarray[Any, Any], y: np.ndarray[Any, Any]) -> float:
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return math.nan
    return float(np.corrcoef(x, y)[0, 1])
