"""Compare: what is chosen (group, indicator, area, average, view), all of it in the link, and each view's panel."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import Any, cast

import streamlit as st

from cspdash.catalogue import Indicator
from cspdash.charts import compare_figures as figures
from cspdash.charts import compare_past as past_charts
from cspdash.charts import compare_profile as profile_charts
from cspdash.charts import compare_small as small_charts
from cspdash.charts import compare_tables as tables
from cspdash.charts import compare_words as words
from cspdash.findings.compare import Average, Compared
from cspdash.findings.compare_trends import Order
from cspdash.findings.peers import LOCALITIES
from cspdash.findings.places import Place
from cspdash.stats import change, funnel, ranking, rates
from cspdash.ui import compare_questions as asked
from cspdash.ui import controls, panels, questions
from cspdash.ui.access import is_dark
from cspdash.ui.folding import folded
from cspdash.ui.markup import literal, show_lead, show_pictures
from cspdash.ui.pickers import WHOLE

VIEWS = {
    "areas": "One indicator, all areas",
    "funnel": "Funnel: size taken into account",
    "past": "Against its own past",
    "trends": "A small trend for each area",
    "profile": "One area, all indicators",
}
DOTS_A_SCREEN, PICTURES_A_SCREEN = 20, 12
METHODS = {"Rates, intervals and averages": rates, "Funnel": funnel, "Ranks": ranking, "Against the past": change}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader chose, as codes."""

    place: Place
    group: str
    indicator: Indicator
    average: Average
    view: str


def pick_group(place: Place) -> str:
    """Draw the picker of the group and return its slug."""
    titles = asked.groups(place.code)
    return controls.pick("Compare with", "peers", list(titles), LOCALITIES, titles.__getitem__)


def pick_indicator(place: Place, group: str) -> Indicator | None:
    """Draw the picker of what is compared and return the choice; None where nothing can be."""
    found = {one.slug: one for one in asked.comparable(place.code, group)}
    if not found:
        return None
    default = "asb" if "asb" in found else next(iter(found))
    return found[controls.pick("Indicator", "indicator", list(found), default, lambda slug: found[slug].name)]


def pick_area(place: Place, group: str) -> str:
    """Draw the picker of the locality and return its code, empty for the highest; a district is its own choice."""
    if group != LOCALITIES:
        return place.code
    names = {WHOLE: "The one with the highest rate"}
    names |= {found.code: found.name for found in questions.localities_of(place.code)}
    linked = controls.linked("locality")
    common = questions.common_code(linked) if linked and linked not in names else None
    if common:
        controls.choose("locality", common)
    code = controls.pick("Locality", "locality", list(names), WHOLE, names.__getitem__)
    return "" if code == WHOLE else code


def pick_average(view: str) -> Average:
    """Draw the picker of how the average is made, where the view has one, and return the choice."""
    if view in ("past", "trends"):
        return cast(Average, controls.chosen("average", list(words.AVERAGES), "mean"))
    return cast(Average, controls.pick("Average", "average", list(words.AVERAGES), "mean", words.AVERAGES.__getitem__))


def pick_view() -> str:
    """Draw the picker of views and return the choice."""
    return controls.pick("Show", "view", list(VIEWS), "areas", VIEWS.__getitem__)


def show(choice: Choice, found: Compared, top: Any = None) -> None:
    """Draw the view that was chosen, with its sentences in `top`."""
    top = top or st.container()
    if choice.view in ("areas", "funnel"):
        _lead(top, [*words.own_sentences(found), *filter(None, [words.group_sentence(found)])])
    if choice.view == "areas":
        all_areas(found)
    elif choice.view == "funnel":
        funnel_view(found)
    elif choice.view == "past":
        past_view(choice, found, top)
    elif choice.view == "trends":
        small_trends(choice, top)
    else:
        all_indicators(choice, found, top)
    if choice.view in ("areas", "funnel") and not found.why:
        panels.bullets(words.caution_sentences(found), "Before you read it")


def _lead(top: Any, sentences: Iterable[str]) -> None:
    with top:
        show_lead(sentences)


def _key(found: Compared, view: str) -> str:
    return f"compare-{view}-{found.indicator.slug}-{found.peers.slug}-{found.peers.place.code}"


def pick_page(count: int, a_screen: int, start: int = 1) -> int:
    """Draw the picker of pages where there are several and return the choice, from 1."""
    pages = max(1, ceil(count / a_screen))
    if pages == 1:
        return 1

    def label(code: str) -> str:
        return f"{(int(code) - 1) * a_screen + 1} to {min(count, int(code) * a_screen)} of {count}"

    codes = [str(number) for number in range(1, pages + 1)]
    return int(controls.pick("Areas shown", "page", codes, str(min(start, pages)), label))


