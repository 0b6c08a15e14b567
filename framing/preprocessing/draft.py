"""From what a format yields to an article: fields checked, text put together, limits kept.

Every reader makes a `Draft`; what an article must have is asked here alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from framing.deadline import MAX_SECONDS
from framing.errors import InputError, LimitError
from framing.model import Article, Scalar
from framing.preprocessing.cleaning import clean, has_words, label, one_line, strip
from framing.preprocessing.dates import DateOrder, read_date
from framing.preprocessing.layout import LayoutChoice, Structure, resolve

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_CHARACTERS = 1_000_000


@dataclass(frozen=True, slots=True)
class Options:
    """How to read, checked once at the door (see `readers.read_articles` for what each means)."""

    layout: LayoutChoice = "auto"
    date_order: DateOrder = "refuse"
    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    max_characters: int = MAX_CHARACTERS
    max_seconds: float = MAX_SECONDS

    def plain(self) -> dict[str, Any]:
        """The options as plain JSON values, by the names that `read_articles` takes."""
        return {
            "layout": self.layout,
            "date_order": self.date_order,
            "columns": dict(self.columns),
            "encoding": self.encoding,
            "max_characters": self.max_characters,
            "max_seconds": self.max_seconds,
        }


@dataclass(frozen=True, slots=True)
class Draft:
    """One article as a format yields it: blocks in reading order, fields as they are written.

    `marked` holds the numbers of those blocks that the source's markup calls headings; `row` and `column` say
    where a field stands (`column 'date'` in a table, `header, 'date'` in a text).
    """

    blocks: tuple[str, ...]
    structure: Structure
    fields: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Scalar] = field(default_factory=dict)
    marked: frozenset[int] = frozenset()
    place: str = "header, '{}'"
    names: Mapping[str, str] = field(default_factory=dict)


def draft_of_body(text: str, options: Options, **details: Any) -> Draft:
    """Draft of a text that is body only: no title or metadata is looked for in it."""
    check_length(text, options)
    found = resolve(clean(text), options.layout)
    return Draft(found.blocks, found.structure, **details)


def check_length(text: str, options: Options) -> None:
    """Raise LimitError if `text` is longer than the limit."""
    if len(text) > options.max_characters:
        raise LimitError(
            f"{len(text):,} characters, over the limit of {options.max_characters:,} "
            "(--max-characters changes it)"
        )


def finish(draft: Draft, *, id: str, input: str, row: int | None, options: Options) -> Article:  # noqa: A002 - fields of Article
    """Article of `draft`.

    Raises
    ------
    InputError
        if a field cannot be read, or there is no text to score; the message names the field.
    LimitError
        if the text is too long.
    """
    values = {name: _field(draft, name, options) for name in ("title", "outlet", "author", "date", "url")}
    title = values["title"]
    blocks = list(map(strip, draft.blocks))
    parts = [title, *blocks] if title else blocks
    if not any(map(has_words, parts)):
        raise InputError("no words" if any(parts) else "empty")
    if not any(map(has_words, blocks)):
        raise InputError("only a title, no text under it")
    text = "\n\n".join(parts)
    check_length(text, options)
    offset, starts = 0, []
    for part in parts:
        starts.append(offset)
        offset += len(part) + 2
    ahead = 1 if title else 0
    return Article(
        id=id,
        text=text,
        **values,
        extra={label(name): value for name, value in draft.extra.items()},
        input=input,
        row=row,
        headings=tuple(starts[number + ahead] for number in sorted(draft.marked)),
    )


def _field(draft: Draft, name: str, options: Options) -> str | None:
    value = draft.fields.get(name)
    place = draft.place.format(draft.names.get(name, name))
    try:
        if name == "date":
            return read_date(value, order=options.date_order)
        return field_text(value)
    except InputError as error:
        raise InputError(f"{place}: {error}") from error


def field_text(value: object) -> str | None:
    """Value of a field on one line, None where there is none; several names are joined by `; `.

    Raises
    ------
    InputError
        if it is neither text nor a number nor a list of texts.
    """
    if value is None or (isinstance(value, float) and value != value):  # noqa: PLR0124 - NaN is unlike itself
        return None
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = "; ".join(filter(None, map(one_line, value)))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise InputError(f"{value!r:.60} is no text")
    return one_line(str(value)) or None
