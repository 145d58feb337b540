"""Commands for whoever runs the server: doctor, backup, restore, upgrade."""

from pathlib import Path
from typing import Annotated

import typer

from cspdash import catalogue, settings
from cspdash.cli.app import REFUSED, JsonOption, StoreOption, app, folder, reported, show, show_json
from cspdash.ingest import run
from cspdash.store import recovery
from cspdash.store.backup import backup
from cspdash.store.connection import schema_of
from cspdash.store.pointer import StoreDamaged, StoreProblem, current_release, release_path, to_serve
from cspdash.store.release import SCHEMA_VERSION
from cspdash.store.restore import restore


def served_now(store: Path) -> str | None:
    """Return the release that readers are given, None when there is none."""
    try:
        found = to_serve(store)
    except StoreDamaged:
        return None
    return found.release if found else None


@app.command("doctor")
def doctor(
    repair: Annotated[
        bool, typer.Option("--repair", help="Mend what can be mended; without it nothing changes.")
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Explain what is wrong with the store's folder, and mend it: damage is put aside, never deleted."""
    with reported(as_json):
        target = folder(store)
        found = recovery.repair(target) if repair else recovery.examine(target)
        serves = served_now(target)
    if as_json:
        plain = [{"kind": one.kind, "said": one.said, "remedy": one.remedy, "mended": one.mended} for one in found]
        show_json({"healthy": not found, "serves": serves, "found": plain})
    else:
        for one in found:
            show(
                f"{'mended' if one.mended else 'WRONG':8}{one.said} {'Done' if one.mended else 'Remedy'}: {one.remedy}."
            )
        show(f"serves   {serves or 'nothing'}" if found else f"nothing is wrong; serves {serves or 'nothing yet'}")
        if found and not repair:
            show("nothing was changed: 'cspdash doctor --repair' does what is said")
    if any(not one.mended for one in found):
        raise typer.Exit(REFUSED)


@app.command("backup")
def backup_command(
    file: Annotated[Path, typer.Argument(help="The file to write, a tar; best on another disk.")],
    every: Annotated[
        bool, typer.Option("--all", help="All releases that are kept, not the current one alone.")
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the store to one file, with everything beside it (notes, audit log, own areas), and read it back."""
    with reported(as_json):
        made = backup(folder(store), file, every=every)
        size = file.stat().st_size
    found = {
        "file": str(file),
        "release": made.release,
        "releases": made.releases,
        "files": len(made.files),
        "bytes": size,
    }
    said = f"{len(made.files)} files, {len(made.releases)} of them releases, {size / 1e6:,.1f} MB, read back whole"
    show_json(found) if as_json else show(f"{file}: release {made.release}; {said}")


@app.command("restore")
def restore_command(
    file: Annotated[Path, typer.Argument(help="A file that 'backup' wrote.")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bring a store back from a backup: into an empty folder, or over the store that the backup was made of."""
    with reported(as_json):
        done = restore(file, folder(store))
    if as_json:
        show_json({"release": done.release, "newer": done.newer, "put_aside": done.put_aside})
        return
    show(f"release   {done.release}")
    for path in done.newer:
        show(f"stays     {path}, which has grown since the backup")
    for path in done.put_aside:
        show(f"put aside {path}, which differed, in damaged/")


@app.command("upgrade")
def upgrade(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Bring a store of an earlier cspdash to this one's schema, in a new release; the earlier release stays."""
    with reported(as_json):
        target = folder(store)
        name = current_release(target)
        if name is None:
            raise StoreProblem(f"there is no store in {target}")
        edition, version = schema_of(release_path(target, name))
        if edition == "public" and version != SCHEMA_VERSION:
            raise StoreProblem("the public edition is not upgraded but built anew: run 'cspdash publish'.")
        done = version != SCHEMA_VERSION
        release = run.start(target, catalogue.load(settings.content_dir())).release if done else name
    found = {"release": release, "upgraded": done, "from_schema": version, "schema": SCHEMA_VERSION}
    said = f"schema {version} is now {SCHEMA_VERSION}" if done else f"nothing to do: schema {SCHEMA_VERSION}"
    show_json(found) if as_json else show(f"release   {release}, {said}")
