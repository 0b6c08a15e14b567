"""Figures on disk: ``figures/NAME.{pdf,svg,png,csv}``, the same bytes for the same run, wherever it is drawn."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal
from xml.sax.saxutils import escape

from framing.output import write_csv
from framing.reporting.alternatives import alt
from framing.reporting.captions import body_rows, caption
from framing.reporting.figures import (
    actors,
    confusion,
    evaluation,
    frames,
    heatmap,
    learning,
    reliability,
    tone,
    trajectory,
)
from framing.reporting.figures.lettering import broken
from framing.reporting.figures.selection import groupings
from framing.reporting.figures.spots import Place, places
from framing.reporting.findings import Findings
from framing.reporting.style import MM, SIZE, codebooks, figure_style, style_now

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import ModuleType

    import pandas as pd
    from matplotlib.figure import Figure

    from framing.run import Run

Format = Literal["pdf", "svg", "png"]

FORMATS: tuple[Format, ...] = ("pdf", "svg", "png")

#: Of so many articles each gets figures of its own; of more none does, and the plot functions draw any of them.
MOST_ARTICLES = 30

_DRAWN: dict[str, ModuleType] = {
    "trajectory": trajectory,
    "heatmap": heatmap,
    "frames": frames,
    "tone": tone,
    "actors": actors,
    "evaluation": evaluation,
    "reliability": reliability,
    "learning": learning,
    "confusion": confusion,
}
#: No dates and no names of programs: the same figure gives the same bytes tomorrow.
_METADATA: dict[Format, dict[str, Any]] = {
    "pdf": {"CreationDate": None, "ModDate": None, "Creator": "framing", "Producer": None},
    "svg": {"Date": None, "Creator": "framing"},
    "png": {"Software": None},
}
#: Where each format keeps what a picture shows.
_TOLD: dict[Format, str] = {"pdf": "Subject", "svg": "Description", "png": "Description"}
_SLUG = 60
#: Inches of a line of a title, and how much wider bold letters are.
_LINE, _BOLD = 0.16, 1.15


@dataclass(frozen=True, slots=True)
class SavedFigure:
    """One figure of a report.

    Attributes
    ----------
    name
        its files are ``figures/<name>.pdf`` and so on
    kind
        `trajectory`, `heatmap`, `frames`, `tone` or `actors`
    article
        the article that it shows; None if it shows the run
    instrument
        the codebook whose frames it shows; None for tone
    data
        what is drawn, as in the CSV
    caption, alt
        the sentences for the paper, and the words for readers who do not see the figure
    spots
        where it shows which paragraph or article
    height
        of the drawing, in millimetres
    """

    name: str
    kind: str
    article: str | None
    instrument: str | None
    data: pd.DataFrame
    caption: str
    alt: str
    spots: tuple[Place, ...] = ()
    height: float = 0.0


def save_figures(run: Run, folder: Path, *, findings: Findings | None = None) -> list[SavedFigure]:
    """Draw a run's figures into ``folder/figures`` as PDF, SVG, PNG (300 dpi) and CSV.

    The trajectory and the heat map are drawn for each article where there are 30 or fewer: `trajectory` where there
    is one, else `trajectory-<slug>`. Frames and tone are drawn by article and, where there are several outlets of
    which one has several articles, by outlet (`frames-by-outlet`). A second codebook of frames has its name behind
    those of its figures. Where nothing was measured that a figure could show, there is none.

    Raises
    ------
    OSError
        if the folder cannot be written.
    """
    place = folder / "figures"
    place.mkdir(parents=True, exist_ok=True)
    made = []
    for figure in _figures(run, findings or Findings(run)):
        drawn, spots = _rendered(figure.kind, figure.data, run, FORMATS, said=figure)
        for suffix, content in drawn.items():
            (place / f"{figure.name}.{suffix}").write_bytes(content)
        write_csv(figure.data, place / f"{figure.name}.csv")
        made.append(replace(figure, spots=spots))
    return made


def render(
    kind: str,
    data: pd.DataFrame,
    run: Run | None,
    formats: Sequence[Format] = FORMATS,
    *,
    said: SavedFigure | None = None,
) -> dict[Format, bytes]:
    """Draw one figure's data and give its bytes in each format; nothing is left open.

    Name and alternative text of `said` are written into the files, for readers who do not see the picture.
    """
    return _rendered(kind, data, run, formats, said=said)[0]


def _rendered(
    kind: str, data: pd.DataFrame, run: Run | None, formats: Sequence[Format], *, said: SavedFigure | None
) -> tuple[dict[Format, bytes], tuple[Place, ...]]:
    """The figure's bytes in each format, and where it shows what."""
    from matplotlib.figure import Figure

    module = _DRAWN[kind]
    with figure_style():
        width, height = module.size(data)
        title = titled(width, said.caption) if said is not None and style_now() == "screen" else []
        above = _LINE * len(title) + (_LINE / 2 if title else 0.0)
        figure = Figure(figsize=(width, height + above))
        host = figure.add_axes((0, 0, 1, height / (height + above)))
        module.draw(host, data, run)
        for number, line in enumerate(title):
            figure.text(
                0.0, 1 - _LINE * (number + 0.9) / (height + above), line, fontsize=SIZE, weight="bold"
            )
        drawn = {suffix: figure_bytes(figure, suffix, said) for suffix in formats}
        return drawn, places(kind, host, data)


