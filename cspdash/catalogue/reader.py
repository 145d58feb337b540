"""Build frozen dataclasses from TOML tables, strictly: the dataclass is the schema, and there is no other.

A field's type says what the value must be; its default says whether it may be left out; its metadata may
say the key's name in TOML (`key`, where it differs) and what its text refers to (`refers`, see `links.py`).
"""

import difflib
import re
import tomllib
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from cspdash.catalogue.errors import ContentError, InvalidError, Problem
from cspdash.catalogue.lines import Step, line_of

Built = TypeVar("Built")
SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
AREA_CODE = re.compile(r"^[EKNSW]\d{8}$")
# An area that the partnership drew itself; only the areas of a test (treated_area_codes and so on) may be one.
OWN_CODE = re.compile(r"^X-[a-z0-9]+(-[a-z0-9]+)*$")
PLAIN: dict[type, tuple[str, str]] = {
    str: ("text", 'Write it in quotes, as in "text"'),
    int: ("a whole number", "Write it without quotes, point or thousands comma"),
    float: ("a number", "Write it without quotes or thousands comma"),
    bool: ("true or false", "Write true or false, without quotes"),
    date: ("a date", "Write it as 2021-04-01, without quotes"),
}
WITHOUT_CLASS = (
    "it has no disclosure class, so it is treated as X (never public) and refused",
    'Add disclosure = "O" (open), "R" (restricted), "S" (special) or "X" (never public)',
)


@dataclass(frozen=True)
class Where:
    """A place in a file: the file, its text, and the path of keys from the top."""

    file: Path
    text: str = field(repr=False)
    path: tuple[Step, ...] = ()

    def at(self, *steps: Step) -> "Where":
        """Return the place further down that path."""
        return Where(self.file, self.text, self.path + steps)

    def problem(self, reason: str, remedy: str, needle: str = "") -> Problem:
        """Return a problem at this place; `needle` is the text to point at, if not the key itself."""
        return Problem(self.file, line_of(self.text, self.path, needle), reason, remedy)

    def error(self, reason: str, remedy: str, needle: str = "") -> ContentError:
        """Return the error for one problem at this place."""
        return ContentError((self.problem(reason, remedy, needle),))


Origins = dict[int, tuple[object, Where]]


def key_of(spec: "Field[Any]") -> str:
    """Return the name that a field has in TOML."""
    return str(spec.metadata.get("key", spec.name))


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def did_you_mean(wrong: str, known: list[str]) -> str:
    """Return a remedy for an unknown name: the nearest known one, or the whole list."""
    near = difflib.get_close_matches(wrong, known, n=1)
    return f"Did you mean '{near[0]}'?" if near else f"Known here: {', '.join(sorted(known)) or 'none'}"


def read_toml(file: Path) -> tuple[dict[str, object], Where]:
    """Return the tables of one TOML file and its place, or raise ContentError with the line."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problem = Problem(file, line, "it is not written in UTF-8", "Save it again as UTF-8 text")
        raise ContentError((problem,)) from error
    try:
        return tomllib.loads(text), Where(file, text)
    except tomllib.TOMLDecodeError as error:
        said = re.search(r"^(.*) \(at (?:line (\d+), column \d+|end of document)\)$", str(error))
        line = int(said[2]) if said and said[2] else len(text.splitlines()) or 1
        reason = f"it is not valid TOML: {said[1] if said else error}"
        raise ContentError((Problem(file, line, reason, "Mend the line, or the one before it"),)) from error


@cache
def schema(cls: type) -> dict[str, tuple["Field[Any]", Any]]:
    """Return a dataclass's fields by TOML key, each with its resolved type."""
    hints = get_type_hints(cls)
    return {key_of(f): (f, hints[f.name]) for f in fields(cls) if f.metadata.get("key", True)}


def build(cls: type[Built], table: Mapping[str, object], where: Where, origins: Origins) -> Built:
    """Return the dataclass that a TOML table describes, remembering in `origins` where it stood.

    Raises ContentError for an unknown key, a missing one, a value of the wrong type, or one that the
    dataclass itself refuses.
    """
    known = schema(cls)  # type: ignore[arg-type]
    noun = cls.__name__.lower()
    for key in table:
        if key not in known:
            raise where.at(key).error(f"'{key}' is not a key of {_article(noun)}", did_you_mean(key, list(known)))
    values = {}
    for key, (spec, hint) in known.items():
        if key in table:
            values[spec.name] = convert(table[key], hint, where.at(key), origins)
            if values[spec.name] in ("", ()) and _required(spec):
                raise where.at(key).error(f"'{key}' is empty", f"Give {_article(noun)} its {key}")
        elif _required(spec):
            missing = WITHOUT_CLASS if key == "disclosure" else (f"'{key}' is missing", f"Add {key} = …")
            raise where.error(f"{_named(cls, table)}: {missing[0]}", missing[1])
    try:
        built = cls(**values)
    except InvalidError as error:
        place = where.at(error.key) if error.key in table else where
        raise place.error(f"{_named(cls, table)}: {error.reason}", error.remedy) from error
    origins[id(built)] = (built, where)
    return built


def _required(spec: "Field[Any]") -> bool:
    return spec.default is MISSING and spec.default_factory is MISSING


def _named(cls: type, table: Mapping[str, object]) -> str:
    noun = cls.__name__.lower()
    name = next((table[k] for k in ("slug", "indicator", "term", "title", "name") if k in table), "")
    return f"{noun} '{name}'" if name else noun


def convert(value: object, hint: Any, where: Where, origins: Origins) -> Any:
    """Return one TOML value as the type `hint`, or raise ContentError saying what was expected."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return convert(value, next(i for i in inner if i is not type(None)), where, origins)
    if origin is Literal:
        if value not in inner:
            known = [str(i) for i in inner if i]
            raise where.error(f"{value!r} is not one of the words allowed here", did_you_mean(str(value), known))
        return value
    if origin is tuple:
        if not isinstance(value, list):
            raise where.error(f"expected a list, found {_kind(value)}", "Write it in brackets, as in [ … ]")
        return tuple(convert(item, inner[0], where.at(i), origins) for i, item in enumerate(value))
    if is_dataclass(hint):
        if not isinstance(value, dict):
            raise where.error(f"expected a table, found {_kind(value)}", "Write it under its own [heading]")
        return build(hint, value, where, origins)  # type: ignore[arg-type]
    return _plain(value, hint, where)


def _kind(value: object) -> str:
    if isinstance(value, dict):
        return "a table"
    return "a list" if isinstance(value, list) else PLAIN.get(type(value), (type(value).__name__,))[0]


def _plain(value: object, hint: Any, where: Where) -> Any:
    fits = type(value) is hint or (hint is float and type(value) is int)
    if not fits or isinstance(value, datetime):
        expected, remedy = PLAIN[hint]
        raise where.error(f"expected {expected}, found {_kind(value)} ({value!r})", remedy)
    if hint is float:
        return float(value)  # type: ignore[arg-type]
    if hint is not str:
        return value
    text = " ".join(str(value).split())
    key = next((step for step in reversed(where.path) if isinstance(step, str)), "")
    if key == "slug" and not SLUG.match(text):
        raise where.error(f"'{text}' is no slug", "Use small letters, digits and single hyphens")
    own = key.endswith("_area_codes") and OWN_CODE.match(text)
    if key.endswith(("area_code", "area_codes")) and text and not AREA_CODE.match(text) and not own:
        raise where.error(f"'{text}' is no ONS area code", "Write a letter and eight digits: E06000005", text)
    return text
