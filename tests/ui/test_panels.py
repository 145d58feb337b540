from pathlib import Path

import pytest

from cspdash import settings
from cspdash.exports.records import DEMONSTRATION
from cspdash.ingest.police_uk import DEMONSTRATION as GENERATED
from cspdash.ui.panels import SAME
from tests.charts.invented import SOURCE
from tests.making import many_rows, write_month
from tests.police_store import PoliceStore
from tests.ui.conftest import html_of, plain, started


def drawing(counts: list[int | None]) -> None:
    """Draw the panel of a trend of these counts, with a break."""
    from datetime import date

    from cspdash.ui.panels import trend_panel
    from tests.charts.invented import trend_of
    from tests.small_catalogue import line

    trend_panel(trend_of(counts, breaks=(line(date(2024, 1, 1), until=date(2024, 2, 1)),)), "some")


def test_a_trend_has_its_sentence_title_alt_source_break_and_table(sample: Path) -> None:
    app = started(drawing, counts=[10, None, *[12] * 22])
    assert "In the 11 of 12 months to March 2024" in html_of(app)
    assert plain(app.subheader[0].value).startswith("Some incidents in Darlington: no detectable change")
    (chart,) = app.get("plotly_chart")
    assert "1 month is a gap." in chart.proto.alt
    assert plain(app.caption[0].value) == SOURCE.line
    said = plain("\n".join(item.value for item in app.markdown))
    assert "- 1. January 2024 to February 2024: The change. Because it was so." in said
    (table,) = app.expander
    assert (table.label, table.proto.expanded) == (SAME, False)
    assert "not held" in html_of(app)
    labels = ["Download as CSV", "Download for Excel", "Picture as SVG", "Picture as PNG"]
    assert [button.proto.label for button in app.get("download_button")] == labels
    cited = app.code[0].value
    assert "Some incidents in Darlington: no detectable change" in cited
    assert SOURCE.line in cited
    assert f"seen={settings.store_dir().joinpath('CURRENT').read_text()[:8]}" in cited


def linked() -> None:
    """Draw a page's title as a link opens it."""
    from cspdash.ui import panels

    panels.heading("Linked")


@pytest.mark.parametrize(("seen", "told"), [("00000000", True), ("", False), ("<script>", True)])
def test_a_link_made_from_other_data_says_so(sample: Path, seen: str, told: bool) -> None:
    app = started(linked)
    app.query_params["seen"] = seen
    app.run()
    assert any("another release" in plain(item.value) for item in app.info) is told
    assert not app.exception


def test_a_link_made_from_these_data_says_nothing(sample: Path) -> None:
    app = started(linked)
    app.query_params["seen"] = (settings.store_dir() / "CURRENT").read_text()[:8]
    assert not app.run().info


def test_a_trend_without_a_month_is_a_sentence_alone() -> None:
    app = started(drawing, counts=[None, None, None])
    assert "No months are held" in html_of(app)
    assert not app.get("plotly_chart")


def test_lists_and_notes_show_texts_as_they_are() -> None:
    def listing() -> None:
        from cspdash.ui import panels

        panels.bullets(["<b>one</b>", "[two](http://x)"])
        panels.bullets([])
        panels.numbered_breaks([])

    app = started(listing)
    (item,) = app.markdown
    assert item.value == "- \\<b\\>one\\</b\\>\n- \\[two\\]\\(http\\://x\\)"


def failing(content: bool) -> None:
    """Draw a page that meets a problem with the store or the content."""
    from pathlib import Path

    import streamlit as st

    from cspdash.catalogue import ContentError
    from cspdash.catalogue.errors import Problem
    from cspdash.store.release import StoreProblem
    from cspdash.ui.panels import problems_shown

    with problems_shown():
        if content:
            raise ContentError(tuple(Problem(Path("plan.toml"), n, "a <b>typo</b>", "Mend it.") for n in (3, 5)))
        raise StoreProblem("no <b>store</b>")
    st.write("after")


@pytest.mark.parametrize("content", [False, True])
def test_a_problem_is_a_sentence_and_ends_the_page(content: bool) -> None:
    app = started(failing, content=content)
    lines = plain(app.error[0].value).split("\n\n")
    typos = [f"plan.toml, line {n}: a <b>typo</b>. Mend it." for n in (3, 5)]
    assert lines == (typos if content else ["no <b>store</b>"])
    assert len(app.title) == 1
    assert not app.markdown


def test_another_error_is_not_hidden() -> None:
    from cspdash.ui.panels import problems_shown

    with pytest.raises(ZeroDivisionError), problems_shown():
        raise ZeroDivisionError


def titled() -> None:
    """Draw a page's title and its last lines."""
    from cspdash.ui import panels
    from cspdash.ui.access import content

    panels.heading("Is <it> safer?")
    panels.attribution(content())


def test_a_page_has_its_title_and_the_licences_lines(sample: Path) -> None:
    app = started(titled)
    assert plain(app.title[0].value) == "Is <it> safer?"
    assert "Open Government Licence v3.0" in plain(app.caption[0].value)
    assert not app.warning


def test_demonstration_data_is_said_on_every_page(
    police: PoliceStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    police.load(write_month(tmp_path, many_rows(6)), source=GENERATED)
    monkeypatch.setenv("CSPDASH_STORE", str(police.folder))
    assert [item.value for item in started(titled).warning] == [DEMONSTRATION]
