"""A model as one file, without pickle: a zip of JSON, plain arrays, source.toml and the user's codebooks.

`texts.txt` has a fingerprint of each text that it learned from, so that nobody tests it on them unawares.

The archive's comment names the format and the sha256 of everything in the file, so a foreign file is known from
its last bytes and a changed one before anything in it is used. Loading runs nothing and unpacks nothing beyond a limit.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import os
import re
import tomllib
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from framing.classifier.card import TRAINED_ON
from framing.classifier.model import Embedding, Model, Requirement
from framing.classifier.toml import write_toml
from framing.errors import InputError, OutputError
from framing.model import Source
from framing.output import WRITTEN
from framing.preprocessing.sameness import DIGITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Version of the file; one of another is refused.
FORMAT = 1
#: Bytes that a model may unpack to, and files that it may hold.
LARGEST, MOST_MEMBERS = 256_000_000, 64
_COMMENT = re.compile(rb"framing model (\d{1,4}) sha256 ([0-9a-f]{64})")
_MEMBER = re.compile(
    r"model\.json|source\.toml|texts\.txt|weights\.npy|factors\.npy|"
    r"codebooks/[a-z][a-z0-9_]{0,80}/(terms\.csv|source\.toml|baseline\.csv)"
)
_FINGERPRINT = re.compile(rf"[0-9a-f]{{{DIGITS}}}")
_NAME = "name a file that framing train wrote"
_AGAIN = "train again with framing train"
_ARRAYS = ("weights", "factors")
_PLAIN = (
    *("name", "labels", "thresholds", "exclusive", "intercepts", "terms", "stretches", "readings"),
    *("stretch_weight", "reading_weight"),
)


def is_model(path: str | Path) -> bool:
    """Whether a file is a zip archive, as models are, or a pickle, as other tools' are, and so no codebook.

    `load_model` says whether it is a model.
    """
    try:
        with Path(path).open("rb") as stream:
            return stream.read(4).startswith((b"PK\x03\x04", b"PK\x05\x06", b"\x80"))
    except OSError:
        return False


def check_place(path: Path) -> None:
    """Refuse a place where a model must not be written, before any work is done.

    Raises
    ------
    OutputError
        if `path` is a folder, or a file that is no model.
    """
    if path.is_dir():
        raise OutputError(f"{path}: is a folder; name a file for the model")
    if path.exists() and not _has_comment(path):
        raise OutputError(f"{path}: is a file that framing did not write; name a new one")


def save_model(model: Model, path: str | Path) -> None:
    """Write a model; the same model gives the same bytes.

    Raises
    ------
    OutputError
        as `check_place`, or if the disk refuses.
    """
    path = Path(path)
    check_place(path)
    data = to_bytes(model)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.absolute().parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(path)
        WRITTEN.append(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from None


def to_bytes(model: Model) -> bytes:
    """The model's file."""
    plain = {name: getattr(model, name) for name in _PLAIN}
    plain |= {
        "requirements": [asdict(each) for each in model.requirements],
        "embedding": None if model.embedding is None else asdict(model.embedding),
    }
    facts = dict(model.facts)
    texts = facts.pop(TRAINED_ON, None)
    members = {
        "model.json": json.dumps(plain, ensure_ascii=True, sort_keys=True, allow_nan=False).encode(),
        "source.toml": write_toml({**asdict(model.source), **facts}).encode(),
        **{f"{name}.npy": _array_bytes(getattr(model, name)) for name in _ARRAYS},
        **{f"codebooks/{name}": data for name, data in model.attachments.items()},
        **({} if texts is None else {"texts.txt": "".join(f"{each}\n" for each in texts).encode()}),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.comment = f"framing model {FORMAT} sha256 {_digest(members)}".encode()
        for name in sorted(members):
            info = zipfile.ZipInfo(name)  # dated 1980: the bytes hang on the model alone
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, members[name])
    return stream.getvalue()


def load_model(path: str | Path) -> Model:
    """Read a model that `save_model` wrote.

    Raises
    ------
    InputError
        if the file is no model, of another version, changed, damaged, or unpacks to more than the limit.
    """
    path = Path(path)
    try:
        members = _members(path)
        model = _model(members)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None
    return model


def _members(path: Path) -> dict[str, bytes]:
    """Everything in the file, checked against the comment's sha256."""
    try:
        with zipfile.ZipFile(path) as archive:
            named = _named_digest(archive)
            members = {each.filename: archive.read(each) for each in _listed(archive)}
    except FileNotFoundError:
        raise InputError("no such file") from None
    except InputError:
        raise
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
        raise InputError(f"is no model of framing, or damaged ({str(error)[:100]}); {_NAME}") from None
    if _digest(members) != named:
        raise InputError(f"was changed after it was written: its sha256 is not the one it names; {_AGAIN}")
    return members


def _named_digest(archive: zipfile.ZipFile) -> str:
    found = _COMMENT.fullmatch(archive.comment)
    if found is None:
        raise InputError(f"is no model of framing; {_NAME}")
    if int(found[1]) != FORMAT:
        raise InputError(f"is a model of version {int(found[1])}, this framing reads {FORMAT}; {_AGAIN}")
    return found[2].decode()


