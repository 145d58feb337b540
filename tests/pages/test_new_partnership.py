"""A partnership made from nothing: the README's example, an invented borough, on every page."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from cspdash import catalogue
from cspdash.settings import ROOT
from cspdash.ui.navigation import address
from tests import northwick
from tests.commands import cspdash
from tests.making import write_file
from tests.pages.test_pages import texts
from tests.sent import maps

PAGES = sorted(page.stem for page in (ROOT / "pages").glob("*.py") if page.stem not in {"overview", "priority"})
PRIORITIES = ["northwick-2025-28-evenings", "northwick-2025-28-cycling"]
OURS = re.compile(r"Darlington|Durham|E06000005|E06000047|E2[23]000")
Opener = Callable[[str], AppTest]


@dataclass(frozen=True)
class Partnership:
    """Where a partnership's content and its store are."""

    content: Path
    store: Path

    def open(self, page: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
        """Open a page by its address, as a link would."""
        monkeypatch.setenv("CSPDASH_CONTENT", str(self.content))
        monkeypatch.setenv("CSPDASH_STORE", str(self.store))
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app._page_hash = calc_hash(page) if page else ""
        return app.run()


@pytest.fixture(scope="module")
def borough(tmp_path_factory: pytest.TempPathFactory) -> Partnership:
    """The README's example with its commands run as they stand there, but for the last, which serves."""
    folder = tmp_path_factory.mktemp("borough")
    northwick.write_all(folder)
    settings, commands = northwick.example_commands()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name, value in settings.items():
            patch.setenv(name, value)
        for command in commands[:-1]:
            answer = cspdash(*command)
            assert answer.code == 0, (command, answer.out, answer.err)
    assert commands[-1] == ["serve"]
    return Partnership(folder / settings["CSPDASH_CONTENT"], folder / settings["CSPDASH_STORE"])


@pytest.fixture
def open_page(borough: Partnership, monkeypatch: pytest.MonkeyPatch) -> Opener:
    return lambda page: borough.open(page, monkeypatch)


def everything(app: AppTest) -> str:
    """Return everything that a page says: words, tables, pickers with their options."""
    html = " ".join(
        re.sub(r"<style>.*?</style>|<[^>]+>", " ", item.proto.body, flags=re.DOTALL) for item in app.get("html")
    )
    options = " ".join(option for item in [*app.selectbox, *app.sidebar.selectbox] for option in item.options)
    return f"{texts(app)} {html} {options}"


def areas_offered(app: AppTest) -> list[str]:
    [area] = [item for item in app.main.selectbox if item.label == "Area"]
    return list(area.options)


def test_the_example_is_one_partnership_with_two_priorities(borough: Partnership) -> None:
    content = catalogue.load(borough.content)
    assert content.default_district.area_code == northwick.CODE
    assert [address(content.default_plan, priority) for priority in content.default_plan.priorities] == PRIORITIES


@pytest.mark.parametrize("page", ["", *PAGES, *PRIORITIES])
def test_every_page_shows_the_borough_and_nothing_of_ours(page: str, open_page: Opener) -> None:
    app = open_page(page)
    assert not app.exception, app.exception[0].message
    assert len(app.title) == 1
    assert not app.error
    said = everything(app)
    assert not OURS.search(said), OURS.search(said)
    assert "Open Government Licence" in said
    assert "No months are held" not in said
    assert not any("Demonstration" in item.value for item in app.warning)


def test_the_overview_has_its_counts_and_its_plan(open_page: Opener) -> None:
    app = open_page("")
    said = everything(app)
    assert areas_offered(app) == [northwick.NAME]
    assert f"{northwick.ASB_AFTER:,} v {northwick.ASB_BEFORE:,}" in said
    assert "The newest month held is March 2026" in said
    assert "1. Calmer evenings" in said
    assert "2. Safer cycling" in said


def test_each_priority_has_its_numbers(open_page: Opener) -> None:
    evenings, cycling = (open_page(page) for page in PRIORITIES)
    assert (evenings.title[0].value, cycling.title[0].value) == ("1\\. Calmer evenings", "2\\. Safer cycling")
    said = everything(evenings)
    assert (
        f"there were {northwick.ASB_AFTER} recorded incidents in {northwick.NAME}, against {northwick.ASB_BEFORE}"
        in said
    )
    assert "318 of 500" in said
    assert "Target: At least 60% agree. Met" in said
    assert f"there were {northwick.BICYCLES} recorded thefts of bicycles" in everything(cycling)


def test_the_map_has_its_localities_and_rates(open_page: Opener) -> None:
    app = open_page("places")
    assert areas_offered(app) == [northwick.NAME]
    [locality] = [item for item in app.main.selectbox if item.label == "Locality"]
    assert locality.options == [f"All of {northwick.NAME}", *(name for _, name in northwick.LOCALITIES)]
    drawn = maps(app)[0]
    assert all(code in json.dumps(drawn["traces"]) for code, _ in northwick.LOCALITIES)
    rate = northwick.ASB_AFTER / len(northwick.LOCALITIES) / northwick.PERSONS * 1000
    assert f"{rate:.1f} per 1,000" in everything(app)


def test_rows_of_its_neighbours_are_elsewhere(open_page: Opener) -> None:
    said = re.sub(r"\s+", " ", everything(open_page("sources")))
    assert f"Outside the districts {northwick.ELSEWHERE:,}" in said
    assert "norland" in said


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Partnership:
    """The folder that new-partnership writes, and the store that is there before anything is loaded; read only."""
    folder = tmp_path_factory.mktemp("new")
    made = Partnership(folder / "new", folder / "store")
    assert cspdash("new-partnership", made.content).code == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CSPDASH_CONTENT", str(made.content))
        assert cspdash("demo", "--if-empty", "--store", made.store).code == 0
    return made


@pytest.mark.parametrize("page", ["", *PAGES, "our-plan-2026-29-asb", "our-plan-2026-29-burglary"])
def test_the_folder_of_new_partnership_opens_before_anything_is_loaded(
    page: str, new: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = new.open(page, monkeypatch)
    assert not app.exception, app.exception[0].message
    assert not app.error
    assert not OURS.search(everything(app))


def test_a_partnership_that_counts_no_incidents_has_all_its_pages(
    borough: Partnership, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path, text in northwick.example().items():
        kept = [
            part for part in text.split("\n\n") if 'from = "incidents"' not in part and 'slug = "cycling"' not in part
        ]
        write_file(
            tmp_path / path, "\n\n".join(kept).replace('["asb", "asb-dealt-with"]', '["asb-dealt-with"]').encode()
        )
    (tmp_path / "survey.csv").unlink()
    surveyed = Partnership(tmp_path / "northwick", borough.store)
    for page in ["", *PAGES, PRIORITIES[0]]:
        app = surveyed.open(page, monkeypatch)
        assert not app.exception, app.exception[0].message
        assert not app.error
    assert "counted from incidents" in everything(surveyed.open("places", monkeypatch))
