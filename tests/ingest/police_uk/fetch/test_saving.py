import io
import zipfile
import zlib
from datetime import date
from pathlib import Path

import pytest

from cspdash.ingest.police_uk.fetch import NotFetched
from cspdash.ingest.police_uk.fetch.opening import Key, OpenArchive
from cspdash.ingest.police_uk.fetch.saving import RawFolder, fingerprint, only_one
from cspdash.store.release import StoreBusy
from tests.police_server import zipped

KEY = Key(date(2024, 1, 1), "durham", "street")


def opened(data: bytes, label: str = "2024-06") -> OpenArchive:
    archive = zipfile.ZipFile(io.BytesIO(zipped({KEY.path: data})))
    return OpenArchive("https://data.police.uk/x.zip", label, archive, {KEY: archive.getinfo(KEY.path)})


def test_files_are_laid_out_as_published(tmp_path: Path) -> None:
    saved = RawFolder(tmp_path).save(opened(b"rows"), KEY)
    assert (tmp_path / "2024-01" / "2024-01-durham-street.csv").read_bytes() == b"rows"
    assert (saved.file, saved.archive, saved.size, saved.crc32) == (KEY.path, "2024-06", 4, zlib.crc32(b"rows"))


def test_what_is_held_is_known_again(tmp_path: Path) -> None:
    archive = opened(b"rows")
    RawFolder(tmp_path).save(archive, KEY)
    raw = RawFolder(tmp_path)
    saved = raw.held(KEY, archive.files[KEY], "2024-06")
    assert saved and saved.archive == "2024-06"
    raw.path(KEY).write_bytes(b"row")
    assert raw.held(KEY, archive.files[KEY], "2024-06") is None
    raw.path(KEY).unlink()
    assert raw.held(KEY, archive.files[KEY], "2024-06") is None


def test_a_file_put_there_by_hand_is_held_when_it_is_the_archives(tmp_path: Path) -> None:
    raw, archive = RawFolder(tmp_path), opened(b"rows")
    raw.path(KEY).parent.mkdir()
    raw.path(KEY).write_bytes(b"rows")
    assert raw.held(KEY, archive.files[KEY], "2024-06") and not raw.held(KEY, opened(b"rats").files[KEY], "2024-06")


def test_an_older_archive_does_not_take_the_place_of_a_newer_one(tmp_path: Path) -> None:
    RawFolder(tmp_path).save(opened(b"newer", "2024-06"), KEY)
    older = opened(b"older", "2024-02").files[KEY]
    raw = RawFolder(tmp_path)
    saved = raw.held(KEY, older, "2024-02")
    assert saved and saved.archive == "2024-06"
    assert raw.held(KEY, older, "2024-07") is None
    assert raw.held(KEY, older, "2024-06") is None  # the same archive, published again
    raw.path(KEY).write_bytes(b"spoiled")
    assert raw.held(KEY, older, "2024-02") is None


def test_a_torn_note_is_passed_over(tmp_path: Path) -> None:
    RawFolder(tmp_path).save(opened(b"rows"), KEY)
    with (tmp_path / ".fetched.jsonl").open("a") as register:
        register.write('{"file": "2024-02/2024-02-durh')
    assert list(RawFolder(tmp_path).saved) == [KEY.path]


def test_a_damaged_member_leaves_what_was_there(tmp_path: Path) -> None:
    raw = RawFolder(tmp_path)
    raw.save(opened(b"rows"), KEY)
    data = bytearray(zipped({KEY.path: b"other rows " * 50}))
    data[data.index(KEY.path.encode()) + len(KEY.path) + 3] ^= 0xFF
    archive = zipfile.ZipFile(io.BytesIO(data))
    broken = OpenArchive("https://data.police.uk/x.zip", "2024-07", archive, {KEY: archive.getinfo(KEY.path)})
    with pytest.raises(NotFetched, match=r"x\.zip!2024-01/2024-01-durham-street\.csv: damaged"):
        raw.save(broken, KEY)
    assert [path.name for path in raw.path(KEY).parent.iterdir()] == ["2024-01-durham-street.csv"]
    assert raw.path(KEY).read_bytes() == b"rows"


def test_one_fetch_at_a_time(tmp_path: Path) -> None:
    with only_one(tmp_path / "raw"), pytest.raises(StoreBusy, match="another fetch"), only_one(tmp_path / "raw"):
        pass
    with only_one(tmp_path / "raw"):
        pass


def test_fingerprint_is_what_an_archive_says(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 3_000_000)
    assert fingerprint(tmp_path / "a") == (3_000_000, zlib.crc32(b"x" * 3_000_000))
