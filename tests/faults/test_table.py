"""Every case of the table of faults has a test that injects it, and no test names a case that is not there."""

import ast
from pathlib import Path

from cspdash.settings import ROOT
from tests.faults.table import cases, written


def marked(path: Path) -> set[str]:
    """Return the cases that a module's tests are marked with."""
    return {
        argument.value
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "fault"
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def test_every_case_is_injected_by_a_test_and_every_mark_is_a_case() -> None:
    found = set().union(*(marked(path) for path in (ROOT / "tests").rglob("test_*.py")))
    assert found == set(cases()) == {f"F{number}" for number in range(1, 39)}


def test_the_table_says_what_failed_and_what_has_no_test() -> None:
    table = written({"F8": {"tests/x.py::test_damage": ["passed", "failed"], "tests/x.py::test_cut": ["passed"]}})
    (line,) = (line for line in table.splitlines() if line.startswith("| F8 |"))
    assert "`tests/x.py::test_damage` (2)<br>`tests/x.py::test_cut`" in line
    assert line.endswith("| 2 passed, 1 failed |")
    assert table.count("**no test**") == 37
