"""Logs say who in which role did what, on which release, how many rows; never a name, place, number or typed word."""

import json
import re
from pathlib import Path

import pytest

from cspdash.store import audit
from tests.commands import cspdash
from tests.pages.test_rows import taken

CANARY = "Canary Street 7"
KEYS = {
    "at", "action", "role", "kind", "rows", "release", "restricted", "by_outcome", "by_location", "place", "counted",
    "first", "last", "previous", "hash",
}  # fmt: skip


def test_a_download_of_rows_logs_codes_and_numbers_alone(store_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert taken(store_copy, ("E06000005", "asb", "2022-09", "2023-08", "any", CANARY), "csv", monkeypatch)
    assert taken(store_copy, ("E06000005", "asb", "2022-09", "2023-08", "any", ""), "csv", monkeypatch)
    text = (store_copy / audit.LOG).read_text(encoding="ascii")
    lines = [json.loads(line) for line in text.splitlines()]
    assert len(lines) == 2
    assert all(set(line) == KEYS for line in lines)
    assert [line["by_location"] for line in lines] == [True, False]
    assert not re.search(r"Canary|Sample|Street|Darlington|54\.52|-1\.54|[0-9a-f]{65}", text)
    assert audit.broken_line(store_copy) is None


def test_the_log_is_added_to_and_never_rewritten(tmp_path: Path) -> None:
    audit.record(tmp_path, "rows taken", "analyst", rows=1)
    first = (tmp_path / audit.LOG).read_bytes()
    audit.record(tmp_path, "rows taken", "analyst", rows=2)
    assert (tmp_path / audit.LOG).read_bytes().startswith(first)


@pytest.mark.parametrize(("name", "title"), [(audit.LOG, "the audit log"), (audit.LOADS, "the log of loads")])
def test_verify_reads_the_chain(name: str, title: str, store_copy: Path) -> None:
    (store_copy / name).unlink(missing_ok=True)
    for rows in range(3):
        audit.record(store_copy, "rows taken", "analyst", log_name=name, rows=rows)
    assert cspdash("verify", "--store", store_copy).code == 0
    log = store_copy / name
    log.write_text(log.read_text(encoding="ascii").replace('"rows": 1', '"rows": 9'), encoding="ascii")
    answer = cspdash("verify", "--store", store_copy, "--json")
    assert answer.code == 3
    [wrong] = [check for check in answer.json["checks"] if not check["holds"]]
    assert wrong["check"] == f"{title} is whole"
    assert "line 2" in wrong["detail"]
