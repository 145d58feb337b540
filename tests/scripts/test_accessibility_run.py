"""The record of the last whole reading is of the pages that there are now: a new page needs a new run."""

import json
import re

import pytest

from cspdash.settings import ROOT
from scripts import reading

RECORD = json.loads((ROOT / "docs" / "accessibility-run.json").read_text(encoding="utf-8"))
ADDRESSES = re.compile(r'url_path="([a-z-]+)"')


def test_nothing_was_wrong_in_either_look_or_width_or_any_state() -> None:
    assert RECORD["violations"] == []
    assert RECORD["themes"] == list(reading.THEMES)
    assert RECORD["widths"] == list(reading.WIDTHS)
    assert RECORD["states"] == list(reading.STATES)
    assert RECORD["tools"]["axe-core"] == reading.axe_version()


@pytest.mark.parametrize("edition", ["partnership", "without data"])
def test_every_page_of_the_navigation_was_read(edition: str) -> None:
    source = (ROOT / "cspdash" / "ui" / "navigation.py").read_text(encoding="utf-8")
    named = {f"/{name}" for name in ADDRESSES.findall(source)}
    assert len(named) >= 16
    assert named | {"/", "/meeting"} <= set(RECORD["editions"][edition])


def test_every_page_was_read_in_every_look_and_width() -> None:
    looks = len(RECORD["themes"]) * len(RECORD["widths"])
    for edition, pages in RECORD["editions"].items():
        of_each = 1 if edition == "without data" else 2
        assert RECORD["views"][edition] >= of_each * looks * len(pages), edition
