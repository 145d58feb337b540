"""The gate for packages: it fails when less was audited than is installed, whatever the auditor says of itself."""

import pytest

from scripts import audit_packages
from scripts.audit_packages import LOCKS, Pin, differences, installed, licences, problems, read_lock

HASH = "--hash=sha256:" + "0" * 64
GOOD = {"dependencies": [{"name": "Some_Package", "version": "1.0", "vulns": []}], "fixes": []}
# As pip-audit 2 answers without a network: exit code 0, and every package skipped.
OFFLINE = {"dependencies": [{"name": "some-package", "skip_reason": "Could not audit: no connection"}], "fixes": []}


def test_every_package_looked_up_and_no_hole_is_good() -> None:
    assert problems(GOOD, ["some.package"]) == []


@pytest.mark.parametrize(
    "report",
    [OFFLINE, {}, {"dependencies": []}, {"dependencies": [{"name": "some-package", "version": "1.0"}]},
     {"dependencies": [{"name": "other", "version": "1.0", "vulns": []}]}],
)  # fmt: skip
def test_a_package_that_was_not_looked_up_fails_the_gate(report: dict[str, object]) -> None:
    assert problems(report, ["some-package"]) == ["could not audit 1 of 1 packages: some-package"]


def test_one_skipped_of_many_fails_the_gate_and_is_named() -> None:
    report = {"dependencies": [*GOOD["dependencies"], {"name": "b", "skip_reason": "x"}]}
    assert problems(report, ["some-package", "b"]) == ["could not audit 1 of 2 packages: b"]


def test_a_known_hole_fails_the_gate() -> None:
    report = {"dependencies": [{"name": "a", "version": "1.0", "vulns": [{"id": "CVE-2026-33682"}]}]}
    assert problems(report, ["a"]) == ["a 1.0: CVE-2026-33682"]


def test_the_gate_itself_fails_where_nothing_can_be_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit_packages.sys, "executable", "/bin/true")
    assert audit_packages.main(["gate"]) == 1
    said = capsys.readouterr()
    assert f"could not audit {len(installed())} of {len(installed())} packages" in said.out
    assert "gave no report" in said.err


def test_the_lock_files_pin_every_package_by_version_and_hash() -> None:
    for path in LOCKS:
        found, wrong = read_lock(path.read_text(encoding="utf-8"))
        assert wrong == []
        assert len(found) > 50


@pytest.mark.parametrize(
    "line",
    ["name", "name==1.0", f"name>=1.0 {HASH}", f"git+https://example.org/x.git {HASH}", "-e .", f"./x.tar.gz {HASH}",
     "--index-url https://example.org", "name==1.0 --hash=md5:0", "--hash=sha256:12"],
)  # fmt: skip
def test_a_line_that_pins_nothing_is_found(line: str) -> None:
    found, wrong = read_lock(f"good==1.0 \\\n    {HASH} \\\n    {HASH}\n    # via x\n{line}\n")
    assert found == {"good": Pin("1.0", 2)}
    assert len(wrong) == 1


def test_what_is_installed_is_what_is_locked() -> None:
    assert [line for line in audit_packages.check_locks() if "in no lock file" not in line] == []
    assert differences({"a": Pin("1.0", 1)}, {"a": "1.1", "b": "2"}) == [
        "a is 1.1, locked is 1.0", "b is installed and in no lock file",
    ]  # fmt: skip


def test_every_package_states_a_licence() -> None:
    found = licences()
    assert len(found) == len(installed())
    assert [name for name, _, licence in found if licence == "not stated"] == []
