"""Hot spots: the views of the page, each with its sentence first, its pickers, its figures and its tables."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from cspdash.catalogue import Indicator
from cspdash.charts import concentration_figures, hot_spot_grade, hot_spot_map, hot_spot_tables, hot_spot_words
from cspdash.findings.hot_spots import MEASURES, HotSpots, Measure
from cspdash.findings.places import Place
from cspdash.ui import controls, hotspots_points, panels, questions
from cspdash.ui import hotspots_questions as asked
from cspdash.ui.access import content, is_dark
from cspdash.ui.folding import folded
from cspdash.ui.markup import literal, show_lead
from cspdash.ui.pickers import WHOLE, pick_locality
from cspdash.ui.rows_links import rows_shown

PLACES = "pages/places.py"
NEED_ROWS = {"hexagons", "repeats"}
NO_RUN = "Hot spots of {name} are not worked out. When data are loaded, they are for: {others}."


@dataclass(frozen=True, slots=True)
class View:
    """One view of the page: its title in the picker, and what draws it (with `top`, where its sentence belongs)."""

    title: str
    draw: Callable[[Place, Indicator, Any], None]


def pick_view() -> View:
    """Draw the picker of views and return the choice; who may not see rows has none that go down to a street."""
    shown = {code: view for code, view in VIEWS.items() if rows_shown() or code not in NEED_ROWS}
    titles = {code: view.title for code, view in shown.items()}
    return VIEWS[controls.pick("Question", "view", list(titles), next(iter(titles)), titles.__getitem__)]


def pick_measure() -> Measure:
    """Draw the picker of counts or rates and return the choice."""
    words: dict[str, str] = {code: f"{text[:1].upper()}{text[1:]}" for code, text in MEASURES.items()}
    return "rate" if controls.pick("Measure", "measure", list(words), "count", words.__getitem__) == "rate" else "count"


def is_tested(indicator: Indicator, top: Any) -> bool:
    """Tell whether the release holds a test of an indicator; say so at the top where it does not."""
    if indicator.slug in asked.tested():
        return True
    others = "; ".join(one.name for one in content().indicators if one.slug in asked.tested())
    top.info(literal(NO_RUN.format(name=indicator.name, others=others or "no indicator in this release")))
    return False


def significance(place: Place, indicator: Indicator, top: Any) -> None:
    """Draw where it is more than chance."""
    if not is_tested(indicator, top):
        return
    found, chosen = _tested_in(place, indicator)
    with top:
        show_lead([hot_spot_words.hot_spots_sentence(found)])
    if not found.computed:
        return
    st.markdown(literal(hot_spot_words.cold_sentence(found)))
    _locality(chosen, found, indicator)
    title, alt = hot_spot_words.hot_spots_title(found), hot_spot_words.hot_spots_alt(found)
    outlines = questions.outlines(place.code)
    area = chosen.code if chosen else None
    drawn = hot_spot_map.hot_spots_map(found, outlines, area, is_dark())
    table = hot_spot_tables.hot_spots_table(found)
    panels.clickable_map((title, alt), drawn, found.provenance, table, area, "hot-spots")
    worth = asked.grade(place.code, indicator.slug, found.measure)
    if worth.headline is not None:
        st.markdown(f"**Is the map worth anything as a forecast?** {literal(hot_spot_grade.grade_sentences(worth)[0])}")
        st.button("See the grade", on_click=controls.choose, args=("view", "grade"))
    _method(hot_spot_words.method_sentences(found))


def persistence(place: Place, indicator: Indicator, top: Any) -> None:
    """Draw whether hot spots stay."""
    if not is_tested(indicator, top):
        return
    found, chosen = _tested_in(place, indicator)
    sentences = hot_spot_words.persistence_sentences(found)
    title = hot_spot_words.persistence_title(found)
    with top:
        show_lead(sentences[:1])
    if not hot_spot_words.classed(found):
        return
    panels.bullets(sentences[1:])
    _locality(chosen, found, indicator)
    outlines = questions.outlines(place.code)
    area = chosen.code if chosen else None
    drawn = hot_spot_map.persistence_map(found, outlines, area, is_dark())
    alt, table = hot_spot_words.persistence_alt(found), hot_spot_tables.persistence_table(found, is_dark())
    source = asked.quarters_source(place.code, indicator.slug, found.measure)
    panels.clickable_map((title, alt), drawn, source, table, area, "hot-quarters")
    _method(hot_spot_words.method_sentences(found))


def concentration(place: Place, indicator: Indicator, top: Any) -> None:
    """Draw how concentrated it is."""
    found = asked.concentration(place.code, indicator.slug)
    with top:
        show_lead(concentration_figures.concentration_sentences(found))
    if not found.computed:
        return
    panels.figure(
        concentration_figures.concentration_title(found),
        concentration_figures.concentration_figure(found, is_dark()),
        concentration_figures.concentration_alt(found),
        found.provenance,
        concentration_figures.concentration_table(found),
        f"concentration-{place.code}-{indicator.slug}",
    )
    if found.newer:
        st.markdown(literal(hot_spot_words.newer_words(found.newer)))
    _method(concentration_figures.concentration_method(found))


def grade(place: Place, indicator: Indicator, top: Any) -> None:
    """Draw the map's own grade: the verdict first, then what it was read from."""
    if not is_tested(indicator, top):
        return
    found = asked.grade(place.code, indicator.slug, pick_measure())
    with top:
        show_lead(hot_spot_grade.grade_sentences(found))
    if found.headline is None:
        return
    key = f"grade-{place.code}-{indicator.slug}-{found.measure}"
    drawn, alt = hot_spot_grade.grade_figure(found, is_dark()), hot_spot_grade.grade_alt(found)
    table = hot_spot_grade.pooled_table(found)
    panels.figure(hot_spot_grade.grade_title(found), drawn, alt, found.provenance, table, key)
    panels.numbers(hot_spot_grade.grade_table(found), found.provenance, f"{key}-tests", "Every test by itself")
    _method(hot_spot_grade.grade_method(found))


