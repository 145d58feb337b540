"""From a number to its rows and back, and a line drawn on a map, in a real browser."""

import csv
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from cspdash.store import audit, own_area_queries
from cspdash.store.connection import open_store
from tests.journeys.conftest import Visitor, served, window

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def own_folder(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample store, for visitors who change it."""
    return Path(shutil.copytree(store_folder, tmp_path_factory.mktemp("own") / "store"))


@pytest.fixture(scope="module")
def own_address(own_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the copy; give the address."""
    with served(own_folder, tmp_path_factory.mktemp("server") / "log") as address:
        yield address


@pytest.fixture
def writer(browser: Browser, own_address: str) -> Iterator[Visitor]:
    """A visitor of the copy."""
    with window(browser, own_address, 1280, 1400) as opened:
        yield opened


def lead(visitor: Visitor) -> str:
    return visitor.page.locator(".cd-lead").first.inner_text()


def test_a_number_leads_to_its_rows_and_they_can_be_taken_away(writer: Visitor, own_folder: Path) -> None:
    writer.open("/darlington-2021-26-safer-places?locality=E01012304")
    link = writer.page.locator("[data-testid=stMain] [data-testid=stPageLink]", has_text="rows behind this").first
    said = int(re.sub(r"\D", "", link.inner_text()))
    link.click()
    expect(writer.page.get_by_role("heading", name="Rows behind the numbers")).to_be_visible(timeout=20_000)
    writer.settle()
    assert f": {said:,} rows of" in lead(writer)
    assert "Darlington 012A (E01012304)" in lead(writer)
    address = writer.page.url
    with writer.page.expect_download() as waiting:
        writer.page.get_by_role("button", name="Download these rows as CSV").click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(text)))) == said
    assert audit.broken_line(own_folder) is None
    assert f'"rows": {said}' in (own_folder / audit.LOG).read_text()
    # Another choice, then another number: the new link wins over what was chosen before.
    writer.choose("Outcome", "No outcome recorded")
    assert "no outcome recorded" in lead(writer)
    writer.page.goto(address)
    writer.settle()
    assert f": {said:,} rows of" in lead(writer)
    assert writer.errors == []
    assert writer.outside() == []


def test_a_line_drawn_on_the_map_becomes_a_place(writer: Visitor, own_folder: Path) -> None:
    writer.open("/own-areas?locality=E01012304")
    writer.page.get_by_label("Name of the area").fill("Drawn by hand")
    writer.page.keyboard.press("Tab")
    area = writer.page.locator(".nsewdrag").first
    area.scroll_into_view_if_needed()
    writer.page.wait_for_timeout(500)
    box = area.bounding_box()
    assert box
    middle, across = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2), box["width"] * 0.2
    corners = [(-across, -across), (across, -across), (across, across), (-across, across), (-across, -across)]
    writer.page.mouse.move(middle[0] + corners[0][0], middle[1] + corners[0][1])
    writer.page.mouse.down()
    for east, south in corners[1:]:
        writer.page.mouse.move(middle[0] + east, middle[1] + south, steps=10)
    writer.page.mouse.up()
    expect(writer.page.get_by_text("Drawn: one outline")).to_be_visible(timeout=15_000)
    writer.page.get_by_role("button", name="Save the area").click()
    expect(writer.page.get_by_text("Drawn by hand (X-drawn-by-hand):")).to_be_visible(timeout=60_000)
    store = open_store(own_folder)
    assert "X-drawn-by-hand" in own_area_queries.own_totals(store)
    store.close()
    writer.open("/rows?locality=X-drawn-by-hand")
    assert "Drawn by hand (X-drawn-by-hand, an own area)" in lead(writer)
