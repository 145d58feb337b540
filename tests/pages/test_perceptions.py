"""The page on perceptions: the verdict first, charts with tables, links, every kind of store, real data."""

import csv
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from cspdash import catalogue, settings
from cspdash.catalogue.load import SHIPPED
from cspdash.ingest import run
from cspdash.periods import month_range
from cspdash.settings import ROOT
from cspdash.ui import perception
from tests.making import DARLINGTON as LOCALITIES
from tests.pages.conftest import STORES, Opener
from tests.pages.test_pages import charts, texts
from tests.survey_tables import Cells, answer, store_with, survey_csv

VERDICT = "Darlington: recorded ASB fell; there is no evidence that perception changed."


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Open the page on a store of the test's own."""

    def visited(store: Path, **query: str) -> AppTest:
        monkeypatch.setenv("CSPDASH_STORE", str(store))
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app._page_hash = calc_hash("perceptions")
        for key, value in query.items():
            app.query_params[key] = value
        return app.run()

    return visited


@pytest.fixture
def fill(store_copy: Path, tmp_path: Path, visit: Callable[..., AppTest]) -> Callable[..., AppTest]:
    """Load survey rows into a copy of the sample store and open the page on it."""

    def filled(*rows: Cells) -> AppTest:
        content = catalogue.load(settings.content_dir())
        store_with(store_copy, content, tables=[survey_csv(tmp_path / "a.csv", rows)])
        return visit(store_copy)

    return filled


@pytest.mark.parametrize("store", STORES)
def test_the_verdict_stands_first_on_every_store(store: str, open_page: Opener) -> None:
    app = open_page("perceptions", store)
    assert not app.exception, app.exception[0].message
    assert [item.value for item in app.title] == ["Perceptions against reality"]
    assert app.header[0].value.replace("\\", "") == VERDICT
    said = texts(app)
    assert "46 of 200 (23.0%) in January to March 2012, 39 of 206 (18.9%)" in said
    assert "z = 1.007, p = 0.31" in said
    assert said.index(VERDICT) < said.index("Why they can differ")
    assert len(charts(app)) == len([item for item in app.expander if item.label == "The same numbers as a table"]) >= 2


def test_a_place_without_answers_says_so(open_page: Opener) -> None:
    app = open_page("perceptions", area="E06000047")
    assert not app.exception
    assert "no answers are held" in app.header[0].value
    assert "No answers by locality, ward or district" in texts(app)
    assert "No question has two waves for this area" in texts(app)


def test_a_question_asked_once_and_a_comparison_can_be_linked(open_page: Opener) -> None:
    once = open_page("perceptions", question="asb-dealt-with-and-recorded")
    assert "asked only once" in once.header[0].value
    other = open_page("perceptions", compared="2011-04-01-to-2012-04-01")
    assert "17 of 75 (22.7%) in April to June 2011" in texts(other)


@pytest.mark.parametrize("key", ["question", "compared", "span"])
def test_a_wrong_link_gives_the_usual_view_and_says_so(key: str, open_page: Opener) -> None:
    app = open_page("perceptions", **{key: "<img src=x>"})
    assert not app.exception
    assert app.header[0].value.replace("\\", "") == VERDICT
    assert any("not in this store" in item.value for item in app.info)


def test_answers_by_locality_are_placed(fill: Callable[..., AppTest]) -> None:
    wave = ("2023-01-01", "2023-03-31")
    rows = [answer(wave, area_code=code, n=300, count=60) for code, *_ in LOCALITIES]
    app = fill(*rows)
    assert not app.exception
    assert "3 of 3 localities asked in January to March 2023 have both" in texts(app)
    assert any("recorded ASB per 1,000 residents against the share" in alt for alt in charts(app))


def test_text_from_a_file_is_shown_as_it_is(fill: Callable[..., AppTest]) -> None:
    canary = "![x](http://example.org/a.png) :red[x] $x$ `x`"
    rows = [
        answer((f"{year}-01-01", f"{year}-03-31"), n=300, count=60, source=canary, method=canary)
        for year in (2022, 2023)
    ]
    app = fill(*rows)
    assert not app.exception
    raw = "\n".join(str(item.value) for item in [*app.markdown, *app.caption])
    assert "![x](" not in raw and ":red[" not in raw.replace("\\:red\\[", "")
    assert "example" in raw


def test_the_note_is_drawn_only_where_it_is_wanted(stores: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSPDASH_STORE", str(stores["full"]))
    # The link's address is found beside the script that runs, which here is a file of the test runner.
    monkeypatch.setattr(perception, "PAGE", str(ROOT / "pages" / "perceptions.py"))

    def page() -> None:
        import streamlit as st

        from cspdash.ui import perception

        st.navigation([st.Page(lambda: None, title="x", default=True), st.Page(perception.PAGE)])
        perception.perception_note("E06000005", ["asb"])
        perception.perception_note("E06000005", only_attention=True)
        perception.perception_note("E06000047", only_attention=True)
        perception.perception_note("E06000005", ["burglary"])

    app = AppTest.from_function(page, default_timeout=60).run()
    assert not app.exception, app.exception[0].message
    assert [item.value for item in app.markdown].count("**Perceptions against reality**") == 2
    assert len(app.get("page_link")) == 2


class TestRealData:
    @pytest.fixture
    def real_store(self, real_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """Real Durham months and the national survey table, with a pair for it added to the content: no code."""
        folder = tmp_path / "content"
        shutil.copytree(SHIPPED, folder)
        (folder / "surveys" / "national.toml").write_text(
            '[[pair]]\nslug = "national"\ntitle = "High perceived ASB"\nsurvey = "csew"\n'
            'question = "high-perceived-asb"\nindicators = ["asb"]\nsubject = "ASB"\n',
            encoding="utf-8",
        )
        monkeypatch.setenv("CSPDASH_CONTENT", str(folder))
        content = catalogue.load(folder)
        months = [
            real_data / "police-uk" / f"{month:%Y-%m}"
            for month in [*month_range(date(2018, 10, 1), date(2019, 1, 1)), date(2014, 1, 1)]
        ]
        run.police(tmp_path / "store", months, content)
        table = real_data / "perceptions" / "csew_asb_perceptions_england-wales_2002-2020.csv"
        with table.open(encoding="utf-8") as stream:
            rows = [
                answer(
                    (f"{int(row['year']) - 1}-04-01", f"{row['year']}-03-31"), survey="csew",
                    question="high-perceived-asb", area_code="K04000001", n="",
                    share=row["percentage"], source="CSEW S34",
                )
                for row in csv.DictReader(stream)
                if row["type"].startswith("High level")
            ]  # fmt: skip
        store_with(tmp_path / "store", content, tables=[survey_csv(tmp_path / "csew.csv", rows)])
        return tmp_path / "store"

    def test_the_national_question_works_with_content_alone(
        self, real_store: Path, visit: Callable[..., AppTest]
    ) -> None:
        app = visit(real_store, question="national")
        assert not app.exception, app.exception[0].message
        assert "we cannot tell" in app.header[0].value
        said = texts(app)
        assert "people were asked in England and Wales, not in Darlington" in said
        assert "how many people were asked is not known" in said
        assert any("19 survey waves" in alt for alt in charts(app))

    def test_the_national_figures_stand_beside_our_own_question(
        self, real_store: Path, visit: Callable[..., AppTest]
    ) -> None:
        app = visit(real_store)
        assert not app.exception, app.exception[0].message
        assert app.header[0].value.replace("\\", "") == VERDICT
        assert "England and Wales, Crime Survey for England and Wales" in texts(app)
        assert "Counts as printed in" in texts(app)
