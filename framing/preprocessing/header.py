"""The head of a plain-text article: its title and the `Key: value` lines directly under it.

Only keys that are listed here, and any key with `x-` before it, are metadata; the first other line ends them,
so that datelines (`ISLAMABAD:`) and ledes (`The lesson:`) stay text. Blank lines between them do not count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from framing.errors import InputError
from framing.preprocessing.cleaning import one_line, rough_count, strip
from framing.preprocessing.layout import LayoutChoice, judge_text, resolve

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: What each known key says; keys are compared in small letters with single spaces.
KEYS: Mapping[str, str] = {
    **dict.fromkeys(("id", "article id"), "id"),
    **dict.fromkeys(("title", "headline"), "title"),
    **dict.fromkeys(
        ("date", "published", "publishing date", "publication date", "published on", "date published"), "date"
    ),
    **dict.fromkeys(("published in", "outlet", "source", "publication", "newspaper", "publisher"), "outlet"),
    **dict.fromkeys(("author", "authors", "by", "byline", "written by"), "author"),
    **dict.fromkeys(("url", "link"), "url"),
    **{
        key: key
        for key in ("section", "language", "country", "keywords", "tags", "updated", "retrieved", "accessed")
    },
}
FIELDS = ("id", "title", "outlet", "author", "date", "url")
TITLE_WORDS = 30
_TITLE_CHARACTERS = 500  # an endless line without spaces is one word and no title

_KEY_VALUE = re.compile(r"(x-[^\W_][\w -]{0,40}?|[A-Za-z][A-Za-z -]{0,30}?)\s?:(?!//)(.*)", re.IGNORECASE)
_CLOSERS = "\"'”’)]»"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a header says: the known fields as written, and all else by its key."""

    fields: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)

    def add(self, key: str, value: str) -> None:
        """Keep `value` under `key`; a second word on the same field is kept under its own key.

        Raises
        ------
        InputError
            if a key is given twice, or a second date says otherwise than the first.
        """
        key = " ".join(key.lower().split())
        name = KEYS.get(key, key.removeprefix("x-"))
        value = one_line(value)
        if not value:
            return
        store = self.fields if name in FIELDS else self.extra
        if store.setdefault(name, value) == value:
            return
        if name in ("id", "date") or self.extra.setdefault(key, value) != value:
            raise InputError(f"header, '{key}': '{store[name]:.40}' and '{value:.40}'; give it once")


@dataclass(frozen=True, slots=True)
class Head:
    """Title (None if there is none), metadata, and the number of the line at which the text goes on."""

    title: str | None
    metadata: Metadata
    body: int


def is_title(line: str) -> bool:
    """Whether a first line is a title: at most 30 words, and no full stop at its end."""
    return (
        len(line) <= _TITLE_CHARACTERS
        and 0 < rough_count(line) <= TITLE_WORDS
        and not line.rstrip(_CLOSERS).endswith(".")
    )


def key_value(line: str) -> tuple[str, str] | None:
    """Key and value of a metadata line, None if it is another line."""
    match = _KEY_VALUE.fullmatch(line)
    if match is None:
        return None
    key = " ".join(match[1].lower().split())
    return (key, match[2]) if key in KEYS or key.startswith("x-") else None


def read_head(
    lines: Sequence[str], *, marked: frozenset[int] = frozenset(), layout: LayoutChoice = "auto"
) -> Head:
    """Head of an article.

    Parameters
    ----------
    lines
        all lines of the text, cleaned
    marked
        numbers of lines that markup calls headings; if the first line is one, it is the title
    layout
        with "line" a title is one line even where the text is wrapped

    Raises
    ------
    InputError
        if the header contradicts itself.
    """
    metadata = Metadata()
    first = _next_line(lines, 0)
    start = _read_run(lines, first, metadata)  # some archives put the metadata before the title
    if "title" in metadata.fields:
        return Head(None, metadata, start)
    under = _title_end(lines, start, layout)
    title = " ".join(strip(line) for line in lines[start:under])
    if under == start or not (start in marked or is_title(title)):
        return Head(None, metadata, start)
    return Head(title, metadata, _read_run(lines, _next_line(lines, under), metadata))


def _next_line(lines: Sequence[str], start: int) -> int:
    """Find the first line from `start` that is not blank, by number."""
    return next((n for n in range(start, len(lines)) if strip(lines[n])), len(lines))


def _read_run(lines: Sequence[str], start: int, metadata: Metadata) -> int:
    """Read metadata lines from `start` on; the number of the first line that is none."""
    while start < len(lines) and (pair := key_value(strip(lines[start]))):
        metadata.add(*pair)
        start = _next_line(lines, start + 1)
    return start


def _title_end(lines: Sequence[str], start: int, layout: LayoutChoice) -> int:
    """Find the line after the title that starts at `start`, by number.

    The title is the first line. In wrapped text it is the first block: a long title takes two lines, and a
    text without a title begins with a line that is none.
    """
    apart = next((n for n in range(start, len(lines)) if n > start and _stands_apart(lines[n])), len(lines))
    if apart <= start + 1 or layout == "line":
        return min(start + 1, len(lines))
    text = "\n".join(lines[start:])
    if judge_text(text) != "wrapped":
        return start + 1
    blocks = resolve(text).lines
    return min(apart, start + blocks[1] if len(blocks) > 1 else len(lines))


def _stands_apart(line: str) -> bool:
    return not strip(line) or key_value(strip(line)) is not None
