"""What the terminal shows of a run: small tables that fit 80 columns, without colour in a pipe."""

from __future__ import annotations

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
    """Print one row an article: what leads, the tone with its interval, words, flags."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from framing.statistics import leading_frames, summarize

    words = run.articles.set_index("article")["n_words"]
    verdicts = _verdicts(leading_frames(run))
    tone = _main_tone(run)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("article", overflow="ellipsis", no_wrap=True, ratio=1)
    table.add_column("leading frame")
    table.add_column(f"tone ({tone})" if tone else "tone", justify="right")
    table.add_column("words", justify="right")
    table.add_column("flags", max_width=18)
    figures = summarize(run)
    figures = figures[figures["measure"] == tone].set_index("group") if tone else figures.iloc[:0]
    for article in run.articles["article"].iloc[:SHOWN]:
        row = figures.loc[article] if article in figures.index else None
        table.add_row(
            Text(article),
            Text(verdicts.get(article, "–")),
            "–" if row is None else _with_interval(row["value"], row["low"], row["high"]),
            f"{words[article]:,}",
            "" if row is None else Text(str(row["flags"])),
        )
    print_table(table)
    if len(run.articles) > SHOWN:
        typer.echo(f"… and {len(run.articles) - SHOWN:,} more articles")


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


def _main_tone(run: Run) -> str:
    """The measure of tone to show: the first that was measured."""
    measures = run.measures
    tones = measures[(measures["kind"] == "tone") & (measures["statistic"] != "net")]
    return str(tones["column"].iloc[0]) if len(tones) else ""


def _with_interval(value: float, low: float, high: float) -> str:
    if value != value:  # noqa: PLR0124 # NaN
        return "silent"
    if low != low:  # noqa: PLR0124 # NaN
        return f"{value:+.2f}"
    return f"{value:+.2f} [{low:+.2f}, {high:+.2f}]"
