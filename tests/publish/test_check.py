from pathlib import Path

import pytest

from cspdash.publish.build import public_building, publish
from cspdash.publish.check import check_public
from cspdash.store.release import release_path
from tests.publish import microdata
from tests.publish.conftest import file_of
from tests.publish.microdata import Data

CONTENT = microdata.partners(sets=1)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return microdata.fill(tmp_path / "restricted", Data(({},)))


def test_a_public_release_may_be_served_and_a_partnerships_may_not(source: Path, public: Path) -> None:
    publish(source, public, CONTENT)
    assert check_public(public) == []
    assert "partnership edition" in check_public(source)[0]
    assert "no release" in check_public(public / "nowhere")[0]


def test_a_changed_file_may_not_be_served(source: Path, public: Path) -> None:
    publish(source, public, CONTENT)
    path = file_of(public)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert "not what its name says" in check_public(public)[0]
    path.with_suffix(".duckdb.wal").touch()
    path.write_bytes(whole)
    assert "write-ahead log" in check_public(public)[0]
    (public / "CURRENT").write_text("nothing\n")
    assert "names no release" in check_public(public)[0]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("", "no record of having passed the gate"),
        ("INSERT INTO release_gate VALUES (false, now(), 0, 0, 0, 0, 0)", "no record"),
        ("CREATE TABLE incident (n BIGINT)", "may not have the table incident"),
        ("ALTER TABLE ledger ADD COLUMN bytes BIGINT", "may not have numbers in ledger.bytes"),
        ("DROP VIEW load; DROP TABLE ledger; DROP TABLE protected_cell", "cannot be read"),
    ],
)
def test_a_release_that_did_not_pass_the_gate_may_not_be_served(sql: str, said: str, public: Path) -> None:
    with public_building(public) as build:
        if sql:
            build.con.execute(sql)
    assert build.release
    assert release_path(public, build.release).exists()
    assert said in check_public(public)[0]
