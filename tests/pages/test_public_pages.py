"""Every navigation entry on a public store, made by the real ingest and the real release builder."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from cspdash import catalogue, settings
from cspdash.catalogue.public import public_catalogue
from cspdash.ingest import run
from cspdash.publish.build import publish
from cspdash.settings import ROOT
from cspdash.ui.navigation import address
from tests import making
from tests import partner_extracts as partners
from tests.sent import sent

CONTENT = catalogue.load(settings.content_dir())
PUBLIC = public_catalogue(CONTENT)
PRIORITIES = [address(plan, priority) for plan in PUBLIC.plans for priority in plan.priorities]
FIXED = [
    "",
    "perceptions",
    "board-pack",
    "places",
    "compare",
    "changes",
    "delivery",
    "interventions",
    "plans",
    "sources",
]
CANARY = 777123


@pytest.fixture(scope="module")
def public_store(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A public store: police months, a fire extract, and a value of every indicator, class X with a marker."""
    scratch = tmp_path_factory.mktemp("public")
    folder = Path(shutil.copytree(store_folder, scratch / "restricted"))
    fires = partners.write_extract(scratch / "fires.csv", partners.fire_rows(date(2022, 1, 1), date(2023, 6, 30)))
    assert run.extract(folder, fires, CONTENT, CONTENT.mapping("fire")).held
    lines = ["indicator,area_code,period_start,period_end,numerator,denominator,value,note,source"]
    for number, one in enumerate(one for one in CONTENT.indicators if one.counted_from == "observations"):
        for year in (2020, 2021, 2022):
            count = CANARY if one.disclosure == "X" else (3, 14, 60)[(number + year) % 3]
            parts = f"{count},{2 * count + 40}," if one.measure != "count" else f",,{count}"
            lines.append(f"{one.slug},E06000005,{year}-04-01,{year + 1}-03-31,{parts},said {CANARY},by {CANARY}")
    table = making.write_file(scratch / "table.csv", ("\n".join(lines) + "\n").encode())
    assert run.indicator_table(folder, table, CONTENT).held
    public = scratch / "store"
    publish(folder, public, CONTENT)
    publish(folder, public, CONTENT)  # a second release, for the page of changes
    return public


def opened(page: str, store: Path, monkeypatch: pytest.MonkeyPatch, **query: str) -> AppTest:
    monkeypatch.setenv("CSPDASH_STORE", str(store))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app._page_hash = calc_hash(page) if page else ""
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


@pytest.mark.parametrize("page", FIXED + PRIORITIES)
def test_every_page_opens_on_a_public_store(page: str, public_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(page, public_store, monkeypatch)
    assert not app.exception, app.exception[0].message
    assert len(app.title) == 1
    assert not app.error
    assert str(CANARY) not in sent(app)


@pytest.mark.parametrize("page", ["rows", "own-areas", "hotspots"])
def test_pages_that_need_rows_are_not_there(page: str, public_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(page, public_store, monkeypatch)
    assert all(page not in str(link.proto) for link in app.sidebar.get("page_link"))
    assert "not part of the public edition" in "".join(item.value for item in app.info)
    assert not [kind for kind in ("plotly_chart", "download_button", "dataframe") if app.get(kind)]


def test_open_counts_are_labelled(public_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened("sources", public_store, monkeypatch)
    assert "already published by police.uk" in "".join(item.value for item in app.caption).replace("\\", "")


def test_a_partners_count_is_shown_as_published(public_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fires = CONTENT.indicator("deliberate-secondary-fires")
    shown = next(address(plan, one) for plan in PUBLIC.plans for one in plan.priorities if fires.slug in one.indicators)
    app = opened(shown, public_store, monkeypatch, area="E06000005")
    assert not app.exception
    assert fires.name.split(maxsplit=1)[0] in str(app.main)


@pytest.mark.parametrize("area", ["E06000047", "E23000008"])
@pytest.mark.parametrize("page", ["", "places", "compare", "perceptions"])
def test_other_areas_open_too(page: str, area: str, public_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(page, public_store, monkeypatch, area=area)
    assert not app.exception, app.exception[0].message
    assert not app.error
