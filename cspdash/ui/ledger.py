"""The page of the ledger: filters that live in the address, files by pages, what was turned away, quarantine."""

from collections.abc import Callable

import streamlit as st

from cspdash import settings
from cspdash.charts import ledger_tables, ledger_words
from cspdash.charts.row_words import PUBLISHED, RESTRICTED
from cspdash.exports.quarantine import csv_of_quarantine
from cspdash.findings import ledger as ledger_finding
from cspdash.findings.ledger import ALL, PAGE, STATUSES, Entry, Ledger
from cspdash.store import audit, ledger_queries
from cspdash.ui import controls, panels, questions, roles
from cspdash.ui.access import content, store
from cspdash.ui.markup import literal, show_table


def found() -> Ledger:
    """Return the ledger; asked anew each time, as the logs grow without a release."""
    return ledger_finding.ledger(store(), settings.store_dir())


def pick_files(ledger: Ledger) -> tuple[Entry, ...]:
    """Draw the filters and return the files that they leave."""
    months = [f"{month:%Y-%m}" for month in ledger.months]
    left, middle, right = st.columns(3)
    with left:
        source = controls.pick(
            "Source", "source", [ALL, *ledger.sources], ALL, lambda code: "Every source" if code == ALL else code
        )
    with middle:
        status = controls.pick("Status", "status", list(STATUSES), ALL, STATUSES.__getitem__)
    with right:
        month = controls.pick("Month", "month", [ALL, *months], ALL, ledger_tables.month_words)
    return ledger.only(source, status, month)


def pick_page(key: str, total: int) -> int:
    """Draw a picker of pages where there are several, and return the page."""
    pages = [str(page) for page in range(1, max(1, -(-total // PAGE)) + 1)]
    if len(pages) == 1:
        return 1
    return int(controls.pick("Page", key, pages, "1", lambda page: f"Page {page} of {len(pages)}"))


def files_panel(shown: tuple[Entry, ...]) -> None:
    """Draw a page of files, with all of them to download."""
    page = pick_page("page", len(shown))
    first = (page - 1) * PAGE
    on_page = shown[first : first + PAGE]
    caption = ledger_words.shown_words(shown, first + 1, len(on_page))
    if not shown:
        st.info(literal(f"{caption}."))
        return
    show_table(ledger_tables.files_table(on_page, caption))
    panels.download(ledger_tables.files_table(shown, "The ledger"), questions.all_months(), "ledger")


def turned_away_panel(ledger: Ledger) -> None:
    """Draw what made no release."""
    if not ledger.turned_away:
        st.markdown("No file was refused or loaded twice, and no load was cut off, since this is recorded.")
        return
    show_table(ledger_tables.turned_away_table(ledger.turned_away[:PAGE]))


def quarantine_panel(ledger: Ledger) -> None:
    """Draw the rows of one file that wait in quarantine, with their raw text, and the file that mends them."""
    waiting = {str(one.file.load_id): one for one in ledger.waiting}
    if not waiting:
        st.markdown("No row of a file in use is in quarantine.")
        return
    st.markdown(ledger_words.MENDING)
    codes = list(waiting)
    code = controls.pick("File", "load", codes, codes[0], lambda load: ledger_words.waiting_words(waiting[load]))
    one = waiting[code]
    page = pick_page("rows-page", one.file.rows_rejected)
    rows = ledger_finding.waiting_rows(store(), one.file.load_id, page)
    show_table(ledger_tables.quarantine_table(rows, (page - 1) * PAGE + 1, one.file.rows_rejected))
    closed = ledger_finding.any_restricted(content(), rows)
    st.caption(literal(f"Handling: {RESTRICTED if closed else PUBLISHED}"))
    st.download_button(
        "Download these rows to mend them", maker(one.file.load_id, RESTRICTED if closed else ""),
        f"quarantine-load-{code}.csv", "text/csv", key="quarantine", on_click="ignore",
    )  # fmt: skip


def maker(load_id: int, handling: str) -> Callable[[], bytes]:
    """Return what makes the file of a load's quarantined rows when its button is pressed; it is written to the log."""
    opened, folder, role = store(), settings.store_dir(), roles.role() or "none"

    def make() -> bytes:
        rows = ledger_queries.quarantined(opened, load_id)
        try:
            audit.record(
                folder, "quarantine taken", role, rows=len(rows), release=opened.release, load=load_id,
                restricted=bool(handling),
            )  # fmt: skip
        except OSError:
            # As with other rows: what is public anyway may be taken from a store that cannot be written to.
            if handling:
                raise
        return csv_of_quarantine(rows, handling)

    return make
