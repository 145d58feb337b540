"""Meeting mode: any page turned into screens for a projector, walked by keyboard, and back to where it was."""

import streamlit as st

from cspdash.catalogue import Plan
from cspdash.charts.plain import plain
from cspdash.charts.projector import projected
from cspdash.exports.records import DEMONSTRATION
from cspdash.findings.places import Place
from cspdash.findings.provenance import Provenance
from cspdash.findings.trend import Trend
from cspdash.pack import screens as screen_pages
from cspdash.pack.pages import Drawing
from cspdash.pack.screens import Screen
from cspdash.periods import month_name
from cspdash.ui import controls, links, navigation, questions
from cspdash.ui.access import answered, content, is_dark, store
from cspdash.ui.markup import literal, show_lead, show_strip, show_style, show_table
from cspdash.ui.meeting_door import BACK
from cspdash.ui.perception import finding
from cspdash.ui.pickers import home_of
from cspdash.ui.style_sheets import MEETING

SCREEN, NOTES, SHOWN = "screen", "notes", "shown"
WINDOW = 36
CHART = {"displayModeBar": False, "scrollZoom": False, "staticPlot": True}


@answered
def screens(plan: str, code: str, day: str) -> tuple[Screen, ...]:
    """Return the screens of a plan for a place; `day` is today, written 2026-03-31."""
    chosen = content().plan(plan)
    found = {one.slug: questions.readings(plan, one.slug, code, day) for one in chosen.priorities}
    return screen_pages.screens(chosen, found, [finding(pair.slug, code) for pair in content().pairs])


def chosen_place(plan: Plan) -> Place:
    """Return the place that pages show: of this session, else of the link, else the plan's own district."""
    names = [place.code for place in questions.wide_places()]
    default = home_of(plan) if home_of(plan) in names else names[0]
    return questions.place(controls.chosen("area", names, default))


def position(found: tuple[Screen, ...]) -> int:
    """Return which screen the address asks for; the first, with a word about it, where there is none of that code."""
    wanted, codes = st.query_params.get(SCREEN), [screen.code for screen in found]
    if wanted is None or wanted in codes:
        return codes.index(wanted) if wanted else 0
    st.info("The link names a screen that is not there, as the data or the plan are others now; this is the first.")
    return 0


def show(plan: Plan, place: Place) -> None:
    """Draw the screen that the address asks for, and what leads on from it."""
    show_style(MEETING, is_dark())
    found = screens(plan.slug, place.code, questions.today())
    with st.container(key="meeting"):
        links.say_if_changed()
        at = position(found)
        _screen(found[at], place, f"{at + 1} of {len(found)}")
        _controls([screen.code for screen in found], at)


def _screen(screen: Screen, place: Place, where: str) -> None:
    """Draw one finding: where we are, the sentence, chart or table, source, and the notes where they are asked for."""
    show_strip(f"{screen.part}. {place.name}. {data_words(questions.all_months())}", f"Screen {where}")
    st.title(literal(screen.title), anchor=False)
    trend = _trend(screen)
    show_lead(screen.lead)
    if screen.table is not None:
        show_table(screen.table)
    drawn = drawing(screen, trend)
    with st.container(key="meeting-chart"):
        if drawn is not None:
            st.plotly_chart(
                plain(projected(drawn.figure)), theme=None, key=f"chart-{screen.code}", alt=drawn.alt, config=CHART,
                height="stretch",
            )  # fmt: skip
    source = drawn.source if drawn else questions.all_months().line
    st.caption(literal(" ".join([*(f"Flagged by the rule: {rule}." for rule in screen.rules), source])))
    if st.query_params.get(NOTES) == SHOWN:
        _notes(screen_pages.notes_of(screen, trend))


def data_words(found: Provenance) -> str:
    """Return what must stand on every screen: whether the data are generated, and how far they go."""
    until = f"Data to {month_name(found.newest)}." if found.newest else "No month held."
    return f"{DEMONSTRATION} {until}" if found.demonstration else until


def _trend(screen: Screen) -> Trend | None:
    """Return the months behind a screen's indicator where it is counted from incidents."""
    reading = screen.reading
    if reading is None or reading.state != "incidents":
        return None
    found = questions.trend(reading.indicator.slug, reading.place.code, WINDOW)
    return found if found.series.held else None


def drawing(screen: Screen, trend: Trend | None) -> Drawing | None:
    """Return a screen's chart in the reader's theme, or None where it has none."""
    if trend is not None:
        return screen_pages.trend_drawing(trend, is_dark())
    if screen.reading is not None:
        return screen_pages.reading_drawing(screen.reading, store().release, is_dark())
    if screen.perception is not None:
        return screen_pages.perception_drawing(screen.perception, is_dark())
    return None


def _notes(lines: tuple[str, ...]) -> None:
    with st.container(key="meeting-notes"):
        st.header("Speaker notes", anchor=False)
        st.markdown("\n".join(f"- {literal(line)}" for line in lines) or "None for this screen.")


def _controls(codes: list[str], at: int) -> None:
    """Draw what leads on: previous, next, the speaker's notes, and the way back."""
    last = len(codes) - 1
    shown = st.query_params.get(NOTES) == SHOWN
    words = "Hide speaker notes" if shown else "Speaker notes"
    with st.container(horizontal=True, key="meeting-controls"):
        before, after = codes[max(0, at - 1)], codes[min(last, at + 1)]
        st.button("Previous", key="meeting-previous", shortcut="Left", disabled=at == 0, on_click=_go, args=(before,))
        st.button("Next", key="meeting-next", shortcut="Right", disabled=at == last, on_click=_go, args=(after,))
        st.button(words, key="meeting-speaker", shortcut="Alt+N", on_click=_say, args=(not shown,))
        if st.button("Leave", key="meeting-leave", shortcut="Esc"):
            leave()


def _go(code: str) -> None:
    st.query_params[SCREEN] = code


def _say(shown: bool) -> None:
    if shown:
        st.query_params[NOTES] = SHOWN
    else:
        st.query_params.pop(NOTES, None)


def leave() -> None:
    """Go back to the page that the meeting was started from, with its choices; to the overview from a bare link."""
    pages = navigation.every_page(content())
    wanted = st.query_params.get(BACK, "")
    target = next((page for page in pages if page.url_path == wanted), pages[0])
    kept = {key: value for key, value in st.query_params.to_dict().items() if key not in {SCREEN, NOTES, BACK}}
    st.switch_page(target, query_params=kept)
