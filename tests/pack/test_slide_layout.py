from hypothesis import given
from hypothesis import strategies as st

from cspdash.charts.tables import Table, text
from cspdash.pack.pages import Page
from cspdash.pack.slide_layout import BOTTOM, CELL, TOP, WIDE, pieces, row_height, sheets, widths

WORDS = st.text("abc def", min_size=1, max_size=80)
TABLES = st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=40).map(
    lambda rows: Table("T", ("One", "Two", "Three"), tuple(tuple(text(word) for word in row) for row in rows))
)


@given(TABLES, st.floats(1.5, 5.5))
def test_no_row_is_lost_and_every_piece_fits(table: Table, room: float) -> None:
    found = pieces(table, WIDE, CELL, room)
    assert [row for piece in found for row in piece.rows] == list(table.rows)
    for piece in found:
        column_widths = widths(table, WIDE, CELL)
        high = sum(row_height([cell.text for cell in row], column_widths, CELL) for row in piece.rows)
        assert high <= room or len(piece.rows) == 1


@given(TABLES, st.floats(4, 13))
def test_columns_fill_the_width(table: Table, width: float) -> None:
    found = widths(table, width, CELL)
    assert abs(sum(found) - width) < 0.01
    assert min(found) > 0


@given(st.lists(WORDS, max_size=12), st.lists(WORDS, max_size=30), st.lists(TABLES, max_size=2))
def test_everything_of_a_page_is_on_its_slides(lead: list[str], caveats: list[str], tables: list[Table]) -> None:
    page = Page("p", "Title", tuple(lead), tuple(tables), caveats=tuple(caveats))
    made = sheets(page)
    said = [line.removeprefix("• ") for sheet in made for line in (*sheet.lead, *sheet.small)]
    assert sorted(said) == sorted([*lead, *caveats])
    rows = [row for sheet in made if sheet.table for row in sheet.table.rows]
    assert rows == [row for table in tables for row in table.rows]
    assert all(sheet.bottom > TOP for sheet in made)
    assert all(sheet.bottom <= BOTTOM for sheet in made)