def file_slugs(names: Sequence[str]) -> dict[str, str]:
    """For each name a different one that any file system takes.

    Examples
    --------
    >>> file_slugs(["Opinion/2024 – «Dawn»", "opinion 2024: Dawn", "和平"])
    {'Opinion/2024 – «Dawn»': 'opinion-2024-dawn', 'opinion 2024: Dawn': 'opinion-2024-dawn-2', '和平': 'article'}
    """
    made: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        stem = "-".join(re.findall(r"[a-z0-9]+", plain))[:_SLUG].strip("-") or "article"
        slug, number = stem, 1
        while slug in taken:
            number += 1
            slug = f"{stem}-{number}"
        taken.add(slug)
        made[name] = slug
    return made


def _figures(run: Run, findings: Findings) -> Iterator[SavedFigure]:
    """Every figure of the run with its data, in the order in which a report shows them."""
    ids = run.articles["article"].astype(str).tolist() if len(run.articles) <= MOST_ARTICLES else []
    slugs = file_slugs(ids)
    books: list[str | None] = [*codebooks(run)] or [None]
    for book in books:
        first = book == books[0]
        more = "" if first else f"-{book}"
        for kind in ("trajectory", "heatmap"):
            for article in ids:
                part = "" if len(run.articles) == 1 else f"-{slugs[article]}"
                data = _DATA[kind](run, article, instrument=book, findings=findings)
                yield from _figure(run, f"{kind}{more}{part}", kind, data, article, book)
        for by in ("article", *groupings(run)):
            part = "" if by == "article" else f"-by-{by}"
            data = frames.frames_data(run, by, instrument=book, findings=findings)
            yield from _figure(run, f"frames{more}{part}", "frames", data, None, book)
            if first:
                data = tone.tone_data(run, by, findings=findings)
                yield from _figure(run, f"tone{part}", "tone", data, None, None)
        data = actors.actors_data(run, instrument=book, findings=findings)
        yield from _figure(run, f"actors{more}", "actors", data, None, book)


def _figure(
    run: Run, name: str, kind: str, data: pd.DataFrame, article: str | None, instrument: str | None
) -> Iterator[SavedFigure]:
    """The figure, or none if its data has no value to draw."""
    values = (body_rows(data) if "unit" in data else data)["value"]
    if values.notna().any():
        said, told = caption(kind, run, data), alt(kind, run, data)
        height = float(_DRAWN[kind].size(data)[1]) / MM
        yield SavedFigure(name, kind, article, instrument, data, said, told, height=height)


def figure_bytes(figure: Figure, suffix: Format, said: SavedFigure | None) -> bytes:
    """A drawn figure as a file; name and alternative text of `said` stand in it."""
    stream = BytesIO()
    told = {} if said is None else {"Title": said.name, _TOLD[suffix]: _readable(said.alt)}
    figure.savefig(stream, format=suffix, metadata={**_METADATA[suffix], **told})
    content = stream.getvalue()
    return content if suffix != "svg" or said is None else described(content, _readable(said.alt))


def titled(width: float, caption: str) -> list[str]:
    """Lines of a figure's title, which is what its caption says first, without its sources, on so many inches.

    Examples
    --------
    >>> titled(7.2, "Tone of 2 articles (VADER 3.3.2 [@instrument-vader]): a mean of 0.1. Hollow: few words.")
    ['Tone of 2 articles']
    """
    bare = re.sub(r" \([^()]*\[@[^()]*\)| \[@[^\]]*\]", "", caption)
    first = re.split(r"(?<=[^\d]): |; |\. ", bare, maxsplit=1)[0].rstrip(".")
    return broken(first, width, SIZE * _BOLD, 2)


def described(svg: bytes, alt: str) -> bytes:
    """An SVG with its alternative text as `<desc>` behind the `<title>` that matplotlib writes."""
    title = b"</title>"
    head, found, rest = svg.partition(title)
    return svg if not found else b"".join([head, title, b"\n <desc>", escape(alt).encode(), b"</desc>", rest])


def _readable(text: str) -> str:
    """Text that XML and PDF may hold: an id of somebody's may have control characters."""
    return "".join(char if char.isprintable() else " " for char in text)


_DATA: dict[str, Any] = {
    "trajectory": trajectory.trajectory_data,
    "heatmap": heatmap.heatmap_data,
}
