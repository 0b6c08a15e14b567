"""Bytes of a file wherever it is and however it is packed: on disk, behind a URL (fsspec), in gzip or Zstandard.

Everything is a stream: nothing is unpacked to disk or held whole.
"""

from __future__ import annotations

import gzip
import io
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from framing.errors import InputError, LimitError

if TYPE_CHECKING:
    from collections.abc import Callable

#: Endings of packed files; what is inside is told by the ending before: `corpus.jsonl.gz`.
PACKED = (".gz", ".zst")
_BUFFER = 1 << 18


@dataclass(slots=True)
class Meter:
    """How many bytes were read so far, of files as they lie on disk."""

    n_bytes: float = 0.0


@dataclass(frozen=True, slots=True)
class Remote:
    """A file behind a URL that fsspec knows: `s3://bucket/corpus.jsonl.gz`."""

    url: str

    @property
    def name(self) -> str:
        """The last part of the path."""
        return PurePosixPath(self.url).name

    @property
    def suffix(self) -> str:
        """The name's ending."""
        return PurePosixPath(self.url).suffix

    def open(self, mode: str = "rb") -> IO[bytes]:
        """Open the file."""
        system, path = file_system(self.url)
        stream: IO[bytes] = system.open(path, mode)
        return stream


Place = Path | Remote


def is_url(path: str) -> bool:
    """Whether a path is a URL: `scheme://…`."""
    scheme, mark, _ = path.partition("://")
    return bool(mark) and len(scheme) > 1 and scheme.replace("+", "").isalnum()


def file_system(url: str) -> tuple[Any, str]:
    """The file system of a URL and the path in it.

    Raises
    ------
    InputError
        if fsspec, or what it needs for such URLs, is not installed, or there is no such scheme.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise InputError(f"{url}: URLs need fsspec: pip install 'framing[cluster]'") from None
    try:
        system, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise InputError(f"{url}: {error}") from None
    return system, path


def ending(path: Place) -> str:
    """Ending of a file in small letters, that of what is packed included: `.jsonl.gz`."""
    last = path.suffix.lower()
    return PurePosixPath(path.name[: -len(last)]).suffix.lower() + last if last in PACKED else last


def state(place: Place) -> tuple[int, str]:
    """Size of a file in bytes, and when it was changed, as its file system says it."""
    if isinstance(place, Path):
        found = place.stat()
        return found.st_size, str(found.st_mtime_ns)
    system, path = file_system(place.url)
    info = system.info(path)
    return int(info["size"]), str(info.get("LastModified") or info.get("mtime") or info.get("created") or "")


def open_bytes(place: Place, meter: Meter | None = None) -> IO[bytes]:
    """The file's bytes, unpacked; `meter` counts them as they are read from the disk.

    Raises
    ------
    InputError
        from reading, if the file is damaged or ends before its end.
    """
    packed = place.suffix.lower()
    if packed not in PACKED and meter is None:
        return place.open("rb")
    raw: Any = place.open("rb")
    if meter is not None:
        raw = io.BufferedReader(_Stream(raw, raw.read, meter), _BUFFER)
    if packed == ".gz":
        return _unpacked(raw, gzip.GzipFile(fileobj=raw).read)
    if packed == ".zst":
        return _unpacked(raw, _zst(raw))
    stream: IO[bytes] = raw
    return stream


def read_bytes(place: Place, most: int, meter: Meter | None = None) -> bytes:
    """All bytes of a file, unpacked.

    Raises
    ------
    LimitError
        if there are more than `most`; no more are read then.
    """
    with open_bytes(place, meter) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise LimitError(f"more than {most:,} bytes (--max-characters changes it)")
    return data


def open_text(place: Place, encoding: str, newline: str, meter: Meter | None = None) -> io.TextIOWrapper:
    """The file as text, line ends as they are."""
    return io.TextIOWrapper(open_bytes(place, meter), encoding=encoding, newline=newline)


class _Stream(io.RawIOBase):
    """A stream that reads with a function, and closes what lies below."""

    def __init__(self, below: Any, read: Callable[[int], bytes], meter: Meter | None = None) -> None:
        self._below, self._read, self._meter = below, read, meter

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._read(len(buffer))
        buffer[: len(data)] = data
        if self._meter is not None:
            self._meter.n_bytes += len(data)
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._below.close()
        super().close()


def _unpacked(raw: Any, read: Callable[[int], bytes]) -> IO[bytes]:
    def checked(size: int) -> bytes:
        try:
            return read(size)
        except (OSError, EOFError, zlib.error, ValueError, RuntimeError) as error:
            raise InputError(f"cannot be unpacked: {' '.join(str(error).split())[:200]}") from error

    return io.BufferedReader(_Stream(raw, checked), _BUFFER)


def _zst(raw: Any) -> Callable[[int], bytes]:
    """What reads Zstandard: pyarrow's own, which tells a file that was cut off from one that ends."""
    import pyarrow as pa

    read: Callable[[int], bytes] = pa.CompressedInputStream(pa.PythonFile(raw, mode="r"), "zstd").read
    return read
