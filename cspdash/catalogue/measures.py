"""What is counted and how to read it: indicators, police.uk categories, series breaks."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from cspdash.catalogue.errors import InvalidError

CountedFrom = Literal["incidents", "observations", "survey"]
Measure = Literal["count", "share", "rate", "value"]
Polarity = Literal["lower", "higher", "more_reports", "none"]
Disclosure = Literal["O", "R", "S", "X"]
OwnDisclosure = Literal["", "O", "R", "S", "X"]
Geography = Literal["lsoa", "ward", "district", "partnership", "force"]
POLICE = "police.uk"


@dataclass(frozen=True)
class Indicator:
    """One thing that is measured, and all that is needed to compute it, judge it and publish it.

    `counted_from` (TOML key `from`) says where numbers come from: incidents of the named `categories`,
    observations loaded from files, or a `survey` question. `counted` is the numerator in words and `over`
    the denominator; `per` is the multiplier of a rate. `polarity` is the only source of good and bad:
    lower, higher, more_reports (a rise means that more people came forward) or none. `owner` and
    `checked_by` are roles, never persons. `geography` is the smallest area there are numbers for.
    """

    slug: str
    title: str
    definition: str
    counted_from: CountedFrom = field(metadata={"key": "from"})
    measure: Measure
    unit: str
    counted: str
    source: str
    owner: str
    polarity: Polarity
    disclosure: Disclosure
    geography: Geography
    checked_by: str
    next_review: date
    short_title: str = ""
    over: str = ""
    per: float | None = None
    categories: tuple[str, ...] = field(default=(), metadata={"refers": "category"})
    survey: str = ""
    question: str = ""
    frequency: Literal["month", "quarter", "year", "once"] = "year"
    file: str = ""
    national_code: str = ""
    seasonal: bool = False
    caveats: tuple[str, ...] = ()
    continues: tuple[str, ...] = field(default=(), metadata={"refers": "indicator"})

    def __post_init__(self) -> None:
        if self.counted_from == "incidents" and not self.categories:
            raise InvalidError("from", "it counts incidents but names no category", "Add categories = [ … ]")
        if self.counted_from != "incidents" and self.categories:
            raise InvalidError("categories", "only incidents have categories", 'Use from = "incidents"')
        if self.counted_from == "survey" and not (self.survey and self.question):
            raise InvalidError("from", "it names no survey and question", "Add survey = … and question = …")
        if self.measure in ("share", "rate") and not self.over:
            raise InvalidError("measure", f"a {self.measure} needs its denominator", 'Add over = "…"')
        if (self.measure == "rate") != (self.per is not None):
            raise InvalidError("measure", "a rate, and only a rate, has a multiplier", "Add or drop per = …")

    @property
    def name(self) -> str:
        """The short title where there is one, else the title."""
        return self.short_title or self.title

    @property
    def expected_file(self) -> str:
        """The file that would fill it, for the sentence "no data supplied yet"."""
        return self.file or ("police.uk months" if self.categories else f"{self.slug}.csv")


@dataclass(frozen=True)
class Category:
    """A category of incident as recorded, with the first and last month in which it exists (None = still).

    `source` is police.uk, or the partner whose event extract uses it. `crime` is false for what is not a
    recorded crime (anti-social behaviour, fires): it is never added to crime.
    """

    name: str
    first_month: date | None = None
    last_month: date | None = None
    short_name: str = ""
    crime: bool = True
    source: str = POLICE
    comparability: str = ""

    def __post_init__(self) -> None:
        if self.first_month and self.last_month and self.last_month < self.first_month:
            raise InvalidError("last_month", "it ends before it starts", "Mend first_month or last_month")
        if self.crime and self.source != POLICE:
            raise InvalidError("source", "what a partner counts is no recorded crime", "Add crime = false")
        for key, month in (("first_month", self.first_month), ("last_month", self.last_month)):
            if month and month.day != 1:
                raise InvalidError(key, "a month is written as its first day", f"Write {month:%Y-%m}-01")


@dataclass(frozen=True)
class Break:
    """A dated change in how something is counted: drawn on every chart it touches, never bridged silently.

    It touches the named indicators and every indicator that counts a named category; with neither, all that
    count incidents. `areas` limits it to those areas and what lies in them. `until` is the last month of a
    change that was passing or gradual. `levels` limits it to areas of those levels. `rebase` says that
    averages and limits must start anew there.
    """

    slug: str
    title: str
    starts: date
    reason: str
    evidence: str
    author_role: str
    until: date | None = None
    rebase: bool = False
    categories: tuple[str, ...] = field(default=(), metadata={"refers": "category"})
    indicators: tuple[str, ...] = field(default=(), metadata={"refers": "indicator"})
    areas: tuple[str, ...] = field(default=(), metadata={"refers": "area"})
    levels: tuple[Geography, ...] = ()

    def __post_init__(self) -> None:
        if self.until and self.until < self.starts:
            raise InvalidError("until", "it ends before it starts", "Mend starts or until")

    def seen_at(self, level: str) -> bool:
        """Say whether it shows in series of areas of this level."""
        return not self.levels or level in self.levels

    def touches_note(self, indicator: Indicator, area_codes: tuple[str, ...] = ()) -> bool:
        """Say whether, as a note, it belongs to an indicator in an area: without indicators it is on every chart."""
        if self.areas and area_codes and not set(self.areas) & set(area_codes):
            return False
        return not self.indicators or indicator.slug in self.indicators

    def touches(self, indicator: Indicator, area_codes: tuple[str, ...] = ()) -> bool:
        """Say whether it touches an indicator in an area; give the area with the areas that it lies in."""
        if self.areas and area_codes and not set(self.areas) & set(area_codes):
            return False
        if indicator.slug in self.indicators or set(self.categories) & set(indicator.categories):
            return True
        return not self.indicators and not self.categories and indicator.counted_from == "incidents"
