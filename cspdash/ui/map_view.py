"""Maps of areas, drawn by our own script: a tenth of Plotly's time, walked by keyboard, and a click chooses an area.

The script and its style sheet are files of ours, as the content security policy asks for. Streamlit takes a
component's files from the folder of an installed package; cspdash is none, so its folder is made known here.
"""

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

from cspdash.charts.drawing import Drawing

PACKAGE, COMPONENT = "cspdash", "map"
NAME = f"{PACKAGE}.{COMPONENT}"
FOLDER = Path(__file__).parent / "serving" / COMPONENT
ONE_AT_A_TIME = Lock()


@cache
def _component() -> Any:
    return st.components.v2.component(NAME, css="map.css", js="map.js", isolate_styles=False)


def _mount() -> Any:
    """Return what draws the map, known to the runtime of this run."""
    with ONE_AT_A_TIME:
        known = get_bidi_component_manager()
        if known.get_component_asset_root(NAME) is None:
            config = ComponentConfig(COMPONENT, FOLDER.name)
            known.register_from_manifest(ComponentManifest(PACKAGE, "1", [config]), FOLDER.parent)
        return _component()


def chosen_in(state: object) -> str | None:
    """Return the ONS code that a map's state tells; None for none, and for what is no text: browsers send anything."""
    code = state.get("chosen") if isinstance(state, Mapping) else None
    return code if isinstance(code, str) and code else None


def show_map(
    drawn: Drawing, alt: str, key: str, chosen: str | None = None, choose: Callable[[str], None] | None = None
) -> None:
    """Draw a map with its alternative text; `choose` gets the ONS code of an area that a reader picks."""

    def picked() -> None:
        code = chosen_in(st.session_state.get(key))
        if choose and code:
            choose(code)

    said = json.dumps({"alt": alt, "chosen": chosen})
    _mount()(key=key, data=f"{said[:-1]},{drawn.map_data[1:]}".encode(), on_chosen_change=picked)
