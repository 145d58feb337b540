import codecs
from typing import Any

import pytest

from cspdash.ingest import RefusedFile, reading
from cspdash.ingest.reading import Rows, decode, read_rows, truncation

COLUMNS = ["a", "b", "c"]
GOOD = b"a,b,c\r\n1,2,3\r\n4,5,6\r\n"


def read(data: bytes) -> Rows:
    return read_rows(decode("file.csv", data), COLUMNS)


def plain(rows: Rows) -> list[tuple[Any, ...]]:
    """Return the kept rows as (line, a, b, c)."""
    return [tuple(row[name] for name in ["line", *COLUMNS]) for row in rows.table.to_pylist()]


def refusal(data: bytes) -> str:
    with pytest.raises(RefusedFile) as raised:
        read(data)
    return str(raised.value)


def test_every_line_is_a_row_with_its_line_number() -> None:
    assert plain(read(GOOD)) == [(2, "1", "2", "3"), (3, "4", "5", "6")]


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
def test_line_ends_do_not_matter(line_end: bytes) -> None:
    assert plain(read(GOOD.replace(b"\r\n", line_end))) == plain(read(GOOD))


def test_a_last_line_without_line_end_is_a_row() -> None:
    assert plain(read(GOOD.rstrip())) == plain(read(GOOD))


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (codecs.BOM_UTF8 + "a,b,c\n1,2,Café\n".encode(), "UTF-8 byte order mark removed"),
        (codecs.BOM_UTF8 * 2 + "a,b,c\n1,2,Café\n".encode(), "UTF-8 byte order mark removed"),
        ("a,b,c\n1,2,Café\n".encode("utf-32"), "decoded from UTF-32"),
        ("a,b,c\n1,2,Café\n".encode("utf-16"), "decoded from UTF-16"),
        (codecs.BOM_UTF16_BE + "a,b,c\n1,2,Café\n".encode("utf-16-be"), "decoded from UTF-16"),
        ("a,b,c\n1,2,Café\n".encode("utf-16-le"), "decoded from UTF-16 without a mark"),
        ("a,b,c\n1,2,Café\n".encode("utf-16-be"), "decoded from UTF-16 without a mark"),
        ("a,b,c\n1,2,Café\n".encode("cp1252"), "not UTF-8 from line 2: decoded as Windows-1252 there"),
    ],
)
def test_other_encodings_are_decoded_and_noted(data: bytes, note: str) -> None:
    text = decode("file.csv", data)
    assert text.notes == (note,)
    assert plain(read_rows(text, COLUMNS)) == [(2, "1", "2", "Café")]


@pytest.mark.fault("F16")
def test_a_file_of_two_encodings_keeps_both_readable() -> None:
    data = "a,b,c\n1,2,Café\n".encode() + "1,2,Môr\n".encode("cp1252")
    assert [row[3] for row in plain(read(data))] == ["Café", "Môr"]


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"", "empty"),
        (b" \r\n\r\n", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"<!DOCTYPE html><html>404</html>", "web page (HTML)"),
        (codecs.BOM_UTF8 + b"\n<html lang='en'>", "web page (HTML)"),
        (b"<?xml version='1.0'?><Error>NoSuchKey</Error>", "web page (HTML)"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04\x14\x00", "zip archive or a spreadsheet"),
        (b"a;b;c\r\n1;2;3\r\n", "the columns are separated by semicolons"),
        (b"a\tb\tc\r\n1\t2\t3\r\n", "the columns are separated by tabs"),
        (b"a,b,c\r\n", "a header and no rows"),
        (b"a,b,c", "a header and no rows"),
    ],
)
def test_what_is_no_csv_is_refused_by_name(data: bytes, named: str) -> None:
    said = refusal(data)
    assert said.startswith("file.csv: ")
    assert named in said


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (b"a,b", "the columns differ: missing 'c'"),
        (b"a,b,d", "the columns differ: missing 'c'; not expected 'd'"),
        (b"a,b,C", "names are written otherwise: 'C' for 'c'"),
        (b"A, b ,c", "names are written otherwise: 'A' for 'a', ' b ' for 'b'"),
        (b"a,b,C,b", "the columns differ: missing 'c'; not expected 'C'; twice 'b'"),
        (b"a,b,c,b", "the columns differ: twice 'b'"),
        (b"1,2,x\x08y,4", "it names none of the columns, it begins with '1', '2', 'x\\x08y'"),
        (b"", "the line is empty where the names of the columns are expected"),
        (b"a,b,c,", None),
    ],
)
@pytest.mark.fault("F15")
def test_the_header_is_compared_by_name(header: bytes, said: str | None) -> None:
    data = header + b"\n" + b",".join([b"1"] * (header.count(b",") + 1)) + b"\n"
    if said is None:
        assert read(data).notes == ["columns not used: ''"]
        return
    message = refusal(data)
    assert message.startswith(f"file.csv: line 1: {said}")
    assert "Expected are: a, b, c" in message


@pytest.mark.fault("F15")
def test_columns_are_found_by_name_whatever_their_order() -> None:
    rows = read(b"c,line,a,b\n3,x,1,2\n")
    assert plain(rows) == [(2, "1", "2", "3")]
    assert rows.notes == ["columns not used: 'line'", "columns in another order"]
    damaged = read(b"c,line,a,b\n3,x,1,2\n3,x\n")
    assert plain(damaged) == [(2, "1", "2", "3")]


def test_a_header_of_megabytes_is_refused_in_a_short_message() -> None:
    assert len(refusal(b"z" * 3_000_000)) < 500
    assert len(refusal(b",".join(b"column%d" % n for n in range(10_000)))) < 1_000


