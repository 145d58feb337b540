"""Every kind of bad input that the project promises to survive, through the command, store before and after."""

import stat
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.commands import Answer, cspdash
from tests.making import (
    OUTCOMES,
    STREET,
    Row,
    many_rows,
    outcome_row,
    police_csv,
    served,
    street_row,
    write_file,
)

MONTH = "2023-09"
NAME = f"{MONTH}-durham-street.csv"
ROWS = many_rows(30, MONTH)
WHOLE = police_csv(ROWS)
QUOTED = police_csv([*ROWS, street_row(month=MONTH, location="On or near A, B")])
Build = Callable[[Path], Path]


def row(**changes: str) -> Row:
    return street_row(**{"month": MONTH} | changes)


def csv(data: bytes, name: str = NAME) -> Build:
    """Return how to write a file with these bytes."""
    return lambda folder: write_file(folder / name, data)


def renamed(data: bytes, old: str, new: str) -> bytes:
    return data.replace(old.encode(), new.encode(), 1)


def archive(*members: tuple[str | zipfile.ZipInfo, bytes]) -> Build:
    """Return how to write an archive of one good month and other members."""

    def build(folder: Path) -> Path:
        with zipfile.ZipFile(folder / "latest.zip", "w", zipfile.ZIP_DEFLATED) as target:
            target.writestr(f"{MONTH}/{NAME}", WHOLE)
            for name, data in members:
                target.writestr(name, data)
        return folder / "latest.zip"

    return build


def link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("link.csv")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def encrypted(folder: Path) -> Path:
    path = archive()(folder)
    data = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + flags] |= 1
    return write_file(path, bytes(data))


AGAIN = "Download the file again, or load the rows that arrived with --accept-partial"
LIKE = "Name it as published: 2024-01-durham-street.csv"
THIS = "Check that this is the file that its name says"
REFUSED: dict[str, tuple[Build, str, str]] = {
    "cut in mid row": (csv(WHOLE[:-70]), "line 31 is cut off: 7 columns where 12 are expected", AGAIN),
    "cut in mid quote": (csv(QUOTED[: QUOTED.index(b", B")]), "line 32 is cut off: a quote is opened and never", AGAIN),
    "cut outcomes": (
        csv(police_csv([outcome_row(month=MONTH)] * 2, OUTCOMES)[:-6], f"{MONTH}-durham-outcomes.csv"),
        "line 3 is cut off: it ends with 'Suspect cha'", AGAIN,
    ),
    "missing column": (
        csv(police_csv(ROWS, [name for name in STREET if name != "LSOA code"])),
        "line 1: the columns differ: missing 'LSOA code'", "Expected are: Crime ID, Month,",
    ),
    "renamed column": (
        csv(renamed(WHOLE, "LSOA code", "LSOA21CD")),
        "line 1: the columns differ: missing 'LSOA code'; not expected 'LSOA21CD'", "Expected are: Crime ID, Month,",
    ),
    "duplicate column": (
        csv(renamed(WHOLE, "Context", "Month")),
        "line 1: the columns differ: missing 'Context'; twice 'Month'", "Expected are: Crime ID, Month,",
    ),
    "NUL bytes": (csv(WHOLE.replace(b"Sample", b"Sam\0ple", 1)), "NUL bytes from line 2", AGAIN),
    "HTML": (csv(b"<!DOCTYPE html>\n<html>Bad Gateway</html>"), "this is a web page (HTML)", "download again"),
    "PDF": (csv(b"%PDF-1.7 ..."), "this is a PDF", "Ask the source for the CSV"),
    "spreadsheet": (csv(b"PK\x03\x04..."), "a zip archive or a spreadsheet", "Give the archive with its .zip name"),
    "empty": (csv(b""), "the file is empty", "Download it again"),
    "header only": (csv(police_csv([])), "a header and no rows", "An empty month is never loaded as zero"),
    "month 2026-13 in the name": (csv(WHOLE, "2026-13-durham-street.csv"), "says 2026-13, which is no month", LIKE),
    "month 1970 in the name": (csv(WHOLE, "1970-01-durham-street.csv"), "says 1970-01, which is no month", LIKE),
    "month to come": (csv(WHOLE, "2099-01-durham-street.csv"), "the month 2099-01 has not come yet", LIKE),
    "month 2026-13 in the rows": (
        csv(WHOLE.replace(MONTH.encode(), b"2026-13")), "Month is not a month written YYYY-MM (30 rows)", THIS,
    ),
    "rows of another month": (
        csv(WHOLE.replace(MONTH.encode(), b"2023-10")), "Month is not the month of the file (30 rows)", THIS,
    ),
    "mostly rows of another month": (
        csv(police_csv([*ROWS[:14], *many_rows(16, "2023-10")])), "Month is not the month of the file (16 rows)", THIS,
    ),
    "archive with ../": (archive(("../evil.csv", WHOLE)), "'../evil.csv' points outside", "Nothing was unpacked"),
    "archive with a link": (archive((link(), b"/etc/passwd")), "'link.csv' is a symbolic link", "Nothing was unpacked"),
    "bomb": (archive(("bomb.csv", b"0" * 20_000_000)), "'bomb.csv' unpacks to 20,000,000", "Nothing was unpacked"),
    "encrypted": (encrypted, f"'{MONTH}/{NAME}' is encrypted", "Nothing was unpacked"),
    "archive in an archive": (archive(("x.zip", b"PK")), "'x.zip' is an archive inside", "Nothing was unpacked"),
    "cut archive": (csv(b"PK\x03\x04" + bytes(500), "latest.zip"), "not a whole zip archive", "Nothing was unpacked"),
    "nothing there": (lambda folder: folder / "2023-09", "there is no such file or folder", "Check the path"),
}  # fmt: skip


