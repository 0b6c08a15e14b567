"""An audit of a codebook on disk: its tables as CSV, and a page of what to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from framing.output import write_csv
from framing.reporting.cells import plain
from framing.reporting.comparison_page import render_sections
from framing.reporting.figures.inputs import number as as_number
from framing.reporting.listing import Cell, Listing, listing, number
from framing.reporting.provenance import Provenance
from framing.reporting.sheet import Legend
from framing.reporting.shell import Section
from framing.reporting.words import called, counted
from framing.statistics.audit import CodebookComparison

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from framing.run import Run
    from framing.statistics.audit import Audit

#: Rows of a table that stand on the page; the CSV has all.
MOST_ROWS = 40
_TITLES = {
    "coverage": "How much of the texts the codebook hits",
    "terms": "Terms by their hits",
    "influence": "What hangs on a single term",
    "shared": "Terms that two categories have in common",
    "tone_overlap": "Hits that carry tone",
    "inflections": "Forms of listed words that the list misses",
    "contexts": "Contexts to judge",
    "precision": "How often a term is right",
    "categories": "Where the hits of both meet",
    "patterns": "Patterns that both list",
    "leading": "Articles by what leads in one and in the other",
}
#: Columns that a page has no room for.
_LEFT_OUT = frozenset(
    {"row", "start", "end", "hits", "fits", "note", "example", "largest_in", "leading_changed_in"}
)


def write_audit_into(run: Run, found: Audit | CodebookComparison, folder: Path) -> None:
    """Write each table of an audit, or of two codebooks compared, as CSV into ``folder/tables``, and `report.html`.

    `tables/contexts.csv` is the sheet to judge: fill in its column `fits` and give it back as `judged`.

    Raises
    ------
    OSError
        if the folder cannot be written.
    """
    place = folder / "tables"
    place.mkdir(parents=True, exist_ok=True)
    tables = found.tables()
    for name, table in tables.items():
        write_csv(table, place / f"{name}.csv")
    legend = Legend.of(run)
    sections = [
        Section(name.replace("_", "-"), _TITLES[name], tables=(_listing(name, table),))
        for name, table in tables.items()
        if len(table)
    ]
    sections.append(Section("made", "How it was made", tables=tuple(Provenance(run, legend).listings())))
    articles = counted(len(run.articles), "article")
    if isinstance(found, CodebookComparison):
        heading = f"The codebooks {found.one} and {found.other} compared"
        beneath = (
            f"On {articles}: what each covers, where their hits meet, and whether both tell the same story."
        )
    else:
        heading = f"Audit of the codebook {found.codebook}"
        beneath = (
            f"Version {found.version}, sha256 {found.sha256}, on {articles}: can its terms be trusted there?"
        )
    page = render_sections(run, legend, heading, beneath, sections)
    (folder / "report.html").write_text(page, encoding="utf-8", newline="\n")


def _listing(name: str, table: pd.DataFrame) -> Listing:
    shown = table.loc[table["n"] > 0] if name == "terms" else table
    columns = [column for column in table.columns if column not in _LEFT_OUT]
    rows = [[_cell(row[column]) for column in columns] for row in shown.head(MOST_ROWS).to_dict("records")]
    more = len(table) - len(rows)
    note = f"{counted(more, 'more row')} in tables/{name}.csv." if more > 0 else ""
    return listing(name, _TITLES[name], [called(column) for column in columns], rows, note)


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return Cell(value)
    if isinstance(value, bool):
        return Cell("yes" if value else "no")
    figure = as_number(value)
    whole = figure.is_integer()
    return number(f"{int(figure):,}" if whole else plain(figure, 3))
