"""Drafts: the copy of a release that a writer works on, and the empty file that a new store begins with."""

import shutil
from pathlib import Path

import duckdb

from cspdash.store.hashing import file_sha256
from cspdash.store.pointer import REPAIR, StoreDamaged, damage, release_path

SQL = Path(__file__).parent
# Written so that analysts' DuckDB 1.5 can open a release, and a rollback of the library stays possible. What does not
# fit into memory_limit goes to disk.
WRITER_CONFIG = {
    "storage_compatibility_version": "v1.5.0", "threads": "2", "preserve_insertion_order": "true",
    "memory_limit": "512MB",
}  # fmt: skip


def copy_release(store: Path, name: str, draft: Path) -> None:
    """Copy a release to a draft; raise StoreProblem when its file is damaged, so that no damage is handed on."""
    if wrong := damage(store, name, glance=True):
        raise StoreDamaged(f"{wrong} Nothing is built on it: {REPAIR}")
    shutil.copyfile(release_path(store, name), draft)  # by sendfile: half of what copy_file_range costs on ext4
    if file_sha256(draft)[:16] != name:
        raise StoreDamaged(f"the file of release {name} is damaged. Nothing is built on it: {REPAIR}")


def lay_out(con: duckdb.DuckDBPyConnection) -> None:
    """Give an empty database the tables and views of a store."""
    schema, views = statements()
    con.execute(schema)
    con.execute(views)


def statements() -> list[str]:
    """Return the SQL of a store's tables, and of its views."""
    return [(SQL / name).read_text(encoding="utf-8") for name in ("schema.sql", "views.sql")]


def write_afresh(draft: Path) -> None:
    """Write all that a closed draft holds into a new file in its place, which has nothing that was deleted."""
    fresh = draft.with_name(f"{draft.stem}-afresh.duckdb")
    con = duckdb.connect(config={**WRITER_CONFIG, "temp_directory": str(fresh.with_suffix(".tmp"))})
    try:
        con.execute("ATTACH $draft AS draft (READ_ONLY)", {"draft": str(draft)})
        con.execute("ATTACH $fresh AS fresh (STORAGE_VERSION 'v1.5.0')", {"fresh": str(fresh)})
        con.execute("COPY FROM DATABASE draft TO fresh")
        con.execute("CHECKPOINT fresh")
    finally:
        con.close()
    fresh.replace(draft)
