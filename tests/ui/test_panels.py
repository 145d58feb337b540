import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.charts.tables import Cell, Table, number, overview_table, text, trend_table
from cspdash.findings.provenance import Provenance
from cspdash.ingest.police_uk import DEMONSTRATION as GENERATED
from cspdash.ui.panels import DEMONSTRATION, SAME, csv_of
from tests.charts.invented import SOURCE, overview_of, trend_of
from tests.making import many_rows, write_month
from tests.police_store import PoliceStore
from tests.ui.conftest import html_of, plain, started

NOT_REAL = Provenance("Generated", "0123456789abcdef", True, None, None, 0, 0)
FORMULAS = st.sampled_from(["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\0x", "＝1", "－1", '=HYPERLINK("http://x")'])
WORDS = st.one_of(FORMULAS, st.text(max_size=12))
NUMBERS = st.one_of(st.integers(-999, 999), st.floats(-1, 1))


def read(data: bytes) -> list[list[str]]:
    """Return a downloaded table as a spreadsheet would read it."""
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@given(WORDS, WORDS, st.lists(st.tuples(WORDS, NUMBERS), min_size=1, max_size=6))
def test_no_text_of_a_download_is_a_formula_and_numbers_stay_numbers(
    caption: str, column: str, rows: list[tuple[str, float]]
) -> None:
    cells = tuple((text(word), Cell(value, str(value))) for word, value in rows)
    header, *lines = read(csv_of(Table(caption, (column, "Some number"), cells), SOURCE))
    assert len({len(line) for line in [header, *lines]}) == 1
    for word, value in zip(lines, rows, strict=True):
        assert float(word[header.index("Some number")]) == value[1]
    for line in [header, *lines]:
        for cell in (cell for name, cell in zip(header, line, strict=True) if name != "Some number"):
            assert cell[:1] not in set("=+-@\t\r\n\0＝＋－＠") or not cell


def test_a_download_names_its_table_and_source_in_each_row() -> None:
    header, first, *_ = read(csv_of(trend_table(trend_of([5, None, 7])), SOURCE))
    row = dict(zip(header, first, strict=True))
    assert (row["Month"], row["Recorded"]) == ("2024-03", "7")
    assert row["Source"] == SOURCE.line
    assert row["Table"] == "Some incidents by month, Darlington"


def test_what_is_missing_is_empty_in_a_download_and_never_zero() -> None:
    header, *lines = read(csv_of(trend_table(trend_of([5, None, 0])), SOURCE))
    assert [line[header.index("Recorded")] for line in lines] == ["0", "", "5"]


def test_pictures_stay_on_the_screen() -> None:
    table = overview_table(overview_of({"ASB": ("lower", [200] * 12 + [100] * 12)}), "#12436D")
    header, line = read(csv_of(table, SOURCE))
    assert "36 months" not in header
    assert line[2] == "-0.5"


def test_a_download_of_demonstration_data_says_so_in_each_row() -> None:
    table = Table("Counts", ("Name", "n"), ((text("a"), number(1)), (text("b"), number(2))))
    for line in read(csv_of(table, NOT_REAL))[1:]:
        assert any(DEMONSTRATION in cell for cell in line)
    assert DEMONSTRATION.encode() not in csv_of(table, SOURCE)


def test_a_table_without_rows_has_its_header() -> None:
    (header,) = read(csv_of(Table("Counts", ("Name", "n"), ()), SOURCE))
    assert header[:2] == ["Name", "n"]


def drawing(counts: list[int | None]) -> None:
    """Draw the panel of a trend of these counts, with a break."""
    from datetime import date

    from cspdash.ui.panels import trend_panel
    from tests.charts.invented import trend_of
    from tests.small_catalogue import line

    trend_panel(trend_of(counts, breaks=(line(date(2024, 1, 1), until=date(2024, 2, 1)),)), "some")


def test_a_trend_has_its_sentence_title_alt_source_break_and_table() -> None:
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
    assert [button.proto.label for button in app.get("download_button")] == ["Download as CSV"]


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
