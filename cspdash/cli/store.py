"""Commands on the store as a whole: status, verify, rollback, export."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cspdash.charts.lookup_words import lookup_sentences
from cspdash.cli.app import REFUSED, JsonOption, StoreOption, app, folder, reported, show, show_json
from cspdash.findings.ledger import Entry, ledger
from cspdash.findings.lookups import lookups
from cspdash.periods import runs_of_months, span_words
from cspdash.publish.check import check_public
from cspdash.store import audit, checks, queries, release
from cspdash.store.connection import Store, open_store
from cspdash.store.content_hash import total
from cspdash.store.export import export as export_table


def status_of(store: Store, folder_: Path) -> dict[str, Any]:
    """Return what a store holds, as plain values."""
    held = queries.months_held(store) | queries.months_of_partners(store)
    return {
        "store": str(folder_),
        "release": store.release,
        "edition": store.edition,
        "built_at": store.built_at.isoformat(sep=" ", timespec="seconds"),
        "demonstration": queries.is_demonstration(store),
        **queries.summary(store),
        "months": {force: [span_words(*run) for run in runs_of_months(months)] for force, months in held.items()},
        "placed": queries.placed(store),
        "cautions": lookup_sentences(lookups(store)),
        "releases": release.releases(folder_),
        **({"wrong": store.wrong} if store.wrong else {}),
    }


@app.command("status")
def status(
    files: Annotated[bool, typer.Option("--files", help="Also name every file: hash, rows, quarantine, who.")] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what the store holds: release, rows, months by force, rows elsewhere or without location."""
    with reported(as_json):
        opened = open_store(folder(store))
        found = status_of(opened, folder(store))
        if files and opened.edition == "public":
            raise release.StoreProblem("the public edition's files are named in the partnership's store.")
        listed = [told(one) for one in ledger(opened, folder(store)).entries] if files else []
        opened.close()
    if as_json:
        show_json({**found, "files": listed} if files else found)
        return
    show_status(found)
    for one in listed:
        show(file_words(one))


def told(one: Entry) -> dict[str, Any]:
    """Return a file of the ledger as plain values."""
    names = ("load_id", "source", "kind", "file_name", "bytes", "sha256", "parser", "status", "rows_read", "rows_kept",
             "rows_rejected", "rows_mended", "rows_added", "rows_removed", "rows_changed", "loaded_at",
             "replaced_by")  # fmt: skip
    values = {name: getattr(one.file, name) for name in names}
    return {**values, "reasons": dict(one.reasons), "who": one.who, "release": one.release}


def file_words(one: dict[str, Any]) -> str:
    """Return a file of the ledger as a line of words."""
    reasons = "; ".join(f"{n:,} {reason}" for reason, n in one["reasons"].items())
    size = "size not recorded" if one["bytes"] is None else f"{one['bytes']:,} bytes"
    parser = "parser not recorded" if one["parser"] is None else f"parser {one['parser']}"
    parts = [
        f"{one['load_id']:>5} {one['status']:9} {one['file_name']}, {size}, sha256 {one['sha256'][:12]}, {parser}:",
        f"{one['rows_read']:,} read, {one['rows_kept']:,} kept,",
        f"{one['rows_rejected']:,} in quarantine{f' ({reasons})' if reasons else ''}",
    ]
    if one["rows_mended"]:
        parts.append(f"({one['rows_mended']:,} mended)")
    if one["replaced_by"] is not None:
        parts.append(f"(replaced by {one['replaced_by']})")
    return f"{' '.join(parts)}, {one['loaded_at']:%Y-%m-%d %H:%M} UTC, {one['who'] or 'who is not recorded'}"


def show_status(found: dict[str, Any]) -> None:
    """Print what a store holds."""
    for name, value in found.items():
        if isinstance(value, dict):
            show(f"{name}:")
            for key, detail in value.items():
                show(f"  {key}: {', '.join(detail) if isinstance(detail, list) else f'{detail:,}'}")
        else:
            show(f"{name}: {(' ' if name == 'cautions' else ', ').join(value) if isinstance(value, list) else value}")


def public_checks(target: Path) -> list[checks.Check]:
    """Return whether a public store may be served: its hash, tables, numbers and the gate's record."""
    wrong = check_public(target)
    return [checks.Check("it is a public release that passed the gate", not wrong, "; ".join(wrong))]


def chain_checks(target: Path) -> list[checks.Check]:
    """Return whether each line of both logs follows from the one before: none was changed, taken out or put in."""
    found = []
    for title, name in (("the audit log is whole", audit.LOG), ("the log of loads is whole", audit.LOADS)):
        broken = audit.broken_line(target, name)
        found.append(checks.Check(title, broken is None, f"line {broken} does not follow" if broken else ""))
    return found


def is_public(path: Path) -> bool:
    """Tell whether a release is of the public edition."""
    opened = Store(path)
    opened.close()
    return opened.edition == "public"


@app.command("verify")
def verify(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Read the whole current release and check hash, blocks, row balance, marts and the audit log."""
    with reported(as_json):
        target = folder(store)
        name = release.current_release(target)
        if name is None:
            raise release.StoreProblem(f"there is no store in {target}")
        path = release.release_path(target, name)
        found, hashes = (public_checks(target), {}) if is_public(path) else checks.examined(path)
        found = [*found, *chain_checks(target)]
    good = all(check.holds for check in found)
    if as_json:
        plain = [{"check": check.name, "holds": check.holds, "detail": check.detail} for check in found]
        contents = {"total": total(hashes), "tables": hashes} if hashes else None
        show_json({"release": name, "verified": good, "checks": plain, "contents": contents})
    else:
        for check in found:
            show(f"{'ok' if check.holds else 'WRONG':6}{check.name}{f': {check.detail}' if check.detail else ''}")
        if hashes:
            show(f"what it holds: {total(hashes)}")
    if not good:
        raise typer.Exit(REFUSED)


@app.command("rollback")
def rollback(
    name: Annotated[str, typer.Argument(metavar="RELEASE", help="The release to serve again; 'status' lists them.")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Serve an earlier release again; nothing is deleted."""
    with reported(as_json):
        current = release.rollback(folder(store), name)
    show_json({"release": current}) if as_json else show(f"release   {current}")


@app.command("export")
def export(
    table: Annotated[str, typer.Argument(help="A table of the contract, such as incident_monthly.")],
    file: Annotated[Path, typer.Argument(help="The file to write: .csv or .parquet.")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a table to a file; text that a spreadsheet could run as a formula is neutralised."""
    with reported(as_json):
        opened = open_store(folder(store), seconds=None)
        try:
            rows = export_table(opened, table, file)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error
        finally:
            opened.close()
    found = {"table": table, "file": str(file), "rows": rows, "release": opened.release}
    show_json(found) if as_json else show(f"{rows:,} rows of {table} written to {file}")
