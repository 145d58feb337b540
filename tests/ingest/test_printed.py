from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from cspdash import catalogue, settings
from cspdash.catalogue import Catalogue, PrintedFigure
from cspdash.ingest.printed import as_observation, load_printed, printed_observations
from cspdash.store.release import building

FIGURE = PrintedFigure(
    section="Anti-social behaviour, table 1",
    area_code="E06000005",
    unit="count",
    indicator="asb",
    period_start=date(2011, 4, 1),
    period_end=date(2011, 12, 31),
    value=6802,
    document="A plan",
    plan="a-plan",
)
ROWS = "SELECT indicator, numerator, denominator, value, source, note FROM observation ORDER BY ALL"


@pytest.fixture(scope="module")
def content() -> Catalogue:
    return catalogue.load(settings.content_dir())


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with building(tmp_path / "store") as build:
        yield build.con
        build.abandon()


def test_a_printed_count_is_found_as_value_and_numerator(content: Catalogue) -> None:
    row = as_observation(FIGURE, content.indicator("asb"))
    assert row is not None
    assert (row.value, row.numerator, row.source, row.note) == (
        6802, 6802, "Printed in A plan, Anti-social behaviour, table 1", None,
    )  # fmt: skip


def test_a_printed_percentage_becomes_a_share(content: Catalogue) -> None:
    figure = replace(FIGURE, indicator="proven-reoffending", unit="percent", value=57.6)
    row = as_observation(figure, content.indicator("proven-reoffending"))
    assert row is not None
    assert (row.value, row.numerator) == (0.576, None)


def test_place_role_and_colour_stand_in_the_note(content: Catalogue) -> None:
    figure = replace(FIGURE, place="Sample estate", role="baseline", printed_status="amber", note="Eight months.")
    row = as_observation(figure, content.indicator("asb"))
    assert row is not None
    assert row.note == "place: Sample estate; baseline; printed as amber; Eight months."


@pytest.mark.parametrize("changes", [{"role": "target"}, {"unit": "percent_change"}, {"unit": "per_1000"}])
def test_what_is_no_value_of_the_indicator_stays_in_the_content(content: Catalogue, changes: dict[str, str]) -> None:
    assert as_observation(replace(FIGURE, **changes), content.indicator("asb")) is None  # type: ignore[arg-type]


def test_figures_are_loaded_once_until_the_content_changes(content: Catalogue, con: duckdb.DuckDBPyConnection) -> None:
    first = replace(content, figures=(FIGURE,))
    assert load_printed(con, first).status == "loaded"
    assert load_printed(con, first).status == "unchanged"
    con.execute(
        "INSERT INTO observation VALUES ('asb', 'E06000005', '2012-04-01', '2013-03-31', 5, NULL, 5, 'A file', NULL)"
    )
    second = load_printed(con, replace(content, figures=(replace(FIGURE, value=6803),)))
    assert (second.status, second.rows_added, second.rows_removed) == ("revised", 1, 1)
    assert [(row[3], row[4][:10]) for row in con.execute(ROWS).fetchall()] == [(5, "A file"), (6803, "Printed in")]
    lines = con.execute("SELECT load_id, kind, status, replaced_by FROM ledger ORDER BY load_id").fetchall()
    assert lines == [(1, "printed", "loaded", 2), (2, "printed", "revised", None)]


def test_all_printed_figures_can_be_taken_back(content: Catalogue, con: duckdb.DuckDBPyConnection) -> None:
    load_printed(con, replace(content, figures=(FIGURE,)))
    load_printed(con, replace(content, figures=()))
    assert con.execute(ROWS).fetchall() == []


def test_every_printed_value_of_the_content_that_ships_cites_its_section(content: Catalogue) -> None:
    rows = printed_observations(content)
    documents = {figure.document for figure in content.figures}
    assert all(any(row.source.startswith(f"Printed in {name}, ") for name in documents) for row in rows)
    assert all(row.value is not None for row in rows)


@pytest.mark.parametrize(
    ("indicator", "value"),
    [
        ("asb", 6802), ("asb", 3851), ("asb", 7262), ("asb", 4716), ("asb", 27288), ("asb", 35876),
        ("asb-youth", 2368), ("asb-youth", 1348), ("asb-alcohol", 1182), ("asb-alcohol", 640),
        ("crime-without-asb", 20420), ("crime-without-asb", 21189), ("deliberate-secondary-fires", 1541),
        ("deliberate-secondary-fires", 1912), ("domestic-abuse-incidents", 2469), ("asb-dealt-with", 0.576),
        ("perceived-asb", 0.313), ("neighbourhood-watch-coverage", 0.216),
    ],
)  # fmt: skip
def test_printed_values_are_found_by_their_indicator(content: Catalogue, indicator: str, value: float) -> None:
    assert [row for row in printed_observations(content) if row.indicator == indicator and row.value == value]
