from datetime import UTC, date, datetime

import pytest

from cspdash.catalogue import Catalogue
from cspdash.findings.indicator import readings
from cspdash.findings.overview import overview
from cspdash.findings.places import Place
from cspdash.findings.provenance import provenance
from cspdash.findings.sources import sources
from cspdash.findings.trend import trend
from cspdash.store import queries
from cspdash.store.connection import Store
from cspdash.ui import questions
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE, FORCE_CODE

pytestmark = pytest.mark.usefixtures("sample")
LOCALITY = "E01012304"


def test_places_are_found_by_their_code() -> None:
    assert {place.code for place in questions.wide_places()} == {DARLINGTON_CODE, COUNTY_DURHAM_CODE, FORCE_CODE}
    assert questions.place(DARLINGTON_CODE).level == "district"
    assert questions.place(LOCALITY) == Place(LOCALITY, "Darlington 012A", "lsoa", (DARLINGTON_CODE,))
    assert questions.common_code("E01035185") == "E01012316"
    assert questions.common_code("E99999999") is None
    for unknown in ("E99999999", "", "E01035185"):
        with pytest.raises(KeyError):
            questions.place(unknown)


def test_answers_are_those_of_the_findings(store: Store, content: Catalogue) -> None:
    place, asb = questions.place(DARLINGTON_CODE), content.indicator("asb")
    assert questions.overview(place.code) == overview(store, content, place)
    assert questions.sources() == sources(store, content)
    assert questions.all_months() == provenance(store, content)
    assert questions.outlines(place.code) == queries.outlines(store, [DARLINGTON_CODE])
    shown = questions.trend("asb", LOCALITY, 24)
    expected = trend(store, content, asb, questions.place(LOCALITY), 24)
    assert (shown.series, shown.year, shown.breaks) == (expected.series, expected.year, expected.breaks)
    assert len(shown.months) == 24
    assert questions.release() == store.release


def test_a_priority_is_read_for_the_place_and_the_day(store: Store, content: Catalogue) -> None:
    plan = content.default_plan
    priority = plan.priorities[0]
    found = questions.readings(plan.slug, priority.slug, DARLINGTON_CODE, "2024-01-15")
    place = questions.place(DARLINGTON_CODE)
    wanted = content.indicators_of(priority)
    expected = readings(store, content, wanted, place, plan, today=date(2024, 1, 15))
    assert [(item.indicator.slug, item.state) for item in found] == [(i.indicator.slug, i.state) for i in expected]
    flagged = {flag.reading.indicator.slug for flag in questions.flags(plan.slug, DARLINGTON_CODE, "2024-01-15")}
    assert flagged <= set(plan.indicators)


def test_claims_are_those_of_the_plan(content: Catalogue) -> None:
    for plan in content.plans:
        assert {found.claim.slug for found in questions.claims(plan.slug)} == {
            claim.slug for claim in content.claims_of(plan.slug)
        }


def test_today_is_a_day_that_can_be_asked_about() -> None:
    assert abs((date.fromisoformat(questions.today()) - datetime.now(UTC).date()).days) <= 1
