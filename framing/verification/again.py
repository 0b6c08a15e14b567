"""A run made again: the inputs found, read and scored as its manifest says."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from glob import has_magic
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.errors import InputError, RunError
from framing.preprocessing.streams import is_url

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
        if the inputs are not there.
    FramingError
        if an instrument is not here.
    """
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
    settings["instruments"] = [_given(name, instruments) for name in settings["instruments"]]
    for name in ("names", "net_of"):
        found = _given(settings[name], instruments) if settings[name] else None
        settings[name] = found if isinstance(found, str) else settings[name]
    made = score(read_articles(paths, **reading), options=Options(**settings))
    told = {"settings": run.manifest["settings"]}  # a codebook that lies elsewhere now is the same setting
    told["reading"] = {**made.manifest["reading"], "paths": names}  # and so is a folder of another name
    return replace(made, manifest={**made.manifest, **told})


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


def _given(name: str, instruments: Sequence[str | Instrument]) -> str | Instrument:
    """The instrument given for a name of the manifest; the name itself where none is."""
    for each in instruments:
        called = each if isinstance(each, str) else each.name
        if called == name or (isinstance(each, str) and _stem(each) == _stem(name)):
            return each
    return name


def _stem(path: str) -> str:
    """What a codebook's or model's path calls it: the folder of a terms.csv, else the file."""
    parts = Path(path)
    return parts.parent.name if parts.name == "terms.csv" else parts.stem
