"""One command, one release: a load from start to publication, all or nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from cspdash.catalogue import POLICE, Catalogue, Mapping
from cspdash.ingest import (
    LoadReport,
    RefusedFile,
    areas,
    completeness,
    deprivation,
    incidents,
    journal,
    mending,
    observations,
    own_areas,
    police_uk,
    population,
    printed,
    printed_waves,
    refused,
    surveys,
)
from cspdash.ingest.archives import USUAL, Limits
from cspdash.ingest.derive import order_rows, rebuild_monthly
from cspdash.ingest.fit import misfit
from cspdash.ingest.hot_spots import rebuild_hot_spots
from cspdash.ingest.incidents.rows import Span
from cspdash.ingest.marts.loading import refuse_beside_counts
from cspdash.ingest.reading import header_of, read_text
from cspdash.store.checks import balance
from cspdash.store.release import Build, StoreProblem, building, current_release

LIVE_LOADS = "SELECT load_id, source FROM ledger WHERE kind IN ('street', 'outcomes') AND replaced_by IS NULL"
LIVE_EXTRACTS = "SELECT load_id FROM ledger WHERE kind = 'incidents' AND replaced_by IS NULL"
NOT_PUBLISHED = "not published, for another file was refused"
NOT_TOGETHER = "Demonstration data is never mixed with real data. Give it a store of its own with --store"


@dataclass(frozen=True, slots=True)
class Result:
    """What a command did: the release served afterwards, a report a file, files left out, what else to say."""

    release: str | None
    loads: tuple[LoadReport, ...]
    skipped: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        """Tell whether any file was refused."""
        return any(report.status == "refused" for report in self.loads)

    @property
    def held(self) -> bool:
        """Tell whether the store holds any of the files."""
        return bool(self.release) and any(
            report.status != "refused" and NOT_PUBLISHED not in report.notes for report in self.loads
        )

    def as_json(self) -> dict[str, Any]:
        """Return the result as plain values for `--json`."""
        return {
            "release": self.release,
            "loads": [report.as_json() for report in self.loads],
            "skipped": [{"file": file, "reason": reason} for file, reason in self.skipped],
            "notes": list(self.notes),
        }


def police(
    store: Path,
    paths: list[Path],
    catalogue: Catalogue,
    *,
    source: police_uk.Source = police_uk.SOURCE,
    keep_going: bool = False,
    accept_partial: bool = False,
    limits: Limits = USUAL,
    progress: Callable[[int, int, str], None] | None = None,
) -> Result:
    """Load police.uk files and publish a release, unless a file is refused (then only with `keep_going`)."""
    with building(store) as build:
        prepare(build, catalogue)
        others = [row[0] for row in build.con.execute(LIVE_LOADS).fetchall() if row[1] != source.name]
        if source is police_uk.DEMONSTRATION and (others or build.con.execute(LIVE_EXTRACTS).fetchall()):
            raise RefusedFile("demonstration data", "the store holds real months", NOT_TOGETHER)
        refuse_beside_counts(build.con)
        known = [category.name for category in catalogue.categories if category.source == POLICE]
        done = police_uk.load(
            build.con, paths, known, source=source, accept_partial=accept_partial, limits=limits, progress=progress,
            save=build.save,
        )  # fmt: skip
        reports = done.reports
        if done.refusals and not keep_going:
            build.abandon()
            reports = [left_out(report) for report in reports]
        elif not done.changed:
            build.abandon()
        else:
            remove_others(build, others, source)
            derive(build.con, catalogue, done)
            build.notes += filter(None, [*done.notes, misfit(build.con, catalogue.partnership)])
        newest = journal.newest_load(build.con)
    journal.note(store, reports, build.release, newest)
    return Result(build.release or current_release(store), tuple(reports), tuple(done.skipped), tuple(build.notes))


def left_out(report: LoadReport) -> LoadReport:
    """Return the report of a good file that was not published because another one was refused."""
    changed = report.status in {"loaded", "revised"}
    return replace(report, notes=(*report.notes, NOT_PUBLISHED)) if changed else report


def remove_others(build: Build, others: list[int], source: police_uk.Source) -> None:
    """Remove demonstration data when the first real months arrive, and say so."""
    if not others:
        return
    police_uk.settling.remove_rows(build.con, others)
    newest = build.con.execute("SELECT max(load_id) FROM ledger").fetchall()[0][0]
    build.con.execute(
        "UPDATE ledger SET replaced_by = $newest WHERE list_contains($others, load_id)",
        {"newest": newest, "others": others},
    )
    build.notes.append(f"demonstration data removed ({len(others)} files), replaced by {source.title.lower()}")


def prepare(build: Build, catalogue: Catalogue) -> None:
    """Give a store the areas and people that ship for its districts, those its content names, and printed figures."""
    partnership = catalogue.partnership
    areas.load_reference(build.con, [district.area_code for district in partnership.districts])
    areas.load_named(build.con, partnership)
    printed.load_printed(build.con, catalogue)
    printed_waves.load_printed_waves(build.con, catalogue)
    if build.store:
        build.notes += own_areas.take_up(build.con, build.store)


def start(store: Path, catalogue: Catalogue) -> Result:
    """Publish a store that holds areas, people and the plans' printed figures, and no month yet."""
    with building(store) as build:
        prepare(build, catalogue)
        derive(build.con, catalogue)
    return Result(build.release, (), (), tuple(build.notes))


