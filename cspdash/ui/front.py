"""The front door: every visit comes through it, whichever address it asks for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps

# Streamlit and Plotly take pandas when they first need it: of two readers at once, one would find it half imported.
import pandas  # noqa: F401
import streamlit as st

from cspdash.settings import ROOT
from cspdash.ui import access, navigation, panels

Draw = Callable[[], None]
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


def page(title: str | Callable[[], str] = "") -> Callable[[Draw], Draw]:
    """Return what draws a page: its heading, what the page draws, and the lines that licences ask for.

    What the page draws runs by itself when a choice is made on it: heading, navigation and sidebar stay as they are.
    A page without a title has neither heading nor those lines.
    """

    def drawn(draw: Draw) -> Draw:
        _require()
        if title:
            panels.heading(title() if callable(title) else title)
        st.fragment(_apart(draw, access.state()))()
        if title:
            panels.attribution(access.content())
        return draw

    return drawn


def _require() -> None:
    """Send a page that runs by itself through the front door.

    When the first visit after a start asks for a page's address, Streamlit finds the script in pages/ and
    runs it alone, without app.py: no navigation, no plan.
    """
    if not _inside.get():
        open_door()
        st.stop()


def _apart(draw: Draw, seen: tuple[object, ...]) -> Draw:
    """Return what draws a page from `seen` as a part of the whole run, and again through a door of its own."""

    @wraps(draw)
    def drawn() -> None:
        with panels.problems_shown():
            if _inside.get():
                draw()
                return
            with _entered(), access.one_moment():
                if access.state() != seen:
                    # Another release, content, role or theme: heading and sidebar belong to the one before.
                    st.rerun()
                st.session_state["arrived"] = False
                draw()

    # Streamlit knows a part by its name: a choice made on the page before must not run the next one.
    drawn.__qualname__ = f"page at {st.session_state.get('address')}"
    return drawn
