"""What the hot-spot test found, in sentences: none is an answer too, and how it was tested is always said."""

from datetime import date

from cspdash.charts.survey_words import lowered
from cspdash.findings.hot_spots import MEASURES, Class, HotSpot, HotSpots
from cspdash.periods import runs_of_months, span_words

NAMED = 4
MEANING: dict[str, str] = {
    "persistent": "hot in four of five quarters or more",
    "emerging": "hot in the newest fifth of the quarters alone",
    "former": "hot before the newest fifth of the quarters alone",
    "intermittent": "hot in one of ten quarters or more, on and off",
    "none": "hot in no quarter, or in fewer than one of ten",
}
WHAT_IT_IS = (
    "A hot spot is a locality that, taken together with the localities around it, has more than would come about if "
    "the same numbers were dealt out over the map at random; a cold spot has less. It says where events gather, not "
    "why, and not whether they rose."
)


def names(rows: tuple[HotSpot, ...], most: int = NAMED) -> str:
    """Return the names of some localities, the first few of many."""
    shown = [row.name for row in rows[:most]]
    if len(rows) > most:
        return f"{', '.join(shown)} and {len(rows) - most:,} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def span_of(window: tuple[date, date] | None) -> str:
    """Return a window in words, with its length."""
    return span_words(*window) if window else "no complete year"


def tested(found: HotSpots) -> int:
    """Return how many of the place's localities were in the run."""
    return sum(row.z is not None for row in found.rows)


def hot_spots_title(found: HotSpots) -> str:
    """Return the map's title: how many hot spots there are."""
    subject = f"{found.subject} by {MEASURES[found.measure]}"
    if not found.computed:
        return f"{subject}: not tested"
    if not found.hot:
        return f"{subject}: no locality of {found.place.name} is a hot spot"
    one = len(found.hot) == 1
    return f"{subject}: {len(found.hot):,} hot {'spot' if one else 'spots'} in {found.place.name}"


def hot_spots_sentence(found: HotSpots) -> str:
    """Return what was found, to be read aloud."""
    if not found.computed:
        return found.note
    span, place = span_of(found.window), found.place.name
    after = f"after correction over {found.family}"
    measure = MEASURES[found.measure]
    if found.hot:
        one = len(found.hot) == 1
        verb, noun = ("is", "a hot spot") if one else ("are", "hot spots")
        return (
            f"{len(found.hot):,} of {tested(found):,} localities of {place} {verb} {noun} of {lowered(found.subject)} "
            f"by {measure} in {span}, {after}: {names(found.hot)}."
        )
    return (
        f"No locality of {place} is a hot spot of {lowered(found.subject)} by {measure} in {span}, {after}. "
        "Some have more than others, but high and low are not gathered on the map by more than chance can do."
    )


def cold_sentence(found: HotSpots) -> str:
    """Return what is cold, and which months are newer than the test; nothing where it was not run."""
    if not found.computed:
        return ""
    cold = (
        f"{len(found.cold):,} {'is a cold spot' if len(found.cold) == 1 else 'are cold spots'}: {names(found.cold)}."
        if found.cold
        else "None is a cold spot."
    )
    islands = [row for row in found.rows if row.z is not None and not row.neighbours]
    alone = (
        f" {len(islands):,} {'has' if len(islands) == 1 else 'have'} no neighbour and "
        f"{'is' if len(islands) == 1 else 'are'} tested alone."
        if islands
        else ""
    )
    left = len(found.rows) - tested(found)
    out = f" {left:,} could not be tested: without an outline, or without residents for a rate." if left else ""
    newer = f" {newer_words(found.newer)}" if found.newer else ""
    return cold + alone + out + newer


def newer_words(months: tuple[date, ...]) -> str:
    """Say which months are held after the year that was tested."""
    have = "is held and is" if len(months) == 1 else "are held and are"
    spans = [span_words(*run) for run in runs_of_months(months)]
    held = " and ".join([", ".join(spans[:-1]), spans[-1]] if len(spans) > 1 else spans)
    return f"{held} {have} newer: with a month missing they make no full year."


def hot_spots_alt(found: HotSpots) -> str:
    """Return the map's alt text."""
    rest = tested(found) - len(found.hot) - len(found.cold)
    return (
        f"Map of {found.place.name}, localities in three classes: {len(found.hot):,} hot spots"
        f"{f' ({names(found.hot)})' if found.hot else ''}, {len(found.cold):,} cold spots and {rest:,} neither, for "
        f"{found.subject} by {MEASURES[found.measure]}, {span_of(found.window)}. The table gives every locality."
    )


