"""The resources that ship with the project: finds `lexicons/` and `seeds/`, and verifies each `source.toml`.

In a wheel they lie inside the package, in a checkout at the top level. Nothing is ever downloaded.
"""

from __future__ import annotations

import functools
import hashlib
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from framing.errors import CodebookError
from framing.model import Source

REQUIRED = ("title", "version", "authors", "citation", "url", "licence", "language", "sha256")


@functools.cache
def _root(kind: str) -> Path:
    inside = Path(str(files("framing"))) / kind
    return inside if inside.is_dir() else Path(__file__).resolve().parent.parent / kind


def seeds() -> Path:
    """Folder of the op-eds that the project starts from."""
    return _root("seeds")


def names() -> list[str]:
    """Names of the resources in `lexicons/`, sorted."""
    return sorted(path.parent.name for path in _root("lexicons").glob("*/source.toml"))


def folder(name: str) -> Path:
    """Folder of the resource `name` in `lexicons/`.

    Raises
    ------
    CodebookError
        if there is no such resource; the message lists those that there are.
    """
    path = _root("lexicons") / name
    if name not in names():
        raise CodebookError(f"no lexicon '{name}' ships with framing; there are: {', '.join(names())}")
    return path


def read_source(path: Path) -> dict[str, Any]:
    """The table in `path/source.toml`, checked for the required keys.

    Raises
    ------
    CodebookError
        if the file is missing, is not TOML, or lacks a required key.
    """
    file = path / "source.toml"
    try:
        with file.open("rb") as stream:
            table = tomllib.load(stream)
    except FileNotFoundError:
        raise CodebookError(f"{file}: not found; every lexicon has a source.toml") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CodebookError(f"{file}: not TOML: {error}") from None
    if missing := [key for key in REQUIRED if key not in table]:
        raise CodebookError(f"{file}: missing {', '.join(missing)}; required are {', '.join(REQUIRED)}")
    return table


def source(path: Path, data: str = "terms.csv") -> Source:
    """The verified source of the resource in folder `path`.

    Raises
    ------
    CodebookError
        if the sha256 of the file `data` differs from the one in source.toml.
    """
    table = read_source(path)
    found = sha256(path / data)
    if found != table["sha256"]:
        raise CodebookError(
            f"{path / data}: its sha256 is {found}, source.toml says {table['sha256']}; "
            "write the new one there and a new version if the change is yours"
        )
    return Source(
        title=table["title"],
        version=str(table["version"]),
        citation=_line(table["citation"]),
        licence=table["licence"],
        url=table["url"],
        language=table["language"],
        sha256=found,
    )


def sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _line(value: str | list[str] | Mapping[str, str]) -> str:
    if isinstance(value, str):
        return value
    return "; ".join(value.values() if isinstance(value, Mapping) else value)
