"""What a user would pick instead answers the same on the same rows."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from cspdash import catalogue, settings
from cspdash.ingest import run
from scripts.peers.__main__ import answer, asked_of, peers
from scripts.peers.questions import Asked, Peer, questions
from tests.making import COUNTY_DURHAM, DARLINGTON, Row, street_row, write_month

MONTHS = [f"{year}-{month:02d}" for year in (2021, 2022) for month in range(1, 13)]
PEERS = {"pandas": "pandas", "pandas-categories": "pandas", "duckdb": "duckdb", "sqlite": "sqlite3",
         "polars": "polars", "datasette": "datasette"}  # fmt: skip


def rows_of(number: int, month: str) -> list[Row]:
    """Rows of a month: a burglary or a repeated nuisance here and there, one without location, one elsewhere."""
    made = []
    for at, (code, name, longitude, latitude) in enumerate([*DARLINGTON, *COUNTY_DURHAM]):
        place = {"month": month, "lsoa_code": code, "lsoa_name": name, "longitude": longitude, "latitude": latitude}
        burglary = street_row(**place, crime_type="Burglary", outcome="" if at % 2 else "Under investigation")
        nuisance = street_row(
            **place, crime_id="", crime_type="Anti-social behaviour", outcome="", location="Green, The"
        )
        made += [burglary] * ((number + at) % 3) + [nuisance] * at
    return [*made, street_row(month=month, lsoa_code="", lsoa_name="", longitude="", latitude="", location="")]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Path], Path, Path, Asked]:
    """The archive's files, a folder for the peers, the store of the same rows, and what is asked."""
    folder = tmp_path_factory.mktemp("peers")
    for number, month in enumerate(MONTHS):
        write_month(folder / "months", rows_of(number, month), month)
    assert run.police(folder / "store", [folder / "months"], catalogue.load(settings.content_dir())).release
    files = sorted((folder / "months").rglob("*-street.csv"))
    return files, folder, folder / "store", asked_of(files, "Darlington")


def made_peer(name: str, made: tuple[list[Path], Path, Path, Asked]) -> Peer:
    files, folder, store, asked = made
    return peers(files, folder, store, asked)[name]()


def counted(rows: list[Row], **wanted: Any) -> int:
    return sum(all(row[name] in value for name, value in wanted.items()) for row in rows)


def test_our_answers_are_what_the_rows_say(made: tuple[list[Path], Path, Path, Asked]) -> None:
    ours = {name: work() for name, work in questions(made_peer("cspdash", made)).items()}
    held = [(month, row) for number, month in enumerate(MONTHS) for row in rows_of(number, month)
            if row["LSOA name"].startswith("Darlington")]  # fmt: skip
    assert sum(n for *_, n in ours["series"]) == len(held)
    year = [row for month, row in held if month >= "2022-01"]
    burglaries = [row for row in year if row["Crime type"] == "Burglary"]
    assert dict(ours["map"]) == {code: sum(row["LSOA code"] == code for row in burglaries) for code, *_ in DARLINGTON}
    half = [row["LSOA code"] for month, row in held if month >= "2022-07"]
    earlier = [row["LSOA code"] for month, row in held if "2021-07" <= month <= "2021-12"]
    assert sorted(ours["ranking"]) == sorted((code, half.count(code), earlier.count(code)) for code, *_ in DARLINGTON)
    assert [row[1] for row in ours["ranking"]] == sorted((row[1] for row in ours["ranking"]), reverse=True)
    assert sum(n for *_, n in ours["grid"]) == len(burglaries)
    assert [(n, place) for n, place, *_ in ours["repeats"]] == [(24, "Green, The"), (12, "Green, The")]
    assert sum(n for *_, n in ours["outcomes"]) == len(year)
    assert ("Anti-social behaviour", "", 36) in ours["outcomes"]


@pytest.mark.parametrize("name", PEERS)
def test_each_peer_answers_as_we_do(name: str, made: tuple[list[Path], Path, Path, Asked]) -> None:
    if importlib.util.find_spec(PEERS[name]) is None:
        pytest.skip(f"{name} is not installed (requirements-peers.txt)")
    ours, peer = questions(made_peer("cspdash", made)), made_peer(name, made)
    try:
        for question, work in questions(peer).items():
            assert work() == ours[question](), question
        asked = answer("ask", peer)
        assert set(asked["questions"]) == set(ours) and asked["processor_ms"] >= 0
    finally:
        getattr(peer, "close", lambda: None)()


def test_months_without_an_earlier_year_and_words_that_are_not_asked_for(
    tmp_path: Path, made: tuple[list[Path], Path, Path, Asked]
) -> None:
    files, _, store, _ = made
    few = asked_of(files[:3], "Darlington")
    assert few.now == ("2021-01", "2021-02", "2021-03") and few.before == ()
    made_of_few = peers(files[:3], tmp_path, store, few)
    assert made_of_few["pandas"]().ranking() == made_of_few["sqlite"]().ranking()
    with pytest.raises(ValueError, match="not asked for"):
        answer("other", made_of_few["pandas"]())
