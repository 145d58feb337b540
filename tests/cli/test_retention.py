"""`retention` from the command line: it tells, then deletes, and leaves a line in the audit log."""

import json
from datetime import date
from pathlib import Path

from cspdash.catalogue import load
from cspdash.ingest import run
from cspdash.settings import content_dir
from cspdash.store import audit
from tests.commands import cspdash
from tests.making import served
from tests.partner_extracts import fire_rows, write_extract


def test_old_events_are_told_then_deleted_with_a_line_in_the_audit_log(tmp_path: Path) -> None:
    store, content = tmp_path / "store", load(content_dir())
    file = write_extract(tmp_path / "fires.csv", fire_rows(date(2015, 1, 1), date(2015, 3, 31)))
    assert run.extract(store, file, content, content.mapping("fire")).held
    before = served(store)
    told = cspdash("retention", "--store", store)
    assert told.code == 0
    assert "30 events" in told.out
    assert "Nothing was deleted" in told.out
    assert served(store) == before
    done = json.loads(cspdash("retention", "--store", store, "--apply", "--json").out)
    assert (done["applied"], done["due"][0]["rows"]) == (True, 30)
    assert (audit.broken_line(store), "retention" in (store / audit.LOG).read_text()) == (None, True)
    assert cspdash("retention", "--store", store).out.strip() == "nothing is past its time"
    assert cspdash("verify", "--store", store).code == 0


def test_a_folder_without_a_store_is_no_error(tmp_path: Path) -> None:
    assert cspdash("retention", "--store", tmp_path / "none").out.strip() == "nothing is past its time"
