"""What is not started at all, and what each replica is told."""

from pathlib import Path

import pytest

from cspdash.ui.replicas.supervisor import free_ports, reasons_not_to, server_command
from cspdash.ui.serving.options import Options, parsed


def test_replicas_answer_this_machine_alone_under_the_names_of_the_whole() -> None:
    given = ["--address", "10.0.0.7", "--host-name", "dashboard.example", "--trusted-proxy", "10.0.0.1",
             "--max-per-address", "40", "--no-sign-in"]  # fmt: skip
    line = server_command(given, parsed([*given, "8501"]), 9001, Path("logins"))
    options = parsed(line[3:])
    assert (options.address, options.port, options.max_per_address) == ("127.0.0.1", 9001, 40)
    assert {"10.0.0.7", "dashboard.example", "localhost"} <= options.hosts
    assert options.trusted_proxies == ("10.0.0.1", "127.0.0.1")
    assert options.no_sign_in and options.login_times == Path("logins")


def test_what_a_single_server_refuses_is_refused_for_the_whole(
    store_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSPDASH_STORE", str(store_folder))
    assert reasons_not_to(Options(), 2) == []
    assert any("only with --sign-in" in reason for reason in reasons_not_to(Options(address="10.0.0.7"), 2))
    assert any("--preview is for one reader" in reason for reason in reasons_not_to(Options(preview=True), 2))
    assert any("--replicas must be" in reason for reason in reasons_not_to(Options(), 1000))


def test_without_a_store_nothing_is_started() -> None:
    assert reasons_not_to(Options(), 2) == [
        "replicas need a store: load months first, or build the demonstration with 'cspdash demo'."
    ]


def test_ports_are_all_different() -> None:
    assert len(set(free_ports(20))) == 20
