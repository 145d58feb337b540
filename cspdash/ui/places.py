"""The rooms of the places page: the view that is chosen, the ranking on its map, the list, two measures on one map."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from cspdash.charts import bivariate, locality_composite, locality_tables, locality_words, maps
from cspdash.findings.composite import Composite
from cspdash.findings.localities import Localities
from cspdash.findings.places import Place
from cspdash.ui import controls, panels, places_pickers, places_questions, questions
from cspdash.ui.access import is_dark
from cspdash.ui.markup import literal, show_lead, show_table
from cspdash.ui.pickers import pick_wide_place
from cspdash.ui.places_questions import COMPOSITE


@dataclass(frozen=True, slots=True)
class View:
    """What the reader chose: place, kind of area, what ranks, the month that twelve months end with, one area."""

    place: Place
    level: str
    slug: str
    window: str
    area: str | None

    @property
    def asked(self) -> tuple[str, str, str, str]:
        """Return the arguments of most questions."""
        return self.place.code, self.slug, self.level, self.window


def pick_view() -> View | None:
    """Draw the pickers and return what was chosen, or None with a sentence where nothing can be ranked."""
    first, second = st.columns(3), st.columns(2)
    with first[0]:
        place = pick_wide_place()
    with first[1]:
        level = places_pickers.pick_level()
    with first[2]:
        slug = places_pickers.pick_measure()
    if slug is None:
        st.info("No indicator is counted from incidents: add one to the content folder, under indicators.")
        return None
    with second[0]:
        window = places_pickers.pick_months(place, slug)
    with second[1]:
        area = places_pickers.pick_unit(place, level)
    if window is None:
        st.info(locality_words.NOT_YET)
        return None
    found = places_questions.windows(place.code, slug)
    shown = next(one for one in found if one.code == window)
    note = locality_words.window_note(shown, found)
    if note:
        (st.caption if shown.complete else st.info)(literal(note))
    return View(place, level, slug, window, area)


def ranking(view: View, top: Any = None) -> Localities | Composite:
    """Draw the ranking that was chosen, with its map and its sentence, which stands in `top`; return it."""
    return composite_ranking(view, top) if view.slug == COMPOSITE else rate_ranking(view, top)


def rate_ranking(view: View, top: Any = None) -> Localities:
    """Draw areas by the rate of one indicator: sentence, map, classes, table."""
    found = places_questions.localities(*view.asked)
    problem = locality_words.localities_problem(found)
    if problem:
        st.info(literal(problem))
    else:
        with top or st.container():
            show_lead([locality_words.localities_sentence(found)])
    table = locality_tables.localities_table(found)
    drawing = found.rows and not problem
    outlines = questions.outlines(view.place.code) if drawing else {}
    if drawing and outlines:
        scale = places_questions.scale(view.slug, view.level, 5)
        codes, _ = places_pickers.listed(found.top, names_of(found))
        drawn = maps.localities_map(found, scale, outlines, view.area, is_dark(), codes)
        titles = locality_words.localities_title(found), locality_words.localities_alt(found)
        panels.clickable_map(titles, drawn, found.provenance, table, view.area)
        if scale:
            st.caption(literal(locality_words.scale_sentence(scale, view.level)))
    elif found.rows:
        if drawing:
            st.info(locality_words.NO_OUTLINES)
        panels.numbers(table, found.provenance, f"localities-{view.place.code}", opened=True)
    return found


def composite_ranking(view: View, top: Any = None) -> Composite:
    """Draw areas by the composite: weights, sentence, map, what each part adds, table."""
    weights = places_pickers.pick_weights()
    found = places_questions.composite(view.place.code, view.level, view.window, weights)
    if found.months and found.deprivation is None:
        st.info(locality_composite.NO_DEPRIVATION)
    problem = locality_composite.composite_problem(found)
    if view.level == "ward" and not places_questions.units(view.place.code, "ward"):
        problem = locality_words.NO_WARDS
    if problem:
        st.info(literal(problem))
        return found
    with top or st.container():
        show_lead([locality_composite.composite_sentence(found)])
    table = locality_composite.composite_table(found, found.rows)
    outlines = questions.outlines(view.place.code)
    if outlines:
        codes, _ = places_pickers.listed(found.top, names_of(found))
        drawn = locality_composite.composite_map(found, outlines, view.area, is_dark(), codes)
        titles = locality_composite.composite_title(found), locality_composite.composite_alt(found)
        panels.clickable_map(titles, drawn, found.provenance, table, view.area)
    else:
        st.info(locality_words.NO_OUTLINES)
        panels.numbers(table, found.provenance, f"composite-{view.place.code}", opened=True)
    st.caption(literal(locality_composite.how(found)))
    return found


def names_of(found: Localities | Composite) -> dict[str, str]:
    """Return the names of the ranked areas by code, in their order."""
    return {row.code: row.name for row in found.rows}


def the_list(view: View, found: Localities | Composite) -> None:
    """Draw the list: how it came about, the field to change it, its table, and what the parts add to a composite."""
    names = names_of(found)
    if not names:
        return
    codes, by_hand = places_pickers.listed(found.top, names, say=True)
    st.header("The list", anchor=False)
    rule = "composite score" if isinstance(found, Composite) else "rate"
    st.markdown(literal(locality_words.listed_sentence([names[code] for code in codes], by_hand, rule)))
    places_pickers.pick_list(codes, by_hand, names)
    if codes:
        st.markdown("Open a profile:")
    with st.container(horizontal=True):
        for number, code in enumerate(codes, start=1):
            label = f"{number}. {literal(names[code])}"
            st.button(label, key=f"open-{code}", on_click=controls.choose, args=("locality", code))
    if not codes:
        return
    if isinstance(found, Composite):
        _parts(found, codes)
        return
    moves, _ = places_questions.moved(*view.asked)
    show_listed(found, codes, {code: move.verdict for code, move in moves.items()})


def show_listed(found: Localities, codes: Sequence[str], moves: Mapping[str, str]) -> None:
    """Draw the areas of the list as a table with its source and download."""
    table = locality_tables.listed_table(found, codes, dict(moves))
    show_table(table)
    st.caption(literal(found.provenance.line))
    panels.download(table, found.provenance, "list")


def _parts(found: Composite, codes: Sequence[str]) -> None:
    rows = tuple(row for code in codes if (row := found.row(code)))
    panels.figure(
        locality_composite.parts_title(found, rows), locality_composite.parts_figure(found, rows, is_dark()),
        locality_composite.parts_alt(found, rows), found.provenance,
        locality_composite.composite_table(found, rows), "parts",
    )  # fmt: skip


def two_measures(view: View) -> None:
    """Draw the map of rate and deprivation, or of rate and change, with its legend in words."""
    if view.slug == COMPOSITE:
        return
    st.header("Two measures on one map", anchor=False)
    held = places_questions.deprivation(view.place.code, view.level)
    kind = places_pickers.pick_beside("deprivation" if held else "change")
    found = places_questions.bivariate(kind, *view.asked)
    outlines = questions.outlines(view.place.code)
    problem = bivariate.bivariate_problem(found)
    if problem:
        st.info(literal(problem))
        return
    if outlines:
        drawn = bivariate.bivariate_map(found, outlines, view.area, is_dark())
        titles = bivariate.bivariate_title(found), bivariate.bivariate_alt(found)
        panels.clickable_map(titles, drawn, found.provenance, bivariate.bivariate_table(found), view.area, "both")
    else:
        st.info(locality_words.NO_OUTLINES)
        panels.numbers(bivariate.bivariate_table(found), found.provenance, "both", opened=True)
    show_table(bivariate.legend_table(found))
    st.markdown(literal(bivariate.bivariate_sentence(found)))
