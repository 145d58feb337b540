"""Meeting mode on its own: buttons and keys, notes, the way in and the way back, and what its link may say."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cspdash.catalogue import Catalogue
from cspdash.charts.indicator_words import flag_sentence
from cspdash.exports.records import DEMONSTRATION
from cspdash.findings.places import Place
from cspdash.findings.provenance import Provenance
from cspdash.ui import meeting
from tests.cli.test_changes import publish_triple
from tests.ui.conftest import address_of, html_of, plain, started

DARLINGTON = "E06000005"


def presented(code: str = "E06000005") -> None:
    """Draw the screen that the address asks for."""
    from cspdash.ui import meeting, questions
    from cspdash.ui.access import content

    meeting.show(content().default_plan, questions.place(code))


@pytest.fixture
def risen(store_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Serve the sample store after a month with three times as many incidents: rules flag it."""
    publish_triple(store_copy)
    monkeypatch.setenv("CSPDASH_STORE", str(store_copy))
    return store_copy


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception, app.exception[0].message
    return app


def test_only_four_controls_with_keys_that_are_no_bare_letters(sample: Path) -> None:
    app = started(presented)
    keys = {button.label: button.proto.shortcut for button in app.button}
    assert keys == {"Previous": "left", "Next": "right", "Speaker notes": "alt+n", "Leave": "escape"}
    assert not app.selectbox and not app.get("download_button") and not app.expander


def test_next_and_previous_walk_to_both_ends(sample: Path, content: Catalogue) -> None:
    app = started(presented)
    many = 1 + len(content.default_plan.priorities) + 1
    assert app.button(key="meeting-previous").disabled
    titles = []
    for at in range(1, many + 1):
        assert f"Screen {at} of {many}" in html_of(app)
        titles.append(plain(app.title[0].value))
        if at < many:
            press(app, "meeting-next")
    assert titles[1:-1] == [f"{one.number}. {one.title}" for one in content.default_plan.priorities]
    assert app.button(key="meeting-next").disabled
    assert address_of(app)["screen"].startswith("perceptions-")
    press(app, "meeting-previous")
    assert f"Screen {many - 1} of {many}" in html_of(app)


def test_a_flagged_finding_is_a_sentence_its_chart_its_rule_and_source(risen: Path) -> None:
    app = started(presented)
    assert "Needs attention. Darlington." in html_of(app)
    chart = app.get("plotly_chart")[0].proto
    assert len(chart.alt) > 40
    caption = plain(app.caption[0].value)
    assert "Flagged by the rule:" in caption and "Source: " in caption

    def asked() -> None:
        import streamlit as st

        from cspdash.ui import questions
        from cspdash.ui.access import content

        st.session_state["flags"] = questions.flags(content().default_plan.slug, "E06000005", questions.today())

    flags = started(asked).session_state["flags"]
    assert plain(app.title[0].value) == flag_sentence(flags[0])


def test_notes_are_hidden_until_asked_for_and_stay_from_screen_to_screen(sample: Path) -> None:
    app = started(presented)
    assert not app.header
    press(app, "meeting-speaker")
    assert [item.value for item in app.header] == ["Speaker notes"]
    assert address_of(app)["notes"] == "shown"
    press(app, "meeting-next")
    assert app.header and len(plain(app.markdown[-1].value)) > 40
    press(app, "meeting-speaker")
    assert not app.header and "notes" not in address_of(app)


@pytest.mark.parametrize("wrong", ["9", "<script>", "'; DROP TABLE incident; --", "\u202e" * 50, "9" * 5000])
def test_a_screen_that_is_not_there_is_the_first_and_said(sample: Path, wrong: str) -> None:
    app = started(presented, {"screen": wrong, "notes": wrong})
    assert "Screen 1 of" in html_of(app)
    assert ["screen that is not there" in item.value for item in app.info] == [True]
    assert not app.header
    assert wrong not in html_of(app) or wrong == "9"


def test_every_screen_says_how_far_the_data_go_and_that_they_are_generated(sample: Path) -> None:
    assert "Data to " in html_of(started(presented))
    held = Provenance("us", "abc", True, date(2024, 1, 1), date(2024, 2, 1), 2, 2)
    assert meeting.data_words(held) == f"{DEMONSTRATION} Data to February 2024."
    assert meeting.data_words(replace(held, demonstration=False)) == "Data to February 2024."
    assert meeting.data_words(replace(held, demonstration=False, newest=None)) == "No month held."


def test_a_place_is_a_place(sample: Path) -> None:
    def chosen() -> None:
        import streamlit as st

        from cspdash.ui import meeting
        from cspdash.ui.access import content

        st.session_state["place"] = meeting.chosen_place(content().default_plan)

    found: Place = started(chosen, {"area": "E06000047"}).session_state["place"]
    assert found.code == "E06000047"
    app = started(chosen, {"area": "nowhere"})
    assert app.session_state["place"].code == DARLINGTON
    assert app.info
