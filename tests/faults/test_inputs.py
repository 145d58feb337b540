"""Odd files through the command: what is kept, what is in quarantine with line and reason, and what is said."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from cspdash.ingest.limits import ENVIRONMENT
from cspdash.settings import ROOT
from cspdash.store.connection import open_store
from cspdash.store.content_hash import content_hash
from tests.commands import cspdash
from tests.making import STREET, Row, many_rows, police_csv, served, street_row, write_file, write_month

MONTH = "2023-09"
ROWS = many_rows(30, MONTH)
NAME = f"{MONTH}-durham-street.csv"


@pytest.fixture(autouse=True)
def quick_content(small_content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the commands with little content: it is read anew by each."""
    monkeypatch.setenv("CSPDASH_CONTENT", str(small_content))


def ask(store: Path, sql: str) -> list[tuple[object, ...]]:
    opened = open_store(store)
    try:
        return opened.rows(sql)
    finally:
        opened.close()


def row(**changes: str) -> Row:
    return street_row(**{"month": MONTH, "crime_id": ""} | changes)


@pytest.mark.fault("F14")
@pytest.mark.parametrize("at", [1, 12, 29])
def test_an_open_quote_costs_its_own_line_only(store_copy: Path, tmp_path: Path, at: int) -> None:
    lines = police_csv(ROWS).split(b"\r\n")
    lines[at] = lines[at].replace(b",On or near", b',"On or near', 1)
    path = write_file(tmp_path / NAME, b"\r\n".join(lines))
    (load,) = cspdash("ingest", "police", path, "--store", store_copy, "--json").json["loads"]
    assert (load["status"], load["rows_read"], load["rows_kept"], load["rows_rejected"]) == ("loaded", 30, 29, 1)
    assert ask(store_copy, "SELECT line, reason, raw FROM reject") == [
        (at + 1, "a quote is opened and never closed", lines[at].decode())
    ]
    kept = ask(store_copy, "SELECT line FROM incident WHERE month = DATE '2023-09-01' ORDER BY line")
    assert [line for (line,) in kept] == [line for line in range(2, 32) if line != at + 1]


@pytest.mark.fault("F16")
def test_lines_of_two_encodings_and_a_nul_are_each_taken_for_what_they_are(store_copy: Path, tmp_path: Path) -> None:
    parts = [
        police_csv([row(location="Café in UTF-8")]),
        police_csv([row(location="Café in 1252")]).split(b"\r\n")[1].decode().encode("cp1252") + b"\r\n",
        police_csv([row(location="Ca\0fé")]).split(b"\r\n")[1] + b"\r\n",
        police_csv([row(location="the last")]).split(b"\r\n")[1] + b"\r\n",
    ]
    path = write_file(tmp_path / NAME, b"".join(parts))
    before = served(store_copy)
    refused = cspdash("ingest", "police", path, "--store", store_copy, "--json")
    assert (refused.code, served(store_copy)) == (3, before)
    assert refused.json["loads"][0]["notes"][0].startswith("NUL bytes from line 4. ")
    (load,) = cspdash("ingest", "police", path, "--store", store_copy, "--json", "--accept-partial").json["loads"]
    assert load["notes"] == ["not UTF-8 from line 3: decoded as Windows-1252 there", "NUL bytes from line 4"]
    assert load["reasons"] == {"NUL byte in the line": 1}
    assert ask(store_copy, "SELECT line, location FROM incident WHERE month = DATE '2023-09-01' ORDER BY line") == [
        (2, "Café in UTF-8"), (3, "Café in 1252"), (5, "the last"),
    ]  # fmt: skip


# A process begins with the most that its parent used, so that the parent must be a small one.
WATCHER = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""


def in_a_child(arguments: list[object], out: Path) -> int:
    """Run a command as the page for uploads does, held to limits; return the most memory that it used, in MB."""
    command = [sys.executable, "-c", WATCHER, sys.executable, "-m", "cspdash", *map(str, arguments)]
    with out.open("wb") as stream:
        done = subprocess.run(
            command,
            stdout=stream,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=os.environ | ENVIRONMENT,
            check=True,
        )
    return int(done.stderr.split()[-1]) // 1024


