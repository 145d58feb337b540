from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cspdash.settings import ROOT
from cspdash.ui import front
from tests.ui.conftest import plain, started


def alone() -> None:
    """Run as a page that Streamlit started by itself, without app.py."""
    import streamlit as st

    from cspdash.ui import front

    @front.page()
    def page() -> None:
        st.text("the page itself")


def through_the_door() -> None:
    """Run as a page that the front door started."""
    import streamlit as st

    from cspdash.ui import front

    with front._entered():

        @front.page()
        def page() -> None:
            st.text("the page itself")


def test_a_page_that_runs_alone_is_sent_through_the_front_door() -> None:
    app = started(alone)
    assert "there is no store" in plain(app.error[0].value), "the door looks for a store first"
    assert not app.text, "and the page does not go on by itself"


def test_a_page_behind_the_door_goes_on(sample: Path) -> None:
    app = started(through_the_door)
    assert [item.value for item in app.text] == ["the page itself"]
    assert not app.error


def test_the_door_closes_behind_the_visit() -> None:
    with front._entered():
        assert front._inside.get()
    assert not front._inside.get()
    with pytest.raises(ZeroDivisionError), front._entered():
        raise ZeroDivisionError
    assert not front._inside.get()


def test_a_damaged_pointer_is_a_sentence(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "CURRENT").write_text("no release\n", encoding="ascii")
    monkeypatch.setenv("CSPDASH_STORE", str(tmp_path))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert not app.exception
    assert "names no release that exists" in plain(app.error[0].value)


def test_content_that_cannot_be_read_is_told_by_file_and_line(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "partnership.toml").write_text("title = \n", encoding="utf-8")
    monkeypatch.setenv("CSPDASH_CONTENT", str(tmp_path))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert not app.exception
    assert "partnership.toml, line 1" in plain(app.error[0].value)
