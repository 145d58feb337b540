"""The process that saves own areas: within limits, and whatever becomes of it, readers keep what they have."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from cspdash.store.connection import open_store
from cspdash.ui import custom_saving
from tests.ingest.test_own_areas import OUTLINE
from tests.making import served

AREA = '{"type": "Polygon", "coordinates": [[' + ", ".join(f"[{e}, {n}]" for e, n in [*OUTLINE, OUTLINE[0]]) + "]]}"


@pytest.fixture
def folder(store_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CSPDASH_STORE", str(store_copy))
    return store_copy


def child_of_this_process() -> int:
    """Return the process that runs our command, once there is one."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        for task in Path("/proc/self/task").iterdir():
            for number in (task / "children").read_text().split():
                line = Path(f"/proc/{number}/cmdline").read_bytes()
                if b"custom-areas" in line:
                    return int(number)
        time.sleep(0.01)
    raise TimeoutError("no child")


def test_killing_the_child_harms_nothing_and_the_next_one_works(folder: Path) -> None:
    before, answers = served(folder), []
    opened = open_store(folder)
    saving = threading.Thread(target=lambda: answers.append(custom_saving.save(AREA.encode(), "Town centre")))
    saving.start()
    os.kill(child_of_this_process(), signal.SIGKILL)
    saving.join(60)
    assert answers == [(False, custom_saving.STOPPED)]
    assert served(folder) == before
    assert opened.rows("SELECT count(*) > 0 FROM incident_monthly") == [(True,)]
    opened.close()
    # The lock went with the process; the store can be written to at once.
    done, sentence = custom_saving.save(AREA.encode(), "Town\0 cent\ud800re")
    assert done, sentence
    assert "Town centre (X-town-centre)" in sentence


def test_a_child_that_takes_too_long_is_stopped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = served(folder)
    monkeypatch.setattr(custom_saving, "SECONDS", 0.2)
    done, sentence = custom_saving.save(AREA.encode(), "Town centre")
    assert not done
    assert "was stopped: the store is as it was" in sentence
    assert served(folder) == before


@pytest.mark.parametrize("name", ["x" * 1_000_000, "-remove=<b>"])
def test_a_name_that_is_none_is_refused_in_a_sentence(name: str, folder: Path) -> None:
    before = served(folder)
    done, sentence = custom_saving.save(AREA.encode(), name)
    assert not done
    assert "name" in sentence
    assert served(folder) == before
    assert list((folder / "custom-areas").glob("*")) == []
