"""`framing robustness`: the declared way of measuring held against every other that makes sense."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from framing.cli import app, options

if TYPE_CHECKING:
    import pandas as pd

#: Questions and contrasts shown; the CSV has all.
_SHOWN = 20
_KEYS = ["question", "group", "reference"]


@app.command()
def robustness(
    run: options.RunFolder,
    by: Annotated[
        str,
        typer.Option(
            metavar="COLUMN", help="Column of metadata, article, date:month (year … day), or date<2024-11-13."
        ),
    ],
    specification: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="TOML file of the main specification and of what is varied."),
    ] = None,
    group: Annotated[str | None, typer.Option(metavar="VALUE", help="One group. Default: each.")] = None,
    reference: Annotated[
        str | None,
        typer.Option(
            metavar="VALUE", help="Group that the others are compared with. Default: each with the rest."
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of bootstrap and permutation.", min=0)] = 0,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder for tables, figures and report.html.")
    ] = None,
) -> None:
    """Ask the same question in every way that makes sense: what share keeps sign and verdict, and what turns it."""
    from framing.cli.progress import waiting
    from framing.output import check_target, replacing
    from framing.statistics import Specification, read_specification, robustness_summary
    from framing.statistics import robustness as vary

    wanted = Specification() if specification is None else read_specification(specification)
    if output is not None:
        check_target(output)
    loaded = options.load_run(run)
    with waiting("trying specifications"):
        table = vary(loaded, wanted, by=by, group=group, reference=reference, seed=seed)
    summary = robustness_summary(table)
    if output is not None:
        from framing.reporting.robustness import write_robustness_into

        with replacing(output) as folder, waiting("drawing"):
            write_robustness_into(loaded, table, summary, wanted, folder, by=by)
    _tell(table, summary)
    if wanted.sha256:
        typer.echo(f"specification: {wanted.path}, sha256 {wanted.sha256}")
    if output is not None:
        typer.echo(f"robustness: {output / 'report.html'}")


def _tell(table: pd.DataFrame, summary: pd.DataFrame) -> None:
    """Print a row a question and contrast: the main specification's verdict, and what the others keep of it."""
    from rich import box
    from rich.table import Table

    from framing.cli.differences import distinct, plain, short
    from framing.cli.summary import print_table

    mains = table.loc[table["main"]].set_index(_KEYS)
    rows = summary.loc[summary["choice"] == "all"].to_dict("records")
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for head in ("question", "group − reference"):
        shown.add_column(head, no_wrap=True)
    for head in ("main one", "n", "sign", "verd."):
        shown.add_column(head, no_wrap=True, justify="left" if head == "main one" else "right")
    names = distinct([row[side] for row in rows[:_SHOWN] for side in ("group", "reference")], 10)
    for row in rows[:_SHOWN]:
        main = mains.loc[tuple(row[key] for key in _KEYS)]
        pair = f"{names[row['group']]} − {names[row['reference']]}"
        shares = (_percent(row["keep_sign"]), _percent(row["keep_verdict"]))
        shown.add_row(
            *map(plain, (short(row["question"], 14), pair)), main["verdict"], f"{row['n']:,}", *shares
        )
    print_table(shown)
    if len(rows) > _SHOWN:
        typer.echo(f"… and {len(rows) - _SHOWN:,} more rows (-o DIR writes all)")
    typer.echo("sign, verd.: share of the n other specifications that keep the main one's sign and verdict")
    if any(0 < row["no_estimate"] < row["n"] for row in rows[:_SHOWN]):
        typer.echo("those without an estimate count in n and the verdict's share, not in the sign's")
    if any(row["n"] and math.isnan(row["keep_verdict"]) for row in rows[:_SHOWN]):
        typer.echo(
            "–: nothing could be tested, or the main one has too few articles and so no verdict to keep"
        )
    for row in rows[:_SHOWN]:
        same = (summary[_KEYS] == [row[key] for key in _KEYS]).all(axis=1) & summary["turns"].fillna(
            value=False
        )
        turned = [f"{each['choice']} {each['value']}" for each in summary.loc[same].to_dict("records")]
        if turned:
            typer.echo(short(f"turns {row['question']} ({row['group']}): {', '.join(turned)}", 160))


def _percent(share: float) -> str:
    return "–" if math.isnan(share) else f"{100 * share:.0f} %"
