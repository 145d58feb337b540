"""Texts from outside, in a real browser: they are shown as they are, and nothing is fetched or run."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Dialog

from cspdash.settings import ROOT
from scripts import reading
from tests.journeys.conftest import Visitor, free_port, window

pytestmark = pytest.mark.browser
CANARIES = [
    "<img src=x onerror=alert(1)>", "![a](http://192.0.2.1/x.png)", "[x](javascript:alert(1))", ":red[x]", "$x$",
    "`code`", "**b** _i_ ~~s~~", "# head", "1. one", "- item", "&lt;b&gt; &copy;", "<script>alert(1)</script>",
    ":material/home: :streamlit:", ":blue-background[x] :small[x]", "| a | b |", "$$ \\frac{1}{2} $$",
]  # fmt: skip
SCRIPT = """
import json
import os

import streamlit as st

from cspdash.charts.tables import Table, text
from cspdash.ui.markup import literal, show_lead, show_table

given = json.loads(os.environ["CANARIES"])
st.title("Canaries", anchor=False)
ways = {"plain": st.markdown, "captions": st.caption, "labels": st.expander, "headings": st.subheader}
for name, way in ways.items():
    with st.container(key=name):
        for each in given:
            way(literal(each))
if "fail" in st.query_params:
    raise ValueError("the page fails")
if "refuse" in st.query_params:
    st.error("There is nothing to show yet")
    st.stop()
show_lead(given)
show_table(Table("Canaries", ("Name", "Text"), tuple((text(each), text(each)) for each in given)))
"""


@pytest.fixture(scope="module")
def canaries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a page that shows every canary in every way that a page shows texts; give its address."""
    tmp_path = tmp_path_factory.mktemp("canaries")
    script, port = tmp_path / "canaries.py", free_port()
    script.write_text(SCRIPT, encoding="utf-8")
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "CANARIES": json.dumps(CANARIES)}
    with (tmp_path / "log").open("wb") as out:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
                break
            except OSError:
                time.sleep(0.25)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def test_canaries_are_shown_as_they_are(browser: Browser, canaries: str) -> None:
    with window(browser, canaries) as visitor:
        all_are_shown(visitor)


def all_are_shown(visitor: Visitor) -> None:
    """Open the page and hold every canary against what it shows."""
    alarms: list[str] = []

    def alarm(dialog: Dialog) -> None:
        alarms.append(dialog.message)
        dialog.dismiss()

    visitor.page.on("dialog", alarm)
    visitor.open("/")
    page = visitor.page
    for where in (".st-key-plain p", ".st-key-captions p", ".st-key-labels summary p", ".st-key-headings h3"):
        shown = [text.replace("\u2060", "") for text in page.locator(where).all_inner_texts()]
        assert shown == CANARIES, where
    assert page.locator(".cd-lead").all_inner_texts() == CANARIES
    assert page.locator(".cd td").all_inner_texts() == CANARIES
    main = page.locator("[data-testid=stMain]")
    assert main.locator("img, script, .katex, code, em, del").count() == 0
    assert page.locator(".st-key-plain [role=img]").count() == 0
    assert main.locator("a[href^=javascript]").count() == 0
    assert alarms == []
    assert visitor.outside() == []
    assert not visitor.errors


@pytest.mark.parametrize("link", ["?fail=1", "?refuse=1"])
def test_a_page_that_shows_an_error_is_no_good_page(browser: Browser, canaries: str, link: str) -> None:
    """What reads every page for everyone says so of one that failed, and of one that only says that it has nothing."""
    with window(browser, canaries) as visitor:
        visitor.open(f"/{link}")
        assert [said for said in reading.faults(visitor.page) if "an error is shown" in said]
