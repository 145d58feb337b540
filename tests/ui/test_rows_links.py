from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from cspdash.findings.places import Place
from cspdash.periods import month_range
from cspdash.settings import ROOT
from cspdash.store.release import building
from cspdash.ui import roles, rows_links
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE, FORCE_CODE
from tests.ui.conftest import started

MONTHS = month_range(date(2022, 4, 1), date(2023, 3, 1))
DISTRICT = Place(DARLINGTON_CODE, "Darlington", "district", (DARLINGTON_CODE,))
LOCALITY = Place("E01012304", "Darlington 012A", "lsoa", (DARLINGTON_CODE,))
BOTH = Place("X-both", "Both", "custom", (DARLINGTON_CODE, COUNTY_DURHAM_CODE), "outline")


@pytest.mark.parametrize(
    ("place", "where"),
    [
        (DISTRICT, {"area": DARLINGTON_CODE}),
        (LOCALITY, {"area": DARLINGTON_CODE, "locality": "E01012304"}),
        (BOTH, {"area": FORCE_CODE, "locality": "X-both"}),
    ],
)
def test_a_link_names_place_subject_and_months_as_codes(sample: Path, place: Place, where: dict[str, str]) -> None:
    assert rows_links.address_of(place, "asb", MONTHS) == {
        **where, "counted": "asb", "from": "2022-04", "to": "2023-03",
    }  # fmt: skip


def linking(n: int | None, months: int) -> None:
    """Draw a link."""
    from cspdash.ui.rows_links import rows_link
    from tests.ui.test_rows_links import LOCALITY, MONTHS

    rows_link(LOCALITY, "asb", MONTHS[:months], n)


def test_the_link_says_how_many_rows_there_are(sample: Path) -> None:
    (link,) = started(linking, n=1432, months=12).get("page_link")
    assert link.proto.label == "See the 1,432 rows behind this"
    assert dict(parse_qsl(link.proto.query_string)) == rows_links.address_of(LOCALITY, "asb", MONTHS)
    assert started(linking, n=None, months=1).get("page_link")[0].proto.label == "See the rows behind this"
    assert started(linking, n=1, months=1).get("page_link")[0].proto.label == "See the 1 row behind this"
    assert not started(linking, n=0, months=12).get("page_link")
    assert not started(linking, n=5, months=0).get("page_link")


def test_nobody_is_sent_to_rows_in_the_public_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with building(tmp_path / "public", edition="public"):
        pass
    monkeypatch.setenv("CSPDASH_STORE", str(tmp_path / "public"))
    assert not started(linking, n=5, months=12).get("page_link")
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app._page_hash = calc_hash("rows")
    app.run()
    # The address says in a sentence that it is not part of this edition, and shows nothing of the store.
    assert not app.get("html") or "<table" not in "".join(item.proto.body for item in app.get("html"))
    assert not app.get("plotly_chart")
    assert not app.get("download_button")
    assert not {"Rows behind the numbers", "Town centre and own areas"} & {
        item.proto.label for item in app.sidebar.get("page_link")
    }


def test_places_that_no_picker_knows_have_no_link(sample: Path) -> None:
    def ward() -> None:
        from cspdash.findings.places import Place
        from cspdash.ui.rows_links import rows_link
        from tests.ui.test_rows_links import MONTHS

        rows_link(Place("E05000001", "A ward", "ward", ("E06000005",)), "asb", MONTHS, 5)

    assert not started(ward).get("page_link")


def test_the_board_does_not_see_rows(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roles, "role", lambda: roles.BOARD)
    assert not started(linking, n=5, months=12).get("page_link")
