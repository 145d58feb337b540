import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cspdash import catalogue, settings
from cspdash.publish import gate
from cspdash.store.release import current_release, writer_lock
from tests.commands import cspdash
from tests.publish import microdata
from tests.publish.microdata import Data, year_row

CELL = "domestic-abuse-incidents:E06000005:2022-04"


@pytest.fixture(scope="module")
def content_slug() -> str:
    """A class S count of the content that ships."""
    found = catalogue.load(settings.content_dir()).indicators
    return next(one.slug for one in found if (one.disclosure, one.counted_from, one.measure) ==
                ("S", "observations", "count"))  # fmt: skip


@pytest.fixture
def public(tmp_path: Path) -> Path:
    return tmp_path / "public"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory, content_slug: str) -> Path:
    """A restricted store; read only."""
    rows = tuple(year_row(content_slug, area, 2022, n) for area, n in (("E06000005", 41), ("E06000047", 7)))
    return microdata.fill(tmp_path_factory.mktemp("restricted"), Data((), rows))


def test_publish_builds_audits_and_serves(source: Path, public: Path, content_slug: str) -> None:
    answer = cspdash("publish", public, "--store", source, "--json")
    assert answer.code == 0
    assert answer.json["release"] == current_release(public)
    assert (answer.json["cells"], answer.json["shown"], answer.json["gate"]["earlier_releases"]) == (2, 1, 0)
    said = cspdash("publish", public, "--store", source)
    assert said.code == 0
    assert "1 of 2 protected cells show a number" in said.out
    assert cspdash("verify", "--store", public, "--json").json["verified"]
    assert cspdash("status", "--store", public, "--json").json["edition"] == "public"
    cell = f"{content_slug}:E06000005:2022-04"
    hidden = cspdash("publish", public, "--hide", cell, "--reason", "legal", "--json")
    assert hidden.json["hidden"] == [f"{content_slug}:E06000005:2022-04-01..2023-03-31"]
    assert len(hidden.json["deleted"]) == 2
    assert "hidden    " in cspdash("publish", public, "--hide", f"{content_slug}:E06000047:2022-04").out


def test_a_set_time_is_waited_for(source: Path, public: Path) -> None:
    at = (datetime.now(UTC) + timedelta(days=30)).isoformat(timespec="minutes")
    waiting = cspdash("publish", public, "--store", source, "--at", at, "--json")
    assert waiting.code == 0
    assert current_release(public) is None
    answer = cspdash("publish", public, "--due", "--json")
    assert (answer.code, answer.json["release"]) == (0, None)
    assert "nothing is due before" in cspdash("publish", public, "--due").out
    (public / "staged" / "DUE").write_text("2026-01-01T09:30:00+00:00\n")
    assert cspdash("publish", public, "--due", "--json").json["release"] == waiting.json["release"]
    assert "nothing is due\n" in cspdash("publish", public, "--due").out


@pytest.mark.parametrize(
    "options", [["--at", "soon"], ["--at", "2020-01-01T09:30"], ["--due", "--revise"], ["--hide", CELL, "--due"],
                ["--hide", CELL, "--reason", "because"]],
)  # fmt: skip
def test_wrong_usage_leaves_with_two(options: list[str], source: Path, public: Path) -> None:
    assert cspdash("publish", public, "--store", source, *options).code == 2
    assert not public.exists()


def test_a_closed_gate_leaves_with_three_and_the_old_release(
    source: Path, public: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cspdash("publish", public, "--store", source).code == 0
    before = current_release(public)

    def crash(*_: object) -> None:
        raise MemoryError("injected")

    monkeypatch.setattr(gate, "examine", crash)
    answer = cspdash("publish", public, "--store", source, "--json")
    assert answer.code == 3
    assert "the gate did not finish" in answer.json["error"]
    assert current_release(public) == before


def test_another_writer_and_wrong_folders(source: Path, public: Path, tmp_path: Path) -> None:
    with writer_lock(public):
        assert cspdash("publish", public, "--store", source).code == 75
    assert cspdash("publish", source, "--store", source).code == 3
    assert cspdash("publish", public, "--store", tmp_path / "none").code == 3
    assert cspdash("publish", public, "--hide", CELL).code == 3
    assert cspdash("publish", public, "--store", source).code == 0
    assert cspdash("ingest", "surveys", tmp_path / "x.csv", "--store", public).code == 3
    assert cspdash("export", "incident", tmp_path / "x.csv", "--store", public).code == 2


def test_it_runs_as_a_process_of_its_own(source: Path, public: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cspdash", "publish", str(public), "--store", str(source), "--json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["release"] == current_release(public)
