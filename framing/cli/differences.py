"""What the terminal shows of a comparison: a table for each target, and what must be known before reading it."""

from __future__ import annotations

import math
from collections import Counter
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import typer

from framing.cli.summary import print_table
from framing.reporting.cells import measure_name
from framing.reporting.comparison_methods import took_no_part
from framing.reporting.comparison_tables import by_p
from framing.reporting.equivalence import equivalence_lines
from framing.reporting.undecided import detectable_line, unmarked
from framing.reporting.words import between, verdict_of
from framing.statistics.comparison.estimates import POPULATION
from framing.statistics.comparison.verdicts import DOUBTFUL, P_ALONE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from framing.reporting.comparison import Comparison, Saved
    from framing.run import Run

    Row = Mapping[Any, Any]

#: Rows shown of one target; the CSV has all.
SHOWN = 20
#: Letters of a line.
WIDTH = 80
#: Letters of a group's and of a measure's name.
_GROUP, _MEASURE = 20, 22
_SINGLE = (
    "the population of articles: not tested, one article on one side\n"
    "(how others of its kind vary cannot be known from one)"
)
_REPEATS = 5
#: Beginnings of notes that are told beneath the table.
_TOLD = ("too few to test:", "the smallest attainable p", DOUBTFUL, P_ALONE)


def print_differences(run: Run, found: Comparison) -> None:
    """Print the main comparisons of each target, then repeats, the declaration and measures that go with length."""
    main = found.main
    typer.echo(short(f"{_against(found)}, by {found.by}", WIDTH))
    if reading := _reading(main):
        typer.echo(reading)
    for target in main["target"].drop_duplicates():
        rows = main.loc[main["target"] == target].sort_values("measure", key=_in_order, kind="stable")
        if target == POPULATION and (rows[["n_group", "n_reference"]].min(axis=1) == 1).all():
            typer.echo(f"\n{_SINGLE}")
            continue
        _print_target(found, str(target), rows)
    if found.by == "article" and POPULATION not in set(main["target"]):
        typer.echo(_SINGLE)
    _tell_family(found)
    if line := took_no_part(run, found):
        typer.echo(_wrapped(line))
    _tell_repeats(run, found)
    if found.declared is not None:
        typer.echo(f"declared: {found.declared.path}, sha256 {found.declared.sha256}")
        if not (found.table["family"] == "main").any():
            typer.echo("note: these are not the declared choices, so everything is exploratory", err=True)
    for row in found.growing.to_dict("records"):
        rho = f"{_signed(row['rho'])}{between(row['low'], row['high'], _signed)}"
        typer.echo(f"length: {row['measure']}: {row['flag']} (ρ {rho})")


def print_words(saved: Saved) -> None:
    """Say what the words of a comparison that was written cannot show."""
    if "keyness" in saved.tables and (line := unmarked(saved.tables["keyness"])):
        typer.echo(_wrapped(f"words: {line[0].lower()}{line[1:]}"))
    for line in saved.left_out:
        typer.echo(_wrapped(f"words: {line[0].lower()}{line[1:]}"))


def _tell_family(found: Comparison) -> None:
    """What is not of the main family."""
    beside = len(found.table) - len(found.main)
    if not (found.table["family"] == "main").any():
        typer.echo(
            "all of this is exploratory, p is not adjusted: of 20 such tests one is below .05 by chance\n"
            "(the main family is the rate of each frame and the main tone, or what was declared)"
        )
    elif beside:
        typer.echo(f"{beside:,} exploratory rows beside these (-o DIR writes all)")


def _reading(rows: pd.DataFrame) -> str:
    """Whose words are compared, in which paragraphs, where that is not the usual; its family is its own."""
    if rows.empty:
        return ""
    row = rows.iloc[0]
    if (row["voice"], row["texts"]) == ("all", "body"):
        return ""
    adjusted = (
        "; p is adjusted for these tests, not for other readings"
        if (rows["adjusted"] != "none").any()
        else ""
    )
    return f"voice {row['voice']}, paragraphs: {row['texts']}{adjusted}"


def _print_target(found: Comparison, target: str, rows: pd.DataFrame) -> None:
    from rich import box
    from rich.table import Table

    single = len(found.pairs) == 1
    typer.echo(f"\n{target} ({rows['unit'].iloc[0]})")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("measure" if single else "group", no_wrap=True)
    for head in ("difference", "p" if (rows["adjusted"] == "none").all() else "p adj."):
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    shown = rows if len(rows) <= SHOWN else rows.iloc[sorted(_first(rows))]
    measure, records = "", shown.to_dict("records")
    measures = distinct([measure_name(row) for row in records], _MEASURE)
    groups = distinct([row["group"] for row in records], _GROUP)
    for row in records:
        if not single and row["measure"] != measure:
            measure = row["measure"]
            table.add_row(plain(measures[measure_name(row)]))
        name = measures[measure_name(row)] if single else f"  {groups[row['group']]}"
        table.add_row(plain(name), _difference(row), _p(_adjusted(row)), row["verdict"])
    print_table(table)
    if len(rows) > SHOWN:
        told = ", ".join(
            f"{n:,} {verdict_of(n, str(verdict))}" for verdict, n in rows["verdict"].value_counts().items()
        )
        typer.echo(_wrapped(f"… the {SHOWN} smallest p of {len(rows):,} (-o DIR writes all): {told}"))
    for reason in _reasons(rows):
        typer.echo(reason)
    if line := detectable_line(rows):
        typer.echo(_wrapped(line))
    for line in equivalence_lines(found.table.loc[found.table["target"] == target]):
        typer.echo(_wrapped(f"equivalence: {line}"))


