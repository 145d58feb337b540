"""Printed claims worked out again, as sentences and as a table."""

from collections.abc import Iterable

from cspdash.catalogue import Claim
from cspdash.charts.once import once
from cspdash.charts.tables import Cell, Table, text
from cspdash.findings.claims import Recomputed

TONES = {"disagrees": "concern"}
RELATIONS = {"equal": "", "below": "below ", "above": "above "}


def printed_of(claim: Claim) -> str:
    """Return what a claim printed: −14%, below 28%, 38.5 per 1,000."""
    return RELATIONS[claim.relation] + figure_words(claim, claim.printed, claim.decimals)


def figure_words(claim: Claim, value: float, decimals: int) -> str:
    """Return a number in a claim's unit: a signed per cent for changes, per cent for shares, a rate."""
    size = f"{abs(value):,.{decimals}f}"
    if claim.kind == "rate":
        return f"{size} per 1,000"
    if claim.kind == "share":
        return f"{size}%"
    sign = "−" if value < 0 else "+" if value > 0 else ""
    return f"{sign}{size}%"


def computed_words(found: Recomputed) -> str:
    """Return what the claim's own numbers give, to one decimal more than was printed (one at least)."""
    if found.computed is None:
        return "–"
    return figure_words(found.claim, found.computed, max(1, found.claim.decimals + (found.claim.decimals > 0)))


def numbers_words(claim: Claim) -> str:
    """Return the numbers that the plan printed with a claim."""
    if claim.kind == "change":
        before, after = (
            "not printed" if number is None else f"{number:,g}" if number < 1e5 else f"{number:,.0f}"
            for number in (claim.before, claim.after)
        )
        return "not printed" if claim.before is None and claim.after is None else f"{before} to {after}"
    parts = ["?" if number is None else f"{number:,.0f}" for number in (claim.numerator, claim.denominator)]
    if claim.numerator is None and claim.denominator is None:
        return "not printed"
    return " of ".join(parts)


def statistic_words(found: Recomputed) -> str:
    """Return the test of a change, or the interval of a share or rate."""
    interval = ""
    if found.low is not None and found.high is not None:
        bounds = [figure_words(found.claim, bound, 1) for bound in (found.low, found.high)]
        interval = f"95% interval {bounds[0]} to {bounds[1]}"
    if found.test is None:
        return interval or "–"
    p_value = "p < 0.001" if found.test.p_value < 0.001 else f"p = {found.test.p_value:.3f}"
    z = f"{found.test.z:.1f}".replace("-", "−")
    return f"{found.test.verdict}, {p_value}, z = {z}" + (f", {interval}" if interval else "")


def store_words(found: Recomputed) -> str:
    """Return what the store itself counts for the claim's area and periods."""
    own = found.store
    if own is None:
        return "not held"
    before = f"{own.before:,} to " if own.before is not None else ""
    percent = ""
    if own.percent is not None and found.claim.kind == "change":
        percent = f" ({figure_words(found.claim, own.percent, 1)})"
    aside = ": demonstration data, made to agree with printed totals, so no check" if own.demonstration else ""
    return f"{before}{own.after:,}{percent}{aside}"


def claim_sentence(found: Recomputed) -> str:
    """Return a claim's finding as a sentence."""
    claim = found.claim
    start = f"{claim.title}. Printed: {printed_of(claim)}"
    if found.computed is None:
        implied = f" It would follow from a population of {found.implied:,.0f}." if found.implied is not None else ""
        return f"{start}. It cannot be checked: {found.reason}.{implied}"
    return f"{start}; its own numbers ({numbers_words(claim)}) give {computed_words(found)}: {found.verdict}."


def claims_sentence(found: Iterable[Recomputed]) -> str:
    """Return how many claims agree, disagree and cannot be checked, naming those that disagree."""
    held = list(found)
    if not held:
        return "No claims are recorded for this plan."
    counts = {word: sum(each.verdict == word for each in held) for word in ("agrees", "disagrees", "cannot be checked")}
    wrong = [f"{each.claim.title} ({computed_words(each)} by its own numbers)" for each in held if each.flagged]
    named = f" Disagreeing: {'; '.join(wrong)}." if wrong else ""
    several = "1 printed claim was" if len(held) == 1 else f"{len(held)} printed claims were"
    listed = ", ".join(f"{word} {n}" for word, n in counts.items())
    return f"{several} worked out again from the plan's own numbers: {listed}.{named}"


@once
def claims_table(found: Iterable[Recomputed], caption: str = "Published claims, worked out again") -> Table:
    """Return each claim: printed, numbers, what they give, verdict, test, printed colour, store, section."""
    columns = ("Claim", "Printed", "From the plan's numbers", "They give", "Verdict", "Test", "Printed as",
               "In this store", "Section")  # fmt: skip
    rows = tuple(
        (
            text(each.claim.title), Cell(each.claim.printed, printed_of(each.claim)), text(numbers_words(each.claim)),
            Cell(None if each.computed is None else round(each.computed, 3), computed_words(each)),
            Cell(each.verdict, _verdict(each), TONES.get(each.verdict, "")), text(statistic_words(each)),
            text(each.claim.printed_status or "–"), text(store_words(each)), text(each.claim.section),
        )
        for each in found
    )  # fmt: skip
    return Table(caption, columns, rows, frozenset({1, 3}))


def _verdict(found: Recomputed) -> str:
    implied = f" (would follow from a population of {found.implied:,.0f})" if found.implied is not None else ""
    return found.verdict if found.verdict != "cannot be checked" else f"{found.verdict}: {found.reason}{implied}"
