"""`retention`: what partners' events are past their time, and their deletion."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from cspdash import catalogue, settings
from cspdash.cli.app import JsonOption, StoreOption, app, folder, reported, show, show_json
from cspdash.ingest.retention import Retention, retention
from cspdash.periods import month_name
from cspdash.store import audit


def as_values(found: Retention) -> dict[str, Any]:
    """Return what was found as plain values for `--json`."""
    return {
        "release": found.release,
        "applied": found.applied,
        "due": [
            {
                "source": due.rule.source,
                "retention_months": due.rule.months,
                "keep_from": due.rule.keep_from,
                "rows": due.rows,
                "quarantined": due.quarantined,
                "oldest": due.oldest,
            }
            for due in found.due
        ],
        "earlier_releases": list(found.earlier),
        "backups": of_backups(found),
    }


def of_backups(found: Retention) -> dict[str, Any] | None:
    """Return what was found of backups as plain values, None where no folder of them was named."""
    if found.backups is None:
        return None
    parts = ("looked_at", "holding", "removable", "unreadable")
    return {name: [str(path) for path in getattr(found.backups, name)] for name in parts}


def words(found: Retention) -> list[str]:
    """Return what was found, and done, in words."""
    done = "deleted" if found.applied else "past their time"
    lines = [
        f"{due.rule.source}: {due.rows:,} events before {month_name(due.rule.keep_from)} and the text of "
        f"{due.quarantined:,} quarantined lines {done} (kept for {due.rule.months} months)"
        for due in found.due
    ]
    if found.earlier:
        lines.append(f"earlier releases that hold such events, {done}: {', '.join(found.earlier)}")
    copies = backup_words(found)
    if not lines and not copies:
        return ["nothing is past its time"]
    if not found.applied:
        return [*lines, *copies, "Nothing was deleted: 'cspdash retention --apply' deletes it for good."]
    return [*lines, *copies, f"release   {found.release}", "The files that were loaded may still hold them."]


def backup_words(found: Retention) -> list[str]:
    """Return what backups hold, and what becomes of each, in words; nothing where those looked at hold nothing."""
    copies = found.backups
    if copies is None:
        if not (found.due or found.earlier):
            return []
        return ["Backups were not looked at: name their folder with '--backups DIR'."]
    done = "deleted" if found.applied else "past their time, with a newer backup that has none"
    parts = (
        (copies.removable, f"backups that hold such events, {done}"),
        (copies.staying, "backups that hold such events and stay until a newer one without them is there ('cspdash "
         f"backup {copies.folder / 'NEW.tar'}', once the store holds none, then this again)"),
        (copies.unreadable, "files that cannot be read as backups and may hold such events, left to you to delete"),
    )  # fmt: skip
    return [f"{said}: {', '.join(path.name for path in paths)}" for paths, said in parts if paths]


@app.command("retention")
def retention_command(
    apply: Annotated[bool, typer.Option("--apply", help="Delete it, also from the releases that are kept.")] = False,
    backups: Annotated[
        Path | None,
        typer.Option("--backups", metavar="DIR", exists=True, file_okay=False, help="Also look at the backups in DIR."),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say which partners' events are past the time for which they may be kept, or delete them for good."""
    with reported(as_json):
        content = catalogue.load(settings.content_dir())
        found = retention(folder(store), content, datetime.now(UTC).date(), apply=apply, backups=backups)
        gone = len(found.backups.removable) if found.backups else 0
        if apply and (found.due or found.earlier or gone):
            rows = sum(due.rows for due in found.due)
            audit.record(
                folder(store), "retention", "command line", rows=rows, releases=len(found.earlier), backups=gone
            )  # fmt: skip
    if as_json:
        show_json(as_values(found))
    else:
        for line in words(found):
            show(line)
