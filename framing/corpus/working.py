"""The working folder beside a run that is being made: its parts, and what they were made of and how.

It is named `.NAME-parts` after the run's folder NAME, is kept when a run is interrupted, and goes when it is whole.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from framing.errors import OutputError
from framing.output import PARTS, STATE, write_json

_LOCK = "lock"
#: What of a run's manifest may differ between the run that was interrupted and the one that goes on.
_FREE = ("created", "command", "warnings", "format", "platform", "seed")
#: How a line calls what differs.
_NAMES = {
    "inputs": "the inputs have changed",
    "settings": "the settings are others",
    "reading": "the options of reading are others",
    "lexicons": "a lexicon has changed",
    "codebooks": "what a codebook says of its labels has changed",
    "instruments": "an instrument has changed",
    "framing": "framing's version is another",
    "python": "Python's version is another",
    "packages": "a package's version is another",
}
_BEGIN = "leave out --resume to begin anew"


def working_folder(output: Path) -> Path:
    """Where the parts of the run at `output` stand until it is whole."""
    path = output.resolve()
    return path.parent / f".{path.name}{PARTS}"


def identity(manifest: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """What must be the same for a run to go on: of the manifest what changes a number, and the inputs."""
    kept = {key: value for key, value in manifest.items() if key not in _FREE}
    plain: dict[str, Any] = json.loads(json.dumps({**kept, **more}))
    return plain


def check_same(found: Mapping[str, Any], wanted: Mapping[str, Any], place: Path) -> None:
    """Refuse to go on with what was made of other inputs or in another way.

    Raises
    ------
    OutputError
        naming the first thing that differs.
    """
    for key in wanted:
        if found.get(key) == wanted[key]:
            continue
        what = _NAMES.get(key, f"{key}: other than before")
        if isinstance(wanted[key], dict) and isinstance(found.get(key), dict):
            inside = sorted(
                name for name in {*wanted[key], *found[key]} if wanted[key].get(name) != found[key].get(name)
            )
            what += f" ({inside[0]})"
        raise OutputError(f"{place}: cannot be resumed: {what}; {_BEGIN}")


def read_state(folder: Path) -> dict[str, Any] | None:
    """What an interrupted run was made of; None if there is none.

    Raises
    ------
    OutputError
        if it cannot be read.
    """
    file = folder / STATE
    try:
        state = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise OutputError(f"{file}: cannot be read ({error}); {_BEGIN}") from None
    if not isinstance(state, dict):
        raise OutputError(f"{file}: is no state of a run; {_BEGIN}")
    return state


def begin(folder: Path, state: Mapping[str, Any]) -> None:
    """Empty the working folder (but for its lock) and write down what the run is made of.

    Raises
    ------
    OutputError
        if the disk refuses.
    """
    try:
        for entry in list(folder.iterdir()):
            if entry.is_dir():
                shutil.rmtree(entry)
            elif entry.name != _LOCK:
                entry.unlink()
        write_json(dict(state), folder / f"{STATE}.new")
        (folder / f"{STATE}.new").rename(folder / STATE)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror or error})") from None


def sweep(folder: Path) -> None:
    """Take away what an interrupted run left half done."""
    for entry in list(folder.iterdir()):
        if entry.is_dir() and not entry.name.isdigit():
            shutil.rmtree(entry, ignore_errors=True)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the working folder, so that no two runs write one output; the lock goes with the process.

    Raises
    ------
    OutputError
        if another process holds it, or the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stream = (folder / _LOCK).open("w")
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written ({error.strerror})") from None
    with stream:
        _hold(stream, folder)
        yield


def _hold(stream: IO[str], folder: Path) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: there the system refuses to remove what another process has open
        return
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise OutputError(f"{folder}: another framing is writing this run; wait for it or stop it") from None
