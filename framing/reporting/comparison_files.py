"""Figures of a comparison on disk: PDF, SVG, PNG and the data as CSV, the same bytes for the same tables.

comparison       differences between groups            keyness       words that mark a group
shift            words that make a difference          dispersion    where terms stand
trajectories     several op-eds along one axis         time          figures by period
specifications   the same question asked in many ways
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

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
from framing.reporting.files import FORMATS, Format, SavedFigure
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
#: As in `files`: no dates and no names of programs.
_METADATA: dict[Format, dict[str, Any]] = {
    "pdf": {"CreationDate": None, "ModDate": None, "Creator": "framing", "Producer": None},
    "svg": {"Date": None, "Creator": "framing"},
    "png": {"Software": None},
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
    for suffix, content in render_comparison(kind, data, run, formats).items():
        (place / f"{name}.{suffix}").write_bytes(content)
    write_csv(data, place / f"{name}.csv")
    said, told = comparison_caption(kind, data), comparison_alt(kind, data)
    height = float(DRAWN[kind].size(data)[1]) / MM
    return SavedFigure(name, kind, None, None, data, said, told, height=height)


def render_comparison(
    kind: Figure, data: pd.DataFrame, run: Run | None = None, formats: Sequence[Format] = FORMATS
) -> dict[Format, bytes]:
    """Draw one figure's data and give its bytes in each format; nothing is left open."""
    from matplotlib.figure import Figure as Sheet

    module = DRAWN[kind]
    with figure_style():
        figure = Sheet(figsize=module.size(data))
        module.draw(figure.add_axes((0, 0, 1, 1)), data, run)
        made = {}
        for suffix in formats:
            stream = BytesIO()
            figure.savefig(stream, format=suffix, metadata=_METADATA[suffix])
            made[suffix] = stream.getvalue()
        return made


def _silent(data: pd.DataFrame) -> bool:
    """Whether what is drawn has no value anywhere."""
    column = next((name for name in ("value", "net", "position") if name in data), None)
    return column is not None and bool(data.loc[data["drawn"].astype(bool), column].isna().all())
