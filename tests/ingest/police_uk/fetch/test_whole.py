import random
from hashlib import md5
from pathlib import Path

import pytest

from cspdash.ingest.police_uk.fetch import Manners, NotFetched
from cspdash.ingest.police_uk.fetch.client import Client
from cspdash.ingest.police_uk.fetch.whole import Version, WholeDownload, md5_of
from tests.police_server import Fault, PoliceServer, etag

BYTES = random.Random(2).randbytes(3_000_000)
OTHER = BYTES[::-1]


@pytest.fixture
def download(server: PoliceServer, manners: Manners, tmp_path: Path) -> WholeDownload:
    server.ranges = "open"
    server.add("2024-01", BYTES)
    return WholeDownload(Client(manners), f"{server.base}/data/archive/2024-01.zip", tmp_path / "keep" / "2024-01.zip")


def test_a_cut_download_goes_on_from_the_bytes_held(server: PoliceServer, download: WholeDownload) -> None:
    server.fail("2024-01", Fault(cut_after=2_000_000), Fault(cut_after=500_000))
    assert download.run(Version()).read_bytes() == BYTES
    assert [asked.span for asked in server.asked] == [None, "bytes=2000000-", "bytes=2500000-"]
    assert download.client.received == len(BYTES)


def test_another_run_goes_on_too(server: PoliceServer, download: WholeDownload, manners: Manners) -> None:
    server.fail("2024-01", Fault(cut_after=1_000_000), *[Fault(503)] * 3)
    with pytest.raises(NotFetched, match="503"):
        download.run(Version())
    again = WholeDownload(Client(manners), download.url, download.path)
    assert again.run(Version()).read_bytes() == BYTES
    assert again.client.received == len(BYTES) - 1_000_000


def test_starts_again_when_the_archive_changed(server: PoliceServer, download: WholeDownload) -> None:
    server.fail("2024-01", Fault(cut_after=1_000_000), *[Fault(503)] * 3)
    with pytest.raises(NotFetched):
        download.run(Version())
    server.add("2024-01", OTHER)
    assert download.run(Version()).read_bytes() == OTHER


def test_starts_again_when_the_server_ignores_ranges(server: PoliceServer, download: WholeDownload) -> None:
    server.ranges = "none"
    server.fail("2024-01", Fault(cut_after=1_000_000))
    assert download.run(Version()).read_bytes() == BYTES
    assert [asked.status for asked in server.asked] == [200, 200]


def test_bytes_of_an_unknown_version_are_not_continued(server: PoliceServer, download: WholeDownload) -> None:
    download.path.parent.mkdir()
    download.part.write_bytes(OTHER[:1_000_000])
    assert download.run(Version()).read_bytes() == BYTES
    assert [asked.span for asked in server.asked] == [None]


def test_what_is_held_whole_is_not_downloaded_again(server: PoliceServer, download: WholeDownload) -> None:
    version = Version(etag(BYTES), len(BYTES))
    assert download.run(version) == download.run(version) == download.path
    assert len(server.asked) == 1
    server.add("2024-01", OTHER)
    assert download.run(Version(etag(OTHER), len(OTHER))).read_bytes() == OTHER


def test_never_takes_a_cut_body_for_the_whole(server: PoliceServer, download: WholeDownload) -> None:
    server.ranges = "none"
    server.fail("2024-01", *[Fault(cut_after=10)] * 4)
    with pytest.raises(NotFetched, match=r"cut after 10 of 3,000,000 bytes \(4 tries\)"):
        download.run(Version())
    assert not download.path.exists()


def test_says_when_the_disk_has_no_room(server: PoliceServer, download: WholeDownload) -> None:
    download.path.parent.mkdir()
    with pytest.raises(NotFetched, match=r"needs 1,152,921,504,606,846,976 bytes more .*--raw"):
        download.check_room(Version(None, 1 << 60))


def test_what_is_discarded_leaves_nothing(download: WholeDownload) -> None:
    download.run(Version())
    download.discard()
    assert list(download.path.parent.iterdir()) == []


def test_tells_progress_and_md5(download: WholeDownload) -> None:
    told: list[tuple[int, int, str]] = []
    download.progress = lambda *step: told.append(step)
    path = download.run(Version())
    assert told[-1] == (len(BYTES), len(BYTES), "2024-01.zip") and len(told) == 3
    assert md5_of(path) == md5(BYTES, usedforsecurity=False).hexdigest()
