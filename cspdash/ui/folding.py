"""What is folded away: drawn, and sent to the browser, when the reader opens it.

A table of 389 rows that nobody opened was most of what a choice cost. Without our server everything is drawn at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st


class _Server:
    """Whether what is folded away waits until it is opened; set once when our server starts."""

    waits = False


def draw_when_opened(waits: bool = True) -> None:
    """Say that what is folded away is drawn from now on when it is opened."""
    _Server.waits = waits


@contextmanager
def folded(title: str, key: str, opened: bool = False) -> Iterator[bool]:
    """Draw a heading that opens and closes; what is drawn inside goes below it. Gives whether to draw it now."""
    if _Server.waits:
        box = st.expander(title, expanded=opened, key=f"fold-{key}", on_change="rerun")
        with box:
            yield bool(box.open)
    else:
        with st.expander(title, expanded=opened):
            yield True
