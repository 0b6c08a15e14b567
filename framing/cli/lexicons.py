"""`framing lexicons`: what ships with framing, and what a codebook holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from framing.cli import app

if TYPE_CHECKING:
    from framing.lexicon.codebook import Codebook


@app.command()
def lexicons(
    name: Annotated[
        str | None,
        typer.Argument(help="Name of a shipped codebook, or path of one of your own.", show_default=False),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Only check it; say nothing but what is wrong.")
    ] = False,  # a flag
) -> None:
    """List the codebooks and instruments, or the patterns of one codebook with its source."""
    from framing.lexicon.codebook import read_codebook

    if name is None:
        _list()
        return
    codebook = read_codebook(name)
    if check:
        patterns = sum(entry.variant_of is None for entry in codebook.entries)
        labels = len(codebook.labels)
        typer.echo(
            f"{codebook.name}: {patterns} pattern{'s' * (patterns != 1)} in {labels} label{'s' * (labels != 1)}, "
            "no fault found"
        )
        return
    _print(codebook)


def _list() -> None:
    from framing.library import folder, names, read_source
    from framing.scoring import catalogue

    typer.echo("Instruments (framing score -i NAME):")
    for name in catalogue.names():
        source = catalogue.instrument(name).source
        mark = "*" if name in catalogue.DEFAULT else " "
        typer.echo(f" {mark} {name:<16} {source.title} ({source.version})")
    typer.echo("   * used unless told otherwise\n\nOther resources:")
    for name in names():
        if name not in catalogue.names():
            typer.echo(f"   {name:<16} {read_source(folder(name))['title']}")


def _print(codebook: Codebook) -> None:
    source = codebook.source
    typer.echo(f"{source.title}, version {source.version} ({source.licence or 'licence not given'})")
    if source.citation:
        typer.echo(source.citation)
    for label in codebook.labels:
        entries = [entry for entry in codebook.entries if entry.label == label.name]
        listed = [entry for entry in entries if entry.variant_of is None]
        base = codebook.baseline.get(label.name)
        usual = f"; usually {100 * base.n / base.n_words:.2f} per 100 words" if base else ""
        typer.echo(f"\n{label.letter}  {label.name}: {len(listed)} patterns{usual}")
        if label.definition:
            typer.echo(f"   {label.definition}")
        for entry in listed:
            spellings = [other.pattern for other in entries if other.variant_of == entry.pattern]
            more = [f"also {', '.join(spellings)}"] if spellings else []
            more += [f"weight {entry.weight:g}"] if entry.weight != 1 else []
            more += [entry.note] if entry.note else []
            typer.echo(f"   {entry.pattern}" + (f"   ({'; '.join(more)})" if more else ""))
