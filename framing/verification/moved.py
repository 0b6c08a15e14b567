"""Codebooks, models and instruments of one's own that a run was made with, found where they are now."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.errors import InputError
from framing.library import sha256

if TYPE_CHECKING:
    from framing.model import Instrument

#: What a folder of a codebook holds.
_TERMS = "terms.csv"
_BESIDE = ("source.toml", "baseline.csv")
_DIGITS = 12


def find_moved(
    names: Sequence[str], given: Sequence[str | Instrument], manifest: Mapping[str, Any], *, work: Path
) -> dict[str, str | Instrument]:
    """Where each instrument of a run is now, by the name in its settings.

    A path is taken for the name that it has, or for that of the codebook whose sha256 the run recorded; a copy under
    that name is then written into `work`, since columns go by the file's name.

    Raises
    ------
    InputError
        if one is not here, or one that is given was not used for the run.
    """
    from framing.scoring.catalogue import names as known

    recorded = {
        name: each["sha256"] for part in ("lexicons", "instruments") for name, each in manifest[part].items()
    }
    found: dict[str, str | Instrument] = {}
    for each in given:
        if (called := _named(each, names)) is not None:
            found[called] = each
        elif isinstance(each, str) and (called := _recorded(each, names, recorded)) is not None:
            found[called] = _copied(_file(each), called, work)
        else:
            raise InputError(_unused(each, names, recorded))
    for name in names:
        if name not in found and name not in known() and not Path(name).exists():
            raise InputError(
                f"'{name}' was used for this run and is not here; say with --codebook (in Python: instruments=) where "
                f"it lies now{_told(name, recorded)}"
            )
    return {name: found.get(name, name) for name in names}


def _named(each: str | Instrument, names: Sequence[str]) -> str | None:
    """The name in the settings that a path or an instrument has itself."""
    for name in names:
        same = _stem(each) == _stem(name) and Path(each).exists() if isinstance(each, str) else False
        if same or name == (each if isinstance(each, str) else each.name):
            return name
    return None


def _recorded(path: str, names: Sequence[str], recorded: Mapping[str, str]) -> str | None:
    """The name in the settings of the codebook that a file is, whatever it is called now."""
    if not _file(path).is_file():
        raise InputError(f"--codebook {path}: there is no such file")
    digest = sha256(_file(path))
    return next((name for name in names if recorded.get(_column(name)) == digest), None)


def _copied(file: Path, name: str, work: Path) -> str:
    """Path of a copy under the name that it had."""
    target = Path(name)
    if target.name == _TERMS:
        target = Path(target.parent.name)
    place = (
        work / str(sum(1 for _ in work.iterdir())) / target.name
    )  # a folder each, as two may be called alike
    place.parent.mkdir()
    if target.suffix:
        return str(shutil.copyfile(file, place))
    place.mkdir()
    beside = [other for name in _BESIDE if (other := file.with_name(name)).is_file() and file.name == _TERMS]
    for other in beside:
        shutil.copyfile(other, place / other.name)
    return str(shutil.copyfile(file, place / _TERMS).parent)


def _unused(each: str | Instrument, names: Sequence[str], recorded: Mapping[str, str]) -> str:
    own = [name for name in names if Path(name).suffix]
    used = "; ".join(f"'{name}'{_told(name, recorded)}" for name in own) or "only instruments that ship"
    if not isinstance(each, str):
        return f"instrument '{each.name}': was not used for this run, which used {used}"
    digest = sha256(_file(each))[:_DIGITS]
    return f"--codebook {each} (sha256 {digest}…): was not used for this run, which used {used}"


def _told(name: str, recorded: Mapping[str, str]) -> str:
    digest = recorded.get(_column(name))
    return f" (a codebook of sha256 {digest[:_DIGITS]}…, whatever its name)" if digest else ""


def _column(name: str) -> str:
    from framing.lexicon.codebook import codebook_name

    return codebook_name(Path(name))


def _file(path: str) -> Path:
    return Path(path) / _TERMS if Path(path).is_dir() else Path(path)


def _stem(path: str) -> str:
    """What a codebook's or model's path calls it: the folder of a terms.csv, else the file."""
    parts = Path(path)
    return parts.parent.name if parts.name == _TERMS else parts.stem
