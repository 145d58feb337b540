"""`pack --plan SLUG --to FILE`: the board pack as slides, PDF or HTML."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from cspdash import catalogue, settings
from cspdash.cli.app import REFUSED, JsonOption, StoreOption, app, fail, folder, reported, show, show_json
from cspdash.findings.places import wide_places
from cspdash.pack import PackProblem, collect, write
from cspdash.store.connection import open_store


@app.command("pack")
def pack_command(
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The file to write: .pptx, .pdf or .html.")],
    plan: Annotated[str, typer.Option(help="The plan's slug (default: the newest).")] = "",
    area: Annotated[str, typer.Option(help="The ONS code of a district or the force (default: the plan's).")] = "",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the board pack: what needs attention, a page a priority, perceptions, localities, claims, method."""
    with reported(as_json):
        content = catalogue.load(settings.content_dir())
        plans = [one.slug for one in content.plans]
        if plan and plan not in plans:
            raise typer.BadParameter(f"there is no plan '{plan}': choose one of {', '.join(plans)}")
        chosen = content.plan(plan) if plan else content.default_plan
        opened = open_store(folder(store))
        try:
            places = {place.code: place for place in wide_places(opened, content)}
            code = area or next((one for one in chosen.area_codes if one in places), content.default_district.area_code)
            if code not in places:
                raise typer.BadParameter(f"there is no area '{area}': choose one of {', '.join(places)}")
            made = collect(opened, content, chosen, places[code], datetime.now(UTC).date())
            write(made, to)
        except PackProblem as problem:
            fail(str(problem), REFUSED, as_json)
        finally:
            opened.close()
    found = {
        "file": str(to),
        "plan": chosen.slug,
        "area_code": code,
        "pages": len(made.pages),
        "release": opened.release,
    }
    show_json(found) if as_json else show(f"{len(made.pages)} pages written to {to}")
