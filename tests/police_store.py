"""A store that only police.uk rows go into, for tests below the level of the commands."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cspdash.ingest import LoadReport, police_uk
from cspdash.ingest.police_uk import PoliceLoad
from cspdash.store.connection import open_store
from cspdash.store.release import building


@dataclass
class PoliceStore:
    """A store that only police.uk rows go into: no areas, no marts."""

    folder: Path
    known: list[str]

    def load(self, *paths: Path, **options: Any) -> PoliceLoad:
        """Load files and publish them, unless one is refused."""
        with building(self.folder) as build:
            done = police_uk.load(build.con, list(paths), self.known, **options)
            if done.refusals or not done.changed:
                build.abandon()
        return done

    def report(self, *paths: Path, **options: Any) -> LoadReport:
        """Load one file and return its report."""
        return self.load(*paths, **options).reports[0]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return a query's rows from the current release."""
        opened = open_store(self.folder)
        try:
            return opened.rows(sql)
        finally:
            opened.close()
