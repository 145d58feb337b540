"""Survey waves in words: dates, shares, differences in points."""

from datetime import date, timedelta

from cspdash.findings.survey_waves import Wave
from cspdash.periods import month_name, span_words


def points(difference: float) -> str:
    """Return a difference of two shares in points with its sign: −4.1."""
    value = round(difference * 100, 1)
    return f"{'−' if value < 0 else '+' if value > 0 else ''}{abs(value):.1f}"


def lowered(text: str) -> str:
    """Return a title as it stands inside a sentence: with a small first letter, unless it starts with an acronym."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def months_words(first: date, last: date) -> str:
    """Return a span of months in words, the year once where it is the same: April to December 2011."""
    return f"{first:%B} to {month_name(last)}" if first < last and first.year == last.year else span_words(first, last)


def days_words(start: date, end: date) -> str:
    """Return a wave's dates: its months where it covers whole ones, else its days."""
    if start.day == 1 and (end + timedelta(days=1)).day == 1:
        return months_words(start, end.replace(day=1))
    if start == end:
        return f"{start.day} {month_name(start)}"
    return f"{start.day} {month_name(start)} to {end.day} {month_name(end)}"


def share_words(wave: Wave) -> str:
    """Return a wave's figure: 46 of 200 (23.0%); 23.0% of 200; 23.0%, number asked not known."""
    if wave.share is None:
        return "base too small to show" if wave.base == "too small" else "no figure"
    if wave.n is None or wave.successes is None:
        return f"{wave.share:.1%}, number asked not known"
    whole = round(wave.successes)
    if abs(whole - wave.successes) < 0.01:
        return f"{whole:,} of {wave.n:,} ({wave.share:.1%})"
    return f"{wave.share:.1%} of {wave.n:,}"
