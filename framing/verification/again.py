"""A run made again: the inputs found, read and scored as its manifest says."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from glob import has_magic
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.errors import InputError, RunError
from framing.preprocessing.streams import is_url
from framing.verification.moved import find_moved

if TYPE_CHECKING:
    from framing.model import Instrument
    from framing.run import Run


def score_again(
    run: Run, *, inputs: str | os.PathLike[str] | None, instruments: Sequence[str | Instrument]
) -> Run:
    """Read and score what a run was made of, with its settings.

    Raises
    ------
    RunError
        if the run does not say how its articles were read.
    InputError
        if the inputs or an instrument are not there, or an instrument is given that was not used.
    """
    from framing.lexicon.codebook import codebook_name
    from framing.preprocessing.readers import read_articles
    from framing.scoring import Options, score

    reading: dict[str, Any] = dict(run.manifest.get("reading", {}))
    if not reading:
        raise RunError(
            "the run does not say which files it was read from (it was made from articles in memory, or by an earlier "
            "version), so it cannot be made again; score the files with framing score"
        )
    given, names = reading.pop("from"), reading.pop("paths")
    paths = _places(given, names, inputs)
    settings: dict[str, Any] = dict(run.manifest["settings"])
    # Tone net of a chosen codebook names it as columns do, which a moved file does not change.
    chosen = {codebook_name(Path(name)) for name in settings["instruments"]}
    paths_of = [name for name in ("names", "net_of") if settings[name] and settings[name] not in chosen]
    with tempfile.TemporaryDirectory(prefix="framing-") as work:
        used = list(dict.fromkeys([*settings["instruments"], *(settings[name] for name in paths_of)]))
        now = find_moved(used, instruments, run.manifest, work=Path(work))
        settings["instruments"] = [now[name] for name in settings["instruments"]]
        for name in paths_of:
            found = now[settings[name]]
            settings[name] = found if isinstance(found, str) else settings[name]
        made = score(read_articles(paths, **reading), options=Options(**settings))
    told = {"settings": run.manifest["settings"]}  # a codebook that lies elsewhere now is the same setting
    told["reading"] = {**made.manifest["reading"], "paths": names}  # and so is a folder of another name
    was, now_called = (f"names: {each['names']}" for each in (run.manifest["settings"], settings))
    measures = made.measures.assign(settings=made.measures["settings"].replace(now_called, was))
    return replace(made, measures=measures, manifest={**made.manifest, **told})


def _places(
    given: Sequence[str], names: Sequence[str], inputs: str | os.PathLike[str] | None
) -> list[str | Path]:
    """Where the paths that were read are now.

    ``inputs`` may stand for the folder that was current then, for the one that holds what was read, or for the one
    folder that was read itself.
    """
    if inputs is None:
        return [_place(Path(), (told,), "the current folder") for told in given]
    base = Path(inputs)
    lone = len(names) == 1 and base.exists() and not has_magic(names[0])
    if lone and not any(_is_there(base, told) for told in (given[0], names[0])):
        return [base]
    return [_place(base, (told, name), str(inputs)) for told, name in zip(given, names, strict=True)]


def _place(base: Path, told: Sequence[str], where: str) -> str | Path:
    """The first of the names under which a path is there; a URL is its own."""
    for name in told:
        if _is_there(base, name):
            return base / name
    if is_url(told[0]):
        return told[0]
    raise InputError(
        f"'{told[-1]}' was read for this run and is not in {where}; say with --inputs which folder holds it"
    )


def _is_there(base: Path, name: str) -> bool:
    if is_url(name):
        return False
    return (base / name).exists() or (has_magic(name) and next(base.glob(name), None) is not None)
