"""A few pieces of HTML for notebooks: what is not ours is escaped; no script or style sheet is needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

__all__ = ["escape", "heading", "note", "paragraph", "table"]

_TABLE = "border-collapse:collapse;font-variant-numeric:tabular-nums"
_CELL = "padding:2px 10px 2px 0;text-align:{};vertical-align:top"


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]], *, caption: str = "", more: str = "") -> str:
    """A table of plain text and numbers; numbers stand right, `more` is a line under it.

    Examples
    --------
    >>> "<b>" in table(["name"], [["<b>"]])
    False
    """
    listed = [list(row) for row in rows]
    right = [
        bool(listed) and all(isinstance(row[index], int | float) for row in listed)
        for index in range(len(heads))
    ]
    sides = ["right" if side else "left" for side in right]
    head = "".join(_cell("th", text, side) for text, side in zip(heads, sides, strict=True))
    body = "".join(
        f"<tr>{''.join(_cell('td', text, side) for text, side in zip(row, sides, strict=True))}</tr>"
        for row in listed
    )
    title = f'<caption style="text-align:left">{escape(caption)}</caption>' if caption else ""
    return f'<table style="{_TABLE}">{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note(more)}'


def heading(text: str, beside: str = "") -> str:
    """A name with what is said beside it, in small letters."""
    more = f' <span style="opacity:.7">{escape(beside)}</span>' if beside else ""
    return f'<div style="margin:4px 0"><strong>{escape(text)}</strong>{more}</div>'


def note(text: str) -> str:
    """A line of small letters; nothing for no text."""
    return f'<div style="font-size:90%;opacity:.7">{escape(text)}</div>' if text else ""


def paragraph(inner: str, *, strong: bool = False, number: int | None = None) -> str:
    """A paragraph of an article; `inner` is HTML, its number stands before it."""
    mark = "" if number is None else f'<span style="font-size:80%;opacity:.6">¶{number} </span>'
    weight = ";font-weight:bold" if strong else ""
    return f'<p style="max-width:66ch;font-family:serif;line-height:1.55;margin:.5em 0{weight}">{mark}{inner}</p>'


def _cell(tag: str, value: Any, side: str) -> str:
    text = f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
    return f'<{tag} style="{_CELL.format(side)}">{escape(text)}</{tag}>'
