"""The plans' survey figures in a store: there from the start, as printed, and loaded anew when they change."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from cspdash import catalogue, settings
from cspdash.catalogue import Catalogue
from cspdash.ingest.printed_waves import load_printed_waves, printed_answers
from cspdash.store.release import building

TABLE = """
SELECT n, share, source FROM survey_answer
WHERE survey = 'police-confidence' AND question = 'asb-a-big-problem' ORDER BY wave_start, wave_end"""


@pytest.fixture(scope="module")
def content() -> Catalogue:
    return catalogue.load(settings.content_dir())


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with building(tmp_path / "store") as build:
        yield build.con
        build.abandon()


def test_the_quarterly_table_is_in_a_new_store(con: duckdb.DuckDBPyConnection, content: Catalogue) -> None:
    report = load_printed_waves(con, content)
    assert report.status == "loaded" and report.rows_kept == len(printed_answers(content))
    held = con.execute(TABLE).fetchall()
    assert [(n, round(n * share, 9)) for n, share, _ in held] == [
        (75, 17), (93, 21), (573, 126), (74, 17), (200, 46), (206, 39)
    ]  # fmt: skip
    document = "Darlington Community Safety Plan 2012-15, refreshed 2013"
    section = "2. Anti-social behaviour: Perceptions, table"
    assert {source for *_, source in held} == {f"Printed in {document}, {section}"}


def test_targets_are_left_out(content: Catalogue) -> None:
    shares = {(row.question, row.share) for row in printed_answers(content)}
    assert ("drank-last-week", 0.2) in shares and ("drank-last-week", 0.15) not in shares
    assert not any(row.question == "asb-affects-quality-of-life" for row in printed_answers(content))


def test_they_are_loaded_once_and_again_when_the_content_changes(
    con: duckdb.DuckDBPyConnection, content: Catalogue
) -> None:
    load_printed_waves(con, content)
    assert load_printed_waves(con, content).status == "unchanged"
    first = content.questions[0]
    changed = replace(first, waves=(replace(first.waves[0], wave_end=date(2011, 6, 29)), *first.waves[1:]))
    report = load_printed_waves(con, replace(content, questions=(changed, *content.questions[1:])))
    assert report.status == "revised"
    total = con.execute("SELECT count(*) FROM survey_answer").fetchall()[0][0]
    assert total == len(printed_answers(content))
    live = "SELECT count(*) FROM ledger WHERE kind = 'printed survey' AND replaced_by IS NULL"
    assert con.execute(live).fetchall() == [(1,)]