def _listed(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """What the archive holds; nothing is unpacked before its size is known."""
    listed = archive.infolist()
    size = sum(each.file_size for each in listed)
    if len(listed) > MOST_MEMBERS or size > LARGEST:
        raise InputError(
            f"unpacks to {size:,} bytes in {len(listed)} files; a model has at most {LARGEST:,} in {MOST_MEMBERS}"
        )
    names = [each.filename for each in listed]
    if len(set(names)) < len(names) or not all(map(_MEMBER.fullmatch, names)):
        raise InputError(f"holds files that no model has; {_AGAIN}")
    return listed


def _model(members: Mapping[str, bytes]) -> Model:
    try:
        plain = json.loads(members["model.json"])
        facts = tomllib.loads(members["source.toml"].decode())
        weights, factors = (_array(members[f"{name}.npy"]) for name in _ARRAYS)
        if "texts.txt" in members:
            facts[TRAINED_ON] = _fingerprints(members["texts.txt"])
        source = Source(**{name: str(facts.pop(name)) for name in Source.__dataclass_fields__})
        given = plain["embedding"]
        model = Model(
            name=_text(plain["name"]),
            labels=_texts(plain["labels"]),
            thresholds=_numbers(plain["thresholds"]),
            exclusive=plain["exclusive"] is True,
            weights=weights,
            intercepts=_numbers(plain["intercepts"]),
            factors=factors,
            terms=_texts(plain["terms"]),
            stretches=_texts(plain["stretches"]),
            readings=_texts(plain["readings"]),
            stretch_weight=_numbers([plain["stretch_weight"]])[0],
            reading_weight=_numbers([plain["reading_weight"]])[0],
            source=source,
            requirements=tuple(
                Requirement(_text(each["name"]), _text(each["version"]), _text(each["sha256"]))
                for each in plain["requirements"]
            ),
            embedding=None if given is None else Embedding(_text(given["name"]), _numbers(given["probe"])),
            attachments={
                name.removeprefix("codebooks/"): data
                for name, data in members.items()
                if name.startswith("codebooks/")
            },
            facts=facts,
        )
        _check(model)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise InputError(f"is damaged ({str(error)[:100]}); {_AGAIN}") from None
    return model


def _fingerprints(data: bytes) -> list[str]:
    found = data.decode("ascii").splitlines()
    if not all(map(_FINGERPRINT.fullmatch, found)):
        raise ValueError("a text's fingerprint is none")
    return found


def _check(model: Model) -> None:
    columns = len(model.terms) + len(model.stretches) + len(model.readings)
    shapes = (len(model.labels), columns), (columns,)
    if (model.weights.shape, model.factors.shape) != shapes:
        raise ValueError(f"arrays of {model.weights.shape} and {model.factors.shape} for {shapes[0]}")
    if not len(model.labels) == len(model.thresholds) == len(model.intercepts) > 0:
        raise ValueError("labels, thresholds and intercepts differ in number")
    if not all(0 < each < 1 for each in model.thresholds):
        raise ValueError("a threshold is no probability")
    if not model.name.isidentifier():
        raise ValueError("the name is none")


def _digest(members: Mapping[str, bytes]) -> str:
    made = hashlib.sha256()
    for name in sorted(members):
        made.update(f"{name}\0{len(members[name])}\0".encode())
        made.update(members[name])
    return made.hexdigest()


def _has_comment(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return _COMMENT.fullmatch(archive.comment) is not None
    except (zipfile.BadZipFile, OSError):
        return False


def _array_bytes(values: Floats) -> bytes:
    stream = io.BytesIO()
    np.lib.format.write_array(
        stream, np.ascontiguousarray(values, dtype="<f4"), version=(1, 0), allow_pickle=False
    )
    return stream.getvalue()


def _array(data: bytes) -> Floats:
    """A .npy array of 32-bit floats; its header is checked against its length before anything is made of it."""
    stream = io.BytesIO(data)
    if np.lib.format.read_magic(stream) != (1, 0):
        raise ValueError("an array of another version of .npy")
    shape, fortran, kind = np.lib.format.read_array_header_1_0(stream)
    rest = data[stream.tell() :]
    if kind != np.dtype("<f4") or fortran or math.prod(shape) * 4 != len(rest):
        raise ValueError("an array that is not what its header says")
    made = np.frombuffer(rest, dtype="<f4").reshape(shape).astype(np.float64)
    if not np.isfinite(made).all():
        raise ValueError("an array with values that are no numbers")
    return made


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.40} is no text")
    return value


def _texts(values: Iterable[object]) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError(f"{values!r:.40} is no list")
    return tuple(map(_text, values))


def _numbers(values: Iterable[object]) -> tuple[float, ...]:
    found = []
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ValueError(f"{value!r:.40} is no number")
        found.append(float(value))
    return tuple(found)
