"""Own areas saved and removed by the command line, in a process of its own within limits: readers go on meanwhile."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from cspdash import settings
from cspdash.ingest import limits
from cspdash.settings import ROOT

SECONDS, BUSY = 300, 75
LONGEST = 200
STOPPED = "It used more time or memory than it may and was stopped: the store is as it was. Give a simpler outline."
COMMAND = [sys.executable, "-m", "cspdash", "ingest", "custom-areas"]


def save(text: bytes, name: str) -> tuple[bool, str]:
    """Save the area of a GeoJSON text under a name; return whether it was, and a sentence that says what happened."""
    with tempfile.TemporaryDirectory(prefix="own-area-") as folder:
        path = Path(folder) / "area.geojson"
        path.write_bytes(text)
        # What cannot stand on a command line is left out; a name that is too long is refused by the command.
        given = "".join(char for char in name if char.isprintable())[:LONGEST]
        return _run([str(path), *([f"--name={given}"] if given.strip() else [])])


def remove(code: str) -> tuple[bool, str]:
    """Remove an own area; return whether it was, and a sentence that says what happened."""
    return _run([f"--remove={code}"])


def _run(arguments: list[str]) -> tuple[bool, str]:
    command = [*COMMAND, *arguments, "--store", str(settings.store_dir()), "--json"]
    try:
        # No shell, and what the reader gave is one argument of a command of ours.
        done = subprocess.run(  # noqa: S603
            command, cwd=ROOT, env={**os.environ, **limits.ENVIRONMENT}, capture_output=True, text=True,
            timeout=SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return False, f"It took longer than {SECONDS // 60} minutes and was stopped: the store is as it was."
    if done.returncode == BUSY:
        return False, "Another load is running: try again when it has ended."
    if done.returncode < 0:
        return False, STOPPED
    return done.returncode == 0, _said(done.stdout)


def _said(out: str) -> str:
    """Return what the command printed as JSON, as a sentence."""
    try:
        found: dict[str, Any] = json.loads(out.strip().splitlines()[-1])
    except (ValueError, IndexError):
        return "The command that saves areas stopped without a word: look at the server's log. The store is as it was."
    notes = [note for report in found.get("loads", []) for note in report["notes"]]
    return str(found.get("error") or "; ".join(notes))