def derive(con: duckdb.DuckDBPyConnection, catalogue: Catalogue, done: police_uk.PoliceLoad | None = None) -> None:
    """Work out all that depends on rows and areas, or on what police files touched; StoreProblem when it is unsound."""
    areas.register_seen(con)
    areas.link_unlinked(con)
    order_rows(con, done.unordered if done else None)
    rebuild_monthly(con, done.loads if done else None)
    own_areas.rebuild(con)
    wrong = [
        f"{check.name}: {check.detail}" for check in balance(lambda sql: con.execute(sql).fetchall()) if not check.holds
    ]
    if wrong:
        raise StoreProblem(f"nothing was published, for it does not add up: {'; '.join(wrong)}")
    completeness.rebuild(con, catalogue)
    rebuild_hot_spots(con, catalogue)


def one_file(store: Path, catalogue: Catalogue, load: Callable[[Build], LoadReport]) -> Result:
    """Load one file by `load` and publish a release; a refused or unchanged file leaves the store as it was."""
    with building(store) as build:
        prepare(build, catalogue)
        try:
            report = load(build)
        except RefusedFile as error:
            report = refused(error)
        if report.status in {"refused", "unchanged"}:
            build.abandon()
        else:
            derive(build.con, catalogue)
        newest = journal.newest_load(build.con)
    journal.note(store, [report], build.release, newest)
    return Result(build.release or current_release(store), (report,), (), tuple(build.notes))


def boundaries(store: Path, path: Path, catalogue: Catalogue) -> Result:
    """Load boundaries or an area lookup from one file."""
    return one_file(store, catalogue, lambda build: areas.load_areas(build.con, path))


def people(store: Path, path: Path, catalogue: Catalogue, year: int | None = None) -> Result:
    """Load populations from one file; `year` when the file has no column for it."""
    return one_file(store, catalogue, lambda build: population.load_population(build.con, path, year))


def extract(
    store: Path,
    path: Path,
    catalogue: Catalogue,
    mapping: Mapping,
    *,
    span: Span | None = None,
    accept_partial: bool = False,
) -> Result:
    """Load a partner's event extract from one file, as a mapping says; `span` is the first and last month it covers."""

    def load(build: Build) -> LoadReport:
        if any(row[1] == police_uk.DEMONSTRATION.name for row in build.con.execute(LIVE_LOADS).fetchall()):
            raise RefusedFile(str(path), "the store holds demonstration data", NOT_TOGETHER)
        return incidents.load_incidents(build.con, path, mapping, span=span, accept_partial=accept_partial)

    return one_file(store, catalogue, load)


def indicator_table(store: Path, path: Path, catalogue: Catalogue) -> Result:
    """Load an indicator table from one file, or the Indices of Deprivation, known by their columns."""

    def load(build: Build) -> LoadReport:
        wide = deprivation.is_deprivation(header_of(read_text(path)))
        loader = deprivation.load_deprivation if wide else observations.load_observations
        return loader(build.con, path, catalogue)

    return one_file(store, catalogue, load)


def mended(store: Path, path: Path, catalogue: Catalogue) -> Result:
    """Load rows that were mended after quarantine."""
    known = [category.name for category in catalogue.categories if category.source == POLICE]
    return one_file(store, catalogue, lambda build: mending.load_mended(build.con, path, known))


def survey_table(store: Path, path: Path, catalogue: Catalogue) -> Result:
    """Load survey answers from one file."""
    return one_file(store, catalogue, lambda build: surveys.load_survey(build.con, path, catalogue))


def drawn_areas(store: Path, path: Path, catalogue: Catalogue, name: str | None = None) -> Result:
    """Add the partnership's own areas of a GeoJSON file; `name` names the area of a file with one."""
    before = set(own_areas.files(store))
    try:
        return one_file(store, catalogue, lambda build: own_areas.add(build.con, store, path, name))
    except BaseException:
        # Not published: the next release must not take up what the user was told is not there.
        for fresh in set(own_areas.files(store)) - before:
            fresh.unlink(missing_ok=True)
        raise


def remove_area(store: Path, code: str, catalogue: Catalogue) -> Result:
    """Remove one of the partnership's own areas by its code."""
    return one_file(store, catalogue, lambda build: own_areas.remove(build.con, store, code))
