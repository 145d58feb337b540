"""P9: a published cell keeps its value until a stated revision, and never moves to the next step."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.publish.build import publish
from cspdash.publish.earlier import Earlier, cells_of_release, earlier_releases, held, may_move, pinned
from cspdash.publish.protect import PRODUCTION, Cell, Key, Shown, interval, protected, shown
from tests.publish import microdata
from tests.publish.conftest import file_of
from tests.publish.microdata import DARLINGTON, LOCALITIES, QUARTERS, Data

CONTENT = microdata.partners(sets=1)
KEY = Key("set-0", LOCALITIES[0], QUARTERS[0], QUARTERS[1])


def of(count: int) -> Shown:
    return shown(Cell(KEY, count, "R"))


def data(n: int) -> Data:
    """Return events with `n` in the first locality in the first quarter, 30 everywhere else."""
    events = {(code, quarter): 30 for code in LOCALITIES for quarter in QUARTERS}
    return Data((events | {(LOCALITIES[0], QUARTERS[0]): n},))


@given(st.integers(0, 300), st.sampled_from([-1, 1]))
def test_one_record_never_moves_a_cell(count: int, change: int) -> None:
    after = max(0, count + change)
    assert of(count) == of(after) or not may_move(of(count), of(after), PRODUCTION)


@given(st.integers(0, 200), st.integers(0, 200), st.booleans())
def test_what_moves_pins_nobody(before: int, after: int, revise: bool) -> None:
    earlier = Earlier(({KEY: of(before)},))
    found, kept = held({KEY: of(after)}, earlier, revise, PRODUCTION)
    assert not pinned(found, earlier.cells, PRODUCTION)
    if not revise:
        assert found[KEY] == of(before)
    assert kept == ([KEY] if found[KEY] != of(after) else [])
    # Whoever knows that one record changed still has to choose between counts that differ by more than one.
    low, high = interval(found[KEY].published, found[KEY].flag)
    assert high > low


def test_a_step_between_releases_is_found() -> None:
    assert pinned({KEY: of(10)}, [{KEY: of(9)}], PRODUCTION) == [KEY]
    assert pinned({KEY: of(20)}, [{KEY: of(9)}], PRODUCTION) == []
    withheld = Shown(None, "withheld", "R")
    assert pinned({KEY: of(10)}, [{KEY: withheld}, {KEY: of(9)}], PRODUCTION) == [KEY]


def served(public: Path) -> int | None:
    cells = cells_of_release(file_of(public))
    return next(one.published for key, one in cells.items() if key.area_code == LOCALITIES[0]
                and key.start == QUARTERS[0])  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "without", "revised"),
    [(9, 10, None, None), (9, 14, None, 15), (12, 13, 10, 10), (40, 20, 40, 20)],
)
def test_cells_through_the_builder(
    before: int, after: int, without: int | None, revised: int | None, tmp_path: Path, public: Path
) -> None:
    first = microdata.fill(tmp_path / "first", data(before))
    second = microdata.fill(tmp_path / "second", data(after))
    publish(first, public, CONTENT)
    assert served(public) == protected(before)
    done = publish(second, public, CONTENT)
    assert served(public) == without
    assert bool(done.held) == (without != protected(after))
    publish(second, public, CONTENT, revise=True)
    assert served(public) == revised


def test_one_record_more_or_less_changes_no_release(tmp_path: Path, public: Path) -> None:
    publish(microdata.fill(tmp_path / "first", data(12)), public, CONTENT)
    before = cells_of_release(file_of(public))
    for n in (13, 11, 12):
        publish(microdata.fill(tmp_path / str(n), data(n)), public, CONTENT, revise=n == 13)
        assert cells_of_release(file_of(public)) == before
    assert len(earlier_releases(public).cells) == 4


def test_what_was_withheld_later_is_still_known() -> None:
    total = replace(of(30), published=30)
    key = KEY._replace(area_code=DARLINGTON)
    gone = Shown(None, "withheld", "R")
    earlier = Earlier(({KEY: gone, key: total}, {KEY: of(9), key: total}))
    assert earlier.known == {KEY: of(9), key: total}
    assert earlier.periods == {"set-0": {(KEY.start, KEY.end)}}
    assert held({KEY: of(10)}, earlier, True, PRODUCTION)[0] == {KEY: gone}
