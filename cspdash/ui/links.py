"""A view is a link: its address with every choice, and the data release that it was made from."""

from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from cspdash.ui.access import store

# The release that a copied link was made from; shown only to say that the data have changed since.
SEEN = "seen"
SHOWN = 8


def address() -> str:
    """Return the address of what the reader looks at, with its choices and the data release it was made from."""
    # Streamlit keeps an old query in the address while the page's own choices move on.
    place = urlsplit(st.context.url or "")
    choices = {name: value for name, value in st.query_params.to_dict().items() if name != SEEN}
    query = urlencode({**choices, SEEN: store().release[:SHOWN]})
    return urlunsplit((place.scheme, place.netloc, place.path, query, ""))


def say_if_changed() -> None:
    """Say that a link was made from other data than what is shown now."""
    seen = st.query_params.get(SEEN, "")
    if seen and seen != store().release[:SHOWN]:
        st.info(
            f"This link was made from another release of the data. What is shown is release {store().release}, built "
            f"on {store().built_at.day} {store().built_at:%B %Y}: figures may differ from those that were linked to."
        )
