"""The public edition as an attacker would listen to it: nothing that is marked leaves the restricted store (P10).

The restricted store is published; the real server serves the result; a browser opens pages, choices, downloads and
wrong addresses. Everything that arrives is searched: websocket frames, answers, files, the server's log, the files that
it holds open, and the release itself. On its way through the navigation the browser also reads every page, as
test_accessibility.py does.
"""

import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Download, Response, WebSocket
from playwright.sync_api import Error as PlaywrightError

from cspdash import catalogue, settings
from cspdash.catalogue.public import public_catalogue
from cspdash.settings import ROOT
from cspdash.ui.navigation import address as address_of
from tests.journeys.conftest import Visitor, served, window
from tests.journeys.walking import walk
from tests.restricted_store import DISTRICTS, MARKERS, NUMBER
from tests.sent import marks_in

pytestmark = pytest.mark.browser

PLAN = public_catalogue(catalogue.load(settings.content_dir())).default_plan
AREA = f"area={DISTRICTS[1]}"
NARROW = 320
PAGES = ["", "perceptions", "board-pack", "places", "compare", "changes", "delivery", "notes", "interventions", "plans",
         "sources", "privacy",
         *(address_of(PLAN, one) for one in PLAN.priorities)]  # fmt: skip
# What the navigation does not lead to: the screens of a meeting, a page that is not in this edition, and choices.
CHOSEN = [
    f"meeting?{AREA}",
    f"rows?{AREA}",
    "places?recorded=composite&level=district",
    "places?locality=E01020634",
    "compare?peers=districts",
    "compare?indicator=hate-incidents&peers=districts&view=funnel",
    "compare?view=profile",
    "perceptions?compare=none&span=all",
    "delivery?plan=darlington-2012-15",
    "interventions?printed=every",
    "changes?since=nothing",
    f"{address_of(PLAN, PLAN.priorities[2])}?locality=E01020634",
    "?area=%3Cscript%3E&plan=../../../etc/passwd&seen=" + "x" * 2000,
    "no-such-page?area=777",
]
PATHS = ["/media/" + "0" * 56 + ".csv", "/_stcore/metrics", "/_stcore/host-config", "/_stcore/health", "/ready",
         "/app/static/../../data", "/..%2f..%2fetc/passwd", "/component/x/y", "/_stcore/upload_file/a/b",
         "/static/none.js", "/store/CURRENT", "/releases", "/%00", "/" + "a" * 5000]  # fmt: skip


@dataclass
class Heard:
    """Everything that arrived, by where it came from."""

    frames: int = 0
    found: list[str] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)

    def hear(self, socket: WebSocket) -> None:
        socket.on("framereceived", self.frame)

    def answered(self, answer: Response) -> None:
        """Keep an answer to look into; a download's body belongs to the file, which is looked into where it is saved.

        The browser would never give it here: it waits for a body that the page does not get.
        """
        if "attachment" not in answer.headers.get("content-disposition", ""):
            self.answers.append(answer)

    def frame(self, data: str | bytes) -> None:
        self.frames += 1
        self.look("a frame", data.encode() if isinstance(data, str) else data)

    def look(self, where: str, data: bytes) -> None:
        self.found += [f"{where}: {mark}" for mark in marks_in(data, MARKERS, NUMBER)]


@pytest.fixture(scope="module")
def public_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("public-server") / "log"


@pytest.fixture(scope="module")
def public_address(marked_public_folder: Path, public_log: Path) -> Iterator[str]:
    """Serve the public edition of the restricted store."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CSPDASH_STORE", raising=False)
        with served(marked_public_folder, public_log) as found:
            yield found


@pytest.fixture(scope="module")
def heard() -> Heard:
    return Heard()


@pytest.fixture
def reader(browser: Browser, public_address: str, heard: Heard) -> Iterator[Visitor]:
    """A reader with a small phone in the dark look, with everything that arrives written down."""
    with window(browser, public_address, NARROW, 844, scheme="dark") as visitor:
        visitor.page.on("websocket", heard.hear)
        visitor.page.on("response", heard.answered)
        yield visitor
        for answer in heard.answers:
            if "/static/" not in answer.url and answer.status == 200:
                heard.look(answer.url, body_of(answer))
        heard.answers.clear()
        assert visitor.page.context.cookies() == []


def body_of(answer: Response) -> bytes:
    """Return an answer's body; what the browser has let go of meanwhile is asked for again."""
    try:
        return answer.body()
    except PlaywrightError:
        return bytes(answer.frame.page.context.request.get(answer.url).body())


