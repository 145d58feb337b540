"""Writing notes and commentary in the partnership edition: a form, what is wrong with it, and what is there."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import get_args

import streamlit as st

from cspdash import settings
from cspdash.catalogue.errors import InvalidError
from cspdash.catalogue.notes import LONGEST, Commentary, Note, NoteKind
from cspdash.charts.note_words import notes_table
from cspdash.store import notes
from cspdash.ui import controls, questions
from cspdash.ui.access import content
from cspdash.ui.markup import literal, show_table

ROLES = ("Analyst", "Community safety officer", "Police", "Council", "Chair of the board")
EVERY = "every"
COMMENTARY = "commentary"
KINDS = (COMMENTARY, *get_args(NoteKind))
WRITTEN_AS = "Write a day as 2026-03-31"


def names() -> dict[str, str]:
    """Return indicators by slug and areas by code, in words."""
    areas = {place.code: place.name for place in questions.wide_places()}
    return {one.slug: one.name for one in content().indicators} | areas


def day_of(label: str, text: str) -> date:
    """Return a day that was written; InvalidError when it is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidError(label, f"'{text[:20]}' is no day", WRITTEN_AS) from None


def form() -> None:
    """Draw the form and write what it holds; a mistake is a sentence and nothing is written."""
    kind = controls.pick("What it is", "note-kind", list(KINDS), COMMENTARY, str.capitalize)
    with st.form("note", clear_on_submit=True, border=True):
        slugs = [one.slug for one in content().indicators]
        known = names()
        every = [] if kind == COMMENTARY else [EVERY]
        indicator = st.selectbox(
            "Indicator", [*every, *slugs], format_func=lambda slug: known.get(slug, "Every indicator")
        )
        codes = [place.code for place in questions.wide_places()]
        area = st.selectbox("Area", [*every, *codes], format_func=lambda code: known.get(code, "Every area"))
        left, right = st.columns(2)
        first = left.text_input("First day", placeholder="2026-01-01", help=WRITTEN_AS)
        last = right.text_input("Last day (may be empty for a note)", placeholder="2026-03-31", help=WRITTEN_AS)
        text = st.text_area(f"Text, {LONGEST} characters at most; no names, addresses or numbers of people")
        role = st.selectbox("Written by (a role, never a name)", ROLES)
        public = st.checkbox("Also in the public edition")
        if st.form_submit_button("Write it"):
            _write(lambda: _made(kind, indicator, area, first, last, text, role, public))


def _made(kind: str, indicator: str, area: str, first: str, last: str, text: str, role: str,
          public: bool) -> Note | Commentary:  # fmt: skip
    today, start = datetime.now(UTC).date(), day_of("First day", first)
    if kind == COMMENTARY:
        return Commentary(indicator, area, start, day_of("Last day", last), text.strip(), role, today, public)
    until = day_of("Last day", last) if last.strip() else None
    about = () if indicator == EVERY else (indicator,)
    where = () if area == EVERY else (area,)
    return Note(kind, start, text.strip(), role, today, until, about, where, public)  # type: ignore[arg-type]


def _write(make: Callable[[], Note | Commentary]) -> None:
    try:
        notes.add(settings.store_dir(), make())
    except InvalidError as wrong:
        st.error(literal(f"Nothing was written. {wrong}."))
    except OSError as wrong:
        st.error(literal(f"Nothing was written: {wrong.strerror or wrong}. Ask whoever runs the server."))
    else:
        st.success("Written. It is drawn from now on, and no load or rollback removes it.")
        st.rerun()


def written(may_withdraw: bool) -> None:
    """Draw what is written, in the content and beside the store, and let what stands beside it be withdrawn."""
    held: list[Note | Commentary] = [*content().notes, *content().commentaries]
    if not held:
        st.markdown("Nothing is written yet.")
        return
    show_table(notes_table(held, names()))
    entries = {str(entry.line): entry.what for entry in notes.entries(settings.store_dir())}
    if may_withdraw and entries:
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        chosen = left.selectbox("Withdraw", list(entries), format_func=lambda line: entries[line].text[:80])
        if right.button("Withdraw it"):
            notes.withdraw(settings.store_dir(), int(chosen), ROLES[0], datetime.now(UTC).date())
            st.rerun()
