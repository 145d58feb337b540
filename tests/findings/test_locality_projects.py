from datetime import date
from typing import Any

from cspdash.catalogue import Intervention
from cspdash.findings.profile import interventions_in
from cspdash.findings.units import Unit
from tests import small_catalogue

UNIT = Unit("E01012304", "Darlington 012A", "lsoa", "E06000005", ("E01012304",), 1500, 2011)


def project(slug: str, area: str, **more: Any) -> Intervention:
    return Intervention(slug, slug.capitalize(), "Something was done.", area, **more)


def test_projects_here_come_first_then_those_of_the_district_newest_first() -> None:
    content = small_catalogue.catalogue(
        interventions=(
            project("old", "E06000005", starts=date(2010, 1, 1)),
            project("new", "E22000072", starts=date(2020, 1, 1)),
            project("here", "E06000005", treated_area_codes=("E01012304",)),
            project("elsewhere", "E06000047"),
            project("neighbour", "E01012305"),
        )
    )
    found = interventions_in(content, UNIT)
    assert [(done.intervention.slug, done.where) for done in found] == [
        ("here", "here"), ("new", "Darlington"), ("old", "Darlington"),
    ]  # fmt: skip


def test_a_ward_has_the_projects_of_its_localities() -> None:
    content = small_catalogue.catalogue(interventions=(project("here", "E01012305"),))
    ward = Unit("E05000001", "A ward", "ward", "E06000005", ("E01012304", "E01012305"), 3000, 2011)
    assert [done.where for done in interventions_in(content, ward)] == ["here"]
    assert interventions_in(content, UNIT) == ()
