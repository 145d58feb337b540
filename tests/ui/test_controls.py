import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.conftest import address_of, started

NAMES = {"E06000005": "Darlington", "E06000047": "County Durham"}


def picker() -> None:
    """Draw one picker and what was chosen; another page draws none."""
    import streamlit as st

    from cspdash.ui import controls

    names = {"E06000005": "Darlington", "E06000047": "County Durham", "<b>": "Bold"}
    if not st.checkbox("another page"):
        st.text(controls.pick("Area", "area", list(names), "E06000005", names.__getitem__))
    else:
        st.button("back to Durham", on_click=controls.choose, args=("area", "E06000047"))


def narrowing() -> None:
    """Draw a picker whose options depend on another's choice."""
    import streamlit as st

    from cspdash.ui import controls

    within = {"north": ["n1", "n2"], "south": ["s1", "s2"]}
    side = controls.pick("Side", "side", list(within), "north")
    st.text(controls.pick("Part", "part", within[side], within[side][0]))


def chosen(app: AppTest) -> str:
    return str(app.text[0].value)


def test_the_usual_choice_leaves_the_address_clean() -> None:
    app = started(picker)
    assert (chosen(app), address_of(app), len(app.info)) == ("E06000005", {}, 0)
    assert app.selectbox[0].options == ["Darlington", "County Durham", "Bold"]


def test_a_choice_goes_into_the_address_as_its_code() -> None:
    app = started(picker)
    app.selectbox[0].set_value("E06000047").run()
    assert (chosen(app), address_of(app)) == ("E06000047", {"area": "E06000047"})
    app.selectbox[0].set_value("E06000005").run()
    assert (chosen(app), address_of(app)) == ("E06000005", {})


def test_a_link_gives_its_choice() -> None:
    app = started(picker, {"area": "E06000047", "other": "x"})
    assert (chosen(app), app.selectbox[0].value, len(app.info)) == ("E06000047", "E06000047", 0)
    assert address_of(app) == {"area": "E06000047", "other": "x"}


@pytest.mark.parametrize("wrong", ["E99999999", "Darlington", "", "e06000047", "'; DROP TABLE area; --", "<img src=x>"])
def test_a_wrong_link_gives_the_usual_choice_a_notice_and_a_clean_address(wrong: str) -> None:
    app = started(picker, {"area": wrong})
    assert (chosen(app), address_of(app)) == ("E06000005", {})
    (notice,) = app.info
    assert "not in this store" in notice.value
    assert not wrong or wrong not in notice.value
    app.run()
    assert not app.info, "it is said once"


def test_a_choice_lasts_for_the_session_over_pages_that_do_not_ask() -> None:
    app = started(picker)
    app.selectbox[0].set_value("E06000047").run()
    app.checkbox[0].check().run()
    assert not app.selectbox
    app.query_params.clear()
    app.checkbox[0].uncheck().run()
    assert (chosen(app), app.selectbox[0].value) == ("E06000047", "E06000047")
    assert address_of(app) == {"area": "E06000047"}, "and the new page's address says it again"


def test_a_choice_may_be_made_on_the_readers_behalf() -> None:
    app = started(picker)
    app.checkbox[0].check().run()
    app.button[0].click().run()
    app.checkbox[0].uncheck().run()
    assert (chosen(app), app.selectbox[0].value, address_of(app)) == ("E06000047", "E06000047", {"area": "E06000047"})


def test_a_choice_that_another_choice_rules_out_goes_back_to_the_usual_without_a_notice() -> None:
    app = started(narrowing)
    app.selectbox[1].set_value("n2").run()
    assert address_of(app) == {"part": "n2"}
    app.selectbox[0].set_value("south").run()
    assert (chosen(app), address_of(app), len(app.info)) == ("s1", {"side": "south"}, 0)


def test_what_a_link_says_is_known_before_the_first_choice() -> None:
    def asking() -> None:
        import streamlit as st

        from cspdash.ui import controls

        st.text(str(controls.linked("area")))
        controls.remember("area", "E06000005", "E06000005")
        st.text(str(controls.linked("area")))

    app = started(asking, {"area": "E06000047"})
    assert [item.value for item in app.text] == ["E06000047", "None"]
