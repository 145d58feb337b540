"""A store of counts shows the numbers of a store of rows, and says where it has no rows to show."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from cspdash import catalogue, settings
from cspdash.ingest import run
from cspdash.ingest.marts.running import marts
from cspdash.settings import ROOT
from cspdash.ui.rows_links import WITHOUT_ROWS
from scripts.spark_marts import DuckDB, made
from tests import making
from tests.sent import figures

Opened = Callable[[str, str], AppTest]
COUNTED = ["", "places", "darlington-2021-26-safer-places", "compare", "hotspots"]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same months as rows and as counts."""
    folder, known = tmp_path_factory.mktemp("both"), catalogue.load(settings.content_dir())
    for month in making.MONTHS[-26:]:
        making.write_month(folder / "months", making.month_rows(month), f"{month:%Y-%m}")
    scratch = folder / "scratch"
    scratch.mkdir()
    engine = DuckDB(scratch)
    assert made(engine, folder / "months", folder / "mart", keep_going=False) == []
    engine.close()
    assert run.police(folder / "rows", [folder / "months"], known).release
    assert marts(folder / "counts", folder / "mart", known).release
    return {"rows": folder / "rows", "counts": folder / "counts"}


@pytest.fixture
def opened(both: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Open a page of one of the two."""

    def open_page(address: str, store: str) -> AppTest:
        monkeypatch.setenv("CSPDASH_STORE", str(both[store]))
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app._page_hash = calc_hash(address) if address else ""
        app.run()
        assert not app.exception
        return app

    return open_page


def said(app: AppTest) -> list[str]:
    """Return all that a page says and draws, but the moment at which its store was made."""
    texts = [item.proto.body for item in app.get("html")] + [item.value for item in app.markdown]
    texts += [drawn for _, drawn in figures(app)]
    return [re.sub(r"\b\d{1,2} \w+ 20\d\d, \d\d:\d\d\b", "", text) for text in texts]


@pytest.mark.parametrize("address", COUNTED)
def test_what_needs_counts_alone_is_the_same(opened: Opened, address: str) -> None:
    counts, rows = said(opened(address, "counts")), said(opened(address, "rows"))
    assert counts == rows and len(rows) > 5


@pytest.mark.parametrize("address", ["rows", "own-areas", "sources"])
def test_what_needs_rows_says_that_there_are_none(opened: Opened, address: str) -> None:
    assert WITHOUT_ROWS in [item.value for item in opened(address, "counts").info]
    assert WITHOUT_ROWS not in [item.value for item in opened(address, "rows").info]


def test_hot_spots_offer_no_points_and_say_why(opened: Opened) -> None:
    def questions(store: str) -> list[str]:
        return next(list(box.options) for box in opened("hotspots", store).selectbox if box.label == "Question")

    assert set(questions("counts")) < set(questions("rows"))
    assert WITHOUT_ROWS in [item.value for item in opened("hotspots", "counts").caption]
