"""Commands that put data into the store: ingest …, demo."""

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from cspdash import catalogue, settings
from cspdash.catalogue.reader import did_you_mean
from cspdash.cli.app import (
    REFUSED,
    JsonOption,
    StoreOption,
    app,
    errors,
    folder,
    ingest_app,
    name_of,
    progress_bar,
    reported,
    show,
    show_json,
)
from cspdash.ingest import RefusedFile, run
from cspdash.ingest.archives import NATIONAL, USUAL
from cspdash.ingest.police_uk import DEMONSTRATION
from cspdash.periods import parse_month
from cspdash.store import queries
from cspdash.store.connection import open_store
from cspdash.store.release import current_release

ELSEWHERE = "it is of Darlington and County Durham, and this partnership has neither"
OWN_MONTHS = "Load your own months with 'cspdash ingest police'"

KeepGoing = Annotated[bool, typer.Option("--keep-going", help="Load the rest when a file is refused, and name it.")]
AcceptPartial = Annotated[
    bool, typer.Option("--accept-partial", help="Load a cut-off or damaged file; damaged lines go to quarantine.")
]
LargeArchive = Annotated[
    bool, typer.Option("--large-archive", help="Read a zip of more than 200 files or 512 MB, as of several forces.")
]
OneFile = Annotated[Path, typer.Argument(help="The file to load.")]


def finish(result: run.Result, as_json: bool, keep_going: bool = False) -> None:
    """Print a result and leave with its exit code."""
    if as_json:
        show_json(result.as_json())
    else:
        for report in result.loads:
            rows = f"{report.rows_kept:,} rows kept, {report.rows_rejected:,} rejected"
            if report.status == "revised":
                rows += (
                    f"; {report.rows_added:,} added, {report.rows_removed:,} removed, {report.rows_changed:,} changed"
                )
            detail = "" if report.status == "refused" else rows
            show(f"{report.status:9} {name_of(report.file)}  {detail}{_aside(report.notes)}")
        for file, reason in result.skipped:
            show(f"skipped   {name_of(file)}  {reason}")
        for note in result.notes:
            show(f"note      {note}")
        show(f"release   {result.release or 'none'}")
    if result.refused and not (keep_going and result.held):
        errors.print("Nothing was loaded: the store is as it was.", style="bold")
        raise typer.Exit(REFUSED)


def _aside(notes: tuple[str, ...]) -> str:
    return f" ({'; '.join(notes)})" if notes else ""


@ingest_app.command("police")
def police(
    paths: Annotated[list[Path], typer.Argument(help="Month CSVs, month folders, or the archive zip as downloaded.")],
    store: StoreOption = None,
    as_json: JsonOption = False,
    keep_going: KeepGoing = False,
    accept_partial: AcceptPartial = False,
    large_archive: LargeArchive = False,
) -> None:
    """Load months of recorded crime, anti-social behaviour and outcomes from data.police.uk."""
    with reported(as_json), progress_bar(as_json) as progress:
        result = run.police(
            folder(store),
            paths,
            catalogue.load(settings.content_dir()),
            keep_going=keep_going,
            accept_partial=accept_partial,
            limits=NATIONAL if large_archive else USUAL,
            progress=progress,
        )
    finish(result, as_json, keep_going)


