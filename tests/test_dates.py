"""Dates: as exact as they are written, never guessed, never filled."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import InputError
from framing.preprocessing.dates import read_date


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("13 November 2024", "2024-11-13"),
        ("Nov. 13, 2024", "2024-11-13"),
        ("November 13th, 2024", "2024-11-13"),
        ("the 13th of November 2024", "2024-11-13"),
        ("13-Nov-2024", "2024-11-13"),
        ("13/Nov/2024", "2024-11-13"),
        ("2024 Nov 13", "2024-11-13"),
        ("Sept. 5, 2024", "2024-09-05"),
        ("1 May 2024", "2024-05-01"),
        ("wednesday, 13 november 2024", "2024-11-13"),
        ("Wed, 13 Nov 2024 10:30:00 GMT", "2024-11-13"),
        ("Wed, 13 Nov 2024 10:30:00 +0500", "2024-11-13"),
        ("November 13, 2024 at 9 p.m.", "2024-11-13"),
        ("November 13, 2024, 10:30 AM EST", "2024-11-13"),
        ("2024-11-13", "2024-11-13"),
        ("2024-11-13T23:10:00+05:00", "2024-11-13"),
        ("2024-11-13T23:10:00.123456Z", "2024-11-13"),
        ("2024-11-13 23:10", "2024-11-13"),
        ("2024/11/13", "2024-11-13"),
        ("2024.11.13", "2024-11-13"),
        ("20241113", "2024-11-13"),
        ("13/11/2024", "2024-11-13"),
        ("11/13/2024", "2024-11-13"),
        ("13.11.2024", "2024-11-13"),
        ("05/05/2024", "2024-05-05"),
    ],
)
def test_a_whole_date_is_read_in_any_common_spelling(written, iso):
    assert read_date(written) == iso


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2024", "2024"),
        (2024, "2024"),
        ("2024-11", "2024-11"),
        ("2024/11", "2024-11"),
        ("11/2024", "2024-11"),
        ("November 2024", "2024-11"),
        ("Nov. 2024", "2024-11"),
        ("Wednesday, November 2024", "2024-11"),
        ("February 2023", "2023-02"),
    ],
)
def test_a_partial_date_stays_partial(written, iso):
    assert read_date(written) == iso


@pytest.mark.parametrize("missing", [None, "", "  ", "NA", "n/a", "NaN", "null", "None", float("nan")])
def test_no_date_is_none(missing):
    assert read_date(missing) is None


@pytest.mark.parametrize(
    ("written", "part"),
    [
        ("03/04/2024", "ambiguous"),
        ("3-4-2024", "ambiguous"),
        ("03.04.2024 10:00", "ambiguous"),
        ("31/02/2021", "'31/02/2021' is not a date; write YYYY-MM-DD"),
        ("2023-02-29", "is not a date"),
        ("2024-13-11", "is not a date"),
        ("2024-00-11", "is not a date"),
        ("0000-01-01", "is not a date"),
        ("13112024", "is not a date"),
        ("31 February 2024", "is not a date"),
        ("13/11/24", "is not a date"),
        ("13 November", "no year of four digits"),
        ("Nov 24", "no year of four digits"),
        ("13 novembre 2024", "'novembre' is no part of an English date"),
        ("13 नवंबर 2024", "is no part of an English date"),
        ("١٣/١١/٢٠٢٤", "is not a date"),
        ("Spring 2024", "'Spring' is no part"),
        ("yesterday", "'yesterday' is no part"),
        ("13-14 November 2024", "is not a date"),
        ("May June 2024", "is not a date"),
        ("13 Nov 2024 | 10.30", "is not a date"),
        ("T" * 200_000, "is not a date"),
        ("Monday, 13 November 2024", "that day is a Wednesday"),
        ("1731456000", "is not a date"),
        (True, "is not a date"),
        (20.5, "is not a date"),
        ("2024-11-13T25:99", "'13T25:99' is no part of an English date"),
        ("2024-11-13 10:60", "is no part of an English date"),
        ("0024-01-01", "it has no year of four digits"),
        ("13 November 0024", "'0024' is no part of an English date"),
        (["2024"], "is not a date"),
    ],
)
def test_what_is_no_certain_date_is_refused_with_what_was_found(written, part):
    with pytest.raises(InputError) as caught:
        read_date(written)
    assert part in str(caught.value)
    assert "YYYY-MM-DD" in str(caught.value)


def test_the_order_that_the_user_names_settles_an_ambiguous_date():
    assert read_date("03/04/2024", order="day") == "2024-04-03"
    assert read_date("03/04/2024", order="month") == "2024-03-04"


def test_a_date_that_contradicts_the_named_order_is_refused():
    """Day first, and 11/13/2024 has no month 13: the file is written another way than the user thinks."""
    with pytest.raises(InputError):
        read_date("11/13/2024", order="day")


def test_dates_and_datetimes_keep_their_day_whatever_the_zone():
    late = datetime(2024, 11, 13, 23, 59, tzinfo=timezone(timedelta(hours=-8)))
    assert read_date(late) == "2024-11-13"
    assert read_date(datetime(2024, 11, 13, tzinfo=UTC)) == "2024-11-13"
    assert read_date(date(2024, 11, 13)) == "2024-11-13"


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_spelling_of_a_day_gives_that_day(day):
    names = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    month = names[day.month - 1]
    for written in (
        day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month[:3]}. {day.year}",
        f"{day.year}{day.month:02}{day.day:02}",
    ):
        assert read_date(written) == day.isoformat()
    assert read_date(f"{day.day}/{day.month}/{day.year}", order="day") == day.isoformat()
    assert read_date(f"{day.month}/{day.day}/{day.year}", order="month") == day.isoformat()


@given(st.text(max_size=40))
def test_any_text_is_a_date_none_or_refused(written):
    try:
        found = read_date(written)
    except InputError:
        return
    assert found is None or len(found) in (4, 7, 10)
