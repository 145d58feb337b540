"""The page of rows: a link shows the very rows of a number, downloads are exactly what is shown, and are logged."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pyarrow as pa
import pytest
from pyarrow import parquet
from streamlit.testing.v1 import AppTest

from cspdash.store import audit
from tests.making import MONTHS
from tests.pages.conftest import Opener
from tests.recounts import DARLINGTON_CODE, monthly
from tests.ui.conftest import address_of

ASB = {"Anti-social behaviour"}
LINK = {"area": DARLINGTON_CODE, "counted": "asb", "from": "2022-09", "to": "2023-08"}


def lead(app: AppTest) -> str:
    """Return the query in words."""
    found = re.findall(r'<p class="cd-lead">(.*?)</p>', "".join(item.proto.body for item in app.get("html")))
    return found[0] if found else ""


def total(app: AppTest) -> int:
    number = re.search(r": ([\d,]+) rows? of", lead(app))
    return int(number[1].replace(",", "")) if number else 0


def shown_rows(app: AppTest) -> int:
    """Return how many rows of incidents the page's table has."""
    tables = [item.proto.body for item in app.get("html") if "newest month first</caption>" in item.proto.body]
    return sum(body.count('<th scope="row">') for body in tables)


def shown(app: AppTest, label: str) -> Any:
    return next(item for item in app.get("download_button") if item.proto.label == label)


def test_a_link_shows_as_many_rows_as_the_number_says(open_page: Opener) -> None:
    app = open_page("rows", **LINK)
    plain = sum(n for month, n in monthly(DARLINGTON_CODE, ASB).items() if date(2022, 9, 1) <= month)
    assert total(app) == plain > 50
    assert shown_rows(app) == 50
    assert "September 2022 to August 2023, all outcomes" in lead(app)
    assert {item.label for item in app.selectbox} >= {"Area", "Locality", "Counted", "From", "To", "Outcome"}


@pytest.mark.parametrize(
    ("page", "query"),
    [("", {}), ("darlington-2021-26-safer-places", {}), ("places", {"locality": "E01012304", "recorded": "violence"})],
)
def test_every_number_links_to_as_many_rows(open_page: Opener, page: str, query: dict[str, str]) -> None:
    app = open_page(page, **query)
    links = [item.proto for item in app.main.get("page_link") if "behind this" in item.proto.label]
    assert len(links) >= 2
    for link in links[:6]:
        said = int(re.sub(r"\D", "", link.label))
        behind = open_page("rows", **dict(parse_qsl(link.query_string)))
        assert total(behind) == said


def test_filters_narrow_and_a_new_filter_starts_at_the_first_page(open_page: Opener) -> None:
    app = open_page("rows", **LINK, page="2")
    first, everything = lead(app), total(app)
    assert address_of(app)["page"] == "2"
    next(item for item in app.selectbox if item.label == "Outcome").set_value("none").run()
    assert total(app) == everything
    assert "no outcome recorded" in lead(app) != first
    assert "page" not in app.query_params
    app.text_input[0].set_value("sample ST").run()
    assert total(app) == everything
    assert address_of(app)["street"] == "sample ST"
    app.text_input[0].set_value("<img src=x onerror=alert(1)>").run()
    assert "&lt;img src=x" in lead(app)
    assert "no rows" in lead(app)
    assert not app.exception


