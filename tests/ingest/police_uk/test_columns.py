from datetime import date

import pytest

from cspdash.ingest.police_uk.columns import NamedFile, force_id, kind_of, named
from tests.making import OUTCOMES, STREET


@pytest.mark.parametrize(
    ("file", "found"),
    [
        ("2024-01-durham-street.csv", NamedFile("2024-01", date(2024, 1, 1), "durham", "street")),
        ("a/2024-01/2024-01-avon-and-somerset-outcomes.csv",
         NamedFile("2024-01", date(2024, 1, 1), "avon-and-somerset", "outcomes")),
        ("C:\\months\\2021-11-city-of-london-stop-and-search.CSV",
         NamedFile("2021-11", date(2021, 11, 1), "city-of-london", "stop-and-search")),
        ("latest.zip!2024-01/2024-01-btp-street.csv", NamedFile("2024-01", date(2024, 1, 1), "btp", "street")),
        ("2024-13-durham-street.csv", NamedFile("2024-13", None, "durham", "street")),
        ("2024-01-durham-street (1).csv", None),
        ("durham.csv", None),
    ],
)  # fmt: skip
def test_a_published_name_says_month_force_and_kind(file: str, found: NamedFile | None) -> None:
    assert named(file) == found


@pytest.mark.parametrize(
    ("name", "force"),
    [
        ("Durham Constabulary", "durham"),
        ("Cleveland Police", "cleveland"),
        ("Metropolitan Police Service", "metropolitan"),
        ("City of London Police", "city-of-london"),
        ("Avon and Somerset Constabulary", "avon-and-somerset"),
        ("Devon & Cornwall Police", "devon-and-cornwall"),
        ("Dyfed-Powys Police", "dyfed-powys"),
        ("British Transport Police", "btp"),
        ("Police Service of Northern Ireland", "northern-ireland"),
    ],
)
def test_a_force_is_known_by_its_full_name(name: str, force: str) -> None:
    assert force_id(name) == force


def test_the_header_tells_the_kind_of_a_file_without_a_name() -> None:
    stop = ["Type", "Date", "Part of a policing operation", "Policing operation", "Latitude", "Legislation"]
    assert [kind_of(header) for header in (STREET, OUTCOMES, stop, ["Type", "Date"])] == [
        "street", "outcomes", "stop-and-search", None,
    ]  # fmt: skip
