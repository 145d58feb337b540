"""The gate fails closed: whatever is wrong, nothing is published and the old release stays."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from cspdash.publish import build as building_room
from cspdash.publish import gate, hidden
from cspdash.publish.audit import search
from cspdash.publish.build import draft_of, inputs_of, public_building, publish, to_withhold, write
from cspdash.publish.check import check_public
from cspdash.publish.earlier import Earlier
from cspdash.publish.gate import GateClosed, pass_gate
from cspdash.publish.protect import Key, Rules, Shown
from cspdash.store.connection import open_store
from cspdash.store.release import current_release
from tests.publish import microdata
from tests.publish.microdata import DARLINGTON, LOCALITIES, QUARTERS, Data

CONTENT = microdata.partners(sets=1)
QUARTER = (date(2024, 1, 1), date(2024, 3, 31))


def data(n: int = 12) -> Data:
    return Data(({(code, quarter): n for code in LOCALITIES for quarter in QUARTERS},))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A restricted store; read only."""
    return microdata.fill(tmp_path_factory.mktemp("restricted"), data())


@pytest.fixture(scope="module")
def published(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A public folder that serves a release; read only."""
    folder = tmp_path_factory.mktemp("published") / "public"
    publish(source, folder, CONTENT)
    return folder


@pytest.fixture
def served(published: Path, public: Path) -> str:
    """A copy of it that a test may change."""
    shutil.copytree(published, public)
    return str(current_release(public))


def still(public: Path, served: str) -> bool:
    """Tell whether the old release is served and nothing else lies about."""
    files = sorted(path.name for path in (public / "releases").iterdir())
    return current_release(public) == served and files == [f"{served}.duckdb"] and check_public(public) == []


def crash(*_: object, **__: object) -> None:
    raise ZeroDivisionError("injected")


@pytest.mark.parametrize(("room", "name"), [(gate, "examine"), (search, "propagate"), (gate, "pinned")])
@pytest.mark.fault("F38")
def test_a_gate_that_crashes_publishes_nothing(
    room: object, name: str, source: Path, public: Path, served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, name, crash)
    with pytest.raises(GateClosed, match="did not finish"):
        publish(source, public, CONTENT)
    assert still(public, served)


@pytest.mark.fault("F38")
def test_a_gate_that_runs_out_of_time_publishes_nothing(source: Path, public: Path, served: str) -> None:
    with pytest.raises(GateClosed, match="did not finish"):
        publish(source, public, CONTENT, seconds=-1)
    assert still(public, served)


@pytest.mark.fault("F38")
def test_a_builder_that_crashes_publishes_nothing(
    source: Path, public: Path, served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building_room, "write", crash)
    with pytest.raises(ZeroDivisionError):
        publish(source, public, CONTENT)
    assert still(public, served)


def test_the_report_says_which_cell_and_from_what(source: Path, public: Path) -> None:
    cells = {
        Key("set-0", code, *QUARTER): Shown(10, "published", "R") for code in LOCALITIES[:-1]
    } | {
        Key("set-0", LOCALITIES[-1], *QUARTER): Shown(None, "fewer than 10", "R"),
        Key("set-0", DARLINGTON, *QUARTER): Shown(70, "published", "R"),
    }  # fmt: skip
    with pytest.raises(GateClosed, match=rf"set-0 in {LOCALITIES[-1]}.*between 0 and 2.*{DARLINGTON}"):
        write_cells(source, public, cells)
    assert current_release(public) is None


@pytest.mark.parametrize(("many", "more"), [(1, ""), (20, ""), (21, "and 1 more"), (1_045, "and 1,025 more")])
def test_a_long_report_says_how_much_it_leaves_out(many: int, more: str) -> None:
    lines = gate.said([f"finding {n}" for n in range(many)]).splitlines()
    assert [line.strip() for line in lines[1:]] == [f"finding {n}" for n in range(min(many, 20))] + [more] * bool(more)


def write_cells(source: Path, public: Path, cells: dict[Key, Shown]) -> None:
    """Write cells into a release and let the gate look at it."""
    store = open_store(source)
    inputs = inputs_of(store, CONTENT)
    draft = draft_of(inputs, CONTENT, Earlier())
    draft.cells = cells
    try:
        with public_building(public) as build:
            write(build, store, draft, CONTENT, public)
            pass_gate(build.con, Earlier())
    finally:
        store.close()


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ((DARLINGTON, *QUARTER, 12, "published", "R"), "not rounded"),
        ((DARLINGTON, *QUARTER, 5, "published", "R"), "not rounded"),
        ((DARLINGTON, *QUARTER, None, "published", "R"), "does not go with"),
        ((DARLINGTON, *QUARTER, 15, "published", "S"), "a year and a whole partnership"),
        ((LOCALITIES[0], date(2024, 1, 1), date(2024, 12, 31), 15, "published", "S"), "whole partnership"),
        ((DARLINGTON, date(2024, 1, 1), date(2024, 1, 31), 15, "published", "R"), "a quarter or more"),
        ((DARLINGTON, *QUARTER, 15, "published", "X"), "class X"),
    ],
)
@pytest.mark.fault("F38")
def test_a_cell_that_is_not_by_the_rules_closes_the_gate(
    cell: tuple[object, ...], said: str, source: Path, public: Path
) -> None:
    area, start, end, *rest = cell
    with pytest.raises(GateClosed, match=said):
        write_cells(source, public, {Key("set-0", area, start, end): Shown(*rest)})  # type: ignore[arg-type]


def test_a_table_or_a_number_that_does_not_belong_closes_the_gate(source: Path, public: Path) -> None:
    for sql, said in (
        ("CREATE TABLE incident_row (month DATE)", "may not have the table incident_row"),
        ("CREATE TABLE extra (n BIGINT)", "may not have the table extra"),
        ("ALTER TABLE area ADD COLUMN n BIGINT", "numbers in area.n"),
        ("INSERT INTO coverage VALUES (1, 'x', DATE '2024-01-01', 3, NULL)", "coverage"),
        ("UPDATE observation SET value = 11 WHERE indicator = 'set-0'", "not that of its protected cell"),
        ("UPDATE observation SET numerator = 11 WHERE indicator = 'set-0'", "not that of its protected cell"),
    ):
        store = open_store(source)
        draft = draft_of(inputs_of(store, CONTENT), CONTENT, Earlier())
        with pytest.raises(GateClosed, match=said), public_building(public) as build:
            write(build, store, draft, CONTENT, public)
            build.con.execute(sql)
            pass_gate(build.con, Earlier())
        store.close()
    assert current_release(public) is None


def test_the_builder_leaves_out_the_finer_grain_and_says_so(tmp_path: Path, public: Path) -> None:
    events = {(code, QUARTERS[0]): 12 for code in LOCALITIES[:-1]} | {(LOCALITIES[-1], QUARTERS[0]): 0}
    source = microdata.fill(tmp_path / "narrow", Data((events,)))
    # 84 in all is published as 85 = 83 to 87, while seven of 10 to 12 are at most 84: the eighth is at most 17. Not
    # narrow; with a total at the lower end of its step it is.
    events |= {(LOCALITIES[0], QUARTERS[0]): 10, (LOCALITIES[1], QUARTERS[0]): 10, (LOCALITIES[2], QUARTERS[0]): 10,
               (LOCALITIES[3], QUARTERS[0]): 10, (LOCALITIES[4], QUARTERS[0]): 10, (LOCALITIES[5], QUARTERS[0]): 11,
               (LOCALITIES[6], QUARTERS[0]): 10}  # fmt: skip
    source = microdata.fill(tmp_path / "narrower", Data((events,)))
    done = publish(source, public, CONTENT)
    assert {key.area_code for key in done.dropped} == set(LOCALITIES)
    assert {key.start for key in done.dropped} == {QUARTERS[0]}
    store = open_store(public)
    rows = store.rows("SELECT area_code, published, flag FROM protected_cell WHERE period_start = DATE '2024-01-01'")
    store.close()
    assert {area: (published, flag) for area, published, flag in rows if area in LOCALITIES} == dict.fromkeys(
        LOCALITIES, (None, "withheld")
    )
    assert (DARLINGTON, 70, "published") in rows


def test_what_is_published_already_is_not_taken_back_but_the_total_is() -> None:
    parts = tuple(Key("i", code, *QUARTER) for code in LOCALITIES)
    total = Key("i", DARLINGTON, *QUARTER)
    cells = dict.fromkeys((*parts, total), Shown(None, "fewer than 10", "R"))
    narrow = search.Narrow(parts[0], 0, 1, (search.Sum(total, parts),))
    assert to_withhold(narrow, cells, Earlier()) == list(parts)
    assert to_withhold(narrow, cells, Earlier((dict.fromkeys(parts, cells[total]),))) == [total]
    assert to_withhold(narrow, cells, Earlier((cells,))) == []


def test_the_gate_looks_at_the_union_of_releases(source: Path, public: Path, served: str) -> None:
    del served
    store = open_store(public)
    assert store.rows("SELECT passed, earlier_releases FROM release_gate") == [(True, 0)]
    store.close()
    assert publish(source, public, CONTENT).gate.earlier_releases == 1
    assert Rules() == Rules(10, 5, 5, False, False)
    assert hidden.SCHEMA.exists()
