"""Commands on a partnership's content: new-partnership, peer-group."""

import shlex
from datetime import datetime
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


@app.command("peer-group")
def peer_group(
    file: Annotated[Path, typer.Argument(help="Nearest neighbours as ONS publishes them: AREACD, 1, 2, … 20.")],
    area: Annotated[str, typer.Option("--area", help="The ONS code of the district whose peers are wanted.")],
    names: Annotated[Path, typer.Option("--names", help="A CSV that names districts: AREACD and AREANM.")],
    title: Annotated[str, typer.Option("--title", help="What the group is called.")],
    source: Annotated[str, typer.Option("--source", help="Who made it.")],
    dated: Annotated[datetime, typer.Option("--dated", formats=["%Y-%m-%d"], help="When it was made: 2023-07-01.")],
    most: Annotated[int, typer.Option("--most", min=1, help="How many of the nearest.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """Write a peer group for peers.toml from a file of nearest neighbours, on stdout."""
    with reported(as_json):
        try:
            codes = catalogue.neighbours_of(_text(file), area)[:most]
            known = catalogue.names_in(_text(names))
            members = tuple(catalogue.Peer(code, known.get(code, code)) for code in codes)
            slug = "-".join("".join(char if char.isalnum() else " " for char in title.lower()).split())
            group = catalogue.PeerGroup(slug, title, source, dated.date(), members, (area,))
        except (ValueError, catalogue.InvalidError) as error:
            fail(f"{error}", REFUSED, as_json)
    text = catalogue.group_toml(group)
    unnamed = [member.area_code for member in members if member.name == member.area_code]
    if as_json:
        show_json({"slug": slug, "members": list(codes), "without_name": unnamed, "toml": text})
        return
    if unnamed:
        show(f"# Without a name in the file of names, write it in: {', '.join(unnamed)}")
    show(text)


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8-sig")
