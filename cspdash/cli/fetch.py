"""Commands that download and then load: fetch police."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from cspdash import catalogue, settings
from cspdash.cli.app import (
    REFUSED,
    JsonOption,
    StoreOption,
    app,
    folder,
    progress_bar,
    reported,
    show,
    show_json,
)
from cspdash.cli.ingest import AcceptPartial, KeepGoing, finish
from cspdash.ingest import run
from cspdash.ingest.police_uk.fetch import Fetched, Wanted, fetch
from cspdash.periods import parse_month, runs_of_months, span_words

FORCE_ID = re.compile(r"^[a-z][a-z-]*$")
EVERY_FORCE = "all"

fetch_app = typer.Typer(help="Download files, then load them as 'ingest' does.", no_args_is_help=True)
app.add_typer(fetch_app, name="fetch")

Force = Annotated[
    list[str], typer.Option("--force", help="A force's data.police.uk id, such as durham; repeat it for more, or all.")
]
From = Annotated[
    str | None, typer.Option("--from", metavar="YYYY-MM", help="First month (default: the newest archive's first).")
]
To = Annotated[
    str | None, typer.Option("--to", metavar="YYYY-MM", help="Last month (default: the newest archive's last).")
]
Raw = Annotated[
    Path | None, typer.Option("--raw", help="Where the files are kept (default: data/raw/police-uk in the checkout).")
]


@fetch_app.command("police")
def police(
    force: Force,
    first: From = None,
    last: To = None,
    raw: Raw = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    keep_going: KeepGoing = False,
    accept_partial: AcceptPartial = False,
) -> None:
    """Download months of some forces from data.police.uk, then load them.

    Only the files asked for are read out of the site's archives; files already there are not fetched again.
    """
    wanted = asked(force, first, last)
    into = (raw or settings.ROOT / "data" / "raw" / "police-uk").resolve()
    with reported(as_json):
        known = catalogue.load(settings.content_dir())
        with progress_bar(as_json) as progress:
            fetched = fetch(settings.police_url(), wanted, into, progress=progress)
        with progress_bar(as_json) as progress:
            result = run.police(
                folder(store),
                fetched.paths,
                known,
                keep_going=keep_going,
                accept_partial=accept_partial,
                progress=progress,
            )
    if not as_json:
        tell(fetched)
        finish(result, as_json, keep_going)
        return
    plain = result.as_json()
    show_json({**plain, **fetched.as_json(), "notes": [*fetched.notes, *plain["notes"]]})
    if result.refused and not keep_going:
        raise typer.Exit(REFUSED)


def asked(forces: list[str], first: str | None, last: str | None) -> Wanted:
    """Return what the options ask for; a wrong one is wrong usage."""
    names = tuple(dict.fromkeys(name.strip().lower() for name in forces))
    for name in names:
        if not FORCE_ID.match(name):
            raise typer.BadParameter(f"{name!r} is no force's id: write it as in durham or devon-and-cornwall")
    months = month_of("--from", first), month_of("--to", last)
    if months[0] and months[1] and months[0] > months[1]:
        raise typer.BadParameter(f"--from {first} is after --to {last}")
    return Wanted(() if EVERY_FORCE in names else names, *months)


def month_of(option: str, text: str | None) -> date | None:
    """Return an option's month, or None when it is not given."""
    month = parse_month(text) if text else None
    if text and month is None:
        raise typer.BadParameter(f"{option} {text} is no month: write it as in 2023-01")
    return month


def tell(fetched: Fetched) -> None:
    """Print what was fetched, what was there already and what no archive has."""
    new = [file for file in fetched.files if file.fetched]
    archives = len({file.archive for file in new})
    show(
        f"fetched   {len(new):,} files ({fetched.received / 1e6:,.1f} MB in {fetched.requests:,} requests, "
        f"from {archives} archives); {len(fetched.files) - len(new):,} were there already"
    )
    gaps: dict[tuple[str, str], list[date]] = {}
    for gap in fetched.missing:
        gaps.setdefault((gap.force, gap.kind), []).append(gap.month)
    for (force, kind), months in gaps.items():
        spans = ", ".join(span_words(*run_) for run_ in runs_of_months(sorted(months)))
        show(f"missing   {force} {kind}  {spans}: in no archive")
    for note in fetched.notes:
        show(f"note      {note}")
