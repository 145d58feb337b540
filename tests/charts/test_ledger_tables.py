from dataclasses import replace
from datetime import date, datetime

import pytest

from cspdash.charts.ledger_tables import files_table, month_words, quarantine_table, raw_words, turned_away_table
from cspdash.charts.ledger_words import ledger_sentences, shown_words, waiting_words
from cspdash.findings.ledger import Entry, Ledger
from cspdash.store.ledger_queries import File, Quarantined
from cspdash.store.load_log import Line

AT = datetime(2026, 4, 2, 9, 30)  # noqa: DTZ001 - the ledger's times are UTC without a zone
FILE = File(7, "police.uk", "street", "durham", date(2026, 3, 1), "a.csv", "ab" * 32, 100, 97, 3, AT, "revised", 5, 2,
            1, None, ["a note"], 12_345, 1, 4)  # fmt: skip
ENTRY = Entry(FILE, (("no row", 2), ("no month", 1)), "command line", "0123456789abcdef")


def test_a_file_is_told_whole() -> None:
    (row,) = files_table((ENTRY,), "Files").records()
    assert (row["Rows read"], row["Kept"], row["In quarantine"], row["Mended"]) == (100, 97, 3, 4)
    assert row["Why"] == "no row (2); no month (1)"
    assert row["Revision"] == "5 added, 2 removed, 1 changed"
    assert (row["By"], row["Release"], row["sha256"]) == ("command line", "0123456789abcdef", "ab" * 32)
    assert row["Loaded (UTC)"] == "2026-04-02 09:30"
    assert (row["Bytes"], row["Parser"]) == (12_345, 1)


def test_what_is_not_recorded_is_said() -> None:
    table = files_table((Entry(replace(FILE, bytes=None, parser=None)),), "Files")
    (row,) = table.records()
    assert (row["By"], row["Release"], row["Why"]) == ("not recorded", "not recorded", "–")
    assert (row["Bytes"], row["Parser"]) == ("not recorded", "not recorded")
    shown = dict(zip(table.columns, table.rows[0], strict=True))
    assert {shown[name].text for name in ("Bytes", "Parser")} == {"not recorded"}


def test_what_made_no_release() -> None:
    (row,) = turned_away_table([Line(AT, "file unchanged", "command line", file="a.csv", sha256="ab" * 32)]).records()
    assert row["What"] == "unchanged: the store has it already"


def test_a_raw_line_is_text_and_nothing_else() -> None:
    row = Quarantined(7, "police.uk", "street", "durham", None, "a.csv", 12, "no row", "=1+1,<b>,**x**", [])
    (told,) = quarantine_table([row], 1, 1).records()
    assert told == {"Line": 12, "Reason": "no row", "Text as it came": "=1+1,<b>,**x**"}


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (None, "not kept: a partner's line is not"),
        ("a\0b\u202e", "a\ufffdb\ufffd"),
        ("x" * 301, "x" * 300 + "… (301 characters)"),
    ],
)
def test_control_characters_and_long_lines_are_shown_as_such(raw: str | None, shown: str) -> None:
    assert raw_words(raw) == shown


def test_sentences_balance() -> None:
    first, second = ledger_sentences(Ledger((ENTRY,), (), "x"))
    assert first == "1 file has been loaded, 1 of them in use: of 100 rows read 97 were kept and 3 quarantined."
    assert second == "3 rows wait in quarantine in 1 file in use; 4 rows were mended."
    assert waiting_words(ENTRY) == "a.csv (load 7): 3 rows"
    assert shown_words((ENTRY,), 1, 1) == "Files 1 to 1 of 1, newest first"
    assert shown_words((), 1, 0).startswith("No file")
    assert (month_words("all"), month_words("2026-03")) == ("Every month", "March 2026")
