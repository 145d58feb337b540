"""A file's text: decoded to UTF-8 with notes on how, and its first line, which names the columns."""

import codecs
import csv
import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from cspdash.ingest import RefusedFile
from cspdash.ingest.file_kinds import read_bytes, refuse_other_formats

OTHER_ORDER = "columns in another order"
LONGEST_NAME, MOST_NAMES = 40, 20
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "upright bars"}
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Text:
    """A file's text as UTF-8 bytes with the notes on how it was decoded; `size` is the file's own, in bytes."""

    file: str
    sha256: str
    data: bytes
    notes: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()
    size: int | None = None


def _windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Decode the bytes that are not UTF-8 as Windows-1252, as spreadsheets on Windows write them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error("cspdash-windows-1252", _windows_1252)


def read_text(path: Path, name: str | None = None) -> Text:
    """Return a file's text, called `name` in messages; raise RefusedFile as `decode` does, or when it is too large."""
    said = name or path.name
    return decode(said, read_bytes(path, said))


def decode(file: str, data: bytes) -> Text:
    """Return a file's text as UTF-8; raise RefusedFile, by name, for what is no CSV at all."""
    refuse_other_formats(file, data)
    sha256, size = hashlib.sha256(data).hexdigest(), len(data)
    data, notes = _of_more_bytes(data)
    while data.startswith(codecs.BOM_UTF8):
        data, notes = data[len(codecs.BOM_UTF8) :], notes or ["UTF-8 byte order mark removed"]
    data, wrong = _as_utf8(data)
    if wrong is not None:
        line = data.count(b"\n", 0, wrong) + 1
        notes.append(f"not UTF-8 from line {line:,}: decoded as Windows-1252 there")
    if b"\n" not in data and b"\r" in data:
        data = data.replace(b"\r", b"\n")
    damaged: tuple[str, ...] = ()
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        damaged = (f"NUL bytes from line {line:,}",)
    return Text(file, sha256, data, tuple(notes), damaged, size)


def _of_more_bytes(data: bytes) -> tuple[bytes, list[str]]:
    """Return UTF-16 or UTF-32 as UTF-8 with a note, known by its mark or by every second byte of 0; else the data."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return data.decode("utf-32", errors="replace").encode(), ["decoded from UTF-32"]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace").encode(), ["decoded from UTF-16"]
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = data[first:400:2]
        if half.count(0) > len(half) // 2 and not data[1 - first : 400 : 2].count(0):
            return data.decode(encoding, errors="replace").encode(), ["decoded from UTF-16 without a mark"]
    return data, []


def _as_utf8(data: bytes) -> tuple[bytes, int | None]:
    """Return the data as UTF-8, what is none read as Windows-1252, and where the first of it stood, else None.

    Works through whole lines of about a megabyte, so that no second copy of a large file is made for nothing.
    """
    if data.isascii():
        return data, None
    pieces, wrong, start = [], None, 0
    while start < len(data):
        end = data.find(b"\n", start + CHUNK) + 1 or len(data)
        piece = data[start:end]
        try:
            piece.decode()
        except UnicodeDecodeError as error:
            wrong = start + error.start if wrong is None else wrong
            piece = piece.decode(errors="cspdash-windows-1252").encode()
        pieces.append(piece)
        start = end
    return (data, None) if wrong is None else (b"".join(pieces), wrong)


def header_of(text: Text) -> list[str]:
    """Return the names in the first line; raise RefusedFile when it is no line of names."""
    first = text.data.split(b"\n", 1)[0].decode().rstrip("\r")
    try:
        return next(csv.reader([first]), [])
    except csv.Error as error:
        raise RefusedFile(text.file, f"line 1: no names of columns ({error})", "Check that this is a CSV") from error


def check_header(text: Text, expected: list[str]) -> list[str]:
    """Return notes on the header; raise RefusedFile with the difference when columns are missing or double."""
    found = header_of(text)
    missing = [name for name in expected if name not in found]
    extra = [name for name in found if name not in expected]
    double = sorted(name for name, times in Counter(found).items() if times > 1 and name)
    if len(found) == 1 and (sign := next((sign for sign in SEPARATORS if sign in found[0]), "")):
        reason = f"line 1: the columns are separated by {SEPARATORS[sign]}"
        raise RefusedFile(text.file, reason, "Save it as CSV with commas")
    if missing or double:
        expects = f"Expected are: {', '.join(expected)}"
        raise RefusedFile(text.file, f"line 1: {_difference(expected, found, missing, extra, double)}", expects)
    notes = [f"columns not used: {listed(extra)}"] if extra else []
    return notes + ([OTHER_ORDER] if [n for n in found if n in expected] != expected else [])


def _difference(expected: list[str], found: list[str], missing: list[str], extra: list[str], double: list[str]) -> str:
    """Return in words how the names found differ from those expected."""
    if not any(found):
        return "the line is empty where the names of the columns are expected"
    plain = {_plain(name): name for name in extra}
    alike = [f"{plain[_plain(name)]!r} for {name!r}" for name in missing if _plain(name) in plain]
    if missing and len(alike) == len(missing) and not double:
        return f"names are written otherwise: {', '.join(alike)}"
    if missing == expected:
        return f"it names none of the columns, it begins with {listed(found[:3])}"
    parts = (("missing", missing), ("not expected", extra), ("twice", double))
    return f"the columns differ: {'; '.join(f'{word} {listed(names)}' for word, names in parts if names)}"


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("_", " ").split())


def listed(names: list[str]) -> str:
    """Return names of columns for a message: quoted, shortened where they are long or many."""
    shown = [repr(name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…") for name in names[:MOST_NAMES]]
    return ", ".join(shown) + (f" and {len(names) - MOST_NAMES:,} more" if len(names) > MOST_NAMES else "")
