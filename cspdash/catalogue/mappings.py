"""How a partner's event extract is read: which column is what, and which recorded value is which category."""

from dataclasses import dataclass, field
from time import strftime, strptime

from cspdash.catalogue.errors import InvalidError
from cspdash.catalogue.measures import POLICE, Disclosure

RESERVED = (POLICE, "demonstration")
TIMES = ("%H:%M", "%H:%M:%S")
# A moment whose parts cannot be taken for one another.
MOMENT = (2013, 12, 31, 14, 58, 0, 1, 365, 0)
PAIRS = (("longitude_column", "latitude_column"), ("easting_column", "northing_column"))


def plain(text: str) -> str:
    """Return a recorded value as it is compared: single spaces, no capitals."""
    return " ".join(text.split()).casefold()


@dataclass(frozen=True)
class Value:
    """Texts that an extract has in its category column, and the category that they all mean."""

    recorded: tuple[str, ...]
    category: str = field(metadata={"refers": "category"})


@dataclass(frozen=True)
class Mapping:
    """One kind of event extract. Columns that it does not name are never loaded.

    `source` is the name under which the store keeps the events: an extract replaces earlier ones of its source.
    `date_formats` and `time_formats` are written as in "%d/%m/%Y", in the order in which they are tried. Every row
    is of `fixed_category`, or its `category_column` holds one of `values`; what is in `left_out` is known and not
    wanted; any other value is `other_category`, and without one its row goes to quarantine. The area is the ONS
    code in `area_column`, else the LSOA around the point; the point itself is kept only with `keep_points`. Extracts
    are of all that happened in `districts`, or in every district where none is named: elsewhere nothing is known.
    `retention_months` is how long an event may be kept after its month, 0 without a limit; `retention` deletes it then.
    """

    slug: str
    title: str
    source: str
    publisher: str
    licence: str
    disclosure: Disclosure
    date_column: str
    date_formats: tuple[str, ...]
    districts: tuple[str, ...] = field(default=(), metadata={"refers": "district"})
    time_column: str = ""
    end_date_column: str = ""
    end_time_column: str = ""
    time_formats: tuple[str, ...] = TIMES
    category_column: str = ""
    values: tuple[Value, ...] = field(default=(), metadata={"key": "value"})
    left_out: tuple[str, ...] = ()
    fixed_category: str = field(default="", metadata={"refers": "category"})
    other_category: str = field(default="", metadata={"refers": "category"})
    identifier_column: str = ""
    outcome_column: str = ""
    location_column: str = ""
    area_column: str = ""
    longitude_column: str = ""
    latitude_column: str = ""
    easting_column: str = ""
    northing_column: str = ""
    keep_points: bool = False
    retention_months: int = 0

    def __post_init__(self) -> None:
        if self.source in RESERVED:
            raise InvalidError("source", f"'{self.source}' is no partner", "Name the agency that the events are of")
        for key, formats in (("date_formats", self.date_formats), ("time_formats", self.time_formats)):
            for written in formats:
                _check_format(key, written)
        if self.end_time_column and not self.end_date_column:
            raise InvalidError("end_time_column", "an end has a time and no date", "Add end_date_column = …")
        if self.retention_months < 0:
            raise InvalidError("retention_months", "events can't be kept for less than no month", "Give months, or 0")
        self._check_categories()
        self._check_points()

    def _check_categories(self) -> None:
        if bool(self.fixed_category) == bool(self.category_column):
            remedy = "Give one of them: fixed_category, or category_column with its [[value]] tables"
            raise InvalidError("fixed_category", "a category is either fixed or in a column", remedy)
        if bool(self.category_column) != bool(self.values):
            raise InvalidError("category_column", "a column of categories needs its values", "Add [[value]] tables")
        if self.fixed_category and (self.left_out or self.other_category):
            raise InvalidError("fixed_category", "every row is of it, so none is left out or other", "Take those out")
        said = [plain(text) for value in self.values for text in value.recorded] + [plain(t) for t in self.left_out]
        twice = next((text for text in said if said.count(text) > 1), "")
        if twice:
            raise InvalidError("value", f"'{twice}' is mapped twice", "Name each recorded value once")

    def _check_points(self) -> None:
        given = [pair for pair in PAIRS if any(getattr(self, key) for key in pair)]
        for pair in given:
            for key, other in (pair, pair[::-1]):
                if getattr(self, key) and not getattr(self, other):
                    raise InvalidError(key, "a point needs both its columns", f"Add {other} = …")
        if len(given) > 1:
            raise InvalidError("easting_column", "points are given twice", "Name degrees or the grid, not both")
        if self.keep_points and not given:
            raise InvalidError("keep_points", "there are no points to keep", "Name their columns, or take it out")
        if self.keep_points and self.disclosure in ("S", "X"):
            raise InvalidError("keep_points", "points of events of class S or X are never kept", "Take it out")

    @property
    def points(self) -> tuple[str, str] | None:
        """The columns of the point, east before north, or None."""
        pairs = ((self.longitude_column, self.latitude_column), (self.easting_column, self.northing_column))
        return next((pair for pair in pairs if pair[0]), None)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read, each once."""
        named = (
            self.identifier_column, self.date_column, self.time_column, self.end_date_column, self.end_time_column,
            self.category_column, self.outcome_column, self.location_column, self.area_column, *(self.points or ()),
        )  # fmt: skip
        return tuple(dict.fromkeys(column for column in named if column))

    @property
    def judged_by(self) -> tuple[str, ...]:
        """The columns that say which row it is and whether it is an event: what quarantine keeps of a row."""
        named = (
            self.identifier_column, self.date_column, self.time_column, self.end_date_column, self.end_time_column,
            self.category_column,
        )  # fmt: skip
        return tuple(column for column in self.columns if column in named)

    @property
    def categories(self) -> tuple[str, ...]:
        """Every category that a row can get, each once."""
        named = (self.fixed_category, *(value.category for value in self.values), self.other_category)
        return tuple(dict.fromkeys(name for name in named if name))

    @property
    def category_of(self) -> dict[str, str]:
        """The category of each recorded value, written as `plain` writes it."""
        return {plain(text): value.category for value in self.values for text in value.recorded}


def _check_format(key: str, written: str) -> None:
    """Raise InvalidError for a format that does not give a whole day, or a time of day, back."""
    part = slice(3, 5) if key == "time_formats" else slice(0, 3)
    try:
        fits = strptime(strftime(written, MOMENT), written)[part] == MOMENT[part]
    except ValueError:
        fits = False
    if not fits:
        example = "%H:%M" if key == "time_formats" else "%d/%m/%Y"
        raise InvalidError(key, f"'{written}' does not say a {key.split('_', maxsplit=1)[0]}", f"Write it as {example}")
