"""High-impact localities: where rates are highest, and the profile of one locality."""

import streamlit as st

from cspdash.charts import maps, tables, words
from cspdash.ui import controls, front, panels, questions
from cspdash.ui.access import content, is_dark
from cspdash.ui.markup import literal, show_lead
from cspdash.ui.pickers import WHOLE, pick_locality, pick_recorded, pick_wide_place
from cspdash.ui.profile import locality_profile

front.require()

panels.heading("High-impact localities")
left, middle, right = st.columns(3)
with left:
    place = pick_wide_place()
with middle:
    indicator = pick_recorded()
if indicator is None:
    st.info("No indicator is counted from incidents: add one to the content folder, under indicators.")
    panels.attribution(content())
    st.stop()
found = questions.localities(place.code, indicator.slug)
with right:
    locality = pick_locality(place)
show_lead([words.localities_sentence(found)], is_dark())
outlines = questions.outlines(place.code)


def picked() -> None:
    """Take a click on the map as a choice in the picker, which alone decides."""
    points = (st.session_state.get("map") or {}).get("selection", {}).get("points", [])
    if points:
        controls.choose("locality", points[0]["location"])


if found.rows and outlines:
    panels.figure(
        words.localities_title(found),
        maps.localities_map(found, outlines, locality.code if locality else None, is_dark()),
        words.localities_alt(found),
        found.provenance,
        tables.localities_table(found),
        "map",
        config=maps.CONFIG,
        on_select=picked,
        selection_mode="points",
    )
elif found.rows:
    st.info("No boundaries are held for these localities, so there is no map: load them with 'cspdash ingest areas'.")
    panels.numbers(tables.localities_table(found), found.provenance, f"localities-{place.code}", opened=True)
if locality:
    locality_profile(locality, found, indicator)
    st.button(f"Back to all of {literal(place.name)}", on_click=controls.choose, args=("locality", WHOLE))
panels.attribution(content())
