"""police.uk's categories and its three eras, and how the fourteen of today fold into the older sets.

Six categories to August 2011, eleven to April 2013, fourteen since. The demonstration is modelled in
the fourteen and written in the categories of each month, so that a series breaks where a real one does.
"""

from datetime import date

ASB = "Anti-social behaviour"
VIOLENCE = "Violence and sexual offences"

FOURTEEN = (
    ASB,
    "Bicycle theft",
    "Burglary",
    "Criminal damage and arson",
    "Drugs",
    "Other crime",
    "Other theft",
    "Possession of weapons",
    "Public order",
    "Robbery",
    "Shoplifting",
    "Theft from the person",
    "Vehicle crime",
    VIOLENCE,
)
OLDER = ("Public disorder and weapons", "Violent crime")
ALL_CATEGORIES = FOURTEEN + OLDER

ELEVEN_FROM = date(2011, 9, 1)
FOURTEEN_FROM = date(2013, 5, 1)

TO_ELEVEN = {
    "Bicycle theft": "Other theft",
    "Theft from the person": "Other theft",
    "Possession of weapons": "Public disorder and weapons",
    "Public order": "Public disorder and weapons",
    VIOLENCE: "Violent crime",
}
TO_SIX = {
    "Bicycle theft": "Other crime",
    "Criminal damage and arson": "Other crime",
    "Drugs": "Other crime",
    "Other theft": "Other crime",
    "Possession of weapons": "Violent crime",
    "Public order": "Violent crime",
    "Shoplifting": "Other crime",
    "Theft from the person": "Other crime",
    VIOLENCE: "Violent crime",
}


def recorded_as(category: str, month: date) -> str:
    """Return the name under which police.uk published one of the fourteen categories in a month."""
    if month >= FOURTEEN_FROM:
        return category
    older = TO_ELEVEN if month >= ELEVEN_FROM else TO_SIX
    return older.get(category, category)


def categories_in(month: date) -> list[str]:
    """Return the categories that police.uk used in a month, in alphabetical order."""
    return sorted({recorded_as(category, month) for category in FOURTEEN})
