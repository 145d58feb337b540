"""What is folded away is drawn when it is opened, and then it is what is drawn at once elsewhere."""

import pytest
from streamlit.testing.v1 import AppTest

from cspdash.ui import folding


def page() -> None:
    import streamlit as st

    from cspdash.ui.folding import folded

    with folded("The same numbers as a table", "map") as drawn:
        if drawn:
            st.markdown("389 rows")
    with folded("Outcomes", "outcomes", True) as drawn:
        if drawn:
            st.markdown("open from the start")


def said(app: AppTest) -> list[str]:
    assert not app.exception
    return [one.value for one in app.markdown]


def test_without_our_server_all_is_drawn_at_once() -> None:
    assert said(AppTest.from_function(page).run()) == ["389 rows", "open from the start"]


def test_our_server_draws_what_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding._Server, "waits", False)
    folding.draw_when_opened()
    app = AppTest.from_function(page).run()
    assert [one.label for one in app.expander] == ["The same numbers as a table", "Outcomes"]
    assert said(app) == ["open from the start"]
    app.session_state["fold-map"] = True
    assert said(app.run()) == ["389 rows", "open from the start"]
    app.session_state["fold-map"] = False
    assert said(app.run()) == ["open from the start"]
