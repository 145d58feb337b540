"""The part of reading a file that several threads do at once: its bytes, its hash, and its rows where it is plain.

Files come out in the order in which they were asked for, and only a few wait in memory, however many there are.
"""

import hashlib
import os
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock

from cspdash.ingest import RefusedFile
from cspdash.ingest.police_uk.columns import COLUMNS, named
from cspdash.ingest.police_uk.files import Candidate
from cspdash.ingest.police_uk.plain import read_plain
from cspdash.ingest.reading import Rows, Text, decode

THREADS = min(4, os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Looked:
    """A file as far as it can be read without the store: `rows` where it is plain, the reason where it is refused."""

    candidate: Candidate
    text: Text | None
    rows: Rows | None = None
    refusal: RefusedFile | None = None


def look(candidate: Candidate, archives: Lock) -> Looked:
    """Read one file; `archives` is held while its bytes come in, as an archive is read by one thread at a time."""
    try:
        with archives:
            data = candidate.read()
        by_name = named(candidate.name)
        if by_name and by_name.kind in COLUMNS:
            table = read_plain(data, by_name.kind)
            if table is not None:
                text = Text(candidate.name, hashlib.sha256(data).hexdigest(), data, size=len(data))
                return Looked(candidate, text, Rows(table))
        return Looked(candidate, decode(candidate.name, data))
    except RefusedFile as error:
        return Looked(candidate, None, refusal=error)


def look_ahead(candidates: Iterable[Candidate], threads: int = THREADS) -> Generator[Looked]:
    """Yield every file in order, read by so many threads, at most two a thread ahead of the one that is asked for."""
    archives = Lock()
    ahead: deque[Future[Looked]] = deque()
    with ThreadPoolExecutor(threads, thread_name_prefix="police") as pool:
        try:
            for candidate in candidates:
                ahead.append(pool.submit(look, candidate, archives))
                if len(ahead) > 2 * threads:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for waiting in ahead:
                waiting.cancel()