@pytest.mark.fault("F18")
def test_a_hundred_thousand_bad_rows_are_each_in_quarantine(tmp_path: Path) -> None:
    good = police_csv(ROWS).split(b"\r\n")
    lines = [good[1], b"no,row", good[3], b'half,"a row']
    path = write_file(tmp_path / NAME, police_csv([]) + b"\r\n".join(lines * 50_000) + b"\r\n")
    store = tmp_path / "store"
    assert in_a_child(["ingest", "police", path, "--store", store, "--json"], tmp_path / "out") <= 500
    (load,) = json.loads((tmp_path / "out").read_text("utf-8"))["loads"]
    assert (load["status"], load["rows_read"], load["rows_kept"], load["rows_rejected"]) == (
        "loaded", 200_000, 100_000, 100_000,
    )  # fmt: skip
    assert load["notes"] == [
        "50.0% of the rows were rejected: every count from this file is too low by about as much. "
        "See the reasons, and ask the source for the file again"
    ]
    quarantined = "SELECT reason, raw, count(DISTINCT line), min(line), max(line) FROM reject GROUP BY ALL ORDER BY ALL"
    assert ask(store, quarantined) == [
        ("2 columns where 12 are expected", "no,row", 50_000, 3, 199_999),
        ("a quote is opened and never closed", 'half,"a row', 50_000, 5, 200_001),
    ]
    assert ask(store, "SELECT count(*), count(DISTINCT line) FROM incident") == [(100_000, 100_000)]


@pytest.mark.fault("F19")
def test_a_line_of_3_mb_10000_columns_and_a_file_of_1_gb_cost_a_bounded_memory(tmp_path: Path) -> None:
    months, store = tmp_path / "in", tmp_path / "store"
    good = police_csv(ROWS).split(b"\r\n")[1].replace(MONTH.encode(), b"2023-10")
    line = police_csv([]) + good + b"\r\n" + b"x" * 3_000_000 + b"\r\n" + good + b"\r\n"
    write_file(months / "2023-10-durham-street.csv", line)
    wide = [*STREET, *(f"column {n}" for n in range(10_000))]
    write_file(months / "2023-11-durham-street.csv", police_csv(many_rows(300, "2023-11"), wide))
    os.truncate(write_file(months / "2023-12-durham-street.csv", b""), 1 << 30)
    command = ["ingest", "police", months, "--store", store, "--json", "--keep-going"]
    assert in_a_child(command, tmp_path / "out") <= 500
    loads = json.loads((tmp_path / "out").read_text("utf-8"))["loads"]
    assert [(load["rows_kept"], load["rows_rejected"]) for load in loads] == [(2, 1), (300, 0), (0, 0)]
    assert loads[0]["reasons"] == {"a line longer than 131,072 bytes": 1}
    assert ask(store, "SELECT line, length(raw) FROM reject") == [(3, 1_019)]
    assert loads[1]["notes"][0].endswith("'column 18', 'column 19' and 9,980 more")
    assert loads[2]["status"] == "refused"
    assert loads[2]["notes"] == [
        "1,073,741,824 bytes are more than the 268,435,456 that are read at once. "
        "Split it, by month or by year, and load the parts one after another"
    ]


@pytest.mark.fault("F17")
def test_neither_a_files_name_nor_its_first_line_steers_the_terminal(store_copy: Path, tmp_path: Path) -> None:
    path = write_file(tmp_path / "\u202eodd\x1b[31m\nname.csv", "\x1b[2J\u202e,b\r\n1,2\r\n".encode())
    answer = cspdash("ingest", "police", path, "--store", store_copy)
    assert answer.code == 3
    assert answer.out.startswith(
        "refused   \\u202eodd\\x1b[31m name.csv   (line 1: not the columns of a data.police.uk"
    )
    assert all(sign.isprintable() or sign == "\n" for sign in answer.out)


