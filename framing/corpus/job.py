"""One job from paths to a run on disk: read in batches, score them anywhere, put the parts together.

Memory holds some batches, never all articles or rows; what grows with the corpus is one id for each article, and the
rows of rejected.csv.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Literal

from framing.corpus import working
from framing.corpus.merging import write_run
from framing.corpus.parts import Part, read_part, write_part
from framing.corpus.pool import in_processes
from framing.corpus.work import Batch, Setup, in_this_process
from framing.errors import InputError, OutputError, Stopped
from framing.memory import give_back
from framing.model import Article, Rejected
from framing.output import check_target, replacing
from framing.preprocessing.draft import Options as Reading
from framing.preprocessing.files import File, Paths, find_files, told_paths
from framing.preprocessing.readers import Admitted, admit, digests, guess_notes
from framing.preprocessing.streams import Meter, state
from framing.preprocessing.vocabulary import forget
from framing.run import check_files, read_manifest
from framing.scoring import BATCH, Options, batches
from framing.scoring.scorer import Scorer, nothing_scored
from framing.tables import table_types

#: Version of the parts; those of another one are not gone on with.
FORMAT = 1

#: Takes the setup, the batches that are still to do, and what keeps a part; returns when all are done.
Scoring = Callable[[Setup, Iterator[Batch], Callable[[int, dict[str, bytes]], None]], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job.

    Attributes
    ----------
    state
        "written", or "finished before" where nothing was left to do
    rows
        table → number of rows
    rejected, warnings
        as in the run
    notes
        what the user should know of how the job went
    """

    state: Literal["written", "finished before"]
    rows: dict[str, int] = field(default_factory=dict)
    rejected: tuple[Rejected, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done.

    Attributes
    ----------
    paths, reading
        what is read, and how
    options
        how it is scored
    output
        the run's folder
    jobs
        worker processes; 1 scores in this process
    letters
        a batch of articles ends where it has so many; no number depends on it
    resume
        whether to go on with an interrupted run of the same inputs and settings
    command
        what the manifest records
    prepare
        see `Setup`
    scoring
        where batches are scored; None: on this machine
    progress
        called with the number of articles of each batch that is done, and the share of the input that is read
    """

    paths: Paths
    output: Path
    options: Options = field(default_factory=Options)
    reading: Reading = field(default_factory=Reading)
    jobs: int = 1
    letters: int = BATCH
    resume: bool = False
    command: str | None = None
    prepare: Callable[[], object] | None = None
    scoring: Scoring | None = None
    progress: Callable[[int, float], object] | None = None


def score_corpus(job: Job) -> Outcome:
    """Read, score and write; what is done when the job is interrupted is kept for `resume`.

    Raises
    ------
    NoArticlesError
        if there was no article to score.
    OutputError
        if the output cannot be written, or what was begun cannot be gone on with.
    Stopped
        after Ctrl-C.
    """
    check_target(job.output, over_run=True)
    files = find_files(job.paths)
    before = file_states(files)
    inputs = dict(digests(files))
    if job.prepare is not None:
        job.prepare()
    scorer = Scorer(job.options)
    wanted = working.identity(
        scorer.manifest([], inputs=inputs, command=None),
        reading=job.reading.plain(),
        parts={"format": FORMAT, "letters": job.letters},
    )
    folder = working.working_folder(job.output)
    if job.resume and not folder.exists() and (job.output / "manifest.json").is_file():
        working.check_same(
            working.identity(dict(read_manifest(job.output))),
            {key: value for key, value in wanted.items() if key not in ("reading", "parts")},
            job.output,
        )
        check_files(job.output)
        return Outcome("finished before")
    with working.locked(folder):
        notes = _prepared(folder, wanted, job)
        return _scored(job, files, before, folder, scorer, inputs, notes)


def _prepared(folder: Path, wanted: dict[str, Any], job: Job) -> tuple[str, ...]:
    """Make the working folder ready; what the user should know of it."""
    if job.resume:
        found = working.read_state(folder)
        if found is not None:
            working.check_same(found, wanted, folder)
            working.sweep(folder)
            return ()
        working.begin(folder, wanted)
        return ()
    left = (folder / "state.json").exists()
    working.begin(folder, wanted)
    return (
        ("what an interrupted run had left was replaced; with --resume it would have gone on",)
        if left
        else ()
    )


def _scored(  # what was found out so far
    job: Job,
    files: Sequence[File | Rejected],
    before: dict[str, tuple[int, str]],
    folder: Path,
    scorer: Scorer,
    inputs: dict[str, str],
    notes: tuple[str, ...],
) -> Outcome:
    read = _Read(files, job)
    done: dict[int, Part] = {}
    sizes: dict[int, int] = {}

    def missing() -> Iterator[Batch]:
        for batch in read.batches():
            part = read_part(folder, batch.number) if job.resume else None
            sizes[batch.number] = len(batch.articles)
            if part is None:
                yield batch
            else:
                finished(batch.number, part)

    def finished(number: int, part: Part | None) -> None:
        if part is None:
            raise OutputError(f"{folder}: what was written there cannot be read; is the disk full?")
        done[number] = part
        if job.progress is not None:
            job.progress(sizes.pop(number), read.share)

    def keep(number: int, packed: dict[str, bytes]) -> None:
        write_part(folder, number, packed)
        finished(number, read_part(folder, number))

    setup = Setup(job.options, job.prepare)
    alone = partial(in_this_process, scorer=scorer)
    scoring = job.scoring or (alone if job.jobs == 1 else partial(in_processes, jobs=job.jobs))
    try:
        scoring(setup, missing(), keep)
        _check_unchanged(files, before)
        outcome = _written(job, read, [done[number] for number in sorted(done)], folder, scorer, inputs)
    except KeyboardInterrupt:
        raise Stopped(
            f"stopped; {len(done)} batch{'es' * (len(done) != 1)} of articles kept; "
            "the same command with --resume goes on"
        ) from None
    except OSError as error:
        raise OutputError(
            f"{folder}: cannot be written ({error.strerror or error}); --resume goes on"
        ) from error
    shutil.rmtree(folder, ignore_errors=True)
    return Outcome(outcome.state, outcome.rows, outcome.rejected, outcome.warnings, notes)


def _written(
    job: Job,
    read: _Read,
    parts: Sequence[Part],
    folder: Path,
    scorer: Scorer,
    inputs: dict[str, str],
) -> Outcome:
    """Put the parts together and the run in its place."""
    forget()  # no word is read any more, and tables take memory of their own
    give_back()
    everything = [*read.rejected, *(each for part in parts for each in part.rejected)]
    warnings = [*guess_notes(read.encodings), *(each for part in parts for each in part.warnings)]
    if not any(part.rows for part in parts):
        shutil.rmtree(folder, ignore_errors=True)
        raise nothing_scored(everything)
    measures = scorer.measures()
    with replacing(job.output, inside=folder, over_run=True) as fresh:
        write_run(
            parts,
            fresh,
            types=table_types(each for each, _, _ in measures),
            measures=measures,
            rejected=read.rejected,
            manifest=scorer.manifest(
                warnings,
                inputs=inputs,
                command=job.command,
                reading=told_paths(job.paths) | job.reading.plain(),
            ),
            terms=scorer.terms(),
            jobs=job.jobs,
        )
    rows: dict[str, int] = {}
    for part in parts:
        for name, n in part.rows.items():
            rows[name] = rows.get(name, 0) + n
    return Outcome("written", rows, tuple(everything), tuple(warnings))


def _check_unchanged(files: Sequence[File | Rejected], before: dict[str, tuple[int, str]]) -> None:
    if file_states(files) != before:
        raise InputError("an input changed while it was read; score the articles again")


class _Read:
    """The articles of the files in numbered batches; which article is in which depends on the input alone."""

    def __init__(self, files: Sequence[File | Rejected], job: Job) -> None:
        self.rejected: list[Rejected] = []
        self.encodings: dict[str, str] = {}
        self._files, self._reading, self._letters = files, job.reading, job.letters
        self._meter = Meter()
        self._size = sum(size for size, _ in file_states(files).values()) or 1

    @property
    def share(self) -> float:
        """How much of the input is read, from 0 to 1."""
        return min(1.0, self._meter.n_bytes / self._size)

    def batches(self) -> Iterator[Batch]:
        for number, batch in enumerate(batches(self._articles(), self._letters)):
            yield Batch(number, tuple(batch))

    def _articles(self) -> Iterator[Article]:
        for one in admit(self._files, self._reading, self._meter):
            if isinstance(one, Admitted):
                if one.encoding:
                    self.encodings[one.article.input] = one.encoding
                yield one.article
            else:
                self.rejected.append(one)


def file_states(files: Sequence[File | Rejected]) -> dict[str, tuple[int, str]]:
    """Size and time of change of each file."""
    found = {}
    for file in files:
        if isinstance(file, File):
            with contextlib.suppress(OSError):
                found[file.input] = state(file.path)
    return found
