"""How anything reaches the disk: whole or not at all, never over somebody else's files, CSV safe to open.

A folder is written beside its place and moved there when it is whole. Text in CSV files is kept from being run as
a formula by spreadsheet programs (CWE-1236): a cell of text that begins with = + - @, a tab or a carriage return
gets a leading apostrophe, which `read_csv` takes away again.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

#: What framing itself puts into an output folder: files, and the kinds of file in its subfolders. A folder that
#: holds anything else, or that nothing shows to be framing's, is never replaced.
_ARTICLES = "articles.parquet"
RUN_FILES = frozenset(
    {
        _ARTICLES,
        "paragraphs.parquet",
        "scores.parquet",
        "sentences.parquet",
        "evidence.parquet",
        "actors.parquet",
        "quotations.parquet",
        "terms.parquet",
        "measures.csv",
        "rejected.csv",
        "manifest.json",
    }
)
_REPORT = frozenset(
    {"report.html", "methods.md", "methods.tex", "references.bib", "validation.md", "reproduce.sh"}
    | {"codebook.md", "codebook.tex", "codebook.csv", "supplement.tex", "figures.tex", "captions.csv"}
)
_EVALUATION = frozenset({"figures.csv", "differences.csv", "confusion.csv", "texts.csv", "unmatched.csv"})
#: Each file stands there in one of these sets of kinds.
_FOLDERS = {
    "figures": (frozenset({".pdf", ".svg", ".png", ".csv"}),),
    "tables": (frozenset({".csv", ".tex"}), frozenset({".csv", ".tex", ".md", ".xlsx"})),
    "articles": (frozenset({".html"}),),
}
#: Tables that nothing is printed of.
_BARE = frozenset(
    {"summary"}  # of names alone, which are only counted
    | {"duplicates", "length", "voices", "specifications"}
    | {"coverage", "terms", "influence", "shared", "tone_overlap", "inflections", "contexts", "precision"}
    | {"categories", "patterns", "leading"}
)
_GENERATOR = b'<meta name="generator" content="framing'
_HEAD = 4096
#: How the name of the folder ends in which the parts of a run stand until it is whole, and the file that says of what.
PARTS, STATE = "-parts", "state.json"
_SHOWN = 3
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


#: What was put in its place since the process began: whoever is stopped is told of it.
WRITTEN: list[Path] = []


def check_target(path: Path, *, over_run: bool = False, keep: Sequence[str] = ()) -> None:
    """Refuse a place that cannot or must not be written, before any work is done.

    `over_run` says that a run may be replaced, by another one; `keep` is as in `replacing`.

    Raises
    ------
    OutputError
        if `path` is a file, holds a run or files that framing did not write, or cannot be written.
    """
    try:
        _check_target(path)
        if not over_run and _holds_run(path, keep):
            raise OutputError(f"{path}: holds a run, which would be lost; name another folder")
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from None


def _check_target(path: Path) -> None:
    if path.is_dir():
        foreign = sorted(_foreign(path))
        if foreign:
            some = ", ".join(foreign[:_SHOWN]) + (", …" if foreign[_SHOWN:] else "")
            raise OutputError(
                f"{path}: holds files that framing did not write ({some}); name a new or empty folder"
            )
    elif path.exists() or path.is_symlink():
        raise OutputError(f"{path}: is not a folder; name a new or empty folder")
    parent = next(place for place in path.absolute().parents if place.exists())
    if not parent.is_dir():
        raise OutputError(f"{path}: cannot be written ({parent} is a file)")
    if not os.access(path if path.is_dir() else parent, os.W_OK | os.X_OK):
        raise OutputError(f"{path}: cannot be written (no permission in {parent})")


def _holds_run(path: Path, keep: Sequence[str]) -> bool:
    """Whether a folder is a run, or a report with one inside that is not kept."""
    inside = path / "run"
    return (path / _ARTICLES).exists() or ("run" not in keep and inside.is_dir() and any(inside.iterdir()))


def _foreign(path: Path) -> Iterator[str]:
    """Names in a folder that framing did not write; all of them if nothing shows that it wrote any."""
    entries = list(path.iterdir())
    if not _is_own(path):
        yield from (entry.name for entry in entries)
        return
    for entry in entries:
        if entry.name == "run" and entry.is_dir():
            yield from (f"run/{inner.name}" for inner in entry.iterdir() if inner.name not in RUN_FILES)
        elif entry.name in _FOLDERS and entry.is_dir():
            trained = entry.name == "tables" and (path / "validation.md").is_file()
            sets = (frozenset({".csv"}),) if trained else _FOLDERS[entry.name]
            bare = _BARE if entry.name == "tables" else frozenset()
            yield from (f"{entry.name}/{name}" for name in _incomplete(entry, sets, bare))
        elif entry.name not in RUN_FILES | _REPORT | _EVALUATION:
            yield entry.name


def _incomplete(folder: Path, sets: Sequence[frozenset[str]], bare: frozenset[str]) -> Iterator[str]:
    """Names of files that do not stand there in all the kinds in which framing writes each."""
    found: dict[str, set[str]] = {}
    for entry in folder.iterdir():
        found.setdefault(Path(entry.name).stem, set()).add(Path(entry.name).suffix)
    for stem, kinds in found.items():
        own = [each for each in sets if each <= kinds] + [frozenset({".csv"})] * (stem in bare)
        yield from (f"{stem}{kind}" for kind in kinds - max(own, key=len, default=frozenset()))


def is_output(path: Path) -> bool:
    """Whether framing wrote a folder and all that is in it, or its parts; not if it cannot be opened."""
    try:
        if path.name.endswith(PARTS) and (path / STATE).is_file():
            return True
        return _is_own(path) and next(_foreign(path), None) is None
    except OSError:
        return False


def _is_own(path: Path) -> bool:
    """Whether a folder holds a run, a report, or the rejected inputs of a try at one."""
    page = path / "report.html"
    if page.is_file():
        with page.open("rb") as stream:
            return _GENERATOR in stream.read(_HEAD)
    manifest = path / "manifest.json"
    if manifest.is_file():
        with contextlib.suppress(ValueError, OSError):
            found = json.loads(manifest.read_text(encoding="utf-8"))
            return isinstance(found, dict) and "framing" in found
        return False
    rejected = path / "rejected.csv"
    if not rejected.is_file():
        return False
    with rejected.open("rb") as stream:
        return stream.readline().strip() == b"input,row,reason"


@contextlib.contextmanager
def replacing(
    path: Path, *, keep: Sequence[str] = (), inside: Path | None = None, over_run: bool = False
) -> Iterator[Path]:
    """Give an empty folder to fill; when the block ends well it takes the place of `path` in one move.

    `keep` names what is carried over from an earlier output, unless the block made its own; `inside` is a folder on the
    same disk to work in, else a hidden one beside `path` is made; `over_run` says that a run may be replaced.

    Raises
    ------
    OutputError
        if `path` must not be replaced or the disk refuses; what stood at `path` is then untouched.
    """
    check_target(path, over_run=over_run, keep=keep)
    told, path = path, path.resolve()  # of a link to a folder the folder is replaced
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=inside or path.parent))
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from None
    fresh, old = work / "new", work / "old"
    try:
        fresh.mkdir()
        yield fresh
        with _undisturbed():
            if path.is_dir():
                path.rename(old)
            for name in keep:
                if (old / name).exists() and not (fresh / name).exists():
                    (old / name).rename(fresh / name)
            fresh.rename(path)
            WRITTEN.append(told)
            shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror or error})") from error
    finally:
        with _undisturbed():
            if old.is_dir() and not path.exists():
                for name in keep:
                    if (fresh / name).exists() and not (old / name).exists():
                        (fresh / name).rename(old / name)
                old.rename(path)
            shutil.rmtree(work, ignore_errors=True)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Put off Ctrl-C, and what a system asks a process to end with, until the block is done."""
    if threading.current_thread() is not threading.main_thread():  # only that one is ever interrupted
        yield
        return
    came: list[int] = []
    kept = {
        number: handler
        for number in (signal.SIGINT, signal.SIGTERM)
        if callable(handler := signal.getsignal(number))
    }
    for number in kept:
        signal.signal(number, lambda number, _frame: came.append(number))
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
        if came:
            signal.raise_signal(signal.Signals(came[0]))


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as UTF-8 CSV with formula-like text made harmless and floats to their last digit."""
    text = frame.select_dtypes(include=["object", "string"]).columns
    safe = frame.copy()
    for column in text:
        safe[column] = [_escape(value) for value in frame[column]]
    safe.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


def read_csv(path: Path, **options: Any) -> pd.DataFrame:
    """Read a table that `write_csv` wrote."""
    import pandas as pd

    frame: pd.DataFrame = pd.read_csv(path, encoding="utf-8", **options)
    for column in frame.select_dtypes(include=["object", "string"]).columns:
        frame[column] = frame[column].map(_unescape)
    return frame


def write_json(value: Any, path: Path) -> None:
    """Write JSON as UTF-8 with sorted keys, so that the same value gives the same bytes."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def _escape(value: Any) -> Any:
    if isinstance(value, str) and value.lstrip("'").startswith(_FORMULA):
        return "'" + value
    return value


def _unescape(value: Any) -> Any:
    if isinstance(value, str) and value.startswith("'") and value.lstrip("'").startswith(_FORMULA):
        return value[1:]
    return value
