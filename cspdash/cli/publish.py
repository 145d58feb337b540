"""The command `publish`: the public edition, in a store folder of its own."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cspdash import catalogue, settings
from cspdash.cli.app import JsonOption, StoreOption, app, folder, reported, show, show_json
from cspdash.publish import calendar, hidden
from cspdash.publish.build import Published, publish, words


class Reason(StrEnum):
    """Why a cell is hidden; no free text goes into a public release."""

    recognised = "recognised"
    wrong = "wrong"
    legal = "legal"


@app.command("publish")
def publish_command(
    target: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the public store.")],
    revise: Annotated[
        bool, typer.Option("--revise", help="A stated revision: numbers that are published already may change.")
    ] = False,
    at: Annotated[
        str, typer.Option("--at", metavar="TIME", help="Build now, serve at this time (UK), as 2026-12-10T09:30.")
    ] = "",
    due: Annotated[bool, typer.Option("--due", help="Serve the release that waits, if its time has come.")] = False,
    hide: Annotated[
        str, typer.Option("--hide", metavar="INDICATOR:AREA:PERIOD", help="Serve a release without this number.")
    ] = "",
    reason: Annotated[Reason, typer.Option("--reason", help="Why it is hidden.")] = Reason.recognised,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Build the public edition into a folder of its own: protected, audited, and only then served."""
    if sum((bool(at) or revise, due, bool(hide))) > 1:
        raise typer.BadParameter("--due and --hide stand alone: neither builds a release from the store")
    public = target.resolve()
    with reported(as_json):
        if hide:
            tell_hidden(hidden.hide(public, hide, reason.value, datetime.now(UTC).date()), as_json)
        elif due:
            tell_due(calendar.release_due(public, datetime.now(UTC)), as_json)
        else:
            content = catalogue.load(settings.content_dir())
            done = publish(folder(store), public, content, revise=revise, at=time_of(at))
            tell(done, as_json)


def time_of(text: str) -> datetime | None:
    """Return the time that `--at` names; typer.BadParameter when it is none, or has passed."""
    if not text:
        return None
    try:
        found = calendar.when(text)
    except ValueError:
        raise typer.BadParameter(f"'{text[:40]}' is no time: write it as 2026-12-10T09:30") from None
    if found <= datetime.now(UTC):
        raise typer.BadParameter(f"{text} has passed: leave --at out to publish now")
    return found


def tell(done: Published, as_json: bool) -> None:
    """Print what was published; never a count."""
    if as_json:
        show_json(done.as_json())
        return
    show(f"release   {done.release}{f', to be served from {done.due:%Y-%m-%d %H:%M} UTC' if done.due else ''}")
    show(f"cells     {done.shown:,} of {done.cells:,} protected cells show a number")
    show(f"gate      passed: {done.gate.sums:,} sums, {done.gate.solved:,} cells solved, "
         f"{done.gate.earlier_releases} earlier releases")  # fmt: skip
    for key in done.held:
        show(f"held      {words(key)} (changed since; --revise publishes a revision)")
    for key in done.dropped:
        show(f"dropped   {words(key)} (with the rest of its table it would give a small number away)")
    for what, why in sorted(done.left_out.items()):
        show(f"left out  {what}: {why}")


def tell_due(done: calendar.Released, as_json: bool) -> None:
    """Print whether the release that waited is served now."""
    if as_json:
        show_json({"release": done.release, "due": done.due.isoformat() if done.due else None})
    elif done.release:
        show(f"release   {done.release}")
    else:
        show(f"nothing is due{f' before {done.due:%Y-%m-%d %H:%M} UTC' if done.due else ''}")


def tell_hidden(done: hidden.Hid, as_json: bool) -> None:
    """Print what was hidden."""
    if as_json:
        show_json(
            {"release": done.release, "hidden": [words(key) for key in done.cells], "deleted": list(done.deleted)}
        )
        return
    show(f"release   {done.release}")
    for key in done.cells:
        show(f"hidden    {words(key)}")
    for name in done.deleted:
        show(f"deleted   {name} (it showed the cell)")
