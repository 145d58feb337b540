import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.ui.places_pickers import weights_of
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE
from tests.ui.conftest import address_of, plain, started

pytestmark = pytest.mark.usefixtures("sample")


def viewing() -> None:
    """Draw the pickers of the page and the list, and what was chosen."""
    import streamlit as st

    from cspdash.ui import places, places_pickers

    view = places.pick_view()
    if view:
        names = {"E01012304": "One", "E01012305": "Two", "E01012316": "Three"}
        codes, by_hand = places_pickers.listed(("E01012304", "E01012305"), names, say=True)
        places_pickers.pick_list(codes, by_hand, names)
        st.text(" ".join([view.place.code, view.level, view.slug, view.window, view.area or "whole"]))
        st.text(f"{'.'.join(codes)} {by_hand}")


def weighing() -> None:
    """Draw the fields of the weights, and the weights."""
    import streamlit as st

    from cspdash.ui import places_pickers

    st.text(str(places_pickers.pick_weights()))


def chosen(app: object) -> list[str]:
    return [str(item.value) for item in app.text]  # type: ignore[attr-defined]


def test_the_usual_view_is_the_newest_complete_year_and_the_top_by_rule() -> None:
    app = started(viewing)
    assert chosen(app) == [f"{DARLINGTON_CODE} lsoa asb 2023-01 whole", "E01012304.E01012305 False"]
    assert address_of(app) == {}
    assert [item.label for item in app.selectbox] == ["Area", "Kind of area", "Ranked by", "12 months to", "Locality"]
    months = app.selectbox[3].options
    assert months[0] == "August 2023 (11 of 12 months held)"
    assert "January 2023 (newest complete)" in months
    assert "March 2022, financial year 2021/22" in months
    assert "December 2022, calendar year 2022" in months
    assert "choose them under '12 months to'" in plain(app.caption[0].value)


def test_a_link_gives_the_whole_view() -> None:
    query = {"area": COUNTY_DURHAM_CODE, "level": "district", "recorded": "composite", "to": "2023-08",
             "locality": COUNTY_DURHAM_CODE, "list": "E01012316.E01012304"}  # fmt: skip
    app = started(viewing, query)
    assert chosen(app) == [
        f"{COUNTY_DURHAM_CODE} district composite 2023-08 {COUNTY_DURHAM_CODE}", "E01012316.E01012304 True",
    ]  # fmt: skip
    assert address_of(app) == query
    assert "Only 11 of the 12 months to August 2023 are held" in plain(app.info[0].value)
    assert "The newest complete 12 months end in January 2023" in plain(app.info[0].value)


def test_a_change_of_the_list_is_in_the_link_and_can_be_taken_back() -> None:
    app = started(viewing)
    app.multiselect[0].set_value(["E01012316"]).run()
    assert chosen(app)[1] == "E01012316 True"
    assert address_of(app) == {"list": "E01012316"}
    app.multiselect[0].set_value([]).run()
    assert chosen(app)[1] == "True", "none, and by hand"
    assert address_of(app) == {"list": "none"}
    app.button[0].click().run()
    assert chosen(app)[1] == "E01012304.E01012305 False"
    assert address_of(app) == {}


@pytest.mark.parametrize("wrong", ["E99999999", "<img src=x>", "'; DROP TABLE area; --", "." * 9000])
def test_a_list_of_nothing_known_is_that_of_the_rule_and_says_so(wrong: str) -> None:
    app = started(viewing, {"list": wrong})
    assert chosen(app)[1] == "E01012304.E01012305 False"
    assert app.info


def test_what_is_no_area_here_is_left_out_of_a_list() -> None:
    app = started(viewing, {"list": "E01012305.E99999999.E01012305"})
    assert chosen(app)[1] == "E01012305 True"
    assert "1 code of the list is no area shown here and was left out." in plain(app.info[0].value)


@pytest.mark.parametrize("key", ["level", "to", "recorded"])
def test_a_wrong_link_gives_the_usual_view(key: str) -> None:
    app = started(viewing, {key: "<img src=x>"})
    assert chosen(app)[0] == f"{DARLINGTON_CODE} lsoa asb 2023-01 whole"
    assert "not in this store" in app.info[0].value


def test_weights_are_alike_until_moved_and_live_in_the_link() -> None:
    app = started(weighing)
    assert chosen(app) == ["(1, 1, 1, 1, 1)"]
    assert [field.label for field in app.number_input] == [
        "Weight: ASB", "Weight: violence", "Weight: damage", "Weight: drugs", "Weight: deprivation",
    ]  # fmt: skip
    app.number_input[1].set_value(10).run()
    assert chosen(app) == ["(1, 10, 1, 1, 1)"]
    assert address_of(app) == {"weights": "1-10-1-1-1"}
    assert chosen(started(weighing, {"weights": "0-0-0-0-0"})) == ["(0, 0, 0, 0, 0)"]


@pytest.mark.parametrize("wrong", ["1-1-1-1", "11-1-1-1-1", "-1-1-1-1-1", "1-1-1-1-1-1", "a-b-c-d-e", "٣-1-1-1-1"])
def test_weights_of_a_wrong_link_are_alike_and_it_says_so(wrong: str) -> None:
    app = started(weighing, {"weights": wrong})
    assert chosen(app) == ["(1, 1, 1, 1, 1)"]
    assert app.info


@given(st.lists(st.integers(0, 10), min_size=5, max_size=5))
def test_weights_come_back_from_their_link(weights: list[int]) -> None:
    assert weights_of("-".join(map(str, weights))) == tuple(weights)
