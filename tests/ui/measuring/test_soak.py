"""One reader goes round the pages until there were enough reruns; memory is read on the way."""

import asyncio
import os

import pytest

from cspdash.ui.measuring import soak


def test_memory_is_read_before_and_between_reruns(behind_a_proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soak, "STAY", 2)
    monkeypatch.setattr(soak, "FIRST_ROUNDS", 1)
    monkeypatch.setattr(soak, "SAMPLES", 2)
    pages = {"Overview": ("", "Area"), "Sources": ("sources", "Plan")}
    monkeypatch.setattr(soak, "pages", lambda: pages)
    found = asyncio.run(soak.soaked(behind_a_proxy, os.getpid(), 7))
    assert found["reruns"] == 8, "whole rounds of two turns on each of two pages"
    assert len(found["memory_mb"]) == 3 and min(found["memory_mb"]) > 1
    assert found["first_ms"] > 0 and found["last_ms"] > 0
