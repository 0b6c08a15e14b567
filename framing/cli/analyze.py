"""`framing analyze`, `score` and `report`: from articles to a run, figures and a page."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from framing.cli import app, corpus, options

if TYPE_CHECKING:
    from framing.preprocessing.readers import Articles
    from framing.run import Run
    from framing.scoring import Options


@app.command()
def analyze(  # one argument an option
    paths: options.Paths,
    output: options.Out,
    dates: options.DateOrder = "refuse",
    paragraphs: options.Layout = "auto",
    encoding: options.Encoding = None,
    column: options.Column = None,
    max_characters: options.MaxCharacters = 1_000_000,
    instrument: options.Instruments = None,
    codebook: options.Codebooks = None,
    names: options.Names = "actors",
    net_of: options.NetOf = "frames",
    any_language: options.AnyLanguage = False,  # a flag
    max_seconds: options.MaxSeconds = 60.0,
    without_tone_word: options.WithoutToneWords = None,
    style: options.FigureStyle = "paper",
    no_text: options.NoText = False,  # a flag
) -> None:
    """Read articles, score them, and write the run, figures, tables and report.html: the main job."""
    from framing.cli.lean import import_scipy
    from framing.output import replacing
    from framing.reporting import write_report_into

    run = _scored(
        paths,
        output,
        dates=dates,
        layout=paragraphs,
        encoding=encoding,
        column=column,
        max_characters=max_characters,
        instruments=instrument,
        codebooks=codebook,
        names=names,
        net_of=net_of,
        any_language=any_language,
        max_seconds=max_seconds,
        without_tone_words=without_tone_word or [],
        over_run=not no_text,
    )
    import_scipy()
    with replacing(output, over_run=not no_text) as folder:
        if not no_text:
            (folder / "run").mkdir()
            run.write(folder / "run")
        write_report_into(run, folder, text=not no_text, style=style)
    _tell(run)
    typer.echo(f"report: {output / 'report.html'}")


@app.command()
def score(  # one argument an option
    paths: options.Paths,
    output: corpus.Out,
    dates: options.DateOrder = "refuse",
    paragraphs: options.Layout = "auto",
    encoding: options.Encoding = None,
    column: options.Column = None,
    max_characters: options.MaxCharacters = 1_000_000,
    instrument: options.Instruments = None,
    codebook: options.Codebooks = None,
    names: options.Names = "actors",
    net_of: options.NetOf = "frames",
    any_language: options.AnyLanguage = False,  # a flag
    max_seconds: options.MaxSeconds = 60.0,
    without_tone_word: options.WithoutToneWords = None,
    jobs: corpus.Jobs = 1,
    resume: corpus.Resume = False,  # a flag
    evidence: corpus.Evidence = "hits",
    cluster: corpus.Cluster = None,
) -> None:
    """Read articles, score them, and write the run: tables in Parquet and CSV; corpora of any size."""
    from framing.cli.lean import import_nltk
    from framing.corpus import Job
    from framing.preprocessing.readers import check_options

    reading = check_options(
        date_order=dates,
        layout=paragraphs,
        encoding=encoding,
        columns=options.columns(column or []),
        max_characters=max_characters,
        max_seconds=max_seconds,
    )
    chosen = options.scoring(
        instruments=instrument,
        codebooks=codebook,
        names=names,
        net_of=net_of,
        any_language=any_language,
        max_seconds=max_seconds,
        without_tone_words=without_tone_word or [],
    )
    job = Job(
        paths,
        Path(output),
        replace(chosen, evidence=evidence),
        reading,
        jobs=jobs,
        resume=resume,
        command=_command(),
        prepare=import_nltk,
    )
    corpus.score_to(job, output, cluster)


@app.command()
def report(
    run: options.RunFolder,
    output: options.Out,
    coded: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Hand-coded texts, as `framing evaluate` takes them: their figures in the methods.",
        ),
    ] = None,
    style: options.FigureStyle = "paper",
    no_text: options.NoText = False,  # a flag
) -> None:
    """Write figures, tables, report.html and the paper kit of a run."""
    from framing.cli.lean import import_nltk, import_scipy
    from framing.reporting import write_report
    from framing.statistics import evaluate

    import_nltk()
    import_scipy()
    loaded = options.load_run(run)
    evaluation = None if coded is None else evaluate(loaded, coded)
    write_report(loaded, output, evaluation=evaluation, style=style, text=not no_text)
    typer.echo(f"report: {output / 'report.html'}")


def _scored(
    paths: list[str],
    output: Path,
    *,
    instruments: list[str] | None,
    codebooks: list[str] | None,
    names: str,
    net_of: str,
    any_language: bool,
    max_seconds: float,
    without_tone_words: list[str],
    over_run: bool,
    **reading: Any,
) -> Run:
    """Look at the output first, then read and score; a fault in the options costs no time."""
    from framing.cli.lean import import_nltk
    from framing.output import check_target

    check_target(output, over_run=over_run)
    import_nltk()
    chosen = options.scoring(
        instruments=instruments,
        codebooks=codebooks,
        names=names,
        net_of=net_of,
        any_language=any_language,
        max_seconds=max_seconds,
        without_tone_words=without_tone_words,
    )
    return _score(options.read(paths, max_seconds=max_seconds, **reading), chosen, output)


def _score(articles: Articles, chosen: Options, output: Path) -> Run:
    from framing.cli.progress import progress
    from framing.scoring import score as score_articles

    with corpus.rejected_kept(output), progress(len(articles), "scoring") as step:
        return score_articles(articles, options=chosen, command=_command(), progress=step)


def _command() -> str:
    return "framing " + " ".join(sys.argv[1:])


def _tell(run: Run) -> None:
    from framing.cli.summary import print_rejected, print_summary

    print_summary(run)
    print_rejected(run)
