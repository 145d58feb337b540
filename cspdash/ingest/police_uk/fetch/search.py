"""One archive after another is looked into, until every wanted month was in one or none is left."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date

from cspdash.ingest.police_uk.fetch.client import OFFLINE, Client, NotFetched
from cspdash.ingest.police_uk.fetch.opening import Key, OpenArchive, open_archive
from cspdash.ingest.police_uk.fetch.published import Archive, Published, published
from cspdash.ingest.police_uk.fetch.saving import RawFolder, Saved
from cspdash.ingest.police_uk.fetch.wanted import Fetched, FetchedFile, Missing, Wanted
from cspdash.ingest.police_uk.fetch.whole import Progress
from cspdash.periods import month_range, span_words

ARCHIVES = ".archives"
ALL = "all"
# How a server says that an archive is not there; the site's storage answers 403 for a name that it does not have.
ABSENT = {403, 404, 410}
# A site that has none of so many archives in a row has none, or a filter answers in its place.
MOST_ABSENT = 12


@dataclass(slots=True)
class Search:
    """Brings the wanted files from the archives at `base` to the raw folder."""

    client: Client
    base: str
    wanted: Wanted
    raw: RawFolder
    stack: ExitStack
    progress: Progress | None = None
    done: Fetched = field(default_factory=Fetched)
    opened: dict[str, OpenArchive | None] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    packed_done: int = 0
    packed_total: int = 0

    def run(self) -> Fetched:
        """Fetch everything wanted; raise NotFetched when no archive has any of it."""
        site = published(self.client, self.base)
        months = self.months(site)
        pending = set(months)
        while pending:
            of_no_use = {name for name, archive in self.opened.items() if not archive or not archive.months & pending}
            archive = site.choose(pending, of_no_use)
            if archive is None or (len(self.absent) >= MOST_ABSENT and not any(self.opened.values())):
                break
            opened = self.look(archive)
            if opened:
                self.take(opened, pending & opened.months)
                pending -= opened.months
        forces = self.wanted.forces or (ALL,)
        self.done.missing += [
            Missing(force, month, kind) for month in pending for force in forces for kind in self.wanted.kinds
        ]
        if not self.done.files:
            raise NotFetched(self.base, self.why_nothing(site, months), OFFLINE)
        return self.done

    def months(self, site: Published) -> list[date]:
        """Return the wanted months; the newest archive says where they begin or end when that is left open."""
        first, last = self.wanted.first, self.wanted.last
        if first is None or last is None:
            newest = self.look(site.newest)
            if newest is None or not newest.files:
                raise NotFetched(self.base, f"the newest archive is not there: {'; '.join(self.absent)}")
            first, last = first or min(newest.months), last or max(newest.months)
        return month_range(first, last)

    def look(self, archive: Archive) -> OpenArchive | None:
        """Return an archive opened, once; None when the server says that it is not there."""
        if archive.name not in self.opened:
            try:
                opened = open_archive(self.client, self.base, archive, self.raw.folder / ARCHIVES, self.progress)
                self.stack.enter_context(opened.zip)
                self.done.notes += opened.notes
                self.opened[archive.name] = opened
            except NotFetched as error:
                if error.status not in ABSENT:
                    raise
                self.opened[archive.name] = None
                self.absent.append(f"{archive.name}.zip: {error.reason}")
        return self.opened[archive.name]

    def take(self, opened: OpenArchive, months: set[date]) -> None:
        """Bring the wanted files of some months from an open archive, in the order in which they lie in it."""
        forces = self.wanted.forces
        keys = [
            key
            for key in sorted(opened.files, key=lambda key: opened.files[key].header_offset)
            if key.month in months and key.kind in self.wanted.kinds and (not forces or key.force in forces)
        ]
        missing = {Key(month, force, kind) for month in months for force in forces for kind in self.wanted.kinds}
        self.done.missing += [Missing(key.force, key.month, key.kind) for key in missing - set(keys)]
        held = {key: self.raw.held(key, opened.files[key], opened.label) for key in keys}
        sought = [key for key in keys if not held[key]]
        opened.expect(opened.files[key] for key in sought)
        self.packed_total += sum(opened.files[key].compress_size for key in sought)
        for key in keys:
            self.add(key, held[key] or self.bring(opened, key), fetched=not held[key])

    def bring(self, opened: OpenArchive, key: Key) -> Saved:
        """Fetch one file and tell the progress."""
        saved = self.raw.save(opened, key)
        self.packed_done += opened.files[key].compress_size
        if self.progress:
            self.progress(self.packed_done, self.packed_total, key.path)
        return saved

    def add(self, key: Key, saved: Saved, *, fetched: bool) -> None:
        """Note a file that is on the disk."""
        self.done.files.append(FetchedFile(self.raw.path(key), saved.archive, saved.size, fetched))

    def why_nothing(self, site: Published, months: list[date]) -> str:
        """Say why no file was found: no such archive, no such force, or no such month."""
        looked = [opened for opened in self.opened.values() if opened]
        if not self.opened:
            return f"no archive covers {span_words(months[0], months[-1])} (the newest is {site.newest.name})"
        if not looked:
            return f"no archive is there ({'; '.join(self.absent[:3])})"
        known = {key.force for opened in looked for key in opened.files}
        if self.wanted.forces and not known & set(self.wanted.forces):
            return f"no archive has files of {', '.join(self.wanted.forces)}; it has {', '.join(sorted(known))}"
        return f"no archive has {' or '.join(self.wanted.kinds)} files of {span_words(months[0], months[-1])}"
