"""The pack says what the pages say: every sentence and every cell of it stands on the page of the same finding."""

import html
from pathlib import Path

import pytest

from cspdash.catalogue import Catalogue
from cspdash.pack import Pack, Page
from cspdash.pack.pages import columns, first_rows
from cspdash.settings import ROOT
from cspdash.store.connection import Store
from tests.sent import figures
from tests.ui.conftest import html_of, plain

OWN_WORDS = {"attention": 1, "perceptions": 0, "localities": 0, "claims": 0, "method": 1}


def page_of(pack: Pack, slug: str) -> Page:
    return next(page for page in pack.pages if page.slug == slug)


def said_by(address: str, store_folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return everything that a page of the dashboard says, tables and alternative texts included."""
    from streamlit.testing.v1 import AppTest

    monkeypatch.setenv("CSPDASH_STORE", str(store_folder))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    if address:
        app.switch_page(address)
        app.run()
    assert not app.exception
    alts = [alt for alt, _ in figures(app)]
    texts = [
        plain(item.value) for kind in (app.markdown, app.caption, app.title, app.header, app.subheader) for item in kind
    ]
    return html.unescape("\n".join([html_of(app), *texts, *alts]))


def cells(page: Page) -> list[str]:
    return [cell.text for table in page.tables for row in table.rows for cell in row]


@pytest.mark.parametrize(
    ("slug", "script"),
    [("overview", ""), ("attention", ""), ("claims", "pages/delivery.py"), ("perceptions", "pages/perceptions.py")],
)
def test_a_page_of_the_pack_says_what_the_screen_says(
    pack: Pack, store_folder: Path, monkeypatch: pytest.MonkeyPatch, slug: str, script: str
) -> None:
    page = page_of(pack, slug)
    said = said_by(script, store_folder, monkeypatch)
    assert [text for text in cells(page) if text not in said] == []
    assert [line for line in page.lead[OWN_WORDS.get(slug, 0) :] if line not in said] == []
    assert [drawing.alt for drawing in page.drawings if drawing.alt not in said] == []


def test_every_priority_of_the_plan_has_its_page_with_the_numbers_of_its_page(
    pack: Pack, content: Catalogue, store: Store
) -> None:
    from cspdash.charts.indicator_tables import priority_table
    from cspdash.charts.indicator_words import priority_sentences
    from cspdash.charts.theme import theme
    from cspdash.findings.indicator import readings
    from cspdash.findings.places import wide_places
    from tests.pack.conftest import TODAY

    place = next(place for place in wide_places(store, content) if place.code == "E06000005")
    for priority in content.default_plan.priorities:
        page = page_of(pack, f"{content.default_plan.slug}-{priority.slug}")
        found = readings(store, content, content.indicators_of(priority), place, content.default_plan, today=TODAY)
        assert list(page.lead) == priority_sentences(priority.short_title, found)
        shown = {row[0].text: row for row in priority_table("", found, theme(False).OBSERVED).rows}
        for table in page.tables:
            for row in table.rows:
                assert {cell.text for cell in row} <= {cell.text for cell in shown[row[0].text]}
        waiting = [one.indicator.name for one in found if one.point is None]
        assert all(name in " ".join(page.bullets) for name in waiting)
        assert len(page.drawings) <= 2


def test_native_numbers_are_those_of_the_drawn_figure(pack: Pack) -> None:
    checked = 0
    for page in pack.pages:
        for drawing in page.drawings:
            for native in drawing.natives:
                if native.kind == "line" and len(drawing.natives) == 1:
                    (drawn,) = [trace for trace in drawing.figure.data if trace.name == "Recorded"]
                    assert list(native.series[0][1]) == [None if y is None else float(y) for y in drawn.y]
                    assert len(native.categories) == len(drawn.x)
                    checked += 1
    assert checked >= 2


def test_every_page_of_the_plan_is_there_in_order(pack: Pack, content: Catalogue) -> None:
    slugs = [page.slug for page in pack.pages]
    priorities = [f"{content.default_plan.slug}-{one.slug}" for one in content.default_plan.priorities]
    assert slugs[:2] == ["attention", "overview"]
    assert slugs[2 : 2 + len(priorities)] == priorities
    assert slugs[2 + len(priorities) :] == ["perceptions", "localities", "claims", "method"]


def test_the_footer_says_filters_dates_n_rules_release_and_edition(pack: Pack) -> None:
    for part in ("Partnership edition", "Darlington", "Data to August 2023", "incidents held", "Rules: cspdash"):
        assert part in pack.footer
    assert pack.origin.release in pack.footer


def test_columns_are_kept_in_order_and_a_missing_one_is_an_error(pack: Pack) -> None:
    table = page_of(pack, "overview").tables[0]
    two = columns(table, (table.columns[2], table.columns[0]))
    assert two.columns == (table.columns[0], table.columns[2])
    assert two.rows[0] == (table.rows[0][0], table.rows[0][2])
    with pytest.raises(KeyError, match="no column 'Nothing'"):
        columns(table, ("Nothing",))
    assert first_rows(table, 2).caption == f"{table.caption} (first 2 of {len(table.rows)})"
    assert first_rows(table, 99) is table
