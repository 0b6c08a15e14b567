"""The page of a comparison, and the section that a report on several articles has of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from framing.reporting.cells import fitted, plain
from framing.reporting.comparison import (
    TARGETS,
    Comparison,
    Saved,
    figures_of,
    make_comparison,
    save_comparison,
    save_differences,
)
from framing.reporting.comparison_tables import print_comparison, print_keyness
from framing.reporting.figures.differences import ALIKE, DIFFER, TOO_FEW
from framing.reporting.figures.inputs import number as as_number
from framing.reporting.figures.inputs import written
from framing.reporting.figures.selection import groupings
from framing.reporting.listing import Cell, Listing, listing, number
from framing.reporting.provenance import Provenance
from framing.reporting.sheet import Legend
from framing.reporting.shell import Section, page_style, picture, policy, templates, without_keys
from framing.reporting.style import signed
from framing.reporting.vector import Drawings
from framing.reporting.words import between, called, capital, counted, listed
from framing.statistics.comparison.verdicts import main_measures

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from framing.reporting.printed import Printed
    from framing.run import Run

    Row = Mapping[Any, Any]

#: So many differences are named in a sentence, and so many rows of a long table stand on the page.
NAMED, MOST_ROWS = 6, 40
_ASKED = {
    "these texts": "As these texts (other paragraphs might have been written)",
    "the population of articles": "As the population of articles (other articles might have been written)",
}


def write_comparison_into(run: Run, comparison: Comparison, folder: Path) -> None:
    """Write tables, figures and `report.html` of a comparison into an existing folder.

    Raises
    ------
    OSError
        if the folder cannot be written.
    """
    saved = save_comparison(run, comparison, folder)
    legend = Legend.of(run)
    drawings = Drawings()
    groups = len({name for pair in comparison.pairs for name in pair} - {"the rest"})
    sections = [
        difference_section(comparison, saved, folder, drawings),
        _words(saved, folder, drawings),
        _along(saved, folder, drawings),
        _before(run, comparison),
        _voices(saved),
        _made(run, comparison, legend),
    ]
    shown = [each for each in sections if each.lines or each.pictures or each.tables]
    heading = f"{counted(groups, 'group')} compared, by {comparison.by}"
    page = render_sections(run, legend, heading, _beneath(run), shown)
    (folder / "report.html").write_text(page, encoding="utf-8", newline="\n")


def compare_in_brief(run: Run, folder: Path) -> Callable[[Drawings], Section] | None:
    """Compare the outlets of a run in the main measures, if it has several, for a report on it.

    `tables/comparison.*` and the figures are written into the folder; what is given makes the section of a page.
    """
    if not (by := next(iter(groupings(run)), None)):
        return None
    measures = list(main_measures(run))
    if not measures:
        return None
    comparison = make_comparison(run, by=by, measures=measures)
    saved = save_differences(run, comparison, folder)
    return lambda drawings: difference_section(comparison, saved, folder, drawings, heading="Comparison")


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
    comparison: Comparison, saved: Saved, folder: Path, drawings: Drawings, *, heading: str = "What differs"
) -> Section:
    """Give the verdicts in sentences, the figures of both targets, and the table."""
    pictures = tuple(picture(each, folder, drawings) for each in figures_of(saved, "comparison"))
    measures = list(dict.fromkeys(comparison.main["measure"]))
    # of many groups a table holds the first rows: each target has one of its own
    parts = [comparison.table]
    if len(comparison.pairs) > 1:
        parts = [rows for _, rows in comparison.table.groupby("target", sort=False)]
    tables = tuple(from_printed("comparison", print_comparison(rows, measures=measures)) for rows in parts)
    return Section("comparison", heading, tuple(verdict_lines(comparison)), pictures, tables)


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
    return f"{len(some):,} of {len(rows):,} {verdict}{told}"


def _named(row: Row, *, single: bool) -> str:
    who = "" if single else f"{fitted(str(row['group']))} in "
    low, high = as_number(row["low"]), as_number(row["high"])
    return f"{who}{measure_called(row)} {signed(as_number(row['difference']))}{between(low, high, signed)}"


def measure_called(row: Row) -> str:
    """A measure by its frame's name, or by its instrument's and its own."""
    category = called(str(row["category"]))
    return category if row["kind"] == "frame" else f"{row['instrument']} {category}"


def from_printed(name: str, printed: Printed) -> Listing:
    """A printed table as one of the page; what names its parts becomes the first column."""
    part, rows = "", []
    for place, cells in enumerate(printed.rows):
        part = printed.parts.get(place, part)
        made = [
            number(text) if column.align == "r" else Cell(text)
            for text, column in zip(cells, printed.columns, strict=True)
        ]
        rows.append([Cell(part), *made] if printed.parts else made)
    heads = [column.head for column in printed.columns]
    heads = ["", *heads] if printed.parts else heads
    return listing(name, printed.caption, heads, rows, without_keys(" ".join(filter(None, printed.notes))))


def _words(saved: Saved, folder: Path, drawings: Drawings) -> Section:
    pictures = tuple(picture(each, folder, drawings) for each in figures_of(saved, "shift", "keyness"))
    found = saved.tables.get("keyness")
    tables = () if found is None else (from_printed("keyness", print_keyness(found, top=8)),)
    lines = tuple(f"Not shown: {reason}." for reason in saved.missing)
    return Section("words", "In which words", lines, pictures, tables)


def _along(saved: Saved, folder: Path, drawings: Drawings) -> Section:
    pictures = tuple(picture(each, folder, drawings) for each in figures_of(saved, "time", "trajectories"))
    heading = "Over time" if any(each.kind == "time" for each in saved.figures) else "Along the texts"
    return Section("along", heading, (), pictures)


def _before(run: Run, comparison: Comparison) -> Section:
    """What a reader must know before the figures: repeats, and measures that hang on length."""
    found, growing = comparison.duplicates, comparison.growing
    counted_once = comparison.choices.get("duplicates", "once") == "once"
    repeats = int((~found["kept"].astype(bool)).sum())
    kinds = run.measures.set_index("column")["kind"]
    grown = [measure_called({**row, "kind": kinds[row["measure"]]}) for row in growing.to_dict("records")]
    once = "each is counted once" if counted_once else "all are counted"
    lines = (
        f"{counted(repeats, 'text repeats', 'texts repeat')} another; {once}."
        if repeats
        else f"No text of {len(run.articles):,} repeats another.",
        f"{capital(listed(grown))}: these go with the length of articles; compare groups of different length with care."
        if grown
        else "No measure compared goes with the length of articles.",
    )
    return Section("before", "Before comparing", lines, (), (*_repeated(found), *_lengths(growing, grown)))


def _repeated(found: pd.DataFrame) -> Iterator[Listing]:
    if found.empty:
        return
    rows = [
        [
            Cell(str(row["cluster"])),
            Cell(written(row["title"]) or str(row["article"])),
            Cell(written(row["outlet"])),
            Cell(written(row["date"])),
            Cell(row["kind"]),
            number(plain(as_number(row["shared"]), 2)),
        ]
        for row in found.head(MOST_ROWS).to_dict("records")
    ]
    note = "Shared: share of the shorter text that it has in common with the one that is kept."
    heads = ["cluster", "article", "outlet", "date", "is", "shared"]
    yield listing("duplicates", "Texts that stand there more than once", heads, rows, _cut(found, note))


def _lengths(growing: pd.DataFrame, names: Sequence[str]) -> Iterator[Listing]:
    if growing.empty:
        return
    rows = [
        [
            Cell(name),
            number(f"{int(row['n_articles']):,}"),
            number(signed(row["rho"]), between(row["low"], row["high"], signed)),
            number(signed(as_number(row.get("within")))),
            Cell(row["flag"]),
        ]
        for name, row in zip(names, growing.to_dict("records"), strict=True)
    ]
    heads = ["measure", "articles", "rank correlation", "within groups", "flag"]
    yield listing("length", "Measures that go with the number of words", heads, rows)


def _voices(saved: Saved) -> Section:
    table = saved.tables["voices"]
    named = table.loc[table["n"] > 0].sort_values("n", ascending=False, kind="stable")
    if named.empty:
        return Section("voices", "Who is given which frame, by whom")
    rows = [
        [
            Cell(row["group"]),
            Cell(row["actor"]),
            Cell(called(row["category"])),
            Cell(row["voice"]),
            Cell("" if row["voice"] == "author" else row["speaker"]),
            number(f"{row['n']:,}"),
            number(plain(row["rate"], 1), between(row["low"], row["high"], lambda value: f"{value:.1f}")),
            number(plain(row["usual"], 1)),
            Cell(row["flags"]),
        ]
        for row in named.head(MOST_ROWS).to_dict("records")
    ]
    heads = ["group", "actor", "frame", "voice", "speaker", "hits", "per 100 words", "usual", "flags"]
    note = (
        "In the sentences that name the actor; usual: the rate in all words of the group in this voice. The most hits "
        "first."
    )
    caption = "Frames of the sentences that name an actor"
    return Section(
        "voices",
        "Who is given which frame, by whom",
        (),
        (),
        (listing("voices", caption, heads, rows, _cut(named, note)),),
    )


def _cut(table: pd.DataFrame, note: str) -> str:
    more = len(table) - MOST_ROWS
    return f"{note} {counted(more, 'more row')} in the CSV." if more > 0 else note


def _made(run: Run, comparison: Comparison, legend: Legend) -> Section:
    choices = [[Cell(called(name)), Cell(_plain(value))] for name, value in comparison.choices.items()]
    tables = [listing("choices", "Choices of the comparison", ["choice", "value"], choices)]
    declared = comparison.declared
    if declared is not None:
        rows = [
            ("file", declared.path),
            ("sha256", declared.sha256),
            ("measures", ", ".join(declared.measures)),
            ("groups", ", ".join(declared.groups) or "all"),
            ("margin", ", ".join(f"{name} {value:g}" for name, value in declared.margin.items()) or "none"),
            ("note", declared.note or "none"),
        ]
        made = [[Cell(name), Cell(value)] for name, value in rows]
        tables.append(listing("declared", "Declared before looking", ["field", "value"], made))
    return Section("made", "How it was made", (), (), (*tables, *Provenance(run, legend).listings()))


def _plain(value: Any) -> str:
    if value is None:
        return "not given"
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _beneath(run: Run) -> str:
    articles, words = len(run.articles), int(run.articles["n_words"].sum())
    return (
        f"{counted(articles, 'article')} of {counted(words, 'word')}: by how much groups differ, how sure that is, and "
        "in which words."
    )
