"""What is asked first is worked out while the server starts."""

from pathlib import Path

import pytest

from cspdash.ui import access, roles, warming
from cspdash.ui.warming import warm_up


@pytest.fixture
def cold(monkeypatch: pytest.MonkeyPatch, store_folder: Path) -> None:
    monkeypatch.setenv("CSPDASH_STORE", str(store_folder))
    access.forget()


@pytest.mark.usefixtures("cold")
def test_the_usual_views_are_answered_before_anybody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    done = warm_up(60)
    assert done >= 6
    with access.one_moment():
        views = list(warming.views())
        assert len(views) == done
        before = len(access._answers)
        for ask in views:
            ask()
        assert len(access._answers) == before, "nothing was left to work out"


@pytest.mark.usefixtures("cold")
def test_it_stops_when_its_time_is_up() -> None:
    assert warm_up(-1) == 0


@pytest.mark.usefixtures("cold")
def test_with_sign_in_nothing_is_asked_as_nobody_has_signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roles._Settings, "rule", lambda claims: roles.BOARD)
    assert warm_up() == 0


def test_without_a_store_the_server_starts_all_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CSPDASH_STORE", str(tmp_path))
    assert warm_up() == 0


def test_the_public_edition_is_warmed_up_too_without_what_it_does_not_hold(
    monkeypatch: pytest.MonkeyPatch, marked_public_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("CSPDASH_STORE", str(marked_public_folder))
    access.forget()
    assert warm_up(60) >= 5
    assert "cut off" not in caplog.text


@pytest.mark.usefixtures("cold")
def test_a_question_that_breaks_does_not_keep_the_server_from_starting(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> object:
        raise ZeroDivisionError

    monkeypatch.setattr(warming, "views", lambda: iter([broken]))
    assert warm_up(60) == 0
    assert "the warm-up was cut off" in caplog.text
