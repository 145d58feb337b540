"""A damaged newest release: every page shows the one before and says so above everything else."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cspdash.settings import ROOT
from cspdash.store.release import building
from cspdash.ui.panels import DAMAGED
from tests.making import served
from tests.small_releases import flip
from tests.ui.conftest import plain


@pytest.mark.fault("F8")
def test_pages_of_a_damaged_release_show_the_one_before_and_say_so(
    store_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSPDASH_STORE", str(store_copy))
    with building(store_copy):
        pass
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert not [item for item in app.warning if DAMAGED in plain(item.value)]
    title = app.title[0].value
    flip(store_copy / "releases" / f"{served(store_copy)[0]}.duckdb")
    app.run()
    assert not app.exception
    assert [item for item in app.warning if DAMAGED in plain(item.value)]
    assert str(store_copy) not in str([item.value for item in app.warning])
    assert app.title[0].value == title
