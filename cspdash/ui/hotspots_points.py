"""The views of the hot-spot page that go down to map points, streets and hours."""

from typing import Any

import streamlit as st

from cspdash.catalogue import Indicator
from cspdash.charts import hexagons as hexagon_charts
from cspdash.charts import hot_spot_repeats, point_words, time_figures, time_words
from cspdash.findings.hexagons import SIZES, USUAL
from cspdash.findings.places import Place
from cspdash.findings.points import YEAR
from cspdash.findings.times import Times
from cspdash.stats import aoristic
from cspdash.ui import controls, panels, questions
from cspdash.ui import hotspots_questions as asked
from cspdash.ui.access import is_dark
from cspdash.ui.markup import literal, show_lead, show_table

SIZE_WORDS = {"7": "Large, about 2.4 km across", "8": "Medium, about 920 m across", "9": "Small, about 350 m across"}
NO_GRAPHICS = (
    "This map is drawn by WebGL, the graphics of your browser. If it stays empty, your browser or computer has none: "
    "the table below holds the same numbers, and the other questions of this page have maps that need none."
)


def pick_window(place: Place, indicator: Indicator) -> str:
    """Draw the picker of windows of months and return the code of the choice."""
    words = {window.code: point_words.window_words(window) for window in asked.windows(place.code, indicator.slug)}
    if not words:
        return str(YEAR)
    usual = asked.usual_window(place.code, indicator.slug)
    return controls.pick("Months", "months", list(words), usual, words.__getitem__)


def pick_size() -> int:
    """Draw the picker of the size of hexagons and return the choice."""
    sizes = [str(size) for size in SIZES]
    return int(controls.pick("Hexagons", "size", sizes, str(USUAL), SIZE_WORDS.__getitem__))


def hexagons(place: Place, indicator: Indicator, top: Any) -> None:
    """Draw the points of a window as hexagons, with what the colours mean, the warning and the table."""
    left, right = st.columns(2)
    with left:
        window = pick_window(place, indicator)
    with right:
        size = pick_size()
    found = asked.hexagons(place.code, indicator.slug, window, size)
    with top:
        show_lead(hexagon_charts.hexagons_sentences(found))
    st.warning(point_words.ANONYMISED, icon="⚠️")
    if not found.rows:
        return
    st.subheader(literal(hexagon_charts.hexagons_title(found)), anchor=False)
    st.markdown(NO_GRAPHICS)
    show_table(hexagon_charts.legend_table(found, is_dark()))
    key = f"hexagons-{place.code}-{indicator.slug}-{window}-{size}"
    st.pydeck_chart(
        hexagon_charts.hexagons_deck(found, questions.outlines(place.code), is_dark()),
        height=hexagon_charts.HEIGHT,
        key=f"{key}-{'dark' if is_dark() else 'light'}",
        alt=hexagon_charts.hexagons_alt(found),
    )
    st.caption(literal(found.points.provenance.line))
    panels.numbers(hexagon_charts.hexagons_table(found), found.points.provenance, key)


def repeats(place: Place, indicator: Indicator, top: Any) -> None:
    """Draw the recorded locations with most events."""
    window = pick_window(place, indicator)
    found = asked.repeats(place.code, indicator.slug, window)
    with top:
        show_lead(hot_spot_repeats.repeats_sentences(found))
    st.warning(point_words.ANONYMISED, icon="⚠️")
    if found.rows:
        panels.figure(
            hot_spot_repeats.repeats_title(found),
            hot_spot_repeats.repeats_figure(found, is_dark()),
            hot_spot_repeats.repeats_alt(found),
            found.points.provenance,
            hot_spot_repeats.repeats_table(found),
            f"repeats-{place.code}-{indicator.slug}-{window}",
        )
    st.markdown(f"**People.** {literal(hot_spot_repeats.NOT_CARRIED)}")


def times(place: Place, indicator: Indicator, top: Any) -> None:
    """Draw the hours of the week where they are recorded, and the season."""
    window = pick_window(place, indicator)
    found = asked.times(place.code, indicator.slug, window)
    with top:
        show_lead(_times_lead(found))
    key = f"{place.code}-{indicator.slug}"
    st.header("Hours of the week", anchor=False)
    if found.hours is None or not found.hours.placed:
        st.markdown(literal(time_words.no_hours_sentence(found)))
    else:
        panels.figure(
            time_words.hours_title(found, found.hours),
            time_figures.hours_figure(found.hours, is_dark()),
            time_words.hours_alt(found, found.hours),
            found.provenance,
            time_figures.hours_table(found, found.hours),
            f"hours-{key}-{window}",
        )
        panels.bullets(time_words.hours_sentences(found, found.hours)[1:])
    st.header("Season", anchor=False)
    panels.bullets(time_words.season_sentences(found, found.season)[1:])
    if found.season:
        panels.figure(
            time_words.season_title(found, found.season),
            time_figures.season_figure(found.season, is_dark()),
            time_words.season_alt(found, found.season),
            found.season_provenance,
            time_figures.season_table(found, found.season),
            f"season-{key}",
        )
    with st.expander("How the hours are worked out"):
        st.text((aoristic.__doc__ or "").strip())


def _times_lead(found: Times) -> list[str]:
    """Return what opens the view: the hours where there are any, and the season."""
    season = time_words.season_sentences(found, found.season)[0]
    if found.hours is None:
        return [season]
    return [time_words.hours_sentences(found, found.hours)[0], season]
