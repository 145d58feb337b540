from datetime import date
from hashlib import md5
from pathlib import Path

import pytest

from cspdash.ingest.police_uk.fetch import Manners, NotFetched, Wanted, fetch
from cspdash.ingest.police_uk.fetch.client import Client
from cspdash.ingest.police_uk.fetch.opening import open_archive
from cspdash.ingest.police_uk.fetch.published import Archive, nominal
from tests.police_server import Fault, PoliceServer, archive_files, zipped

JAN, FEB = date(2024, 1, 1), date(2024, 2, 1)
WANTED = Wanted(("durham",), JAN, FEB)


@pytest.fixture
def files(server: PoliceServer) -> dict[str, bytes]:
    """Two months in the archive 2024-02, on a server that does not serve parts."""
    files = archive_files([JAN, FEB], others=1)
    server.add("2024-02", zipped(files))
    server.files["/data/archive/"] = b'<a href="2024-02.zip">'
    server.ranges = "none"
    return files


def test_without_parts_the_whole_archive_is_downloaded_once(
    server: PoliceServer, files: dict[str, bytes], manners: Manners, tmp_path: Path
) -> None:
    size = len(server.files["/data/archive/2024-02.zip"])
    done = fetch(server.base, WANTED, tmp_path, manners=manners)
    assert [path.read_bytes() for path in done.paths] == [files[f"{p.parent.name}/{p.name}"] for p in done.paths]
    assert len(done.paths) == 4 and done.received == size
    assert done.notes == [
        f"the server does not serve parts of files: the whole archive is kept in {tmp_path}/.archives/2024-02.zip"
    ]
    again = fetch(server.base, WANTED, tmp_path, manners=manners)
    assert again.paths == done.paths and again.received == 0 and {file.status for file in again.files} == {"held"}


def test_a_cut_whole_download_is_resumed(
    server: PoliceServer, files: dict[str, bytes], manners: Manners, tmp_path: Path
) -> None:
    server.ranges = "open"
    size = len(server.files["/data/archive/2024-02.zip"])
    server.fail("2024-02.zip", Fault(), Fault(cut_after=100_000))
    done = fetch(server.base, WANTED, tmp_path, manners=manners)
    assert len(done.files) == 4 and done.received == size
    assert [asked.span for asked in server.zips()] == ["bytes=0-0", None, "bytes=100000-"]


def test_another_md5_than_published_is_said(
    server: PoliceServer, files: dict[str, bytes], manners: Manners, tmp_path: Path
) -> None:
    md5s = ["0" * 32, md5(server.files["/data/archive/2024-02.zip"], usedforsecurity=False).hexdigest()]
    notes = [open_archive(Client(manners), server.base, nominal(FEB, said), tmp_path / said).notes[1:] for said in md5s]
    assert [len(note) for note in notes] == [1, 0] and "another MD5" in notes[0][0]


@pytest.mark.parametrize("ranges", ["all", "none"])
def test_a_page_in_place_of_an_archive_is_refused(
    server: PoliceServer, files: dict[str, bytes], manners: Manners, tmp_path: Path, ranges: str
) -> None:
    server.ranges = "all" if ranges == "all" else "none"
    server.add("2024-02", b"<html>This address is blocked</html>")
    with pytest.raises(NotFetched, match=r"2024-02\.zip: the answer \(text/html\) is no whole zip archive.*filter"):
        fetch(server.base, WANTED, tmp_path, manners=manners)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [".fetch.lock"]


@pytest.mark.parametrize("ranges", ["all", "none"])
def test_a_wrong_crc_is_refused(
    server: PoliceServer, files: dict[str, bytes], manners: Manners, tmp_path: Path, ranges: str
) -> None:
    server.ranges = "all" if ranges == "all" else "none"
    data = bytearray(server.files["/data/archive/2024-02.zip"])
    name = b"2024-02/2024-02-durham-street.csv"
    # The CRC stands 32 bytes before the name in the list of members, 16 bytes before it in the member's own header.
    for place, before in ((data.index(name), 16), (data.rindex(name), 30)):
        data[place - before] ^= 0xFF
    server.add("2024-02", bytes(data))
    with pytest.raises(NotFetched, match=r"2024-02-durham-street\.csv: damaged: Bad CRC-32"):
        fetch(server.base, WANTED, tmp_path, manners=manners)
    assert not list(tmp_path.rglob("2024-02-durham-street.csv")) and not list(tmp_path.rglob("*.zip*"))


def test_bytes_damaged_on_the_way_are_asked_for_again(
    server: PoliceServer, files: dict[str, bytes], manners: Manners, tmp_path: Path
) -> None:
    server.ranges = "all"
    # After one byte to try and the list of members comes the first month.
    server.fail("2024-02.zip", Fault(), Fault(), Fault(spoilt=True))
    done = fetch(server.base, WANTED, tmp_path, manners=manners)
    assert [path.read_bytes() for path in done.paths] == [files[f"{p.parent.name}/{p.name}"] for p in done.paths]
    assert len(done.paths) == 4 and server.zips()[2].span == server.zips()[3].span


def test_the_label_comes_from_the_address_or_the_months(
    server: PoliceServer, files: dict[str, bytes], manners: Manners, tmp_path: Path
) -> None:
    server.ranges = "all"
    latest = Archive("latest", JAN, FEB)
    server.add("latest", zipped({name: data for name, data in files.items() if "2024-01" in name}))
    assert open_archive(Client(manners), server.base, latest, tmp_path).label == "2024-01"
    server.redirects["/data/archive/latest.zip"] = f"{server.base}/data/archive/2024-02.zip"
    opened = open_archive(Client(manners), server.base, latest, tmp_path)
    assert opened.label == "2024-02" and opened.months == {JAN, FEB}


def test_members_not_named_as_published_are_left(server: PoliceServer, manners: Manners, tmp_path: Path) -> None:
    names = ["readme.txt", "2024-13/2024-13-durham-street.csv", "deep/er/2024-01-DURHAM-street.csv", "2024-01/"]
    server.add("2024-02", zipped(dict.fromkeys(names, b"")))
    opened = open_archive(Client(manners), server.base, nominal(FEB), tmp_path)
    assert [key.path for key in opened.files] == ["2024-01/2024-01-durham-street.csv"]
