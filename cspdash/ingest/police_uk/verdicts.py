"""What a file is, and why it is refused: kind, force and month, damage, and what no row of it can be kept for."""

from collections import Counter

import pyarrow as pa

from cspdash.ingest import RefusedFile
from cspdash.ingest.police_uk.columns import force_id, kind_of, named
from cspdash.ingest.police_uk.judging import OTHER_MONTH, Judged, Key
from cspdash.ingest.reading import AGAIN, Reject, Rows, Text, header_of, quarantine_last, truncation
from cspdash.periods import parse_month

NAMED_AS = "Name it as published: 2024-01-durham-street.csv"


def kind_of_file(text: Text) -> str:
    """Return the kind of a file by its name, else by its header; raise RefusedFile for one that nobody publishes."""
    by_name = named(text.file)
    kind = by_name.kind if by_name else kind_of(header_of(text))
    if kind is None:
        raise RefusedFile(text.file, "line 1: not the columns of a data.police.uk file", NAMED_AS)
    return kind


def all_of_force(rows: Rows, force: str) -> bool:
    """Tell, where it can be told at a glance, that every row of a file was reported by its force."""
    names = rows.table.column("Reported by")
    if not pa.types.is_dictionary(names.type):
        return False
    return all(force_id(name) == force for name in names.chunk(0).dictionary.to_pylist())


def damage_of(text: Text, rows: Rows, kind: str, accept_partial: bool) -> list[str]:
    """Return notes on damage that was accepted; raise RefusedFile when it was not."""
    if not text.damaged and text.data.endswith((b"\n", b"\r")):
        return []
    ends = set(rows.table.column("Outcome type").to_pylist()[:-1]) if kind == "outcomes" else None
    cut = truncation(text, rows, ends)
    damage = [*text.damaged, *([cut] if cut else [])]
    if damage and not accept_partial:
        raise RefusedFile(text.file, "; ".join(damage), AGAIN)
    if cut:
        quarantine_last(text, rows)
    return damage


def quarantined(text: Text, rows: Rows, judged: Judged) -> list[Reject]:
    """Return every line of a file that is not kept, with its reason and raw text, in order."""
    lines = text.data.split(b"\n") if judged.rejects else []
    late = [(line, reason, lines[line - 1].decode().rstrip("\r")) for line, reason in judged.rejects]
    return sorted(rows.rejects + late)


def refuse_hopeless(text: Text, kept: int, reasons: Counter[str]) -> None:
    """Raise RefusedFile when no row of a file can be kept, or most are of another month."""
    if kept and reasons[OTHER_MONTH] <= kept:
        return
    listed = ", ".join(f"{reason} ({n:,} rows)" for reason, n in reasons.most_common())
    raise RefusedFile(text.file, listed or "no rows", "Check that this is the file that its name says")


def identify(text: Text, rows: Rows, kind: str) -> Key:
    """Return what a file is, by its published name, else by its own rows."""
    by_name = named(text.file)
    if by_name:
        if by_name.month is None:
            raise RefusedFile(text.file, f"the file's name says {by_name.month_text}, which is no month", NAMED_AS)
        return Key(by_name.force, by_name.month, kind)
    months = Counter(rows.table.column("Month").to_pylist())
    month = parse_month(months.most_common(1)[0][0]) if months else None
    forces = Counter(rows.table.column("Reported by").to_pylist())
    force = force_id(forces.most_common(1)[0][0]) if forces else ""
    if month is None or not force:
        raise RefusedFile(text.file, "neither the name nor the rows tell month and force", NAMED_AS)
    return Key(force, month, kind)
