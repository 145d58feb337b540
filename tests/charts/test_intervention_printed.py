from datetime import date
from typing import Any

import pytest

from cspdash import catalogue, settings
from cspdash.catalogue import Intervention, Result
from cspdash.charts.intervention_printed import (
    KINDS,
    here_sentence,
    kind_of,
    printed_sentence,
    projects_sentence,
    projects_table,
    shows,
)
from cspdash.findings.intervention_printed import PrintedProject, Testable, printed_result
from tests import small_catalogue

SMALL = small_catalogue.catalogue()
CONTENT = catalogue.load(settings.content_dir())


def result(text: str = "It fell.", **numbers: Any) -> Result:
    return Result(text, "Section 1", **numbers)


def project(*results: Result, testable: Testable = "no start", starts: date | None = None) -> PrintedProject:
    made = Intervention("lights", "Lights", "Lamps.", "E06000005", place="Park Lane", starts=starts)
    held = (date(2014, 1, 1), date(2025, 6, 1))
    return PrintedProject(made, None, "Darlington", tuple(printed_result(SMALL, r) for r in results), testable, held)


@pytest.mark.parametrize(
    ("numbers", "said", "kind"),
    [
        ({"before": 120, "after": 60}, "120 to 60 is −50% (95% interval −63% to −32%): more than chance.", "change"),
        ({"before": 60, "after": 55, "unit": "count"},
         "60 to 55 is −8% (95% interval −36% to +32%): no more than chance.", "change"),
        ({"before": 12, "after": 5}, "12 to 5: too few to compare (fewer than 10).", "change"),
        ({"before": 21.6, "after": 50, "unit": "percent"}, "No counts are printed with it", "change"),
        ({"numerator": 7, "denominator": 68, "unit": "percent"},
         "7 of 68 is 10.3% (95% interval 5.1% to 19.8%). Nothing is printed to compare it with.", "share"),
        ({"value": -43, "unit": "percent_change"},
         "No counts are printed. −43% is more than chance only from about 32 events", "change"),
        ({"value": -4, "unit": "percent_change"}, "No counts are printed; a change of less than 10%", "change"),
        ({"value": 4563, "unit": "count"}, "–", "count"),
        ({}, "–", "words"),
    ],
)  # fmt: skip
def test_what_the_numbers_show(numbers: dict[str, Any], said: str, kind: str) -> None:
    found = printed_result(SMALL, result(**numbers))
    assert shows(found).startswith(said)
    assert kind_of(found) == kind


def test_whether_it_can_be_tested() -> None:
    assert printed_sentence(printed_result(SMALL, result(why="No counts."))) == "No. No counts."
    assert printed_sentence(printed_result(SMALL, result(testable=True))) == "Yes."
    said = here_sentence(project(testable="before the months held", starts=date(2010, 11, 1)))
    assert said == (
        "Nor with the months held: it began in November 2010. The months held are January 2014 to June 2025."
    )


@pytest.mark.parametrize("testable", Testable.__args__)  # type: ignore[attr-defined]
def test_every_reason_has_its_sentence(testable: Testable) -> None:
    assert here_sentence(project(testable=testable, starts=date(2010, 11, 1))).endswith(".")


def test_one_row_a_result_and_one_for_a_project_without() -> None:
    made = [project(result("A."), result("B.", value=3, unit="count")), project()]
    table = projects_table(made, "", "All")
    assert [row[2].value for row in table.rows] == ["A.", "B.", "The plan prints no result."]
    assert table.rows[0][0].text == "Lights (Park Lane, Darlington; no date)"
    assert [row[1].text for row in table.rows] == ["Lamps.", "as above", "Lamps."]
    assert table.records()[0]["Section"] == "Section 1"
    assert [row[2].value for row in projects_table(made, "count", "Counts").rows] == ["B."]
    assert [row[2].value for row in projects_table(made, "words", "Words").rows] == ["A.", "The plan prints no result."]
    assert set(KINDS) == {"", "change", "share", "count", "words"}


def test_the_sum_of_them_in_a_sentence() -> None:
    made = [project(result(before=100, after=50), result(numerator=1, denominator=2, unit="percent"))]
    assert projects_sentence(made, "") == (
        "The plans print 1 project with 2 results: 1 gives counts before and after, 1 both parts of a share. None of "
        "the projects can be tested with the months and areas that the content names."
    )
    assert projects_sentence([project()], "Ours").startswith("The plan Ours prints 1 project with 0 results: none give")


def test_the_content_that_ships_says_why_of_every_result() -> None:
    for one in CONTENT.interventions:
        for printed in one.results:
            assert len(printed_sentence(printed_result(CONTENT, printed))) > 10, printed.text
