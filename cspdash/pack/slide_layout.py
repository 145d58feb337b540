"""What goes on which slide: sizes are worked out from the texts, so that nothing is cut off."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from cspdash.charts.tables import Table
from cspdash.pack.pages import Drawing, Page

# Inches. A slide is 13.33 by 7.5; the title stands above TOP and the footer below BOTTOM.
LEFT, WIDE, TOP, BOTTOM = 0.5, 12.33, 1.2, 6.8
BESIDE, GAP = 7.3, 0.25
LEAD, SMALL, CELL, LARGE_CELL = 18, 14, 11, 13
CAPTION = 0.4
SMALL_PRINT, MOST_SMALL = 12, 0.75


@dataclass(frozen=True, slots=True)
class Sheet:
    """One slide: sentences, perhaps a table, perhaps drawings beside or below it, and how wide the table is."""

    title: str
    lead: tuple[str, ...] = ()
    table: Table | None = None
    drawings: tuple[Drawing, ...] = ()
    size: int = LEAD
    table_width: float = WIDE
    cell: int = CELL
    small: tuple[str, ...] = ()

    @property
    def bottom(self) -> float:
        """Return where the room for tables and drawings ends: above the small print, in inches from the top."""
        return BOTTOM - text_height(self.small, WIDE, SMALL_PRINT)

    @property
    def lead_height(self) -> float:
        """Return the height that the sentences take, in inches."""
        return text_height(self.lead, WIDE, self.size)


def text_height(lines: Sequence[str], width: float, size: int) -> float:
    """Return the height of paragraphs in inches; a letter is about half as wide as it is high."""
    per_line = max(8, int(width * 72 / (size * 0.5)))
    rows = sum(max(1, -(-len(line) // per_line)) for line in lines)
    return rows * size * 1.22 / 72 + len(lines) * 0.09 + (0.1 if lines else 0)


def widths(table: Table, width: float, cell: int) -> list[float]:
    """Return column widths in inches: by how long the texts are, and never below the longest word of a column."""
    letter = cell * 0.56 / 72
    texts = [[name, *(row[index].text for row in table.rows)] for index, name in enumerate(table.columns)]
    least = [max(len(word) for text in column for word in (text.split() or [""])) * letter + 0.16 for column in texts]
    wanted = [max(min(46, len(text)) for text in column) * letter + 0.16 for column in texts]
    if sum(least) >= width:
        return [width * one / sum(least) for one in least]
    spare = [max(0.0, want - low) for want, low in zip(wanted, least, strict=True)]
    share = (width - sum(least)) / sum(spare) if sum(spare) else 0.0
    found = [low + more * share for low, more in zip(least, spare, strict=True)]
    return [one * width / sum(found) for one in found]


def row_height(texts: Sequence[str], column_widths: Sequence[float], cell: int) -> float:
    """Return the height of a row of a table in inches."""
    letter = cell * 0.53 / 72
    lines = max(
        max(1, -(-len(text) // max(3, int((width - 0.12) / letter))))
        for text, width in zip(texts, column_widths, strict=True)
    )
    return lines * cell * 1.22 / 72 + 0.07


def pieces(table: Table, width: float, cell: int, room: float) -> list[Table]:
    """Return a table cut into pieces that fit into so many inches, each with the header; captions are numbered."""
    column_widths = widths(table, width, cell)
    head = row_height(table.columns, column_widths, cell) + CAPTION
    found: list[list[tuple[Any, ...]]] = [[]]
    used = head
    for row in table.rows:
        high = row_height([cell_.text for cell_ in row], column_widths, cell)
        if found[-1] and used + high > room:
            found.append([])
            used = head
        found[-1].append(row)
        used += high
    if len(found) == 1:
        return [table]
    return [
        replace(table, rows=tuple(rows), caption=f"{table.caption} ({number} of {len(found)})")
        for number, rows in enumerate(found, start=1)
    ]


def sheets(page: Page) -> list[Sheet]:
    """Return the slides of a page: sentences with what fits beside them, then the rest, then what to beware of."""
    first = Sheet(page.title, page.lead)
    if first.lead_height > 2.0:
        first = replace(first, size=SMALL)
    small = [*page.bullets, *page.caveats]
    if small and text_height(small, WIDE, SMALL_PRINT) <= MOST_SMALL:
        first, small = replace(first, small=tuple(small)), []
    made = _with_tables(page, first) if page.tables else _with_drawings(page, first)
    last = made[-1]
    if small and last.table is None and not last.drawings and len(made) == 1:
        whole = (*last.lead, *(f"• {line}" for line in small))
        if text_height(whole, WIDE, SMALL) < BOTTOM - TOP:
            return [replace(last, lead=whole, size=SMALL if text_height(whole, WIDE, LEAD) > BOTTOM - TOP else LEAD)]
    if small:
        made += _beware(page.title, small)
    return [sheet if number == 0 else replace(sheet, title=_again(sheet)) for number, sheet in enumerate(made)]


def _again(sheet: Sheet) -> str:
    return sheet.title if sheet.title.endswith("before you read it") else f"{sheet.title} (continued)"


def _beware(title: str, lines: Sequence[str]) -> list[Sheet]:
    found: list[list[str]] = [[]]
    for line in lines:
        if found[-1] and text_height([*found[-1], line], WIDE, SMALL) > BOTTOM - TOP:
            found.append([])
        found[-1].append(f"• {line}")
    return [Sheet(f"{title}: before you read it", tuple(part), size=SMALL) for part in found]


def _with_tables(page: Page, first: Sheet) -> list[Sheet]:
    room = first.bottom - TOP - first.lead_height
    table, others = page.tables[0], page.tables[1:]
    if page.drawings:
        beside = pieces(table, BESIDE, CELL, room)
        if len(beside) == 1:
            both = replace(first, table=table, table_width=BESIDE, drawings=page.drawings[:2])
            return [both, *_tables(page.title, others), *_pairs(page.title, page.drawings[2:])]
    cell = LARGE_CELL if len(pieces(table, WIDE, LARGE_CELL, room)) == 1 else CELL
    if len(pieces(table, WIDE, cell, room)) == 1:
        shown = [replace(first, table=table, cell=cell)]
    else:
        shown = [first, *_tables(page.title, [table])] if first.lead else _tables(page.title, [table])
    return [*shown, *_tables(page.title, others), *_pairs(page.title, page.drawings)]


def _tables(title: str, tables: Sequence[Table]) -> list[Sheet]:
    room = BOTTOM - TOP
    found = []
    for table in tables:
        cell = LARGE_CELL if len(pieces(table, WIDE, LARGE_CELL, room)) == 1 else CELL
        found += [Sheet(title, table=piece, cell=cell) for piece in pieces(table, WIDE, cell, room)]
    return found


def _with_drawings(page: Page, first: Sheet) -> list[Sheet]:
    if first.lead_height < 2.0:
        return [replace(first, drawings=page.drawings[:2]), *_pairs(page.title, page.drawings[2:])]
    return [first, *_pairs(page.title, page.drawings)]


def _pairs(title: str, drawings: Sequence[Drawing]) -> list[Sheet]:
    return [Sheet(title, drawings=tuple(drawings[start : start + 2])) for start in range(0, len(drawings), 2)]
