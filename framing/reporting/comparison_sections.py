"""Sections of a comparison's page beside the differences: words, places, repeats, voices, and how it was made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from framing.reporting.cells import plain
from framing.reporting.comparison import Comparison, Saved, figures_of
from framing.reporting.comparison_tables import print_keyness
from framing.reporting.comparison_words import contexts_listing
from framing.reporting.figures.inputs import number as as_number
from framing.reporting.figures.inputs import written
from framing.reporting.listing import Cell, Listing, listing, number
from framing.reporting.provenance import Provenance
from framing.reporting.shell import Section, picture, without_keys
from framing.reporting.style import signed
from framing.reporting.undecided import unmarked
from framing.reporting.words import between, called, capital, counted, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from framing.reporting.printed import Printed
    from framing.reporting.sheet import Legend
    from framing.reporting.vector import Drawings
    from framing.run import Run

    Row = Mapping[Any, Any]

#: So many rows of a long table stand on the page, and of words on either side; of more groups fewer words, one side.
MOST_ROWS, MOST_WORDS, FEW_GROUPS = 40, 8, 4
#: What a choice means that was not made.
_USUAL = {
    "measures": "all",
    "margin": "none declared here",
    "reference": "each group with the rest",
    "kind": "all",
}


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
            number(text)
            if column.align == "r"
            else Cell(text, style="short" if column.head == "Verdict" else "")
            for text, column in zip(cells, printed.columns, strict=True)
        ]
        rows.append([Cell(part), *made] if printed.parts else made)
    heads = [column.head for column in printed.columns]
    heads = ["", *heads] if printed.parts else heads
    return listing(name, printed.caption, heads, rows, without_keys(" ".join(filter(None, printed.notes))))


def words_section(run: Run, saved: Saved, folder: Path, drawings: Drawings) -> Section:
    """The words that make the differences and mark the groups, where they stand, and in which contexts."""
    pictures = tuple(
        picture(each, folder, drawings) for each in figures_of(saved, "shift", "keyness", "dispersion")
    )
    tables: list[Listing] = []
    if (found := saved.tables.get("keyness")) is not None:
        groups = found["group"].nunique()
        top = MOST_WORDS if groups <= FEW_GROUPS else max(2, MOST_ROWS // groups)
        printed = print_keyness(found, top=top, sides="both" if groups <= FEW_GROUPS else "group")
        tables.append(from_printed("keyness", printed))
    if (places := saved.tables.get("contexts")) is not None:
        tables += contexts_listing(run, places)
    lines = (
        *(f"Not shown: {reason}." for reason in dict.fromkeys(saved.missing)),
        *([unmarked(found)] if found is not None and unmarked(found) else []),
        *saved.left_out,
    )
    return Section("words", "In which words", lines, pictures, tuple(tables))


def along_section(saved: Saved, folder: Path, drawings: Drawings) -> Section:
    """Trajectories along the texts, or the course over time."""
    pictures = tuple(picture(each, folder, drawings) for each in figures_of(saved, "time", "trajectories"))
    heading = "Over time" if any(each.kind == "time" for each in saved.figures) else "Along the texts"
    return Section("along", heading, (), pictures)


def before_section(run: Run, comparison: Comparison) -> Section:
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


def voices_section(saved: Saved) -> Section:
    """Frames of the sentences that name an actor, by voice and speaker."""
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


def made_section(run: Run, comparison: Comparison, legend: Legend) -> Section:
    """Choices, what was declared with its hash, and where the run comes from."""
    usual = _USUAL if comparison.is_with_rest else _USUAL | {"reference": comparison.pairs[0][1]}
    choices = [
        [Cell(called(name)), Cell(_plain(value, usual.get(name, "none")))]
        for name, value in comparison.choices.items()
    ]
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


def _plain(value: Any, usual: str) -> str:
    """A choice in words; `usual` is what stands for None."""
    if value is None:
        return usual
    if isinstance(value, dict):
        return ", ".join(f"{name} {each:g}" for name, each in value.items())
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
