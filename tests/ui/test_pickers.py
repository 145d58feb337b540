import pytest

from cspdash.catalogue import Catalogue
from cspdash.ui.pickers import WHOLE, WINDOWS
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE, FORCE_CODE
from tests.ui.conftest import address_of, started

pytestmark = pytest.mark.usefixtures("sample")


def picking() -> None:
    """Draw every picker and what was chosen."""
    import streamlit as st

    from cspdash.ui import pickers

    place = pickers.pick_wide_place()
    locality = pickers.pick_locality(place)
    recorded = pickers.pick_recorded()
    st.text(place.code)
    st.text(locality.code if locality else "whole")
    st.text(recorded.slug if recorded else "none")
    st.text(str(pickers.pick_window()))


def chosen(app: object) -> list[str]:
    return [str(item.value) for item in app.text]  # type: ignore[attr-defined]


def test_the_usual_view_is_the_whole_district_of_the_partnership() -> None:
    app = started(picking)
    assert chosen(app) == [DARLINGTON_CODE, "whole", "asb", "36"]
    assert address_of(app) == {}
    assert [item.label for item in app.selectbox] == ["Area", "Locality", "Recorded", "Months shown"]


def test_districts_come_before_the_force_area_and_localities_are_named() -> None:
    area, locality, recorded, months = started(picking).selectbox
    assert area.options[:2] == ["County Durham", "Darlington"]
    assert len(area.options) == 3
    assert locality.options[0] == "All of Darlington"
    assert len(locality.options) == 1 + 65
    assert months.options == list(WINDOWS.values())
    assert len(set(recorded.options)) == len(recorded.options)


def test_only_what_is_counted_from_incidents_that_are_held_can_be_chosen(content: Catalogue) -> None:
    partners = {category.name for category in content.categories if category.source != "police.uk"}
    counted = [
        item.name
        for item in content.indicators
        if item.counted_from == "incidents" and not partners & set(item.categories)
    ]
    assert started(picking).selectbox[2].options == counted


def test_a_link_gives_place_locality_indicator_and_window() -> None:
    query = {"area": COUNTY_DURHAM_CODE, "locality": "E01020644", "recorded": "burglary", "window": "0"}
    app = started(picking, query)
    assert chosen(app) == [COUNTY_DURHAM_CODE, "E01020644", "burglary", "0"]
    assert address_of(app) == query
    assert not app.info


def test_a_link_by_a_code_of_2021_gives_its_common_area() -> None:
    app = started(picking, {"locality": "E01035185"})
    assert chosen(app)[1] == "E01012316"
    assert address_of(app) == {"locality": "E01012316"}
    assert not app.info


def test_a_locality_of_another_district_is_not_taken() -> None:
    app = started(picking, {"locality": "E01020644"})
    assert chosen(app)[:2] == [DARLINGTON_CODE, WHOLE]
    app.selectbox[0].set_value(FORCE_CODE).run()
    app.selectbox[1].set_value("E01020644").run()
    assert chosen(app)[:2] == [FORCE_CODE, "E01020644"]
    app.selectbox[0].set_value(DARLINGTON_CODE).run()
    assert chosen(app)[:2] == [DARLINGTON_CODE, WHOLE]
    assert address_of(app) == {}
