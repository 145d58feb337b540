"""What needs attention: only what a rule flagged, with the rule's name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from cspdash.findings.indicator.reading import Reading

Rule = Literal["change", "variation", "target", "age"]
RULES: dict[Rule, str] = {
    "change": "Change against the plan's direction, by more than chance (exact test, 95%)",
    "variation": "Newest point outside what chance allows (control chart)",
    "target": "Target not met",
    "age": "Data older than they should be",
}
# Months after which a value is old: a period, the time to collect it, and some patience.
OLD_AFTER = {"month": 4, "quarter": 8, "year": 18}


@dataclass(frozen=True, slots=True)
class Flag:
    """A reading that one rule flagged; the words are in charts."""

    reading: Reading
    rule: Rule

    @property
    def rule_in_words(self) -> str:
        """Return the rule as a reader can check it."""
        return RULES[self.rule]


def overview_flags(readings: Iterable[Reading]) -> list[Flag]:
    """Return what the rules flagged: by rule in the order of RULES, then in the readings' order."""
    held = list(readings)
    return [Flag(found, rule) for rule in RULES for found in held if flagged(found, rule)]


def flagged(found: Reading, rule: Rule) -> bool:
    """Tell whether one rule flags a reading. Old printed figures are history: only live data can be too old."""
    if rule == "change":
        return found.meaning == "concern" and found.state in ("incidents", "observations")
    if rule == "variation":
        return found.variation == "concern"
    if rule == "target":
        return any(judged.verdict == "not met" for judged in found.targets)
    limit = OLD_AFTER.get(found.indicator.frequency)
    live = found.state in ("incidents", "observations")
    return live and limit is not None and found.age_months is not None and found.age_months > limit
