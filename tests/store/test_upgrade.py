"""Stores of earlier schemas are brought to today's in a new release, with the same figures; newer ones are refused."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cspdash import catalogue
from cspdash.ingest import PARSER, run
from cspdash.store.checks import verify
from cspdash.store.connection import open_store
from cspdash.store.release import (
    FOLDER,
    POINTER,
    SCHEMA_VERSION,
    StoreProblem,
    building,
    current_release,
    file_sha256,
    release_path,
    releases,
    rollback,
)
from cspdash.store.upgrade import STEPS, bring_up, plain_name, shapes, shapes_of
from tests.commands import cspdash
from tests.making import crime_id, served, street_row, write_month

SCHEMAS = sorted((Path(__file__).parent / "schemas").glob("*.sql"))
TODAY = [(Path(run.__file__).parents[1] / "store" / name).read_text() for name in ("schema.sql", "views.sql")]
AREA = "'E01012304', 'Darlington 012A'"
ROWS = f"""
INSERT INTO release VALUES ('partnership', TIMESTAMP '2024-01-01 10:00:00', {{version}}, NULL);
INSERT INTO ledger VALUES (1, 'police.uk', 'street', 'durham', DATE '2023-01-01', '2023-01-durham-street.csv', 'aa',
    5, 4, 1, TIMESTAMP '2024-01-01 10:00:00', 'loaded', 4, 0, 0, NULL, []);
INSERT INTO reject VALUES (1, 6, 'no month', 'x,y');
INSERT INTO term VALUES (1, 'durham'), (2, 'E01012304'), (3, 'Burglary'), (4, 'Anti-social behaviour'),
    (5, 'On or near Sample Street'), (6, 'Durham Constabulary'), (7, 'Under investigation');
INSERT INTO incident_row VALUES
    (1, 2, DATE '2023-01-01', 3, 7, -1.543, 54.5245, 5, NULL, NULL, 6, 1, 2),
    (1, 2, DATE '2023-01-01', 3, 7, -1.543, 54.5245, 5, NULL, NULL, 6, 1, 3),
    (1, 2, DATE '2023-01-01', 4, NULL, -1.543, 54.5245, 5, NULL, NULL, 6, 1, 4),
    (1, NULL, DATE '2023-01-01', 4, NULL, NULL, NULL, NULL, NULL, NULL, 6, 1, 5);
INSERT INTO area_seen VALUES ({AREA});
INSERT INTO area VALUES ({AREA}, 'lsoa', 'E06000005', 2011, NULL, -1.543, 54.5245);
INSERT INTO population VALUES ('E01012304', 2021, 1500, 600);
INSERT INTO observation VALUES ('visits', 'E06000005', DATE '2023-01-01', DATE '2023-03-31', 7, NULL, 7, 'council', '');
INSERT INTO survey_answer VALUES ('panel', 'safe', DATE '2023-01-01', DATE '2023-03-31', 'E06000005', 400, 0.5, 1, 'x');
"""
# Until schema 4 Crime IDs were texts and the mart was rows of texts; since then they are UUIDs and cells of numbers.
TO_4 = f"""
INSERT INTO incident_identifier VALUES (1, 2, '{crime_id("one")}'), (1, 3, 'C/2023/17');
INSERT INTO monthly VALUES ('E06000005', 'E01012304', 'E01012304', DATE '2023-01-01', 'Burglary', 2),
    ('E06000005', 'E01012304', 'E01012304', DATE '2023-01-01', 'Anti-social behaviour', 1),
    (NULL, NULL, NULL, DATE '2023-01-01', 'Anti-social behaviour', 1);
"""
FROM_5 = f"""
INSERT INTO incident_identifier VALUES (1, 2, '{crime_id("one")[:32]}', '{crime_id("one")[32:]}');
INSERT INTO incident_identifier_text VALUES (1, 3, 'C/2023/17');
INSERT INTO monthly_place VALUES (2, 1, 'E06000005', 'E01012304', 'E01012304'), (0, 2, NULL, NULL, NULL);
INSERT INTO monthly_category VALUES (3, 'Burglary'), (4, 'Anti-social behaviour');
INSERT INTO monthly_cell VALUES (2, DATE '2023-01-01', 3, 2), (2, DATE '2023-01-01', 4, 1),
    (0, DATE '2023-01-01', 4, 1);
