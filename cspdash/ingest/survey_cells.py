"""One cell of a survey table: the number asked, and the answer as a share, a percent or a count of people.

23 under "share" is refused and not guessed at: it is taken only under "percent". A number asked that is not known
is an empty cell, never 0.
"""

from collections.abc import Iterable

from cspdash.ingest.observation_cells import CellProblem, number

FIGURES = ("share", "percent", "count")
MOST_EFFECT = 100.0
LONGEST = 500


def words(column: str, text: str, needed: bool = True) -> str:
    """Return a cell of words; raise CellProblem when it is needed and empty, or longer than any name."""
    if needed and not text:
        raise CellProblem(column, "the cell is empty", f"Name the {column} in every row")
    if len(text) > LONGEST:
        raise CellProblem(column, f"{len(text):,} characters", f"Use up to {LONGEST}; no free-text answers belong here")
    return text


def asked(text: str) -> int | None:
    """Return the number of people asked, or None for an empty cell; raise CellProblem for anything else than 1 up."""
    found = number("n", text)
    if found is None:
        return None
    if found != int(found):
        remedy = "n counts people asked: write a whole number, and the effect of weights under design_effect"
        raise CellProblem("n", f"{found:g} has decimals", remedy)
    if found <= 0:
        raise CellProblem(
            "n", f"'{text}': nobody was asked", "Leave the cell empty where n is not known, or the row out"
        )
    return int(found)


def design_effect(text: str) -> float | None:
    """Return a design effect, or None for an empty cell; raise CellProblem for what no survey has."""
    found = number("design_effect", text)
    if found is not None and not 0 < found <= MOST_EFFECT:
        raise CellProblem("design_effect", f"'{text}' is not above 0 and up to {MOST_EFFECT:g}", "1 is a simple sample")
    return found


def share_of(row: dict[str, str], n: int | None) -> float:
    """Return a row's share, 0 to 1, from whichever of share, percent and count it fills in.

    Raises CellProblem when none is filled in, one is out of range, a count comes without n, or two disagree by
    more than they are rounded.
    """
    found: list[tuple[str, float, float]] = []
    for column, read in (("count", _counted), ("share", _as_share), ("percent", _as_percent)):
        text = row.get(column, "")
        if text:
            found.append((column, read(text, n), _rounding(column, text, n)))
    if not found:
        raise CellProblem("/".join(name for name in FIGURES if name in row), "the row has no figure", "Fill one in")
    first, value, _ = found[0]
    for column, other, rounding in found[1:]:
        if abs(value - other) > rounding + found[0][2] + 1e-9:
            raise CellProblem(column, f"'{row[column]}' disagrees with {first} {row[first]}", "Mend one of them")
    return value


def _as_share(text: str, n: int | None) -> float:  # noqa: ARG001 - one signature for all three
    found = number("share", text)
    if found is None or not 0 <= found <= 1:
        remedy = "A share runs from 0 to 1: write 23% as 0.23, or name the column percent"
        raise CellProblem("share", f"'{text}' is {'above 1' if found and found > 1 else 'below 0'}", remedy)
    return found


def _as_percent(text: str, n: int | None) -> float:  # noqa: ARG001 - one signature for all three
    found = number("percent", text.removesuffix("%").rstrip())
    if found is None or not 0 <= found <= 100:
        raise CellProblem("percent", f"'{text}' is no percent", "Write a number from 0 to 100")
    return round(found / 100, 12)


def _counted(text: str, n: int | None) -> float:
    found = number("count", text)
    if found is None or found < 0 or found != int(found):
        raise CellProblem("count", f"'{text}' is no number of people", "Write a whole number, or use share or percent")
    if n is None:
        raise CellProblem("n", "a count needs the number asked", "Fill in n, or use share or percent")
    if found > n:
        raise CellProblem("count", f"{int(found):,} answered so, but only {n:,} were asked", "Mend count or n")
    return found / n


def _rounding(column: str, text: str, n: int | None) -> float:
    """Return how far a figure written with these decimals may lie from the exact share."""
    if column == "count":
        return 0.5 / n if n else 0.0
    decimals = len(text.removesuffix("%").rstrip().partition(".")[2])
    return float(0.5 * 10.0**-decimals) / (100 if column == "percent" else 1)


def shares_under_percent(texts: Iterable[tuple[int, str]]) -> tuple[int, str] | None:
    """Return the line and text of a percent column's first figure when all of them look like shares, else None.

    They do when none is above 1 and one lies between 0 and 1.
    """
    filled = [(line, text) for line, text in texts if text]
    values = [float(text.removesuffix("%")) for _, text in filled]
    looks_so = values and max(values) <= 1 and any(0 < value < 1 for value in values)
    return filled[0] if looks_so else None
