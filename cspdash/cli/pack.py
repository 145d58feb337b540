"""`pack --plan SLUG --to FILE`: the board pack as slides, PDF or HTML."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from cspdash import catalogue, settings
from cspdash.catalogue import Catalogue, Plan
from cspdash.cli.app import REFUSED, JsonOption, StoreOption, app, fail, folder, reported, show, show_json
from cspdash.findings.places import Place, wide_places
from cspdash.store.connection import Store


@app.command("pack")
def pack_command(
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The file to write: .pptx, .pdf or .html.")],
    plan: Annotated[str, typer.Option(help="The plan's slug (default: the newest).")] = "",
    area: Annotated[str, typer.Option(help="The ONS code of a district or the force (default: the plan's).")] = "",
    since: Annotated[
        str, typer.Option(metavar="RELEASE", help="Tell what changed since this release (default: the one before).")
    ] = "",
    partnership: Annotated[
        bool, typer.Option("--partnership", help="Not by the public rules: for the people round the table only.")
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the board pack: what needs attention, a page a priority, perceptions, localities, claims, method."""
    # Drawing and slides take two seconds and 60 MB to import, which no other command needs.
    from cspdash.pack import PackProblem, collect, write  # noqa: PLC0415
    from cspdash.pack.edition import PARTNERSHIP_MEANS, PUBLIC_MEANS, edition_of  # noqa: PLC0415

    with reported(as_json):
        whole = catalogue.load(settings.content_dir())
        chosen_plan(whole, plan)
        with edition_of(folder(store), whole, partnership=partnership, since=since) as found:
            chosen = chosen_plan(found.catalogue, plan)
            place = chosen_place(found.store, found.catalogue, chosen, area)
            today = datetime.now(UTC).date()
            try:
                write(collect(found.store, found.catalogue, chosen, place, today, found.before), to)
            except PackProblem as problem:
                fail(str(problem), REFUSED, as_json)
            opened = found.store
            means = PARTNERSHIP_MEANS if opened.edition == "partnership" else PUBLIC_MEANS
            said = {"file": str(to), "plan": chosen.slug, "area_code": place.code, "edition": opened.edition,
                    "release": opened.release, "means": means}  # fmt: skip
    show_json(said) if as_json else show(f"{to}\n{means}")


def chosen_plan(content: Catalogue, slug: str) -> Plan:
    """Return the plan of a slug, the newest of none; wrong usage for another."""
    known = [one.slug for one in content.plans]
    if slug and slug not in known:
        raise typer.BadParameter(f"there is no plan '{slug}': choose one of {', '.join(known)}")
    return content.plan(slug) if slug else content.default_plan


def chosen_place(store: Store, content: Catalogue, plan: Plan, code: str) -> Place:
    """Return the place of an ONS code, the plan's own district of none; wrong usage for another."""
    places = {place.code: place for place in wide_places(store, content)}
    usual = next((one for one in plan.area_codes if one in places), content.default_district.area_code)
    if (code or usual) not in places:
        raise typer.BadParameter(f"there is no area '{code}': choose one of {', '.join(places)}")
    return places[code or usual]
