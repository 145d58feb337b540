"""Two replicas behind Caddy as `serve --replicas 2` runs them: sticky, whole, and of one release in every page."""

import asyncio
import hashlib
import http.cookiejar
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from cspdash.settings import ROOT
from cspdash.store.release import current_release, point_to
from cspdash.ui.load import Reader
from tests import making
from tests.journeys.conftest import visitor_in
from tests.processes import free_port, running

SWAPS = 200


@dataclass
class Whole:
    """A dashboard of two replicas, the process that keeps them, and the folder that they serve."""

    address: str
    pid: int
    store: Path
    cookies: list[str] = field(default_factory=list)

    def ask(self, path: str, cookie: str = "") -> tuple[int, bytes]:
        """Return status and body of an answer."""
        request = urllib.request.Request(self.address + path, headers={"Cookie": cookie} if cookie else {})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def readiness(self) -> dict[str, object]:
        """Return what the whole says of itself."""
        found: dict[str, object] = json.loads(self.ask("/readyz")[1])
        return found

    def wait_for(self, **wanted: object) -> None:
        """Wait until the whole says this of itself."""
        for _ in range(600):
            said = self.readiness()
            if wanted.items() <= said.items():
                return
            time.sleep(0.1)
        raise AssertionError(f"{said} is not {wanted}")

    def servers(self) -> list[int]:
        """Return the replicas' process numbers."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [int(pid) for pid in children if b"cspdash.ui.server" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def two_cookies(self) -> list[str]:
        """Return a cookie for each of the two replicas; whoever comes first gets the one with the fewest readers."""
        found: set[str] = set()
        for _ in range(200):
            jar = http.cookiejar.CookieJar()
            opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
            opener.open(self.address + "/_stcore/health", timeout=30).read()
            found |= {f"{cookie.name}={cookie.value}" for cookie in jar if cookie.name == "cspdash_replica"}
            if len(found) == 2:
                return sorted(found)
        raise AssertionError(f"there are not two replicas: {found}")


@pytest.fixture(scope="module")
def whole(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """The sample store, served by two replicas; its folder is a copy that tests may add releases to."""
    folder, port = tmp_path_factory.mktemp("replicas"), free_port()
    store = Path(shutil.copytree(store_folder, folder / "store"))
    line = ["serve", "--store", str(store), "--port", str(port), "--replicas", "2"]
    with running([sys.executable, "-m", "cspdash", *line], port, folder / "log") as process:
        found = Whole(f"http://127.0.0.1:{port}", process.pid, store)
        found.wait_for(ready=True, replicas_ready=2)
        found.cookies = found.two_cookies()
        yield found
        servers = found.servers()
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert servers and not any(Path(f"/proc/{pid}").exists() for pid in servers)


@dataclass
class Witness(Reader):
    """A reader who writes down all that a run sends."""

    seen: list[tuple[str, str]] = field(default_factory=list)

    async def come(self, cookie: str) -> None:
        """Connect to the replica that a cookie names."""
        host = self.url.removeprefix("http://")
        self.socket = await connect(
            f"ws://{host}/_stcore/stream", subprotocols=["streamlit"], origin=self.url,  # type: ignore[list-item, arg-type]
            additional_headers={"Cookie": cookie}, max_size=None, proxy=None,
        )  # fmt: skip

    def take(self, data: bytes | str) -> bool:
        """Write one message down by its place and its hash."""
        message = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
        kind = message.WhichOneof("type")
        if kind in {"delta", "ref_hash"}:
            place = "/".join(map(str, message.metadata.delta_path))
            whole = message.ref_hash or message.hash or hashlib.sha256(message.delta.SerializeToString()).hexdigest()
            self.seen.append((place, whole))
        return super().take(data)

    async def run(self) -> tuple[tuple[str, str], ...]:
        """Return all that one run of the page sends."""
        self.seen.clear()
        await self.turn()
        return tuple(self.seen)


def test_the_whole_is_ready_and_sets_one_cookie_that_scripts_cannot_read(whole: Whole) -> None:
    with urllib.request.urlopen(whole.address + "/readyz") as answer:
        assert answer.headers["X-Content-Type-Options"] == "nosniff" and answer.headers["Server"] is None
    release = current_release(whole.store)
    said = {"ready": True, "edition": "partnership", "release": release, "releases": [release]}
    assert whole.readiness() == {**said, "replicas": 2, "replicas_ready": 2}
    with urllib.request.urlopen(whole.address + "/places") as answer:
        given = [value for value in answer.headers.get_all("Set-Cookie") if value.startswith("cspdash_replica=")]
    assert len(given) == 1 and given[0].endswith("; HttpOnly; SameSite=Lax")
    request = urllib.request.Request(whole.address + "/places", headers={"Host": "elsewhere.example"})
    with pytest.raises(urllib.error.HTTPError, match="400"):
        urllib.request.urlopen(request)


def publish(whole: Whole, folder: Path) -> str:
    """Publish a release with other numbers by the real command; return its name."""
    more = [making.asb_row(month="2023-08", lsoa_code=code, lsoa_name=name)
            for code, name, *_ in (making.DARLINGTON[0], making.COUNTY_DURHAM[0]) for _ in range(400)]  # fmt: skip
    file = making.write_month(folder, [*making.month_rows(date(2023, 8, 1)), *more], "2023-08")
    command = [sys.executable, "-m", "cspdash", "ingest", "police", str(file), "--store", str(whole.store), "--json"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return str(json.loads(done.stdout)["release"])


async def witnesses(whole: Whole) -> list[Witness]:
    """Return a reader at each replica."""
    readers = []
    for number, cookie in enumerate(whole.cookies):
        reader = Witness(whole.address, number, random.Random(number))
        await reader.come(cookie)
        readers.append(reader)
    return readers


async def quiet(reader: Witness) -> set[tuple[str, str]]:
    """Return all that a page sends of one release, while nothing moves."""
    return {message for _ in range(3) for message in await reader.run()}


async def swapped(whole: Whole, readers: list[Witness], names: list[str]) -> list[list[set[tuple[str, str]]]]:
    """Return what each reader's pages sent while the pointer went to and fro."""
    done = threading.Event()

    def swaps() -> None:
        for _, name in zip(range(SWAPS), cycle(names), strict=False):
            point_to(whole.store, name)
            time.sleep(random.uniform(0.002, 0.03))
        done.set()

    thread = threading.Thread(target=swaps)
    thread.start()
    pages: list[list[set[tuple[str, str]]]] = [[] for _ in readers]
    while not done.is_set():
        for reader, met in zip(readers, pages, strict=True):
            met.append(set(await reader.run()))
    thread.join()
    return pages