def _in_order(column: pd.Series[Any]) -> pd.Series[Any]:
    """Sort as the values first stand in the table."""
    return column.map({value: place for place, value in enumerate(column.drop_duplicates())})


def _first(rows: pd.DataFrame) -> list[int]:
    """Positions of the rows with the smallest p, those without one last."""
    records = rows.to_dict("records")
    return sorted(range(len(records)), key=lambda place: by_p(records[place]))[:SHOWN]


def _reasons(rows: pd.DataFrame) -> list[str]:
    notes = (part for note in rows["note"].dropna() for part in str(note).split("; ") if part)
    return list(dict.fromkeys(note for note in notes if note.startswith(_TOLD)))[:4]


def _tell_repeats(run: Run, found: Comparison) -> None:
    table = found.duplicates
    repeats = table.loc[~table["kept"].astype(bool)]
    if repeats.empty:
        return
    once = "counted once" if found.choices["duplicates"] == "once" else "all counted"
    typer.echo(f"{len(repeats):,} of {len(run.articles):,} texts repeat another ({once}):")
    kept = table.loc[table["kept"].astype(bool)].set_index("cluster")["article"]
    for row in repeats.head(_REPEATS).to_dict("records"):
        typer.echo("  " + short(f"{row['article']} repeats {kept[row['cluster']]} ({row['kind']})", 78))
    if len(repeats) > _REPEATS:
        typer.echo(f"  … and {len(repeats) - _REPEATS:,} more (-o DIR writes all)")


def _against(found: Comparison) -> str:
    """Who is compared with whom."""
    if len(found.pairs) == 1:
        names = distinct(found.pairs[0], 28)
        return " − ".join(names[each] for each in found.pairs[0])
    return f"{len(found.pairs):,} groups, each − {short(found.pairs[0][1], 28)}"


def _wrapped(line: str) -> str:
    """A sentence in lines that fit; a word is never broken."""
    return "\n".join(wrap(line, WIDTH, break_long_words=False, break_on_hyphens=False))


def short(text: str, width: int) -> str:
    """Text in one line, cut to so many letters."""
    line = " ".join(str(text).split())
    return line if len(line) <= width else f"{line[: width - 1]}…"


def distinct(names: Sequence[str], width: int) -> dict[str, str]:
    """Names in one line, cut to so many letters; in the middle, and later, where that would leave two of them alike.

    Examples
    --------
    >>> list(distinct(["The Evening Courier", "The Evening Ledger", "The Times"], 12).values())
    ['The Ev…urier', 'The Ev…edger', 'The Times']
    """
    lines = {name: " ".join(str(name).split()) for name in names}
    cut = {name: short(line, width) for name, line in lines.items()}
    for room in range(width, max(map(len, lines.values()), default=0) + 1):
        alike = {line for line, n in Counter(cut.values()).items() if n > 1}
        if not alike:
            break
        cut |= {name: _without_middle(lines[name], room) for name, line in cut.items() if line in alike}
    return cut


def _without_middle(line: str, width: int) -> str:
    head = width // 2
    return line if len(line) <= width else f"{line[:head]}…{line[head + 1 - width :]}"


def plain(text: str) -> str:
    """Text of the data as it is: rich would take brackets for its own marks."""
    from rich.markup import escape

    return escape("".join(char if char.isprintable() else "?" for char in text))


def _difference(row: Row) -> str:
    ends = "" if math.isnan(row["low"]) else f" \\[{_signed(row['low'])}, {_signed(row['high'])}]"
    return _signed(row["difference"]) + ends


def _adjusted(row: Row) -> float:
    column = {"holm": "p_holm", "bh": "p_bh"}.get(row["adjusted"], "p")
    value = row[column]
    return math.nan if value is None else float(value)


def _p(value: float) -> str:
    return "–" if math.isnan(value) else "<.001" if value < 0.001 else f"{value:.3f}".removeprefix("0")  # noqa: PLR2004 # three digits


def _signed(value: float) -> str:
    """With a plain hyphen for minus, which every terminal has."""
    text = "–" if math.isnan(value) else f"{value:+.2f}"
    return "0.00" if text in {"+0.00", "-0.00"} else text
