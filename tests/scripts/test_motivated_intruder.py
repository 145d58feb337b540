"""The scripted intruder finds nothing in a public edition, and finds each leak that is planted in one."""

import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

from cspdash import catalogue, settings
from scripts import motivated_intruder as intruder

CONTENT = catalogue.load(settings.content_dir())
CELL = "INSERT INTO protected_cell VALUES"
PLANTED = {
    "news_story": "ALTER TABLE monthly ADD COLUMN outcome VARCHAR",
    "points_and_times": "CREATE TABLE incident (crime_id VARCHAR, occurred_from TIMESTAMP)",
    "high_impact_households": "INSERT INTO observation VALUES ('high-impact-households', 'E06000005', '2022-04-01', "
    "'2023-03-31', NULL, NULL, 5, 'x', NULL)",
    "ward_minus_street": f"{CELL} ('metal-theft', 'E05001626', '2022-04-01', '2023-03-31', 15, 'published', 'R')",
    "tiny_area": f"UPDATE common_population SET households = 12; {CELL} ('metal-theft', 'E01012304', '2022-04-01', "
    "'2023-03-31', 15, 'published', 'R')",
    "one_victim": f"{CELL} ('hate-incidents', 'E06000005', '2023-04-01', '2023-06-30', NULL, 'fewer than 10', 'S')",
    "marac_repeats": "UPDATE observation SET value = 0.2 WHERE note = 'suppressed: fewer than 10'",
    "nearly_all": "UPDATE protected_cell SET published = 60 WHERE indicator LIKE 'homeless%'",
    "exact_value": "UPDATE observation SET value = value + 1 WHERE indicator = 'people-begging'",
    "overlapping_periods": f"{CELL} ('people-begging', 'E06000005', '2022-10-01', '2023-09-30', 15, 'published', 'R')",
    "parts_of_a_total": f"{CELL} ('x', 'E06000005', '2022-04-01', '2023-03-31', 50, 'published', 'S'), ('x', "
    "'E01012304', '2022-04-01', '2023-03-31', 45, 'published', 'S'), ('x', 'E01012305', '2022-04-01', "
    "'2023-03-31', NULL, 'fewer than 10', 'S')",
    "two_releases": "UPDATE protected_cell SET published = published + 5 WHERE indicator = 'metal-theft'",
    "hidden_on_request": "UPDATE protected_cell SET published = NULL, flag = 'hidden on request' WHERE published > 0",
    "small_survey": "INSERT INTO survey_answer VALUES ('s', 'q', '2022-01-01', '2022-03-31', 'E06000005', 17, 0.5, 1, "
    "'x')",
    "order_of_rows": f"{CELL} ('x', 'E9', '2022-04-01', '2023-03-31', NULL, 'fewer than 10', 'R'), ('x', 'E3', "
    "'2022-04-01', '2023-03-31', NULL, 'fewer than 10', 'R'), ('x', 'E7', '2022-04-01', '2023-03-31', NULL, "
    "'fewer than 10', 'R'), ('x', 'E1', '2022-04-01', '2023-03-31', NULL, 'fewer than 10', 'R')",
    "files_of_partners": "INSERT INTO ledger SELECT * REPLACE ('observations' AS kind, 9999 AS load_id) "
    "FROM ledger LIMIT 1",
}  # fmt: skip


def with_leak(public: Path, folder: Path, planted: str) -> Path:
    """Copy a public folder and add a release that was changed behind the gate's back."""
    shutil.copytree(public, folder)
    served = (folder / "CURRENT").read_text().strip()
    draft = folder / "releases" / "draft.duckdb"
    shutil.copyfile(folder / "releases" / f"{served}.duckdb", draft)
    con = duckdb.connect(str(draft))
    con.execute(planted)
    con.close()
    name = sha256(draft.read_bytes()).hexdigest()[:16]
    draft.rename(folder / "releases" / f"{name}.duckdb")
    (folder / "CURRENT").write_text(f"{name}\n")
    return folder


def test_nothing_is_found_in_a_public_edition(marked_public_folder: Path) -> None:
    found = intruder.run(marked_public_folder, CONTENT)
    assert len(found) >= 12
    assert {name: hits for name, hits in found.items() if hits} == {}


@pytest.mark.parametrize("attempt", PLANTED)
def test_each_attempt_finds_what_is_planted(attempt: str, marked_public_folder: Path, tmp_path: Path) -> None:
    folder = with_leak(marked_public_folder, tmp_path / "store", PLANTED[attempt])
    me = intruder.Intruder(folder, CONTENT)
    [probe] = [one for one in intruder.ATTEMPTS if one.__name__ == attempt]
    assert list(probe(me))
    me.store.close()


def test_texts_are_found_beside_the_release(marked_public_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(marked_public_folder, tmp_path / "store"))
    (folder / "notes.jsonl").write_text('{"text": "On or near High Street, DL3 7AA"}\n')
    assert len(intruder.run(folder, CONTENT)["texts"]) == 2


def test_a_shared_category_is_found(marked_public_folder: Path) -> None:
    tips = CONTENT.indicator("fly-tips")
    twin = replace(tips, slug="deliberate-secondary-fires")
    others = [one for one in CONTENT.indicators if one.slug != twin.slug]
    assert intruder.run(marked_public_folder, replace(CONTENT, indicators=(*others, twin)))["shared_category"]


def test_every_attempt_is_planted_or_tested_above() -> None:
    assert {attempt.__name__ for attempt in intruder.ATTEMPTS} == {*PLANTED, "texts", "shared_category"}
