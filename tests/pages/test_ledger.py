"""The page of the ledger: files, filters in the address, raw rows as text, a download that is written to the log."""

import json
from pathlib import Path

import pytest

from cspdash import catalogue, settings
from cspdash.findings.ledger import PAGE
from cspdash.ingest import run
from cspdash.store import audit
from cspdash.ui import ledger as ledger_page
from cspdash.ui import navigation, roles
from tests import making
from tests.making import many_rows
from tests.pages.conftest import Opener

HOSTILE = "=1+1,<img src=x onerror=alert(1)>,**bold**"


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a month that has a hostile line in quarantine."""
    scratch = tmp_path_factory.mktemp("spoilt")
    data = making.police_csv(many_rows(30)) + f"{HOSTILE}\r\n".encode()
    path = making.write_file(scratch / "2023-01-durham-street.csv", data)
    run.police(scratch / "store", [path], catalogue.load(settings.content_dir()))
    return scratch / "store"


def html(app: object) -> str:
    return "".join(item.proto.body for item in app.get("html"))  # type: ignore[attr-defined]


def test_files_and_raw_rows_are_shown_as_text(open_page: Opener, stores: dict[str, Path], spoilt: Path) -> None:
    stores["spoilt"] = spoilt
    app = open_page("ledger", "spoilt")
    assert not app.exception
    assert "1 row waits in quarantine in 1 file in use" in html(app)
    assert "=1+1,&lt;img src=x onerror=alert(1)&gt;,**bold**" in html(app)
    assert "<img src=x" not in html(app)


def test_filters_are_codes_in_the_address(open_page: Opener) -> None:
    app = open_page("ledger", status="replaced", month="2023-01")
    chosen = {item.label: item.value for item in app.selectbox}
    assert (chosen["Status"], chosen["Month"]) == ("replaced", "2023-01")
    assert "No file is of this source, status and month" in app.info[0].value
    outcomes = sum(month.year == 2023 for month in making.MONTHS)
    files = len(making.MONTHS) + outcomes
    assert f"Files 1 to {PAGE} of {files}, newest first" in html(open_page("ledger", source="police.uk"))
    assert "Files 1 to 1 of 1, newest first" in html(open_page("ledger", month="2021-01"))


def test_a_download_is_written_to_the_log(spoilt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSPDASH_STORE", str(spoilt))
    found = ledger_page.found()
    make = ledger_page.maker(found.waiting[0].file.load_id, "")
    assert HOSTILE in make().decode("utf-8-sig").replace("\"'", "").replace('"', "")
    (line,) = [json.loads(text) for text in (spoilt / audit.LOG).read_text().splitlines()]
    assert (line["action"], line["rows"], line["role"]) == ("quarantine taken", 1, "analyst")


def test_the_board_has_no_such_page(spoilt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSPDASH_STORE", str(spoilt))
    assert "ledger" not in navigation.absent()
    monkeypatch.setattr(roles, "role", lambda: roles.BOARD)
    assert navigation.absent()["ledger"] == "Ledger and quarantine"
