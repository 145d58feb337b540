import random
from datetime import date
from pathlib import Path

import pytest

from cspdash.ingest import RefusedFile
from cspdash.ingest.police_uk.fetch import Fetched, Manners, NotFetched, Wanted, fetch
from cspdash.periods import add_months, month_range
from tests.police_server import Fault, PoliceServer, archive_files, zipped

JAN, FEB, MAR = date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)
DURHAM = Wanted(("durham",), JAN, MAR)


def listing(server: PoliceServer, *names: str) -> None:
    """Let the server list its archives."""
    server.files["/data/archive/"] = "".join(f'<a href="{name}.zip">' for name in names).encode()


def on_disk(done: Fetched) -> dict[str, bytes]:
    return {f"{path.parent.name}/{path.name}": path.read_bytes() for path in done.paths}


def wanted_of(files: dict[str, bytes], force: str = "durham") -> dict[str, bytes]:
    return {name: data for name, data in files.items() if f"-{force}-street" in name or f"-{force}-outcomes" in name}


@pytest.fixture
def files(server: PoliceServer) -> dict[str, bytes]:
    """Three months in the archive 2024-03, most of its bytes other forces'."""
    files = archive_files([JAN, FEB, MAR], others=4)
    server.add("2024-03", zipped(files))
    listing(server, "2024-03")
    return files


def test_only_the_wanted_bytes_are_asked_for(
    server: PoliceServer, files: dict[str, bytes], manners: Manners, tmp_path: Path
) -> None:
    done = fetch(server.base, DURHAM, tmp_path, manners=manners)
    assert on_disk(done) == wanted_of(files) and len(done.files) == 6 and not done.missing
    archive = len(server.files["/data/archive/2024-03.zip"])
    received = sum(asked.sent for asked in server.zips())
    assert received < archive / 20 and all(asked.span for asked in server.zips())
    # One byte to try, the end with the list of members, and one request a month.
    assert len(server.zips()) == 5
    assert done.requests == len(server.asked) and 0 < done.received <= received


def test_one_kind_open_ends_and_every_force(
    server: PoliceServer, files: dict[str, bytes], manners: Manners, tmp_path: Path
) -> None:
    street = fetch(server.base, Wanted(("durham",), kinds=("street",)), tmp_path / "a", manners=manners)
    assert [file.path.name[:7] for file in street.files] == ["2024-01", "2024-02", "2024-03"]
    every = fetch(server.base, Wanted((), None, JAN), tmp_path / "b", manners=manners)
    assert {path.name for path in every.paths} == {
        name[8:] for name in files if name.startswith("2024-01") and "stop" not in name
    }


def test_a_second_run_fetches_nothing(
    server: PoliceServer, files: dict[str, bytes], manners: Manners, tmp_path: Path
) -> None:
    first = fetch(server.base, DURHAM, tmp_path, manners=manners)
    second = fetch(server.base, DURHAM, tmp_path, manners=manners)
    assert {file.status for file in first.files} == {"fetched"} and {file.status for file in second.files} == {"held"}
    assert second.paths == first.paths and second.requests == 3


def test_goes_on_where_a_run_broke_off(
    server: PoliceServer, files: dict[str, bytes], manners: Manners, tmp_path: Path
) -> None:
    calm = Manners(tries=1, pause=0.0)
    server.fail("2024-03.zip", Fault(), Fault(), Fault(), Fault(cut_after=100))
    with pytest.raises(NotFetched, match="cut after 100"):
        fetch(server.base, DURHAM, tmp_path, manners=calm)
    assert sorted(path.name for path in tmp_path.rglob("2*.csv")) == [
        "2024-01-durham-outcomes.csv",
        "2024-01-durham-street.csv",
    ]
    assert not list(tmp_path.rglob("*.part"))
    done = fetch(server.base, DURHAM, tmp_path, manners=manners)
    assert [file.status for file in done.files] == ["held"] * 2 + ["fetched"] * 4
    assert on_disk(done) == wanted_of(files)


def test_bad_days_do_not_matter(
    server: PoliceServer, files: dict[str, bytes], manners: Manners, sleeps: list[float], tmp_path: Path
) -> None:
    server.fail("2024-03.zip", Fault(503), Fault(), Fault(cut_after=7), Fault(429, {"Retry-After": "3"}))
    assert on_disk(fetch(server.base, DURHAM, tmp_path, manners=manners)) == wanted_of(files)
    assert sleeps == [1.0, 1.0, 3.0]