# Which case of the table of faults each of them is.
FAULTS = {
    "F13": ("cut in mid row", "cut in mid quote", "cut outcomes"),
    "F15": ("missing column", "renamed column", "duplicate column", "columns in another order", "one column more"),
    "F16": ("NUL bytes", "UTF-8 with a mark", "UTF-16", "cp1252"),
    "F17": ("HTML", "PDF", "spreadsheet", "empty", "header only"),
    "F24": (
        "month 2026-13 in the name", "month 2026-13 in the rows", "rows of another month",
        "mostly rows of another month", "some rows of other months", "month 1970 in the name", "month to come",
    ),
    "F26": ("swapped coordinates", "zero coordinates"),
    "F27": ("unknown category", "unknown LSOA"),
    "F30": ("archive with ../", "archive with a link", "bomb", "encrypted", "archive in an archive", "cut archive"),
}  # fmt: skip
FAULT_OF = {case: fault for fault, cases in FAULTS.items() for case in cases}


def marked(cases: Iterable[str]) -> list[Any]:
    """Return cases as parameters, each marked with the fault that it is."""
    return [pytest.param(one, marks=[pytest.mark.fault(FAULT_OF[one])] if one in FAULT_OF else []) for one in cases]


@pytest.fixture(autouse=True)
def quick_content(small_content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the commands with little content: it is read anew by each."""
    monkeypatch.setenv("CSPDASH_CONTENT", str(small_content))


@pytest.mark.parametrize("case", marked(REFUSED))
def test_bad_input_is_refused_and_the_store_is_as_it_was(store_copy: Path, tmp_path: Path, case: str) -> None:
    build, reason, remedy = REFUSED[case]
    path = build(tmp_path)
    before = served(store_copy), sorted((store_copy / "releases").iterdir()), sorted(tmp_path.iterdir())
    answer = cspdash("ingest", "police", path, "--store", store_copy, "--json")
    assert answer.code == 3
    (load,) = answer.json["loads"]
    assert load["status"] == "refused"
    assert load["file"] == str(path)
    (said,) = load["notes"]
    assert reason in said
    assert remedy in said
    assert said.index(reason) < said.index(remedy)
    assert answer.json["release"] == before[0][0]
    assert (served(store_copy), sorted((store_copy / "releases").iterdir()), sorted(tmp_path.iterdir())) == before


@pytest.mark.parametrize("case", ["missing column", "HTML", "bomb"])
def test_the_same_is_said_in_words(store_copy: Path, tmp_path: Path, case: str) -> None:
    build, reason, remedy = REFUSED[case]
    path = build(tmp_path)
    answer = cspdash("ingest", "police", path, "--store", store_copy)
    assert answer.code == 3
    assert answer.out.startswith(f"refused   {path.name}")
    assert reason in answer.out
    assert remedy in answer.out
    assert "Nothing was loaded: the store is as it was." in answer.err


def test_an_empty_store_stays_no_store(tmp_path: Path) -> None:
    answer = cspdash("ingest", "police", csv(b"<html>")(tmp_path), "--store", tmp_path / "store", "--json")
    assert (answer.code, answer.json["release"]) == (3, None)
    assert not (tmp_path / "store" / "CURRENT").exists()


def loaded(store: Path, path: Path, *options: str) -> Answer:
    """Load a file that must be accepted; return the answer after checking that a new release is served."""
    before = served(store)
    answer = cspdash("ingest", "police", path, "--store", store, "--json", *options)
    assert answer.code == 0, answer.out
    assert answer.json["release"] == served(store)[0] != before[0]
    (load,) = answer.json["loads"]
    assert load["status"] == "loaded"
    assert load["rows_read"] == load["rows_kept"] + load["rows_rejected"]
    assert load["rows_rejected"] == sum(load["reasons"].values())
    return answer


CAFE = [*ROWS, row(location="On or near Café Street")]
ACCEPTED: dict[str, tuple[Build, int, dict[str, int], dict[str, int], list[str]]] = {
    "columns in another order": (csv(police_csv(ROWS, STREET[::-1])), 30, {}, {}, ["columns in another order"]),
    "one column more": (
        csv(police_csv(ROWS, [*STREET, "Ward"])), 30, {}, {}, ["columns not used: 'Ward'"],
    ),
    "UTF-8 with a mark": (csv(b"\xef\xbb\xbf" + police_csv(CAFE)), 31, {}, {}, ["UTF-8 byte order mark removed"]),
    "UTF-16": (csv(police_csv(CAFE).decode().encode("utf-16")), 31, {}, {}, ["decoded from UTF-16"]),
    "cp1252": (
        csv(police_csv(CAFE).decode().encode("cp1252")), 31, {}, {},
        ["not UTF-8 from line 32: decoded as Windows-1252 there"],
    ),
    "unknown category": (csv(police_csv([*ROWS, row(crime_type="Piracy")])), 31, {}, {"unmapped_category": 1}, []),
    "unknown LSOA": (csv(police_csv([*ROWS, row(lsoa_code="E01999999")])), 31, {}, {"unmapped_area": 1}, []),
    "swapped coordinates": (
        csv(police_csv([*ROWS, row(longitude="54.5245", latitude="-1.543")])), 31, {},
        {"no_location": 1, "unusable_point": 1}, [],
    ),
    "zero coordinates": (
        csv(police_csv([*ROWS, row(longitude="0", latitude="0")])), 31, {}, {"no_location": 1, "unusable_point": 1}, [],
    ),
    "some rows of other months": (
        csv(police_csv([*ROWS, row(month="2026-13"), row(month="2023-08")])), 30,
        {"Month is not a month written YYYY-MM": 1, "Month is not the month of the file": 1}, {}, [],
    ),
    "some lines that are no rows": (
        csv(WHOLE + b'a,b\r\n"open\r\n'), 30,
        {"2 columns where 12 are expected": 1, "a quote is opened and never closed": 1}, {}, [],
    ),
    "line ends of another system": (csv(WHOLE.replace(b"\r\n", b"\n")), 30, {}, {}, []),
}  # fmt: skip


@pytest.mark.parametrize("case", marked(ACCEPTED))
def test_what_can_be_understood_is_loaded_and_noted(store_copy: Path, tmp_path: Path, case: str) -> None:
    build, kept, reasons, counted, notes = ACCEPTED[case]
    (load,) = loaded(store_copy, build(tmp_path)).json["loads"]
    assert (load["rows_kept"], load["reasons"], load["counted"], load["notes"]) == (kept, reasons, counted, notes)


PARTIAL = {
    "cut in mid row": (29, {"7 columns where 12 are expected": 1}),
    "cut in mid quote": (30, {"a quote is opened and never closed": 1}),
    "cut outcomes": (1, {"the line is cut off": 1}),
    "NUL bytes": (29, {"NUL byte in the line": 1}),
}


@pytest.mark.parametrize("case", marked(PARTIAL))
def test_a_damaged_file_is_loaded_without_its_damaged_lines_when_told(
    store_copy: Path, tmp_path: Path, case: str
) -> None:
    build, damage, _ = REFUSED[case]
    (load,) = loaded(store_copy, build(tmp_path), "--accept-partial").json["loads"]
    assert (load["rows_kept"], load["reasons"]) == PARTIAL[case]
    assert damage in load["notes"][0]
