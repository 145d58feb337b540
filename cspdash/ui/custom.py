"""The page of own areas: those that there are, and ways to give a new one."""

from collections.abc import Callable

import streamlit as st

from cspdash import settings
from cspdash.charts import own_area_figures
from cspdash.charts.plain import plain
from cspdash.findings import own_areas as own_areas_finding
from cspdash.findings.own_areas import OwnArea
from cspdash.findings.places import Place
from cspdash.store import queries
from cspdash.ui import controls, custom_saving, custom_text, panels, questions, rows_questions
from cspdash.ui.access import answered, is_dark, store
from cspdash.ui.markup import literal, show_table
from cspdash.ui.rows_links import rows_link

SAID = "own-areas-said"
WAYS = {"draw": "Draw it on the map", "list": "List localities", "type": "Type its corners", "file": "Upload a file"}
MAP = "own-areas-map"
CONFIG = {"displayModeBar": False, "scrollZoom": False}
TYPED = "One corner a line, longitude before latitude, such as -1.553, 54.527; or the text of a GeoJSON file"


@answered
def own_areas() -> tuple[OwnArea, ...]:
    """Return the own areas of the release."""
    return own_areas_finding.own_areas(store())


@answered
def middles(code: str) -> tuple[tuple[str, float, float], ...]:
    """Return (name, longitude, latitude) of the localities of a place."""
    found = queries.common_areas(store(), list(questions.place(code).districts))
    return tuple((name, east, north) for _, name, _, east, north, *_ in found if east is not None and north is not None)


def say() -> None:
    """Say what became of the last area that was saved or removed."""
    done, sentence = st.session_state.pop(SAID, (None, ""))
    if done is True:
        st.success(literal(sentence))
    elif done is False:
        st.error(literal(f"Not done. {sentence}"))


def listed(areas: tuple[OwnArea, ...]) -> None:
    """Draw the own areas that there are, with the way to their rows, and what waits for the next load."""
    names = {place.code: place.name for place in questions.wide_places()}
    if areas:
        table = own_area_figures.areas_table(areas, names)
        show_table(table)
        panels.download(table, questions.all_months(), "own-areas")
        for area in areas:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"**{literal(area.place.name)}**")
                rows_link(area.place, "all", rows_questions.months(), area.n)
    else:
        st.markdown("There is no own area yet.")
    waiting = own_areas_finding.waiting(store(), settings.store_dir())
    if waiting:
        st.info(literal(f"Saved, and in the data from the next load on: {', '.join(waiting)}."))
    st.caption(literal(own_area_figures.NOT_ONS))


def add(place: Place, locality: Place | None, areas: tuple[OwnArea, ...]) -> None:
    """Draw the form of a new area: its name, the way to give it, and the button that saves it."""
    st.header("Add an area", anchor=False)
    left, right = st.columns(2)
    with left:
        name = st.text_input("Name of the area", max_chars=60, key="own-name", placeholder="Town centre")
    with right:
        way = controls.pick("How to give it", "way", list(WAYS), "draw", WAYS.__getitem__)
    text = FORMS[way](place, locality, areas)
    ready = bool(text) and (bool(name.strip()) or way == "file")
    if not ready:
        st.caption("Give a name and an outline, then save.")
    if st.button("Save the area", type="primary", disabled=not ready) and text:
        with st.spinner("Counting what lies inside, and building a release with it"):
            st.session_state[SAID] = custom_saving.save(text, name)
        st.rerun()
    say()


def draw_one(place: Place, locality: Place | None, areas: tuple[OwnArea, ...]) -> bytes | None:
    """Draw the map to draw on; return what was drawn as GeoJSON."""
    outlines, marks = questions.outlines(place.code), middles(place.code)
    if not outlines:
        st.info("No boundaries are held here, so there is no map to draw on: type the corners, or upload a file.")
        return None
    st.markdown(
        "Hold the mouse button down and draw round the area; a locality chosen above is drawn large. A new line takes "
        "the place of the one before."
    )
    near = rows_questions.outlines_around(locality.code)[1] if locality else None
    figure = plain(own_area_figures.drawing_map(outlines, marks, areas, near, is_dark()))
    alt = own_area_figures.map_alt(place.name, marks, areas)
    event = st.plotly_chart(
        plain(figure),
        theme=None,
        key=MAP,
        alt=alt,
        config=CONFIG,
        width="stretch",
        on_select="rerun",
        selection_mode="lasso",
    )
    st.caption(literal(f"Source: outlines as loaded. Release {questions.release()}."))
    rings = custom_text.drawn(event)
    if not rings:
        return None
    st.markdown(own_area_figures.drawn_words([len(ring) for ring in rings]))
    return custom_text.polygon(rings).encode()


def list_one(place: Place, *_: object) -> bytes | None:
    """Draw the list of localities to choose from; return the choice as GeoJSON."""
    names = {one.code: one.name for one in questions.localities_of(place.code)}
    codes = st.multiselect(
        "Localities of the area", list(names), format_func=names.__getitem__, key=f"own-{place.code}"
    )
    return custom_text.of_localities(codes).encode() if codes else None


def type_one(*_: object) -> bytes | None:
    """Draw the field for corners; return them as GeoJSON."""
    text = st.text_area(TYPED, key="own-corners", height=200)
    if not text.strip():
        return None
    try:
        return custom_text.typed(text).encode()
    except ValueError as error:
        st.error(literal(str(error)))
        return None


def upload_one(*_: object) -> bytes | None:
    """Draw the upload; return the file as it is: the command that saves areas judges it."""
    given = st.file_uploader(
        "GeoJSON file, at most 1 MB, in longitude and latitude", ["geojson", "json"], key="own-file"
    )
    st.caption("A file may name its areas itself (a property 'name'); a name given above is for a file with one area.")
    return given.getvalue() if given else None


FORMS: dict[str, Callable[[Place, Place | None, tuple[OwnArea, ...]], bytes | None]] = {
    "draw": draw_one, "list": list_one, "type": type_one, "file": upload_one,
}  # fmt: skip


def take_away(areas: tuple[OwnArea, ...]) -> None:
    """Draw how an own area is removed: chosen by name, and asked for once more."""
    if not areas:
        return
    with st.expander("Remove an area"):
        names = {area.place.code: area.place.name for area in areas}
        code = st.selectbox("Area to remove", list(names), format_func=names.__getitem__, key="own-remove")
        st.markdown(
            "Links to it lead to the usual view afterwards. Its outline can be downloaded first and given again."
        )
        drawn = next(area.drawn for area in areas if area.place.code == code)
        with st.container(horizontal=True):
            st.download_button(
                "Download its outline",
                drawn,
                f"{code}.geojson",
                "application/geo+json",
                key="own-get",
                on_click="ignore",
            )
            if st.button("Remove this area"):
                with st.spinner("Building a release without it"):
                    st.session_state[SAID] = custom_saving.remove(code)
                st.rerun()
