"""`framing train`: an instrument from hand-coded texts, with its validation report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from framing.cli import app


@app.command()
def train(
    coded: Annotated[
        Path,
        typer.Argument(help="Hand-coded texts: .csv .tsv .jsonl .parquet with text, labels, article, coder."),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", help="File of the model; its report goes into the folder FILE.report."
        ),
    ],
    codebook: Annotated[
        str | None, typer.Option("--codebook", "-c", help="Codebook of the coders: other labels are refused.")
    ] = None,
    instrument: Annotated[
        list[str] | None,
        typer.Option(
            "--instrument",
            "-i",
            help="Instrument whose readings are features; repeat it. Default: the usual.",
        ),
    ] = None,
    embeddings: Annotated[
        str | None,
        typer.Option(help="Folder or hub name of a sentence-transformers model, for further features."),
    ] = None,
    cache: Annotated[
        Path | None, typer.Option(help="Folder for the vectors of texts already embedded.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="Name of the model as an instrument; default: the file's name.")
    ] = None,
    licence: Annotated[
        str, typer.Option(help="Licence of the coded texts, for the model's source.toml.")
    ] = "",
    folds: Annotated[int, typer.Option(help="Folds of the validation.", min=2)] = 5,
    seed: Annotated[int, typer.Option(help="Seed of folds and intervals.", min=0, max=2**32 - 1)] = 0,
) -> None:
    """Train an instrument on hand-coded texts, and validate it on articles that it has not seen."""
    from framing.classifier.storage import check_place
    from framing.reporting.training import write_training_into
    from framing.scoring.trained import FEATURES
    from framing.scoring.trained import train as train_instrument

    check_place(output)
    trained = train_instrument(
        coded,
        codebook=codebook,
        instruments=instrument or FEATURES,
        embeddings=embeddings,
        cache=cache,
        name=name or output.stem,
        folds=folds,
        seed=seed,
        licence=licence,
    )
    trained.save(output, also=lambda folder: write_training_into(trained.report, trained.card, folder))
    typer.echo(trained.report.text(), nl=False)
    typer.echo(f"model: {output}\nreport: {output}.report\nuse it: framing score PATH -o RUN -i {output}")
