"""Pickers whose choice lives in the URL: a copied link shows the same view."""

from collections.abc import Callable, Sequence

import streamlit as st

# What is longer is no code, and is not looked up: what was looked up is remembered.
LONGEST_CODE = 100


def chosen(key: str, options: Sequence[str], default: str) -> str:
    """Return the current choice of a key: of this session, else of the link, else the default.

    A choice that does not exist (an old link, a typed address) gives the default and a notice.
    """
    wanted = st.session_state.get(f"choice-{key}") or st.query_params.get(key)
    if wanted is not None and wanted not in options:
        if st.query_params.get(key) == wanted and f"choice-{key}" not in st.session_state:
            st.info("The link names something that is not in this store; the usual view is shown.")
        wanted = None
    current = wanted or default
    remember(key, current, default)
    return current


def remember(key: str, value: str, default: str) -> None:
    """Keep a choice for the session, and in the URL unless it is the default."""
    st.session_state[f"choice-{key}"] = value
    said = st.query_params.get(key)
    # What the address says already is not written again: each time, the browser is told.
    if value not in (default, said):
        st.query_params[key] = value
    elif value == default and said is not None:
        del st.query_params[key]


def linked(key: str) -> str | None:
    """Return what the link says for a key, before the reader chose anything in this session."""
    said = None if f"choice-{key}" in st.session_state else st.query_params.get(key)
    return said if said and len(said) <= LONGEST_CODE else None


def choose(key: str, value: str) -> None:
    """Make a choice on the reader's behalf, as when a link or a click on the map names it."""
    st.session_state[f"choice-{key}"] = value


def pick(
    label: str,
    key: str,
    options: Sequence[str],
    default: str,
    words: Callable[[str], str] = str,
    help_text: str | None = None,
) -> str:
    """Draw a picker of `options` (codes) shown in `words`, and return the choice."""
    current = chosen(key, options, default)
    widget = f"pick-{key}"
    # Set on every run: on a new page Streamlit forgets what a widget of the same key held on the page before.
    st.session_state[widget] = current

    def changed() -> None:
        st.session_state[f"choice-{key}"] = st.session_state[widget]

    value = st.selectbox(label, options, key=widget, format_func=words, on_change=changed, help=help_text)
    remember(key, value, default)
    return value
