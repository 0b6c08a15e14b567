"""`report.html`: one page that needs nothing else, or an index and a page an article where there are many.

No script, no request: the style stands in the page and is the only thing that its security policy lets in. Every text
goes through Jinja's escaping; only web addresses become links.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from framing.reporting.figures.selection import groupings
from framing.reporting.files import SavedFigure, file_slugs
from framing.reporting.listing import Listing, Listings
from framing.reporting.overview import overview
from framing.reporting.provenance import Provenance
from framing.reporting.sheet import Legend, Sheets
from framing.reporting.style import codebooks
from framing.reporting.vector import Drawings
from framing.reporting.words import called, straight
from framing.statistics.emphasis import LEADS

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2 import Environment

    from framing.reporting.findings import Findings
    from framing.run import Run

#: So many articles stand in one page; more have a page each.
ONE_PAGE = 30
#: Keys of references.bib in captions: for the paper, not for the page, which lists its sources.
_KEYS = re.compile(r" ?\[@instrument-[A-Za-z0-9-]+\]")
#: Formats in which a figure's files can be had.
_FORMATS = ("pdf", "svg", "png", "csv")


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure on the page: its drawing, its sentence for the paper, and where its files are."""

    name: str
    svg: str
    caption: str
    files: tuple[tuple[str, str], ...]


def write_pages(run: Run, folder: Path, figures: Sequence[SavedFigure], findings: Findings) -> Path:
    """Write `report.html`, and `articles/` where a run has more than 30; return the first.

    Parameters
    ----------
    folder
        a report's folder; the drawings of `figures` lie in its `figures/`

    Raises
    ------
    RunError
        if the run's tables do not belong together.
    OSError
        if the folder cannot be written.
    """
    pages = _Pages(run, folder, figures, findings)
    page = folder / "report.html"
    if len(run.articles) <= ONE_PAGE:
        page.write_text(pages.whole(), encoding="utf-8", newline="\n")
        return page
    (folder / "articles").mkdir(exist_ok=True)
    for place, text in pages.articles():
        (folder / place).write_text(text, encoding="utf-8", newline="\n")
    page.write_text(pages.index(), encoding="utf-8", newline="\n")
    return page


