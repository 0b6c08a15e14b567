"""Axes of differences: zero always on them, every number with its sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.reporting.style import PALE, QUIET

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def scale_differences(panel: Axes, rows: pd.DataFrame, room: float) -> None:
    """An axis that holds zero, every interval and the margin, its numbers signed; `room` is its width in inches."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    margin = np.nan_to_num(rows["margin"].to_numpy(np.float64)).max(initial=0.0)
    values = rows[["value", "low", "high"]].to_numpy(np.float64)
    low = float(np.nanmin(values, initial=min(0.0, -margin)))
    high = float(np.nanmax(values, initial=max(0.0, margin)))
    least = 0.05 if high == low else 0.06 * (high - low)
    panel.set_xlim(low - least, high + least)
    panel.axvline(0, color=QUIET, linewidth=0.7, zorder=1)
    if margin > 0:
        panel.axvspan(-margin, margin, color=PALE, linewidth=0, zorder=0)
    panel.xaxis.set_major_locator(MaxNLocator(max(1, int(room / 0.42)), steps=[1, 2, 5, 10]))
    panel.xaxis.set_major_formatter(FuncFormatter(lambda value, _: signed_tick(value)))


def signed_tick(value: float) -> str:
    """A number beside an axis with its sign.

    Examples
    --------
    >>> signed_tick(-0.5), signed_tick(2.0), signed_tick(0.0)
    ('−0.5', '+2', '0')
    """
    if abs(value) < 1e-9:  # noqa: PLR2004 # what is left of 0 after the locator's sums
        return "0"
    return f"{'−' if value < 0 else '+'}{abs(value):g}"
