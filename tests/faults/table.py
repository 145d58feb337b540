"""The table of faults, generated from a run: `pytest -m fault --fault-table=docs/faults.md` (or `make faults`).

Every test that is marked `fault("F8")` reports its cases with its result, over all workers.
"""

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases.toml"
HEAD = """# What can go wrong, and the tests that make it go wrong

Generated from a run of the tests that inject each case for real (`make faults`); none of them is a mock.

| Case | What goes wrong | What must then happen | Tests | Result |
|---|---|---|---|---|
"""
WORSE = ("passed", "skipped", "failed")


def cases() -> dict[str, dict[str, str]]:
    """Return what can go wrong, by id."""
    return tomllib.loads(CASES.read_text(encoding="utf-8"))


def written(outcomes: Mapping[str, Mapping[str, list[str]]]) -> str:
    """Return the table of the outcomes of each test of each case; parametrised tests are one, with the worst result."""
    lines = []
    for case, said in cases().items():
        tests = outcomes.get(case, {})
        names = "<br>".join(
            f"`{name}`" + (f" ({len(found)})" if len(found) > 1 else "") for name, found in tests.items()
        )
        every = [one for found in tests.values() for one in found]
        result = ", ".join(f"{every.count(word)} {word}" for word in WORSE if word in every) or "**no test**"
        lines.append(f"| {case} | {said['fault']} | {said['expected']} | {names} | {result} |")
    return HEAD + "\n".join(lines) + "\n"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that names the file to write."""
    parser.addoption("--fault-table", type=Path, help="write the table of faults of this run to a file")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let every marked test carry its cases in its report, also from a worker process."""
    for item in items:
        for mark in item.iter_markers("fault"):
            item.user_properties += [("fault", case) for case in mark.args]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Write the table at the end of the run."""
    target = config.getoption("--fault-table")
    if target is None or hasattr(config, "workerinput"):
        return
    outcomes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for word in WORSE:
        for report in terminalreporter.stats.get(word, []):
            if getattr(report, "when", "") == "call" or word != "passed":
                for case in sorted({case for name, case in report.user_properties if name == "fault"}):
                    outcomes[case][report.nodeid.partition("[")[0]].append(word)
    target.write_text(
        written({case: dict(sorted(found.items())) for case, found in outcomes.items()}), encoding="utf-8"
    )
    terminalreporter.write_line(f"table of faults written to {target}")
