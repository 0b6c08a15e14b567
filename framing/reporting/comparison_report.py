"""The comparison that a report on several articles holds: what it compares, its files, and its sections.

    up to 12 articles   each with the rest (of two the first with the second), as these texts, with the words behind
                        it; where one of several outlets has several articles, the outlets' differences too
    more articles       the outlets, if there are 2 to 12, with the words behind it but not their places in the texts
    else                nothing is compared, and one sentence says how to

It is the comparison that `framing compare RUN --by COLUMN` makes, with its usual choices; other columns, references
and declared choices are for that command.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from framing.errors import FramingError
from framing.reporting.comparison import (
    MOST_TRAJECTORIES,
    THESE_TEXTS,
    Comparison,
    Saved,
    make_comparison,
    save_comparison,
    save_differences,
)
from framing.reporting.comparison_methods import HEADING, write_comparison_methods
from framing.reporting.comparison_page import comparison_sections, difference_section
from framing.reporting.figures.selection import groupings
from framing.reporting.shell import Section
from framing.reporting.words import counted, listed
from framing.statistics.comparison.verdicts import main_measures
from framing.statistics.grouping import groups_of
from framing.statistics.parts import MISSING

if TYPE_CHECKING:
    from pathlib import Path

    from framing.reporting.files import SavedFigure
    from framing.reporting.vector import Drawings
    from framing.run import Run

#: So many articles, or outlets, are compared without being asked for: as many as a figure of trajectories holds.
MOST_COMPARED = MOST_TRAJECTORIES
_HEADING = "Comparison"
_OWN = (
    "These tests are a family of their own: p is adjusted over them, not over those of the single articles."
)
#: Columns that say where an article comes from and tell no groups apart.
_NO_GROUPS = ("article", "input", "row", "title", "url", "n_words", "n_paragraphs")


@dataclass(frozen=True, slots=True)
class Compared:
    """What a report has of a comparison: its figures, and what makes its sections, with a page's drawings."""

    figures: tuple[SavedFigure, ...]
    sections: Callable[[Drawings], Sequence[Section]]


def compare_in_report(run: Run, folder: Path) -> Compared | None:
    """Compare the articles of a run, if there are several, for a report on it.

    Tables and figures are written into the folder, and a part of `methods.md` and `references.bib`, which stand there
    already. None where there is one article, or nothing that could be compared was measured.

    Raises
    ------
    OSError
        if the folder cannot be written.
    """
    if len(run.articles) == 1 or not main_measures(run):
        return None
    asked = list(compared_by(run))
    if not asked:
        section = Section("comparison", _HEADING, (how_to_compare(run),))
        return Compared((), lambda _: [section])
    try:
        comparison = _made(run, asked[0])
    except FramingError as error:  # one text under several ids leaves no two to compare
        section = Section("comparison", _HEADING, (f"Not compared {error}.",))
        return Compared((), lambda _: [section])
    saved = save_comparison(
        run, comparison, folder, places="shown" if len(run.articles) <= MOST_COMPARED else "left out"
    )
    write_comparison_methods(run, comparison, saved, folder)
    beside = [_beside(run, by, folder) for by in asked[1:]]

    def sections(drawings: Drawings) -> list[Section]:
        made = comparison_sections(run, comparison, saved, folder, drawings, heading=_HEADING)
        return [*made, *(_in_brief(other, some, folder, drawings) for other, some in beside)]

    return Compared((*saved.figures, *(each for _, some in beside for each in some.figures)), sections)


def compared_by(run: Run) -> Iterator[str]:
    """By what a report compares articles: first in full, then in brief.

    Examples
    --------
    >>> import framing as fr
    >>> articles = [fr.Article(id=id, text="Trade and peace.", outlet=outlet) for id, outlet in ("aX", "bY", "cY")]
    >>> [list(compared_by(fr.score(some, instruments=["frames"]))) for some in (articles[:2], articles)]
    [['article'], ['article', 'outlet']]
    """
    for by in ("article", *groupings(run)):
        if 1 < len(set(groups_of(run, by).names) - {MISSING}) <= MOST_COMPARED:
            yield by


def how_to_compare(run: Run) -> str:
    """Say why nothing is compared, and how to, with the columns that could do."""
    columns = [
        str(name)
        for name, values in run.articles.items()
        if name not in (*_NO_GROUPS, "date") and 1 < values.nunique() < len(values)
    ]
    columns += ["date:month"] if run.articles["date"].nunique() > 1 else []
    some = f", by {listed(columns)}," if columns else ", by a column that says how they fall into groups,"
    return (
        f"{counted(len(run.articles), 'article')} that come from no 2 to {MOST_COMPARED} outlets are not compared "
        f"here; framing compare RUN --by COLUMN -o DIR compares them{some} and says in which words they differ."
    )


def _made(run: Run, by: str) -> Comparison:
    """The comparison as the command makes it: of single articles nothing can be said of others."""
    choices: dict[str, Any] = {"target": THESE_TEXTS} if by == "article" else {}
    return make_comparison(run, by=by, **choices)


def _beside(run: Run, by: str, folder: Path) -> tuple[Comparison, Saved]:
    """The differences of another grouping, without the words behind them."""
    comparison = _made(run, by)
    saved = save_differences(run, comparison, folder, part=f"-by-{by}")
    write_comparison_methods(run, comparison, saved, folder, heading=f"{HEADING} by {by}")
    return comparison, saved


def _in_brief(comparison: Comparison, saved: Saved, folder: Path, drawings: Drawings) -> Section:
    heading = f"{_HEADING} by {comparison.by}"
    made = difference_section(comparison, saved, folder, drawings, heading=heading)
    return replace(made, lines=(*made.lines, _OWN))
