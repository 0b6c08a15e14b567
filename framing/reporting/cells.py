"""Cells of a printed table: names that fit a narrow column, numbers as journals write them."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from itertools import accumulate
from typing import Any

from framing.reporting.figures.inputs import number
from framing.reporting.latex import Column
from framing.reporting.words import called, percent

#: Letters of a name.
_NAME = 60
#: Of a word that is cut, the share of the room for its beginning.
_HEAD_OF = 0.6
#: Width of the longest word in a column of 29 mm, in ems of LaTeX's font; widths of letters in it, the others' first.
_ROOM, _USUAL = 8.1, 0.56
_WIDTHS = {
    **dict.fromkeys("iljft.,;:!'|()[]/ I-", 0.39),
    **dict.fromkeys("cersz", 0.46),
    **dict.fromkeys("mw@%…", 0.88),
    **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ&+<>=_", 0.78),
    **dict.fromkeys("MW—", 1.05),
}


def fitted(text: str, most: int = _NAME, *, room: float = _ROOM) -> str:
    """A name that a narrow column can hold: in one line, cut at so many letters, no word wider than so many em.

    Examples
    --------
    >>> fitted("Donaudampfschifffahrtsgesellschaft"), fitted("The Harbour Ledger of Saltholm", 20)
    ('Donauda…schaft', 'The Harbour Ledger…')
    """
    line = " ".join(_narrow(word, room) for word in text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    return f"{(cut.rsplit(' ', 1)[0] if ' ' in cut else cut).rstrip('…')}…"


def _narrow(word: str, room: float) -> str:
    """The word; one that would leave a narrow column loses its middle, since names that begin alike end otherwise."""
    widths = [_WIDTHS.get(letter, _USUAL if letter.islower() or letter.isdigit() else 1.0) for letter in word]
    if sum(widths) <= room:
        return word
    ends = list(accumulate(widths))
    head = bisect_right(ends, _HEAD_OF * (room - 1))
    tail = bisect_left(ends, ends[-1] - (room - 1 - ends[head - 1])) + 1 if head else len(word)
    return f"{word[:head]}…{word[tail:]}"


def measure_name(row: Mapping[Any, Any]) -> str:
    """A measure by its frame's name or its instrument's and its own; other figures than rates and means by column.

    Examples
    --------
    >>> row = {"measure": "frames_security_n", "category": "security", "kind": "frame", "statistic": "n"}
    >>> measure_name(row), measure_name(row | {"statistic": "rate"})
    ('frames security n', 'security')
    """
    category = row.get("category")
    if not isinstance(category, str) or row.get("statistic", "rate") not in ("rate", "mean"):
        return called(str(row["measure"]))
    return called(category) if row.get("kind") == "frame" else f"{row.get('instrument')} {called(category)}"


def p_value(value: float) -> str:
    """A p as journals write it: three digits, never 0.

    Examples
    --------
    >>> p_value(0.0412), p_value(0.00004), p_value(0.9999), p_value(float("nan"))
    ('.041', '< .001', '> .999', '–')
    """
    if math.isnan(value):
        return "–"
    if value < 0.001:  # noqa: PLR2004 # three digits are enough
        return "< .001"
    return "> .999" if value > 0.999 else f"{value:.3f}".removeprefix("0")  # noqa: PLR2004 # likewise


def decimal(value: float) -> str:
    """A coefficient with three digits that mean something, a true minus sign, and no exponent where it can be."""
    if math.isnan(value):
        return "–"
    size = abs(value)
    digits = 3 if size < 1 else 2 if size < 100 else 0  # noqa: PLR2004 # three digits
    text = f"{size:,.{digits}f}" if size >= 0.0005 or size == 0 else f"{size:.1e}"  # noqa: PLR2004 # else 0.000
    return f"−{text}" if value < 0 else text


def plain(value: float, digits: int) -> str:
    """A figure with so many digits, 0 without a sign; a dash where there is none."""
    return "–" if math.isnan(value) else f"{value:z,.{digits}f}".replace("-", "−")


def count(value: Any) -> str:
    """A whole number; a dash where there is none."""
    n = number(value)
    return "–" if math.isnan(n) else f"{int(n):,}"


def share(value: float) -> str:
    """A share in percent; a dash where there is none."""
    return "–" if math.isnan(value) else percent(value)


def columns(*heads: tuple[str, str]) -> list[Column]:
    """Columns by head and alignment."""
    return [Column(head, align) for head, align in heads]
