"""Why a server does not start."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cspdash.settings import ROOT
from cspdash.store.release import building, release_path
from cspdash.ui.serving.options import Options, parsed
from cspdash.ui.serving.refusals import edition_of, refusals
from tests.making import served

Refusals = Callable[..., list[str]]


@pytest.fixture
def reasons(public: Path, tmp_path: Path) -> Refusals:
    """Asks why the public store is not served, in a small world of its own."""

    def ask(options: Options | None = None, **environment: str) -> list[str]:
        known = {"HOME": str(tmp_path / "home"), "CSPDASH_STORE": str(public), **environment}
        return refusals(options or Options(), known, tmp_path / "root")

    return ask


def test_a_public_store_by_itself_is_served(reasons: Refusals, public: Path) -> None:
    assert edition_of(public) == "public"
    assert reasons() == []


def test_a_release_that_was_changed_is_not_served(reasons: Refusals, public: Path) -> None:
    path = release_path(public, served(public)[0])
    # Bytes after the last block leave the file readable: only its hash tells.
    path.write_bytes(path.read_bytes() + b"\0" * 4096)
    assert len(reasons()) == 1 and "is not what its name says" in reasons()[0]
    assert reasons(Options(preview=True)) == reasons()


def test_a_release_that_did_not_pass_the_gate_is_not_served(reasons: Refusals, public: Path) -> None:
    """Whoever writes into a public store by hand has not been through the gate."""
    with building(public, edition="public") as build:
        build.con.execute("DELETE FROM release_gate")
    assert [reason for reason in reasons() if "gate" in reason]
    assert reasons(Options(preview=True)) == reasons()


def test_another_edition_in_the_same_folder_is_not_kept_beside_it(
    reasons: Refusals, public: Path, store_folder: Path
) -> None:
    other = served(store_folder)[0]
    os.link(release_path(store_folder, other), release_path(public, other))
    assert [reason for reason in reasons() if "is of the partnership edition" in reason]


@pytest.mark.parametrize("where", ["by default", "by name", "above", "below"])
def test_a_partnerships_store_within_reach_is_a_reason_not_to_start(
    where: str, reasons: Refusals, public: Path, store_copy: Path, tmp_path: Path
) -> None:
    environment = {}
    target = {
        "by default": tmp_path / "root" / "data" / "store",
        "by name": tmp_path / "elsewhere",
        "above": public.parent,
        "below": public / "old",
    }[where]
    target.mkdir(parents=True, exist_ok=True)
    for item in store_copy.iterdir():
        item.rename(target / item.name)
    if where == "by name":
        assert reasons() == []
        environment = {"CSPDASH_OTHER": str(target)}
    found = reasons(**environment)
    assert len(found) == 1 and f"within reach: {target}" in found[0] and "--preview" in found[0]
    assert reasons(Options(preview=True), **environment) == []
    if os.geteuid() != 0:  # nothing is out of reach for the superuser
        for release in (target / "releases").iterdir():
            release.chmod(0)
        assert reasons(**environment) == []


def test_a_store_that_cannot_be_told_counts_as_the_partnerships(reasons: Refusals, tmp_path: Path) -> None:
    releases = tmp_path / "root" / "data" / "store" / "releases"
    releases.mkdir(parents=True)
    (releases / "0123456789abcdef.duckdb").write_bytes(b"not a database of this schema")
    assert "within reach" in reasons()[0]


@pytest.mark.parametrize("home", ["root", "home"])
def test_secrets_are_a_reason_not_to_start(reasons: Refusals, tmp_path: Path, home: str) -> None:
    file = tmp_path / home / ".streamlit" / "secrets.toml"
    file.parent.mkdir()
    file.write_text("a = 1")
    assert reasons() == [f"there is a file of secrets: {file}. The public edition has none."]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--sign-in", "x.toml"], "no sign-in"),
        (["--no-sign-in"], "no sign-in"),
        (["--preview", "--address", "192.0.2.1"], "--preview"),
        (["--preview", "--host-name", "x.example"], "--preview"),
        (["--preview", "--trusted-proxy", "192.0.2.1"], "--preview"),
        (["--address", "0.0.0.0"], "--host-name"),
        (["--trusted-proxy", "everybody"], "--trusted-proxy"),
        (["--max-sessions", "0"], "--max-sessions"),
    ],
)
def test_options_that_do_not_go_together(reasons: Refusals, arguments: list[str], words: str) -> None:
    assert any(words in reason for reason in reasons(parsed(arguments)))


def test_the_public_edition_answers_the_world_when_told_its_name(reasons: Refusals) -> None:
    assert (
        reasons(parsed(["--address", "0.0.0.0", "--host-name", "safer.example", "--trusted-proxy", "10.0.0.0/8"])) == []
    )


def test_the_partnership_edition_answers_others_only_with_sign_in(
    store_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSPDASH_STORE", str(store_folder))
    assert refusals(Options()) == []
    named = ["--address", "192.0.2.1", "--host-name", "dashboard.example"]
    assert "--sign-in" in refusals(parsed(named))[0]
    assert refusals(parsed([*named, "--no-sign-in"])) == []
    assert refusals(parsed([*named, "--sign-in", "file.toml"])) == []
    assert "not of it" in refusals(Options(preview=True))[0]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], Options()),
        (["8600"], Options(port=8600)),
        (
            ["--host-name", "A.example", "--host-name", "b.example", "--max-sessions", "9", "--preview", "80"],
            Options(port=80, host_names=("A.example", "b.example"), max_sessions=9, preview=True),
        ),
    ],
)
def test_a_command_line_becomes_options(arguments: list[str], expected: Options) -> None:
    assert parsed(arguments) == expected


def test_the_hosts_are_this_machine_the_address_and_the_names_given() -> None:
    hosts = Options(address="192.0.2.1", host_names=("A.Example.",)).hosts
    assert hosts == {"127.0.0.1", "localhost", "::1", "192.0.2.1", "a.example"}
    assert Options().is_loopback and not Options(address="192.0.2.1").is_loopback


def test_a_server_that_refuses_says_why_and_leaves_with_3(public: Path) -> None:
    path = release_path(public, served(public)[0])
    path.write_bytes(path.read_bytes() + b"\0" * 4096)
    command: list[Any] = [sys.executable, "-m", "cspdash", "serve", "--store", public, "--port", "1", "--no-sign-in"]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 3
    assert "not started: the public edition has no sign-in" in done.stderr
    assert "is not what its name says" in done.stderr
    assert "Traceback" not in done.stderr
