"""Archives as an attacker packs them: judged whole, and counted while they are unpacked."""

import io
import stat
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cspdash.ingest import RefusedFile, archives
from cspdash.ingest.archives import Counted, Limits, unpack
from tests.making import write_file

MIB = 1 << 20
ZEROS = b"0" * 200 * MIB


def packed(path: Path, members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression, compresslevel=9) as target:
        for name, data in members.items():
            target.writestr(name, data)
    return path


def says(path: Path, number: int) -> Path:
    """Change the size that the archive gives for its only member, in both places."""
    data = bytearray(path.read_bytes())
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.index(signature) + place
        data[start : start + 4] = number.to_bytes(4, "little")
    path.write_bytes(bytes(data))
    return path


def flagged(path: Path) -> Path:
    """Mark the only member as encrypted."""
    data = bytearray(path.read_bytes())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + place] |= 1
    path.write_bytes(bytes(data))
    return path


def link(path: Path) -> Path:
    info = zipfile.ZipInfo("areas.shp")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as target:
        target.writestr(info, "/etc/passwd")
    return path


def nested() -> bytes:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as target:
        target.writestr("x.csv", b"x")
    return inner.getvalue()


def test_what_is_honest_is_unpacked(tmp_path: Path) -> None:
    members = {"a/areas.shp": bytes(range(256)) * 300, "readme.txt": b"hello"}
    found = unpack(packed(tmp_path / "x.zip", members), tmp_path / "out")
    assert {str(path.relative_to(tmp_path / "out")): path.read_bytes() for path in found} == members


Attack = Callable[[Path], Path]
ATTACKS: dict[str, tuple[Attack, str]] = {
    "201 members": (lambda path: packed(path, {f"{n}.csv": b"x" for n in range(201)}), "201 files"),
    "513 MB, stored": (
        lambda path: says(packed(path, {"a.csv": b"x" * 9}, zipfile.ZIP_STORED), 513 * MIB), "more than 200 or 536,8"
    ),
    "a bomb": (lambda path: packed(path, {"a.csv": ZEROS}), "unpacks to 209,715,200 bytes from"),
    "a symbolic link": (link, "symbolic link"),
    "an absolute name": (lambda path: packed(path, {"/etc/x.shp": b"x"}), "points outside"),
    "a drive": (lambda path: packed(path, {"C:\\x.shp": b"x"}), "points outside"),
    "a way up": (lambda path: packed(path, {"a/../../x.shp": b"x"}), "points outside"),
    "a way up with backslashes": (lambda path: packed(path, {"..\\x.shp": b"x"}), "points outside"),
    "an archive inside": (lambda path: packed(path, {"x.ZIP": nested()}), "archive inside the archive"),
    "a tar inside": (lambda path: packed(path, {"x.tgz": b"x"}), "archive inside the archive"),
    "encrypted": (lambda path: flagged(packed(path, {"x.csv": b"x"})), "encrypted"),
    "bzip2": (lambda path: packed(path, {"x.csv": b"x" * 99}, zipfile.ZIP_BZIP2), "packed in a way"),
    "lzma": (lambda path: packed(path, {"x.csv": b"x" * 99}, zipfile.ZIP_LZMA), "packed in a way"),
    "no archive": (lambda path: write_file(path, b"PK\x03\x04 no"), "not a whole zip archive"),
}  # fmt: skip


@pytest.mark.fault("F30")
@pytest.mark.parametrize("name", ATTACKS)
def test_what_no_honest_download_has_is_refused_before_anything_is_unpacked(name: str, tmp_path: Path) -> None:
    attack, reason = ATTACKS[name]
    path = attack(tmp_path / "x.zip")
    with pytest.raises(RefusedFile, match=reason):
        unpack(path, tmp_path / "out" / "deep")
    assert [found.name for found in tmp_path.rglob("*")] == ["x.zip"]


@pytest.mark.fault("F30")
@pytest.mark.parametrize("said", [10, 400_000])
def test_a_header_that_lies_unpacks_no_more_than_it_says(said: int, tmp_path: Path) -> None:
    path = says(packed(tmp_path / "x.zip", {"areas.shp": ZEROS}), said)
    assert path.stat().st_size < 210_000
    (tmp_path / "out").mkdir()
    tracemalloc.start()
    with pytest.raises(RefusedFile, match="damaged"):
        unpack(path, tmp_path / "out")
    assert tracemalloc.get_traced_memory()[1] < 8 * MIB
    tracemalloc.stop()
    assert sum(found.stat().st_size for found in (tmp_path / "out").rglob("*")) <= said


@pytest.mark.fault("F30")
def test_bytes_are_counted_over_all_members_as_they_come(tmp_path: Path) -> None:
    """The list of members was judged by a larger limit, so that only the counting can notice."""
    noise = bytes(range(256)) * 2048
    path = packed(tmp_path / "x.zip", {f"{n}.csv": noise + bytes([n]) for n in range(4)}, zipfile.ZIP_STORED)
    with zipfile.ZipFile(path) as archive:
        counted = Counted(archive, Limits(10, 3 * len(noise)))
        for member in archive.infolist()[:2]:
            assert len(counted.read(member, member.filename)) == len(noise) + 1
        assert len(counted.read(archive.infolist()[0], "again")) == len(noise) + 1
        with pytest.raises(RefusedFile, match="the archive unpacks to more than"):
            counted.read(archive.infolist()[2], "2.csv")


@pytest.mark.fault("F30")
def test_the_ratio_is_counted_as_bytes_come(tmp_path: Path) -> None:
    """As if nobody had looked at the list: what a member unpacks to is stopped when it is a hundred times its size."""
    path = packed(tmp_path / "x.zip", {"areas.shp": ZEROS})
    with zipfile.ZipFile(path) as archive:
        member = archive.infolist()[0]
        sizes: list[int] = []
        with pytest.raises(RefusedFile, match=r"bytes and more from"):
            sizes.extend(len(chunk) for chunk in Counted(archive).chunks(member, "x"))
        assert sum(sizes) <= archives.MOST_RATIO * member.compress_size
