"""Bytes → text: which encoding a file is in, and that it is text at all.

In this order: a byte-order mark; UTF-16 and UTF-32 by the places of their NULs; strict UTF-8; Windows-1252 if
it reads as English; what charset-normalizer finds. An encoding that is guessed is said, never hidden.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.errors import InputError

if TYPE_CHECKING:
    from framing.preprocessing.streams import Place

#: UTF-32 first: its little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Signs beyond ASCII that English print uses, as Windows-1252 has them.
_ENGLISH_SIGNS = frozenset("‘’“”‚„–—…•€£¥¢§°©®™«»´·×½¼¾†‰\xa0\xad")
#: Above this share of accented letters a text is no English one in Windows-1252, but something else misread.
_ACCENTED_SHARE = 0.1
_MISREAD = re.compile(r"[a-z][À-ÖØ-ÞŠŒŽŸ]")
#: Where a guess looks: charset-normalizer takes seconds for megabytes and knows after this many bytes.
_SAMPLE = 200_000
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, and its encoding where that had to be guessed (None where it is certain)."""

    text: str
    guessed: str | None = None


def check_encoding(name: str) -> str:
    """`name`, if it is a text encoding that Python knows; else InputError."""
    try:
        b"x".decode(name)
    except LookupError as error:
        raise InputError(
            f"encoding '{name}' is unknown; write utf-8, windows-1252, ... or leave it out"
        ) from error
    except ValueError:
        pass  # known, and one byte is no text in it (utf-16)
    return name


def marked_encoding(start: bytes) -> str | None:
    """Name of the encoding whose byte-order mark is the `start` of a file, None without one."""
    return next((name for mark, name in _MARKS if start.startswith(mark)), None)


def decode(data: bytes, encoding: str | None = None, *, declared: str | None = None) -> Decoded:
    """Text of `data`, read in `encoding`, or in the encoding that is found.

    Parameters
    ----------
    encoding
        the user's word; it must fit every byte
    declared
        what the file says of itself (HTML); used if the bytes are no UTF-8 and it fits them

    Raises
    ------
    InputError
        if the bytes are no text: binary, not in `encoding`, or in none that is known.
    """
    if encoding is not None:
        return Decoded(_strict(data, encoding).removeprefix("\ufeff"))
    if marked := marked_encoding(data):
        return Decoded(_strict(data, marked))
    if 0 in data:
        return _decode_wide(data)
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        guess = guess_encoding(data, declared)
    return Decoded(_strict(data, guess), guess)


def file_encoding(path: Place, encoding: str | None = None) -> tuple[str, str | None]:
    """Name of the encoding of a file too long to hold, and the same once more where it is guessed.

    The file is read through once, block by block, as UTF-8.

    Raises
    ------
    InputError
        if it is no text.
    """
    if encoding is not None:
        return encoding, None
    from framing.preprocessing.streams import open_bytes

    decoder = codecs.getincrementaldecoder("utf-8")()
    with open_bytes(path) as file:
        block = file.read(_BLOCK)
        if marked := marked_encoding(block):
            return marked, None
        if 0 in block:
            guess = decode(block[: _SAMPLE // 4 * 4]).guessed
            return guess or "utf-8", guess
        before = b""
        while block:
            if 0 in block:
                raise InputError("binary: it holds a NUL, and it is neither UTF-16 nor UTF-32 text")
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                guess = guess_encoding(before[-_SAMPLE:] + block)
                return guess, guess
            before, block = block, file.read(_BLOCK)
    return "utf-8", None


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError) as error:
        where = f" at byte {error.start + 1:,}" if isinstance(error, UnicodeDecodeError) else ""
        raise InputError(
            f"not text in the encoding {encoding}{where}; name another with --encoding"
        ) from error


def _decode_wide(data: bytes) -> Decoded:
    """UTF-16 or UTF-32 without a mark: English text shows by where its NULs are; else it is binary."""
    sample = data[:4096]
    for name, width, lowest in (
        ("utf-32-le", 4, 0),
        ("utf-32-be", 4, 3),
        ("utf-16-le", 2, 0),
        ("utf-16-be", 2, 1),
    ):
        filled = sample[lowest::width]
        if len(data) % width or sample.count(0) < (width - 1) * len(filled) * 0.6 or 0 in filled:
            continue
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return Decoded(text, name)
    raise InputError(f"binary: a NUL at byte {data.index(0) + 1:,}, and it is neither UTF-16 nor UTF-32 text")


def guess_encoding(data: bytes, declared: str | None = None) -> str:
    """Name of the encoding of bytes that are no UTF-8; the same bytes always give the same answer.

    Raises
    ------
    InputError
        if none fits.
    """
    if _is_damaged(data):
        raise InputError("UTF-8 with broken bytes in it; repair them, or name the encoding with --encoding")
    if declared is not None and _fits(data, declared):
        return declared
    if reads_as_english(data):
        return "windows-1252"
    from charset_normalizer import from_bytes

    best = from_bytes(_telling_part(data)).best()
    if best is None or not _fits(data, best.encoding):
        raise InputError("binary, or text in an encoding that cannot be told; name it with --encoding")
    return best.encoding


def _is_damaged(data: bytes) -> bool:
    """Whether `data` is UTF-8 but for some bytes: read as anything else, all its signs would be wrong."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    return sum(character > "\x7f" for character in text) - broken > broken


def _telling_part(data: bytes) -> bytes:
    """Part of long `data` around its first byte beyond ASCII: what a guess can go by."""
    if len(data) <= _SAMPLE:
        return data
    first = re.search(rb"[\x80-\xff]", data)
    start = max(0, first.start() - _SAMPLE // 2) if first else 0
    return data[start : start + _SAMPLE]


def reads_as_english(data: bytes) -> bool:
    """Whether `data` is English in Windows-1252: signs of print, few accents, and those inside words.

    charset-normalizer 3.5 takes a Latin-1 "café" for cp775 and Windows quotes for cp1250; the texts read here
    are English, so the encoding of English Windows is tried first.
    """
    try:
        text = data.decode("windows-1252")
    except UnicodeDecodeError:
        return False
    beyond = [character for character in text if character > "\x7f" and character not in _ENGLISH_SIGNS]
    letters = sum(map(str.isalpha, text))
    return (
        all(map(str.isalpha, beyond))
        and len(beyond) <= _ACCENTED_SHARE * letters
        and not _MISREAD.search(text)
        and not any(character < " " and character not in "\t\n\r\f" for character in text)
    )


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeError, LookupError):
        return False
    return True