def test_what_is_in_no_archive_is_named(server: PoliceServer, manners: Manners, tmp_path: Path) -> None:
    files = archive_files([JAN, FEB, MAR])
    del files["2024-02/2024-02-durham-outcomes.csv"]
    server.add("2024-03", zipped(files))
    listing(server, "2024-03")
    done = fetch(server.base, Wanted(("durham",), JAN, date(2024, 4, 1)), tmp_path, manners=manners)
    assert [(gap.month, gap.kind) for gap in done.missing] == [
        (FEB, "outcomes"), (date(2024, 4, 1), "outcomes"), (date(2024, 4, 1), "street"),
    ]  # fmt: skip
    assert done.as_json()["missing"][0] == {"force": "durham", "month": "2024-02", "kind": "outcomes"}


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (Wanted(("durhum",), JAN, MAR), "no archive has files of durhum; it has .*durham"),
        (
            Wanted(("durham",), date(2030, 1, 1), date(2030, 2, 1)),
            r"no archive covers January 2030 to .* \(the newest is 2024-03\)",
        ),
        (Wanted(("durham",), JAN, MAR, ("outcome",)), "no archive has outcome files of January 2024 to March 2024"),
        (Wanted(("durham",), JAN, JAN, ("outcome",)), "no archive has outcome files of January 2024"),
    ],
)
def test_nothing_at_all_is_an_error(
    server: PoliceServer, files: dict[str, bytes], manners: Manners, tmp_path: Path, wanted: Wanted, why: str
) -> None:
    with pytest.raises(NotFetched, match=why):
        fetch(server.base, wanted, tmp_path, manners=manners)


def test_a_filter_that_forbids_everything_is_not_asked_for_ever(
    server: PoliceServer, manners: Manners, tmp_path: Path
) -> None:
    server.fail("/", *[Fault(403)] * 999)
    with pytest.raises(NotFetched, match=r"no archive is there \(latest\.zip: the server answered 403"):
        fetch(server.base, Wanted(("durham",), date(2011, 1, 1), MAR), tmp_path, manners=manners)
    assert len(server.asked) < 20


def test_older_months_come_from_older_archives(server: PoliceServer, manners: Manners, tmp_path: Path) -> None:
    months = month_range(date(2020, 11, 1), MAR)
    for name in ("2023-10", "2023-11", "2024-03"):
        last = date(int(name[:4]), int(name[5:]), 1)
        held = [month for month in months if add_months(last, -35) <= month <= last]
        files = archive_files(held)
        files[f"{held[-1]:%Y-%m}/{held[-1]:%Y-%m}-durham-street.csv"] += name.encode()
        server.add(name, zipped(files))
    listing(server, "2023-10", "2023-11", "2024-03")
    done = fetch(server.base, Wanted(("durham",), months[0], MAR, ("street",)), tmp_path, manners=manners)
    assert len(done.files) == 41 and not done.missing
    assert {file.archive for file in done.files} == {"2023-10", "2024-03"}
    assert [file.archive for file in done.files].count("2023-10") == 5


@pytest.mark.parametrize("names", [("2024-01", "2024-02", "2024-03"), ("latest",), ("2024-03",)])
@pytest.mark.parametrize("listed", [True, False])
def test_other_layouts_of_a_mirror(
    server: PoliceServer, manners: Manners, tmp_path: Path, names: tuple[str, ...], listed: bool
) -> None:
    files = archive_files([JAN, FEB, MAR])
    for name in names:
        server.add(name, zipped({path: data for path, data in files.items() if len(names) == 1 or name in path}))
    if listed:
        listing(server, *names)
    assert on_disk(fetch(server.base, DURHAM, tmp_path, manners=manners)) == wanted_of(files)


def test_revised_months_are_fetched_and_older_versions_are_not(
    server: PoliceServer, files: dict[str, bytes], manners: Manners, tmp_path: Path
) -> None:
    fetch(server.base, DURHAM, tmp_path, manners=manners)
    revised = {name: data + b"," for name, data in files.items()}
    server.add("2024-04", zipped(revised))
    listing(server, "2024-03", "2024-04")
    done = fetch(server.base, DURHAM, tmp_path, manners=manners)
    assert on_disk(done) == wanted_of(revised) and {file.status for file in done.files} == {"fetched"}
    listing(server, "2024-03")
    done = fetch(server.base, DURHAM, tmp_path, manners=manners)
    assert on_disk(done) == wanted_of(revised) and {file.archive for file in done.files} == {"2024-04"}


def test_an_unsafe_archive_is_refused_before_a_member_is_read(
    server: PoliceServer, files: dict[str, bytes], manners: Manners, tmp_path: Path
) -> None:
    server.add("2024-03", zipped(files | {"../2024-01-durham-street.csv": b"x"}))
    with pytest.raises(RefusedFile, match="points outside the archive"):
        fetch(server.base, DURHAM, tmp_path / "raw", manners=manners)
    assert not list(tmp_path.rglob("*.csv")) and len(server.zips()) == 2


def test_real_months_arrive_as_they_are(
    server: PoliceServer, manners: Manners, real_data: Path, tmp_path: Path
) -> None:
    months = real_data / "police-uk"
    names = [*months.glob("2021-1*/*.csv"), *months.glob("2025-0*/*.csv")]
    files = {f"{path.parent.name}/{path.name}": path.read_bytes() for path in names}
    noise = random.Random(3).randbytes(2_000_000)
    for month in ("2021-10", "2025-03", "2025-05"):
        files[f"{month}/{month}-another-street.csv"] = noise
    server.add("latest", zipped(dict(sorted(files.items()))))
    done = fetch(server.base, Wanted(("durham",)), tmp_path, manners=manners)
    assert on_disk(done) == wanted_of(files) and len(done.files) == len(names)
    assert done.received < len(server.files["/data/archive/latest.zip"]) - 5_000_000