def test_pages_can_be_turned_and_never_leave_the_rows(open_page: Opener) -> None:
    app = open_page("rows", **LINK)
    pages = -(-total(app) // 50)
    next(item for item in app.button if item.label == "Older rows").click().run()
    assert address_of(app)["page"] == "2"
    far = open_page("rows", **LINK, page="99999999")
    assert address_of(far)["page"] == str(pages)
    assert next(item for item in far.button if item.label == "Older rows").disabled
    assert shown_rows(far) == total(far) - 50 * (pages - 1)
    for wrong in ("-1", "x", "1" * 40, "²"):
        assert "page" not in open_page("rows", **LINK, page=wrong).query_params


@pytest.mark.parametrize(
    "wrong",
    [{"from": "1066-10"}, {"to": "never"}, {"counted": "'; DROP TABLE area; --"}, {"outcome": "<b>"}, {"area": "../x"},
     {"locality": "X-none"}, {"street": "\0" * 80}],
)  # fmt: skip
def test_a_link_to_what_is_not_there_is_the_usual_view(open_page: Opener, wrong: dict[str, str]) -> None:
    app = open_page("rows", **{**LINK, **wrong})
    assert not app.exception
    assert len(app.title) == 1
    assert app.info or wrong.get("street")


def test_months_the_wrong_way_round_are_a_sentence(open_page: Opener) -> None:
    app = open_page("rows", **{**LINK, "from": "2023-08", "to": "2022-09"})
    assert "lies after" in app.warning[-1].value
    assert not app.get("plotly_chart")


def test_a_month_that_is_not_held_is_no_rows_and_a_gap(open_page: Opener) -> None:
    app = open_page("rows", **{**LINK, "from": "2023-02", "to": "2023-02"})
    assert lead(app).endswith("no rows.")
    assert any("gaps, not zeros" in item.value for item in app.markdown)
    assert not app.get("download_button")


def taken(folder: Path, codes: tuple[str, ...], kind: str, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Make a download as pressing its button does."""
    from cspdash.ui import rows_questions, rows_saving

    monkeypatch.setenv("CSPDASH_STORE", str(folder))
    return rows_saving.maker(rows_questions.rows(codes), codes, kind)()  # type: ignore[arg-type]


def test_a_download_is_exactly_what_is_shown_and_is_logged(
    store_copy: Path, open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = (DARLINGTON_CODE, "asb", "2022-09", "2023-08", "any", "sample")
    rows = list(csv.DictReader(io.StringIO(taken(store_copy, codes, "csv", monkeypatch).decode("utf-8-sig"))))
    assert len(rows) == sum(n for month, n in monthly(DARLINGTON_CODE, ASB).items() if date(2022, 9, 1) <= month)
    assert {row["category"] for row in rows} == ASB
    assert rows[0]["query"].startswith("Incidents recorded as Anti-social behaviour in Darlington (E06000005)")
    table = parquet.read_table(pa.BufferReader(taken(store_copy, codes, "parquet", monkeypatch)))
    assert [str(value) for value in table.column("line").to_pylist()] == [row["line"] for row in rows]
    log = [json.loads(line) for line in (store_copy / audit.LOG).read_text().splitlines()]
    assert [(line["kind"], line["rows"], line["place"]) for line in log] == [
        ("csv", len(rows), DARLINGTON_CODE), ("parquet", len(rows), DARLINGTON_CODE),
    ]  # fmt: skip
    # What a reader typed may be a name: the log says that a location was asked for, not which.
    assert all(line["by_location"] is True for line in log)
    assert "sample" not in (store_copy / audit.LOG).read_text().lower()
    assert audit.broken_line(store_copy) is None


def test_restricted_rows_cannot_be_taken_without_the_log(store_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (store_copy / audit.LOG).mkdir()
    codes = (DARLINGTON_CODE, "asb", "2022-09", "2023-08", "any", "")
    assert taken(store_copy, codes, "csv", monkeypatch)
    monkeypatch.setattr("cspdash.findings.rows.OPEN", set())
    from cspdash.ui.access import forget

    forget()
    with pytest.raises(OSError, match=audit.LOG):
        taken(store_copy, codes, "csv", monkeypatch)
    forget()


@pytest.mark.parametrize("store", ["thin", "empty"])
def test_stores_with_little_say_so(open_page: Opener, store: str) -> None:
    app = open_page("rows", store)
    assert not app.exception
    assert (total(app) > 0) == (store == "thin")
    if store == "empty":
        assert "No months are held yet" in app.info[0].value


def test_the_newest_twelve_months_are_shown_first(open_page: Opener) -> None:
    app = open_page("rows")
    chosen = {item.label: item.value for item in app.selectbox}
    assert (chosen["From"], chosen["To"], chosen["Counted"]) == ("2022-09", f"{MONTHS[-1]:%Y-%m}", "all")