@pytest.mark.fault("F28")
def test_withheld_counts_are_kept_as_withheld_and_other_signs_are_refused_by_cell(
    store_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CSPDASH_CONTENT")
    header = "indicator,area_code,period_start,period_end,numerator,denominator,value,note"
    signs = ["c", "*", "<5", "[c]", "0"]
    rows = [f"people-begging,E06000005,{2015 + n}-04-01,{2016 + n}-03-31,{sign},,," for n, sign in enumerate(signs)]
    good = write_file(tmp_path / "begging.csv", "\n".join([header, *rows, ""]).encode())
    assert cspdash("ingest", "observations", good, "--store", store_copy).code == 0
    held = "SELECT numerator, value, note FROM observation WHERE indicator = 'people-begging' ORDER BY period_start"
    assert ask(store_copy, held) == [(None, None, "suppressed")] * 4 + [(0.0, 0.0, None)]
    before = served(store_copy)
    odd = ['"1,234"', "-3", "1.5", "n/a", "1O"]
    rows = [f"people-begging,E06000005,{2015 + n}-04-01,{2016 + n}-03-31,{sign},,," for n, sign in enumerate(odd)]
    bad = write_file(tmp_path / "odd.csv", "\n".join([header, *rows, ""]).encode())
    answer = cspdash("ingest", "observations", bad, "--store", store_copy, "--json")
    assert (answer.code, served(store_copy)) == (3, before)
    (said,) = answer.json["loads"][0]["notes"]
    assert said.split("\n  ") == [
        "5 problems",
        "line 2, numerator: '1,234' has a separator of thousands. Write 1234",
        "line 3, numerator: -3 is negative. A count, share or rate starts at 0",
        "line 4, numerator: 1.5 has decimals. It counts people: write a whole number",
        "line 5, numerator: 'n/a' is no number. Leave the cell empty where there is no number",
        "line 6, numerator: '1O' is no number. Leave the cell empty where there is no number. "
        "Mend the file and load it again",
    ]


@pytest.mark.fault("F26")
def test_the_code_says_the_area_wherever_the_point_is(store_copy: Path, tmp_path: Path) -> None:
    # In London, over the border of the next locality, in the sea off Cornwall, in Paris, at zero, the wrong way round.
    points = [("-0.1276", "51.5072"), ("-1.5668", "54.5254"), ("-8.9", "49.1"), ("2.3522", "48.8566"), ("0", "0"),
              ("54.5245", "-1.543")]  # fmt: skip
    rows = [row(longitude=longitude, latitude=latitude) for longitude, latitude in points]
    path = write_month(tmp_path, rows, MONTH)
    (load,) = cspdash("ingest", "police", path, "--store", store_copy, "--json").json["loads"]
    assert (load["rows_kept"], load["counted"]) == (6, {"no_location": 3, "unusable_point": 3})
    placed = ask(store_copy, "SELECT area_code, longitude, latitude FROM incident WHERE month = DATE '2023-09-01'"
                             " ORDER BY line")  # fmt: skip
    given = [(float(longitude), float(latitude)) for longitude, latitude in points[:3]]
    assert placed == [("E01012304", *point) for point in given] + [("E01012304", None, None)] * 3


@pytest.mark.fault("F27")
def test_codes_of_two_censuses_and_of_none_add_up_to_the_rows(store_copy: Path, tmp_path: Path) -> None:
    # As months before the change of June 2023 do when they are downloaded after it.
    old, new, unknown = ("E01012316", "Darlington 010B"), ("E01035185", "Darlington 010D"), ("E01999999", "Nowhere 1A")
    codes = [old] * 5 + [new] * 4 + [unknown] * 3 + [("", "")] * 2
    where = {"month": "2023-04", "longitude": "-1.566800", "latitude": "54.525400"}
    rows = [row(lsoa_code=code, lsoa_name=name, **where) for code, name in codes]
    path = write_month(tmp_path, [*rows, row(month="2023-04", crime_type="Piracy")], "2023-04")
    (load,) = cspdash("ingest", "police", path, "--store", store_copy, "--json").json["loads"]
    assert load["counted"] == {"no_area": 2, "unmapped_area": 3, "unmapped_category": 1}
    counted = ask(store_copy, "SELECT area_code, sum(n) FROM incident_monthly WHERE month = DATE '2023-04-01'"
                              " GROUP BY area_code ORDER BY area_code NULLS LAST")  # fmt: skip
    assert counted == [("E01012304", 1), (old[0], 5), (new[0], 4), (unknown[0], 3), (None, 2)]
    common = ask(store_copy, "SELECT common_code, sum(n) FROM monthly WHERE month = DATE '2023-04-01'"
                             " AND district_code = 'E06000005' GROUP BY 1 ORDER BY 1")  # fmt: skip
    assert common == [("E01012304", 1), (old[0], 9)]


@pytest.mark.fault("F32")
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Adak"])
def test_the_zone_of_the_machine_changes_nothing_that_is_held(store_copy: Path, tmp_path: Path, zone: str) -> None:
    for month in ("2023-12", "2024-01", "2024-02", "2024-03", "2024-04"):
        write_month(tmp_path / "in", many_rows(6, month), month)
    here, there = store_copy, tmp_path / "there"
    command = ["ingest", "police", str(tmp_path / "in"), "--store"]
    shutil.copytree(here, there)
    assert cspdash(*command, here).code == 0
    environment = os.environ | {"TZ": zone}
    subprocess.run([sys.executable, "-m", "cspdash", *command, str(there)], cwd=ROOT, env=environment, check=True)
    hashes = []
    for store in (here, there):
        opened = open_store(store)
        hashes.append(content_hash(opened))
        opened.close()
    assert hashes[0] == hashes[1]
    assert ask(there, "SELECT DISTINCT month FROM incident WHERE month > DATE '2023-11-01' ORDER BY month") == [
        (date(2023, 12, 1),), (date(2024, 1, 1),), (date(2024, 2, 1),), (date(2024, 3, 1),), (date(2024, 4, 1),),
    ]  # fmt: skip
