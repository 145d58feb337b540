"""Months as first-of-month dates: arithmetic, ranges and the words used on screen."""

import re
from collections.abc import Sequence
from datetime import date

MONTH_TEXT = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
FIRST_YEAR, LAST_YEAR = 1990, 2100


def parse_month(text: str) -> date | None:
    """Return the first day of a month written YYYY-MM, or None when it is no such month."""
    found = MONTH_TEXT.fullmatch(text)
    if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return None
    return date(int(found[1]), int(found[2]), 1)


def add_months(month: date, count: int) -> date:
    """Return the first day of the month `count` months after (or before) `month`."""
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def months_apart(first: date, last: date) -> int:
    """Return how many months lie from `first` to `last` (0 when they are the same month)."""
    return (last.year - first.year) * 12 + last.month - first.month


def month_range(first: date, last: date) -> list[date]:
    """Return every month from `first` to `last`, both included; empty when reversed."""
    return [add_months(first, step) for step in range(months_apart(first, last) + 1)]


def twelve_months_to(last: date) -> list[date]:
    """Return the twelve months that end with `last`."""
    return month_range(add_months(last, -11), last)


def financial_year(month: date) -> str:
    """Return the financial year (April to March) of a month, written 2024/25."""
    start = month.year if month.month >= 4 else month.year - 1
    return f"{start}/{(start + 1) % 100:02d}"


def month_name(month: date) -> str:
    """Return a month in words: May 2014."""
    return f"{month:%B %Y}"


def short_month(month: date) -> str:
    """Return a month in few letters: May 14."""
    return f"{month:%b %y}"


def span_words(first: date, last: date) -> str:
    """Return a span of months in words: June 2013 to May 2014."""
    return month_name(first) if first == last else f"{month_name(first)} to {month_name(last)}"


def runs_of_months(months: Sequence[date]) -> list[tuple[date, date]]:
    """Return the unbroken runs in a sorted sequence of months, as (first, last) pairs."""
    runs: list[tuple[date, date]] = []
    for month in months:
        if runs and add_months(runs[-1][1], 1) == month:
            runs[-1] = (runs[-1][0], month)
        else:
            runs.append((month, month))
    return runs
