"""The ledger and the quarantine as tables: every file with its rows, what was turned away, rows with their raw text."""

from collections.abc import Sequence

from cspdash.charts.tables import Cell, Table, number, text
from cspdash.findings.ledger import Entry
from cspdash.periods import month_name, parse_month
from cspdash.store.ledger_queries import Quarantined
from cspdash.store.load_log import Line

TIME = "%Y-%m-%d %H:%M"
LONGEST = 300
UNKNOWN = "not recorded"
ACTIONS = {"file unchanged": "unchanged: the store has it already", "file refused": "refused",
           "load cut off": "cut off in mid load: nothing of it was served"}  # fmt: skip


def files_table(entries: Sequence[Entry], caption: str) -> Table:
    """Return files with rows in, kept and quarantined by reason, what a revision changed, who and when."""
    columns = ("File", "Source, kind", "Status", "Rows read", "Kept", "In quarantine", "Why", "Mended", "Revision",
               "Loaded (UTC)", "By", "Release", "Bytes", "sha256", "Parser", "Notes")  # fmt: skip
    return Table(caption, columns, tuple(_entry(one) for one in entries), frozenset({3, 4, 5, 7, 12, 14}))


def _entry(one: Entry) -> tuple[Cell, ...]:
    file = one.file
    replaced = f", replaced by load {file.replaced_by}" if file.replaced_by is not None else ""
    revision = (
        f"{file.rows_added:,} added, {file.rows_removed:,} removed, {file.rows_changed:,} changed"
        if file.status == "revised" else "–"
    )  # fmt: skip
    why = "; ".join(f"{reason} ({n:,})" for reason, n in one.reasons)
    return (
        text(f"{file.file_name} (load {file.load_id})"), text(f"{file.source}, {file.kind}"),
        text(f"{file.status}{replaced}"), number(file.rows_read), number(file.rows_kept), number(file.rows_rejected),
        text(why or "–"), number(file.rows_mended), text(revision), text(f"{file.loaded_at:{TIME}}"),
        text(one.who or UNKNOWN), text(one.release or UNKNOWN), recorded(file.bytes),
        Cell(file.sha256, file.sha256[:12]), recorded(file.parser),
        text("; ".join(file.notes) or "–"),
    )  # fmt: skip


def recorded(value: int | None) -> Cell:
    """Return a number that files have only since it is recorded: in words where it was not, never 0."""
    return text(UNKNOWN) if value is None else number(value)


def turned_away_table(lines: Sequence[Line]) -> Table:
    """Return what made no release, newest first: files refused or held already, and loads that were cut off."""
    rows = tuple(
        (text(f"{line.at:{TIME}}"), text(ACTIONS.get(line.action, line.action)), text(line.file or "–"),
         text(line.role), Cell(line.sha256, line.sha256[:12] or "–"))
        for line in lines
    )  # fmt: skip
    return Table("Files that made no release", ("When (UTC)", "What", "File", "By", "sha256"), rows)


def quarantine_table(rows: Sequence[Quarantined], first: int, of: int) -> Table:
    """Return rows in quarantine with line, reason and text as it came, from the `first` of `of` on."""
    cells = tuple((number(row.line), text(row.reason), Cell(row.raw or "", raw_words(row.raw))) for row in rows)
    caption = f"Rows {first:,} to {first + len(rows) - 1:,} of {of:,} in quarantine, by line" if rows else "No rows"
    return Table(caption, ("Line", "Reason", "Text as it came"), cells, frozenset({0}))


def raw_words(raw: str | None) -> str:
    """Return a raw line to be read: control characters as signs, a very long one cut with its length."""
    if raw is None:
        return "not kept: a partner's line is not"
    shown = "".join(sign if sign.isprintable() else "�" for sign in raw[:LONGEST])
    return shown if len(raw) <= LONGEST else f"{shown}… ({len(raw):,} characters)"


def month_words(month: str) -> str:
    """Return a month's code in words, 'Every month' for all."""
    found = parse_month(month)
    return month_name(found) if found else "Every month"
