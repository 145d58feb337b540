"""Who loaded what, and what was turned away, stands in a log beside the releases."""

import json
from pathlib import Path

import pytest

from cspdash import catalogue
from cspdash.ingest import run
from cspdash.store import audit
from tests import making
from tests.making import many_rows


@pytest.mark.fault("F20")
def test_each_load_and_each_file_turned_away_is_a_line(
    tmp_path: Path, small_content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, content = tmp_path / "store", catalogue.load(small_content)
    good = making.write_month(tmp_path, many_rows(20))
    first = run.police(store, [good], content)
    run.police(store, [good], content)
    bad = making.write_file(tmp_path / "2023-02-durham-street.csv", b"<html>")
    run.police(store, [bad], content)
    monkeypatch.setenv("CSPDASH_LIMITED", "1")
    run.people(store, bad, content)
    lines = [json.loads(line) for line in (store / audit.LOADS).read_text("ascii").splitlines()]
    told = [(line["action"], line["role"], line.get("release") or line.get("file")) for line in lines]
    assert told == [
        ("files loaded", "command line", first.release),
        ("file unchanged", "command line", good.name),
        ("file refused", "command line", bad.name),
        ("file refused", "analyst, on a page", bad.name),
    ]
    assert lines[1]["sha256"] == first.loads[0].sha256
    assert audit.broken_line(store, audit.LOADS) is None


def test_a_log_that_cannot_be_written_stops_no_load(tmp_path: Path, small_content: Path) -> None:
    store = tmp_path / "store"
    (store / audit.LOADS).mkdir(parents=True)
    assert run.police(store, [making.write_month(tmp_path, many_rows(20))], catalogue.load(small_content)).release
