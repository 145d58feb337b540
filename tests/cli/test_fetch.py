import json
import socket
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cspdash.cli import register
from cspdash.cli.app import app
from cspdash.ingest.police_uk.fetch.saving import only_one
from cspdash.store.connection import open_store
from tests.making import served
from tests.police_server import Fault, PoliceServer, archive_files, serving, zipped

MONTHS = [date(2023, 1, 1), date(2023, 2, 1), date(2023, 3, 1)]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[PoliceServer]:
    """Three months of Durham in one archive, served in the place of data.police.uk."""
    with serving() as server:
        files = archive_files(MONTHS, others=2)
        del files["2023-02/2023-02-durham-outcomes.csv"]
        server.add("2023-03", zipped(files))
        server.files["/data/archive/"] = b'<a href="2023-03.zip">'
        monkeypatch.setenv("CSPDASH_POLICE_URL", server.base + "/")
        yield server


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store's folder."""
    monkeypatch.setenv("CSPDASH_STORE", str(tmp_path / "store"))
    return tmp_path / "store"


def run(tmp_path: Path, *options: str) -> Result:
    register()
    wide = CliRunner(env={"COLUMNS": "200", "TERMINAL_WIDTH": "200"})
    return wide.invoke(app, ["fetch", "police", "--raw", str(tmp_path / "raw"), *options])


def test_fetches_and_loads(server: PoliceServer, folder: Path, tmp_path: Path) -> None:
    result = run(tmp_path, "--force", "durham", "--from", "2023-01", "--to", "2023-04", "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert [load["status"] for load in found["loads"]] == ["loaded"] * 5
    for load in found["loads"]:
        assert load["sha256"] == sha256(Path(load["file"]).read_bytes()).hexdigest()
        assert Path(load["file"]).is_relative_to(tmp_path / "raw" / load["month"])
    assert {file["file"] for file in found["fetched"]} == {load["file"] for load in found["loads"]}
    assert {file["archive"] for file in found["fetched"]} == {"2023-03"}
    assert [f"{gap['month']} {gap['kind']}" for gap in found["missing"]] == [
        "2023-02 outcomes", "2023-04 outcomes", "2023-04 street",
    ]  # fmt: skip
    store = open_store(folder)
    assert store.release == found["release"]
    store.close()


def test_a_second_run_changes_nothing(server: PoliceServer, folder: Path, tmp_path: Path) -> None:
    options = ("--force", "Durham", "--from", "2023-01", "--to", "2023-03")
    assert run(tmp_path, *options).exit_code == 0
    before = served(folder)
    result = run(tmp_path, *options)
    assert result.exit_code == 0 and served(folder) == before
    assert "fetched   0 files" in result.stdout and "5 were there already" in result.stdout
    assert "missing   durham outcomes  February 2023: in no archive" in result.stdout
    assert result.stdout.count("unchanged") == 5


@pytest.mark.parametrize("as_json", [(), ("--json",)])
def test_a_server_that_fails_leaves_the_store(
    server: PoliceServer, folder: Path, tmp_path: Path, as_json: tuple[str, ...]
) -> None:
    options = ("--force", "durham", "--from", "2023-01", "--to", "2023-03", *as_json)
    assert run(tmp_path, *options, "--to", "2023-01").exit_code == 0
    before = served(folder)
    server.fail("2023-03.zip", *[Fault(503)] * 9)
    result = run(tmp_path, *options)
    assert result.exit_code == 3 and served(folder) == before
    said = json.loads(result.stdout)["error"] if as_json else " ".join(result.stderr.split())
    assert f"{server.base}/data/archive/2023-03.zip: the server answered 503" in said
    assert "ingest police FILE.zip" in said


def test_no_network_is_said_plainly(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        monkeypatch.setenv("CSPDASH_POLICE_URL", f"http://127.0.0.1:{unused.getsockname()[1]}")
        result = run(tmp_path, "--force", "durham", "--json")
    assert result.exit_code == 3 and "no answer" in json.loads(result.stdout)["error"]
    assert not folder.exists()


def test_one_fetch_at_a_time(server: PoliceServer, folder: Path, tmp_path: Path) -> None:
    with only_one(tmp_path / "raw"):
        result = run(tmp_path, "--force", "durham")
    assert result.exit_code == 75 and "another fetch" in result.stderr
    assert not server.asked


def test_a_refused_file_refuses_the_command(server: PoliceServer, folder: Path, tmp_path: Path) -> None:
    files = archive_files(MONTHS)
    files["2023-02/2023-02-durham-street.csv"] = b"<html>an error page</html>"
    server.add("2023-03", zipped(files))
    result = run(tmp_path, "--force", "durham", "--json")
    assert result.exit_code == 3
    refused = [load for load in json.loads(result.stdout)["loads"] if load["status"] == "refused"]
    assert [Path(load["file"]).name for load in refused] == ["2023-02-durham-street.csv"]
    assert run(tmp_path, "--force", "durham", "--keep-going").exit_code == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "--force"),
        (("--force", "../durham"), "no force's id"),
        (("--force", "durham", "--from", "2023-13"), "--from 2023-13 is no month"),
        (("--force", "durham", "--from", "2023-02", "--to", "2023-01"), "is after"),
    ],
)
def test_wrong_usage(server: PoliceServer, folder: Path, tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    result = run(tmp_path, *options)
    assert result.exit_code == 2 and said in result.stderr
    assert not server.asked and not folder.exists()
