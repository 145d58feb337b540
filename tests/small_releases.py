"""Releases of a row or two, for tests of how releases are made and read."""

from pathlib import Path

from cspdash.store.connection import open_store
from cspdash.store.release import FOLDER, building

ADD = "INSERT INTO population VALUES ($code, 2021, $persons, NULL)"
COUNT = "SELECT count(*) FROM population"


def add(folder: Path, persons: int = 1) -> str:
    """Publish a release with one more row of population; return its name."""
    with building(folder) as build:
        build.con.execute(ADD, {"code": f"E0100000{persons}", "persons": persons})
    assert build.release
    return build.release


def rows_in(folder: Path) -> int:
    store = open_store(folder)
    try:
        return int(store.rows(COUNT)[0][0])
    finally:
        store.close()


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / FOLDER).iterdir())


def flip(path: Path, place: int = 5000) -> None:
    """Change one bit of a file."""
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(bytes(data))
