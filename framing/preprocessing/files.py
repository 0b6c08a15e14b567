"""PATHs → files in a stable order, each with the names by which a run knows it.

Folders are read with all that is in them, sorted by name; what cannot be read has its row, never silence.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from glob import has_magic
from pathlib import Path

from framing.errors import InputError
from framing.model import Rejected
from framing.output import is_output
from framing.preprocessing.cleaning import label
from framing.preprocessing.streams import PACKED, Place, Remote, ending, file_system, is_url

SUFFIXES = (".txt", ".md", ".html", ".csv", ".tsv", ".jsonl", ".parquet")
_ALIASES = {".text": ".txt", ".markdown": ".md", ".htm": ".html", ".xhtml": ".html", ".ndjson": ".jsonl"}

_OUTPUT = "written by framing, so no input; name it as a path of its own to read it"
#: Schemes of URLs that lead into this machine's own folders.
_THIS_MACHINE = frozenset({"file", "local"})
#: Schemes of URLs in which what stands after `?` is a question, maybe with a key, and no pattern.
_WEB = frozenset({"http", "https"})

Paths = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: where it is, what it is called in a run, the id that follows, and its kind."""

    path: Place
    input: str
    id: str
    suffix: str


def find_files(paths: Paths) -> list[File | Rejected]:
    """Files under `paths`, in the order given, each folder sorted by name; what is no article is rejected.

    `input` is the path relative to the PATH that was read (its own name, if the PATH is a file), in NFC and
    with `/`; `id` is the same without its suffix. Where two files would share one, the suffix is kept; where
    two PATHs hold files of one name, the PATH's name goes before it, and at last a number after it. What framing
    wrote into a folder is passed over; where there is nothing else, it is rejected.

    Raises
    ------
    InputError
        if a path does not exist or is empty, or none is given.
    """
    roots = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    if not roots:
        raise InputError("no path to read; name files or folders")
    found: list[tuple[str, File | Rejected]] = []
    seen: dict[str, str] = {}
    for given in [os.fspath(root) for root in roots]:
        if not given.strip():
            raise InputError("an empty path; name a file or a folder ('.' is the one you are in)")
        if is_url(given):
            found += [(Remote(given.rstrip("/")).name, entry) for entry in _behind(given)]
            continue
        root = Path(given)
        if os.path.lexists(root):
            name = _readable(root.resolve().name)
            found += [(name, entry) for entry in _under(root, seen)]
        elif has_magic(given):
            found += [("", entry) for entry in _matching(given, seen)]
        else:
            raise InputError(f"{label(given)}: no such file or folder")
    return _named_apart(found)


def told_paths(paths: Paths) -> dict[str, list[str]]:
    """Name the paths as a run may tell them: `paths` as called in a folder of inputs, `from` as they were given.

    Where somebody's files lie on their machine is nobody else's business, and no rerun elsewhere finds them there: of a
    path that leaves the current folder only the last name is told, of a URL not who asks for it. A pattern is called
    by its part from the first `*` on, since files are called by their paths from there.

    Examples
    --------
    >>> told_paths(["data/seeds/", "/home/ann/op-eds", "../more/a.txt"])
    {'paths': ['seeds', 'op-eds', 'a.txt'], 'from': ['data/seeds', 'op-eds', 'a.txt']}
    >>> told_paths(["data/*/*.txt", "/home/ann/*/*.txt"])
    {'paths': ['*/*.txt', '*/*.txt'], 'from': ['data/*/*.txt', '*/*.txt']}
    >>> told_paths(["s3://key:secret@bucket/a.csv", "file:///home/ann/b.csv"])
    {'paths': ['a.csv', 'b.csv'], 'from': ['s3://bucket/a.csv', 'b.csv']}
    """
    given = [os.fspath(path) for path in ([paths] if isinstance(paths, str | os.PathLike) else paths)]
    told = [_told_url(path) if is_url(path) else _told_path(Path(path)) for path in given]
    return {"paths": [name for name, _ in told], "from": [place for _, place in told]}


def _told_path(path: Path) -> tuple[str, str]:
    pattern = has_magic(str(path)) and not os.path.lexists(path)
    name = _readable(_from_magic(path.as_posix()) if pattern else path.resolve().name)
    outside = path.is_absolute() or ".." in path.parts
    return name, name if outside else _readable(path.as_posix())


def _told_url(url: str) -> tuple[str, str]:
    scheme, _, rest = url.partition("://")
    rest = (rest.partition("?")[0] if scheme in _WEB else rest).rstrip("/")
    name = _readable(_from_magic(rest) if has_magic(rest) else rest.rpartition("/")[2])
    host, slash, path = rest.partition("/")
    host = host.rpartition("@")[2]
    return name, name if scheme in _THIS_MACHINE else _readable(f"{scheme}://{host}{slash}{path}")


def _from_magic(pattern: str) -> str:
    """The parts of a pattern from the first that is one."""
    parts = pattern.split("/")
    first = next(index for index, part in enumerate(parts) if has_magic(part))
    return "/".join(parts[first:])


def _under(root: Path, seen: dict[str, str]) -> Iterator[File | Rejected]:
    """A file, or all that is in a folder: but for what framing wrote there, unless there is nothing else.

    A run among its own inputs is none of them, or it would be another one the second time.
    """
    if not root.is_dir():
        yield _entry(root, _readable(root.name), seen)
        return
    found = 0
    outputs: list[str] = []
    for each in _inside(root, seen, outputs):
        found += 1
        yield each
    if not found:
        yield from (Rejected(name, None, _OUTPUT) for name in outputs)
        if not outputs:
            yield Rejected(_readable(root.name) or ".", None, "a folder without a file")


