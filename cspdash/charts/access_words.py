"""The accessibility statement in words, from the record of the last run of the checks.

The order and the wording of the fixed parts follow the model statement of the Public Sector Bodies (Websites and
Mobile Applications) Accessibility Regulations 2018, as the Government Digital Service publishes it.
"""

import json
from dataclasses import dataclass
from datetime import date

from cspdash.charts.once import once
from cspdash.charts.tables import Table, number, text

PREPARED = date(2026, 11, 21)
Section = tuple[str, tuple[str, ...], tuple[str, ...]]
ABLE = (
    "change colours, contrast and fonts with your browser or device settings, in a light and a dark look",
    "make text twice as large, or zoom in to 400%, and lose no content",
    "reach and use every part with a keyboard alone",
    "listen to the pages with a screen reader: every chart and map has a text and a table of the same numbers",
)
GAPS = (
    "No person who uses a screen reader every day has tested this version yet. A test by hand with NVDA is due "
    "before each release.",
    "A map drawn in hexagons needs a screen that can draw it and cannot be used with a keyboard. The list and the "
    "table beside it hold the same places and numbers.",
    "Drawing an area of your own on a map needs a mouse. The same area can be typed, taken from a file or put "
    "together from a list.",
    "The slides and the printed pack are made by the same rules, but a person has not yet checked them with a screen "
    "reader. The pages hold the same numbers.",
)
ENFORCEMENT = (
    "The Equality and Human Rights Commission (EHRC) enforces the Public Sector Bodies (Websites and Mobile "
    "Applications) (No. 2) Accessibility Regulations 2018 (the accessibility regulations). If you are not happy with "
    "how we respond to your complaint, contact the Equality Advisory and Support Service (EASS)."
)
NO_RUN = "No run of the checks is recorded with this copy, so it cannot say how many faults there are."


@dataclass(frozen=True)
class Run:
    """One run of the checks: when, with what, over which pages, themes, widths and states, and what it found."""

    date: date
    tools: dict[str, str]
    editions: dict[str, tuple[str, ...]]
    themes: tuple[str, ...]
    widths: tuple[int, ...]
    states: tuple[str, ...]
    views: dict[str, int]
    violations: int


def read_run(written: str) -> Run:
    """Return a run from its JSON record; KeyError when a part is missing."""
    said = json.loads(written)
    return Run(
        date.fromisoformat(said["date"]),
        said["tools"],
        {edition: tuple(pages) for edition, pages in said["editions"].items()},
        tuple(said["themes"]),
        tuple(said["widths"]),
        tuple(said["states"]),
        said["views"],
        len(said["violations"]),
    )


def long_date(day: date) -> str:
    """Return a date as a sentence has it."""
    return f"{day.day} {day:%B %Y}"


def lead(owner: str, run: Run | None) -> str:
    """Return the sentence that the statement opens with."""
    if run is None:
        return f"{owner} wants as many people as possible to be able to use this dashboard. {NO_RUN}"
    found = "no fault" if not run.violations else f"{run.violations:,} faults"
    return (
        f"{owner} wants as many people as possible to be able to use this dashboard. "
        f"The last check, on {long_date(run.date)}, found {found} in {sum(run.views.values()):,} views."
    )


def sections(owner: str, contact: str, run: Run | None) -> tuple[Section, ...]:
    """Return the statement's parts as (title, paragraphs, points)."""
    faults = run is None or run.violations > 0
    contact = contact or f"the officer who supports {owner}"
    known = (*GAPS, *((f"The last check found {run.violations:,} faults.",) if run and run.violations else ()))
    tested = f"It was last tested on {long_date(run.date)}." if run else NO_RUN
    return (
        ("What you should be able to do", ("This means that you should be able to:",), ABLE),
        (
            "Feedback and contact",
            (
                f"Tell us if you find a problem, or need these numbers in another form such as large print, easy read "
                f"or a spreadsheet. Contact {contact}. We aim to answer within 10 working days.",
            ),
            (),
        ),
        ("Enforcement procedure", (ENFORCEMENT,), ()),
        (
            "How far this dashboard meets the standard",
            (
                f"{owner} is committed to making this dashboard accessible, as the accessibility regulations ask.",
                "This dashboard is partially compliant with the Web Content Accessibility Guidelines version 2.2 AA "
                "standard, because of " + ("faults found and " if faults and run else "") + "the known gaps below.",
            ),
            (),
        ),
        ("Known gaps", (), known),
        (
            "Preparation of this statement",
            (f"This statement was prepared on {long_date(PREPARED)}. {tested} It is made again from each test.",),
            (),
        ),
    )


def covered(run: Run) -> str:
    """Return in a sentence how the checks were made."""
    tools = ", ".join(f"{name} {version}" for name, version in run.tools.items())
    widths = " and ".join(str(width) for width in run.widths)
    return (
        f"A program opened every page in a browser ({tools}), in the {' and '.join(run.themes)} looks, "
        f"{widths} pixels wide, in these states: {', '.join(run.states)}. It applied every rule of axe-core for WCAG "
        "2.2 A and AA and for good practice, left out none, and measured by itself the contrast of each text that "
        "axe-core could not judge."
    )


@once
def run_table(run: Run, edition: str) -> Table:
    """Return how many pages and views of each edition were read; the public edition names itself alone."""
    shown = [name for name in run.editions if edition in {"partnership", name}]
    return Table(
        f"What the check of {long_date(run.date)} read",
        ("Edition", "Pages", "Views"),
        tuple((text(name), number(len(run.editions[name])), number(run.views[name])) for name in shown),
        numeric=frozenset({1, 2}),
    )
