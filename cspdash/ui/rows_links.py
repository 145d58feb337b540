"""From a number to the rows behind it: one link, drawn only where rows may be seen."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from cspdash.findings.overview import Overview
from cspdash.findings.places import Place
from cspdash.findings.rows import slug
from cspdash.periods import twelve_months_to
from cspdash.settings import ROOT
from cspdash.store.queries import is_counts_only
from cspdash.ui import questions, roles
from cspdash.ui.access import answered, content, store
from cspdash.ui.folding import folded
from cspdash.ui.markup import literal

PAGE = str(ROOT / "pages" / "rows.py")
ADDRESS = "rows"
WITHOUT_ROWS = (
    "This store holds the police's months as counts by locality, month and category, without single incidents: what "
    "needs incidents, points, streets or outcomes is not here. 'cspdash ingest police' loads incidents."
)


@answered
def counts_only() -> bool:
    """Tell whether the store has police.uk's months as counts of another engine, without their rows."""
    return is_counts_only(store())


def rows_shown() -> bool:
    """Tell whether this store and this reader's role show rows: the public edition has none, nor has a store of counts.

    In a store of counts partners' rows are not shown either: a page of some rows would be taken for one of all.
    """
    return store().edition == "partnership" and roles.sees_rows() and not counts_only()


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


def rows_link(place: Place, subject: str, months: Sequence[date], n: int | None = None, named: str = "") -> None:
    """Draw the link to the rows of a subject (an indicator's slug, or all) in a place over the span of some months.

    `named` goes before the words where several links stand together. `n` is the number that the rows are behind;
    nothing is drawn for none, nor where rows are not shown, nor for a place that pickers do not know (a ward, a
    district of a peer).
    """
    if not months or n == 0 or not rows_shown() or not is_known(place.code):
        return
    label = "See the rows behind this" if n is None else f"See the {n:,} row{'' if n == 1 else 's'} behind this"
    label = f"{literal(named)}: {label[:1].lower()}{label[1:]}" if named else label
    page = st.Page(PAGE, title="Rows behind the numbers", url_path=ADDRESS)
    st.page_link(page, label=label, query_params=address_of(place, subject, months))


def overview_links(found: Overview) -> None:
    """Draw the links to the rows of the newest twelve months of each category of an overview, closed unless asked."""
    single = [row for row in found.rows if row.year and row.year.total and len(row.categories) == 1]
    if not single or not rows_shown() or not is_known(found.place.code):
        return
    with folded("See the rows behind these numbers", "rows-behind") as drawn:
        for row in single:
            if row.year and drawn:
                months = twelve_months_to(row.year.last)
                rows_link(found.place, f"category-{slug(row.categories[0])}", months, row.year.total, row.title)
