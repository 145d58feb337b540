"""Commands on a partnership's content: new-partnership."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from cspdash import catalogue
from cspdash.cli.app import REFUSED, JsonOption, app, fail, reported, show, show_json


def commands_for(folder: Path) -> dict[str, str]:
    """Return how a content folder is filled and shown: each step with its command line."""
    content, store = shlex.quote(str(folder)), shlex.quote(f"{folder}-store")
    start = f"CSPDASH_CONTENT={content} CSPDASH_STORE={store} python -m cspdash"
    return {"load": f"{start} ingest police MONTHS", "serve": f"{start} serve"}


@app.command("new-partnership")
def new_partnership(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is empty or does not exist yet.")],
    as_json: JsonOption = False,
) -> None:
    """Write a commented content folder to start from: a partnership with one plan and two priorities."""
    target = folder.resolve()
    with reported(as_json):
        try:
            written = catalogue.write_new_partnership(target)
        except (FileExistsError, NotADirectoryError) as error:
            fail(str(error), REFUSED, as_json)
    files = [str(file.relative_to(target)) for file in written]
    steps = commands_for(target)
    if as_json:
        show_json({"folder": str(target), "files": files, **steps})
        return
    for file in files:
        show(f"written   {file}")
    show(f"Now edit them, partnership.toml first, in {target}")
    show("To load months into a store of its own, and to serve it:")
    for step in steps.values():
        show(f"  {step}")
