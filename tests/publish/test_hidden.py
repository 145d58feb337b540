"""L6: one cell is hidden within seconds, with what would tell it, and stays hidden."""

from datetime import date
from pathlib import Path

import pytest

from cspdash.publish.build import publish
from cspdash.publish.check import check_public
from cspdash.publish.earlier import cells_of_release
from cspdash.publish.hidden import NoSuchCell, hidden_rows, hide, with_hidden
from cspdash.publish.protect import HIDDEN, Key, Shown
from cspdash.store.connection import open_store
from cspdash.store.release import StoreProblem, release_path, releases
from tests.publish import attacker, microdata
from tests.publish.conftest import file_of
from tests.publish.microdata import DARLINGTON, DURHAM, LOCALITIES, QUARTERS, Data, year_row

CONTENT = microdata.partners(sets=1)
TODAY = date(2026, 11, 21)
QUARTER = (date(2024, 1, 1), date(2024, 3, 31))
WANTED = f"set-0:{LOCALITIES[2]}:2024-01"
KEY = Key("set-0", LOCALITIES[2], *QUARTER)
CELL: attacker.Cell = ("set-0", LOCALITIES[2], *QUARTER)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A restricted store; read only."""
    events = {(code, quarter): 22 + n for n, code in enumerate(LOCALITIES) for quarter in QUARTERS}
    rows = (year_row("open", DARLINGTON, 2022, 7), year_row("open", DURHAM, 2022, 8), year_row("special-0", DARLINGTON,
            2022, 41), year_row("share-0", DARLINGTON, 2022, 30, 90))  # fmt: skip
    return microdata.fill(tmp_path_factory.mktemp("restricted"), Data((events,), rows))


def test_a_hidden_cell_cannot_be_worked_out(source: Path, public: Path) -> None:
    publish(source, public, CONTENT)
    done = hide(public, WANTED, "recognised", TODAY)
    release = file_of(public)
    assert KEY in done.cells
    found = attacker.knowledge_of(release)["set-0"].ranges([CELL])
    low, high = found[CELL]
    assert high - low >= 10
    assert attacker.rows_of(
        release, f"SELECT numerator, value, note FROM observation WHERE area_code = '{KEY.area_code}' AND "
        "period_start = DATE '2024-01-01'",
    ) == [(None, None, "suppressed: hidden on request")]  # fmt: skip
    assert check_public(public) == []
    assert hidden_rows(public) == [(*key, TODAY, "a person could be recognised") for key in sorted(done.cells)]


def test_it_stays_hidden_and_no_rollback_brings_it_back(source: Path, public: Path) -> None:
    first = publish(source, public, CONTENT).release
    publish(source, public, CONTENT)
    done = hide(public, WANTED, "legal", TODAY)
    assert first in done.deleted
    assert releases(public) == [done.release]
    for revise in (False, True):
        publish(source, public, CONTENT, revise=revise)
        assert cells_of_release(file_of(public))[KEY].flag == HIDDEN
        assert {row[:4] for row in hidden_rows(public)} == set(done.cells)


def test_an_earlier_release_that_cannot_be_read_goes_too(source: Path, public: Path) -> None:
    first = publish(source, public, CONTENT).release
    publish(source, public, CONTENT)
    whole = release_path(public, first).read_bytes()
    release_path(public, first).write_bytes(b"x" * 4096 + whole[4096:])
    done = hide(public, WANTED, "legal", TODAY)
    assert first in done.deleted
    assert not release_path(public, first).exists()


def test_an_earlier_release_that_does_not_show_it_stays(source: Path, public: Path) -> None:
    publish(source, public, CONTENT)
    once = hide(public, WANTED, "legal", TODAY)
    again = hide(public, WANTED, "recognised", TODAY)
    assert again.deleted == ()
    assert set(releases(public)) == {once.release, again.release}
    assert file_of(public).stem == again.release


@pytest.mark.parametrize(
    ("wanted", "column"), [(f"open:{DARLINGTON}:2022-04", "value"), (f"share-0:{DARLINGTON}:2022-04", "value")]
)
def test_supplied_values_are_hidden_too(wanted: str, column: str, source: Path, public: Path) -> None:
    publish(source, public, CONTENT)
    hide(public, wanted, "wrong", TODAY)
    publish(source, public, CONTENT)
    slug = wanted.split(":", maxsplit=1)[0]
    sql = f"SELECT area_code, {column} IS NULL FROM observation WHERE indicator = '{slug}' ORDER BY area_code"
    assert attacker.rows_of(file_of(public), sql)[0] == (DARLINGTON, True)
    if slug == "open":
        assert attacker.rows_of(file_of(public), sql)[1] == (DURHAM, False)


def test_the_rest_is_as_it_was(source: Path, public: Path) -> None:
    publish(source, public, CONTENT)
    before = cells_of_release(file_of(public))
    done = hide(public, WANTED, "recognised", TODAY)
    after = cells_of_release(file_of(public))
    assert {key for key in before if before[key] != after[key]} == set(done.cells)
    for table in ("area", "monthly", "population", "ledger", "outline"):
        count = attacker.rows_of(file_of(public), f"SELECT count(*) FROM {table}")
        opened = open_store(public)
        assert opened.rows(f"SELECT count(*) FROM {table}") == count
        opened.close()


def test_the_least_that_is_enough_goes_beside_it() -> None:
    total = Key("set-0", DARLINGTON, *QUARTER)
    parts = [Key("set-0", code, *QUARTER) for code in LOCALITIES[:4]]
    parents = dict.fromkeys(LOCALITIES, DARLINGTON)

    def cells(*counts: int) -> dict[Key, Shown]:
        found = {part: Shown(n, "published", "R") for part, n in zip(parts, counts, strict=False)}
        return found | {total: Shown(sum(counts), "published", "R")}

    assert with_hidden(cells(15, 30, 10, 40), parts[1], parents) == [parts[1], parts[2]]
    assert with_hidden(cells(60), parts[0], parents) == [parts[0], total]
    assert with_hidden(cells(10, 60, 15), total, parents)[0] == total
    alone = {total: Shown(55, "published", "R")}
    assert with_hidden(alone, total, {}) == [total]
    assert alone[total].flag == HIDDEN


@pytest.mark.parametrize(
    "wanted",
    [f"asb:{LOCALITIES[0]}:2024-01", f"set-0:{LOCALITIES[0]}:2023-01", f"set-0:{LOCALITIES[0]}:2024-01-01..2024-02-29",
     "set-0", "'; DROP TABLE area; --", f"never:{DARLINGTON}:2022-04"],
)  # fmt: skip
def test_what_is_not_there_cannot_be_hidden(wanted: str, source: Path, public: Path) -> None:
    done = publish(source, public, CONTENT)
    with pytest.raises(StoreProblem):
        hide(public, wanted, "recognised", TODAY)
    assert file_of(public).stem == done.release


def test_without_a_release_nothing_is_hidden(public: Path) -> None:
    with pytest.raises(StoreProblem, match="no public release"):
        hide(public, WANTED, "recognised", TODAY)
    assert issubclass(NoSuchCell, StoreProblem)
