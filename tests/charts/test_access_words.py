"""The statement says what the last run found, and can be read."""

import json
from datetime import date

import pytest
import textstat

from cspdash import catalogue, settings
from cspdash.charts import access_words as words

OWNER, CONTACT = "The partnership", "the community safety team at the council"
RECORD = {
    "date": "2026-03-04", "tools": {"axe-core": "4.12.1"}, "editions": {"partnership": ["/", "/a"], "public": ["/"]},
    "themes": ["light", "dark"], "widths": [1280, 320], "states": ["usual view"],
    "views": {"partnership": 8, "public": 4}, "violations": [],
}  # fmt: skip


def run_with(**changes: object) -> words.Run:
    return words.read_run(json.dumps({**RECORD, **changes}))


def everything(run: words.Run | None) -> str:
    said = words.sections(OWNER, CONTACT, run)
    parts = [text for _, paragraphs, points in said for text in (*paragraphs, *points)]
    return " ".join([words.lead(OWNER, run), *parts, *([words.covered(run)] if run else [])])


def test_it_has_the_parts_that_the_law_asks_for() -> None:
    text = everything(run_with())
    for part in ("partially compliant", "Equality and Human Rights Commission", "EASS", "2018", CONTACT, "prepared on"):
        assert part in text


def test_it_says_when_and_what_was_found() -> None:
    assert "on 4 March 2026, found no fault in 12 views" in words.lead(OWNER, run_with())
    with_faults = run_with(violations=["one", "two"])
    assert "found 2 faults in 12 views" in words.lead(OWNER, with_faults)
    assert "found 2 faults" in " ".join(words.sections(OWNER, CONTACT, with_faults)[4][2])


def test_without_a_run_it_says_so() -> None:
    assert words.NO_RUN in everything(None)
    assert "no fault in" not in everything(None)


def test_the_public_edition_names_itself_alone() -> None:
    rows = words.run_table(run_with(), "public").rows
    assert [row[0].text for row in rows] == ["public"]
    assert [row[2].value for row in words.run_table(run_with(), "partnership").rows] == [8, 4]


def test_a_record_without_a_part_is_refused() -> None:
    with pytest.raises(KeyError):
        words.read_run(json.dumps({key: value for key, value in RECORD.items() if key != "views"}))


def test_a_run_is_of_a_day() -> None:
    assert run_with().date == date(2026, 3, 4)


def prose() -> dict[str, str]:
    """Return the public prose: the statement without the names that the law fixes, and the glossary."""
    fixed = (words.ENFORCEMENT, "the Web Content Accessibility Guidelines version 2.2 AA standard")
    statement = everything(run_with())
    for name in fixed:
        statement = statement.replace(name, "the standard" if name != words.ENFORCEMENT else "")
    entries = catalogue.load(settings.content_dir()).glossary
    return {"statement": statement, "glossary": " ".join(entry.meaning for entry in entries)}


@pytest.mark.parametrize("name", ["statement", "glossary"])
def test_a_pupil_of_fourteen_can_read_it(name: str) -> None:
    """The automated readability index counts school years from the age of five, by letters, words and sentences."""
    assert textstat.automated_readability_index(prose()[name]) + 5 <= 14
