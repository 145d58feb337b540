"""The places page on stores that lack something: a sentence that says what and why, never an empty chart."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cspdash import catalogue, settings
from cspdash.charts import locality_composite, locality_words
from cspdash.ingest import run
from cspdash.store.release import building
from tests.pages.conftest import Opener
from tests.pages.test_pages import charts, texts

CONTENT = catalogue.load(settings.content_dir())
Changed = Callable[[str], None]


@pytest.fixture
def changed(stores: dict[str, Path], store_copy: Path) -> Changed:
    """Serve a copy of the sample store in which a statement has been run, under the name "changed"."""

    def make(sql: str) -> None:
        with building(store_copy) as build:
            build.con.execute(sql)

    stores["changed"] = store_copy
    return make


def said(app: AppTest) -> str:
    """Return everything in words on a page, what stands large included."""
    assert not app.exception, app.exception[0].message
    return texts(app) + " ".join(item.proto.body for item in app.get("html"))


def flat(block: Any) -> list[Any]:
    """Return what a page draws, in its order."""
    children = getattr(block, "children", None)
    return [block] if children is None else [one for key in sorted(children) for one in flat(children[key])]


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("places", {}),
        ("places", {"recorded": "composite"}),
        ("places", {"locality": "E01012304"}),
        ("compare", {}),
        ("compare", {"view": "past"}),
        ("compare", {"view": "profile"}),
        ("rows", {}),
    ],
)
def test_the_sentence_stands_before_the_pickers(open_page: Opener, page: str, query: dict[str, str]) -> None:
    """On a phone each picker is a row of its own: whoever opens a link reads the finding first."""
    drawn = flat(open_page(page, **query).main)
    lead = next(at for at, one in enumerate(drawn) if "cd-lead" in getattr(one.proto, "body", ""))
    assert lead < next(at for at, one in enumerate(drawn) if one.type == "selectbox")


def test_the_usual_page_has_a_map_the_list_and_two_measures(open_page: Opener) -> None:
    app = open_page("places")
    assert len(charts(app)) == 2
    assert "The list" in texts(app)
    assert "They hold equal numbers of localities over all 22 spans of 12 months held" in texts(app)
    assert "no such area" not in texts(app)
    assert [one.label.split(" ")[0] for one in app.button if one.label[:1].isdigit()][:3] == ["1.", "2.", "3."]


def test_without_boundaries_the_numbers_stand_in_a_table(open_page: Opener, changed: Changed) -> None:
    changed("DELETE FROM outline")
    app = open_page("places", "changed")
    assert charts(app) == []
    assert locality_words.NO_OUTLINES in said(app)
    assert "Darlington 012A" in said(app)
    composite = open_page("places", "changed", recorded="composite")
    assert locality_words.NO_OUTLINES in said(composite)


def test_without_any_population_there_are_counts_and_a_sentence(open_page: Opener, changed: Changed) -> None:
    changed("DELETE FROM common_population")
    app = open_page("places", "changed")
    assert "No population is held, so counts are shown and rates are not." in said(app)
    assert "No area has a rate" in said(app)
    composite = open_page("places", "changed", recorded="composite")
    assert "has residents and every part of the composite" in said(composite)
    assert charts(composite) == []


def test_one_locality_without_population_is_named_and_has_no_rank(open_page: Opener, changed: Changed) -> None:
    changed("DELETE FROM common_population WHERE area_code = 'E01012304'")
    app = open_page("places", "changed", locality="E01012304")
    assert "No population is held for 1 locality (Darlington 012A), so there is no rate or rank." in said(app)
    assert "it has no rate, as no population is held" in said(app)


def test_a_window_in_which_nothing_happened_is_a_sentence(open_page: Opener, changed: Changed) -> None:
    changed("""
        DELETE FROM monthly_cell USING monthly_category AS kind
        WHERE kind.category_id = monthly_cell.category_id AND kind.category = 'Anti-social behaviour'
            AND month > DATE '2022-01-01'""")
    app = open_page("places", "changed")
    assert "no incident was recorded in any area of Darlington in February 2022 to January 2023" in said(app)
    assert not any("Map of Darlington shaded" in alt for alt in charts(app))


def test_rates_that_are_all_alike_are_said_to_be(open_page: Opener, changed: Changed) -> None:
    changed("""
        DELETE FROM monthly_cell;
        DELETE FROM monthly_place;
        INSERT INTO monthly_place
        SELECT row_number() OVER (ORDER BY area_code), row_number() OVER (ORDER BY area_code), parent_code, area_code,
            area_code
        FROM area WHERE level = 'lsoa';
        INSERT INTO monthly_cell
        SELECT place.area_id, DATE '2022-06-01', kind.category_id, people.persons
        FROM area JOIN common_population AS people USING (area_code)
        JOIN monthly_place AS place USING (area_code)
        JOIN monthly_category AS kind ON kind.category = 'Anti-social behaviour'
        WHERE area.parent_code = 'E06000005'""")
    app = open_page("places", "changed")
    assert "localities of Darlington have the same rate" in said(app)
    assert "none stands before another" in said(app)
    assert "The list is empty" in said(app)


def test_weights_that_are_all_zero_are_a_sentence(open_page: Opener) -> None:
    app = open_page("places", recorded="composite", weights="0-0-0-0-0")
    assert locality_composite.WEIGHTLESS in said(app)
    assert charts(app) == []


def test_the_composite_says_plainly_that_no_deprivation_is_held(open_page: Opener) -> None:
    app = open_page("places", recorded="composite")
    assert locality_composite.NO_DEPRIVATION in said(app)
    assert "the score weighs anti-social behaviour 25%" in said(app)
    assert len(charts(app)) == 2, "the map and what each part adds"


def test_with_deprivation_the_composite_weighs_it_and_two_measures_open_on_it(
    open_page: Opener, stores: dict[str, Path], store_copy: Path, tmp_path: Path
) -> None:
    with (settings.REFERENCE / "census2011_lsoa11.csv").open(encoding="utf-8") as rows:
        codes = [row["area_code"] for row in csv.DictReader(rows)]
    file = tmp_path / "imd2019.csv"
    lines = [f"{code},{at},{1 + at * 9 // len(codes)}" for at, code in enumerate(codes, start=1)]
    file.write_text("\n".join(["lsoa11_code,IMD_rank,IMD_decile", *lines]), encoding="utf-8")
    assert not run.indicator_table(store_copy, file, CONTENT).refused
    stores["deprived"] = store_copy
    app = open_page("places", "deprived", recorded="composite")
    assert "deprivation 20%" in said(app)
    assert locality_composite.NO_DEPRIVATION not in said(app)
    beside = open_page("places", "deprived", locality=codes[0])
    assert beside.selectbox(key="pick-beside").value == "deprivation"
    assert "rank 1 in England (1 is the most deprived)" in said(beside)
    assert any("nine classes of rate and deprivation" in alt for alt in charts(beside))


def test_wards_without_a_lookup_say_how_to_load_one(open_page: Opener) -> None:
    for slug in ("asb", "composite"):
        app = open_page("places", level="ward", recorded=slug)
        assert "ingest areas lookup.csv" in said(app)
        assert charts(app) == []


def test_wards_are_ranked_and_profiled_with_a_lookup(
    open_page: Opener, stores: dict[str, Path], store_copy: Path, tmp_path: Path
) -> None:
    lookup = tmp_path / "lookup.csv"
    pairs = ["E01012304,E05000001", "E01012305,E05000001", "E01012316,E05000002"]
    lookup.write_text("\n".join(["LSOA11CD,WD24CD", *pairs]), encoding="utf-8")
    assert not run.boundaries(store_copy, lookup, CONTENT).refused
    stores["wards"] = store_copy
    app = open_page("places", "wards", level="ward", locality="E05000001")
    assert "E05000001" in said(app)
    assert "rank 1 of 2" in said(app) or "rank 2 of 2" in said(app)
    assert "62 localities in no ward of the lookup" in said(app)


def test_all_districts_are_one_ranking(open_page: Opener) -> None:
    app = open_page("places", level="district", area="E23000008", locality="E06000047")
    assert "of 2 districts" in said(app)
    assert "County Durham" in [item.value for item in app.header]
