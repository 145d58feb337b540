"""The table of `make coverage`: added up by room, cut and not rounded, and refused below the floor."""

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.coverage_table import ROOMS, main, rooms


def figures(**short_of: int) -> dict[str, Any]:
    """What `coverage json` says of two files in each room, 1,000 branches together; `short_of` are not reached."""
    files = {}
    for room in ROOMS:
        for name, missing in (("one.py", 0), ("inner/two.py", short_of.get(room, 0))):
            files[f"cspdash/{room}/{name}"] = {
                "summary": {
                    "num_statements": 100, "covered_lines": 100, "num_branches": 500, "covered_branches": 500 - missing,
                }
            }  # fmt: skip
    return {"meta": {"branch_coverage": True, "timestamp": "2026-03-01T12:00:00.5"}, "files": files}


def written(tmp_path: Path, found: dict[str, Any]) -> str:
    """Run the script on these figures and return the page."""
    (tmp_path / "figures.json").write_text(json.dumps(found), encoding="utf-8")
    main(tmp_path / "figures.json", tmp_path / "coverage.md")
    return (tmp_path / "coverage.md").read_text(encoding="utf-8")


def test_a_room_adds_up_over_its_files_and_the_page_says_when(tmp_path: Path) -> None:
    page = written(tmp_path, figures(stats=50, store=1))
    assert "| stats | 200 | 200 | 100.0 | 1,000 | 950 | 95.0 |" in page
    assert "| store | 200 | 200 | 100.0 | 1,000 | 999 | 99.9 |" in page
    assert "Measured on 1 March 2026" in page


def test_one_branch_below_the_floor_fails_after_the_page_is_written(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"below 95 %: findings$"):
        written(tmp_path, figures(findings=51))
    assert "| findings | 200 | 200 | 100.0 | 1,000 | 949 | 94.9 |" in (tmp_path / "coverage.md").read_text()


def test_statements_have_the_floor_too(tmp_path: Path) -> None:
    found = figures()
    found["files"]["cspdash/ingest/one.py"]["summary"]["covered_lines"] = 89
    with pytest.raises(SystemExit, match=r"below 95 %: ingest$"):
        written(tmp_path, found)


def test_a_room_that_was_not_measured_is_no_success(tmp_path: Path) -> None:
    found = figures()
    found["files"] = {path: file for path, file in found["files"].items() if "/publish/" not in path}
    with pytest.raises(SystemExit, match=r"below 95 %: publish$"):
        written(tmp_path, found)


def test_figures_without_branches_are_refused() -> None:
    found = figures()
    found["meta"]["branch_coverage"] = False
    with pytest.raises(ValueError, match="branches were not measured"):
        rooms(found)
