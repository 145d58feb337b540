"""Readers and faults at once, against the real server: loads and publication, readers who leave, kills and restarts."""

import asyncio
import json
import os
import random
import signal
import sys
import threading
import time
import urllib.error
import urllib.request
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cspdash.settings import ROOT
from cspdash.store.release import current_release, point_to, releases
from cspdash.ui.load import Reader, crowd
from tests.commands import cspdash
from tests.making import month_rows, write_month
from tests.processes import free_port, running

READERS, PROMISED = 12, 30.0
HELD_MOST = 1 << 20  # kilobytes


def command(port: int, *options: str) -> list[str]:
    return [sys.executable, "-m", "cspdash.ui.server", "--trusted-proxy", "127.0.0.1", *options, str(port)]


def status(process: int, name: str) -> int:
    """Return a number from the kernel's record of a process: VmHWM in kilobytes, Threads."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1])


def ready(port: int) -> tuple[int, dict[str, object]]:
    """Return the status and the words of the readiness endpoint."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


@pytest.mark.fault("F33")
def test_readers_go_on_while_months_are_loaded_and_published(store_copy: Path, tmp_path: Path) -> None:
    write_month(tmp_path / "new", month_rows(date(2023, 9, 1)), "2023-09")
    before, done, port = current_release(store_copy), [], free_port()

    def load_and_publish() -> None:
        done.append(cspdash("ingest", "police", tmp_path / "new", "--store", store_copy).code)
        done.append(cspdash("publish", tmp_path / "public", "--store", store_copy).code)

    with running(command(port), port, tmp_path / "log", CSPDASH_STORE=str(store_copy)) as server:
        writing = threading.Thread(target=load_and_publish)
        writing.start()
        found = asyncio.run(crowd(f"http://127.0.0.1:{port}", READERS, 0.3, 8.0, [server.pid]))
        writing.join()
        assert (found["sessions"], found["dropped"], found["errors"]) == (READERS, 0, [])
        assert found["turns"] > READERS
        assert status(server.pid, "VmHWM") < HELD_MOST
        assert done == [0, 0]
        code, said = ready(port)
        assert (code, said["release"]) == (200, current_release(store_copy))
        assert said["release"] != before
    assert "ERROR" not in (tmp_path / "log").read_text()


@pytest.mark.fault("F34")
def test_readers_who_leave_in_the_middle_of_an_answer_leave_nothing_behind(store_folder: Path, tmp_path: Path) -> None:
    """Places are given back (twelve leave a server that has four), and so are their threads."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"

    async def leave(number: int) -> None:
        reader = Reader(url, number, random.Random(number))
        await reader.open()
        assert reader.socket
        turn = asyncio.create_task(reader.turn())
        await asyncio.sleep(0.05)
        turn.cancel()
        reader.socket.transport.abort()

    async def stay() -> Reader:
        reader = Reader(url, 99, random.Random(99))
        await reader.open()
        await reader.turn()
        assert reader.socket
        await reader.socket.close()
        return reader

    with running(
        command(port, "--max-sessions", "4"), port, tmp_path / "log", CSPDASH_STORE=str(store_folder)
    ) as server:
        asyncio.run(stay())
        quiet = status(server.pid, "Threads")
        for number in range(12):
            asyncio.run(leave(number))
            until = time.monotonic() + PROMISED
            while number % 4 == 3 and status(server.pid, "Threads") > quiet and time.monotonic() < until:
                time.sleep(0.1)
        assert asyncio.run(stay()).failures == []
        assert status(server.pid, "Threads") <= quiet + 1
    assert "ERROR" not in (tmp_path / "log").read_text()


@pytest.mark.fault("F36")
def test_a_killed_server_starts_again_on_its_port_and_health_tells_the_truth(store_copy: Path, tmp_path: Path) -> None:
    port = free_port()
    for told in (signal.SIGKILL, signal.SIGTERM):
        with running(command(port), port, tmp_path / "log", CSPDASH_STORE=str(store_copy)) as server:
            assert ready(port) == (
                200,
                {"ready": True, "edition": "partnership", "release": current_release(store_copy)},
            )
            os.kill(server.pid, told)
            assert server.wait(30) == -told
        with pytest.raises(urllib.error.URLError):
            ready(port)
    held = store_copy / "releases" / f"{current_release(store_copy)}.duckdb"
    held.write_bytes(held.read_bytes()[:-4096])
    with running(command(port), port, tmp_path / "log", CSPDASH_STORE=str(store_copy)):
        assert ready(port)[0] == 503
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
            assert answer.status == 200


@pytest.mark.fault("F35")
def test_an_old_link_and_a_release_swapped_meanwhile_show_one_release_and_say_so(
    store_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_month(tmp_path / "new", month_rows(date(2023, 9, 1)), "2023-09")
    old = current_release(store_copy)
    assert old
    assert cspdash("ingest", "police", tmp_path / "new", "--store", store_copy).code == 0
    new = next(name for name in releases(store_copy) if name != old)
    monkeypatch.setenv("CSPDASH_STORE", str(store_copy))
    tabs = [AppTest.from_file(str(ROOT / "app.py"), default_timeout=60) for _ in range(2)]
    for tab in tabs:
        tab.query_params["seen"] = old[:8]
    newest = {old: "August 2023", new: "September 2023"}
    for name in (old, new, old, new):
        point_to(store_copy, name)
        for tab in tabs:
            tab.run()
            assert not tab.exception
            said = " ".join(item.proto.body for item in tab.get("html")) + "".join(item.value for item in tab.caption)
            other = newest[old if name == new else new]
            assert newest[name] in said
            assert f"to {other}" not in said
            assert any(old[:8] not in item.value and name in item.value for item in tab.info) == (name == new)
