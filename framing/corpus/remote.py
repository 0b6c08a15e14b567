"""A run written to a URL (a bucket): made on this machine's disk, then put there file by file, its manifest last.

A run without a manifest is none, so that nobody reads half of one.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from framing.corpus.job import Job, Outcome, score_corpus
from framing.errors import InputError, OutputError
from framing.output import RUN_FILES
from framing.preprocessing.streams import file_system

_MANIFEST = "manifest.json"


def score_to_url(job: Job, url: str, *, folder: Path | None = None) -> Outcome:
    """Do a job whose run goes to a URL.

    Parameters
    ----------
    job
        its `output` is not looked at
    folder
        where the run is made before it is put there (default: the current folder)

    Raises
    ------
    OutputError
        if there is something else behind the URL, or it cannot be written.
    """
    system, root = _target(url)
    root = root.rstrip("/")
    local = (folder or Path.cwd()) / f".{PurePosixPath(root).name or 'run'}-run"
    outcome = score_corpus(replace(job, output=local))
    try:
        system.makedirs(root, exist_ok=True)
        if system.exists(f"{root}/{_MANIFEST}"):
            system.rm_file(f"{root}/{_MANIFEST}")
        names = sorted((path.name for path in local.iterdir()), key=lambda name: name == _MANIFEST)
        for name in names:
            system.put_file(str(local / name), f"{root}/{name}")
    except OSError as error:
        raise OutputError(
            f"{url}: cannot be written ({error.strerror or error}); the run is whole in {local}, --resume tries again"
        ) from error
    shutil.rmtree(local)
    return outcome


def _target(url: str) -> tuple[Any, str]:
    """File system and path of a place that is empty or holds a run."""
    try:
        system, root = file_system(url)
        found = (
            [PurePosixPath(each).name for each in system.ls(root, detail=False)]
            if system.exists(root)
            else []
        )
    except InputError as error:
        raise OutputError(str(error)) from None
    except OSError as error:
        raise OutputError(f"{url}: cannot be written ({error.strerror or error})") from None
    foreign = sorted(set(found) - RUN_FILES)
    if foreign:
        raise OutputError(
            f"{url}: holds files that framing did not write ({foreign[0]}); name a new or empty folder"
        )
    return system, root
