"""The front door: every visit comes through it, whichever address it asks for."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# Streamlit and Plotly take pandas when they first need it: of two readers at once, one would find it half imported.
import pandas  # noqa: F401
import streamlit as st

from cspdash.settings import ROOT
from cspdash.ui import access, navigation, panels

_inside: ContextVar[bool] = ContextVar("inside", default=False)


@contextmanager
def _entered() -> Iterator[None]:
    before = _inside.set(True)
    try:
        yield
    finally:
        _inside.reset(before)


def open_door() -> None:
    """Set up the page, check that there is a store and content, and run the page that was asked for."""
    st.set_page_config(page_icon=str(ROOT / "static" / "icon.png"), layout="wide")
    with panels.problems_shown(), _entered(), access.one_moment():
        panels.say_if_damaged(access.store())
        navigation.run(access.content())


def require() -> None:
    """Send a page that runs by itself through the front door.

    When the first visit after a start asks for a page's address, Streamlit finds the script in pages/ and
    runs it alone, without app.py: no navigation, no plan.
    """
    if not _inside.get():
        open_door()
        st.stop()
