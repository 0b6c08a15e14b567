"""A specification curve on disk: every specification, the table of what turns the main one, a figure a question."""

from __future__ import annotations

from dataclasses import fields as dataclass_fields
from typing import TYPE_CHECKING, Any

from framing.output import write_csv
from framing.reporting.cells import fitted
from framing.reporting.comparison_files import save_comparison_figure
from framing.reporting.comparison_page import render_sections
from framing.reporting.comparison_sections import from_printed
from framing.reporting.comparison_tables import save_table
from framing.reporting.figures.specifications import specifications_data
from framing.reporting.files import file_slugs
from framing.reporting.listing import Cell, Listing, listing
from framing.reporting.provenance import Provenance
from framing.reporting.robustness_table import print_robustness
from framing.reporting.sheet import Legend
from framing.reporting.shell import Section, picture
from framing.reporting.vector import Drawings
from framing.reporting.words import called, capital, counted, percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pandas as pd

    from framing.reporting.shell import Picture
    from framing.run import Run
    from framing.statistics.specification import Specification

#: So many curves are drawn; the CSV has every specification.
MOST_CURVES = 24
_KEYS = ["question", "group", "reference"]


def write_robustness_into(
    run: Run,
    table: pd.DataFrame,
    summary: pd.DataFrame,
    specification: Specification,
    folder: Path,
    *,
    by: str,
) -> None:
    """Write `tables/specifications.csv`, `tables/robustness.*`, a curve a question and `report.html`.

    Parameters
    ----------
    table, summary
        what `robustness` and `robustness_summary` return
    specification
        what was declared, or the usual way of measuring if nothing was

    Raises
    ------
    OSError
        if the folder cannot be written.
    """
    printed, legend = print_robustness(summary), Legend.of(run)
    save_table("robustness", summary, printed, folder)
    write_csv(table, folder / "tables" / "specifications.csv")
    pictures = tuple(_curves(run, table, folder))
    sections = [
        Section("curves", "Specification curves", tuple(summary_lines(table, summary)), pictures),
        Section("turns", "What turns it", (), (), (from_printed("robustness", printed),)),
        Section("made", "How it was made", (), (), _made(specification, run, legend)),
    ]
    page = render_sections(
        run, legend, f"Robustness of a comparison by {by}", _beneath(specification), sections
    )
    (folder / "report.html").write_text(page, encoding="utf-8", newline="\n")


def _beneath(specification: Specification) -> str:
    way = "The way of measuring that was declared" if specification.sha256 else "The usual way of measuring"
    undeclared = "" if specification.sha256 else " None was declared in a file."
    return f"{way}, held against every other that makes sense.{undeclared}"


def summary_lines(table: pd.DataFrame, summary: pd.DataFrame) -> Iterator[str]:
    """Say for each question and contrast what share of specifications keeps the main one's sign and verdict."""
    mains = table.loc[table["main"]].set_index(_KEYS)
    for row in summary.loc[summary["choice"] == "all"].to_dict("records"):
        main = mains.loc[tuple(row[key] for key in _KEYS)]
        verdict = main["verdict"]
        yield (
            f"{capital(called(row['question']))}, {fitted(row['group'])} against {fitted(row['reference'])}: the main "
            f"specification says “{verdict}”; {_kept(row)}."
        )


def _kept(row: Mapping[Any, Any]) -> str:
    if not row["n"]:
        return "there is no other"
    others = counted(row["n"], "other specification")
    if row["n"] == row["no_estimate"]:
        return f"{others} {'has' if row['n'] == 1 else 'have'} no estimate"
    if row["keep_sign"] != row["keep_sign"]:  # NaN is not itself
        return f"it has no estimate, so {others} have no sign to keep"
    signs = f"of {others} {percent(row['keep_sign'])} keep its sign"
    verdicts = f" and {percent(row['keep_verdict'])} its verdict"
    if row["no_estimate"]:
        known = row["n"] - row["no_estimate"]
        estimates = f"{known:,} {'has' if known == 1 else 'have'} an estimate"
        signs = f"of {others} {estimates}, and of these {percent(row['keep_sign'])} keep its sign"
        verdicts = f"; of all {percent(row['keep_verdict'])} keep its verdict"
    if row["keep_verdict"] == row["keep_verdict"]:
        return f"{signs}{verdicts}"
    return (
        f"{signs}; {'nothing could be tested' if row['n'] == row['too_few'] else 'it has no verdict to keep'}"
    )


def _curves(run: Run, table: pd.DataFrame, folder: Path) -> Iterator[Picture]:
    drawings = Drawings()
    keys = [tuple(map(str, row)) for row in table[_KEYS].drop_duplicates().itertuples(index=False)]
    several = len({key[1:] for key in keys}) > 1
    names = {key: f"{key[0]} {key[1]}" if several else key[0] for key in keys[:MOST_CURVES]}
    slugs = file_slugs(list(dict.fromkeys(names.values())))
    for key, name in names.items():
        question, group, reference = key
        data = specifications_data(table, question=question, group=group, reference=reference)
        figure = save_comparison_figure(
            "specifications", data, folder, name=f"specifications-{slugs[name]}", run=run
        )
        if figure is not None:
            yield picture(figure, folder, drawings)


def _made(specification: Specification, run: Run, legend: Legend) -> tuple[Listing, ...]:
    fields = [each.name for each in dataclass_fields(specification) if each.name != "vary"]
    rows = [(called(name), getattr(specification, name)) for name in fields]
    vary = specification.vary
    rows += [(f"{called(each.name)}, tried", getattr(vary, each.name)) for each in dataclass_fields(vary)]
    cells = [[Cell(name), Cell(_written(value))] for name, value in rows if value not in (None, "", ())]
    title = "The specification declared as main" if specification.sha256 else "The main specification"
    return (listing("specification", title, ["field", "value"], cells), *Provenance(run, legend).listings())


def _written(value: object) -> str:
    """A choice, or several after one another."""
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
