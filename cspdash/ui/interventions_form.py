"""The form of a test: areas, dates, indicator. Every choice is in the address as codes, so that a link shares it."""

from collections.abc import Callable, Iterable
from datetime import date

import streamlit as st

from cspdash.catalogue import Intervention
from cspdash.findings.intervention_design import Design
from cspdash.ui import controls, questions
from cspdash.ui import interventions_questions as asked
from cspdash.ui.access import content
from cspdash.ui.markup import literal

OWN = "own"
MONTHS = {"12": "12 months", "6": "6 months", "3": "3 months"}
BY = {"events": "Numbers of events", "residents": "Events per resident"}
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
LONGEST_LIST = 2000
AREAS = (
    ("Treated areas", "treated", "Where something was done."),
    ("Comparison areas", "comparison", "Like the treated area, but nothing was done there; not next to it."),
    ("Displacement areas", "displaced", "Around the treated area, where events may have moved. May be left empty."),
    ("Comparison for displacement", "displacedcomparison", "Like the displacement area, but away from it."),
)


def pick_intervention() -> Intervention | None:
    """Draw the picker of the content's interventions and return the choice; None for one made on the page."""
    known = {one.slug: one.title for one in asked.testable()}
    if not known:
        return None
    names = {OWN: "One of your own"} | known
    slug = controls.pick("Intervention", "intervention", list(names), OWN, names.__getitem__)
    return None if slug == OWN else content().intervention(slug)


def pick_design(chosen: Intervention | None) -> Design | None:
    """Draw the form and return the design, or None where no indicator is counted; an intervention gives its own."""
    names = {item.slug: item.name for item in questions.countable()}
    if not names:
        return None
    if chosen is None:
        areas, starts, ends = pick_areas(), *pick_dates()
    else:
        parts = (chosen.treated_area_codes, chosen.comparison_area_codes, chosen.displacement_area_codes)
        areas = (*parts, chosen.displacement_comparison_area_codes)
        _say_unknown([code for part in areas for code in part])
        starts, ends = (day.isoformat() if day else "" for day in (chosen.starts, chosen.ends))
    counted = [slug for slug in (chosen.indicators if chosen else ()) if slug in names]
    default = next(iter([*counted, *(slug for slug in ("asb",) if slug in names), *names]))
    left, middle, right = st.columns(3)
    with left:
        indicator = controls.pick("Counted", "counted", list(names), default, names.__getitem__)
    with middle:
        wanted = controls.pick("Compared after it began", "after", list(MONTHS), "12", MONTHS.__getitem__)
    with right:
        by = controls.pick("Compared by", "by", list(BY), "events", BY.__getitem__)
    return asked.design_of(indicator, areas, starts, ends, int(wanted), by == "residents")


def _say_unknown(codes: Iterable[str]) -> None:
    """Say which of the content's areas this store does not have: what is left of them is tested."""
    unknown = [code for code in codes if asked.place_of(code) is None]
    if unknown:
        st.warning(f"The content names areas that are not in this store: {literal(', '.join(unknown))}.")


def pick_areas() -> tuple[asked.Codes, asked.Codes, asked.Codes, asked.Codes]:
    """Draw the four pickers of areas, two in a row, and return the codes chosen."""
    found = []
    for first in (0, 2):
        for column, (label, key, text) in zip(st.columns(2), AREAS[first : first + 2], strict=True):
            with column:
                found.append(pick_several(label, key, text))
    treated, comparison, displaced, displaced_comparison = found
    return treated, comparison, displaced, displaced_comparison


def pick_several(label: str, key: str, help_text: str) -> asked.Codes:
    """Draw a picker of any number of areas and return their codes; in the address they stand joined by commas."""
    names = {code: f"{one.name} (own area)" if one.is_own else one.name for code, one in asked.places().items()}
    wanted = written(key)[:LONGEST_LIST].split(",") if written(key) else []
    known = [(place.code if (place := asked.place_of(code)) else "") for code in wanted]
    if "" in known:
        st.info("The link names something that is not in this store; it is left out.")
    current = list(dict.fromkeys(code for code in known if code))
    widget = f"pick-{key}"
    st.session_state[widget] = current
    chosen = st.multiselect(
        label, list(names), key=widget, format_func=names.__getitem__, help=help_text, placeholder="Choose areas",
        on_change=_taken(key, widget, ",".join),
    )  # fmt: skip
    controls.remember(key, ",".join(chosen), "")
    return tuple(chosen)


def pick_dates() -> tuple[str, str]:
    """Draw the two pickers of days and return them, written 2021-03-01 or empty."""
    left, right = st.columns(2)
    with left:
        starts = pick_day("It began on", "began", "The day on which it began. Only complete months are compared.")
    with right:
        ends = pick_day("It ended on", "ended", "Leave empty where it goes on, or the day is not known.")
    return starts, ends


def pick_day(label: str, key: str, help_text: str) -> str:
    """Draw a picker of a day and return it, written 2021-03-01 or empty."""
    day = _day(written(key))
    if written(key) and day is None:
        st.info(f"The link gives no day that exists for \u201c{label}\u201d; it is left empty.")
    widget = f"pick-{key}"
    st.session_state[widget] = day
    chosen = st.date_input(
        label, key=widget, min_value=EARLIEST, max_value=LATEST, format="DD/MM/YYYY", help=help_text,
        on_change=_taken(key, widget, lambda value: value.isoformat() if value else ""),
    )  # fmt: skip
    text = chosen.isoformat() if isinstance(chosen, date) else ""
    controls.remember(key, text, "")
    return text


def written(key: str) -> str:
    """Return what this session chose for a key, else what the link says, else nothing."""
    held = st.session_state.get(f"choice-{key}")
    return str(st.query_params.get(key, "") if held is None else held)


def _taken(key: str, widget: str, text: Callable[..., str]) -> Callable[[], None]:
    def changed() -> None:
        controls.choose(key, text(st.session_state[widget]))

    return changed


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None
