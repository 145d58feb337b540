from pathlib import Path

import duckdb
import pytest

from cspdash.settings import KEEP_RELEASES
from cspdash.store.connection import open_store
from cspdash.store.release import (
    POINTER,
    SCHEMA_VERSION,
    StoreDamaged,
    StoreProblem,
    building,
    current_release,
    file_sha256,
    release_path,
    releases,
    rollback,
)
from tests.making import served
from tests.small_releases import add, files, flip, rows_in


def test_a_release_is_named_for_its_contents_and_the_pointer_names_it(tmp_path: Path) -> None:
    name = add(tmp_path)
    assert (tmp_path / POINTER).read_text() == f"{name}\n"
    assert files(tmp_path) == [f"{name}.duckdb"]
    assert file_sha256(release_path(tmp_path, name)).startswith(name)
    assert current_release(tmp_path) == name


def test_a_release_says_what_it_is_and_where_it_came_from(folder: Path) -> None:
    first = current_release(folder)
    add(folder, 2)
    store = open_store(folder)
    assert store.rows("SELECT edition, schema_version, parent_sha256 FROM release") == [
        ("partnership", SCHEMA_VERSION, first)
    ]
    store.close()


def test_an_exception_leaves_the_store_as_it_was(folder: Path) -> None:
    before = served(folder), files(folder)
    with pytest.raises(ZeroDivisionError), building(folder) as build:
        build.con.execute("DELETE FROM population")
        raise ZeroDivisionError
    assert (served(folder), files(folder)) == before


def test_what_was_saved_goes_with_the_draft_all_the_same(folder: Path) -> None:
    before = served(folder), files(folder)
    with pytest.raises(ZeroDivisionError), building(folder) as build:
        build.con.execute("DELETE FROM population")
        build.save()
        raise ZeroDivisionError
    with building(folder) as build:
        build.con.execute("DELETE FROM population")
        build.save()
        build.abandon()
    assert (served(folder), files(folder)) == before


def test_what_was_saved_and_what_came_after_are_published_together(folder: Path) -> None:
    before = rows_in(folder)
    with building(folder) as build:
        build.con.execute("INSERT INTO population VALUES ('E01000008', 2021, 8, NULL)")
        build.save()
        build.con.execute("INSERT INTO population VALUES ('E01000009', 2021, 9, NULL)")
    assert rows_in(folder) == before + 2


def test_an_exception_in_the_first_write_leaves_no_store(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), building(tmp_path):
        raise ZeroDivisionError
    assert current_release(tmp_path) is None
    assert files(tmp_path) == []


def test_an_abandoned_build_publishes_nothing(folder: Path) -> None:
    before = served(folder), files(folder)
    with building(folder) as build:
        build.con.execute("DELETE FROM population")
        build.abandon()
    assert build.release is None
    assert (served(folder), files(folder)) == before


def test_the_newest_releases_are_kept(folder: Path) -> None:
    names = [current_release(folder), *(add(folder, n) for n in range(2, KEEP_RELEASES + 4))]
    assert releases(folder) == names[: -KEEP_RELEASES - 1 : -1]
    assert len(releases(folder)) == KEEP_RELEASES


def test_the_release_served_is_never_pruned(folder: Path) -> None:
    oldest = current_release(folder)
    assert oldest
    for n in range(2, KEEP_RELEASES + 1):
        add(folder, n)
    rollback(folder, oldest)
    with building(folder) as build:
        build.abandon()
    assert oldest in releases(folder)
    newest = add(folder, 2)
    assert current_release(folder) == newest
    assert rows_in(folder) == 2, "a release is built on the one that was served, not on the newest file"


def test_rollback_serves_an_earlier_release_as_it_was(folder: Path) -> None:
    first = served(folder)
    add(folder, 2)
    assert rollback(folder, first[0]) == first[0]
    assert served(folder) == first
    assert rows_in(folder) == 1


@pytest.mark.parametrize("name", ["0123456789abcdef", "../../etc/passwd", "", "CURRENT"])
def test_rollback_to_what_is_no_release_is_refused(folder: Path, name: str) -> None:
    before = served(folder)
    with pytest.raises(StoreProblem, match=f"kept are {before[0]}"):
        rollback(folder, name)
    assert served(folder) == before


def test_rollback_to_a_damaged_file_is_refused(folder: Path) -> None:
    first = current_release(folder)
    assert first
    add(folder, 2)
    before = served(folder)
    flip(release_path(folder, first))
    with pytest.raises(StoreProblem, match=f"{first} is damaged"):
        rollback(folder, first)
    assert served(folder) == before


def test_damage_is_not_handed_on_to_the_next_release(folder: Path) -> None:
    name = current_release(folder)
    assert name
    flip(release_path(folder, name))
    with pytest.raises(StoreProblem, match=r"damaged.*cspdash rollback"):
        add(folder, 2)
    assert files(folder) == [f"{name}.duckdb"]


@pytest.mark.parametrize("text", ["", "garbage", "0123456789abcdef\n", "../../x\n", "é" * 40])
def test_a_pointer_to_nothing_is_said_and_mended_by_rollback(folder: Path, text: str) -> None:
    name = current_release(folder)
    assert name
    (folder / POINTER).write_text(text, encoding="utf-8")
    for use in (current_release, add):
        with pytest.raises(StoreDamaged, match="names no release that exists"):
            use(folder)
    assert rows_in(folder) == 1, "readers are given the newest whole release"
    rollback(folder, name)
    assert rows_in(folder) == 1


def test_a_release_of_another_schema_is_neither_read_nor_changed(folder: Path) -> None:
    with building(folder) as build:
        build.con.execute("UPDATE release SET schema_version = 99")
    with pytest.raises(StoreProblem, match="schema 99"):
        open_store(folder)
    before = served(folder)
    with pytest.raises(StoreProblem, match="schema 99"):
        add(folder, 2)
    assert served(folder) == before


def test_releases_are_written_so_that_an_older_library_reads_them(folder: Path) -> None:
    con = duckdb.connect()
    name = current_release(folder)
    assert name
    con.execute(f"ATTACH '{release_path(folder, name)}' AS release (READ_ONLY)")
    tags = con.execute("SELECT tags FROM duckdb_databases() WHERE database_name = 'release'").fetchall()
    assert "v1.5.0" in str(tags)
    con.close()
