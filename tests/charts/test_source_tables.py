from datetime import date

import pytest

from cspdash.charts import source_tables as tables
from cspdash.charts.words import sources_sentence
from cspdash.findings.sources import Sources, sources
from cspdash.store.connection import Store
from tests import small_catalogue
from tests.charts.invented import texts
from tests.making import MONTHS, month_rows
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE, counted, residents

NAMES = {DARLINGTON_CODE: "Darlington", COUNTY_DURHAM_CODE: "County Durham"}


@pytest.fixture(scope="module")
def found(store: Store) -> Sources:
    return sources(store, small_catalogue.catalogue())


def test_spans_are_said_in_words() -> None:
    months = tuple(date(2023, month, 1) for month in (1, 2, 3, 5))
    assert tables.spans(months) == "January 2023 to March 2023; May 2023"
    assert tables.spans(()) == "none"


def test_the_months_of_a_force_are_a_row(found: Sources) -> None:
    assert texts(tables.months_table(found)) == [
        ["durham", "39", "May 2020 to January 2023; March 2023 to August 2023", "1", "February 2023"]
    ]


def test_every_file_is_in_the_table_newest_first_and_its_rows_balance(found: Sources) -> None:
    records = tables.files_table(found).records()
    assert [record["File"] for record in records] == [load["file_name"] for load in reversed(found.ledger)]
    assert all(record["Rows read"] == int(str(record["Kept"])) + int(str(record["Rejected"])) for record in records)
    read = {record["File"]: record["Rows read"] for record in records}
    assert read["2020-05-durham-street.csv"] == len(month_rows(MONTHS[0]))
    assert all(len(str(record["sha256"])) == 12 for record in records)


def test_where_the_incidents_lie_adds_up(found: Sources) -> None:
    table = tables.placed_table(found, NAMES)
    records = {record["Place"]: record for record in table.records()}
    assert set(records) == {"Darlington", "County Durham", "Outside the districts", "Without location"}
    assert records["Without location"]["Incidents"] == len(MONTHS)
    total = sum(counted().values())
    assert sum(int(str(record["Incidents"])) for record in records.values()) == total
    for record in records.values():
        assert record["Share"] == pytest.approx(int(str(record["Incidents"])) / total, abs=5e-5)
    assert f"holds {total:,} incidents" in sources_sentence(found)


def test_areas_and_residents_are_counted(found: Sources) -> None:
    assert ["LSOA", "2011", "389", "389"] in texts(tables.areas_table(found))
    assert ["District", "–", "2", "0"] in texts(tables.areas_table(found))
    assert texts(tables.people_table(found)) == [["2011", "389", f"{sum(residents().values()):,}"]]


def test_reasons_for_quarantine_are_shown_with_the_first_line(found: Sources) -> None:
    from dataclasses import replace

    told = replace(found, reasons=(("a.csv", "Month is not a month", 1200, 2),))
    assert texts(tables.rejects_table(told)) == [["a.csv", "Month is not a month", "1,200", "2"]]
    assert tables.rejects_table(found).rows == ()