def _inside(root: Path, seen: dict[str, str], outputs: list[str]) -> Iterator[File | Rejected]:
    """What is in a folder; the names of those that framing wrote are added to `outputs`."""
    stack = [(root, "")]
    while stack:
        path, name = stack.pop()
        is_folder = os.path.isdir(path)  # noqa: PTH112 # says no where it may not look
        if name and is_folder and is_output(path):
            outputs.append(name)
            continue
        if name and path.name.startswith("."):
            yield Rejected(
                name, None, "hidden: its name begins with a dot; name it as a path of its own to read it"
            )
        elif not is_folder:
            yield _entry(path, name, seen)
        elif (known := seen.setdefault(os.path.realpath(path), name or ".")) != (name or "."):
            yield Rejected(name, None, f"a link to the folder '{known}', which is read already")
        else:
            try:
                children = sorted(path.iterdir(), key=lambda child: child.name, reverse=True)
            except OSError as error:
                yield Rejected(name or _readable(root.name), None, f"cannot be opened: {error.strerror}")
                continue
            stack += [(child, f"{name}/{_readable(child.name)}".lstrip("/")) for child in children]


def _matching(pattern: str, seen: dict[str, str]) -> Iterator[File | Rejected]:
    """Files that a pattern names, sorted, each called by its path from where the pattern begins.

    What framing wrote is passed over, as in folders.
    """
    parts = Path(pattern).parts
    fixed = next(index for index, part in enumerate(parts) if has_magic(part))
    base = Path(*parts[:fixed])
    found = [path for path in sorted(base.glob("/".join(parts[fixed:]))) if not os.path.isdir(path)]  # noqa: PTH112 # as above
    shut = list(_shut(base, parts[fixed:]))
    if not found and not shut:
        raise InputError(f"{label(pattern)}: no file matches")
    outputs: dict[Path, bool] = {}
    alone = not shut
    for path, error in shut:
        yield Rejected(_below(base, path) or ".", None, f"cannot be opened: {error.strerror}")
    for path in found:
        name = path.relative_to(base).parts
        if any(part.startswith(".") for part in name):
            continue
        around = [base.joinpath(*name[:depth]) for depth in range(1, len(name))]
        outputs |= {each: is_output(each) for each in around if each not in outputs}
        if not any(outputs[each] for each in around):
            alone = False
            yield _entry(path, _below(base, path), seen)
    written = [path for path, is_written in outputs.items() if is_written]
    yield from (Rejected(_below(base, path), None, _OUTPUT) for path in written if alone)


def _below(base: Path, path: Path) -> str:
    return "/".join(map(_readable, path.relative_to(base).parts))


def _shut(folder: Path, parts: Sequence[str]) -> Iterator[tuple[Path, OSError]]:
    """Folders that a pattern leads into and that cannot be opened, which `glob` passes over."""
    try:
        with os.scandir(folder) as entries:  # tells folders from files without a look at each
            inner = sorted(each.name for each in entries if each.is_dir() and not each.name.startswith("."))
    except OSError as error:
        yield folder, error
        return
    for name in inner:
        child = folder / name
        if parts[0] == "**":
            if not child.is_symlink():
                yield from _shut(child, parts)
        elif len(parts) > 1 and fnmatchcase(name, parts[0]):
            yield from _shut(child, parts[1:])


def _behind(url: str) -> Iterator[File | Rejected]:
    """Files behind a URL: one, all in a folder, or those that a pattern names."""
    system, root = file_system(url)
    try:
        if has_magic(root):
            found = sorted(path for path in system.glob(root) if not system.isdir(path))
            base = root[: re.search(r"[*?\[]", root).start()].rpartition("/")[0]  # type: ignore[union-attr] # it has one
        elif system.isdir(root):
            found, base = sorted(system.find(root)), root
        else:
            found, base = [root] if system.exists(root) else [], root.rpartition("/")[0]
    except OSError as error:
        raise InputError(f"{url}: cannot be read: {error.strerror or error}") from None
    if not found:
        raise InputError(f"{url}: no such file or folder")
    for path in found:
        name = path.removeprefix(base).lstrip("/")
        place = Remote(system.unstrip_protocol(path))
        yield (
            File(place, name, name, kind)
            if (kind := _kind(place)) in SUFFIXES
            else Rejected(name, None, _no(kind))
        )


def _kind(path: Place) -> str:
    """Ending that says how a file is read; of a packed file that of what is inside."""
    whole = ending(path)
    packed = next((each for each in PACKED if whole.endswith(each) and whole != each), "")
    inside = whole.removesuffix(packed)
    if packed and inside == ".parquet":
        return whole  # packed in itself, and read from its end
    return _ALIASES.get(inside, inside)


def _no(kind: str) -> str:
    known = f"unknown type '{kind}'" if kind else "a name without a type"
    return f"{known}; framing reads {' '.join(SUFFIXES)}"


def _entry(path: Path, name: str, seen: dict[str, str]) -> File | Rejected:
    suffix = _kind(path)
    try:
        path.stat()
    except PermissionError as error:
        return Rejected(name, None, f"cannot be opened: {error.strerror}")
    except OSError:
        return Rejected(name, None, "a link that leads nowhere, or in a circle")
    if not path.is_file():
        return Rejected(name, None, "neither a file nor a folder")
    if suffix not in SUFFIXES:
        return Rejected(name, None, _no(suffix))
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
    stems = [
        name[: len(name) - len(ending(entry.path))] for name, (_, entry) in zip(inputs, files, strict=True)
    ]
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
