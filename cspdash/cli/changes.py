"""`changes --since RELEASE`: what is new, revised, or has a new verdict."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from cspdash import catalogue, settings
from cspdash.charts.change_tables import changes_sentences, moved_table, revisions_table
from cspdash.charts.tables import Table
from cspdash.cli.app import JsonOption, StoreOption, app, folder, reported, show, show_json
from cspdash.findings.changes import Changes, changes
from cspdash.findings.places import wide_places
from cspdash.store import release
from cspdash.store.connection import Store, open_release, open_store


@contextmanager
def earlier(store: Path, name: str) -> Iterator[Store]:
    """Open an earlier release by its name; StoreProblem when it is not kept."""
    if not release.is_release_name(name) or not release.release_path(store, name).exists():
        kept = ", ".join(release.releases(store)) or "none"
        raise release.StoreProblem(f"there is no release '{name[:40]}'; kept are {kept}.")
    opened = open_release(store, name)
    try:
        yield opened
    finally:
        opened.close()


@app.command("changes")
def changes_command(
    since: Annotated[str, typer.Option("--since", metavar="RELEASE", help="The earlier release; 'status' lists them.")],
    plan: Annotated[str, typer.Option(help="The plan's slug (default: the newest).")] = "",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what is new, revised, or has a new verdict since an earlier release."""
    with reported(as_json):
        content = catalogue.load(settings.content_dir())
        known = [one.slug for one in content.plans]
        if plan and plan not in known:
            raise typer.BadParameter(f"there is no plan '{plan}': choose one of {', '.join(known)}")
        chosen = content.plan(plan) if plan else content.default_plan
        now = open_store(folder(store))
        try:
            with earlier(folder(store), since) as before:
                places = [place for place in wide_places(now, content) if place.level == "district"]
                found = changes(before, now, content, chosen, places, datetime.now(UTC).date())
                names = {place.code: place.name for place in places}
        finally:
            now.close()
    show_json(as_values(found)) if as_json else _print(found, names)


def as_values(found: Changes) -> dict[str, Any]:
    """Return the finding as plain values for `--json`."""
    return {
        "since": found.before,
        "release": found.after,
        "plan": found.plan.slug,
        "new_months": {new.source: [f"{a:%Y-%m}..{b:%Y-%m}" for a, b in new.runs] for new in found.months},
        "new_files": found.files,
        "new_values": found.values,
        "new_answers": found.answers,
        "revisions": [
            {"kind": one.kind, "subject": one.subject, "area_code": one.area_code, "start": one.start.isoformat(),
             "end": one.end.isoformat(), "before": one.before, "after": one.after}
            for one in found.revisions
        ],
        "verdicts": [
            {"indicator": one.indicator.slug, "area_code": one.place.code, "verdict_on": one.aspect,
             "before": one.before, "after": one.after, "flagged": one.flagged_after}
            for one in found.moved
        ],
    }  # fmt: skip


def _print(found: Changes, names: dict[str, str]) -> None:
    for sentence in changes_sentences(found):
        show(sentence)
    for table in (moved_table(found), revisions_table(found, names)):
        if table.rows:
            _print_table(table)


def _print_table(table: Table) -> None:
    show(f"\n{table.caption}")
    for row in table.rows:
        show("  " + " | ".join(cell.text for cell in row))
