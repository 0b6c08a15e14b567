"""What the terminal shows of a run: small tables that fit 80 columns, without colour in a pipe."""

from __future__ import annotations

import math
import sys
from collections import Counter
from typing import TYPE_CHECKING

import typer

from framing.cli.lean import import_scipy

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from rich.table import Table

    from framing.run import Run

#: Columns of a terminal that the tables fit.
WIDTH = 80
#: Longest leading frame that is shown whole.
FRAME_WIDTH = 28
#: Articles named behind a flag.
NAMED = 3
#: Rows shown before the rest is only counted.
SHOWN = 20
#: Rejected inputs shown; all stand in rejected.csv.
REJECTED_SHOWN = 10


def print_table(table: Table) -> None:
    """Print a table: as wide as the terminal, or 80 columns in a pipe."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else WIDTH
    Console(width=width, highlight=False).print(table)


def print_summary(run: Run) -> None:
    """Print one row an article: what leads, the tone with its interval, the body's words; then the flags."""
    import_scipy()
    from framing.statistics import leading_frames, summarize

    leading = leading_frames(run)
    books = leading["instrument"].drop_duplicates().tolist()
    verdicts = _verdicts(leading[leading["instrument"] == books[0]]) if books else {}
    tone, instrument = _main_tone(run)
    body = run.paragraphs[run.paragraphs["kind"] == "body"]
    words = body.groupby("article")["n_words"].sum()
    figures = summarize(run)
    figures = figures[figures["measure"] == tone].set_index("group")
    rows = [("article", "leading frame", f"tone ({instrument})" if tone else "tone", "words")]
    for article in run.articles["article"].iloc[:SHOWN]:
        row = figures.loc[article] if article in figures.index else None
        value = "–" if row is None else _with_interval(row["value"], row["low"], row["high"])
        rows.append((article, verdicts.get(article, "–"), value, f"{words.get(article, 0):,}"))
    _print_rows(rows)
    if len(run.articles) > SHOWN:
        typer.echo(f"… and {len(run.articles) - SHOWN:,} more articles")
    for flag, flagged in figures[figures["flags"] != ""].groupby("flags"):
        some = ", ".join(flagged.index[:NAMED]) + (", …" if len(flagged) > NAMED else "")
        typer.echo(_fit(f"{flag}: {some}", WIDTH))
    for book in books[1:]:
        counts = Counter(
            verdict.partition(" (")[0]
            for verdict in _verdicts(leading[leading["instrument"] == book]).values()
        )
        typer.echo(f"{book}: {', '.join(f'{verdict} {n:,}' for verdict, n in counts.most_common())}")


def _print_rows(rows: list[tuple[str, str, str, str]]) -> None:
    """Print rows below a head; names are shortened before any number would be."""
    frame = min(FRAME_WIDTH, max(len(row[1]) for row in rows))
    tone, words = (max(len(row[k]) for row in rows) for k in (2, 3))
    article = min(max(len(row[0]) for row in rows), WIDTH - frame - tone - words - 6)
    for index, row in enumerate(rows):
        names = f"{_fit(row[0], article):<{article}}  {_fit(row[1], frame):<{frame}}"
        typer.echo(f"{names}  {row[2]:>{tone}}  {row[3]:>{words}}".rstrip())
        if index == 0:
            typer.echo("─" * (article + frame + tone + words + 6))


def _fit(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def print_rejected(run: Run) -> None:
    """Say on stderr what was left out and why, and what to look at twice."""
    print_notes(run.manifest.get("warnings", []))
    shown = run.rejected.iloc[:REJECTED_SHOWN].astype("string").fillna("")
    print_rejected_rows(list(shown.itertuples(index=False, name=None)), len(run.rejected))


def print_notes(warnings: Sequence[str]) -> None:
    """Say on stderr what to look at twice."""
    for line in warnings[:REJECTED_SHOWN]:
        typer.echo(f"note: {line}", err=True)
    if len(warnings) > REJECTED_SHOWN:
        typer.echo(f"note: … and {len(warnings) - REJECTED_SHOWN:,} more", err=True)


def print_rejected_rows(rows: Sequence[tuple[str, object, str]], n: int) -> None:
    """Say on stderr that `n` inputs were left out, and why the first ones were: input, row, reason."""
    if not n:
        return
    typer.echo(f"{n:,} rejected (all in rejected.csv):", err=True)
    for name, row, reason in rows[:REJECTED_SHOWN]:
        typer.echo(f"  {name}{f', row {row}' if row else ''}: {reason}", err=True)


def _verdicts(leading: pd.DataFrame) -> dict[str, str]:
    """What leads each article, with its probability; the probability is never cut off."""
    verdicts: dict[str, str] = {}
    for group, rows in leading.groupby("group", sort=False):
        verdict = str(rows["verdict"].iloc[0])
        found = rows[rows["category"] == verdict]["posterior"]
        name = _fit(verdict, FRAME_WIDTH - len(" (P 1.00)"))
        verdicts[str(group)] = f"{name} (P {found.iloc[0]:.2f})" if len(found) else verdict
    return verdicts


def _main_tone(run: Run) -> tuple[str, str]:
    """The measure of tone to show, and its instrument: the first of the run."""
    from framing.statistics.parts import tone_columns

    tones = tone_columns(run)
    return (str(tones["column"].iloc[0]), str(tones["instrument"].iloc[0])) if len(tones) else ("", "")


def _with_interval(value: float, low: float, high: float) -> str:
    if math.isnan(value):
        return "silent"
    return _signed(value) + ("" if math.isnan(low) else f" [{_signed(low)}, {_signed(high)}]")


def _signed(value: float) -> str:
    """With a plain hyphen for minus, which every terminal has: a lost sign would be a wrong number."""
    text = f"{value:+.2f}"
    return "0.00" if text in {"+0.00", "-0.00"} else text