@ingest_app.command("incidents")
def incidents(
    file: OneFile,
    mapping: Annotated[
        str, typer.Option("--mapping", help="The file in the content's mappings/ that says what is what.")
    ],
    first: Annotated[
        str | None, typer.Option("--from", metavar="YYYY-MM", help="First month that the file covers.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="YYYY-MM", help="Last month that the file covers.")
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    accept_partial: AcceptPartial = False,
) -> None:
    """Load a partner's event extract (CSV): one row an event, columns and categories as a mapping says."""
    span = months_asked(first, last)
    with reported(as_json):
        known = catalogue.load(settings.content_dir())
        slugs = [one.slug for one in known.mappings]
        if mapping not in slugs:
            raise RefusedFile(str(file), f"there is no mapping '{mapping}'", did_you_mean(mapping, slugs))
        chosen = known.mapping(mapping)
        result = run.extract(folder(store), file, known, chosen, span=span, accept_partial=accept_partial)
    finish(result, as_json)


def months_asked(first: str | None, last: str | None) -> tuple[date, date] | None:
    """Return the months of --from and --to, None when neither is given; BadParameter for anything but both in order."""
    if first is None and last is None:
        return None
    start, end = parse_month(first or ""), parse_month(last or "")
    if start is None or end is None:
        raise typer.BadParameter("give both --from and --to, each a month such as 2024-04")
    if end < start:
        raise typer.BadParameter(f"--to {last} lies before --from {first}")
    return start, end


@ingest_app.command("areas")
def areas(file: OneFile, store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Load boundaries (shapefile, GeoPackage, GeoJSON) or an ONS area lookup (CSV)."""
    with reported(as_json):
        result = run.boundaries(folder(store), file, catalogue.load(settings.content_dir()))
    finish(result, as_json)


@ingest_app.command("custom-areas")
def custom_areas(
    file: Annotated[Path | None, typer.Argument(help="A GeoJSON file of areas with names (EPSG:4326).")] = None,
    name: Annotated[str | None, typer.Option(help="The area's name, when the file has one area.")] = None,
    remove: Annotated[str | None, typer.Option(metavar="CODE", help="Remove an own area, by its code X-...")] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Load areas that the partnership drew itself, such as a town centre (GeoJSON); or remove one."""
    if (file is None) == (remove is None):
        raise typer.BadParameter("give a file to load, or --remove with a code")
    with reported(as_json):
        known = catalogue.load(settings.content_dir())
        result = (
            run.drawn_areas(folder(store), file, known, name)
            if file
            else run.remove_area(folder(store), remove or "", known)
        )
    finish(result, as_json)


@ingest_app.command("population")
def population(
    file: OneFile,
    store: StoreOption = None,
    as_json: JsonOption = False,
    year: Annotated[int | None, typer.Option(help="The year, when the file has no column for it.")] = None,
) -> None:
    """Load residents and households by area (CSV)."""
    with reported(as_json):
        result = run.people(folder(store), file, catalogue.load(settings.content_dir()), year)
    finish(result, as_json)


@ingest_app.command("observations")
def observations(file: OneFile, store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Load an indicator table (CSV): one row an indicator, area and period."""
    with reported(as_json):
        result = run.indicator_table(folder(store), file, catalogue.load(settings.content_dir()))
    finish(result, as_json)


@ingest_app.command("surveys")
def surveys(file: OneFile, store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Load survey answers (CSV): one row a question, wave and area, with the number asked."""
    with reported(as_json):
        result = run.survey_table(folder(store), file, catalogue.load(settings.content_dir()))
    finish(result, as_json)


@app.command("demo")
def demo(
    store: StoreOption = None,
    as_json: JsonOption = False,
    seed: Annotated[int, typer.Option(help="The seed: the same seed gives the same data.")] = 2026,
    if_empty: Annotated[
        bool, typer.Option("--if-empty", help="Do nothing when the store holds months already.")
    ] = False,
) -> None:
    """Build the demonstration store: generated incidents on real areas, April 2010 to March 2026."""
    target = folder(store)
    with reported(as_json):
        result = demonstration(target, catalogue.load(settings.content_dir()), seed, if_empty, as_json)
    if as_json:
        show_json(result.as_json())
        return
    if result.loads:
        show(f"demonstration data: {sum(report.rows_kept for report in result.loads):,} incidents")
    for note in result.notes:
        show(f"note      {note}")
    show(f"release   {result.release}")


def demonstration(store: Path, known: catalogue.Catalogue, seed: int, if_empty: bool, quiet: bool) -> run.Result:
    """Generate the demonstration's months and load them.

    A partnership elsewhere has no demonstration: RefusedFile, or with `if_empty` a store without months.
    """
    from cspdash.demo.areas import DISTRICTS  # noqa: PLC0415 - only this command needs the generator
    from cspdash.demo.generate import write_months  # noqa: PLC0415

    here = any(district.area_code in DISTRICTS for district in known.partnership.districts)
    if if_empty:
        held = release_with_months(store) if here else current_release(store)
        if held:
            return run.Result(held, ())
        if not here:
            return replace(run.start(store, known), notes=(f"no demonstration data: {ELSEWHERE}. {OWN_MONTHS}",))
    elif not here:
        raise RefusedFile("demonstration data", ELSEWHERE, OWN_MONTHS)
    store.mkdir(parents=True, exist_ok=True)
    with progress_bar(quiet) as progress, tempfile.TemporaryDirectory(prefix="demonstration-", dir=store) as drafts:
        write_months(Path(drafts), seed=seed)
        return run.police(store, [Path(drafts)], known, source=DEMONSTRATION, progress=progress)


def release_with_months(store: Path) -> str | None:
    """Return the release of a store that holds months of incidents, or None."""
    if current_release(store) is None:
        return None
    opened = open_store(store)
    try:
        return opened.release if queries.months_held(opened) or queries.months_covered(opened) else None
    finally:
        opened.close()