def method_sentences(found: HotSpots) -> list[str]:
    """Return how it was tested: statistic, neighbours, permutations, seed, family, level."""
    if not found.computed:
        return [WHAT_IT_IS]
    return [
        WHAT_IT_IS,
        f"Getis and Ord's Gi* on the {MEASURES[found.measure]}; neighbours are localities whose boundaries touch.",
        f"p comes from {found.permutations:,} permutations ({found.period_permutations:,} for each quarter), seed "
        f"{found.seed}: the same data give the same p.",
        f"One correction (Benjamini–Hochberg at {found.level:.0%}) over one stated family: {found.family}. For the "
        f"quarters: {found.period_family}.",
        "Of what is called hot or cold, about one in twenty may be chance all the same." if found.level == 0.05 else "",
        "Both measures are offered because they answer different questions: counts say where the work is, rates where "
        "a resident meets most. A town centre has few residents and many visitors: its rate is high for that alone.",
    ]


def locality_sentence(row: HotSpot, found: HotSpots) -> str:
    """Return what the test says of one locality."""
    rate = f", {row.rate:,.1f} per 1,000 residents" if row.rate is not None else ""
    count = f"{row.name} had {row.n:,} {'event' if row.n == 1 else 'events'} in {span_of(found.window)}{rate}"
    if row.z is None or row.p is None:
        return f"{count}. It was not tested: it has no outline, or no residents for a rate."
    return f"{count}: {reading(row)} (Gi* z {row.z:,.2f}, p {p_words(row.p)} before correction).{_history(row, found)}"


def _history(row: HotSpot, found: HotSpots) -> str:
    if row.persistence is None or not found.periods:
        return ""
    of = f"{row.periods_hot} of {len(found.periods)} quarters"
    word = "no class" if row.persistence == "none" else row.persistence
    return f" It was hot in {of}: {word}, {MEANING[row.persistence]}."


def reading(row: HotSpot) -> str:
    """Return what a locality is, in words."""
    if row.z is None:
        return "not tested"
    return "hot spot" if row.hot else "cold spot" if row.cold else "neither"


def p_words(p: float) -> str:
    """Return a p-value in words that never say zero."""
    return "below 0.0001" if p < 0.0001 else f"{p:.4f}"


def classed(found: HotSpots) -> bool:
    """Tell whether there were quarters enough to say how long hot spots stay."""
    return bool(found.periods) and any(row.persistence is not None for row in found.rows)


def persistence_title(found: HotSpots) -> str:
    """Return the persistence map's title."""
    if not classed(found):
        return f"{found.subject}: too few quarters to say what stays"
    persistent = found.of_class("persistent")
    if not persistent:
        return f"{found.subject}: no hot spot of {found.place.name} persists"
    stay = "spot persists" if len(persistent) == 1 else "spots persist"
    return f"{found.subject}: {len(persistent):,} hot {stay} quarter after quarter"


def persistence_sentences(found: HotSpots) -> list[str]:
    """Return how long hot spots stay: each class with its localities."""
    if not classed(found):
        few = f"Only {len(found.periods)} could be tested" if found.periods else "None could be tested"
        return [found.note or f"{few} of the whole quarters held: too few to say how long hot spots stay."]
    first, last = found.periods[0][0], found.periods[-1][1]
    persistent = found.of_class("persistent")
    sentences = [
        f"{persistence_title(found)}{f': {names(persistent)}' if persistent else ''}. Tested anew in each of "
        f"{len(found.periods)} whole quarters held, {span_words(first, last)}."
    ]
    kinds: tuple[Class, ...] = ("persistent", "emerging", "former", "intermittent")
    if not any(found.of_class(name) for name in kinds):
        return [*sentences, f"No locality of {found.place.name} was hot in one of ten quarters or more."]
    for name in kinds:
        rows = found.of_class(name)
        listed = f": {names(rows)}" if rows else ""
        sentences.append(f"{len(rows):,} {name} ({MEANING[name]}){listed}.")
    return sentences


def persistence_alt(found: HotSpots) -> str:
    """Return the persistence map's alt text."""
    kinds: tuple[Class, ...] = ("persistent", "emerging", "former", "intermittent", "none")
    counted = ", ".join(f"{len(found.of_class(name)):,} {name}" for name in kinds)
    return (
        f"Map of {found.place.name}, localities by how often they were hot in {len(found.periods)} quarters: "
        f"{counted}. "
        f"{found.subject} by {MEASURES[found.measure]}. The table gives each of those that were ever hot."
    )
