"""`retention`: what partners' events are past their time, and their deletion."""

from datetime import UTC, datetime
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
    }


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
    if not lines:
        return ["nothing is past its time"]
    if found.applied:
        return [*lines, f"release   {found.release}", "Backups and the files that were loaded may still hold them."]
    return [*lines, "Nothing was deleted: 'cspdash retention --apply' deletes it for good."]


@app.command("retention")
def retention_command(
    apply: Annotated[bool, typer.Option("--apply", help="Delete it, also from the releases that are kept.")] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say which partners' events are past the time for which they may be kept, or delete them for good."""
    with reported(as_json):
        content = catalogue.load(settings.content_dir())
        found = retention(folder(store), content, datetime.now(UTC).date(), apply=apply)
        if apply and (found.due or found.earlier):
            rows = sum(due.rows for due in found.due)
            audit.record(folder(store), "retention", "command line", rows=rows, releases=len(found.earlier))
    if as_json:
        show_json(as_values(found))
    else:
        for line in words(found):
            show(line)
