"""Groups of articles: by column, one by one, by time, before and after a date. Runs are made by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import examples
from small_runs import run_of, sentence

from framing.errors import FramingError
from framing.statistics.grouping import PERIODS, days_of, find_group, groups_of
from framing.statistics.parts import MISSING, group_articles

DATES = ["2024-12-30", None, "2023-11-02", "2024-11", "2024", "2024-11-13"]


def dated(dates, **columns):
    articles = {f"a{index}": [("body", [sentence()])] for index in range(len(dates))}
    return run_of(articles, columns={"date": dates, **columns})


def members(run, by):
    groups = groups_of(run, by)
    return [
        (name, [article for article, code in zip(run.articles["article"], groups.codes, strict=True) if code == k])
        for k, name in enumerate(groups.names)
    ]  # fmt: skip


def test_periods_stand_in_the_order_of_time_and_articles_without_a_date_last():
    assert members(dated(DATES), "date:year") == [
        ("2023", ["a2"]),
        ("2024", ["a0", "a3", "a4", "a5"]),
        (MISSING, ["a1"]),
    ]


def test_a_date_not_exact_enough_for_the_period_is_missing():
    """A date of "2024" lies in no one month, "2024-11" in no one day, but in one quarter."""
    run = dated(DATES)
    assert members(run, "date:month")[-1] == (MISSING, ["a1", "a4"])
    assert members(run, "date:quarter") == [
        ("2023-Q4", ["a2"]),
        ("2024-Q4", ["a0", "a3", "a5"]),
        (MISSING, ["a1", "a4"]),
    ]
    assert members(run, "date:day")[-1] == (MISSING, ["a1", "a3", "a4"])


def test_weeks_are_iso_weeks():
    """30 December 2024 is the Monday of the first week of 2025 (ISO 8601: the week of the year's first Thursday)."""
    assert members(dated(["2024-12-30", "2024-12-29", "2025-01-05"]), "date:week") == [
        ("2024-W52", ["a1"]),
        ("2025-W01", ["a0", "a2"]),
    ]


def test_before_and_from_a_date():
    """The day itself is `from`; "2024-11" may be either side of the 13th; all of 2024 is before 2025."""
    run = dated(DATES)
    assert members(run, "date<2024-11-13") == [
        ("before 2024-11-13", ["a2"]),
        ("from 2024-11-13", ["a0", "a5"]),
        (MISSING, ["a1", "a3", "a4"]),
    ]
    assert members(run, "date<2025") == [("before 2025", ["a0", "a2", "a3", "a4", "a5"]), (MISSING, ["a1"])]


def test_columns_are_grouped_as_everywhere_else_and_missing_stands_last():
    run = dated(DATES, outlet=["b", MISSING, None, "c", "b", "c"])
    assert members(run, "outlet") == [("b", ["a0", "a4"]), ("c", ["a3", "a5"]), (MISSING, ["a1", "a2"])]
    for by in ("article", "date"):
        assert set(groups_of(run, by).names) == set(group_articles(run, by).names)


def test_a_column_whose_name_looks_like_a_period_goes_first():
    run = dated(DATES[:2], **{"date:month": ["x", "y"], "a:b": ["2024-01", "2024-02"]})
    assert groups_of(run, "date:month").names == ("x", "y")
    assert groups_of(run, "a:b:month").names == ("2024-01", "2024-02")


def test_a_time_of_day_is_dropped():
    assert days_of("2024-02-29T23:59:59+05:00", "x") == (date(2024, 2, 29), date(2024, 2, 29))


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("nope", "by 'nope': the run's articles have no such column; there are article"),
        ("nope:month", "by 'nope': the run's articles have no such column"),
        ("date:decade", "no period 'decade'; there are year, quarter, month, week, day"),
        ("date<", "no date after '<'; write YYYY, YYYY-MM or YYYY-MM-DD"),
        ("date<2024-02-30", "'2024-02-30' is not a date"),
        ("outlet:month", "article 'a0': 'Courier' is not a date"),
        ("", "no such column"),
    ],
)
def test_what_cannot_be_grouped_is_refused_in_one_line(by, said):
    run = dated(DATES, outlet=["Courier"] * 6)
    with pytest.raises(FramingError) as caught:
        groups_of(run, by)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_run_without_articles_has_no_groups():
    assert groups_of(dated([]), "date:month").names == ()


def test_a_group_is_found_by_its_name_or_refused_with_those_there_are():
    groups = groups_of(dated(DATES), "article")
    assert find_group(groups, "a3", option="reference") == 3
    with pytest.raises(FramingError, match="reference 'b': no such group; there are 'a0', 'a1'"):
        find_group(groups, "b", option="reference")


@given(
    days=st.lists(st.none() | st.dates(date(1000, 1, 1), date(9999, 12, 31)), min_size=1, max_size=12),
    period=st.sampled_from(sorted(PERIODS)),
)
@examples(60)
def test_every_article_has_one_group_and_groups_follow_time(days, period):
    run = dated([day and day.isoformat() for day in days])
    groups = groups_of(run, f"date:{period}")
    assert sorted(set(groups.codes)) == list(range(len(groups.names)))
    order = [(day is None, day or date.min) for day in days]
    placed = sorted(range(len(days)), key=order.__getitem__)
    assert list(groups.codes[placed]) == sorted(groups.codes)


@given(day=st.dates(date(1000, 1, 1), date(9999, 12, 1)))
@examples(50)
def test_a_month_means_all_its_days(day):
    first, last = days_of(f"{day:%Y-%m}", "x")
    assert first <= day <= last
    assert (first - timedelta(days=1)).month != first.month
    assert (last + timedelta(days=1)).month != last.month if last != date.max else last.day == 31
