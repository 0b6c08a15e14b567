"""`framing compare`: by how much groups of articles differ, how sure that is, and in which words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from framing.cli import app, options
from framing.errors import FramingError

if TYPE_CHECKING:
    from framing.statistics.declaration import Declaration

#: What stands where nothing is said, neither here nor in a declaration.
_USUAL = {
    "reference": None,
    "target": "both",
    "voice": "all",
    "kind": "body",
    "min_words": 0,
    "adjust": "holm",
    "duplicates": "once",
    "seed": 0,
}


@app.command()
def compare(
    run: options.RunFolder,
    by: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN", help="Column of metadata, article, date:month (year … day), or date<2024-11-13."
        ),
    ] = None,
    reference: Annotated[
        str | None,
        typer.Option(
            metavar="VALUE", help="Group that the others are compared with. Default: each with the rest."
        ),
    ] = None,
    declared: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="TOML file of what was declared before looking; fills the options."
        ),
    ] = None,
    target: Annotated[
        Literal["both", "texts", "articles"] | None,
        typer.Option(help="Speak of these texts, of the population of articles, or of both."),
    ] = None,
    voice: Annotated[
        Literal["all", "author", "quoted"] | None, typer.Option(help="Whose words are read.")
    ] = None,
    kind: Annotated[
        Literal["body", "title", "heading", "all"] | None, typer.Option(help="Which paragraphs are read.")
    ] = None,
    min_words: Annotated[
        int | None, typer.Option(help="Articles with fewer words are left out.", min=0)
    ] = None,
    measure: Annotated[
        list[str] | None, typer.Option("--measure", "-m", help="Column of scores; repeat it. Default: all.")
    ] = None,
    adjust: Annotated[
        Literal["holm", "bh", "none"] | None, typer.Option(help="How p is adjusted in the main family.")
    ] = None,
    margin: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN=VALUE",
            help="Difference of a measure below which it is of no interest: an equivalence test; repeat it. "
            "A bare number goes for all measures if they share a unit.",
        ),
    ] = None,
    duplicates: Annotated[
        Literal["once", "all"] | None, typer.Option(help="Count texts that repeat another once, or all.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of bootstrap and permutation.", min=0)] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Folder for tables, figures and report.html."),
    ] = None,
    style: options.FigureStyle = "paper",
    no_text: options.NoText = False,
) -> None:
    """Compare groups of articles: differences with intervals, adjusted p, verdicts, and the words behind them."""
    from framing.output import check_target, replacing
    from framing.reporting.comparison import make_comparison
    from framing.statistics import read_declaration

    given = {
        "by": by,
        "reference": reference,
        "target": {"texts": "these texts", "articles": "the population of articles"}.get(
            target or "", target
        ),
        "voice": voice,
        "kind": kind,
        "min_words": min_words,
        "adjust": adjust,
        "duplicates": duplicates,
        "seed": seed,
    }
    declaration = None if declared is None else read_declaration(declared)
    choices = _choices(given, declaration)
    if output is not None:
        check_target(output)
    loaded = options.load_run(run)
    if no_text:
        from framing.reporting.wordless import wordless

        loaded = wordless(loaded)
    found = make_comparison(
        loaded, declared=declaration, measures=measure or None, margin=_margins(margin or []), **choices
    )
    if output is not None:
        from framing.cli.progress import waiting
        from framing.reporting.comparison_page import write_comparison_into
        from framing.reporting.style import figure_style

        with replacing(output) as folder, waiting("drawing"), figure_style(style):
            saved = write_comparison_into(loaded, found, folder)
    from framing.cli.differences import print_differences, print_words

    print_differences(loaded, found)
    if output is not None:
        print_words(saved)
        typer.echo(f"comparison: {output / 'report.html'}")


def _margins(given: list[str]) -> float | dict[str, float] | None:
    """The margins of an equivalence test: one number for all measures, or one a measure."""
    import math

    from framing.preprocessing.written import written_number

    named: dict[str, float] = {}
    for each in given:
        column, mark, value = each.rpartition("=")
        margin = written_number(value)
        if math.isnan(margin):
            raise FramingError(f"--margin {each}: write COLUMN=VALUE, such as vader_compound=0.1")
        if not mark and len(given) > 1:
            raise FramingError(f"--margin {each}: a bare number goes for all measures and stands alone")
        if not mark:
            return margin
        if column in named:
            raise FramingError(f"--margin {each}: '{column}' has a margin already; give each measure one")
        named[column] = margin
    return named or None


def _choices(given: dict[str, Any], declared: Declaration | None) -> dict[str, Any]:
    """The options of `compare`: as given, else as declared, else the usual ones."""
    made = {}
    for name, value in given.items():
        usual = getattr(declared, name) if declared is not None else _USUAL.get(name)
        made[name] = usual if value is None else None if (name, value) == ("kind", "all") else value
    if made["by"] is None:
        raise FramingError("--by: name a column of metadata, such as outlet, or give --declared FILE")
    if made["by"] == "article" and declared is None and given["target"] is None:
        made["target"] = "these texts"  # of one article nothing can be said of others
    return made
