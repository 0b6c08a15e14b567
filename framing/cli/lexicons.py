"""`framing lexicons`: what ships with framing, what a codebook holds, and whether its terms can be trusted."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from framing.cli import app, options
from framing.errors import FramingError

if TYPE_CHECKING:
    import pandas as pd

    from framing.lexicon.codebook import Codebook
    from framing.statistics.audit import Audit, CodebookComparison

#: Terms that the terminal names.
_SHOWN = 10


class _Named(TyperGroup):
    """A group whose first word may be a codebook's name: then it is shown."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read `framing lexicons [NAME]` as `framing lexicons show [NAME]`."""
        known = {*self.commands, "--help"}
        return list(super().parse_args(ctx, args if args and args[0] in known else ["show", *args]))


lexicons = typer.Typer(
    name="lexicons",
    cls=_Named,
    help="List the codebooks and instruments; with a NAME the patterns of one codebook; or audit one on a run.",
    rich_markup_mode=None,
)
app.add_typer(lexicons)


@lexicons.command()
def show(
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


@lexicons.command()
def audit(
    name: Annotated[
        str,
        typer.Argument(
            help="Name of a codebook that the run was scored with, or its path.", show_default=False
        ),
    ],
    run: Annotated[Path, typer.Option(help="Folder of a run, or of a report with its run inside.")],
    other: Annotated[
        str | None,
        typer.Argument(help="A second one of the same run, to compare the two.", show_default=False),
    ] = None,
    judged: Annotated[
        Path | None, typer.Option(help="Sheet of contexts (CSV) with its column fits filled in.")
    ] = None,
    coded: Annotated[
        Path | None, typer.Option(help="Hand-coded texts, as framing evaluate takes them.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Seed of the random contexts. Default: 0.", min=0, show_default=False)
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="Folder for tables and report.html; contexts.csv is the sheet to judge."
        ),
    ] = None,
) -> None:
    """Say what hangs on which terms of a codebook in a run, which never hit, and what to judge by hand.

    With two codebooks: what each covers, where their hits meet, and how often they agree on what leads.
    """
    from framing.output import check_target, replacing
    from framing.statistics import audit as audit_codebook
    from framing.statistics import compare_codebooks
    from framing.statistics.audit import CodebookComparison

    given = {"--judged": judged, "--coded": coded, "--seed": seed}
    if other is not None and (wrong := [option for option, value in given.items() if value is not None]):
        raise FramingError(f"{wrong[0]}: judges the terms of one codebook; leave it out to compare two")

    if output is not None:
        check_target(output)
    loaded = options.load_run(run)
    found = (
        audit_codebook(loaded, name, seed=seed or 0, judged=judged, coded=coded)
        if other is None
        else compare_codebooks(loaded, name, other)
    )
    if output is not None:
        from framing.reporting.audit import write_audit_into

        with replacing(output) as folder:
            write_audit_into(loaded, found, folder)
    if isinstance(found, CodebookComparison):
        _tell_both(found)
    else:
        _tell(found)
    if output is not None:
        typer.echo(f"audit: {output / 'report.html'}")


def _tell(found: Audit) -> None:
    typer.echo(f"{found.codebook}, version {found.version}, sha256 {found.sha256}")
    _tell_coverage(found.coverage)
    moving = found.influence.loc[found.influence["leading_changed"] > 0]
    doubts = {
        "terms that decide which frame leads somewhere": moving["term"],
        "terms that two categories share": found.shared.loc[found.shared["n"] > 0, "term"],
        "forms that the list misses": found.inflections["form"],
    }
    for title, terms in doubts.items():
        named = list(dict.fromkeys(terms.astype(str)))
        if named:
            more = f", … {len(named) - _SHOWN:,} more" if len(named) > _SHOWN else ""
            typer.echo(f"{title}: {', '.join(named[:_SHOWN])}{more}")


def _tell_coverage(coverage: pd.DataFrame) -> None:
    from framing.reporting.words import counted

    order = coverage.sort_values("n", ascending=False, kind="stable") if len(coverage) > _SHOWN else coverage
    for row in order.head(_SHOWN).to_dict("records"):
        typer.echo(
            f"{row['category']}: {row['n']:,} hits; {row['terms_hit']:,} of {row['terms']:,} terms hit; "
            f"{_percent(row['top_ten'])} of the hits come from the top ten"
        )
    if len(coverage) > _SHOWN:
        rest = order.iloc[_SHOWN:]
        more = counted(len(rest), "more category", "more categories")
        typer.echo(f"… {more} with {counted(int(rest['n'].sum()), 'hit')}")


def _tell_both(found: CodebookComparison) -> None:
    """What each covers, where their hits meet, and how often both say that the same leads."""
    for name, rows in found.coverage.groupby("codebook", sort=False):
        typer.echo(str(name))
        _tell_coverage(rows)
    meeting = found.categories.loc[found.categories["n_shared"] > 0].sort_values(
        "n_shared", ascending=False, kind="stable"
    )
    for row in meeting.head(_SHOWN).to_dict("records"):
        typer.echo(
            f"{row['category']} and {row['other_category']}: {row['n_shared']:,} hits of {row['n']:,} "
            f"({_percent(row['share'])}) and {row['n_other_shared']:,} of {row['n_other']:,} "
            f"({_percent(row['other_share'])}) meet"
        )
    if meeting.empty:
        typer.echo("no hit of one meets a hit of the other")
    typer.echo(f"patterns that both list: {len(found.patterns):,}")
    if len(found.leading):
        pairs = found.leading.head(_SHOWN).to_dict("records")
        told = (f"{row['leading']} and {row['other_leading']} {row['n_articles']:,}" for row in pairs)
        typer.echo(f"articles by what leads in one and in the other: {', '.join(told)}")


def _percent(value: float) -> str:
    return "–" if math.isnan(value) else f"{100 * value:.0f} %"


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
