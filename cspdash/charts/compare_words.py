"""What a comparison says: one area against its group, the group as a whole, the funnel, and what was left out."""

from cspdash.charts.survey_words import days_words
from cspdash.findings.compare import Compared, Row, Standing
from cspdash.findings.compare_values import Values
from cspdash.findings.peers import Peers
from cspdash.findings.provenance import residents_words

AVERAGES = {"mean": "Plain mean of the areas", "pooled": "Pooled: all events over all people"}
WORDS: dict[Standing, str] = {
    "higher 99.8": "higher than {against} (99.8%)",
    "higher 95": "higher than {against} (95%)",
    "similar": "similar to {against}",
    "lower 95": "lower than {against} (95%)",
    "lower 99.8": "lower than {against} (99.8%)",
    "too few": "cannot be compared: too few",
    "not judged": "not judged",
    "no value": "no value",
}
UNRELIABLE = "u: fewer than 20 events, so the value is unreliable."
MOST_NAMED = 4


def amount(found: Values, value: float | None) -> str:
    """Return a value of a comparison in words: 12.3, 57.6%; a dash for none."""
    if value is None:
        return "–"
    if found.kind == "proportion":
        return f"{value:.1%}"
    return f"{value:,.2f}" if found.kind == "rate" and value < 1 and value else f"{value:,.1f}"


def one_peer(found: Compared) -> str:
    """Return the name of the only peer with a value, or nothing where there are several."""
    names = [row.value.name for row in found.ranked if row.in_average]
    return names[0] if found.peers.others_only and len(names) == 1 else ""


def against(found: Compared) -> str:
    """Return what areas are set against: the average, or the only peer by its name."""
    return one_peer(found) or "the average"


def plain_words(row: Row, found: Compared) -> str:
    """Return where a row stands and what that means: higher than the average (99.8%): worse."""
    if row.in_average and row.value.name == one_peer(found) and row.standing == "not judged":
        return "the area compared with"
    word = WORDS[row.standing].format(against=against(found))
    return f"{word}: {row.meaning}" if row.meaning else word


def standing_words(row: Row, found: Compared) -> str:
    """Return where a row stands, with u where it is unreliable."""
    word = plain_words(row, found)
    return f"{word} (u)" if row.value.unreliable and row.standing not in ("too few", "no value") else word


def group_words(found: Compared) -> str:
    """Return what the average is of: the 65 localities of Darlington; the one other district, County Durham."""
    peers, count = found.peers, found.average_of
    if not peers.others_only:
        return f"the {count} localities of {peers.place.name}"
    if count == 1:
        return f"the one other area that has a value, {one_peer(found)}"
    return f"the {count} other areas of '{peers.title}'"


def average_words(found: Compared) -> str:
    """Return the average with what it is of and how it is made."""
    if found.average is None:
        return ""
    made = "all events over all people" if found.kind_of_average == "pooled" else "plain mean of their values"
    how = "" if found.average_of == 1 else f" ({made})"
    value = amount(found.values, found.average)
    if found.average_of == 1 and found.peers.others_only:
        return f"{group_words(found)[:1].upper()}{group_words(found)[1:]}, has {value}"
    return f"The average of {group_words(found)} is {value}{how}"


def own_sentences(found: Compared) -> list[str]:
    """Return where the chosen area stands, in sentences that can be read aloud."""
    if found.why:
        return [found.why]
    row = found.own
    if row is None or row.value.value is None:
        reason = row.value.why if row else "none is chosen"
        return [f"{row.value.name if row else 'The area'} cannot be compared: {reason}."]
    value, values = row.value, found.values
    limits = (
        f" (95% interval {amount(values, value.low)} to {amount(values, value.high)})" if value.low is not None else ""
    )
    counted = f"{value.n:,.0f} {found.indicator.counted}, " if value.n is not None else ""
    start = f"{value.name}, {period_words(values)}: {counted}{amount(values, value.value)} {values.unit}{limits}."
    said = [f"{start} {average_words(found)}." if found.average is not None else start]
    said.append(verdict_sentence(row, found))
    return said


def verdict_sentence(row: Row, found: Compared) -> str:
    """Return one area's standing as a sentence, with its rank where the group has more than two."""
    value, other = row.value, against(found)
    said = {
        "similar": f"{value.name} is similar: its interval holds {other}, so the difference may be chance.",
        "too few": f"{value.name} cannot be compared: {value.n or 0:,.0f} events are too few (fewer than 10).",
        "not judged": f"{value.name} is not judged: there is no interval of chance, or no average to set it against.",
    }.get(row.standing, "")
    if not said:
        side, level = row.standing.split()
        meaning = f": {row.meaning}" if row.meaning else ""
        said = f"{value.name} is {side} than {other} by more than chance at the {level}% level{meaning}."
    if value.unreliable and row.standing != "too few":
        said += " It has fewer than 20 events: unreliable (u)."
    return f"{said} {rank_words(row, found)}".strip()


def rank_words(row: Row, found: Compared) -> str:
    """Return the rank with its interval; nothing in a group of two or fewer."""
    of = len(found.ranked)
    if row.rank is None or of < 3:
        return ""
    between = f" (95% interval {row.rank_low} to {row.rank_high})" if row.rank_low is not None else ""
    return f"Rank {row.rank} of {of}{between}, 1 being the highest."


