"""The page Did it work?: nothing chosen, a whole test from a link, every mistake a sentence, the file, the projects."""

import re
import shutil
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from cspdash import catalogue, settings
from cspdash.catalogue import write_new_partnership
from cspdash.settings import ROOT
from tests import intervention_store as made
from tests.commands import cspdash
from tests.pages.conftest import STORES, Opener
from tests.pages.test_pages import charts, texts

TREATED, COMPARISON, AROUND = made.TREATED.code, made.COMPARISON.code, made.AROUND.code
AROUND_COMPARISON, QUIET = made.AROUND_COMPARISON.code, made.QUIET.code
WORKED = {"treated": TREATED, "comparison": COMPARISON, "began": "2021-03-01"}
Visit = Callable[..., AppTest]


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield made.fill(tmp_path_factory.mktemp("worked"), tmp_path_factory.mktemp("months"))


@pytest.fixture
def visit(worked: Path, monkeypatch: pytest.MonkeyPatch) -> Visit:
    def visited(content: Path | None = None, **query: str) -> AppTest:
        monkeypatch.setenv("CSPDASH_STORE", str(worked))
        if content:
            monkeypatch.setenv("CSPDASH_CONTENT", str(content))
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app._page_hash = calc_hash("interventions")
        for key, value in query.items():
            app.query_params[key] = value
        app.run()
        assert not app.exception, app.exception[0].message
        return app

    return visited


def headers(app: AppTest) -> list[str]:
    return [re.sub(r"\\(.)", r"\1", item.value) for item in app.header]


def said(app: AppTest) -> str:
    """Return everything in words on a page, tables and large sentences too."""
    html = " ".join(
        re.sub(r"<style>.*?</style>|<[^>]+>", " ", one.proto.body, flags=re.DOTALL) for one in app.get("html")
    )
    return f"{texts(app)} {html}"


@pytest.mark.parametrize("store", STORES)
def test_nothing_chosen_asks_for_it_and_shows_no_empty_chart(store: str, open_page: Opener) -> None:
    app = open_page("interventions", store)
    assert not app.exception
    assert "Choose the area where something was done." in texts(app)
    assert not charts(app)
    assert not app.warning


def test_a_link_gives_the_whole_test(visit: Visit) -> None:
    app = visit(**WORKED, displaced=AROUND, displacedcomparison=AROUND_COMPARISON, ended="2021-09-30")
    assert headers(app)[0] == "Anti-social behaviour in Darlington 012A fell more than Darlington 012B by 66"
    words = said(app)
    assert (
        "from 132 to 66 in Darlington 012A, and from 121 to 121 in Darlington 012B: 66 (95% interval 25 to 107)"
        in words
    )
    assert "nothing speaks against the comparison" in words
    assert "Not held in both years, and left out: August 2021" in words
    assert "Both together: 66" in words
    [alt] = charts(app)
    assert "Line chart of anti-social behaviour by month, March 2019 to February 2022" in alt
    assert texts(app).count("Source: data.police.uk") == 1


def test_choosing_writes_the_link(visit: Visit) -> None:
    app = visit(**WORKED)
    app.multiselect(key="pick-displaced").set_value([AROUND]).run()
    assert app.query_params["displaced"] in (AROUND, [AROUND])
    assert "A displacement area needs its own comparison" in texts(app)
    app.multiselect(key="pick-treated").set_value([TREATED, QUIET]).run()
    assert app.query_params["treated"] in (f"{TREATED},{QUIET}", [f"{TREATED},{QUIET}"])
    app.multiselect(key="pick-displaced").set_value([]).run()
    assert "displaced" not in app.query_params
    app.date_input(key="pick-began").set_value(None).run()
    assert "began" not in app.query_params
    assert "Give the day on which it began" in texts(app)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"ended": "2020-01-01"}, "It ends (1 January 2020) before it begins (1 March 2021)"),
        ({"comparison": "E06000005"}, "Darlington 012A (treated area) and Darlington (comparison area) overlap"),
        ({"comparison": QUIET}, "neither before nor after: there is nothing to test"),
        ({"began": "2022-01-15"}, "It is too recent: its first complete month is February 2022"),
    ],
)
def test_every_mistake_is_a_sentence_and_never_an_empty_chart(
    change: dict[str, str], sentence: str, visit: Visit
) -> None:
    app = visit(**(WORKED | change))
    assert sentence in re.sub(r"\\(.)", r"\1", " ".join(str(item.value) for item in app.warning))
    assert not charts(app)
    assert not app.error


KEYS = ("treated", "displaced", "began", "ended", "counted", "after", "by", "printed", "kind")


