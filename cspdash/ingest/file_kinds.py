"""What a file is before it is read as a CSV: how large, and by its first bytes whether it is something else."""

import codecs
from pathlib import Path

from cspdash.ingest import RefusedFile

# A file is held in memory whole, several times over while it is judged: two gigabytes of memory are enough for this.
# The largest month of any force has 30 MB, five years of a county's ambulance calls about 100.
MOST_BYTES = 256 << 20
# First bytes, what they are the sign of, and what to do about it.
SAVE_AS_CSV = "Open it where it was made and save it as CSV (UTF-8)"
UNPACK = "Unpack it and give the CSV inside"
SIGNS = (
    (b"PK\x03\x04", "a zip archive or a spreadsheet", "Give the archive with its .zip name"),
    (b"PK\x05\x06", "an empty zip archive", "Download it again"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Excel workbook of the old kind (.xls)", SAVE_AS_CSV),
    (b"\x1f\x8b", "a gzip archive", UNPACK),
    (b"BZh", "a bzip2 archive", UNPACK),
    (b"\xfd7zXZ\x00", "an xz archive", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", UNPACK),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", UNPACK),
    (b"PAR1", "a Parquet file", "Write it as CSV (UTF-8)"),
    (b"SQLite format 3\x00", "an SQLite database", "Export the table as CSV (UTF-8)"),
    (b"\x89PNG", "a picture", "Ask the source for the table as CSV"),
    (b"\xff\xd8\xff", "a picture", "Ask the source for the table as CSV"),
    (b"version https://git-lfs", "a pointer to a file kept elsewhere (Git LFS)", "Download the file itself"),
    (b"{\\rtf", "a text document (RTF)", "Ask the source for the table as CSV"),
)
BLANK = b"\r\n\t \0\xef\xbb\xbf"


def check_size(file: str, size: int) -> None:
    """Raise RefusedFile when a file has more bytes than are read at once."""
    if size > MOST_BYTES:
        reason = f"{size:,} bytes are more than the {MOST_BYTES:,} that are read at once"
        raise RefusedFile(file, reason, "Split it, by month or by year, and load the parts one after another")


def read_bytes(path: Path, name: str | None = None) -> bytes:
    """Return a file's bytes; raise RefusedFile, by `name`, when it is too large or none, OSError where reading does."""
    said = name or path.name
    if not path.exists():
        raise RefusedFile(said, "there is no such file", "Check the path")
    if not path.is_file():
        raise RefusedFile(said, "this is no file", "Give the path of a file")
    check_size(said, path.stat().st_size)
    return path.read_bytes()


def refuse_other_formats(file: str, data: bytes) -> None:
    """Raise RefusedFile, with what the bytes are the sign of, when they are empty or no CSV."""
    start = data.removeprefix(codecs.BOM_UTF8)[:512].lstrip().lower()
    if not data[:4096].strip(BLANK) and not data.strip(BLANK):
        raise RefusedFile(file, "the file is empty", "Download it again")
    if start.startswith(b"<"):
        raise RefusedFile(file, "this is a web page (HTML), not a CSV", "It is often an error page: download again")
    if start.startswith(b"%pdf"):
        raise RefusedFile(file, "this is a PDF, not a CSV", "Ask the source for the CSV")
    for sign, kind, remedy in SIGNS:
        if data.startswith(sign):
            raise RefusedFile(file, f"this is {kind}, not a CSV", remedy)
    if data[8:12] == b"DUCK":
        raise RefusedFile(file, "this is a DuckDB database, not a CSV", "Export the table as CSV (UTF-8)")
    if start.startswith((b"{", b"[{", b"[\n", b"[\r")):
        raise RefusedFile(file, "this is JSON, not a CSV", "Ask the source for the CSV")
