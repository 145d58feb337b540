"""One cell of an indicator table: what may stand in it, and how to mend what may not.

A number is written plainly: 1234, 0.576. A withheld number is kept as withheld and never becomes 0.
"""

import math
import re
from datetime import UTC, date, datetime

from cspdash.catalogue import Indicator
from cspdash.periods import FIRST_YEAR, LAST_YEAR

PLAIN = re.compile(r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$")
THOUSANDS = re.compile(r"^[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$")
WITHHELD = re.compile(r"^(\[?c\]?|\*|<\s*[0-9]+|suppressed)$", re.IGNORECASE)
DAY = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
EMPTY = "Leave the cell empty where there is no number"
Numbers = tuple[float | None, float | None, float | None]


class CellProblem(ValueError):
    """What is wrong with a cell: its column, the reason and the remedy."""

    def __init__(self, column: str, reason: str, remedy: str) -> None:
        """Keep the three parts; the message joins them."""
        super().__init__(f"{column}: {reason}. {remedy}")


def is_withheld(text: str) -> bool:
    """Tell whether a cell says that its number is withheld: c, *, <5, suppressed."""
    return bool(WITHHELD.match(text))


def day(column: str, text: str) -> date:
    """Return a day written 2012-04-01; raise CellProblem for anything else."""
    remedy = "Write a day as 2012-04-01"
    if not DAY.match(text):
        raise CellProblem(column, f"'{text}' is no date" if text else "the date is missing", remedy)
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise CellProblem(column, f"'{text}' is not in the calendar", remedy) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CellProblem(column, f"the year {found.year} lies outside {FIRST_YEAR} to {LAST_YEAR}", remedy)
    return found


def span(columns: tuple[str, str], texts: tuple[str, str], noun: str) -> tuple[date, date]:
    """Return the first and last day that a row is about; raise CellProblem for days that cannot be, or not yet."""
    start, end = day(columns[0], texts[0]), day(columns[1], texts[1])
    if end < start:
        raise CellProblem(columns[1], f"{end} lies before the start, {start}", f"Both days belong to the {noun}")
    if end > datetime.now(UTC).date():
        remedy = "Write the last day that was counted, or leave the row out until then"
        raise CellProblem(columns[1], f"{end} has not come yet", remedy)
    return start, end


def number(column: str, text: str) -> float | None:
    """Return a number written plainly, None for an empty cell; raise CellProblem for anything else."""
    if not text:
        return None
    if THOUSANDS.match(text):
        raise CellProblem(column, f"'{text}' has a separator of thousands", f"Write {text.replace(',', '')}")
    if text.endswith("%"):
        raise CellProblem(column, f"'{text}' has a percent sign", "Write a share from 0 to 1: 57.6% is 0.576")
    if not PLAIN.match(text) or not math.isfinite(float(text)):
        raise CellProblem(column, f"'{text}' is no number", EMPTY)
    return float(text)


def numbers(indicator: Indicator, numerator: str, denominator: str, value: str) -> Numbers:
    """Return numerator, denominator and value of a row, worked out where the others give it.

    Raise CellProblem when a count is negative or has decimals, a share is above 1 or its numerator above its
    denominator, the three do not agree, or no number is there at all.
    """
    above, below, given = (
        number(column, text)
        for column, text in (("numerator", numerator), ("denominator", denominator), ("value", value))
    )
    if above is None and given is None:
        raise CellProblem("value", "the row has no number", "Fill it in, or write c where it is withheld")
    if indicator.measure != "value":
        _natural(indicator, above, below, given)
    if below is not None and below <= 0:
        raise CellProblem("denominator", f"'{denominator}' is not above 0", "Leave the row out: nothing to divide by")
    if indicator.measure == "share" and above is not None and below is not None and above > below:
        raise CellProblem("numerator", f"{numerator} is above the denominator {denominator}", "Mend the two numbers")
    follows = _follows(indicator, above, below)
    if given is None and follows is None:
        raise CellProblem("denominator", f"a {indicator.measure} needs one", "Give the denominator, or the value")
    if given is not None and follows is not None and abs(given - follows) > _rounding(value, follows):
        raise CellProblem("value", f"{value} disagrees with the other numbers, which give {follows:.6g}", "Mend them")
    if indicator.measure == "count" and above is None:
        above = given
    return above, below, follows if follows is not None else given


def _natural(indicator: Indicator, numerator: float | None, denominator: float | None, value: float | None) -> None:
    """Raise CellProblem for what no count, share or rate can be."""
    counted: list[tuple[str, float | None]] = [("numerator", numerator)]
    if indicator.measure == "share":
        counted.append(("denominator", denominator))
    if indicator.measure == "count":
        counted.append(("value", value))
    for column, found in [*counted, ("value", value)]:
        if found is not None and found < 0:
            raise CellProblem(column, f"{found:g} is negative", "A count, share or rate starts at 0")
    for column, found in counted:
        if found is not None and found != int(found):
            raise CellProblem(column, f"{found:g} has decimals", f"It counts {indicator.unit}: write a whole number")
    if indicator.measure == "share" and value is not None and value > 1:
        raise CellProblem("value", f"{value:g} is above 1", "Write a share from 0 to 1: 57.6% is 0.576")


def _follows(indicator: Indicator, numerator: float | None, denominator: float | None) -> float | None:
    """Return the value that numerator and denominator give, or None."""
    if numerator is None or (indicator.measure != "count" and denominator is None):
        return None
    if indicator.measure == "count" or denominator is None:
        return numerator
    return numerator / denominator * (indicator.per or 1.0)


def _rounding(text: str, value: float) -> float:
    """Return how far a number written with these decimals may lie from the exact one."""
    decimals = len(text.partition(".")[2]) if "e" not in text.lower() else 6
    return float(0.5000001 * 10.0**-decimals + abs(value) * 1e-9)
