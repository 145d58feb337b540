import io
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from cspdash.ingest import RefusedFile
from cspdash.ingest.archives import NATIONAL
from cspdash.ingest.police_uk import files
from cspdash.ingest.police_uk.files import Found
from tests.making import many_rows, police_csv, write_file, write_month

NAME = "2023-01/2023-01-durham-street.csv"
MONTH = police_csv(many_rows(30))


Find = Callable[[list[Path]], Found]


@pytest.fixture
def find() -> Iterator[Find]:
    """files.find, with what it opens closed after the test."""
    with ExitStack() as opened:
        yield lambda paths: opened.enter_context(closing(files.find(paths)))


def archive(path: Path, members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as target:
        for name, data in members.items():
            target.writestr(name, data)
    return path


def refusal(found: Found) -> RefusedFile:
    assert not found.candidates, "nothing of a refused archive is read"
    assert len(found.refused) == 1
    return found.refused[0]


def test_files_folders_and_archives_give_the_same_months(find: Find, tmp_path: Path) -> None:
    one = write_month(tmp_path / "months", many_rows(30))
    zipped = archive(tmp_path / "latest.zip", {NAME: MONTH})
    for path in (one, one.parent, tmp_path / "months", zipped):
        found = find([path])
        assert [candidate.read() for candidate in found.candidates] == [MONTH]
        assert [candidate.size for candidate in found.candidates] == [len(MONTH)]
        assert not found.refused
        assert not found.skipped


def test_an_archive_inside_a_folder_is_read_and_other_files_are_named_as_skipped(find: Find, tmp_path: Path) -> None:
    archive(tmp_path / "latest.zip", {NAME: MONTH, "2023-01/README.txt": b"hello", "__MACOSX/._x.csv": b"x"})
    write_file(tmp_path / "notes.txt", b"mine")
    write_file(tmp_path / ".DS_Store", b"\0")
    found = find([tmp_path])
    assert [candidate.name for candidate in found.candidates] == [f"{tmp_path / 'latest.zip'}!{NAME}"]
    assert found.skipped == [
        (f"{tmp_path / 'latest.zip'}!2023-01/README.txt", "not a CSV file"),
        (str(tmp_path / "notes.txt"), "not a CSV or zip file"),
    ]


def test_months_under_a_hidden_folder_are_found(find: Find, tmp_path: Path) -> None:
    write_month(tmp_path / ".cache" / "months", many_rows(30))
    assert len(find([tmp_path / ".cache" / "months"]).candidates) == 1


@pytest.mark.parametrize("members", [{}, {"README.txt": b"no months"}])
def test_an_archive_or_folder_without_csv_is_refused(find: Find, tmp_path: Path, members: dict[str, bytes]) -> None:
    assert refusal(find([archive(tmp_path / "latest.zip", members)])).reason == "there is no CSV file in it"
    empty = tmp_path / "empty"
    empty.mkdir()
    assert refusal(find([empty])).reason == "there is no CSV file in it"


def test_a_path_that_does_not_exist_is_refused(find: Find, tmp_path: Path) -> None:
    assert refusal(find([tmp_path / "2023-01"])).reason == "there is no such file or folder"


@pytest.mark.parametrize(
    "name", ["../2023-01-durham-street.csv", "a/../../x.csv", "/etc/x.csv", "..\\x.csv", "C:\\x.csv"]
)
def test_a_member_outside_the_archive_refuses_it(find: Find, tmp_path: Path, name: str) -> None:
    error = refusal(find([archive(tmp_path / "latest.zip", {NAME: MONTH, name: MONTH})]))
    assert error.file == str(tmp_path / "latest.zip")
    assert "points outside the archive" in error.reason


def test_a_symbolic_link_refuses_its_archive(find: Find, tmp_path: Path) -> None:
    link = zipfile.ZipInfo("2023-01/2023-01-durham-street.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "latest.zip", "w") as target:
        target.writestr(link, "/etc/passwd")
    assert "'2023-01/2023-01-durham-street.csv' is a symbolic link" in refusal(find([tmp_path / "latest.zip"])).reason


def test_an_encrypted_member_refuses_its_archive(find: Find, tmp_path: Path) -> None:
    data = bytearray(archive(tmp_path / "latest.zip", {NAME: MONTH}).read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + flags] |= 1
    write_file(tmp_path / "latest.zip", bytes(data))
    assert "is encrypted" in refusal(find([tmp_path / "latest.zip"])).reason


def test_a_bomb_refuses_its_archive(find: Find, tmp_path: Path) -> None:
    bomb = archive(tmp_path / "latest.zip", {NAME: b"0" * 20_000_000})
    assert bomb.stat().st_size < 30_000
    assert "unpacks to 20,000,000 bytes from" in refusal(find([bomb])).reason


def test_an_archive_inside_an_archive_is_refused_even_under_another_name(find: Find, tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as target:
        target.writestr("x.csv", MONTH)
    nested = archive(tmp_path / "latest.zip", {"2023-01.zip": inner.getvalue()})
    assert "is an archive inside the archive" in refusal(find([nested])).reason


def lying_about_size(archived: Path) -> None:
    """Change the size that the archive's own index gives for its only member: 10 bytes instead of all."""
    data = bytearray(archived.read_bytes())
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.index(signature) + place
        data[start : start + 4] = (10).to_bytes(4, "little")
    archived.write_bytes(bytes(data))


def changed_byte(archived: Path) -> None:
    data = bytearray(archived.read_bytes())
    data[200] ^= 0xFF
    archived.write_bytes(bytes(data))


@pytest.mark.parametrize("damage", [lying_about_size, changed_byte])
@pytest.mark.parametrize("compression", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_a_damaged_member_is_refused_when_it_is_read(
    find: Find, tmp_path: Path, damage: Callable[[Path], None], compression: int
) -> None:
    zipped = archive(tmp_path / "latest.zip", {NAME: MONTH}, compression)
    damage(zipped)
    (candidate,) = find([zipped]).candidates
    with pytest.raises(RefusedFile, match="Download the archive") as raised:
        candidate.read()
    assert raised.value.file.endswith(NAME)


@pytest.mark.parametrize("keep", [0, 10, 1_000, -20])
def test_a_cut_archive_is_refused(find: Find, tmp_path: Path, keep: int) -> None:
    zipped = archive(tmp_path / "latest.zip", {NAME: MONTH})
    zipped.write_bytes(zipped.read_bytes()[:keep])
    assert "not a whole zip archive" in refusal(find([zipped])).reason


def test_too_many_members_are_refused(find: Find, tmp_path: Path) -> None:
    names = [f"{year}-01/{year}-01-force-{number}-street.csv" for year in (2023, 2024) for number in range(100)]
    usual = archive(tmp_path / "usual.zip", dict.fromkeys(names, MONTH))
    assert len(find([usual]).candidates) == 200
    large = archive(tmp_path / "latest.zip", dict.fromkeys([*names, NAME], MONTH))
    error = refusal(find([large]))
    assert "201 files" in error.reason
    assert "--large-archive" in error.remedy
    with closing(files.find([large], NATIONAL)) as found:
        assert len(found.candidates) == 201
