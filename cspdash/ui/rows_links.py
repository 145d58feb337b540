"""From a number to the rows behind it: one link, drawn only where rows may be seen."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from cspdash.findings.places import Place
from cspdash.settings import ROOT
from cspdash.ui import questions, roles
from cspdash.ui.access import content, store

PAGE = str(ROOT / "pages" / "rows.py")
ADDRESS = "rows"


def rows_shown() -> bool:
    """Tell whether this edition and this reader's role show rows: the public edition has none."""
    return store().edition == "partnership" and roles.sees_rows()


def address_of(place: Place, subject: str, months: Sequence[date]) -> dict[str, str]:
    """Return the choices of the page of rows as codes: a place, a subject and the span of some months."""
    area = {"area": place.code}
    if place.is_locality:
        wide = place.districts[0] if len(place.districts) == 1 else content().partnership.force.area_code
        area = {"area": wide, "locality": place.code}
    return {**area, "counted": subject, "from": f"{min(months):%Y-%m}", "to": f"{max(months):%Y-%m}"}


def is_known(code: str) -> bool:
    """Tell whether the page of rows can be opened on a place."""
    try:
        return questions.place(code).code == code
    except KeyError:
        return False


def rows_link(place: Place, subject: str, months: Sequence[date], n: int | None = None) -> None:
    """Draw the link to the rows of a subject (an indicator's slug, or all) in a place over the span of some months.

    `n` is the number that the rows are behind; nothing is drawn for none, nor where rows are not shown, nor for a place
    that pickers do not know (a ward, a district of a peer).
    """
    if not months or n == 0 or not rows_shown() or not is_known(place.code):
        return
    label = "See the rows behind this" if n is None else f"See the {n:,} row{'' if n == 1 else 's'} behind this"
    page = st.Page(PAGE, title="Rows behind the numbers", url_path=ADDRESS)
    st.page_link(page, label=label, query_params=address_of(place, subject, months))
