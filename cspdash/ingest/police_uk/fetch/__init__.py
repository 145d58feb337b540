"""Months from data.police.uk to a folder: only the wanted forces' files, out of archives of all forces.

An archive is 1.7 GB; a force's month is 0.3 MB of it. So the archive's list of members is read over HTTP
Range requests, and of its members only the wanted ones. What lies in the folder whole is not fetched again.
"""

from contextlib import ExitStack
from pathlib import Path

from cspdash.ingest.police_uk.fetch.client import Client, Manners, NotFetched, check_address, manners_for
from cspdash.ingest.police_uk.fetch.saving import RawFolder, only_one
from cspdash.ingest.police_uk.fetch.search import Search
from cspdash.ingest.police_uk.fetch.wanted import KINDS, Fetched, FetchedFile, Missing, Wanted
from cspdash.ingest.police_uk.fetch.whole import Progress

__all__ = ["KINDS", "Fetched", "FetchedFile", "Manners", "Missing", "NotFetched", "Wanted", "fetch"]


def fetch(
    base: str, wanted: Wanted, raw: Path, *, manners: Manners | None = None, progress: Progress | None = None
) -> Fetched:
    """Bring the wanted files from the archives at `base` to the folder `raw`, laid out as published.

    `progress` is told bytes done, bytes in all and the file's name. Raises NotFetched when the server cannot
    be used or has nothing of what is wanted (files fetched whole before that stay), RefusedFile when an
    archive is unsafe, StoreBusy when another fetch works in the folder.
    """
    check_address(base)
    client = Client(manners or manners_for(base))
    with only_one(raw), ExitStack() as stack:
        done = Search(client, base, wanted, RawFolder(raw), stack, progress).run()
    done.files.sort(key=lambda file: file.path)
    done.missing.sort(key=lambda gap: (gap.month, gap.force, gap.kind))
    done.requests, done.received = client.requests, client.received
    return done
