"""The page of a comparison, and its sections, which a report on several articles has too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from framing.reporting.cells import fitted
from framing.reporting.comparison import (
    MOST_TRAJECTORIES,
    TARGETS,
    Comparison,
    Saved,
    figures_of,
    save_comparison,
)
from framing.reporting.comparison_methods import took_no_part, write_comparison_methods
from framing.reporting.comparison_sections import (
    along_section,
    before_section,
    from_printed,
    made_section,
    measure_called,
    voices_section,
    words_section,
)
from framing.reporting.comparison_tables import print_comparison
from framing.reporting.figures.differences import ALIKE, DIFFER, TOO_FEW
from framing.reporting.figures.inputs import number as as_number
from framing.reporting.figures.inputs import written
from framing.reporting.figures.selection import article_names
from framing.reporting.sheet import Legend
from framing.reporting.shell import Section, page_style, picture, policy, templates
from framing.reporting.style import signed
from framing.reporting.vector import Drawings
from framing.reporting.words import between, counted, listed, quoted, verdict_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from framing.run import Run

    Row = Mapping[Any, Any]

#: So many differences are named in a sentence, and so many rows of each target stand on the page.
NAMED, MOST_ROWS = 6, 40
#: Letters of a title in a sentence.
_TITLE = 120
#: Above what differs.
DIFFERS = "What differs"
_ASKED = {
    "these texts": "As these texts (other paragraphs might have been written)",
    "the population of articles": "As the population of articles (other articles might have been written)",
}


def write_comparison_into(run: Run, comparison: Comparison, folder: Path) -> Saved:
    """Write tables, figures, `methods.md`, `references.bib` and `report.html` of a comparison into an existing folder.

    What was written is given, but for the page and the text of the methods.

    Raises
    ------
    OSError
        if the folder cannot be written.
    """
    saved = save_comparison(run, comparison, folder)
    write_comparison_methods(run, comparison, saved, folder)
    legend = Legend.of(run)
    groups = len(comparison.pairs) + (0 if comparison.is_with_rest else 1)
    shown = [
        *comparison_sections(run, comparison, saved, folder, Drawings()),
        made_section(run, comparison, legend),
    ]
    heading = f"{counted(groups, 'group')} compared, by {comparison.by}"
    page = render_sections(run, legend, heading, _beneath(run, comparison), shown)
    (folder / "report.html").write_text(page, encoding="utf-8", newline="\n")
    return saved


def comparison_sections(
    run: Run,
    comparison: Comparison,
    saved: Saved,
    folder: Path,
    drawings: Drawings,
    *,
    heading: str = DIFFERS,
) -> list[Section]:
    """Everything of a page but how it was made; `heading` stands above what differs."""
    differences = difference_section(comparison, saved, folder, drawings, heading=heading)
    sections = [
        replace(differences, lines=(*differences.lines, *_titles(run, comparison))),
        words_section(run, saved, folder, drawings),
        along_section(saved, folder, drawings),
        before_section(run, comparison),
        voices_section(saved),
    ]
    return [each for each in sections if each.lines or each.pictures or each.tables]


def _titles(run: Run, comparison: Comparison) -> Iterator[str]:
    """Which id is which title, for sentences and tables have the one and figures the other."""
    if comparison.by != "article":
        return
    names = article_names(run)
    ids = list(dict.fromkeys(each for pair in comparison.pairs for each in pair if each in names))
    told = [f"{each} is {quoted(fitted(names[each], _TITLE))}" for each in ids if names[each] != each]
    if told and len(ids) <= MOST_TRAJECTORIES:
        yield f"{'; '.join(told)}."


def render_sections(run: Run, legend: Legend, heading: str, beneath: str, sections: Sequence[Section]) -> str:
    """Set a page of sections."""
    style = page_style(legend)
    return (
        templates()
        .get_template("sections.html.j2")
        .render(
            version=run.manifest.get("framing", ""),
            legend=legend,
            style=style,
            policy=policy(style),
            language="en",
            heading=heading,
            beneath=beneath,
            sections=sections,
        )
    )


def difference_section(
    comparison: Comparison, saved: Saved, folder: Path, drawings: Drawings, *, heading: str = DIFFERS
) -> Section:
    """Give the verdicts in sentences, the figures of both targets, and the table."""
    pictures = tuple(picture(each, folder, drawings) for each in figures_of(saved, "comparison"))
    measures = list(dict.fromkeys(comparison.main["measure"]))
    # of many groups a table holds the first rows: each target has one of its own
    parts = [comparison.table]
    if len(comparison.pairs) > 1:
        parts = [rows for _, rows in comparison.table.groupby("target", sort=False)]
    tables = tuple(
        from_printed("comparison", print_comparison(rows, measures=measures, most=MOST_ROWS))
        for rows in parts
    )
    anchor = "comparison" if heading == DIFFERS else "-".join(heading.lower().split())
    return Section(anchor, heading, tuple(verdict_lines(comparison)), pictures, tables)


def verdict_lines(comparison: Comparison) -> Iterator[str]:
    """Say for each target what differs, what cannot be told apart, and what is too few to test."""
    main = comparison.main
    single = len(comparison.pairs) == 1
    if single:
        group, reference = comparison.pairs[0]
        yield f"Differences are {group} minus {reference}."
    for target in TARGETS:
        rows = main.loc[main["target"] == target]
        if len(rows):
            parts = [_verdict(rows, verdict, single=single) for verdict in (DIFFER, ALIKE, TOO_FEW)]
            yield f"{_ASKED[target]}: {'; '.join(filter(None, parts))}."
    if beside := _beside(comparison):
        yield beside
    if comparison.declared is not None:
        confirmatory = (comparison.table["family"] == "main").any()
        yield (
            f"Declared before looking in {comparison.declared.path} (sha256 {comparison.declared.sha256}): "
            + (
                "the main family is confirmatory, everything else exploratory."
                if confirmatory
                else "the choices are not the declared ones, so everything here is exploratory."
            )
        )


def _beside(comparison: Comparison) -> str:
    """How much stands in the CSV beside the main family."""
    beside = comparison.table.loc[comparison.table["family"] == "exploratory"]
    n = len(beside)
    if not n or n == len(comparison.table):
        return ""
    return f"{counted(n, 'exploratory comparison')} beside these, with p not adjusted, in the CSV."


def _verdict(rows: pd.DataFrame, verdict: str, *, single: bool) -> str:
    some = rows.loc[rows["verdict"] == verdict]
    if some.empty:
        return ""
    if verdict == TOO_FEW:
        reasons = dict.fromkeys(
            written(note).removeprefix(f"{TOO_FEW}: ").partition(";")[0] for note in some["note"]
        )
        why = f" ({next(iter(reasons))})" if len(reasons) == 1 else ""
        return f"{len(some):,} of {len(rows):,} {TOO_FEW}{why}"
    named = [_named(row, single=single) for row in some.to_dict("records")[:NAMED]]
    more = [f"{len(some) - NAMED:,} more"] if len(some) > NAMED else []
    told = f": {listed([*named, *more])}" if verdict == DIFFER else ""
    return f"{len(some):,} of {len(rows):,} {verdict_of(len(some), verdict)}{told}"


def _named(row: Row, *, single: bool) -> str:
    who = "" if single else f"{fitted(str(row['group']))} in "
    low, high = as_number(row["low"]), as_number(row["high"])
    return f"{who}{measure_called(row)} {signed(as_number(row['difference']))}{between(low, high, signed)}"


def _beneath(run: Run, comparison: Comparison) -> str:
    articles, words = len(run.articles), int(run.articles["n_words"].sum())
    return (
        f"{counted(articles, 'article')} of {counted(words, 'word')}: by how much groups differ, how sure that is, and "
        f"in which words. {took_no_part(run, comparison)}"
    ).strip()
