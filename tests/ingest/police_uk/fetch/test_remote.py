import io
import random
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cspdash.ingest.police_uk.fetch import Manners
from cspdash.ingest.police_uk.fetch.client import Client
from cspdash.ingest.police_uk.fetch.remote import AHEAD, MOST_AT_ONCE, SMALL_GAP, TAIL, RemoteFile
from tests.police_server import PoliceServer, zipped

BYTES = random.Random(1).randbytes(300_000)


def remote(server: PoliceServer, manners: Manners, data: bytes = BYTES) -> RemoteFile:
    server.files["/a"] = data
    return RemoteFile(Client(manners), f"{server.base}/a", len(data), None)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.tuples(st.sampled_from([0, 1, 2]), st.integers(-400_000, 400_000), st.integers(0, 200_000))),
    stretches=st.lists(st.tuples(st.integers(0, 300_000), st.integers(1, 100_000)), max_size=3),
)
def test_reads_as_a_file_on_the_disk_does(
    server: PoliceServer, manners: Manners, steps: list[tuple[int, int, int]], stretches: list[tuple[int, int]]
) -> None:
    local, far = io.BytesIO(BYTES), remote(server, manners)
    far.expect([(start, start + length) for start, length in stretches])
    for whence, offset, length in steps:
        place = {0: 0, 1: local.tell(), 2: len(BYTES)}[whence] + offset
        if place < 0:
            with pytest.raises(OSError, match="before the start"):
                far.seek(offset, whence)
            continue
        assert far.seek(offset, whence) == local.seek(offset, whence) == place
        assert far.read(length) == local.read(length)
        assert far.tell() == local.tell()


def test_reads_small_files_to_the_end_and_no_further(server: PoliceServer, manners: Manners) -> None:
    file = remote(server, manners, b"abc")
    assert file.read() == b"abc" and file.read(5) == b"" and file.readable() and file.seekable()
    assert len(server.asked) == 1


def test_asks_once_for_what_is_expected(server: PoliceServer, manners: Manners) -> None:
    file = remote(server, manners)
    file.expect([(1_000, 40_000), (40_500, 60_000), (60_000 + SMALL_GAP + 1, 200_000)])
    for start, stop in ((1_000, 1_030), (1_030, 39_000), (40_500, 60_000), (60_001 + SMALL_GAP, 200_000)):
        file.seek(start)
        assert file.read(stop - start) == BYTES[start:stop]
    assert [asked.span for asked in server.asked] == ["bytes=1000-59999", f"bytes={60_001 + SMALL_GAP}-199999"]


def test_reads_ahead_a_little_elsewhere(server: PoliceServer, manners: Manners) -> None:
    file = remote(server, manners)
    file.read(10)
    assert [asked.sent for asked in server.asked] == [AHEAD]


def test_never_holds_more_than_a_few_windows(server: PoliceServer, manners: Manners) -> None:
    data = bytes(MOST_AT_ONCE + 1_000_000)
    file = remote(server, manners, data)
    file.expect([(0, len(data))])
    assert file.read(len(data)) == data
    assert [asked.sent for asked in server.asked] == [MOST_AT_ONCE, 1_000_000]


def test_lists_an_archive_from_its_end(server: PoliceServer, manners: Manners) -> None:
    data = zipped({"a.csv": BYTES, "b.csv": BYTES[::-1]})
    with zipfile.ZipFile(remote(server, manners, data)) as archive:
        assert archive.namelist() == ["a.csv", "b.csv"]
    assert sum(asked.sent for asked in server.asked) == TAIL
    with zipfile.ZipFile(remote(server, manners, data)) as archive:
        assert archive.read("a.csv") == BYTES and archive.testzip() is None


def test_what_is_forgotten_is_asked_for_again(server: PoliceServer, manners: Manners) -> None:
    file = remote(server, manners)
    for _ in range(2):
        file.seek(0)
        file.read(10)
    file.forget()
    file.seek(0)
    assert file.read(10) == BYTES[:10] and len(server.asked) == 2
