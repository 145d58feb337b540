"""The profile of one area: what matters, where it stands, trend, mix, season, people, like areas, projects."""

from typing import Any

import streamlit as st

from cspdash.charts import figures, locality_profile, locality_words, tables, words
from cspdash.findings.composite import CATEGORIES, PARTS, Composite
from cspdash.findings.localities import Localities
from cspdash.ui import controls, panels, places_questions, questions
from cspdash.ui.access import content, is_dark
from cspdash.ui.custom_profile import own_area_profile
from cspdash.ui.folding import folded
from cspdash.ui.markup import literal, show_lead, show_table
from cspdash.ui.pickers import WINDOWS, pick_window
from cspdash.ui.places import View
from cspdash.ui.places_questions import COMPOSITE
from cspdash.ui.rows_links import rows_link


def area_profile(view: View, code: str, ranked: Localities | Composite, top: Any = None) -> None:
    """Draw everything that is held about one area of a view; what matters stands in `top`."""
    slug = view.slug if view.slug != COMPOSITE else _leading_part()
    found = places_questions.localities(view.place.code, slug, view.level, view.window)
    row = found.row(code)
    if row is None:
        own_area_profile(code, slug, view.place.code)
        return
    st.header(literal(row.name), anchor=False)
    of = (view.place.code, view.level, code)
    # Of the months that its chart shows, so that the page says one thing of the newest month.
    trend = places_questions.trend_in(*of, slug, int(controls.chosen("window", list(WINDOWS), "36")))
    mixed = places_questions.mix_in(*of, view.window)
    deprived = places_questions.deprivation(view.place.code, view.level)
    matters = locality_profile.matters_sentence(row, found, trend, mixed, deprived)
    with top or st.container():
        show_lead([f"{row.name}. {matters}"])
    lines = [
        locality_words.locality_sentence(row, found), locality_profile.people_sentence(row, found, deprived)
    ]  # fmt: skip
    if isinstance(ranked, Composite) and ranked.rows:
        lines.insert(0, locality_profile.score_sentence(ranked, code))
    panels.bullets(lines)
    if view.level == "lsoa":
        rows_link(questions.place(code), slug, found.months, row.n)
    panels.trend_panel(places_questions.trend_in(*of, slug, pick_window()), f"trend-{code}")
    if mixed.rows:
        panels.figure(
            words.mix_title(mixed), figures.mix_figure(mixed, is_dark()), words.mix_alt(mixed), mixed.provenance,
            tables.mix_table(mixed), f"mix-{code}",
        )  # fmt: skip
    _season(of, slug)
    _alike(of, slug, view.window, row.name)
    _projects(of, row.name)


def _leading_part() -> str:
    """Return the indicator whose trend a profile shows under the composite: the one that counts its first part."""
    fits = [item.slug for item in content().indicators if item.categories == PARTS[0].categories]
    counted = [item.slug for item in content().indicators if set(item.categories) & set(CATEGORIES)]
    return (fits or counted)[0]


def _season(of: tuple[str, str, str], slug: str) -> None:
    found = places_questions.season_in(*of, slug)
    if found.rows:
        panels.figure(
            locality_profile.season_title(found), locality_profile.season_figure(found, is_dark()),
            locality_profile.season_alt(found), found.provenance, locality_profile.season_table(found),
            f"season-{found.place.code}",
        )  # fmt: skip


def _alike(of: tuple[str, str, str], slug: str, window: str, name: str) -> None:
    found = places_questions.similar(*of, slug, window)
    st.subheader("Areas most like it", anchor=False)
    st.markdown(literal(locality_profile.similar_sentence(found, name, of[1])))
    if found.rows:
        table = locality_profile.similar_table(found, name)
        show_table(table)
        st.caption(literal(found.provenance.line))
        panels.download(table, found.provenance, f"similar-{of[2]}")


def _projects(of: tuple[str, str, str], name: str) -> None:
    done = places_questions.interventions_in(*of)
    st.subheader("What was done here", anchor=False)
    st.markdown(literal(locality_profile.done_sentence(done, name)))
    if done:
        with folded("The projects", "projects") as drawn:
            if drawn:
                show_table(locality_profile.done_table(done, name))
