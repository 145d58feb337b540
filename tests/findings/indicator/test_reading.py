from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cspdash import catalogue, settings
from cspdash.catalogue import Catalogue, PrintedFigure, Target
from cspdash.findings.indicator import Reading, overview_flags, reading, readings
from cspdash.findings.places import Place, localities_of, wide_places
from cspdash.ingest import run
from cspdash.store.connection import Store, open_store
from tests.making import write_file

TODAY = date(2024, 1, 15)
DARLINGTON = "E06000005"
LINES = """\
indicator,area_code,period_start,period_end,numerator,denominator,value,note
hate-incidents,E06000005,2021-04-01,2022-03-31,80,,,
hate-incidents,E06000005,2022-04-01,2023-03-31,160,,,
proven-reoffending,E23000008,2020-04-01,2021-03-31,100,400,,
proven-reoffending,E23000008,2021-04-01,2022-03-31,120,400,,
proven-reoffending,E23000008,2022-04-01,2023-03-31,180,400,,
people-begging,E06000005,2020-04-01,2021-03-31,c,,,
first-time-entrants,E06000005,2020-04-01,2021-03-31,12,,,
"""
FIGURES = (
    PrintedFigure("Table 1", DARLINGTON, "count", indicator="asb", period_start=date(2011, 4, 1),
                  period_end=date(2011, 12, 31), value=6802, document="A plan", plan="darlington-2021-26"),
    PrintedFigure("Table 1", DARLINGTON, "percent_change", indicator="asb", period_start=date(2012, 4, 1),
                  period_end=date(2012, 12, 31), value=-43, printed_status="green", document="A plan",
                  plan="darlington-2021-26"),
    PrintedFigure("Table 2", DARLINGTON, "count", indicator="rough-sleepers", period_start=date(2011, 4, 1),
                  period_end=date(2012, 3, 31), value=15, printed_status="amber", document="A plan",
                  plan="darlington-2021-26", note="Counted in one night."),
)  # fmt: skip


@pytest.fixture(scope="module")
def content() -> Catalogue:
    return replace(catalogue.load(settings.content_dir()), figures=FIGURES)


@pytest.fixture(scope="module")
def filled(store_folder: Path, tmp_path_factory: pytest.TempPathFactory, content: Catalogue) -> Iterator[Store]:
    import shutil

    folder = tmp_path_factory.mktemp("filled") / "store"
    shutil.copytree(store_folder, folder)
    path = write_file(folder.parent / "table.csv", LINES.encode())
    result = run.indicator_table(folder, path, content)
    assert not result.refused
    store = open_store(folder)
    yield store
    store.close()


@pytest.fixture(scope="module")
def place(filled: Store, content: Catalogue) -> Place:
    return next(found for found in wide_places(filled, content) if found.code == DARLINGTON)


def read(filled: Store, content: Catalogue, place: Place, slug: str) -> Reading:
    plan = content.plan("darlington-2021-26")
    return reading(filled, content, content.indicator(slug), place, plan, today=TODAY)


def test_incidents_come_first(filled: Store, content: Catalogue, place: Place) -> None:
    found = read(filled, content, place, "asb")
    assert (found.state, found.months_held, found.age_months) == ("incidents", 11, 0)
    assert found.point is not None and found.point.period_end == date(2023, 8, 31)
    assert found.verdict in ("up", "down", "no detectable change")
    assert any("Feb 23" in line for line in found.caveats)
    assert [point.value for point in found.points] == [6802]
    assert [figure.value for figure in found.printed] == [6802, -43]


def test_more_reports_are_never_judged(filled: Store, content: Catalogue, place: Place) -> None:
    found = read(filled, content, place, "hate-incidents")
    assert (found.state, found.value, found.verdict) == ("observations", 160, "up")
    assert found.meaning == "more people came forward"
    assert found.age_months == 10
    assert found.disclosure == "S"


def test_the_nearest_wider_area_is_used_and_named(filled: Store, content: Catalogue, place: Place) -> None:
    found = read(filled, content, place, "proven-reoffending")
    assert (found.value, found.area_name) == (0.45, "Durham Constabulary")
    assert any("nearest area that has values, not for Darlington alone" in line for line in found.caveats)
    assert (found.verdict, found.meaning) == ("up", "concern")


def test_a_withheld_number_is_no_number_and_no_zero(filled: Store, content: Catalogue, place: Place) -> None:
    found = read(filled, content, place, "people-begging")
    assert found.state == "observations"
    assert found.value is None and found.point is not None and found.point.withheld
    assert any("not zero" in line for line in found.caveats)