@pytest.mark.parametrize("wrong", ["'; DROP TABLE incident; --,", "<img src=x>", "9999-99-99"])
def test_wrong_links_are_said_one_by_one_and_do_no_harm(wrong: str, visit: Visit) -> None:
    app = visit(**(WORKED | dict.fromkeys(KEYS, wrong)))
    assert len([item for item in app.info if "The link" in item.value]) == len(KEYS)
    assert "<img" not in texts(app)
    assert "Choose the area where something was done." in texts(app)


def test_a_code_of_2021_in_a_link_is_its_common_area(open_page: Opener) -> None:
    app = open_page("interventions", treated="E01035185", comparison=TREATED, began="2021-06-01")
    assert app.multiselect(key="pick-treated").value == [AROUND]
    assert headers(app)[0] == "Anti-social behaviour in Darlington 010B: no detectable effect"


def test_too_few_events(visit: Visit) -> None:
    app = visit(treated=COMPARISON, comparison=TREATED, began="2021-03-01", counted="burglary", after="3")
    assert headers(app)[0] == "Burglary in Darlington 012B: too few events to tell"
    assert "Fewer than 10 events before in either area" in said(app)


def test_a_suggested_area_is_taken_by_its_button(visit: Visit) -> None:
    app = visit(treated=AROUND, began="2021-03-01")
    assert "Choose a comparison area" in texts(app)
    assert "these had counts of anti-social behaviour nearest to the treated area's, 84 in" in said(app)
    app.button(key=f"take-comparison-{COMPARISON}").click().run()
    assert app.multiselect(key="pick-comparison").value == [COMPARISON]
    assert app.query_params["comparison"] in (COMPARISON, [COMPARISON])
    assert charts(app)


def test_the_file_that_the_page_offers_makes_the_same_test_as_content(visit: Visit, tmp_path: Path) -> None:
    app = visit(**WORKED, ended="2021-09-30")
    app.text_input(key="intervention-title").set_value('Lights in "Park Lane"').run()
    app.text_area(key="intervention-done").set_value("New lamps\nand patrols.").run()
    [written] = [item.value for item in app.code if "[[intervention]]" in item.value]
    assert "Park" not in str(dict(app.query_params))
    folder = tmp_path / "content"
    write_new_partnership(folder)
    (folder / "interventions").mkdir(exist_ok=True)
    slug = tomllib.loads(written)["intervention"][0]["slug"]
    (folder / "interventions" / f"{slug}.toml").write_text(written, encoding="utf-8")
    assert catalogue.load(folder).intervention(slug).title == 'Lights in "Park Lane"'


def test_an_intervention_of_the_content_is_tested_and_told(tmp_path: Path, visit: Visit) -> None:
    folder = tmp_path / "content"
    shutil.copytree(settings.content_dir(), folder)
    (folder / "interventions" / "ours.toml").write_text(
        f'[[intervention]]\nslug = "lights"\ntitle = "Lights"\ndone = "New lamps."\narea_code = "E06000005"\n'
        f'indicators = ["asb"]\nstarts = 2021-03-01\ntreated_area_codes = ["{TREATED}", "E01099999"]\n'
        f'comparison_area_codes = ["{COMPARISON}"]\n',
        encoding="utf-8",
    )
    app = visit(folder, intervention="lights", printed="every")
    verdict = "Anti-social behaviour in Darlington 012A fell more than Darlington 012B by 66"
    assert headers(app)[:2] == [verdict, "Lights"], "the verdict stands before the form"
    assert "New lamps." in texts(app)
    assert "areas that are not in this store: E01099999" in texts(app)
    assert not app.multiselect
    assert "Here it is: choose it above." in said(app)


def test_the_plans_projects_can_be_filtered(visit: Visit) -> None:
    app = visit(printed="safe-durham-2011-14")
    words = said(app)
    assert "Reported anti-social behaviour fell by 43%." in words
    assert "Theft fell by 59%." in words
    assert "−43% is more than chance only from about 32 events before" in words
    assert "Neighbourhood Watch across the town" not in words
    app.selectbox(key="pick-printed").set_value("every").run()
    assert "Neighbourhood Watch across the town" in said(app)
    app.selectbox(key="pick-kind").set_value("share").run()
    words = said(app)
    assert "7 of 68 is 10.3% (95% interval 5.1% to 19.8%)" in words
    assert "Theft fell by 59%." not in words


def test_the_public_edition_has_the_printed_projects_and_no_test(
    worked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = cspdash("publish", tmp_path / "public", "--store", worked)
    assert answer.code == 0, answer.err
    monkeypatch.setenv("CSPDASH_STORE", str(tmp_path / "public"))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app._page_hash = calc_hash("interventions")
    for key, value in (WORKED | {"printed": "safe-durham-2011-14"}).items():
        app.query_params[key] = value
    app.run()
    assert not app.exception, app.exception[0].message
    assert not app.multiselect
    assert not charts(app)
    assert "Theft fell by 59%." in said(app)
    assert "months held" not in said(app)
