"""P10 for the board pack: by the public rules nothing marked in a restricted store is in any of its files."""

import io
from datetime import date
from pathlib import Path

import pypdf

from cspdash.catalogue import Catalogue
from cspdash.findings.places import wide_places
from cspdash.pack import collect
from cspdash.pack.edition import edition_of
from cspdash.pack.writing import bytes_of
from tests.restricted_store import DISTRICTS, MARKERS, NUMBER
from tests.sent import marks_in

DAY = date(2023, 12, 1)


def packs(folder: Path, content: Catalogue, kinds: tuple[str, ...], *, partnership: bool) -> dict[str, bytes]:
    """Write the pack of the newest plan for the district that is marked; return its files."""
    with edition_of(folder, content, partnership=partnership, since="") as edition:
        places = {place.code: place for place in wide_places(edition.store, edition.catalogue)}
        plan, place = edition.catalogue.default_plan, places[DISTRICTS[1]]
        made = collect(edition.store, edition.catalogue, plan, place, DAY, edition.before)
    return {kind: bytes_of(made, kind) for kind in kinds}


def marks(files: dict[str, bytes]) -> list[str]:
    """Return the marks in the files; a PDF is compressed, so that its text is read as well."""
    found = []
    for kind, data in files.items():
        pages = pypdf.PdfReader(io.BytesIO(data)).pages if kind == ".pdf" else ()
        text = "".join(page.extract_text() for page in pages)
        found += [f"{kind}: {mark}" for mark in marks_in(data + text.encode(), MARKERS, NUMBER)]
    return found


def test_no_file_of_the_pack_has_a_mark(restricted_folder: Path, content: Catalogue) -> None:
    files = packs(restricted_folder, content, (".html", ".pptx", ".pdf"), partnership=False)
    assert all(len(data) > 50_000 for data in files.values())
    assert marks(files) == []


def test_the_search_finds_marks_where_the_partnership_asks_for_its_own_numbers(
    restricted_folder: Path, content: Catalogue
) -> None:
    found = marks(packs(restricted_folder, content, (".html", ".pptx"), partnership=True))
    assert {line.partition(":")[0] for line in found} == {".html", ".pptx"}
