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
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

#: What framing itself puts into an output folder; a folder that holds anything else is never replaced.
OWN = frozenset(
    {
        "run",
        "report.html",
        "articles",
        "figures",
        "tables",
        "methods.md",
        "references.bib",
        "articles.parquet",
        "paragraphs.parquet",
        "scores.parquet",
        "sentences.parquet",
        "evidence.parquet",
        "actors.parquet",
        "quotations.parquet",
        "measures.csv",
        "rejected.csv",
        "manifest.json",
    }
)
_SHOWN = 3
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def check_target(path: Path) -> None:
    """Refuse a place that cannot or must not be written, before any work is done.

    Raises
    ------
    OutputError
        if `path` is a file, holds files that framing did not write, or cannot be written.
    """
    if path.is_dir():
        foreign = sorted(entry.name for entry in path.iterdir() if entry.name not in OWN)
        if foreign:
            some = ", ".join(foreign[:_SHOWN]) + (", …" if foreign[_SHOWN:] else "")
            raise OutputError(
                f"{path}: holds files that framing did not write ({some}); name a new or empty folder"
            )
    elif path.exists() or path.is_symlink():
        raise OutputError(f"{path}: is not a folder; name a new or empty folder")
    parent = next(place for place in path.absolute().parents if place.exists())
    if not parent.is_dir() or not os.access(path if path.is_dir() else parent, os.W_OK | os.X_OK):
        raise OutputError(f"{path}: cannot be written (no permission in {parent})")


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give an empty folder to fill; when the block ends well it takes the place of `path` in one move.

    Raises
    ------
    OutputError
        if `path` must not be replaced or the disk refuses; what stood at `path` is then untouched.
    """
    check_target(path)
    path = path.absolute()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from None
    try:
        fresh = work / "new"
        fresh.mkdir()
        yield fresh
        if path.is_dir():
            path.rename(work / "old")
        fresh.rename(path)
    except OSError as error:
        old = work / "old"
        if old.is_dir() and not path.exists():
            old.rename(path)
        raise OutputError(f"{path}: cannot be written ({error.strerror or error})") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


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
