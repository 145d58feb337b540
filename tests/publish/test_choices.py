"""P5: whatever a public reader chooses, what is said of partners' counts is a function of the published cells alone.

Every reading of every indicator of classes R and S, under every plan and for every place that can be chosen, is held
against `protected_cell`, read with plain SQL and looked up by a slow second answer that knows only the rule.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cspdash import catalogue, settings
from cspdash.catalogue import POLICE
from cspdash.catalogue.public import public_catalogue
from cspdash.findings.indicator import readings
from cspdash.findings.indicator.points import Point
from cspdash.findings.indicator.reading import Reading
from cspdash.findings.places import localities_of, wide_places
from cspdash.store.connection import Store, open_store

CONTENT = catalogue.load(settings.content_dir())
PUBLIC = public_catalogue(CONTENT)
RULED = [one for one in PUBLIC.indicators if one.disclosure in ("R", "S") and one.counted_from != "survey"]
OVER = " / base"
Cells = dict[tuple[str, str, date, date], int | None]


@pytest.fixture(scope="module")
def public(marked_public_folder: Path) -> Iterator[Store]:
    opened = open_store(marked_public_folder)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def cells(public: Store) -> Cells:
    sql = "SELECT indicator, area_code, period_start, period_end, published FROM protected_cell"
    return {(name, area, start, end): n for name, area, start, end, n in public.rows(sql)}


@pytest.fixture(scope="module")
def states(public: Store) -> list[Reading]:
    """Every reading that can be chosen: indicators of classes R and S, wide places, plans. None is of a locality."""
    places = wide_places(public, PUBLIC)
    found = [
        one
        for plan in (*PUBLIC.plans, None)
        for place in places
        for one in readings(public, PUBLIC, RULED, place, plan, today=date(2023, 12, 1))
    ]
    assert len(found) == len(RULED) * len(places) * (len(PUBLIC.plans) + 1) > 1000
    locality = localities_of(public, places[0])[0]
    assert readings(public, PUBLIC, RULED, locality, None, today=date(2023, 12, 1)) == ()
    return found


def expected(cells: Cells, point: Point, slug: str, measure: str) -> tuple[float | None, ...]:
    """Return what the cells allow to be said: numerator, denominator and value."""
    key = (point.area_code, point.period_start, point.period_end)
    n, over = cells[slug, *key], cells.get((slug + OVER, *key))
    if measure == "count":
        return n, None, n
    if n is None or not over:
        return None, over, None
    return n, over, n / over


def test_every_point_that_is_shown_is_a_cell_or_printed(states: list[Reading], cells: Cells) -> None:
    supplied = 0
    for found in states:
        for point in found.points:
            if point.printed:
                continue
            supplied += 1
            n, over, value = expected(cells, point, found.indicator.slug, found.indicator.measure)
            assert point.value is None or value is not None, found.indicator.slug
            if point.value is not None and found.indicator.measure != "rate":
                assert point.value == pytest.approx(value), found.indicator.slug
            if point.numerator is not None:
                assert point.numerator == n
            if point.denominator is not None and over is not None:
                assert point.denominator == over
    assert supplied > 500


def test_what_is_drawn_and_judged_comes_from_those_points(states: list[Reading]) -> None:
    judged = 0
    for found in states:
        said = {point.value for point in found.points} | {None}
        assert found.point is None or found.point in found.points or found.point.printed
        assert {value for value in found.spark if value is not None} <= said
        if found.movement is not None:
            judged += 1
            counts = {point.numerator for point in found.points} | said
            assert {found.movement.before, found.movement.after} <= said | counts
    assert judged > 20


def test_incidents_of_partners_are_nowhere_by_month(public: Store, states: list[Reading]) -> None:
    """A free choice of months would give away counts by subtraction: there is none, as no month of theirs is held."""
    assert all(found.state != "incidents" for found in states)
    partners = [one.name for one in CONTENT.categories if one.source != POLICE]
    assert public.rows("SELECT count(*) FROM monthly WHERE list_contains($names, category)", names=partners) == [(0,)]
    assert partners
