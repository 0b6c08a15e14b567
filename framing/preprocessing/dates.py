"""Dates as they are written → ISO strings, as exact as they were written; nothing is guessed or filled in.

Only what names the year with four digits is a date. dateutil reads the words; what it would guess without a
word (the order of 03/04/2024, a missing day, an unknown month) is decided here first, or refused.
"""

from __future__ import annotations

import functools
import re
from datetime import date, datetime
from typing import Literal

from framing.errors import InputError

DateOrder = Literal["refuse", "day", "month"]

#: Written where a date is missing (R writes NA); none of them can be a date.
_MISSING = frozenset({"", "na", "n/a", "nan", "nat", "none", "null"})
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_LONG_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "sept",
]
_LONGEST = 80
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "tues", "weds", "thur", "thurs")
_FILLERS = frozenset({"the", "of", "on"})

#: A time of day after a date: `T23:10:00.5+05:00`, `, 10:30 AM EST`, `at 9 p.m.`; it is dropped unread.
_TIME = re.compile(
    r"""[\sT,]+(?:at\s+|[-–|]\s+)?          # what stands between date and time
        (?:(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-6]\d(?:[.,]\d+)?)?|\d{1,2}(?=\s*[ap]\.?m\b))
        \s*(?:[ap]\.?m\b\.?)?               # half of the day
        \s*(?:Z\b|\(?[A-Z]{2,5}\)?(?![A-Za-z]))?   # zone by name
        \s*(?:[+-]\d{2}:?\d{2})?\s*(?:\([A-Z]{2,5}\))?$""",
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_YEAR_FIRST = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})", re.ASCII)
_WORD = re.compile(r"[^\W\d_]+|\d+(?:st|nd|rd|th)?(?![^\W_])|[^\s,.\-/]+", re.IGNORECASE)


def read_date(value: object, *, order: DateOrder = "refuse") -> str | None:
    """Date of `value` as an ISO string: YYYY, YYYY-MM or YYYY-MM-DD, as exact as it was given.

    Parameters
    ----------
    value
        a string, a year as an integer, a `date` or `datetime`, or None; a time of day is dropped and the date
        stays as it is written (no conversion to another time zone)
    order
        how 03/04/2024 is read: "refuse", "day" first, or "month" first; 13/11/2024 says so itself

    Returns
    -------
    str or None
        None where nothing is given (empty, or one of NA, NaN, None, null).

    Raises
    ------
    InputError
        if it is no date, is ambiguous, lacks a year of four digits, or is impossible.

    Examples
    --------
    >>> read_date("Wednesday, 13 November 2024, 10:30 GMT")
    '2024-11-13'
    >>> read_date("Nov. 2024")
    '2024-11'
    """
    if value is None or (isinstance(value, float) and value != value):  # noqa: PLR0124 - NaN is unlike itself
        return None
    if isinstance(value, date):  # a datetime is a date too
        return date(value.year, value.month, value.day).isoformat()
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise InputError(f"{value!r:.60} is not a date; write YYYY-MM-DD")
    written = " ".join(str(value).split())
    if written.lower() in _MISSING:
        return None
    if len(written) > _LONGEST:
        raise InputError(_no_date(written))
    return _read_words(written, order)


@functools.lru_cache(maxsize=4096)  # a corpus has few days, and dateutil takes its time
def _read_words(written: str, order: DateOrder) -> str:
    text = _TIME.sub("", written).strip(" ,.")
    if match := _COMPACT.fullmatch(text):
        return _iso(written, *match.groups())
    if match := _YEAR_FIRST.fullmatch(text):
        return _iso(written, match[1], match[3], match[4])
    if match := _MONTH_YEAR.fullmatch(text):
        return _iso(written, match[2], match[1])
    if match := _YEAR_LAST.fullmatch(text):
        month, day = _month_and_day(written, match[1], match[3], order)
        return _iso(written, match[4], month, day)
    return _month_by_name(written, text)


def _month_and_day(written: str, first: str, second: str, order: DateOrder) -> tuple[str, str]:
    a, b = int(first), int(second)
    if order == "refuse" and a != b and a <= 12 and b <= 12:  # noqa: PLR2004 - months in a year
        raise InputError(
            f"'{written:.60}' is ambiguous: day or month first? "
            "write YYYY-MM-DD, or say which (--dates day|month; in Python date_order)"
        )
    day_first = order == "day" or (order == "refuse" and (a > 12 or a == b))  # noqa: PLR2004 - months in a year
    return (second, first) if day_first else (first, second)


def _month_by_name(written: str, text: str) -> str:
    """Date whose month is a word: the words are checked here, dateutil puts them together."""
    years, days, months, weekdays = [], [], [], []
    for word in _WORD.findall(text):
        low = word.lower()
        if low in _MONTHS or low in _LONG_MONTHS:
            months.append(low)
        elif low in _DAYS or low in _SHORT_DAYS:
            weekdays.append(low[:3])
        elif re.fullmatch(r"[1-9]\d{3}", word, re.ASCII):
            years.append(word)
        elif match := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", low, re.ASCII):
            days.append(match[1])
        elif low not in _FILLERS:
            raise InputError(_no_date(written, f": '{word:.30}' is no part of an English date"))
    if not years and (days or months):
        raise InputError(_no_date(written, ": it has no year of four digits"))
    if len(years) != 1 or len(months) != 1 or len(days) > 1 or len(weekdays) > 1:
        raise InputError(_no_date(written))
    return _joined(written, " ".join([*days, *months, *years]), partial=not days, weekdays=weekdays)


def _joined(written: str, plain: str, *, partial: bool, weekdays: list[str]) -> str:
    from dateutil import parser

    try:
        # the default only fills the day of a partial date, which is cut off again
        found = parser.parse(plain, default=datetime(2000, 1, 1), dayfirst=True)  # noqa: DTZ001 - a calendar day
    except (ValueError, OverflowError) as error:
        raise InputError(_no_date(written)) from error
    if weekdays and not partial and _SHORT_DAYS[found.weekday()] != weekdays[0]:
        raise InputError(_no_date(written, f": that day is a {_DAYS[found.weekday()].capitalize()}"))
    return found.strftime("%Y-%m") if partial else found.date().isoformat()


def _iso(written: str, year: str, month: str | None = None, day: str | None = None) -> str:
    if year.startswith("0"):
        raise InputError(_no_date(written, ": it has no year of four digits"))
    try:
        whole = date(int(year), int(month or 1), int(day or 1))
    except ValueError as error:
        raise InputError(_no_date(written)) from error
    return whole.isoformat()[: 4 if month is None else 7 if day is None else 10]


def _no_date(written: str, why: str = "") -> str:
    return f"'{written:.60}' is not a date{why}; write YYYY-MM-DD"
