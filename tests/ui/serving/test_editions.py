"""The public edition as it is served: less than the partnership's, and nothing that writes."""

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from cspdash.settings import ROOT
from cspdash.ui import navigation
from tests.processes import dashboard

WRITERS = re.compile(r"\b(file_uploader|camera_input|audio_input|data_editor|chat_input)\(")
PAGE = re.compile(r'st\.Page\("pages/(\w+)\.py"[^)]*url_path="([\w-]+)"')


@pytest.fixture(scope="module")
def address(public_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The public edition of the sample store, shown on the machine that has the partnership's too."""
    with dashboard(public_folder, tmp_path_factory.mktemp("public") / "log", "--preview") as found:
        yield found


def ask(url: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method)) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


def test_it_is_ready_and_says_that_it_is_a_preview(address: str) -> None:
    status, _, body = ask(f"{address}/readyz")
    assert (status, b'"edition": "public"' in body) == (200, True)
    assert b"<title>cspdash (preview)</title>" in ask(f"{address}/")[2]


def test_it_sets_no_cookie_and_takes_no_upload(address: str) -> None:
    for path in ("/", "/_stcore/health", "/_stcore/host-config", "/places", "/readyz"):
        assert "set-cookie" not in {name.lower() for name in ask(address + path)[1]}
    for method in ("PUT", "POST", "DELETE", "OPTIONS", "GET"):
        assert ask(f"{address}/_stcore/upload_file/a/b", method)[0] == 404


def takes_something(name: str) -> bool:
    """Tell whether a page, or a module of ours that it imports, draws a widget that takes files or tables in."""
    text = (ROOT / "pages" / f"{name}.py").read_text(encoding="utf-8")
    used = re.findall(r"from cspdash\.ui\.(\w+) import", text)
    used += [part for found in re.findall(r"from cspdash\.ui import ([\w, ]+)", text) for part in found.split(", ")]
    files = [ROOT / "cspdash" / "ui" / f"{part}.py" for part in used]
    return any(WRITERS.search(file.read_text(encoding="utf-8")) for file in files if file.exists())


def test_no_page_that_takes_something_in_is_in_it() -> None:
    source = (ROOT / "cspdash" / "ui" / "navigation.py").read_text(encoding="utf-8")
    writing = {url for name, url in PAGE.findall(source) if takes_something(name)}
    assert writing, "the rule is empty: nothing takes anything in"
    assert writing <= {*navigation.NEED_ROWS, *navigation.PARTNERSHIP_ONLY}
