"""What `framing score` needs beyond reading and scoring in memory: jobs, resume, a bar, and what is printed."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from framing.cli.summary import (
    REJECTED_SHOWN,
    print_notes,
    print_rejected,
    print_rejected_rows,
    print_summary,
)
from framing.errors import NoArticlesError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from framing.corpus import Job, Outcome

Jobs = Annotated[int, typer.Option("--jobs", "-j", help="Processes that score at the same time.", min=1)]
Resume = Annotated[
    bool, typer.Option("--resume", help="Go on with an interrupted run of the same inputs and settings.")
]
Evidence = Annotated[
    Literal["hits", "none"],
    typer.Option(help="'none' leaves out where each hit stands: for corpora whose evidence nobody reads."),
]
Cluster = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="Score on a Dask cluster: its scheduler's address, or 'local'."),
]
Out = Annotated[
    str,
    typer.Option("--output", "-o", help="Folder to write, or a URL (s3://…); an earlier output is replaced."),
]

#: Articles up to which a run is summarised on screen; that of a larger one is `framing report`'s work.
SUMMARISED = 200


def score_to(job: Job, output: str, cluster: str | None) -> None:
    """Do a job, on a cluster if one is named, and print what came of it."""
    from framing.corpus import score_corpus
    from framing.preprocessing.streams import is_url

    with _bar() as step:
        job = replace(job, progress=step, scoring=_on(cluster, job.jobs))
        if is_url(output):
            from framing.corpus.remote import score_to_url

            outcome = score_to_url(job, output)
        else:
            with rejected_kept(job.output):
                outcome = score_corpus(job)
    for line in outcome.notes:
        typer.echo(f"note: {line}", err=True)
    _tell(outcome, None if is_url(output) else job.output)
    typer.echo(f"run: {output}")


def _on(cluster: str | None, jobs: int) -> Any:
    """Where batches are scored; None: on this machine."""
    if cluster is None:
        return None
    from functools import partial

    from framing.corpus.cluster import check_address, on_cluster

    check_address(cluster)
    return partial(on_cluster, address=cluster, jobs=jobs)


@contextlib.contextmanager
def rejected_kept(output: Path) -> Iterator[None]:
    """Where no article is left, rejected.csv says why: in the output's folder, or beside it if more stands there."""
    from framing.output import replacing, write_csv
    from framing.tables import rejected_frame

    try:
        yield
    except NoArticlesError as error:
        is_free = not output.is_dir() or {each.name for each in output.iterdir()} <= {"rejected.csv"}
        place = output if is_free else output.with_name(f"{output.name}-rejected")
        with replacing(place) as folder:
            write_csv(rejected_frame(error.rejected), folder / "rejected.csv")
        if is_free:
            raise
        told = f"{error}; all in {place / 'rejected.csv'}, and {output} stays as it was"
        raise NoArticlesError(told, error.rejected) from None


@contextlib.contextmanager
def _bar() -> Iterator[Callable[[int, float], object]]:
    """Give a function that is told how many articles were scored, and how much of the input is read (0 to 1)."""
    if not sys.stderr.isatty():
        yield lambda _n, _share: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("scoring"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[articles]:,} articles, {task.fields[pace]:,.0f}/s"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0, articles=0, pace=0.0)
        scored = 0

        def step(n: int, share: float) -> None:
            nonlocal scored
            scored += n
            seconds = bar.tasks[0].elapsed or 1.0
            bar.update(task, completed=share, articles=scored, pace=scored / seconds)

        yield step


def _tell(outcome: Outcome, folder: Path | None) -> None:
    if outcome.state == "finished before":
        typer.echo("finished before; nothing was changed")
        return
    if folder is not None and outcome.rows["articles"] <= SUMMARISED:
        from framing.run import load

        run = load(folder)
        print_summary(run)
        print_rejected(run)
        return
    counts = (("articles", "articles"), ("paragraphs", "paragraphs"), ("evidence", "pieces of evidence"))
    typer.echo(", ".join(f"{outcome.rows[table]:,} {name}" for table, name in counts))
    print_notes(outcome.warnings)
    shown = sorted(outcome.rejected, key=lambda each: (each.input, each.row or 0))[:REJECTED_SHOWN]
    print_rejected_rows([(each.input, each.row, each.reason) for each in shown], len(outcome.rejected))
