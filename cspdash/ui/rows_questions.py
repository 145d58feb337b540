"""The questions of the page of rows, remembered by release; arguments are codes and months written 2021-04."""

from datetime import date

from cspdash.findings import rows as rows_finding
from cspdash.findings.rows import Asked, Rows, Subject
from cspdash.periods import parse_month
from cspdash.store import own_area_queries, queries
from cspdash.store.row_queries import Incident
from cspdash.ui import questions
from cspdash.ui.access import answered, content, store

Codes = tuple[str, str, str, str, str, str]


@answered
def subjects() -> dict[str, Subject]:
    """Return what can be asked for, by code."""
    return {one.code: one for one in rows_finding.subjects(store(), content())}


@answered
def outcomes() -> dict[str, str]:
    """Return the outcomes that rows have, as text by code."""
    return rows_finding.outcomes(store())


@answered
def months() -> tuple[date, ...]:
    """Return every month from the first that is held to the last."""
    return rows_finding.months(store(), content())


def asked(codes: Codes) -> Asked:
    """Return the filters that codes stand for: place, subject, first month, last month, outcome, words of a street."""
    place, subject, first, last, outcome, street = codes
    start, end = parse_month(first), parse_month(last)
    if start is None or end is None:
        raise ValueError(f"no month: {first} {last}")
    text = outcomes().get(outcome, outcome)
    return Asked(questions.place(place), subjects()[subject], start, end, text, street)


@answered
def rows(codes: Codes) -> Rows:
    """Return what the filters find."""
    return rows_finding.rows(store(), content(), asked(codes))


@answered
def page_of(codes: Codes, page: int) -> tuple[Incident, ...]:
    """Return the rows of a page."""
    return rows_finding.page_of(store(), content(), asked(codes), page, rows(codes).wanted)


@answered
def area_names() -> dict[str, str]:
    """Return the names of the areas that rows can lie in, by code."""
    return {code: name for code, name, *_ in queries.areas(store(), ["lsoa", "ward", "district"])}


@answered
def outlines_around(code: str) -> tuple[dict[str, str], str | None]:
    """Return the outlines of the localities around a place, by code, and its own, None for a whole district or more."""
    place = questions.place(code)
    around = queries.outlines(store(), list(place.districts))
    own = own_area_queries.own_outlines(store()) if place.is_own else around
    return around, own.get(code) if place.is_locality else None