def group_sentence(found: Compared) -> str:
    """Return how many areas are higher, lower, similar, or too few to compare."""
    if found.why or found.average is None:
        return ""
    judged = [row for row in found.ranked if row.standing != "not judged"]
    if len({row.value.value for row in found.ranked}) == 1 and len(found.ranked) > 1:
        return f"All {len(found.ranked)} areas have the same value, so none stands out."
    if found.count("too few") == len(found.ranked) > 2:
        return f"All {len(found.ranked)} areas have fewer than 10 events, so none can be compared."
    parts = [
        f"{_are(found.count('higher 95', 'higher 99.8'))} higher than the average",
        f"{found.count('lower 95', 'lower 99.8') or 'none'} lower",
        f"{found.count('similar') or 'none'} similar to it",
    ]
    few = found.count("too few")
    parts += [f"{few} cannot be compared, with fewer than 10 events"] if few else []
    return f"Of {len(judged)} areas, {', '.join(parts[:-1])} and {parts[-1]}." if len(judged) > 2 else ""


def _are(count: int) -> str:
    return f"{count or 'none'} {'is' if count < 2 else 'are'}"


def period_words(values: Values) -> str:
    """Return the period compared, and how many of its months are held."""
    if values.first is None or values.last is None:
        return "no period"
    days = days_words(values.first, values.last)
    return days if values.months == values.span else f"{days} ({values.months} of {values.span} months held)"


def caution_sentences(found: Compared) -> list[str]:
    """Return what to know of the comparison: period, group, average, areas left out, how good and bad are told."""
    values, peers = found.values, found.peers
    dated = f", dated {peers.dated:%-d %B %Y}" if peers.dated else ""
    said = [f"Period: {period_words(values)}. Group: {peers.title} ({peers.source}{dated}).{_note(peers)}"]
    if values.years:
        differ = " The years differ, so the rates are not quite alike." if len(values.years) > 1 else ""
        said.append(f"{residents_words(values.years, values.last).strip()}{differ}")
    out = values.left_out
    if out:
        named = "; ".join(f"{row.name} ({row.why})" for row in out[:MOST_NAMED])
        more = f"; and {len(out) - MOST_NAMED} more" if len(out) > MOST_NAMED else ""
        said.append(f"Left out, {len(out)} of {len(values.rows)}: {named}{more}.")
    if peers.others_only and found.average_of == 1:
        said.append("One peer only: the difference says nothing of what is usual elsewhere.")
    polarity = found.indicator.polarity
    if polarity in ("none", "more_reports"):
        forward = ": a higher figure can mean that more people came forward"
        said.append(f"Neither is better, higher or lower{forward if polarity == 'more_reports' else ''}.")
    if any(row.value.unreliable for row in found.ranked):
        said.append(f"{UNRELIABLE} Fewer than 10 events: no word such as better or worse.")
    return said


def _note(peers: Peers) -> str:
    return f" {peers.note}" if peers.note else ""


def dots_title(found: Compared) -> str:
    """Return the dot plot's title: the chosen area and its standing."""
    row = found.own
    if row is None:
        return found.indicator.name
    said = standing_words(row, found)
    verb = "" if row.standing == "too few" else "has " if row.standing == "no value" else "is "
    return f"{found.indicator.name}: {row.value.name} {verb}{said}"


def dots_alt(found: Compared, shown: tuple[Row, ...]) -> str:
    """Return the dot plot's alt text: what is shown, the first three and the average."""
    top = ", ".join(f"{row.value.name} {amount(found.values, row.value.value)}" for row in shown[:3])
    of = f"{len(shown)} of {len(found.ranked)}" if len(shown) < len(found.ranked) else f"{len(shown)}"
    average = f" The average is {amount(found.values, found.average)}." if found.average is not None else ""
    return (
        f"Dot plot of {found.indicator.name} {found.values.unit} in {of} areas with 95% intervals, highest first: "
        f"{top}.{average} The table gives every area."
    )


def funnel_sentence(found: Compared) -> str:
    """Return how many areas lie outside the funnel and what chance alone would put there."""
    if found.funnel is None:
        return ""
    of = len(found.funnel_codes)
    far = sum(standing.endswith("99.8") for standing in found.funnel.standings)
    near = sum(standing.endswith(" 95") for standing in found.funnel.standings)
    chance = of * 0.05
    scale = found.values.per if found.values.kind == "rate" else 1.0
    middle = amount(found.values, found.funnel.baseline * scale)
    said = (
        f"The funnel stands around the pooled average of all {of} areas, {middle}. "
        f"{far + near} of {of} areas lie outside the 95% limits, {far} of them outside the 99.8% limits. "
        f"Chance alone would put about {chance:,.0f} outside the 95% limits."
    )
    if far > max(1, of * 0.1):
        said += " So many outside mean that the areas really differ: the funnel shows which, not which are badly run."
    own = found.chosen in found.funnel_codes and found.funnel.standings[found.funnel_codes.index(found.chosen)]
    name = found.peers.name_of(found.chosen)
    if own:
        side = "above" if own.startswith("higher") else "below"
        word = "inside the limits" if own == "similar" else f"{side} the {own.split()[1]}% limits"
        said = f"{name} lies {word}. {said}"
    return said


def funnel_title(found: Compared) -> str:
    """Return the funnel's title: how many areas lie outside its wide limits."""
    far = [name for name in (found.funnel.standings if found.funnel else ()) if name.endswith("99.8")]
    high = sum(name.startswith("higher") for name in far)
    lie = "lies" if high == 1 else "lie"
    return (
        f"{found.indicator.name}: {high or 'none'} of {len(found.funnel_codes)} areas {lie} above the 99.8% limits, "
        f"{len(far) - high or 'none'} below"
    )


def funnel_alt(found: Compared) -> str:
    """Return the funnel's alt text."""
    return (
        f"Funnel plot of {found.indicator.name} {found.values.unit} against the size of {len(found.funnel_codes)} "
        f"areas, with 95% and 99.8% limits around the pooled average. {funnel_sentence(found)}"
    )
