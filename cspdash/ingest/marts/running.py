"""`ingest marts`: a mart's folder becomes a release, all or nothing."""

from pathlib import Path

from cspdash.catalogue import Catalogue
from cspdash.ingest import RefusedFile, refused
from cspdash.ingest.fit import misfit
from cspdash.ingest.marts.loading import load_mart
from cspdash.ingest.run import Result, derive, prepare
from cspdash.store.release import building, current_release


def marts(store: Path, folder: Path, catalogue: Catalogue) -> Result:
    """Load a mart and publish a release; one that is refused, or brings nothing new, leaves the store as it was."""
    with building(store) as build:
        prepare(build, catalogue)
        try:
            reports = load_mart(build.con, folder)
        except RefusedFile as error:
            reports = [refused(error)]
        if all(report.status in {"refused", "unchanged"} for report in reports):
            build.abandon()
        else:
            derive(build.con, catalogue)
            build.notes += filter(None, [misfit(build.con, catalogue.partnership)])
    return Result(build.release or current_release(store), tuple(reports), (), tuple(build.notes))
