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


def test_backups_are_told_then_deleted_after_a_newer_one(tmp_path: Path) -> None:
    store, content, kept = tmp_path / "store", load(content_dir()), tmp_path / "kept"
    kept.mkdir()
    file = write_extract(tmp_path / "fires.csv", fire_rows(date(2015, 1, 1), date(2015, 3, 31)))
    assert run.extract(store, file, content, content.mapping("fire")).held
    assert cspdash("backup", kept / "old.tar", "--store", store).code == 0
    (kept / "spoilt.tar").write_bytes(b"no backup")
    assert (
        "Backups were not looked at: name their folder with '--backups DIR'."
        in cspdash("retention", "--store", store).out
    )
    asked = ("retention", "--store", store, "--backups", kept, "--apply")
    out = cspdash(*asked).out
    assert "backups that hold such events and stay until a newer one without them is there" in out
    assert f"'cspdash backup {kept / 'NEW.tar'}', once the store holds none, then this again): old.tar" in out
    assert "cannot be read as backups and may hold such events, left to you to delete: spoilt.tar" in out
    assert cspdash("backup", kept / "new.tar", "--store", store).code == 0
    told = cspdash(*asked[:-1])
    assert "past their time, with a newer backup that has none: old.tar" in told.out
    assert "Nothing was deleted" in told.out
    done = json.loads(cspdash(*asked, "--json").out)
    assert done["backups"]["removable"] == [str(kept / "old.tar")]
    assert sorted(path.name for path in kept.iterdir()) == ["new.tar", "spoilt.tar"]
    assert '"backups": 1' in (store / audit.LOG).read_text()
    (kept / "spoilt.tar").unlink()
    assert cspdash(*asked).out.strip() == "nothing is past its time"


def test_a_folder_without_a_store_is_no_error(tmp_path: Path) -> None:
    assert cspdash("retention", "--store", tmp_path / "none").out.strip() == "nothing is past its time"
