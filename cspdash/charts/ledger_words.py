"""The ledger in words: how much came, how much of it waits, and what to do about it."""

from cspdash.findings.ledger import Entry, Ledger

MENDING = (
    "To mend rows: download them here (or `cspdash quarantine --to FILE`), put the wrong cells right, leave load and "
    "line as they are, and load the file with `cspdash ingest mended FILE`. Each row goes back to the line it came "
    "from; its first text stays on record. A partner's rows are mended in the partner's own file."
)
NOTHING_DELETED = (
    "A load deletes nothing from the ledger: a file that a newer one replaces keeps its line here, and its rows stay "
    "in the releases that held them. Bytes are the file's size as it came, parser is the version of the reading: it is "
    "raised when a file would be read otherwise than before. Neither was recorded before schema 6 of the store."
)


def ledger_sentences(found: Ledger) -> list[str]:
    """Return how many files there are, how their rows balance, and how many wait in quarantine."""
    files = found.entries
    used = sum(one.has("used") for one in files)
    read, kept, rejected = (
        sum(getattr(one.file, name) for one in files if one.file.kind != "mended")
        for name in ("rows_read", "rows_kept", "rows_rejected")
    )
    waiting = sum(one.file.rows_rejected for one in found.waiting)
    mended = sum(one.file.rows_mended for one in files)
    return [
        f"{many(len(files), 'file has', 'files have')} been loaded, {used:,} of them in use: of {read:,} rows read "
        f"{kept:,} were kept and {rejected:,} quarantined.",
        f"{many(waiting, 'row waits', 'rows wait')} in quarantine in {many(len(found.waiting), 'file', 'files')} in "
        f"use; {many(mended, 'row was', 'rows were')} mended.",
    ]


def many(n: int, one: str, more: str) -> str:
    """Return a number with its noun."""
    return f"{n:,} {one if n == 1 else more}"


def shown_words(shown: tuple[Entry, ...], first: int, on_page: int) -> str:
    """Return the caption of a page of files."""
    if not shown:
        return "No file is of this source, status and month"
    return f"Files {first:,} to {first + on_page - 1:,} of {len(shown):,}, newest first"


def waiting_words(one: Entry) -> str:
    """Return a file with rows in quarantine as a choice."""
    return f"{one.file.file_name} (load {one.file.load_id}): {many(one.file.rows_rejected, 'row', 'rows')}"
