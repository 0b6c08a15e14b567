"""What the terminal shows of a run: small tables that fit 80 columns, without colour in a pipe."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.table import Table

    from framing.run import Run

#: Rows shown before the rest is only counted.
SHOWN = 20
#: Rejected inputs shown; all stand in rejected.csv.
REJECTED_SHOWN = 10


def print_table(table: Table) -> None:
    """Print a table: as wide as the terminal, or 80 columns in a pipe."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else 80
    Console(width=width, highlight=False).print(table)


def print_summary(run: Run) -> None:
    """Print one row an article: what leads, the tone with its interval, words; then the flags."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from framing.statistics import leading_frames, summarize

    words = run.articles.set_index("article")["n_words"]
    verdicts = _verdicts(leading_frames(run))
    tone, instrument = _main_tone(run)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("article", overflow="ellipsis", no_wrap=True, max_width=26)
    table.add_column("leading frame", no_wrap=True)
    table.add_column(f"tone ({instrument})" if tone else "tone", justify="right", no_wrap=True)
    table.add_column("words", justify="right", no_wrap=True)
    figures = summarize(run)
    figures = figures[figures["measure"] == tone].set_index("group")
    for article in run.articles["article"].iloc[:SHOWN]:
        row = figures.loc[article] if article in figures.index else None
        value = "–" if row is None else _with_interval(row["value"], row["low"], row["high"])
        table.add_row(Text(article), Text(verdicts.get(article, "–")), value, f"{words[article]:,}")
    print_table(table)
    if len(run.articles) > SHOWN:
        typer.echo(f"… and {len(run.articles) - SHOWN:,} more articles")
    for flag, rows in figures[figures["flags"] != ""].groupby("flags"):
        typer.echo(f"{flag}: {', '.join(rows.index[:3])}{', …' if len(rows) > 3 else ''}")  # noqa: PLR2004 # a line


def print_rejected(run: Run) -> None:
    """Say on stderr what was left out and why, and what to look at twice."""
    warnings = run.manifest.get("warnings", [])
    for line in warnings[:REJECTED_SHOWN]:
        typer.echo(f"note: {line}", err=True)
    if len(warnings) > REJECTED_SHOWN:
        typer.echo(f"note: … and {len(warnings) - REJECTED_SHOWN:,} more", err=True)
    if run.rejected.empty:
        return
    typer.echo(f"{len(run.rejected):,} rejected (all in rejected.csv):", err=True)
    for name, row, reason in (
        run.rejected.iloc[:REJECTED_SHOWN].astype("string").fillna("").to_numpy().tolist()
    ):
        typer.echo(f"  {name}{f', row {row}' if row else ''}: {reason}", err=True)


def _verdicts(leading: object) -> dict[str, str]:
    import pandas as pd

    assert isinstance(leading, pd.DataFrame)  # noqa: S101 # statistics gives frames
    verdicts: dict[str, str] = {}
    for group, rows in leading.groupby("group", sort=False):
        verdict = str(rows["verdict"].iloc[0])
        row = rows[rows["category"] == verdict]
        verdicts[str(group)] = f"{verdict} (P {row['posterior'].iloc[0]:.2f})" if len(row) else verdict
    return verdicts


def _main_tone(run: Run) -> tuple[str, str]:
    """The measure of tone to show, and its instrument: the first that was measured."""
    measures = run.measures
    tones = measures[(measures["kind"] == "tone") & (measures["statistic"] != "net")]
    return (str(tones["column"].iloc[0]), str(tones["instrument"].iloc[0])) if len(tones) else ("", "")


def _with_interval(value: float, low: float, high: float) -> str:
    if math.isnan(value):
        return "silent"
    return _signed(value) + ("" if math.isnan(low) else f" [{_signed(low)}, {_signed(high)}]")


def _signed(value: float) -> str:
    text = f"{value:+.2f}".replace("-", "−")
    return "0.00" if text in {"+0.00", "−0.00"} else text
