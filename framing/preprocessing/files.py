"""PATHs → files in a stable order, each with the names by which a run knows it.

Folders are read with all that is in them, sorted by name; what cannot be read has its row, never silence.
"""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from framing.errors import InputError
from framing.model import Rejected
from framing.preprocessing.cleaning import label

SUFFIXES = (".txt", ".md", ".html", ".csv", ".tsv", ".jsonl", ".parquet")
_ALIASES = {".text": ".txt", ".markdown": ".md", ".htm": ".html", ".xhtml": ".html", ".ndjson": ".jsonl"}

Paths = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: where it is, what it is called in a run, the id that follows, and its kind."""

    path: Path
    input: str
    id: str
    suffix: str


def find_files(paths: Paths) -> list[File | Rejected]:
    """Files under `paths`, in the order given, each folder sorted by name; what is no article is rejected.

    `input` is the path relative to the PATH that was read (its own name, if the PATH is a file), in NFC and
    with `/`; `id` is the same without its suffix. Where two files would share one, the suffix is kept; where
    two PATHs hold files of one name, the PATH's name goes before it, and at last a number after it.

    Raises
    ------
    InputError
        if a path does not exist, or none is given.
    """
    roots = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    if not roots:
        raise InputError("no path to read; name files or folders")
    found: list[tuple[str, File | Rejected]] = []
    seen: dict[str, str] = {}
    for root in map(Path, roots):
        if not os.path.lexists(root):
            raise InputError(f"{label(str(root))}: no such file or folder")
        name = _readable(root.resolve().name)
        found += [(name, entry) for entry in _under(root, seen)]
    return _named_apart(found)


def told_paths(paths: Paths) -> dict[str, list[str]]:
    """Name the paths as a run may tell them: `paths` by their last names, `from` as they were given.

    Where somebody's files lie on their machine is nobody else's business, and no rerun elsewhere finds them there: of a
    path that leaves the current folder only the last name is told.

    Examples
    --------
    >>> told_paths(["data/seeds/", "/home/ann/op-eds", "../more/a.txt"])
    {'paths': ['seeds', 'op-eds', 'a.txt'], 'from': ['data/seeds', 'op-eds', 'a.txt']}
    """
    roots = list(map(Path, [paths] if isinstance(paths, str | os.PathLike) else paths))
    names = [_readable(root.resolve().name) for root in roots]
    outside = [root.is_absolute() or ".." in root.parts for root in roots]
    given = [
        name if out else _readable(root.as_posix())
        for root, name, out in zip(roots, names, outside, strict=True)
    ]
    return {"paths": names, "from": given}


def _under(root: Path, seen: dict[str, str]) -> Iterator[File | Rejected]:
    if not root.is_dir():
        yield _entry(root, _readable(root.name), seen)
        return
    if not any(root.iterdir()):
        yield Rejected(_readable(root.name) or ".", None, "an empty folder")
    stack = [(root, "")]
    while stack:
        path, name = stack.pop()
        if name and path.name.startswith("."):
            yield Rejected(
                name, None, "hidden: its name begins with a dot; name it as a path of its own to read it"
            )
        elif not path.is_dir():
            yield _entry(path, name, seen)
        elif (known := seen.setdefault(os.path.realpath(path), name or ".")) != (name or "."):
            yield Rejected(name, None, f"a link to the folder '{known}', which is read already")
        else:
            try:
                children = sorted(path.iterdir(), key=lambda child: child.name, reverse=True)
            except OSError as error:
                yield Rejected(name, None, f"cannot be opened: {error.strerror}")
                continue
            stack += [(child, f"{name}/{_readable(child.name)}".lstrip("/")) for child in children]


def _entry(path: Path, name: str, seen: dict[str, str]) -> File | Rejected:
    suffix = path.suffix.lower()
    suffix = _ALIASES.get(suffix, suffix)
    if not path.exists():
        return Rejected(name, None, "a link that leads nowhere, or in a circle")
    if not path.is_file():
        return Rejected(name, None, "neither a file nor a folder")
    if suffix not in SUFFIXES:
        kind = f"unknown type '{suffix}'" if suffix else "a name without a type"
        return Rejected(name, None, f"{kind}; framing reads {' '.join(SUFFIXES)}")
    real = os.path.realpath(path)
    if real in seen:
        return Rejected(name, None, f"the same file as '{seen[real]}', which is read already")
    seen[real] = name
    return File(path, name, name, suffix)


def _readable(name: str) -> str:
    return label(unicodedata.normalize("NFC", name))


def _named_apart(found: Sequence[tuple[str, File | Rejected]]) -> list[File | Rejected]:
    """Files with inputs and ids made unique; which gets what depends on names alone."""
    files = [(root, entry) for root, entry in found if isinstance(entry, File)]
    inputs = _distinct(
        [entry.input for _, entry in files], [f"{root}/{entry.input}" for root, entry in files]
    )
    stems = [name.removesuffix(entry.path.suffix) for name, (_, entry) in zip(inputs, files, strict=True)]
    named = iter(zip(inputs, _distinct(stems, inputs), strict=True))
    return [_renamed(entry, *next(named)) if isinstance(entry, File) else entry for _, entry in found]


def _renamed(file: File, name: str, identity: str) -> File:
    return replace(file, input=name, id=identity)


def _distinct(short: Sequence[str], long: Sequence[str]) -> list[str]:
    """Short names where they are alone, else the long ones, at last with a number in reading order."""
    counts = Counter(short)
    names = [b if counts[a] > 1 else a for a, b in zip(short, long, strict=True)]
    taken: set[str] = set()
    for index, name in enumerate(names):
        stem, suffix = os.path.splitext(name)  # noqa: PTH122 - a name, and no path of this system
        if suffix not in {*SUFFIXES, *_ALIASES}:
            stem, suffix = name, ""
        number = 1
        while names[index] in taken:
            number += 1
            names[index] = f"{stem} ({number}){suffix}"
        taken.add(names[index])
    return names
