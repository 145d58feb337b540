"""Which archives the site has, what months each covers, and which one to look into next.

Facts of data.police.uk (its archive page): one archive a month since December 2013. Up to April 2017 each
goes back to December 2010; since May 2017 each holds the 36 months that end with its own. Only the newest
is kept up to date, so what it holds is taken from it, and the rest from as few older ones as possible.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from cspdash.ingest.police_uk.fetch.client import Client, NotFetched
from cspdash.periods import add_months, month_range, parse_month

FIRST_ARCHIVE, FIRST_MONTH, LAST_FULL = date(2013, 12, 1), date(2010, 12, 1), date(2017, 4, 1)
MONTHS_HELD = 36
MOST_PAGE = 4 << 20
LINK = re.compile(r"""href=["']?[^"'>]*?(\d{4}-\d{2})\.zip""")
COVERS = re.compile(r"Contains data from ([A-Z][a-z]{2}) (\d{4}) to ([A-Z][a-z]{2}) (\d{4})")
MD5 = re.compile(r">\s*([0-9a-f]{32})\s*<")
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive's name (2025-12, or latest), the months that it should hold, and its published MD5."""

    name: str
    first: date
    last: date
    md5: str | None = None

    def covers(self, month: date) -> bool:
        """Tell whether the archive should hold a month."""
        return self.first <= month <= self.last


@dataclass(frozen=True, slots=True)
class Published:
    """The archives that the site has, oldest first, and its newest; `listed` when the site itself says so."""

    archives: tuple[Archive, ...]
    newest: Archive
    listed: bool

    def choose(self, pending: set[date], tried: set[str]) -> Archive | None:
        """Return the archive to look into next for the months still sought, or None when none is left."""
        order = sorted(pending)
        if self.newest.covers(order[-1]):
            order.insert(0, order[-1])
        for month in order:
            for archive in self.candidates(month):
                if archive.name not in tried:
                    return archive
        return None

    def candidates(self, month: date) -> Iterator[Archive]:
        """Yield the archives worth a look for a month, the best first: the one that covers it and ends last."""
        covering = [archive for archive in self.archives if archive.covers(month)]
        if self.newest.covers(month):
            yield self.newest
        yield from covering[-1:]
        # A site may hold less in an archive than data.police.uk does: the month's own, and the newest.
        yield from (archive for archive in covering if archive.name == f"{month:%Y-%m}")
        if not self.listed or month <= self.newest.last:
            yield self.newest


def nominal(month: date, md5: str | None = None) -> Archive:
    """Return the archive of a month with the months that the site's rule gives it."""
    first = FIRST_MONTH if month <= LAST_FULL else add_months(month, 1 - MONTHS_HELD)
    return Archive(f"{month:%Y-%m}", first, month, md5)


def published(client: Client, base: str) -> Published:
    """Ask the site which archives it has; where it does not say, go by its rule and by `latest.zip`."""
    archives = listed_archives(page(client, f"{base}/data/archive/"))
    if archives:
        return Published(archives, archives[-1], listed=True)
    newest = newest_month(page(client, f"{base}/api/crimes-street-dates"))
    if newest:
        archives = tuple(nominal(month) for month in month_range(FIRST_ARCHIVE, newest))
        return Published(archives, nominal(newest), listed=False)
    today = datetime.now(UTC).date().replace(day=1)
    archives = tuple(nominal(month) for month in month_range(FIRST_ARCHIVE, today))
    return Published(archives, Archive("latest", add_months(today, -MONTHS_HELD - 2), today), listed=False)


def page(client: Client, url: str) -> str:
    """Return a page's text, empty when the server answers that there is none."""
    try:
        return client.ask(url, lambda response: response.read(MOST_PAGE).decode("utf-8", errors="replace"))
    except NotFetched as error:
        if error.status is None:
            raise
        return ""


def listed_archives(html: str) -> tuple[Archive, ...]:
    """Return the archives that a page links to, oldest first, with what it says of each."""
    divided = html.split('<div class="download">')
    blocks = divided[1:] if len(divided) > 1 else [html[found.start() :] for found in LINK.finditer(html)]
    found: dict[str, Archive] = {}
    for block in blocks:
        links = list(LINK.finditer(block))
        month = parse_month(links[0][1]) if links else None
        if month is None or f"{month:%Y-%m}" in found:
            continue
        text = block[: links[1].start()] if len(links) > 1 else block
        md5 = MD5.search(text)
        first = covered_from(text, month)
        archive = nominal(month, md5[1] if md5 else None)
        found[archive.name] = Archive(archive.name, first or archive.first, month, archive.md5)
    return tuple(found[name] for name in sorted(found))


def covered_from(text: str, month: date) -> date | None:
    """Return the first month that a page says an archive covers, if it says it of the archive of `month`."""
    said = COVERS.search(text)
    if not said or said[1] not in SHORT_MONTHS or said[3] not in SHORT_MONTHS:
        return None
    last = date(int(said[4]), SHORT_MONTHS.index(said[3]) + 1, 1)
    return date(int(said[2]), SHORT_MONTHS.index(said[1]) + 1, 1) if last == month else None


def newest_month(text: str) -> date | None:
    """Return the newest month of the site's list of months (JSON), or None when it is no such list."""
    try:
        dates = [str(item["date"]) for item in json.loads(text)]
    except (ValueError, TypeError, KeyError):
        return None
    months = [month for month in map(parse_month, dates) if month]
    return max(months, default=None)
