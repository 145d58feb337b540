"""A partnership's store that holds something of everything that is not public, each marked: a mark must never leave it.

Numbers carry NUMBER, texts WORD. Counts of classes R and S that are published are rounded to something else.
"""

import json
import shutil
from datetime import date
from pathlib import Path

from cspdash.catalogue import Catalogue
from cspdash.catalogue.notes import Note
from cspdash.ingest import run
from cspdash.periods import month_range
from cspdash.publish.build import publish
from cspdash.store import notes
from tests import making, survey_tables
from tests import partner_extracts as partners

NUMBER, WORD = 777123, "CANARY"
# As a text, a number of the page, a number with separators, a rate per thousand with it.
MARKERS = (WORD, WORD.casefold(), str(NUMBER), f"{NUMBER:,}", f"{NUMBER / 1000:.3f}")
DISTRICTS = ("E06000005", "E06000047")
YEARS = range(2018, 2023)
COUNTS = (3, 14, 62, 9, 118)
PUBLIC_NOTE = "Two extra patrols a week began here."
REVISED = ("people-begging", "rough-sleepers", "hate-incidents")
FIRST, LAST = date(2022, 1, 1), date(2023, 6, 30)
OUTLINE = [[-1.5440, 54.5190], [-1.5400, 54.5190], [-1.5400, 54.5260], [-1.5440, 54.5260], [-1.5440, 54.5190]]


def filled(base: Path, folder: Path, scratch: Path, content: Catalogue) -> Path:
    """Copy the sample store and load everything restricted into the copy through the real ingest; return it."""
    shutil.copytree(base, folder)
    named = scratch / f"{WORD}-files"
    loads = [
        run.extract(folder, fires(named), content, content.mapping("fire")),
        run.extract(folder, tips(named), content, content.mapping("council"), accept_partial=True),
        run.indicator_table(folder, table(named, content), content),
        run.survey_table(folder, survey(named), content),
        run.drawn_areas(folder, own_area(named), content),
        run.police(folder, [month(named / "months")], content, accept_partial=True),
    ]
    assert all(done.held and not done.refused for done in loads), [done.as_json() for done in loads]
    write_notes(folder)
    return folder


def fires(folder: Path) -> Path:
    """Write a fire extract: references, wards and two rows for quarantine carry the marker."""
    rows = partners.fire_rows(FIRST, LAST)
    marked = [row | {"Incident Number": f"{WORD}-{row['Incident Number']}", "Ward": f"{WORD} ward"} for row in rows]
    bad = [partners.fire_row(n, changes={"Fire Category": f"{WORD} fire {NUMBER}"}) for n in (1, 2)]
    return partners.write_extract(folder / f"{WORD}-fires.csv", [*marked, *bad])


def tips(folder: Path) -> Path:
    """Write a council extract of fly-tips, three a month in each locality."""
    lines = ["Reference,Date Reported,Report Type,Status,Street,Longitude,Latitude"]
    for start in month_range(FIRST.replace(day=1), LAST.replace(day=1)):
        for number, (_, _, longitude, latitude) in enumerate(making.DARLINGTON * 3):
            when = f"{number + 1:02}/{start:%m/%Y}"
            lines.append(f"{WORD}{number},{when},Fly-tipping,{WORD} closed,{WORD} Lane,{longitude},{latitude}")
    lines.append(f"{WORD},no day,{WORD},{NUMBER},{WORD} Lane,,")
    return making.write_file(folder / f"{WORD}-tips.csv", ("\n".join(lines) + "\n").encode())


def month(folder: Path) -> Path:
    """Write one more month of the police with a marked street and identifier, and a line that is no row."""
    text = "2023-09"
    rows = making.month_rows(date(2023, 9, 1))
    marked = [row | {"Location": f"On or near {WORD} Street"} for row in rows]
    marked += [making.street_row(**{"month": text, "lsoa_code": WORD, "lsoa_name": f"{WORD} 001A"})]
    making.write_month(folder, marked, text)
    return folder


def table(folder: Path, content: Catalogue) -> Path:
    """Write a value of every indicator that is supplied: small ones, and a marked one in the second district."""
    lines = ["indicator,area_code,period_start,period_end,numerator,denominator,value,note,source"]
    supplied = [one for one in content.indicators if one.counted_from == "observations"]
    for number, one in enumerate(supplied):
        for area in DISTRICTS:
            for year in YEARS:
                marked = one.disclosure == "X" or (area == DISTRICTS[1] and one.disclosure != "O")
                count = NUMBER if marked and year == YEARS[-1] else COUNTS[(number + year) % len(COUNTS)]
                base = 2 * count + 40
                parts = f"{count},{base}," if one.measure in ("share", "rate") else f",,{count}"
                lines.append(f"{one.slug},{area},{year}-04-01,{year + 1}-03-31,{parts},said {WORD},by {WORD} {NUMBER}")
    return making.write_file(folder / f"{WORD}-table.csv", ("\n".join(lines) + "\n").encode())


def survey(folder: Path) -> Path:
    """Write waves of an open question and of one of class S, two of them on a small base, with marked words."""
    said = {"source": f"{WORD} panel", "wording": f"{WORD} asked how?", "method": f"{WORD} by post"}
    waves = [("2022-04-01", "2022-09-30", 412), ("2022-10-01", "2023-03-31", 27), ("2023-04-01", "2023-09-30", 388)]
    rows = [survey_tables.answer((start, end), n=n, share=0.31, **said) for start, end, n in waves]
    special = {"survey": "victim-satisfaction", "question": "hate-crime-support"}
    rows += [
        survey_tables.answer((f"{year}-04-01", f"{year + 1}-03-31"), n=n, share=0.5, **said, **special)
        for year, n in ((2020, 64), (2021, 18), (2022, NUMBER))
    ]
    return survey_tables.survey_csv(folder / f"{WORD}-survey.csv", rows)


def own_area(folder: Path) -> Path:
    """Write an area that the partnership drew itself."""
    feature = {"type": "Feature", "properties": {"name": f"{WORD} square"},
               "geometry": {"type": "Polygon", "coordinates": [OUTLINE]}}  # fmt: skip
    return making.write_file(folder / f"{WORD}-area.geojson", json.dumps(feature).encode())


def published(folder: Path, target: Path, scratch: Path, content: Catalogue) -> Path:
    """Publish a restricted store twice, the second time as a stated revision of changed tables; return the target."""
    publish(folder, target, content)
    lines = ["indicator,area_code,period_start,period_end,numerator,denominator,value,note,source"]
    for slug in REVISED:
        lines.append(
            f"{slug},{DISTRICTS[0]},{YEARS[-1]}-04-01,{YEARS[-1] + 1}-03-31,,,487,said {WORD},by {WORD} {NUMBER}"
        )
    revised = making.write_file(scratch / "revised.csv", ("\n".join(lines) + "\n").encode())
    assert run.indicator_table(folder, revised, content).held
    publish(folder, target, content, revise=True)
    return target


def write_notes(folder: Path) -> None:
    """Write two notes: one that is not public, and one that is."""
    day = date(2022, 5, 1)
    notes.add(folder, Note("event", day, f"{WORD}: seen {NUMBER} times.", "analyst", day))
    notes.add(folder, Note("event", day, PUBLIC_NOTE, "analyst", day, public=True))
