from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from cspdash.catalogue import District, Force, Partnership
from cspdash.ingest import areas
from cspdash.ingest.areas.partnership import named_areas
from cspdash.store.release import building

CODE, PARTNERSHIP, FORCE = "E06999991", "E22999991", "E23999991"
OWN = Partnership(
    title="Our partnership",
    short_title="Ours",
    summary="Those who work together.",
    force=Force("norland", "Norland Police", FORCE),
    districts=(
        District(CODE, "Northwick Vale", PARTNERSHIP, "Northwick Vale Partnership"),
        District("E06999992", "Southwick", "E06999992", "Southwick"),
    ),
    default_district=CODE,
    licence="Open Government Licence v3.0",
    attribution=(),
)
KNOWN = "SELECT area_code, area_name, level, parent_code FROM area ORDER BY area_code"


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A new store without any area, never published."""
    with building(tmp_path / "store") as build:
        yield build.con
        build.abandon()


def test_districts_lie_in_partnerships_and_these_in_the_force() -> None:
    assert {(area.area_code, area.level, area.parent_code) for area in named_areas(OWN)} == {
        (FORCE, "force", None),
        (PARTNERSHIP, "partnership", FORCE),
        (CODE, "district", PARTNERSHIP),
        ("E06999992", "district", FORCE),
    }


def test_named_areas_are_written_once(con: duckdb.DuckDBPyConnection) -> None:
    assert areas.load_named(con, OWN) == 4
    written = con.execute(KNOWN).fetchall()
    assert areas.load_named(con, OWN) == 0
    assert con.execute(KNOWN).fetchall() == written
    assert (CODE, "Northwick Vale", "district", PARTNERSHIP) in written


def test_a_district_takes_the_name_of_the_content_and_nothing_else_changes(con: duckdb.DuckDBPyConnection) -> None:
    areas.load_named(con, OWN)
    renamed = replace(
        OWN,
        force=replace(OWN.force, name="Other"),
        districts=(replace(OWN.districts[0], name="Northwick"), OWN.districts[1]),
    )
    assert areas.load_named(con, renamed) == 1
    names = {code: name for code, name, *_ in con.execute(KNOWN).fetchall()}
    assert (names[CODE], names[FORCE]) == ("Northwick", "Norland Police")


def test_reference_areas_are_for_the_partnerships_that_they_are_of(con: duckdb.DuckDBPyConnection) -> None:
    areas.load_reference(con, [CODE])
    assert con.execute("SELECT count(*) FROM area").fetchall() == [(0,)]
    areas.load_reference(con, [CODE, "E06000005"])
    first = con.execute(KNOWN).fetchall()
    assert len(first) == 394
    con.execute("UPDATE area SET area_name = 'kept' WHERE area_code = 'E06000005'")
    areas.load_reference(con, ["E06000005"])
    assert con.execute("SELECT area_name FROM area WHERE area_code = 'E06000005'").fetchall() == [("kept",)]