def test_a_printed_figure_is_the_value_until_a_file_comes(filled: Store, content: Catalogue, place: Place) -> None:
    found = read(filled, content, place, "rough-sleepers")
    assert (found.state, found.value) == ("printed only", 15)
    for expected in ("u: fewer than 20", "A plan, Table 2; no file", "printed it as amber", "Counted in one night."):
        assert any(expected in line for line in found.caveats), expected


def test_without_data_the_file_is_named(filled: Store, content: Catalogue, place: Place) -> None:
    found = read(filled, content, place, "needle-finds")
    assert (found.state, found.value, found.point, found.age_months) == ("no data supplied yet", None, None, None)
    assert found.expected_file == content.indicator("needle-finds").expected_file
    assert found.variation == "too few points"


def test_targets_are_for_the_plans_own_area(filled: Store, content: Catalogue) -> None:
    by_code = {place.code: read(filled, content, place, "asb") for place in wide_places(filled, content)}
    assert by_code[DARLINGTON].targets
    assert not by_code["E06000047"].targets
    assert not by_code["E23000008"].targets


def test_a_locality_has_only_what_is_counted_from_incidents(filled: Store, content: Catalogue, place: Place) -> None:
    locality = localities_of(filled, place)[0]
    plan = content.default_plan
    wanted = [content.indicator(slug) for slug in ("asb", "hate-incidents")]
    found = readings(filled, content, wanted, locality, plan, today=TODAY)
    assert [each.indicator.slug for each in found] == ["asb"]
    assert found[0].targets == () and found[0].points == ()
    alone = reading(filled, content, wanted[1], locality, plan, today=TODAY)
    assert (alone.state, alone.caveats[-1]) == ("no data supplied yet", "It is not counted for single localities.")


def test_the_target_shown_first_is_the_last_that_was_judged(filled: Store, content: Catalogue, place: Place) -> None:
    base = content.plan("darlington-2021-26")
    targets = tuple(
        Target("hate-incidents", kind, kind, "Section", value=level, period="2022/23", by=date(2023, 3, 31))  # type: ignore[arg-type]
        for kind, level in [("at_least", 100), ("at_most", 100), ("monitor", None)]
    )
    plan = replace(base, targets=targets)
    found = reading(filled, content, content.indicator("hate-incidents"), place, plan, today=TODAY)
    assert [judged.verdict for judged in found.targets] == ["met", "not met", "no target to judge"]
    assert found.target is found.targets[1]
    assert reading(filled, content, content.indicator("asb"), place, None, today=TODAY).target is None


def test_one_call_reads_as_many(filled: Store, content: Catalogue, place: Place) -> None:
    plan = content.default_plan
    wanted = [content.indicator(slug) for slug in ("asb", "hate-incidents", "needle-finds")]
    together = readings(filled, content, wanted, place, plan, today=TODAY)
    for found in together:
        alone = reading(filled, content, found.indicator, place, plan, today=TODAY)
        assert (alone.state, alone.value, alone.verdict) == (found.state, found.value, found.verdict)


def test_only_what_a_rule_flagged_needs_attention(filled: Store, content: Catalogue, place: Place) -> None:
    slugs = ("asb", "hate-incidents", "proven-reoffending", "first-time-entrants", "rough-sleepers", "needle-finds")
    wanted = [content.indicator(slug) for slug in slugs]
    found = readings(filled, content, wanted, place, content.plan("darlington-2021-26"), today=TODAY)
    flags = [(flag.reading.indicator.slug, flag.rule) for flag in overview_flags(found)]
    assert flags == [("proven-reoffending", "change"), ("proven-reoffending", "target"), ("first-time-entrants", "age")]


def test_an_empty_store_has_no_readings_but_says_which_files(content: Catalogue, tmp_path: Path) -> None:
    from cspdash.store.release import building

    with building(tmp_path / "store"):
        pass
    store = open_store(tmp_path / "store")
    place = Place(DARLINGTON, "Darlington", "district", (DARLINGTON,))
    found = readings(store, content, content.indicators[:30], place, content.default_plan, today=TODAY)
    assert {each.state for each in found} <= {"no data supplied yet", "printed only"}
    assert all(each.expected_file for each in found)
    store.close()


@pytest.mark.fault("F31")
def test_a_rate_of_incidents_says_of_when_its_residents_are(filled: Store, content: Catalogue, place: Place) -> None:
    asb = content.indicator("asb")
    rate = replace(asb, measure="rate", per=1000.0, over="residents")
    count, found = (reading(filled, content, one, place, None, today=TODAY) for one in (asb, rate))
    assert found.point is not None and found.point.denominator
    assert "Residents of 2011, 12 years before August 2023: rates are of those who lived there then." in found.caveats
    assert not any("Residents" in line for line in count.caveats)