class _Pages:
    """What the pages of one report share."""

    def __init__(self, run: Run, folder: Path, figures: Sequence[SavedFigure], findings: Findings) -> None:
        self.run, self.folder, self.figures = run, folder, figures
        self.legend = Legend.of(run)
        self.sheets = Sheets(run, findings, self.legend)
        self.ids = run.articles["article"].astype(str).tolist()
        self.places = self._places()
        self.overview = overview(run, findings, self.sheets)
        self.listings = Listings(run, findings, self.legend, self.places)
        self.provenance = Provenance(run, self.legend)
        self.style = _style(self.legend)

    def _places(self) -> dict[str, str]:
        if len(self.ids) <= ONE_PAGE:
            return {name: f"#a{number}" for number, name in enumerate(self.ids, 1)}
        return {name: f"articles/{slug}.html" for name, slug in file_slugs(self.ids).items()}

    def whole(self) -> str:
        """One page with everything."""
        drawings = Drawings()
        sheets = (
            (self.sheets.sheet(number), self._pictures(name, drawings))
            for number, name in enumerate(self.ids)
        )
        return self._render("report.html.j2", sheets=sheets, **self._shared(drawings))

    def index(self) -> str:
        """Everything but the articles."""
        return self._render("report.html.j2", sheets=(), **self._shared(Drawings()))

    def articles(self) -> Iterator[tuple[str, str]]:
        """The page of each article, with its place; one at a time, so that memory holds one."""
        for number, name in enumerate(self.ids):
            sheet = self.sheets.sheet(number)
            around = {
                "before": self._neighbour(number - 1),
                "after": self._neighbour(number + 1),
                "pictures": self._pictures(name, Drawings(), up="../"),
            }
            yield self.places[name], self._render("article.html.j2", sheet=sheet, **around)

    def _neighbour(self, number: int) -> str:
        known = 0 <= number < len(self.ids)
        return self.places[self.ids[number]].removeprefix("articles/") if known else ""

    def _shared(self, drawings: Drawings) -> dict[str, Any]:
        return {
            "overview": self.overview,
            "articles": self.listings.articles(),
            "beside": self._pictures(None, drawings),
            "tables": tuple(self._tables()),
            "made": tuple(self.provenance.listings()),
            "leads": LEADS,
        }

    def _tables(self) -> Iterator[tuple[Listing, ...]]:
        """Tables in rows: those of one row stand beside one another where there is room."""
        made: list[tuple[Listing, ...]] = []
        for column in ("article", *groupings(self.run)):
            made += [(self.listings.frames(column),)] if codebooks(self.run) else []
            made += [(self.listings.tone(column),)] if self.legend.tones else []
        made += [self.listings.tone_words(), (self.listings.actors(),)]
        return (row for row in made if any(table.rows for table in row))

    def _pictures(self, article: str | None, drawings: Drawings, up: str = "") -> tuple[Picture, ...]:
        return tuple(self._picture(each, drawings, up) for each in self.figures if each.article == article)

    def _picture(self, figure: SavedFigure, drawings: Drawings, up: str) -> Picture:
        svg = (self.folder / "figures" / f"{figure.name}.svg").read_bytes()
        drawn = drawings.inline(svg, figure.name.replace("-", " ").capitalize(), figure.alt)
        files = tuple((name, f"{up}figures/{figure.name}.{name}") for name in _FORMATS)
        return Picture(figure.name, drawn, _KEYS.sub("", figure.caption), files)

    def _render(self, template: str, **values: Any) -> str:
        languages = self.run.manifest.get("settings", {}).get("languages", "english")
        return (
            _templates()
            .get_template(template)
            .render(
                run=self.run,
                version=self.run.manifest.get("framing", ""),
                legend=self.legend,
                style=self.style,
                policy=_policy(self.style),
                language="en" if languages == "english" else "",
                several=len(self.ids) > 1,
                paged=len(self.ids) > ONE_PAGE,
                titles=self.listings.titles,
                **values,
            )
        )


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import escape

    made = Environment(
        loader=PackageLoader("framing.reporting"),
        autoescape=True,
        finalize=_straight,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    made.filters |= {"source": escape, "called": called}
    return made


def _straight(value: Any) -> Any:
    """What a template writes holds no characters that turn its direction; `| source` keeps those of a text.

    A text stands in blocks of its own, which end what turns; a title stands in sentences and attributes too.
    """
    return straight(value) if type(value) is str else value


def _style(legend: Legend) -> str:
    """The page's style with a class for each frame of the run."""
    return (
        _templates()
        .get_template("style.css.j2")
        .render(
            frames=[
                (legend.styles[key], look.colour, look.line, shades(look.colour))
                for key, look in legend.looks.items()
            ],
        )
    )


def _policy(style: str) -> str:
    """Nothing may load or run but the style that stands in the page, named by its sum."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def shades(colour: str) -> tuple[str, str]:
    """Give a colour dark enough for letters on white, and one light enough for letters on the dark page.

    Both have a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3).

    Examples
    --------
    >>> shades("#E69F00")
    ('#9c6c00', '#e69f00')
    """
    return _towards(colour, 0.0, "#ffffff"), _towards(colour, 255.0, "#15181c")


def _towards(colour: str, end: float, ground: str) -> str:
    channels = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    for step in range(101):
        mixed = [round(value + (end - value) * step / 100) for value in channels]
        made = "#" + "".join(f"{value:02x}" for value in mixed)
        if contrast(made, ground) >= 4.5:  # noqa: PLR2004 # WCAG's AA
            return made
    return made


def contrast(one: str, two: str) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]  # noqa: PLR2004 # sRGB
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
