"""Which hot-spot runs a release needs: the newest year, the quarters before and since, the origins of the grade.

Only months that are held count, and only stretches of which every month is.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from cspdash.catalogue import POLICE, Catalogue, Category, Indicator
from cspdash.periods import add_months, month_range, twelve_months_to

SUBJECTS = 6
PERIODS = 10
ORIGINS = 6
TESTED = 6
FITTED = (12, 6)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Months from the first to the last; an origin also has the last month that it is tested on."""

    first: date
    last: date
    test_last: date | None = None

    @property
    def origin_part(self) -> str:
        """Return the name of its part as an origin: two tests may be fitted from one month, on twelve and on six."""
        return "origin" if len(self.months) == FITTED[0] else f"origin-{len(self.months)}"

    @property
    def months(self) -> list[date]:
        """Return its months, without those tested on."""
        return month_range(self.first, self.last)


def subjects(catalogue: Catalogue) -> tuple[Indicator, ...]:
    """Return the indicators whose hot spots are worked out: those the content names, else the first that can be.

    That is, of localities, of openly publishable incidents, and of the police's categories alone.
    """
    police = {category.name for category in catalogue.categories if category.source == POLICE}
    able = [
        indicator
        for indicator in catalogue.indicators
        if indicator.counted_from == "incidents"
        and indicator.geography == "lsoa"
        and indicator.disclosure == "O"
        and set(indicator.categories) <= police
    ]
    named = catalogue.partnership.hot_spots
    return tuple(one for one in able if one.slug in named) if named else tuple(able[:SUBJECTS])


def counted_months(catalogue: Catalogue, indicator: Indicator, held: Collection[date]) -> list[date]:
    """Return the months held in which any of an indicator's categories was recorded, in order."""
    known = {category.name: category for category in catalogue.categories}
    return [month for month in sorted(held) if any(_recorded(known[name], month) for name in indicator.categories)]


def _recorded(category: Category, month: date) -> bool:
    return (category.first_month is None or category.first_month <= month) and (
        category.last_month is None or month <= category.last_month
    )


def newest_year(months: Collection[date]) -> Stretch | None:
    """Return the newest twelve months in a row that are all held, or None."""
    held = set(months)
    for last in sorted(held, reverse=True):
        year = twelve_months_to(last)
        if held.issuperset(year):
            return Stretch(year[0], last)
    return None


def quarters(months: Collection[date]) -> list[Stretch]:
    """Return the newest calendar quarters of which all months are held, oldest first."""
    held = set(months)
    whole = [Stretch(month, add_months(month, 2)) for month in sorted(held) if month.month in (1, 4, 7, 10)]
    return [quarter for quarter in whole if held.issuperset(quarter.months)][-PERIODS:]


def origins(months: Collection[date]) -> list[Stretch]:
    """Return what the grade is fitted on and tested on, newest first: tests of six months that do not overlap.

    The fit is the twelve months before the test, or the six before it where twelve are not held.
    """
    held, before = set(months), date.max
    found: list[Stretch] = []
    for last in sorted(held, reverse=True):
        test = month_range(add_months(last, 1 - TESTED), last)
        if last >= before or not held.issuperset(test) or len(found) == ORIGINS:
            continue
        for length in FITTED:
            fit = Stretch(add_months(test[0], -length), add_months(test[0], -1), last)
            if held.issuperset(fit.months):
                found.append(fit)
                before = test[0]
                break
    return found
