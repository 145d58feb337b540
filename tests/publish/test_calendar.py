"""L3: a release that is built today is served when its time has come, and not before."""

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cspdash.publish import calendar
from cspdash.publish.build import publish
from cspdash.publish.calendar import DUE, due_at, release_due, set_due, when
from cspdash.publish.check import check_public
from cspdash.publish.gate import GateClosed
from cspdash.publish.hidden import STAGED, hidden_rows, hide
from cspdash.store.release import StoreBusy, StoreProblem, current_release, release_path, releases, writer_lock
from tests.publish import microdata
from tests.publish.microdata import LOCALITIES, QUARTERS, Data

CONTENT = microdata.partners(sets=1)
AT = datetime(2026, 12, 10, 9, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A restricted store; read only."""
    events = {(code, quarter): 22 for code in LOCALITIES for quarter in QUARTERS}
    return microdata.fill(tmp_path_factory.mktemp("restricted"), Data((events,)))


def test_it_is_served_at_the_set_time_and_not_before(source: Path, public: Path) -> None:
    old = publish(source, public, CONTENT).release
    waiting = publish(source, public, CONTENT, at=AT).release
    assert current_release(public) == old
    assert releases(public) == [old]
    assert due_at(public) == AT
    early = release_due(public, AT - SECOND)
    assert (early.release, early.due) == (None, AT)
    assert current_release(public) == old
    assert release_due(public, AT).release == waiting
    assert current_release(public) == waiting
    assert check_public(public) == []
    assert release_due(public, AT).release is None
    assert not (public / STAGED).exists()


def test_the_first_release_can_wait_too(source: Path, public: Path) -> None:
    waiting = publish(source, public, CONTENT, at=AT).release
    assert current_release(public) is None
    assert check_public(public) == [f"there is no release in {public}"]
    assert release_due(public, AT + SECOND).release == waiting


def test_another_that_waits_takes_its_place(source: Path, public: Path) -> None:
    publish(source, public, CONTENT, at=AT)
    later = publish(source, public, CONTENT, at=AT + SECOND).release
    assert due_at(public) == AT + SECOND
    assert releases(public / STAGED) == [later]


def test_a_time_is_that_of_the_united_kingdom() -> None:
    assert when("2026-12-10T09:30") == datetime(2026, 12, 10, 9, 30, tzinfo=UTC)
    assert when("2026-07-10T09:30") == datetime(2026, 7, 10, 8, 30, tzinfo=UTC)
    assert when("2026-07-10T09:30+00:00") == datetime(2026, 7, 10, 9, 30, tzinfo=UTC)
    with pytest.raises(ValueError, match="isoformat"):
        when("next Thursday")


def test_what_waits_is_audited_again_and_a_damaged_one_is_refused(
    source: Path, public: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = publish(source, public, CONTENT).release
    waiting = publish(source, public, CONTENT, at=AT).release

    def crash(*_: object) -> None:
        raise ZeroDivisionError("injected")

    with monkeypatch.context() as patch:
        patch.setattr(calendar, "examine", crash)
        with pytest.raises(GateClosed, match="did not finish"):
            release_due(public, AT)
    path = release_path(public / STAGED, waiting)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(StoreProblem, match="damaged"):
        release_due(public, AT)
    path.unlink()
    with pytest.raises(StoreProblem):
        release_due(public, AT)
    assert current_release(public) == old


def test_a_cell_that_is_hidden_meanwhile_is_hidden_in_what_waits(source: Path, public: Path) -> None:
    publish(source, public, CONTENT)
    publish(source, public, CONTENT, at=AT)
    hide(public, f"set-0:{LOCALITIES[0]}:2024-01", "recognised", date(2026, 12, 1))
    assert release_due(public, AT).release == current_release(public)
    assert LOCALITIES[0] in {row[1] for row in hidden_rows(public)}
    publish(source, public, CONTENT, at=AT)
    set_due(public / STAGED, AT)
    assert (public / STAGED / DUE).read_text(encoding="ascii").strip() == "2026-12-10T09:30:00+00:00"


def test_what_waits_is_not_served_where_it_does_not_know_of_a_hidden_cell(
    source: Path, public: Path, tmp_path: Path
) -> None:
    publish(source, public, CONTENT)
    publish(source, public, CONTENT, at=AT)
    copy = shutil.copytree(public / STAGED, tmp_path / "copy")
    served = hide(public, f"set-0:{LOCALITIES[0]}:2024-01", "recognised", date(2026, 12, 1)).release
    shutil.rmtree(public / STAGED)
    shutil.copytree(copy, public / STAGED)
    with pytest.raises(GateClosed, match="hidden since it was built"):
        release_due(public, AT)
    assert current_release(public) == served


def test_a_time_without_a_release_is_refused(source: Path, public: Path) -> None:
    served = publish(source, public, CONTENT).release
    (public / STAGED).mkdir()
    set_due(public / STAGED, AT)
    with pytest.raises(StoreProblem, match="nothing waits in"):
        release_due(public, AT)
    assert current_release(public) == served


def test_it_waits_for_another_writer(source: Path, public: Path) -> None:
    publish(source, public, CONTENT, at=AT)
    with writer_lock(public):
        with pytest.raises(StoreBusy):
            release_due(public, AT)
        with pytest.raises(StoreBusy):
            publish(source, public, CONTENT, at=AT)
        with pytest.raises(StoreBusy):
            publish(source, public, CONTENT)
