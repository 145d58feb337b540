"""Every function that reads what a stranger wrote, given what a stranger might write: an answer, or the error it names.

More than 5,000 cases in every run; the pages themselves are fuzzed in test_fuzz_pages.py.
"""

import json
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cspdash import catalogue, settings
from cspdash.catalogue.errors import InvalidError
from cspdash.catalogue.notes import Note
from cspdash.charts.tables import Table
from cspdash.charts.tables import text as cell
from cspdash.exports.records import csv_of, origin_of
from cspdash.findings import places, rows
from cspdash.findings.rows import Asked
from cspdash.ingest import RefusedFile
from cspdash.ingest.areas.custom import areas_in, code_of
from cspdash.periods import parse_month
from cspdash.store import own_area_queries, queries
from cspdash.store.connection import Store
from cspdash.ui import custom_text, interventions_form, markup, notes, places_pickers
from cspdash.ui.serving.door import host_of, is_page
from cspdash.ui.serving.files import accepts_gzip
from cspdash.ui.serving.network import Clients
from tests.charts.invented import SOURCE
from tests.security.hostile import nothing_written, texts

EACH, LONGEST_SECONDS = 400, 1.0


def scope(text: str) -> dict[str, Any]:
    """Return a request whose every header is a text."""
    raw = text.encode("utf-8", "surrogatepass")[:9000]
    names = (b"host", b"origin", b"cookie", b"x-forwarded-for", b"x-forwarded-proto", b"forwarded", b"accept-encoding")
    return {"type": "http", "scheme": "http", "headers": [(name, raw) for name in names], "client": ("127.0.0.1", 1)}


def uploaded(text: str) -> object:
    """Give a text as a file, as a name, as a code and as a corner of an uploaded area."""
    corners: list[list[Any]] = [[-1.56, 54.52], [-1.54, 54.52], [-1.54, 54.53], [-1.56, 54.52]]
    whole = {"type": "Polygon", "coordinates": [corners]}
    broken = {"type": "Polygon", "coordinates": [[*corners[:2], [-1.54, text], corners[0]]]}
    for properties, geometry in (
        ({"name": text}, whole),
        ({"name": "x"}, broken),
        ({"name": "x"}, {"type": text, "coordinates": []}),
        ({"name": "x", "localities": [text]}, None),
    ):
        body = json.dumps({"type": "Feature", "properties": properties, "geometry": geometry}).encode()
        try:
            areas_in(body, "x.geojson")
        except RefusedFile as error:
            assert len(str(error)) < 2_000, "a refusal does not repeat what it was given"
    return areas_in(text.encode("utf-8", "replace"), "x.geojson", text[:50])


def a_note(text: str) -> object:
    return Note("event", date(2023, 1, 1), text, "Analyst", date(2023, 1, 1))


READERS: dict[str, tuple[Callable[[str], object], tuple[type[Exception], ...]]] = {
    "weights": (places_pickers.weights_of, ()),
    "month": (parse_month, ()),
    "day of a test": (interventions_form._day, ()),
    "day of a note": (lambda text: notes.day_of("First day", text), (InvalidError,)),
    "note": (a_note, (InvalidError,)),
    "corners": (custom_text.typed, (ValueError,)),
    "upload": (uploaded, (RefusedFile,)),
    "name of an area": (code_of, ()),
    "markup": (markup.literal, ()),
    "table": (lambda text: markup.table_html(Table(text, (text,), ((cell(text),),))), ()),
    "download": (lambda text: csv_of(Table(text, (text,), ((cell(text),),)), origin_of(SOURCE)), ()),
    "page": (is_page, ()),
    "host": (host_of, ()),
    "encoding": (accepts_gzip, ()),
    "address": (lambda text: Clients(["127.0.0.1"]).address(scope(text)), ()),
    "scheme": (lambda text: Clients(["127.0.0.1"]).is_secure(scope(text)), ()),
}  # fmt: skip


def tried(reader: Callable[[str], object], allowed: tuple[type[Exception], ...], text: str) -> None:
    start = time.thread_time()
    try:
        reader(text)
    except allowed as error:
        assert len(str(error)) < 2_000, "an error does not repeat what it was given"
    assert time.thread_time() - start < LONGEST_SECONDS, repr(text[:60])


@pytest.mark.parametrize("name", READERS)
def test_whatever_is_given_is_read_or_refused_by_name(name: str) -> None:
    reader, allowed = READERS[name]
    with nothing_written():
        for text in texts(EACH, seed=len(name)):
            tried(reader, allowed, text)


def test_these_are_more_than_5000_cases() -> None:
    assert len(READERS) * len(texts(EACH, 1)) > 5_000


@pytest.fixture(scope="module")
def asked_for(store: Store) -> Iterator[Callable[[str], object]]:
    """A question of the store with a text wherever one is taken."""
    known = catalogue.load(settings.content_dir())
    place = places.wide_places(store, known)[0]
    subject = next(one for one in rows.subjects(store, known) if one.code == "all")

    def ask(text: str) -> object:
        assert queries.common_code(store, text) is None or text[:3] in ("E01", "W01")
        found = rows.rows(store, known, Asked(place, subject, date(2022, 9, 1), date(2023, 8, 1), text, text[:60]))
        return rows.page_of(store, known, found.asked, 1)

    yield ask


def test_texts_are_values_of_questions_never_sql(asked_for: Callable[[str], object], store: Store) -> None:
    before = store.rows("SELECT count(*) FROM incident")
    with nothing_written():
        for text in texts(180, seed=3):
            tried(asked_for, (), text.encode("utf-8", "replace").decode())
    assert store.rows("SELECT count(*) FROM incident") == before


def test_no_code_leads_out_of_the_folder_of_own_areas(tmp_path: Path) -> None:
    for text in texts(EACH, seed=5):
        try:
            path = own_area_queries.file_of(tmp_path, code_of(text))
        except ValueError:
            continue
        assert path.parent == tmp_path / own_area_queries.FOLDER, repr(text[:60])