def test_both_show_a_new_release_and_no_page_mixes_two(whole: Whole, tmp_path: Path) -> None:
    old = current_release(whole.store)
    assert old

    async def watch() -> None:
        readers = await witnesses(whole)
        before = [await quiet(reader) for reader in readers]
        new = await asyncio.to_thread(publish, whole, tmp_path)
        after = [await quiet(reader) for reader in readers]
        assert new == current_release(whole.store) != old
        await asyncio.to_thread(whole.wait_for, releases=[new], replicas_ready=2)
        pages = await swapped(whole, readers, [old, new])
        for reader, a, b, met in zip(readers, before, after, pages, strict=True):
            olds, news = a - b, b - a
            assert len(olds) > 5 and len(news) > 5
            kinds = [(bool(page & olds), bool(page & news)) for page in met]
            assert set(kinds) == {(True, False), (False, True)}, [kinds.count(kind) for kind in set(kinds)]
            assert reader.socket
            await reader.socket.close()

    asyncio.run(watch())
    point_to(whole.store, old)


def test_a_replica_that_is_killed_comes_back_and_readers_are_served_meanwhile(whole: Whole) -> None:
    before = whole.servers()
    os.kill(before[0], signal.SIGKILL)
    answers = [whole.ask("/places")[0] for _ in range(20)]
    assert answers == [200] * 20
    whole.wait_for(replicas_ready=1)
    whole.wait_for(replicas_ready=2)
    after = whole.servers()
    assert len(after) == 2 and before[1] in after and before[0] not in after


def test_in_a_browser_pages_open_a_picker_works_and_a_table_is_downloaded(whole: Whole, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    visitor = visitor_in(context, whole.address)
    try:
        visitor.open("/")
        mine = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "cspdash_replica")
        visitor.open("/sources")
        visitor.open("/darlington-2021-26-safer-places")
        first = visitor.text()
        visitor.choose("Area", "County Durham")
        assert visitor.text() != first and "County Durham" in visitor.text()
        visitor.page.get_by_text("The same numbers as a table").first.click()
        with visitor.page.expect_download() as waiting:
            visitor.page.get_by_role("button", name="CSV").first.click()
        assert len(Path(waiting.value.path()).read_text(encoding="utf-8").splitlines()) > 2
        media = waiting.value.url.removeprefix(whole.address)
        assert media.startswith("/media/")
        # The file is in the memory of one replica, and the websocket that it was made through led to the same one.
        found = {cookie: {whole.ask(media, cookie)[0] for _ in range(5)} for cookie in whole.cookies}
        own = f"cspdash_replica={mine}"
        assert found == {cookie: {200 if cookie == own else 404} for cookie in whole.cookies}
        assert visitor.errors == [] and visitor.outside() == []
    finally:
        context.close()
