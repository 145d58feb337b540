from datetime import date
from pathlib import Path

import pytest

from cspdash.store.connection import open_store
from cspdash.store.observations import PRINTED, SUPPRESSED, answers, supplied
from cspdash.store.release import building

ROWS = [
    ("begging", "E06000005", "2022-04-01", "2023-03-31", None, None, None, "A count", SUPPRESSED),
    ("begging", "E06000005", "2021-04-01", "2022-03-31", 12, None, 12, "A count", None),
    ("begging", "E06000005", "2020-04-01", "2021-03-31", 9, None, 9, f"{PRINTED}A plan, Table 1", None),
    ("fly-tips", "E06000005", "2021-04-01", "2022-03-31", 400, None, 400, "A count", None),
]
ANSWERS = [
    ("confidence", "safe", "2022-01-01", "2022-03-31", "E06000005", 200, 0.23, None, "A survey"),
    ("another", "safe", "2022-01-01", "2022-03-31", "E06000005", 200, 0.5, 1.2, "A survey"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with building(tmp_path / "store") as build:
        build.con.executemany("INSERT INTO observation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", ROWS)
        build.con.executemany("INSERT INTO survey_answer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", ANSWERS)
    return tmp_path / "store"


def test_supplied_rows_are_read_without_printed_ones(folder: Path) -> None:
    store = open_store(folder)
    found = supplied(store, ["begging"])
    assert [(row.period_start, row.value, row.suppressed) for row in found] == [
        (date(2021, 4, 1), 12, False),
        (date(2022, 4, 1), None, True),
    ]
    assert supplied(store, []) == []
    store.close()


def test_answers_are_those_of_the_surveys_asked_for(folder: Path) -> None:
    store = open_store(folder)
    assert [(row.survey, row.n, row.share, row.design_effect) for row in answers(store, ["confidence"])] == [
        ("confidence", 200, 0.23, None)
    ]
    store.close()
