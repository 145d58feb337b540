"""Pickers of the places page: level, what ranks, twelve months, weights, one area, a list. All live in the URL."""

import re
from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from cspdash.charts.locality_words import window_words
from cspdash.findings.composite import EQUAL, MOST, PARTS, Weights
from cspdash.findings.places import Place
from cspdash.findings.windows import usual
from cspdash.ui import controls, pickers, places_questions, questions
from cspdash.ui.access import answered
from cspdash.ui.folding import folded
from cspdash.ui.places_questions import COMPOSITE

LEVELS = {"lsoa": "Localities (LSOAs)", "ward": "Wards", "district": "Districts"}
BESIDE = {"deprivation": "Deprivation", "change": "Change on a year earlier"}
MOST_LISTED = 30
EMPTY = "none"
WEIGHTS = re.compile(r"(10|[0-9])(-(10|[0-9])){4}")


def pick_level() -> str:
    """Draw the picker of what kind of area is ranked, and return the choice."""
    return controls.pick("Kind of area", "level", list(LEVELS), "lsoa", LEVELS.__getitem__)


def pick_measure() -> str | None:
    """Draw the picker of what areas are ranked by: an indicator's slug or the composite; None where none is counted."""
    names = {item.slug: item.name for item in questions.countable()}
    if not names:
        return None
    names[COMPOSITE] = "Composite of several harms"
    return controls.pick("Ranked by", "recorded", list(names), usual_measure() or COMPOSITE, names.__getitem__)


def usual_measure() -> str | None:
    """Return the indicator that areas are ranked by unless another is chosen; None where none is counted."""
    slugs = [item.slug for item in questions.countable()]
    return "asb" if "asb" in slugs else next(iter(slugs), None)


def pick_months(place: Place, slug: str) -> str | None:
    """Draw the picker of the month that twelve months end with, and return it as 2022-02; None without any month."""
    words, opening = months_offered(place.code, slug)
    return controls.pick("12 months to", "to", list(words), opening, words.__getitem__) if opening else None


@answered
def months_offered(code: str, slug: str) -> tuple[dict[str, str], str | None]:
    """Return the months that twelve months can end with, in words by their code, and the one that a page opens on."""
    found = places_questions.windows(code, slug)
    opening = usual(found)
    return {window.code: window_words(window, found) for window in found}, opening.code if opening else None


def pick_unit(place: Place, level: str) -> str | None:
    """Draw the picker of one area of a level and return its code, or None for the whole place."""
    if level == "lsoa":
        chosen = pickers.pick_locality(place)
        return chosen.code if chosen else None
    units = sorted(places_questions.units(place.code, level), key=lambda unit: (unit.name, unit.code))
    names = {pickers.WHOLE: f"All of {place.name}"} | {unit.code: unit.name for unit in units}
    code = controls.pick("Locality", "locality", list(names), pickers.WHOLE, names.__getitem__)
    return None if code == pickers.WHOLE else code


def pick_beside(usual_choice: str) -> str:
    """Draw the picker of what stands beside the rate on the map of two measures, and return the choice."""
    return controls.pick("Beside the rate", "beside", list(BESIDE), usual_choice, BESIDE.__getitem__)


def kept(key: str, is_valid: Callable[[str], bool], default: str) -> str:
    """Return a free choice of this session, else of the link, else the default; a wrong link gives it and a notice."""
    own = f"choice-{key}"
    wanted = st.session_state[own] if own in st.session_state else st.query_params.get(key)
    if wanted is not None and not is_valid(wanted):
        if own not in st.session_state:
            st.info("The link names something that is not in this store; the usual view is shown.")
        wanted = None
    current = default if wanted is None else wanted
    controls.remember(key, current, default)
    return current


def weights_of(text: str) -> Weights | None:
    """Return the weights that a link gives (1-1-2-0-10), or None for anything else."""
    return tuple(int(part) for part in text.split("-")) if WEIGHTS.fullmatch(text) else None


def pick_weights() -> Weights:
    """Draw a number field for the weight of each part, and return the weights."""
    equal = "-".join(map(str, EQUAL))
    current = weights_of(kept("weights", lambda text: weights_of(text) is not None, equal)) or EQUAL

    def changed() -> None:
        given = [st.session_state[f"weight-{part.code}"] for part in PARTS]
        controls.choose("weights", "-".join(str(int(weight)) for weight in given))

    for column, part, weight in zip(st.columns(len(PARTS)), PARTS, current, strict=True):
        # Set on every run, as the link decides and not what the field held before.
        st.session_state[f"weight-{part.code}"] = weight
        with column:
            st.number_input(f"Weight: {part.short}", 0, MOST, step=1,
                            key=f"weight-{part.code}", on_change=changed)  # fmt: skip
    return current


def listed(top: Sequence[str], names: Mapping[str, str], say: bool = False) -> tuple[tuple[str, ...], bool]:
    """Return the codes of the list and whether it was chosen by hand; else it is those at the top by rule.

    Codes of a link that are no areas of the place are left out, with a notice where `say` asks for it.
    """
    text = kept("list", lambda given: given == EMPTY or len(given) < 600, "")
    if text == EMPTY:
        return (), True
    wanted = list(dict.fromkeys(text.split("."))) if text else []
    codes = [code for code in wanted if code in names][:MOST_LISTED]
    if say and len(codes) < len(wanted):
        left = len(wanted) - len(codes)
        what = "1 code of the list is no area" if left == 1 else f"{left} codes of the list are no areas"
        st.info(f"{what} shown here and {'was' if left == 1 else 'were'} left out.")
    return (tuple(codes), True) if codes else (tuple(top), False)


def pick_list(current: Sequence[str], by_hand: bool, names: Mapping[str, str]) -> None:
    """Draw the field in which the list is chosen by hand, and the button that takes those at the top again."""

    def changed() -> None:
        controls.choose("list", ".".join(st.session_state["pick-list"]) or EMPTY)

    with folded("Change the list", "change-list", by_hand) as drawn:
        if drawn:
            st.session_state["pick-list"] = list(current)
            st.multiselect(
                "Areas in the list", list(names), format_func=names.__getitem__, key="pick-list", on_change=changed,
                max_selections=MOST_LISTED, placeholder="Choose areas",
            )  # fmt: skip
    if by_hand:
        st.button("Take the highest by rule", on_click=controls.choose, args=("list", ""))
