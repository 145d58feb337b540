"""What a public reader is told: on pages of a store published from one that holds something of everything."""

import base64
import re
import struct
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from cspdash import catalogue, settings
from cspdash.catalogue.public import public_catalogue
from cspdash.settings import ROOT
from cspdash.ui.navigation import address
from tests.restricted_store import MARKERS, NUMBER, PUBLIC_NOTE
from tests.sent import figures, marks_in, read, sent

Reader = Callable[..., AppTest]
PUBLIC = public_catalogue(catalogue.load(settings.content_dir()))
PLAN = PUBLIC.default_plan
FIXED = ["", "perceptions", "board-pack", "places", "compare", "changes", "delivery", "notes", "interventions", "plans",
         "sources", "privacy", "meeting"]  # fmt: skip
PAGES = FIXED + [address(plan, priority) for plan in PUBLIC.plans for priority in plan.priorities]
NEWEST = FIXED + [address(PLAN, priority) for priority in PLAN.priorities]
AREAS = ("E06000005", "E06000047")
VULNERABLE = address(PLAN, PLAN.priority("vulnerable-people"))


@pytest.fixture(scope="module")
def reader(marked_public_folder: Path) -> Reader:
    """Open pages of the public store as a link does; each once."""

    @cache
    def opened(page: str, area: str = AREAS[0]) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app._page_hash = calc_hash(page) if page else ""
        app.query_params["area"] = area
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("CSPDASH_STORE", str(marked_public_folder))
            return app.run()

    return opened


def test_marks_are_found_where_they_are() -> None:
    """The scan itself: a mark in text, in a chart's array, and in a workbook."""
    array = base64.b64encode(struct.pack("<3d", 1, NUMBER, 2)).decode()
    for data in (b"seen 777,123 times", f'{{"dtype":"f8","bdata":"{array}"}}'.encode(), struct.pack("<d", NUMBER)):
        assert marks_in(data, MARKERS, NUMBER), data
    assert marks_in(b"777125 of 1,554,286", MARKERS, NUMBER) == []


@pytest.mark.parametrize(
    ("page", "area"), [*((page, AREAS[0]) for page in NEWEST), *((page, AREAS[1]) for page in PAGES)]
)
def test_no_page_sends_what_is_not_public(page: str, area: str, reader: Reader) -> None:
    app = reader(page, area)
    assert not app.exception, app.exception[0].message
    assert not app.error
    assert len(app.title) == 1
    assert marks_in(sent(app).encode(), MARKERS, NUMBER) == []


def test_small_counts_are_fewer_than_10_and_nothing_is_worked_out_from_them(reader: Reader) -> None:
    text = read(reader(VULNERABLE))
    assert "fewer than 10" in text
    # Of a small cell there is neither numerator nor interval.
    row = re.findall(r"\| fewer than 10(?: \|)+ (\S+)(?: \|)+ (\S+)(?: \|)+ (\S+)(?: \|)+ [A-Z]", text)
    assert len(row) >= 3
    assert all((numerator, interval) == ("–", "–") for numerator, _, interval in row)
    assert "Fewer than 10 is from none to nine" in text


def test_rounding_and_its_bound_are_said_where_numbers_are_rounded(reader: Reader) -> None:
    text = read(reader(VULNERABLE))
    assert "rounded to the nearest 5, so each can be 2 off and a sum of n of them 2n" in text
    assert "(u: unreliable, fewer than 20)" in text


def test_a_survey_base_below_30_is_too_small(reader: Reader) -> None:
    text = read(reader("perceptions"))
    assert "base too small" in text
    assert "fewer than 30" in text
    assert "Fewer than 30 to 412 people were asked" in text


@pytest.mark.parametrize("page", ["rows", "own-areas", "hotspots"])
def test_a_page_that_is_not_there_says_so(page: str, reader: Reader) -> None:
    app = reader(page)
    assert not app.exception
    assert "not part of the public edition" in app.info[0].value
    assert all(page not in str(link.proto) for link in app.sidebar.get("page_link"))


def test_nothing_can_be_typed_or_sent(reader: Reader) -> None:
    for page in PAGES:
        app = reader(page, AREAS[1])
        for kind in ("text_input", "text_area", "number_input", "date_input", "slider", "file_uploader", "chat_input"):
            assert not app.get(kind), (page, kind)


def test_revised_figures_are_marked_r(reader: Reader) -> None:
    text = read(reader("changes"))
    assert "Earlier figures that were revised" in text
    assert re.search(r"485\.00(?: \|)+ r\b", text)
    # As a number by itself: names of releases are hexadecimal, and one in a hundred has 487 in it.
    assert not re.search(r"\b487\b", text)


def test_every_page_has_the_attribution_and_every_figure_a_source(reader: Reader) -> None:
    for page in [one for one in NEWEST if one != "meeting"]:
        app = reader(page)
        captions = [caption.value.replace("\\", "") for caption in app.caption]
        bullets = " ".join(item.value.replace("\\", "") for item in app.markdown)
        for line in PUBLIC.partnership.attribution:
            assert line in " ".join(captions) + bullets, page
        sources = sum("Source: " in caption and line not in caption for caption in captions)
        assert sources >= len(figures(app)), page


def test_the_note_that_is_public_is_there_and_the_other_is_not(reader: Reader) -> None:
    app = reader("notes")
    assert PUBLIC_NOTE in read(app)
    assert not app.get("form")


def test_sources_say_the_rules_the_calendar_and_what_each_indicator_is(reader: Reader) -> None:
    text = read(reader("sources"))
    for one in PUBLIC.indicators:
        assert one.definition.replace("\\", "")[:40] in text, one.slug
    assert "Release calendar" in text
    assert "r." in text


def test_privacy_says_what_is_kept_and_how_to_have_a_number_hidden(reader: Reader) -> None:
    text = read(reader("privacy"))
    assert "No account, no cookie, no tracking" in text
    assert "within one hour" in text
    assert PUBLIC.partnership.title in text
