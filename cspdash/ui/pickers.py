"""Pickers of what is looked at: a district or the force area, one locality in it, a recorded indicator, a window."""

import streamlit as st

from cspdash.catalogue import Indicator, Plan
from cspdash.findings.places import Place
from cspdash.ui import controls, questions
from cspdash.ui.access import content
from cspdash.ui.navigation import chosen_plan

WHOLE = "whole"
WINDOWS = {"36": "Last 3 years", "60": "Last 5 years", "120": "Last 10 years", "0": "All months held"}


def home_of(plan: Plan) -> str:
    """Return the district that a plan is about: its own where it names one, else the partnership's default."""
    default = content().default_district.area_code
    named = [
        district.area_code for district in content().partnership.districts if district.area_code in plan.area_codes
    ]
    return default if default in named or not named else named[0]


def pick_wide_place() -> Place:
    """Draw the picker of districts and the force area, and return the choice.

    A plan opens on its own district; a reader who looks at that district is taken to the next plan's with the plan.
    """
    names = {place.code: place.name for place in questions.wide_places()}
    plan = chosen_plan()
    default = home_of(plan) if home_of(plan) in names else next(iter(names))
    before = st.session_state.get("home")
    if before not in (None, default) and st.session_state.get("choice-area") == before:
        controls.choose("area", default)
    st.session_state["home"] = default
    return questions.place(controls.pick("Area", "area", list(names), default, names.__getitem__))


def pick_locality(place: Place) -> Place | None:
    """Draw the picker of a place's own areas and localities and return the choice, or None for the whole place."""
    own = {
        one.code: f"{one.name} (own area)"
        for one in questions.own_places()
        if set(one.districts) & set(place.districts)
    }
    localities = {found.code: found.name for found in questions.localities_of(place.code)}
    names = {WHOLE: f"All of {place.name}"} | own | localities
    linked = controls.linked("locality")
    common = questions.common_code(linked) if linked and linked not in names else None
    if common:
        # A link may name an area by a code of 2011 or 2021 that is now part of a common area.
        controls.choose("locality", common)
    code = controls.pick("Locality", "locality", list(names), WHOLE, names.__getitem__)
    return None if code == WHOLE else questions.place(code)


def pick_recorded() -> Indicator | None:
    """Draw the picker of indicators that can be counted from incidents; return the choice, None where none can."""
    names = {item.slug: item.name for item in questions.countable()}
    if not names:
        return None
    default = "asb" if "asb" in names else next(iter(names))
    return content().indicator(controls.pick("Recorded", "recorded", list(names), default, names.__getitem__))


def pick_window() -> int:
    """Draw the picker of how many months to show, and return the choice (0 for all)."""
    return int(controls.pick("Months shown", "window", list(WINDOWS), "36", WINDOWS.__getitem__))
