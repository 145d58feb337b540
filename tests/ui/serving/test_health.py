"""Health that tells the truth and gives nothing away."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from cspdash.store.release import POINTER, building, release_path
from cspdash.ui.serving.health import Health, Readiness
from tests.making import served
from tests.ui.serving.asking import Inside, ask


def ready(edition: str | None = "partnership") -> tuple[int, dict[str, Any], str]:
    answer = ask(Health(Inside(), Readiness(edition)), "/readyz")
    return answer.status, json.loads(answer.body), answer.body.decode()


def test_a_store_that_is_whole_is_ready(store_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSPDASH_STORE", str(store_folder))
    assert ready()[:2] == (200, {"ready": True, "edition": "partnership", "release": served(store_folder)[0]})
    assert ready(None)[0] == 200


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ("flip", "the store cannot be read"),
        ("pointer", "the store is damaged, the newest release that is whole is served"),
        ("gone", "there is no store"),
        ("log", "the store cannot be read"),
    ],
)
def test_a_store_that_is_not_whole_is_not_ready(
    store_copy: Path, monkeypatch: pytest.MonkeyPatch, damage: str, reason: str
) -> None:
    monkeypatch.setenv("CSPDASH_STORE", str(store_copy))
    path = release_path(store_copy, served(store_copy)[0])
    if damage == "flip":
        data = bytearray(path.read_bytes())
        data[-10] ^= 1
        path.write_bytes(bytes(data))
    elif damage == "pointer":
        (store_copy / POINTER).write_text("nonsense")
    elif damage == "gone":
        shutil.rmtree(store_copy)
    else:
        path.with_suffix(".duckdb.wal").write_bytes(b"x")
    status, told, text = ready()
    assert (status, told) == (503, {"ready": False, "reason": reason})
    assert str(store_copy) not in text and path.stem not in text


def test_damage_that_comes_later_is_noticed(store_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSPDASH_STORE", str(store_copy))
    health = Health(Inside(), Readiness("partnership"))
    assert ask(health, "/readyz").status == 200
    path = release_path(store_copy, served(store_copy)[0])
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    assert ask(health, "/readyz").status == 503


def test_another_edition_than_at_the_start_is_not_ready(store_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSPDASH_STORE", str(store_folder))
    assert ready("public")[1]["reason"] == "the store is of another edition"


def test_a_public_release_that_did_not_pass_the_gate_is_not_ready(public: Path) -> None:
    health = Health(Inside(), Readiness("public"))
    assert json.loads(ask(health, "/readyz").body) == {"ready": True, "edition": "public", "release": served(public)[0]}
    with building(public, edition="public") as build:
        build.con.execute("DELETE FROM release_gate")
    answer = ask(health, "/readyz")
    assert (answer.status, json.loads(answer.body)["reason"]) == (503, "the release has not passed the gate")


def test_content_that_does_not_load_is_not_ready(
    store_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSPDASH_STORE", str(store_folder))
    (tmp_path / "partnership.toml").write_text("nonsense = ")
    monkeypatch.setenv("CSPDASH_CONTENT", str(tmp_path))
    status, told, text = ready()
    assert (status, told["reason"]) == (503, "the content cannot be read")
    assert str(tmp_path) not in text


def test_a_process_that_answers_is_alive_whatever_it_serves() -> None:
    health = Health(Inside(status=299), Readiness(None))
    assert ask(health, "/healthz").status == 200
    assert ask(health, "/healthz", "HEAD").body == b""
    assert ask(health, "/places").status == 299
