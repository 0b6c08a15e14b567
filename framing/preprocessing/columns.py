"""A row of a table → a draft: which column is which field, and what a cell may hold."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from framing.errors import InputError
from framing.preprocessing.cleaning import label
from framing.preprocessing.draft import Draft, Options, draft_of_body

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from framing.model import Scalar

#: Names that are found by themselves, in any case; the first of a field's names that is there is taken.
USUAL: Mapping[str, tuple[str, ...]] = {
    "id": ("id",),
    "text": ("text", "content", "body"),
    "title": ("title", "headline"),
    "outlet": ("outlet", "source"),
    "author": ("author",),
    "date": ("date",),
    "url": ("url",),
}
_SHOWN = 20
_INT64 = 2**63


def find_columns(names: Sequence[str], chosen: Mapping[str, str]) -> dict[str, str]:
    """For each field that is there, the column that holds it.

    Parameters
    ----------
    names
        columns of the table
    chosen
        columns that the user names for a field; for such a field no other is looked for
    """
    by_case: dict[str, str] = {}
    for name in names:
        by_case.setdefault(name.strip().casefold(), name)
    found = {}
    for name, usual in USUAL.items():
        wanted = (chosen[name],) if name in chosen else usual
        hits = [one if one in names else by_case.get(one.strip().casefold()) for one in wanted]
        hit = next((one for one in hits if one is not None), None)
        if hit is not None:
            found[name] = hit
    return found


def check_columns(
    names: Sequence[str], chosen: Mapping[str, str], needed: Sequence[str] = ("text",)
) -> dict[str, str]:
    """`find_columns` for a table with fixed columns; `needed` are the fields that it must have.

    Raises
    ------
    InputError
        if a needed or a chosen column is missing, or two columns have one name.
    """
    twice = next((name for index, name in enumerate(names) if name in names[:index]), None)
    if twice is not None:
        raise InputError(f"two columns are called '{twice}'; rename one")
    found = find_columns(names, chosen)
    for name in (*needed, *chosen):
        if name not in found:
            raise InputError(missing_column(name, names, chosen))
    return found


def missing_column(name: str, names: Sequence[str], chosen: Mapping[str, str]) -> str:
    """Line that says which column is missing and which there are."""
    wanted = f"'{chosen[name]}'" if name in chosen else " or ".join(f"'{one}'" for one in USUAL[name])
    shown = ", ".join(f"'{one:.40}'" for one in names[:_SHOWN]) or "none"
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"no column {wanted} for the {name}; found: {shown}{more} (--column {name}=NAME names another)"


def draft_of_row(cells: Mapping[str, Any], columns: Mapping[str, str], options: Options) -> Draft:
    """Draft of one row; the columns that are no field become extra ones.

    Raises
    ------
    InputError
        if its text is missing or no text; the message names the column.
    """
    if "text" not in columns:
        raise InputError(missing_column("text", list(cells), options.columns))
    column = columns["text"]
    text = cells.get(column)
    if text is None or (isinstance(text, str) and not text.strip()):
        raise InputError(f"column '{column}': empty")
    if not isinstance(text, str):
        raise InputError(f"column '{column}': {type(text).__name__} {text!r:.60} is no text")
    used = set(columns.values())
    return draft_of_body(
        text,
        options,
        fields={name: cells.get(one) for name, one in columns.items() if name != "text"},
        extra={name: extra_value(value) for name, value in cells.items() if name not in used},
        place="column '{}'",
        names=columns,
    )


def extra_value(value: object) -> Scalar:
    """Value of an extra column: numbers and truth values as they are, "" as None, all else as text.

    Lists and objects become JSON, dates ISO strings, integers beyond 64 bits their digits.
    """
    if value is None or value == "":
        return None
    if isinstance(value, bool | float) or (isinstance(value, int) and -_INT64 <= value < _INT64):
        return value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, list | dict):
        return label(json.dumps(value, ensure_ascii=False, default=str))
    return label(str(value))