def server_process(address: str) -> int:
    """Return the process that serves an address."""
    port = address.rpartition(":")[2]
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (folder / "cmdline").exists():
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if b"cspdash.ui.server" in words and port.encode() in words:
                return int(folder.name)
    raise LookupError(port)


def open_files(process: int) -> list[Path]:
    """Return the files that a process holds open."""
    links = [link.readlink() for link in Path(f"/proc/{process}/fd").iterdir() if link.is_symlink()]
    return [path for path in links if path.is_file() and Path("/dev") not in path.parents]


def test_every_page_can_be_read_and_sends_no_mark(reader: Visitor, heard: Heard) -> None:
    pages = walk(reader, NARROW, start=f"?{AREA}")
    assert set(PAGES) <= set(pages)
    # The area that was chosen at the start went along all the way.
    assert AREA in reader.page.url
    assert heard.frames > 200
    assert heard.found == []


def test_no_choice_sends_a_mark(reader: Visitor, heard: Heard) -> None:
    before = heard.frames
    for path in CHOSEN:
        reader.open(f"/{path}")
        assert reader.page.locator("[data-testid=stException]").count() == 0, path
        wide = reader.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= NARROW, path
    assert heard.frames > before + 100
    assert heard.found == []
    assert reader.errors == []
    assert reader.outside() == []


def test_no_download_has_a_mark(reader: Visitor, heard: Heard) -> None:
    names = set()
    for path in (address_of(PLAN, PLAN.priority("vulnerable-people")), "changes"):
        reader.open(f"/{path}?{AREA}")
        for button in reader.page.get_by_test_id("stDownloadButton").all():
            if button.is_visible():
                names.add(saved(reader, button.get_by_role("button").click, heard))
    reader.open(f"/places?{AREA}")
    reader.page.get_by_text("The same numbers as a table").first.click()
    for label in ("Download as CSV", "Download for Excel", "Picture as SVG", "Picture as PNG"):
        names.add(saved(reader, reader.page.get_by_role("button", name=label).first.click, heard))
    assert {name.rpartition(".")[2] for name in names} == {"csv", "xlsx", "svg", "png"}
    assert heard.found == []


def saved(reader: Visitor, press: object, heard: Heard) -> str:
    """Press a download button and look into the file; return its name."""
    with reader.page.expect_download(timeout=30_000) as waiting:
        press()  # type: ignore[operator]
    file: Download = waiting.value
    heard.look(file.suggested_filename, Path(file.path()).read_bytes())
    return file.suggested_filename


def test_no_wrong_address_answers_with_a_mark(public_address: str, heard: Heard) -> None:
    for path in PATHS:
        for method in ("GET", "POST", "PUT", "DELETE"):
            request = urllib.request.Request(
                f"{public_address}{path}", method=method, data=b"" if method != "GET" else None
            )
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:
                    heard.look(path, answer.read() + str(answer.headers).encode())
            except urllib.error.HTTPError as error:
                said = error.read()
                heard.look(path, said + str(error.headers).encode())
                assert b"Traceback" not in said, path
                assert error.code < 500, (method, path)
    assert heard.found == []


def test_log_open_files_and_release_have_no_mark(
    reader: Visitor,
    public_address: str,
    public_log: Path,
    marked_public_folder: Path,
    restricted_folder: Path,
    heard: Heard,
) -> None:
    reader.open("/")
    files = open_files(server_process(public_address))
    assert any(marked_public_folder in file.parents for file in files)
    assert not any(restricted_folder in file.parents for file in files)
    own = [file for file in marked_public_folder.rglob("*") if file.is_file()]
    cached = [file for file in files if ROOT not in file.parents and file.suffix not in {".so", ".py", ".ttf"}]
    for file in {public_log, *own, *cached}:
        heard.look(str(file), file.read_bytes())
    assert heard.found == []


def test_the_marks_are_in_the_restricted_store(restricted_folder: Path) -> None:
    """The search is worth something: the same bytes search finds them there."""
    found: set[str] = set()
    for file in restricted_folder.rglob("*"):
        if file.is_file():
            found |= set(marks_in(file.read_bytes(), MARKERS, NUMBER))
    assert "CANARY" in found
    assert any(mark.startswith(str(NUMBER)) for mark in found)