def all_areas(found: Compared) -> None:
    """Draw one indicator through all areas: dots with intervals, a page at a time, opening on the chosen area's."""
    table = tables.areas_table(found)
    if found.why:
        if any(row.value.n is not None or row.value.value is not None for row in found.rows):
            panels.numbers(table, found.values.provenance, _key(found, "areas"), "What is held")
        return
    codes = [row.value.code for row in found.ranked]
    own = codes.index(found.chosen) // DOTS_A_SCREEN + 1 if found.chosen in codes else 1
    page = pick_page(len(codes), DOTS_A_SCREEN, own)
    shown = found.ranked[(page - 1) * DOTS_A_SCREEN : page * DOTS_A_SCREEN]
    panels.figure(
        words.dots_title(found), figures.dots_figure(found, shown, is_dark()), words.dots_alt(found, shown),
        found.values.provenance, table, _key(found, "areas"),
    )  # fmt: skip


def funnel_view(found: Compared) -> None:
    """Draw the funnel, or say why there is none."""
    if found.funnel is None:
        if not found.why:
            st.markdown("A funnel needs at least three areas of which events and population are known.")
        return
    st.markdown(literal(words.funnel_sentence(found)))
    panels.figure(
        words.funnel_title(found), figures.funnel_figure(found, is_dark()),
        words.funnel_alt(found), found.values.provenance, tables.funnel_table(found), _key(found, "funnel"),
    )  # fmt: skip


def past_view(choice: Choice, compared: Compared, top: Any) -> None:
    """Draw the chosen area against its own earlier years."""
    found = asked.past(choice.indicator.slug, choice.place.code, choice.group, compared.chosen)
    _lead(top, past_charts.past_sentences(found))
    if found.why:
        return
    key, table = _key(compared, f"past-{found.code}"), past_charts.past_table(found)
    if found.drawn:
        drawn, alt = past_charts.past_figure(found, is_dark()), past_charts.past_alt(found)
        panels.figure(past_charts.past_title(found), drawn, alt, found.provenance, table, key)
    else:
        panels.numbers(table, found.provenance, key, opened=True)
    if note := past_charts.past_note(found):
        st.caption(literal(note))


def small_trends(choice: Choice, top: Any) -> None:
    """Draw one small trend for each area, twelve a screen, in a stated order."""
    orders = small_charts.ORDERS
    order = cast(Order, controls.pick("Order", "order", list(orders), "newest", orders.__getitem__))
    found = asked.trends(choice.indicator.slug, choice.place.code, choice.group, order)
    if found.why:
        _lead(top, [found.why])
        return
    st.subheader(literal(small_charts.small_title(found)), anchor=False)
    st.markdown(literal(small_charts.small_sentence(found)))
    page = pick_page(len(found.rows), PICTURES_A_SCREEN)
    rows = found.rows[(page - 1) * PICTURES_A_SCREEN : page * PICTURES_A_SCREEN]
    dark = is_dark()
    show_pictures(
        [(row.name, small_charts.small_alt(row, found), small_charts.small_picture(row, found, dark)) for row in rows]
    )
    st.caption(literal(found.provenance.line))
    table = small_charts.small_table(found)
    panels.numbers(table, found.provenance, f"compare-trends-{found.indicator.slug}-{choice.group}-{choice.place.code}")


def all_indicators(choice: Choice, compared: Compared, top: Any) -> None:
    """Draw one area through all indicators, and name those that cannot be compared."""
    found = asked.profile(choice.place.code, choice.group, compared.chosen, choice.average)
    _lead(top, profile_charts.profile_sentences(found))
    table = profile_charts.profile_table(found)
    if found.provenance and any(map(profile_charts.drawable, found.lines)):
        panels.figure(
            profile_charts.profile_title(found), profile_charts.profile_figure(found, is_dark()),
            profile_charts.profile_alt(found), found.provenance, table, _key(compared, f"profile-{found.code}"),
        )  # fmt: skip
        st.caption(literal(profile_charts.EDGES))
    if found.left_out:
        panels.bullets(profile_charts.left_out_lines(found), "Not compared")


def methods() -> None:
    """Draw the method notes of what the page shows, closed."""
    for title, module in METHODS.items():
        with folded(f"Method: {title.lower()}", f"method-{title}") as drawn:
            if drawn:
                st.text((module.__doc__ or "").strip())
