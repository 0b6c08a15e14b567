"""`framing evaluate`: a run's instruments against hand-coded texts, and a gate for a project's own checks."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from framing.cli import app, options
from framing.errors import FramingError

if TYPE_CHECKING:
    import pandas as pd

    from framing.statistics.evaluation import Evaluation

_UNMATCHED_SHOWN = 10
_FRAME_COLUMNS = {
    "precision": "prec.",
    "recall": "recall",
    "f1": "F1",
    "auc": "AUC",
    "accuracy": "acc.",
    "alpha": "α",
}
#: Behind an instrument's name in the tables.
_MARKS = {"*": "trained on some of these texts", "?": "not known whether it was trained on these texts"}
_TONE_COLUMNS = {"r": "r", "rho": "ρ", "mae": "MAE", "slope": "slope", "macro_f1": "F1 (3)"}


@app.command()
def evaluate(
    run: options.RunFolder,
    coded: Annotated[
        Path,
        typer.Argument(
            help="Hand-coded texts: .csv .tsv .jsonl .parquet with article and paragraph, or text; labels or valence.",
            show_default=False,
        ),
    ],
    measure: Annotated[
        list[str] | None,
        typer.Option(
            "--measure",
            "-m",
            help="Column of scores, or instrument; repeat it. Default: all frames and tones.",
        ),
    ] = None,
    unit: Annotated[
        Literal["paragraph", "sentence", "article"] | None,
        typer.Option(help="What the coded texts are; found by itself if not given."),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=NAME",
            help="Which column holds a field (article, paragraph, text, labels, tone, coder …), e.g. labels=frame.",
        ),
    ] = None,
    scale: Annotated[
        tuple[float, float] | None,
        typer.Option(
            metavar="LOW HIGH", help="Lowest and highest code of tone that there could be, e.g. -3 3."
        ),
    ] = None,
    band: Annotated[
        float,
        typer.Option(help="How far around neutral a score is neutral in the three classes; below 1.", min=0),
    ] = 0.05,
    seed: Annotated[int, typer.Option(help="Seed of the intervals.", min=0)] = 0,
    floor: Annotated[
        Path | None,
        typer.Option(help="TOML file of figures that must be reached; exit code 1 if one is not."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Folder for tables and figures; an earlier output is replaced."),
    ] = None,
) -> None:
    """Compare what a run's instruments say with what people coded, with intervals by article."""
    from framing.output import check_target, replacing
    from framing.statistics import evaluate as compare
    from framing.statistics.floors import failed_floors

    floors = None if floor is None else _read_floors(floor)
    if output is not None:
        check_target(output)
    found = compare(
        options.load_run(run), coded, measures=measure, unit=unit, columns=options.columns(column or []),
        scale=scale, band=band, seed=seed,
    )  # fmt: skip
    failed = [] if floors is None else failed_floors(found, floors, origin=str(floor))
    if output is not None:
        from framing.reporting.evaluation import write_evaluation_into

        with replacing(output) as folder:
            write_evaluation_into(found, folder)
    _tell(found)
    if output is not None:
        typer.echo(f"evaluation: {output}")
    for line in failed:
        typer.echo(f"below the floor: {line}", err=True)
    if failed:
        raise typer.Exit(1)
    if floors is not None:
        n = len(floors["floor"])
        typer.echo(f"the floor of {floor} is reached" if n == 1 else f"all {n} floors of {floor} are reached")


def _read_floors(path: Path) -> dict[str, Any]:
    from framing.statistics.floors import check_floors

    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise FramingError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or error})") from None
    except tomllib.TOMLDecodeError as error:
        raise FramingError(f"{path}: not TOML ({error})") from None
    check_floors(table, origin=str(path))
    return table


def _tell(found: Evaluation) -> None:
    facts, figures = found.facts, found.figures
    typer.echo(
        f"{facts['n_matched']:,} of {facts['n_rows']:,} coded rows matched to {len(found.texts):,} {facts['unit']}s; "
        f"{facts['coded']} has sha256 {facts['sha256']}"
    )
    frames = figures.loc[figures["kind"] == "frame"]
    for (rule, rows), some in frames.groupby(["rule", "rows"], sort=False):
        others = "" if rows == "all" else f", {rows}"
        _print(
            some.assign(name=some["instrument"] + " " + some["label"]),
            f"frames: {rule}{others}",
            _FRAME_COLUMNS,
            "f1",
        )
    for which, some in figures.loc[figures["kind"] == "tone"].groupby("rows", sort=False):
        _print(some.assign(name=some["measure"]), f"tone: {which!s}", _TONE_COLUMNS, "r")
    coders = figures.loc[figures["kind"] == "coders"]
    for row in coders.to_dict("records"):
        about = ", ".join(filter(None, (row["label"], row["rule"])))
        typer.echo(
            f"coders, {about}: {'α' if row['statistic'] == 'alpha' else 'r'} {_interval(row)} ({row['n']:,} texts)"
        )
    for warning in found.warnings:
        typer.echo(f"warning: {warning}", err=True)
    for note in found.notes:
        typer.echo(f"note: {note}", err=True)
    _tell_unmatched(found.unmatched)


def _print(rows: pd.DataFrame, title: str, columns: dict[str, str], main: str) -> None:
    """One line a figure's name, the main statistic with its interval."""
    if rows.empty:
        return
    import pandas as pd
    from rich import box
    from rich.table import Table

    from framing.cli.summary import print_table

    shown = {name: head for name, head in columns.items() if name in set(rows["statistic"])}
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(title, overflow="fold")
    for head in (*shown.values(), "n"):
        table.add_column(head, justify="right", no_wrap=True)
    marks = set()
    for name, some in rows.groupby("name", sort=False):
        figures = {row["statistic"]: row for row in some.to_dict("records")}
        cells = [
            ""
            if key not in figures
            else _interval(figures[key])
            if key == main
            else _number(figures[key]["value"])
            for key in shown
        ]
        seen: Any = some["n_seen"].iloc[0]
        if any(cells):
            mark = "?" if pd.isna(seen) else "*" if seen else ""
            marks.add(mark)
            table.add_row(f"{name} {mark}".rstrip(), *cells, f"{int(some['n'].iloc[0]):,}")
    print_table(table)
    for mark, words in _MARKS.items():
        if mark in marks:
            typer.echo(f" {mark} {words}")


def _tell_unmatched(unmatched: pd.DataFrame) -> None:
    if unmatched.empty:
        return
    are = "row is" if len(unmatched) == 1 else "rows are"
    typer.echo(f"{len(unmatched):,} coded {are} in no figure:", err=True)
    for row in unmatched.head(_UNMATCHED_SHOWN).to_dict("records"):
        typer.echo(f"  row {row['row']} ({str(row['text'])[:40]}): {row['reason']}", err=True)
    if len(unmatched) > _UNMATCHED_SHOWN:
        typer.echo(
            f"  … and {len(unmatched) - _UNMATCHED_SHOWN:,} more (-o DIR lists all in unmatched.csv)",
            err=True,
        )


def _interval(row: dict[Any, Any]) -> str:
    ends = "" if math.isnan(row["low"]) else f" [{_number(row['low'])}, {_number(row['high'])}]"
    return _number(row["value"]) + ends


def _number(value: float) -> str:
    return "–" if math.isnan(value) else f"{round(value, 2) + 0:.2f}".replace("-", "−")  # + 0: no −0.00