"""
FIGURES = {
    "incident": "SELECT * FROM incident ORDER BY line",
    "load": "SELECT * FROM load WHERE kind = 'street'",
    "incident_monthly": "SELECT * FROM incident_monthly ORDER BY ALL",
    "reject": "SELECT * FROM reject",
    "population": "SELECT * FROM population WHERE year = 2021 AND persons = 1500",
    "observation": "SELECT * FROM observation WHERE source = 'council'",
    "survey_answer": "SELECT * FROM survey_answer WHERE survey = 'panel'",
}


def old_store(schema: Path, folder: Path) -> tuple[Path, dict[str, list[Any]]]:
    """Make a store as the program of that time left it; return its folder and its figures."""
    draft = folder / FOLDER / "old.duckdb"
    draft.parent.mkdir(parents=True)
    con = duckdb.connect(str(draft), config={"storage_compatibility_version": "v1.5.0"})
    con.execute(schema.read_text(encoding="utf-8"))
    version = int(schema.stem[0])
    con.execute(ROWS.format(version=version))
    con.execute(FROM_5 if version >= 5 else TO_4)
    figures = {name: con.execute(sql).fetchall() for name, sql in FIGURES.items()}
    con.close()
    name = file_sha256(draft)[:16]
    draft.rename(release_path(folder, name))
    (folder / POINTER).write_text(name + "\n")
    assert all(figures.values())
    return folder, figures


def figures_of(folder: Path) -> dict[str, list[Any]]:
    store = open_store(folder)
    try:
        return {name: store.rows(sql) for name, sql in FIGURES.items()}
    finally:
        store.close()


@pytest.fixture(params=SCHEMAS, ids=lambda path: path.stem)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, dict[str, list[Any]]]:
    """A store of each earlier schema, with its figures."""
    return old_store(request.param, tmp_path / "store")


@pytest.mark.fault("F10")
def test_an_upgrade_is_a_new_release_with_the_same_figures(
    old: tuple[Path, dict[str, list[Any]]], small_content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, figures = old
    before = served(folder)
    with pytest.raises(StoreProblem, match="run 'cspdash upgrade'"):
        open_store(folder)
    monkeypatch.setenv("CSPDASH_CONTENT", str(small_content))
    done = cspdash("upgrade", "--store", folder, "--json")
    assert (done.code, done.json["upgraded"], done.json["schema"]) == (0, True, SCHEMA_VERSION)
    assert figures_of(folder) == figures
    opened = open_store(folder)
    assert opened.rows("SELECT force, month, sign FROM completeness") == [("durham", date(2023, 1, 1), "no past")]
    opened.close()
    listed = cspdash("status", "--store", folder, "--files", "--json").json["files"]
    earlier, *later = sorted(listed, key=lambda one: one["load_id"])
    assert (earlier["load_id"], earlier["bytes"], earlier["parser"]) == (1, None, None), "not known, and no 0"
    assert all(one["bytes"] and one["parser"] == PARSER for one in later), "what the upgrade itself enters is recorded"
    assert [check for check in verify(release_path(folder, done.json["release"])) if not check.holds] == []
    assert releases(folder) == [done.json["release"], before[0]]
    assert file_sha256(release_path(folder, before[0])) == before[1], "the release that was is as it was"
    assert cspdash("upgrade", "--store", folder, "--json").json["upgraded"] is False
    rollback(folder, before[0])
    assert "cspdash upgrade" in cspdash("status", "--store", folder, "--json").json["error"]


@pytest.mark.fault("F10")
def test_a_load_upgrades_too(old: tuple[Path, dict[str, list[Any]]], small_content: Path, tmp_path: Path) -> None:
    folder, figures = old
    file = write_month(tmp_path, [street_row(month="2023-02")], "2023-02")
    result = run.police(folder, [file], catalogue.load(small_content))
    assert [report.status for report in result.loads] == ["loaded"]
    after = figures_of(folder)
    assert len(after["incident"]) == 5
    assert all(row in after["incident"] for row in figures["incident"])
    assert set(figures["incident_monthly"]) < set(after["incident_monthly"])
    assert [check for check in verify(release_path(folder, current_release(folder) or "")) if not check.holds] == []


@pytest.mark.fault("F10")
@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: path.stem)
def test_what_an_upgrade_leaves_has_todays_tables(schema: Path, tmp_path: Path) -> None:
    folder, _ = old_store(schema, tmp_path / "store")
    name = current_release(folder) or ""
    con = duckdb.connect(str(release_path(folder, name)))
    bring_up(con, name, int(schema.stem[0]), SCHEMA_VERSION, *TODAY)
    left = {table: columns for table, (_, columns) in shapes(con).items()}
    con.close()
    assert left == {table: columns for table, (_, columns) in shapes_of(TODAY[0]).items()}


@pytest.mark.fault("F10")
def test_every_earlier_version_has_its_step_and_is_tested() -> None:
    assert set(range(1, SCHEMA_VERSION)) <= set(STEPS)
    assert {int(path.stem[0]) for path in SCHEMAS} == set(range(1, SCHEMA_VERSION))


@pytest.mark.fault("F10")
def test_a_table_that_nobody_knows_stops_the_upgrade(tmp_path: Path) -> None:
    folder, _ = old_store(SCHEMAS[0], tmp_path / "store")
    path = release_path(folder, current_release(folder) or "")
    con = duckdb.connect(str(path))
    con.execute("CREATE TABLE extra AS SELECT 1 AS held")
    con.close()
    name = file_sha256(path)[:16]
    path.rename(release_path(folder, name))
    (folder / POINTER).write_text(name)
    with pytest.raises(StoreProblem, match="extra"), building(folder):
        pass
    assert current_release(folder) == name


@pytest.mark.fault("F10")
def test_a_newer_schema_is_refused_by_readers_and_writers(tmp_path: Path) -> None:
    with building(tmp_path) as build:
        build.con.execute("UPDATE release SET schema_version = 99")
    before = served(tmp_path)
    for words in (["status"], ["upgrade"]):
        answer = cspdash(*words, "--store", tmp_path, "--json")
        assert answer.code == 3
        assert "schema 99, newer than this program's" in answer.json["error"]
    assert served(tmp_path) == before


@pytest.mark.parametrize("name", ['x" CASCADE; DROP TABLE ledger; --', "two words", "", "naïve", "1st"])
def test_only_words_are_names(name: str) -> None:
    with pytest.raises(StoreProblem, match="which no cspdash made"):
        plain_name(name)
    assert plain_name("incident_monthly") == '"incident_monthly"'
