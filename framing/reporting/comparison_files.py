"""Figures of a comparison on disk: PDF, SVG, PNG and the data as CSV, the same bytes for the same tables.

comparison       differences between groups            keyness       words that mark a group
shift            words that make a difference          dispersion    where terms stand
trajectories     several op-eds along one axis         time          figures by period
specifications   the same question asked in many ways
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from framing.output import write_csv
from framing.reporting.comparison_alternatives import comparison_alt
from framing.reporting.comparison_captions import comparison_caption
from framing.reporting.figures import (
    comparison,
    dispersion,
    keyness,
    shift,
    specifications,
    timeline,
    trajectories,
)
from framing.reporting.files import FORMATS, Format, SavedFigure, figure_bytes
from framing.reporting.style import MM, figure_style

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import ModuleType

    import pandas as pd

    from framing.run import Run

Figure = Literal["comparison", "keyness", "shift", "dispersion", "trajectories", "time", "specifications"]

#: Each module has `size(data)` and `draw(host, data, run)`, as those that `files` draws.
DRAWN: dict[Figure, ModuleType] = {
    "comparison": comparison,
    "keyness": keyness,
    "shift": shift,
    "dispersion": dispersion,
    "trajectories": trajectories,
    "time": timeline,
    "specifications": specifications,
}


def save_comparison_figure(
    kind: Figure,
    data: pd.DataFrame,
    folder: Path,
    *,
    name: str | None = None,
    run: Run | None = None,
    formats: Sequence[Format] = FORMATS,
) -> SavedFigure | None:
    """Draw one figure into ``folder/figures`` and give its caption and alternative text.

    Parameters
    ----------
    kind, data
        which figure, and what its data function gives
    name
        of the files; None for the kind
    run
        for letters and colours of frames; trajectories need it

    Returns
    -------
    SavedFigure or None
        None where nothing would be drawn; then nothing is written

    Raises
    ------
    OSError
        if the folder cannot be written.
    """
    if data.empty or not data["drawn"].astype(bool).any() or _silent(data):
        return None
    place = folder / "figures"
    place.mkdir(parents=True, exist_ok=True)
    name = name or kind
    caption, alt = comparison_caption(kind, data), comparison_alt(kind, data)
    height = float(DRAWN[kind].size(data)[1]) / MM
    made = SavedFigure(name, kind, None, None, data, caption, alt, height=height)
    for suffix, content in render_comparison(kind, data, run, formats, said=made).items():
        (place / f"{name}.{suffix}").write_bytes(content)
    write_csv(data, place / f"{name}.csv")
    return made


def render_comparison(
    kind: Figure,
    data: pd.DataFrame,
    run: Run | None = None,
    formats: Sequence[Format] = FORMATS,
    *,
    said: SavedFigure | None = None,
) -> dict[Format, bytes]:
    """Draw one figure's data and give its bytes in each format; nothing is left open.

    Name and alternative text of `said` are written into the files, for readers who do not see the picture.
    """
    from matplotlib.figure import Figure as Sheet

    module = DRAWN[kind]
    with figure_style():
        figure = Sheet(figsize=module.size(data))
        module.draw(figure.add_axes((0, 0, 1, 1)), data, run)
        return {suffix: figure_bytes(figure, suffix, said) for suffix in formats}


def _silent(data: pd.DataFrame) -> bool:
    """Whether what is drawn has no value anywhere."""
    column = next((name for name in ("value", "net", "position") if name in data), None)
    return column is not None and bool(data.loc[data["drawn"].astype(bool), column].isna().all())
