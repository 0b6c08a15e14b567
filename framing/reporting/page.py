"""`report.html`: one page that needs nothing else, or an index and a page an article where there are many.

No request: a style and a short script stand in the page and are all that its security policy lets in, by their sums.
The page can be read without the script. Every text goes through Jinja's escaping; only web addresses become links.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from framing.memory import give_back
from framing.reporting.figures.selection import groupings
from framing.reporting.files import SavedFigure, file_slugs
from framing.reporting.listing import Listing, Listings
from framing.reporting.overview import overview
from framing.reporting.provenance import Provenance
from framing.reporting.sheet import Legend, Sheets
from framing.reporting.shell import Picture, Section, page_script, page_style, picture, policy, templates
from framing.reporting.style import codebooks
from framing.reporting.vector import Drawings, Spot
from framing.reporting.wordless import shows_text
from framing.statistics.emphasis import LEADS

if TYPE_CHECKING:
    from pathlib import Path

    from framing.reporting.findings import Findings
    from framing.run import Run

#: Makes sections with the letters that a page's drawings share.
Compared = Callable[[Drawings], Sequence[Section]]

#: So many articles stand in one page; more have a page each.
ONE_PAGE = 30
#: Of more articles in one page heat maps are files only: the map beside each text shows the same.
MOST_HEATMAPS = 12


def write_pages(
    run: Run,
    folder: Path,
    figures: Sequence[SavedFigure],
    findings: Findings,
    *,
    comparison: Compared | None = None,
) -> Path:
    """Write `report.html`, and `articles/` where a run has more than 30; return the first.

    Parameters
    ----------
    folder
        a report's folder; the drawings of `figures` lie in its `figures/`
    comparison
        makes the sections that compare the articles, where there are several

    Raises
    ------
    RunError
        if the run's tables do not belong together.
    OSError
        if the folder cannot be written.
    """
    pages = _Pages(run, folder, figures, findings, comparison)
    give_back()
    page = folder / "report.html"
    if len(run.articles) <= ONE_PAGE:
        page.write_text(pages.whole(), encoding="utf-8", newline="\n")
        return page
    page.write_text(pages.index(), encoding="utf-8", newline="\n")
    give_back()
    (folder / "articles").mkdir(exist_ok=True)
    for place, text in pages.articles():
        (folder / place).write_text(text, encoding="utf-8", newline="\n")
    return page


class _Pages:
    """What the pages of one report share."""

    def __init__(
        self,
        run: Run,
        folder: Path,
        figures: Sequence[SavedFigure],
        findings: Findings,
        comparison: Compared | None,
    ) -> None:
        self.comparison = comparison
        self.run, self.folder, self.figures = run, folder, figures
        self.legend = Legend.of(run)
        self.sheets = Sheets(run, findings, self.legend)
        self.ids = run.articles["article"].astype(str).tolist()
        self.places = self._places()
        self.overview = overview(run, findings, self.sheets)
        self.listings = Listings(run, findings, self.legend, self.places)
        self.provenance = Provenance(run, self.legend)
        self.style, self.script = page_style(self.legend), page_script()
        self.policy = policy(self.style, self.script)

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
            "comparison": self.comparison(drawings) if self.comparison else (),
            "tables": tuple(self._tables()),
            "tone_words": self.listings.tone_words(),
            "made": tuple(self.provenance.listings()),
            "leads": LEADS,
        }

    def _tables(self) -> Iterator[tuple[Listing, ...]]:
        """Tables in rows: those of one row stand beside one another where there is room."""
        made: list[tuple[Listing, ...]] = []
        for column in ("article", *groupings(self.run)):
            made += [(self.listings.frames(column),)] if codebooks(self.run) else []
            made += [(self.listings.tone(column),)] if self.legend.tones else []
        made += [(self.listings.actors(),)]
        return (row for row in made if any(table.rows for table in row))

    def _pictures(self, article: str | None, drawings: Drawings, up: str = "") -> tuple[Picture, ...]:
        return tuple(
            picture(each, self.folder, drawings, up, tuple(self._spots(each)))
            for each in self.figures
            if each.article == article and not self._is_file_only(each)
        )

    def _is_file_only(self, figure: SavedFigure) -> bool:
        return figure.kind == "heatmap" and MOST_HEATMAPS < len(self.ids) <= ONE_PAGE

    def _spots(self, figure: SavedFigure) -> Iterator[Spot]:
        """Places of a figure as links to their paragraphs or articles."""
        for place in figure.spots:
            box = place.left, place.top, place.width, place.height
            if place.paragraph is not None and figure.article is not None:
                anchor = f"#a{self.ids.index(figure.article) + 1}-p{place.paragraph}"
                yield Spot(*box, anchor, f"paragraph {place.paragraph}")
            elif place.article is not None:
                yield Spot(*box, self.places[place.article], self.listings.titles[place.article])

    def _render(self, template: str, **values: Any) -> str:
        languages = self.run.manifest.get("settings", {}).get("languages", "english")
        return (
            templates()
            .get_template(template)
            .render(
                run=self.run,
                version=self.run.manifest.get("framing", ""),
                legend=self.legend,
                style=self.style,
                script=self.script,
                policy=self.policy,
                language="en" if languages == "english" else "",
                several=len(self.ids) > 1,
                paged=len(self.ids) > ONE_PAGE,
                titles=self.listings.titles,
                texts=shows_text(self.run),
                **values,
            )
        )
