"""`framing verify`: a run made again, and what differs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from framing.cli import app, options

#: Differences printed; the rest is counted.
_SHOWN = 40


@app.command()
def verify(
    run: options.RunFolder,
    inputs: Annotated[
        Path | None,
        typer.Option(
            "--inputs", "-i", metavar="DIR", help="Folder that holds what was read, or that was current then."
        ),
    ] = None,
    codebook: Annotated[
        list[str] | None,
        typer.Option("--codebook", "-c", help="Where a codebook or model of your own lies now; repeat it."),
    ] = None,
) -> None:
    """Make a run again from its manifest: exit 0 if every file is the same bytes, else 1 and what differs."""
    from framing.cli.lean import import_nltk
    from framing.cli.progress import waiting
    from framing.verification import verify as make_again

    import_nltk()
    with waiting("scoring again"):
        found = make_again(options.run_folder(run), inputs=inputs, instruments=codebook or ())
    lines = str(found).splitlines()
    for line in lines[: _SHOWN + 1]:
        typer.echo(line)
    if (more := len(lines) - 1 - _SHOWN) > 0:
        typer.echo(f"  … and {more:,} more; fr.verify gives all")
    if not found.same:
        raise typer.Exit(1)
