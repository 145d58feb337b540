import json
from datetime import date

import pytest

from cspdash.ingest.police_uk.fetch import Manners, NotFetched
from cspdash.ingest.police_uk.fetch.client import Client
from cspdash.ingest.police_uk.fetch.published import Archive, Published, listed_archives, nominal, published
from cspdash.periods import add_months, month_range
from tests.police_server import Fault, PoliceServer

MD5 = "0123456789abcdef0123456789abcdef"


def block(name: str, first: str, last: str, md5: str) -> str:
    """One archive on the site's page."""
    return (
        f'<div class="download"><h3><a href="/data/archive/{name}.zip">Archive</a> (1.6 GB)</h3>'
        f'<p>Contains data from {first} to {last}</p><p class="md5sum">{md5}</p></div>'
    )


PAGE = "<html>" + "".join(
    [
        '<div class="download"><a href="/data/archive/latest.zip">latest</a> (1.6 GB)</div>',
        block("2026-07", "Aug 2023", "Jul 2026", MD5),
        block("2017-04", "Dec 2010", "Apr 2017", f"{MD5[:30]}-7"),
        block("2018-03", "Apr 2015", "Feb 2018", MD5),
    ]
)
LISTING = "<ul><li><a href=2020-01.zip>2020-01.zip</a><li><a href='2019-12.zip'>2019-12.zip</a><li>2021-13.zip</ul>"


def site(newest: date = date(2026, 7, 1)) -> Published:
    """The archives of data.police.uk up to a month."""
    archives = tuple(nominal(month) for month in month_range(date(2013, 12, 1), newest))
    return Published(archives, archives[-1], listed=True)


def visits(found: Published, pending: set[date]) -> list[str]:
    """The archives looked into until every month was in one."""
    tried: list[str] = []
    while pending and (archive := found.choose(pending, set(tried))):
        tried.append(archive.name)
        pending = {month for month in pending if not archive.covers(month)}
    return tried


def test_reads_the_sites_page() -> None:
    assert listed_archives(PAGE) == (
        Archive("2017-04", date(2010, 12, 1), date(2017, 4, 1), None),
        # The page says February of the archive of March, so the site's rule is believed instead.
        Archive("2018-03", date(2015, 4, 1), date(2018, 3, 1), MD5),
        Archive("2026-07", date(2023, 8, 1), date(2026, 7, 1), MD5),
    )


def test_the_first_archive_of_a_page_counts_too() -> None:
    july, june = block("2026-07", "Aug 2023", "Jul 2026", MD5), block("2026-06", "Jul 2023", "Jun 2026", MD5)
    assert [archive.name for archive in listed_archives(july)] == ["2026-07"]
    assert [archive.name for archive in listed_archives(july + june)] == ["2026-06", "2026-07"]


def test_reads_a_folder_listing() -> None:
    assert [archive.name for archive in listed_archives(LISTING)] == ["2019-12", "2020-01"]
    assert listed_archives("<html>nothing</html>") == ()


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ((2023, 8), (2026, 7), ["2026-07"]),
        ((2023, 1), (2025, 12), ["2026-07", "2025-12"]),
        ((2014, 1), (2014, 5), ["2017-04"]),
        ((2014, 6), (2014, 9), ["2017-05"]),
        ((2010, 12), (2026, 7), ["2026-07", "2017-04", "2020-04", "2023-04", "2026-04"]),
        ((2026, 6), (2026, 8), ["2026-07"]),
        ((2009, 1), (2010, 12), ["2026-07", "2017-04"]),
    ],
)
def test_few_archives_the_newest_first(first: tuple[int, int], last: tuple[int, int], expected: list[str]) -> None:
    assert visits(site(), set(month_range(date(*first, 1), date(*last, 1)))) == expected


def test_each_month_comes_from_the_last_archive_that_covers_the_oldest_with_it() -> None:
    for month in month_range(date(2010, 12, 1), date(2026, 7, 1)):
        chosen = site().choose({month}, set())
        assert chosen is not None and chosen.covers(month)
        later = [archive for archive in site().archives if archive.covers(month)]
        assert chosen == later[-1]


def test_a_month_in_none_of_its_archives_is_looked_for_in_its_own_and_the_newest() -> None:
    tried: set[str] = set()
    order = []
    while archive := site().choose({date(2019, 5, 1)}, tried):
        order.append(archive.name)
        tried.add(archive.name)
    assert order == ["2022-04", "2019-05", "2026-07"]


def test_goes_by_the_list_of_months_where_there_is_no_page(server: PoliceServer, manners: Manners) -> None:
    months = [{"date": "2024-02", "stop-and-search": []}, {"date": "2024-03"}, {"date": "soon"}]
    server.files["/api/crimes-street-dates"] = json.dumps(months).encode()
    found = published(Client(manners), server.base)
    assert (found.newest, found.archives[0].name) == (nominal(date(2024, 3, 1)), "2013-12")
    assert found.newest.first == date(2021, 4, 1)


def test_goes_by_latest_zip_where_the_site_says_nothing(server: PoliceServer, manners: Manners) -> None:
    server.files["/api/crimes-street-dates"] = b"<html>no list</html>"
    found = published(Client(manners), server.base)
    assert found.newest.name == "latest" and not found.listed
    assert found.newest.covers(add_months(found.newest.last, -30))


def test_a_page_that_fails_is_done_without_and_a_dead_server_is_not(server: PoliceServer, manners: Manners) -> None:
    server.fail("/data/archive/", *[Fault(500)] * 4)
    server.files["/api/crimes-street-dates"] = b'[{"date": "2024-03"}]'
    assert published(Client(manners), server.base).newest.name == "2024-03"
    server.server_close()
    server.shutdown()
    with pytest.raises(NotFetched, match="no answer"):
        published(Client(manners), server.base)
