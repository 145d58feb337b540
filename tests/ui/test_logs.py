"""The server's log is JSON lines, and no value of anybody's data gets into it by an error or another package (S13)."""

import io
import json
import logging
import subprocess
import sys
import tomllib
from typing import Any

import pytest

from cspdash.settings import ROOT
from cspdash.ui.logs import FRAMES, LONGEST, JsonLines

CANARY = "CANARY lives at 7 Sample Street"
TALKING = """
import logging, sys, threading, warnings
import streamlit.logger
from cspdash.ui.logs import log_as_json, tell
log_as_json()
tell("told", release="0123456789abcdef", rows=5)
streamlit.logger.get_logger("streamlit.made.later").warning("a picker holds %s", CANARY)
logging.getLogger("uvicorn.error").error("Exception in ASGI application", exc_info=ValueError(CANARY))
logging.getLogger("quiet.package").info("nobody asked")
warnings.warn("old ways")
thread = threading.Thread(target=lambda: int(CANARY)); thread.start(); thread.join()
raise LookupError(CANARY)
""".replace("CANARY", repr(CANARY))


@pytest.fixture
def logger() -> tuple[logging.Logger, io.StringIO]:
    out = io.StringIO()
    made = logging.Logger("cspdash.of.a.test")
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines())
    made.addHandler(handler)
    return made, out


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_everything_that_a_process_logs_is_json_without_a_value() -> None:
    done = subprocess.run([sys.executable, "-c", TALKING], cwd=ROOT, capture_output=True, text=True, check=False)
    said = lines(done.stderr)
    assert (done.returncode, done.stdout) == (1, "")
    assert [(line["level"], line["from"]) for line in said] == [
        ("INFO", "cspdash.serving"), ("WARNING", "streamlit.made.later"), ("ERROR", "uvicorn.error"),
        ("WARNING", "py.warnings"), ("ERROR", "cspdash.serving"), ("CRITICAL", "cspdash.serving"),
    ]  # fmt: skip
    assert (said[0]["says"], said[0]["release"], said[0]["rows"]) == ("told", "0123456789abcdef", 5)
    assert [line.get("error") for line in said] == [None, None, "ValueError", None, "ValueError", "LookupError"]
    assert "CANARY" not in done.stderr


def test_our_own_words_are_whole_and_a_line_is_a_line(logger: tuple[logging.Logger, io.StringIO]) -> None:
    made, out = logger
    made.warning("not ready: %s", 'two\nlines with "quotes" and £')
    made.warning("x" * 9999)
    first, second = lines(out.getvalue())
    assert first["says"] == 'not ready: two\nlines with "quotes" and £'
    assert len(second["says"]) == LONGEST
    assert first["at"].endswith("Z") and len(first["at"]) == len("2026-01-01T00:00:00.000Z")


def test_an_error_is_its_kind_and_the_lines_it_went_through(logger: tuple[logging.Logger, io.StringIO]) -> None:
    def deeper(n: int) -> None:
        if n == 0:
            raise KeyError(CANARY)
        deeper(n - 1)

    made, out = logger
    try:
        deeper(40)
    except KeyError:
        made.exception("it broke")
    (line,) = lines(out.getvalue())
    assert line["error"] == "KeyError"
    assert len(line["where"]) == FRAMES
    assert line["where"][-1].startswith("ui/test_logs.py:") and line["where"][-1].endswith(" deeper")
    assert "CANARY" not in out.getvalue()


def test_a_pages_error_is_logged_and_not_printed_by_rich_with_what_it_said() -> None:
    """Streamlit prefers rich where it is installed, as it is for the command line."""
    held = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert held["logger"] == {"enableRich": False}
