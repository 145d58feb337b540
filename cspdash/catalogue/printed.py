"""What the plans printed: figures, claims and project results, each with document and section."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from cspdash.catalogue.errors import InvalidError
from cspdash.catalogue.measures import Indicator, OwnDisclosure

Unit = Literal[
    "count", "percent", "percent_change", "per_1000", "per_100000", "pounds", "minutes", "months", "times", "rank"
]
Role = Literal["outturn", "baseline", "target", "context"]
Status = Literal["", "green", "amber", "red"]
PARTS = {"percent": 100.0}
UNIT_OF_MEASURE = {"count": "count", "share": "percent"}
OF_A_VALUE = ("pounds", "minutes", "months", "times", "rank", "count")


def natural(value: float, unit: str) -> float:
    """Return a printed number in the scale that is stored: percent becomes a share of 0 to 1."""
    # Divided, not multiplied by 0.01: 57.6 % must be 0.576 to the last digit.
    return value / PARTS.get(unit, 1.0)


def _in_order(start: date | None, end: date | None, key: str) -> None:
    if start and end and end < start:
        raise InvalidError(key, "the period ends before it starts", "Mend the two dates")


@dataclass(frozen=True)
class PrintedFigure:
    """One number as a plan printed it: `value` in `unit`, or numerator and denominator, or all three.

    With `indicator` it belongs to that indicator and must have a period; without, it has a `title`. `role`
    says what the plan used it as. `place` names a locality that has no code (the area code is then that of
    the area it lies in). `status` is the colour that was printed. `disclosure` classes a figure that belongs to no
    indicator: without one it is X and stays out of the public edition.
    """

    section: str
    area_code: str
    unit: Unit
    indicator: str = field(default="", metadata={"refers": "indicator"})
    title: str = ""
    role: Role = "outturn"
    period_start: date | None = None
    period_end: date | None = None
    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None
    printed_status: Status = ""
    priority: str = field(default="", metadata={"refers": "priority"})
    place: str = ""
    note: str = ""
    document: str = ""
    plan: str = field(default="", metadata={"refers": "plan"})
    disclosure: OwnDisclosure = ""

    def __post_init__(self) -> None:
        if not self.indicator and not self.title:
            raise InvalidError("indicator", "the figure belongs to nothing", "Add indicator = … or title = …")
        if self.value is None and self.numerator is None:
            raise InvalidError("value", "the figure has no number", "Add value = …, or numerator = …")
        if self.indicator and not (self.period_start and self.period_end):
            raise InvalidError("indicator", "its period is missing", "Add period_start and period_end")
        _in_order(self.period_start, self.period_end, "period_end")
        share = self.unit == "percent" and self.numerator is not None and self.denominator is not None
        if share and self.numerator > self.denominator:  # type: ignore[operator]
            raise InvalidError("numerator", "it is larger than the denominator", "Mend the two numbers")

    def observation_value(self, indicator: Indicator) -> float | None:
        """Return the number as an observation of the indicator, or None when it is no such thing.

        A printed change, target or rate beside a count is not a value of the indicator itself.
        """
        rate = f"per_{indicator.per:.0f}" if indicator.per else ""
        units = OF_A_VALUE if indicator.measure == "value" else (UNIT_OF_MEASURE.get(indicator.measure, rate),)
        if self.role == "target" or self.unit not in units:
            return None
        if self.value is not None:
            return natural(self.value, self.unit)
        if self.denominator and self.numerator is not None:
            return self.numerator / self.denominator
        return self.numerator


@dataclass(frozen=True)
class Claim:
    """A printed sentence with a number that its own numbers can prove or disprove.

    change: `printed` percent (a fall is negative) from `before` to `after`. share: `printed` percent of
    `numerator` in `denominator`. rate: `printed` per 1,000 of `denominator`. Numbers that were not printed
    are left out: the claim then cannot be checked. `decimals` is how finely the plan printed. `disclosure` classes a
    claim of no indicator: without one it is X and stays out of the public edition.
    """

    slug: str
    title: str
    plan: str = field(metadata={"refers": "plan"})
    kind: Literal["change", "share", "rate"]
    printed: float
    section: str
    decimals: int = 0
    relation: Literal["equal", "below", "above"] = "equal"
    indicator: str = field(default="", metadata={"refers": "indicator"})
    priority: str = field(default="", metadata={"refers": "priority"})
    area_code: str = ""
    place: str = ""
    before: float | None = None
    after: float | None = None
    before_start: date | None = None
    before_end: date | None = None
    after_start: date | None = None
    after_end: date | None = None
    numerator: float | None = None
    denominator: float | None = None
    printed_status: Status = ""
    note: str = ""
    document: str = ""
    disclosure: OwnDisclosure = ""

    def __post_init__(self) -> None:
        _in_order(self.before_start, self.before_end, "before_end")
        _in_order(self.after_start, self.after_end, "after_end")
        stray = self.kind == "change" and (self.numerator is not None or self.denominator is not None)
        if stray or (self.kind != "change" and (self.before is not None or self.after is not None)):
            raise InvalidError("kind", f"its numbers do not suit '{self.kind}'", "See the schema of a claim")
        if self.before is not None and self.before <= 0:
            raise InvalidError("before", "no percentage follows from nothing", "Give a number above 0")


@dataclass(frozen=True)
class Result:
    """A result that a plan printed for a project, as numbers where it gave any."""

    text: str
    section: str
    indicator: str = field(default="", metadata={"refers": "indicator"})
    value: float | None = None
    unit: Unit | None = None
    numerator: float | None = None
    denominator: float | None = None
    before: float | None = None
    after: float | None = None
    testable: bool = False
    why: str = ""


@dataclass(frozen=True)
class Intervention:
    """A project or operation: where, when, what was done, by which roles, and what was printed of it.

    With a start, `treated_area_codes` and `comparison_area_codes` its effect is tested, counted by the first of its
    `indicators` that comes from incidents. `displacement_area_codes` are the areas around, where events may have gone,
    and need `displacement_comparison_area_codes` to compare with.
    """

    slug: str
    title: str
    done: str
    area_code: str
    plan: str = field(default="", metadata={"refers": "plan"})
    priorities: tuple[str, ...] = field(default=(), metadata={"refers": "priority"})
    indicators: tuple[str, ...] = field(default=(), metadata={"refers": "indicator"})
    place: str = ""
    owner: str = ""
    starts: date | None = None
    ends: date | None = None
    treated_area_codes: tuple[str, ...] = ()
    comparison_area_codes: tuple[str, ...] = ()
    displacement_area_codes: tuple[str, ...] = ()
    displacement_comparison_area_codes: tuple[str, ...] = ()
    results: tuple[Result, ...] = field(default=(), metadata={"key": "result"})
    note: str = ""

    def __post_init__(self) -> None:
        _in_order(self.starts, self.ends, "ends")
        named = [
            *self.treated_area_codes,
            *self.comparison_area_codes,
            *self.displacement_area_codes,
            *self.displacement_comparison_area_codes,
        ]
        for code in named:
            if named.count(code) > 1:
                raise InvalidError("comparison_area_codes", f"{code} is named twice", "Give each area one part")
        if bool(self.displacement_area_codes) != bool(self.displacement_comparison_area_codes):
            key = "displacement_area_codes"
            raise InvalidError(key, "displacement needs its own comparison", "Give both, or neither")
