"""The page of rows: filters that live in the address, the table by pages, chart and map."""

import streamlit as st

from cspdash.charts import row_figures, row_tables, row_words
from cspdash.findings.places import Place
from cspdash.findings.rows import ALL, ANY, NONE, Rows
from cspdash.periods import add_months, month_name, parse_month
from cspdash.ui import controls, panels, rows_questions
from cspdash.ui.access import is_dark
from cspdash.ui.markup import literal, show_table
from cspdash.ui.rows_questions import Codes

KEYS = ("area", "locality", "counted", "from", "to", "outcome", "street", "page")
LONGEST_STREET = 60
YEAR = 12


def follow_link() -> None:
    """Take what an address says in place of what was chosen before, when the reader came by a link or went back."""
    said = {key: st.query_params[key] for key in KEYS if key in st.query_params}
    if said and (st.session_state.get("arrived") or said != st.session_state.get("rows-address")):
        for key in KEYS:
            st.session_state.pop(f"choice-{key}", None)


def remember_address() -> None:
    """Keep the address as this page leaves it, so that another one is known for a link."""
    st.session_state["rows-address"] = {key: st.query_params[key] for key in KEYS if key in st.query_params}


def pick_filters(place: Place) -> Codes:
    """Draw the filters and return the choices as codes."""
    subjects = rows_questions.subjects()
    words = {
        code: f"Category: {one.name}" if code.startswith("category-") else one.name for code, one in subjects.items()
    }
    months = [f"{month:%Y-%m}" for month in reversed(rows_questions.months())]
    names = {text: month_name(month) for text in months if (month := parse_month(text))}
    first = max(months[-1], f"{add_months(rows_questions.months()[-1], 1 - YEAR):%Y-%m}")
    outcomes = {ANY: "All outcomes", NONE: "No outcome recorded"} | rows_questions.outcomes()
    left, middle, right = st.columns(3)
    with left:
        subject = controls.pick("Counted", "counted", list(subjects), ALL, words.__getitem__)
    with middle:
        start = controls.pick("From", "from", months, first, names.__getitem__)
    with right:
        end = controls.pick("To", "to", months, months[0], names.__getitem__)
    left, right = st.columns(2)
    with left:
        outcome = controls.pick("Outcome", "outcome", list(outcomes), ANY, outcomes.__getitem__)
    with right:
        street = pick_street()
    return place.code, subject, start, end, outcome, street


def pick_street() -> str:
    """Draw the field for words of a location and return them; they are in the address like every choice."""
    said = st.session_state.get("choice-street", st.query_params.get("street", ""))
    current = "".join(char for char in said if char.isprintable())[:LONGEST_STREET]
    st.session_state["pick-street"] = current

    def changed() -> None:
        controls.choose("street", st.session_state["pick-street"])

    text = st.text_input("Location contains", key="pick-street", max_chars=LONGEST_STREET, on_change=changed)
    controls.remember("street", text.strip(), "")
    return text.strip()


def pick_page(found: Rows, codes: Codes) -> int:
    """Return the page to show: the first when the filters have changed, else the one chosen; kept in the address."""
    asked = (st.session_state.get("rows-asked"), codes)
    said = st.session_state.get("choice-page", st.query_params.get("page", "1"))
    page = int(said) if str(said).isascii() and str(said).isdigit() and len(str(said)) < 9 else 1
    if asked[0] not in (None, codes) and said == st.session_state.get("rows-page"):
        page = 1
    page = min(max(1, page), found.pages)
    st.session_state["rows-asked"], st.session_state["rows-page"] = codes, str(page)
    controls.remember("page", str(page), "1")
    return page


def rows_panel(found: Rows, codes: Codes, page: int) -> None:
    """Draw a page of rows with buttons to the next ones."""
    shown = row_tables.rows_table(found, page, rows_questions.page_of(codes, page), rows_questions.area_names())
    st.header("The rows", anchor=False)
    show_table(shown)
    st.caption(literal(found.provenance.line))
    if found.pages > 1:
        with st.container(horizontal=True, vertical_alignment="center"):
            turn("Newer rows", page - 1, page == 1)
            turn("Older rows", page + 1, page == found.pages)
            st.markdown(f"Page {page:,} of {found.pages:,}")


def turn(label: str, page: int, disabled: bool) -> None:
    """Draw a button to another page of rows."""
    st.button(label, key=f"turn-{label}", disabled=disabled, on_click=controls.choose, args=("page", str(page)))


def figures(found: Rows, codes: Codes) -> None:
    """Draw the chart by month and the map of points, each with its numbers."""
    dark, key = is_dark(), "-".join(codes[:4])
    panels.figure(
        row_words.monthly_title(found), row_figures.monthly_figure(found, dark), row_words.monthly_alt(found),
        found.provenance, row_tables.monthly_table(found), f"rows-months-{key}",
    )  # fmt: skip
    if not found.points:
        st.info("None of these rows has a map point, so there is no map.")
        return
    around, chosen = rows_questions.outlines_around(codes[0])
    panels.figure(
        row_words.map_title(found), row_figures.points_map(found, around.values(), chosen, dark),
        row_words.map_alt(found), found.provenance, row_tables.points_table(found), f"rows-map-{key}",
    )  # fmt: skip
    st.caption(literal(row_words.ANONYMOUS))
