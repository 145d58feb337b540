"""Notes and commentary in words, and as a table."""

from collections.abc import Mapping, Sequence

from cspdash.catalogue import Break
from cspdash.catalogue.notes import Commentary, Note, day_words
from cspdash.charts.once import once
from cspdash.charts.tables import Table, plain_table
from cspdash.periods import month_name


def commentary_words(one: Commentary) -> str:
    """Return a commentary with its period, role and day."""
    period = f"{day_words(one.period_start)} to {day_words(one.period_end)}"
    return f"Commentary on {period}: {one.text} ({one.role}, {day_words(one.written)})"


def line_words(number: int, line: Break) -> str:
    """Return what a numbered line or band of a chart stands for."""
    when = month_name(line.starts)
    when = f"{when} to {month_name(line.until)}" if line.until else when
    return f"{number}. {when}: {line.title}. {line.reason}"


@once
def notes_table(found: Sequence[Note | Commentary], names: Mapping[str, str]) -> Table:
    """Return notes and commentary, newest first; `names` are indicators by slug and areas by code."""
    rows = [_row(one, names) for one in sorted(found, key=lambda one: one.written, reverse=True)]
    columns = ("Kind", "About", "Where", "When", "Text", "By", "Written", "Public")
    return plain_table("Notes and commentary", columns, rows)


def _row(one: Note | Commentary, names: Mapping[str, str]) -> tuple[str, ...]:
    if isinstance(one, Commentary):
        kind, about, where = "commentary", [one.indicator], [one.area]
        first, last = one.period_start, one.period_end
    else:
        kind, about, where = one.kind, list(one.indicators), list(one.areas)
        first, last = one.starts, one.until or one.starts
    return (
        kind,
        ", ".join(names.get(slug, slug) for slug in about) or "every indicator",
        ", ".join(names.get(code, code) for code in where) or "every area",
        day_words(first) if first == last else f"{day_words(first)} to {day_words(last)}",
        one.text,
        one.role,
        day_words(one.written),
        "yes" if one.public else "no",
    )
