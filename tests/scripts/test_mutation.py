"""The faults that `scripts/mutation.py` makes: each one a program, each one another program, at the place it names."""

import ast
import json
from dataclasses import asdict
from pathlib import Path

import pytest

from cspdash.settings import ROOT
from scripts.mutants import Mutant, mutants, mutated
from scripts.mutation import ROOMS, asked_of, digest, done_before, mirrors, patience, report, survives

SOURCE = '''
def f(a, b):
    """Words with < and 3 stay."""
    if a < b and not a == 3:
        return a + b
    return a in (1, 2) or True
SQL = """SELECT x FROM t WHERE a = 1 AND b IS NULL"""
£ = "é" * 2 - 1 if False else None
'''.replace("£ = ", "name = ")


def test_every_kind_of_fault_is_made_where_it_belongs() -> None:
    found = {(one.line, one.was, one.text) for one in mutants("x.py", SOURCE)}
    for expected in [
        (4, "<", "<="), (4, "and", "or"), (4, "not a == 3", "(a == 3)"), (4, "==", "!="), (4, "3", "4"), (5, "+", "-"),
        (6, "in", "not in"), (6, "or", "and"), (6, "True", "False"), (7, " = ", " <> "), (7, "AND", "OR"),
        (7, "IS NULL", "IS NOT NULL"), (8, "-", "+"), (8, "2", "3"),
    ]:  # fmt: skip
        assert expected in found
    assert not [one for one in found if one[0] == 3]
    assert mutants("x.py", "@dataclass(frozen=True, order=1 < 2)\nclass A:\n    b: int\n") == []
    assert mutants("x.py", "zip(a, b, strict=True)\n") == []


def test_a_fault_is_a_program_and_another_one() -> None:
    for name in ("stats/rates.py", "ingest/derive.py", "publish/protect.py"):
        path = ROOT / "cspdash" / name
        source = path.read_text(encoding="utf-8")
        for one in mutants(str(path), source):
            made = mutated(source, one)
            assert ast.dump(ast.parse(made)) != ast.dump(ast.parse(source)), str(one)


def test_a_module_has_its_mirror_or_its_folder() -> None:
    assert "tests/stats/test_rates.py" in mirrors("cspdash/stats/rates.py")
    assert mirrors("cspdash/ingest/incidents/rows.py") == [
        "tests/ingest/test_incidents.py",
        "tests/ingest/test_incidents_crash.py",
        "tests/ingest/test_incidents_rows.py",
    ]
    for room in ROOMS:
        for path in (ROOT / "cspdash" / room).rglob("*.py"):
            found = mirrors(str(path.relative_to(ROOT)))
            assert found and all(Path(ROOT, name).exists() for name in found), path


def test_the_room_is_asked_after_the_mirror_and_once() -> None:
    rates, marts = (Mutant(f"cspdash/{name}.py", 1, 0, 1, "", "") for name in ("stats/rates", "ingest/no_such"))
    assert asked_of(rates) == [["tests/stats/test_rates.py"], ["tests/stats"]]
    assert asked_of(marts) == [["tests/ingest"]]


def test_tests_that_fail_anyway_or_never_end_tell_nothing_of_a_fault(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = browser\n", encoding="utf-8")
    file = tmp_path / "test_one.py"
    file.write_text("def test_one() -> None:\n    assert 1 + 1 == 2\n", encoding="utf-8")
    seconds = patience(tmp_path, ["test_one.py"])
    assert survives(tmp_path, ["test_one.py"], seconds)
    assert not survives(tmp_path, ["test_one.py"], 0.001)
    file.write_text("def test_one() -> None:\n    assert 1 + 1 == 3\n", encoding="utf-8")
    assert not survives(tmp_path, ["test_one.py"], seconds)
    with pytest.raises(SystemExit, match=r"test_one.py fail without any fault"):
        patience(tmp_path, ["test_one.py"])
    with pytest.raises(SystemExit):
        patience(tmp_path, ["test_two.py"])


def test_tests_ended_from_outside_say_nothing(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = browser\n", encoding="utf-8")
    killed = "import os, signal\ndef test_one() -> None:\n    os.kill(os.getpid(), signal.SIGTERM)\n"
    (tmp_path / "test_one.py").write_text(killed, encoding="utf-8")
    with pytest.raises(SystemExit, match="ended from outside"):
        survives(tmp_path, ["test_one.py"], 60)


def test_a_run_goes_on_where_it_stopped_while_program_and_tests_are_the_same(tmp_path: Path) -> None:
    for room in ("cspdash", "tests"):
        (tmp_path / room).mkdir()
    (tmp_path / "cspdash" / "x.py").write_text("1\n", encoding="utf-8")
    before = digest(tmp_path)
    one, lines = Mutant("cspdash/stats/x.py", 3, 0, 1, "<=", "<"), tmp_path / "lines"
    assert done_before(lines, before) == {}
    lines.write_text(json.dumps({"digest": before, "fault": asdict(one), "survives": True}) + "\n", encoding="utf-8")
    assert done_before(lines, before) == {one: True}
    (tmp_path / "tests" / "test_x.py").write_text("", encoding="utf-8")
    assert done_before(lines, digest(tmp_path)) == {}


def test_the_score_names_who_survived() -> None:
    one, other = Mutant("cspdash/stats/x.py", 3, 0, 1, "<=", "<"), Mutant("cspdash/ingest/y.py", 4, 0, 1, "2", "1")
    said = report({one: True, other: False}, 7, 1234)
    assert "| ingest | 1 | 1 | 100 % |" in said
    assert "| stats | 1 | 0 | 0 % |" in said
    assert said.rstrip().endswith("- cspdash/stats/x.py:3: `<` becomes `<=`")
