"""Articles in groups: by a column, one by one, by time, or by whether they appeared before a date.

What `by` may say:

    outlet                     any column of `run.articles`; groups in the order of their first article
    article                    each article its own group
    date:month                 time, any column of ISO dates, in year | quarter | month | week | day; in order of time
    date<2024-11-13            two groups, `before 2024-11-13` and `from 2024-11-13`

Articles without a value form the last group, `(missing)`; so do those whose date is not exact enough to say where
they belong ("2024" by month): nothing is filled in. Periods in which no article appeared are no groups.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from framing.errors import FramingError
from framing.statistics.parts import MISSING, Groups, check_run, group_articles

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from framing.run import Run

#: A time of day after a date is dropped unread.
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ]\d{2}:.*)?)?)?", re.ASCII)
_DECEMBER = 12
_SHOWN = 10

#: What a period calls the day that it is given.
PERIODS: dict[str, Callable[[date], str]] = {
    "year": lambda day: f"{day.year:04d}",
    "quarter": lambda day: f"{day.year:04d}-Q{(day.month + 2) // 3}",
    "month": lambda day: f"{day.year:04d}-{day.month:02d}",
    "week": lambda day: "{:04d}-W{:02d}".format(*day.isocalendar()),
    "day": lambda day: day.isoformat(),
}


def groups_of(run: Run, by: str) -> Groups:
    """Group articles by a column, by time, or by whether they appeared before a date.

    Parameters
    ----------
    by
        a column of `run.articles` (`article`: each its own group); `COLUMN:PERIOD` with year, quarter, month,
        week (ISO 8601: Monday to Sunday, named by the year of its Thursday) or day; or `COLUMN<DATE`, the date
        written YYYY, YYYY-MM or YYYY-MM-DD. A column of that very name goes first.

    Returns
    -------
    Groups
        names, and for each article of the run the position of its group. Groups of a column stand in the order of
        their first article, periods in that of time; `(missing)` is last.

    Raises
    ------
    FramingError
        if there is no such column or period, or a value is no ISO date.

    Examples
    --------
    >>> import framing as fr
    >>> run = fr.score(fr.read_articles("seeds/"))
    >>> groups_of(run, "date:quarter").names, groups_of(run, "date<2024-11-13").names
    (('2024-Q4',), ('from 2024-11-13',))
    """
    check_run(run)
    if not isinstance(by, str):
        raise FramingError(f"by {by!r:.60}: give one name of a column as text, such as 'outlet'")
    if by in run.articles.columns:
        return _missing_last(group_articles(run, by))
    column, sign, rest = _split(by)
    if not sign or column not in run.articles.columns:
        return group_articles(run, by if not sign else column)  # says which columns there are
    spans = _spans(run, column, by)
    if sign == ":":
        return _by_period(spans, by, rest)
    return _by_day(spans, by, rest)


def find_group(groups: Groups, name: str, *, option: str) -> int:
    """Position of the group called `name`; `option` names the option that asked for it.

    Raises
    ------
    FramingError
        if there is no such group.

    Examples
    --------
    >>> import numpy as np
    >>> find_group(Groups(("Courier", "Ledger"), np.array([0, 1, 1])), "Ledger", option="reference")
    1
    """
    if name in groups.names:
        return groups.names.index(name)
    some = ", ".join(f"'{each}'" for each in groups.names[:_SHOWN])
    more = f" and {len(groups.names) - _SHOWN:,} more" if len(groups.names) > _SHOWN else ""
    raise FramingError(f"{option} '{name}': no such group; there are {some or 'none'}{more}")


def days_of(value: object, where: str) -> tuple[date, date] | None:
    """First and last day of an ISO date as exact as it was written, None where there is none.

    Raises
    ------
    FramingError
        if the value is no ISO date; `where` begins the message.

    Examples
    --------
    >>> days_of("2024-02", "by 'date:month'")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    text = "" if value is None else str(value).strip()
    if not text:
        return None
    if found := _DATE.fullmatch(text):
        year, month, day = (int(part) if part else None for part in found.groups())
        try:
            first = date(year or 0, month or 1, day or 1)
        except ValueError:
            pass
        else:
            return first, first if day else _last_day(first.year, month or _DECEMBER)
    raise FramingError(f"{where}: '{text[:40]}' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD")


def _last_day(year: int, month: int) -> date:
    if month == _DECEMBER:
        return date(year, month, 31)
    return date(year, month + 1, 1) - timedelta(days=1)


def _split(by: str) -> tuple[str, str, str]:
    """Take `column:period` or `column<date` apart at its last sign, for columns may hold such signs."""
    for sign in ("<", ":"):
        if sign in by:
            column, _, rest = by.rpartition(sign)
            return column.strip(), sign, rest.strip()
    return by, "", ""


def _spans(run: Run, column: str, by: str) -> list[tuple[date, date] | None]:
    """First and last day that each article's date may mean."""
    values, articles = run.articles[column], run.articles["article"]
    return [
        None if missing else days_of(value, f"by '{by}', article '{article}'")
        for value, missing, article in zip(values, values.isna(), articles, strict=True)
    ]


def _by_period(spans: Sequence[tuple[date, date] | None], by: str, period: str) -> Groups:
    if period not in PERIODS:
        raise FramingError(f"by '{by}': no period '{period}'; there are {', '.join(PERIODS)}")
    label = PERIODS[period]
    named = [_common(span, label) for span in spans]
    starts: dict[str, date] = {}
    for name, span in zip(named, spans, strict=True):
        if name is not None and span is not None:
            starts[name] = min(span[0], starts.get(name, span[0]))
    return _groups(sorted(starts, key=starts.__getitem__), named)


def _common(span: tuple[date, date] | None, label: Callable[[date], str]) -> str | None:
    """Period that holds all days which an inexact date may mean, None if they lie in several."""
    if span is None:
        return None
    first, last = label(span[0]), label(span[1])
    return first if first == last else None


def _by_day(spans: Sequence[tuple[date, date] | None], by: str, written: str) -> Groups:
    at = days_of(written, f"by '{by}'")
    if at is None:
        raise FramingError(f"by '{by}': no date after '<'; write YYYY, YYYY-MM or YYYY-MM-DD")
    before, since = f"before {written}", f"from {written}"
    named = [
        None
        if span is None
        else before
        if span[1] < at[0]
        else since
        if span[0] >= at[0]
        else None  # the date is not exact enough to tell
        for span in spans
    ]
    return _groups([name for name in (before, since) if name in named], named)


def _groups(names: list[str], named: Sequence[str | None]) -> Groups:
    """Articles under their groups' names, those without one in a last group."""
    places = {name: place for place, name in enumerate(names)}
    codes = np.array([places.get(name, len(names)) if name else len(names) for name in named], dtype=np.intp)
    return Groups((*names, *([MISSING] if None in named else [])), codes)


def _missing_last(groups: Groups) -> Groups:
    """Move a group `(missing)` to the end: a column may hold the word itself."""
    if MISSING not in groups.names or groups.names[-1] == MISSING:
        return groups
    place, last = groups.names.index(MISSING), len(groups.names) - 1
    moved = np.where(groups.codes == place, last, groups.codes - (groups.codes > place))
    names = tuple(name for name in groups.names if name != MISSING)
    return Groups((*names, MISSING), moved.astype(np.intp))
