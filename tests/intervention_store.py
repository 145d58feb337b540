"""A store in which an intervention worked: invented months with the same counts in every month of a year.

From March 2021 the treated locality has half its ASB; its comparison, the locality around and that one's comparison
have what they always had. Burglaries were falling in the treated locality before, and nowhere else. The fifth locality
has a vehicle crime a month and nothing else. August 2021 is missing.
"""

from datetime import date
from pathlib import Path

from cspdash import catalogue, settings
from cspdash.findings.intervention_design import Design
from cspdash.findings.places import Place
from cspdash.ingest import run
from cspdash.periods import month_range
from tests.making import COUNTY_DURHAM, DARLINGTON, Row, asb_row, crime_id, street_row, write_month
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE, FORCE_CODE
from tests.small_catalogue import indicator

FIRST, TURN, LAST, MISSING = date(2019, 3, 1), date(2021, 3, 1), date(2022, 2, 1), date(2021, 8, 1)
MONTHS = [month for month in month_range(FIRST, LAST) if month != MISSING]
AREAS = [*DARLINGTON, *COUNTY_DURHAM]
TREATED, COMPARISON, AROUND, AROUND_COMPARISON, QUIET = (
    Place(area[0], area[1], "lsoa", (DARLINGTON_CODE if place < len(DARLINGTON) else COUNTY_DURHAM_CODE,))
    for place, area in enumerate(AREAS)
)
DARLINGTON_PLACE = Place(DARLINGTON_CODE, "Darlington", "district", (DARLINGTON_CODE,))
DURHAM_PLACE = Place(COUNTY_DURHAM_CODE, "County Durham", "district", (COUNTY_DURHAM_CODE,))
FORCE_PLACE = Place(FORCE_CODE, "The force area", "force", (DARLINGTON_CODE, COUNTY_DURHAM_CODE))
ASB_COUNTED, BURGLARY = indicator(), indicator("burglary", ("Burglary",))
# A month's ASB in each locality before and from March 2021; eleven months of a year are held.
ASB_BEFORE, ASB_AFTER, HELD = (12, 11, 7, 8, 0), (6, 11, 7, 8, 0), 11


def burglaries(place: int, month: date) -> int:
    """Return a month's burglaries in a locality: they fell early in the treated one."""
    if place > 1:
        return 0
    if place == 1:
        return 6
    return 10 if month < date(2020, 3, 1) else 4 if month < TURN else 2


def month_rows(month: date) -> list[Row]:
    """Return the rows of one month."""
    text, rows = f"{month:%Y-%m}", []
    for place, (code, name, longitude, latitude) in enumerate(AREAS):
        where = {"month": text, "lsoa_code": code, "lsoa_name": name, "longitude": longitude, "latitude": latitude}
        rows += [asb_row(**where) for _ in range((ASB_AFTER if month >= TURN else ASB_BEFORE)[place])]
        crimes = [("Burglary", n) for n in range(burglaries(place, month))] + [("Vehicle crime", 0)] * (place == 4)
        rows += [street_row(crime_type=kind, crime_id=crime_id(text, code, kind, n), **where) for kind, n in crimes]
    return rows


def fill(folder: Path, scratch: Path) -> Path:
    """Fill a store through the real ingest and return its folder."""
    for month in MONTHS:
        write_month(scratch, month_rows(month), f"{month:%Y-%m}")
    done = run.police(folder, [scratch], catalogue.load(settings.content_dir()))
    assert done.release and not done.refused
    return folder


def design(**changes: object) -> Design:
    """Return the test of the intervention that worked; keywords replace single parts."""
    given: dict[str, object] = {
        "indicator": ASB_COUNTED, "treated": (TREATED,), "comparison": (COMPARISON,), "starts": TURN,
    }  # fmt: skip
    return Design(**(given | changes))  # type: ignore[arg-type]
