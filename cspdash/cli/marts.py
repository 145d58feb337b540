"""`ingest marts`: months that another engine counted."""

from pathlib import Path
from typing import Annotated

import typer

from cspdash import catalogue, settings
from cspdash.cli.app import JsonOption, StoreOption, folder, ingest_app, reported
from cspdash.cli.ingest import finish
from cspdash.ingest.marts import running


@ingest_app.command("marts")
def marts(
    mart: Annotated[Path, typer.Argument(metavar="DIR", help="The folder that scripts/spark_marts.py wrote.")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Load months that another engine counted (Apache Spark): a store of counts, without rows."""
    with reported(as_json):
        result = running.marts(folder(store), mart, catalogue.load(settings.content_dir()))
    finish(result, as_json)