def _tested_in(place: Place, indicator: Indicator) -> tuple[HotSpots, Place | None]:
    """Draw the pickers of measure and locality; return the finding and the chosen locality."""
    left, right = st.columns(2)
    with left:
        measure = pick_measure()
    with right:
        chosen = pick_locality(place)
    return asked.hot_spots(place.code, indicator.slug, measure), chosen


def _locality(chosen: Place | None, found: HotSpots, indicator: Indicator) -> None:
    """Draw what the test says of the chosen locality, and the way to its profile and back."""
    row = found.row(chosen.code) if chosen else None
    if row is None:
        return
    st.header(literal(row.name), anchor=False)
    st.markdown(literal(hot_spot_words.locality_sentence(row, found)))
    link = {"area": found.place.code, "locality": row.code, "recorded": indicator.slug}
    st.page_link(PLACES, label=f"The profile of {literal(row.name)}", query_params=link)
    st.button(f"Back to all of {literal(found.place.name)}", on_click=controls.choose, args=("locality", WHOLE))


def _method(sentences: list[str]) -> None:
    """Draw how it was worked out, closed unless asked."""
    with folded("How this is worked out", "how") as drawn:
        if drawn:
            panels.bullets(sentence for sentence in sentences if sentence)


VIEWS = {
    "significance": View("Where is it more than chance?", significance),
    "persistence": View("Do hot spots stay?", persistence),
    "hexagons": View("Where are the points?", hotspots_points.hexagons),
    "concentration": View("How concentrated is it?", concentration),
    "repeats": View("Which streets come back?", hotspots_points.repeats),
    "times": View("When does it happen?", hotspots_points.times),
    "grade": View("Does the map foretell?", grade),
}