@pytest.mark.fault("F14")
@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"1,2", "2 columns where 3 are expected"),
        (b"1,2,3,4", "4 columns where 3 are expected"),
        (b'1,"2,3', "a quote is opened and never closed"),
        (b'1,"2"x,3', "text after a closing quote"),
        (b"1,2\r,3", "a carriage return inside the line"),
    ],
)
def test_a_damaged_line_is_rejected_and_its_neighbours_are_kept(line: bytes, reason: str) -> None:
    rows = read(b"a,b,c\n1,2,3\n" + line + b"\n7,8\n4,5,6\n")
    assert plain(rows) == [(2, "1", "2", "3"), (5, "4", "5", "6")]
    assert rows.rejects == [(3, reason, line.decode()), (4, "2 columns where 3 are expected", "7,8")]
    assert rows.read == 4


@pytest.mark.fault("F19")
@pytest.mark.parametrize("quoted", [b"", b'"'])
@pytest.mark.parametrize(("length", "kept"), [(131_068, True), (131_069, False), (3_000_000, False)])
def test_a_line_that_is_too_long_has_one_verdict_on_both_ways_of_reading(
    quoted: bytes, length: int, kept: bool
) -> None:
    # A quote in any line sends the whole file the strict way.
    data = b"a,b,c\n1," + quoted + b"2" + quoted + b",3\n1,2," + b"x" * length + b"\n4,5,6\n"
    rows = read(data)
    assert [row[0] for row in plain(rows)] == ([2, 3, 4] if kept else [2, 4])
    assert [line for line, _, _ in rows.rejects] == ([] if kept else [3])
    for _, reason, raw in rows.rejects:
        assert reason == "a line longer than 131,072 bytes"
        assert raw == "1,2," + "x" * 996 + f"… ({length + 4:,} bytes)"


@pytest.mark.parametrize("times", [1, 20_001])
def test_rows_read_strictly_are_the_same_in_any_number_of_batches(times: int) -> None:
    rows = read(b'a,b,c\n1,"2",3\n' + b"4,5,6\n" * times + b"7,8\n")
    assert plain(rows)[0] == (2, "1", "2", "3")
    assert plain(rows)[-1] == (times + 2, "4", "5", "6")
    assert rows.table.num_rows == times + 1
    assert [line for line, _, _ in rows.rejects] == [times + 3]


def test_bytes_of_another_encoding_far_into_a_large_file_are_found_and_cost_nothing_else() -> None:
    line = "1,2,Café £5\n".encode()
    data = b"a,b,c\n" + line * 150_000 + "1,2,Môr\n".encode("cp1252") + line * 150_000
    assert len(data) > 4 << 20
    text = decode("file.csv", data)
    assert text.notes == ("not UTF-8 from line 150,002: decoded as Windows-1252 there",)
    assert text.data == b"a,b,c\n" + line * 150_000 + "1,2,Môr\n".encode() + line * 150_000


@pytest.mark.fault("F19")
def test_a_file_of_millions_of_lines_that_are_no_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_REJECTS", 3)
    assert read(b"a,b,c\n1,2,3\n" + b"x\n" * 3).read == 4
    assert refusal(b"a,b,c\n1,2,3\n" + b"x\n" * 4) == (
        "file.csv: more than 3 lines are no rows; the first is line 3: 1 columns where 3 are expected. "
        "Check what this file is, and ask the source for it again"
    )


def test_a_quote_and_a_carriage_return_cannot_hide_each_other() -> None:
    # The quote would join two lines and the return would split one: the count of lines alone would agree.
    data = b'a,b,c\n1,"2\n2",3\n1,2,3\r4,5,6\n7,8,9\n'
    rows = read(data)
    assert plain(rows) == [(5, "7", "8", "9")]
    assert [line for line, _, _ in rows.rejects] == [2, 3, 4]


def test_nul_bytes_are_damage_and_cost_only_their_lines() -> None:
    text = decode("file.csv", b"a,b,c\n1,2,3\n1,\0,3\n")
    assert text.damaged == ("NUL bytes from line 3",)
    rows = read_rows(text, COLUMNS)
    assert rows.rejects == [(3, "NUL byte in the line", "1,\0,3")]
    assert rows.read == 2


def test_blank_lines_are_no_rows() -> None:
    rows = read(b"a,b,c\n1,2,3\n\n\r\n4,5,6\n")
    assert [row[0] for row in plain(rows)] == [2, 5]
    assert rows.notes == ["2 blank lines left out"]


def test_quoted_fields_keep_their_commas() -> None:
    assert plain(read(b'a,b,c\n1,"Bournemouth, Poole","say ""yes"""\n')) == [
        (2, "1", "Bournemouth, Poole", 'say "yes"')
    ]


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (b"1,2,3\n", None),
        (b"1,2,3\r", None),
        (b"1,2,3", None),
        (b"1,2", "line 3 is cut off: 2 columns where 3 are expected"),
        (b'1,2,"3', "line 3 is cut off: a quote is opened and never closed"),
    ],
)
def test_a_file_that_ends_in_mid_row_is_cut_off(end: bytes, said: str | None) -> None:
    text = decode("file.csv", b"a,b,c\n1,2,3\n" + end)
    assert truncation(text, read_rows(text, COLUMNS)) == said


def test_a_file_that_ends_in_mid_value_is_cut_off_where_the_values_are_known() -> None:
    text = decode("file.csv", b"a,b,c\n1,2,charged\n1,2,char")
    assert truncation(text, read_rows(text, COLUMNS), {"charged"}) == "line 3 is cut off: it ends with 'char'"
