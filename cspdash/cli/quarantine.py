"""Rows in quarantine: written out to be mended, and loaded again."""

from pathlib import Path
from typing import Annotated

import typer

from cspdash import catalogue, settings
from cspdash.cli.app import JsonOption, StoreOption, app, folder, ingest_app, reported, show, show_json
from cspdash.cli.ingest import finish
from cspdash.exports.quarantine import csv_of_quarantine
from cspdash.ingest import run
from cspdash.store import ledger_queries
from cspdash.store.connection import open_store
from cspdash.store.release import StoreProblem


@app.command("quarantine")
def quarantine(
    to: Annotated[Path, typer.Option("--to", help="The file to write: .csv.")],
    load: Annotated[int | None, typer.Option("--load", help="Only the rows of this load; the ledger has them.")] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the rows in quarantine to a file, to be mended there and loaded again with 'ingest mended'."""
    if to.suffix != ".csv":
        raise typer.BadParameter(f"{to.name}: end the file's name with .csv")
    with reported(as_json):
        opened = open_store(folder(store), seconds=None)
        try:
            if opened.edition == "public":
                raise StoreProblem("the public edition holds no rows, and so none in quarantine.")
            rows = ledger_queries.quarantined(opened, load)
        finally:
            opened.close()
        to.write_bytes(csv_of_quarantine(rows))
    found = {"file": str(to), "rows": len(rows), "release": opened.release}
    show_json(found) if as_json else show(f"{len(rows):,} rows in quarantine written to {to}")


@ingest_app.command("mended")
def mended(
    file: Annotated[Path, typer.Argument(help="The file that 'cspdash quarantine' wrote, with its rows mended.")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Load rows that were mended after quarantine, each to the file and line that it came from."""
    with reported(as_json):
        result = run.mended(folder(store), file, catalogue.load(settings.content_dir()))
    finish(result, as_json)
