"""What is measured in a browser needs one: the rest is in tests/journeys/test_painted.py."""

import json
import shutil

import pytest

from cspdash.ui.measuring import painted


def test_a_page_of_somebody_else_is_named_with_what_to_wait_for() -> None:
    found = painted.beside("Theirs|http://127.0.0.1:8801/|6|Select Year")
    assert found == painted.View("Theirs", "http://127.0.0.1:8801/", painted.PLOTLY_SHAPES, 6, "Select Year")
    with pytest.raises(ValueError, match="unpack"):
        painted.beside("http://127.0.0.1:8801/")


def test_without_a_browser_there_are_no_figures(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr("sys.argv", ["painted", "http://127.0.0.1:1", "http://127.0.0.1:2"])
    painted.main()
    assert json.loads(capsys.readouterr().out) == {"browser": None}
