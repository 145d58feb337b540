"""P12 and survey classes: bases below 30 are not shown, classes R and S are rounded, and words of files stay behind."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cspdash.catalogue import Catalogue, SurveyQuestion
from cspdash.catalogue.notes import Note
from cspdash.publish.answers import answer_cells
from cspdash.publish.build import publish
from cspdash.store import notes
from cspdash.store.release import building
from cspdash.store.survey_waves import HeldWave
from tests import small_catalogue
from tests.publish import attacker, microdata
from tests.publish.conftest import file_of
from tests.publish.microdata import DARLINGTON, LOCALITIES, Data

YEAR = (date(2023, 4, 1), date(2024, 3, 31))
MONTH = (date(2024, 3, 1), date(2024, 3, 31))
SAID = "said by 777123"


def content(disclosure: str) -> Catalogue:
    question = SurveyQuestion("people", "safe", "Feel safe", "Feels safe", "higher", "People's survey")
    asked = small_catalogue.indicator(
        "feel-safe", (), counted_from="survey", survey="people", question="safe", measure="share", over="people",
        disclosure=disclosure, geography="district",
    )  # fmt: skip
    base = microdata.partners(sets=1)
    return replace(base, questions=(question,), indicators=(*base.indicators, asked))


def asked(folder: Path, rows: Sequence[tuple[str, date, date, int | None, float | None]]) -> Path:
    """Write a restricted store with survey answers and how they were asked."""
    microdata.fill(folder, Data(({},)))
    with building(folder) as build:
        for area, start, end, n, share in rows:
            build.con.execute(
                "INSERT INTO survey_answer VALUES ('people', 'safe', ?, ?, ?, ?, ?, 1.37, ?)",
                [start, end, area, n, share, SAID],
            )
            build.con.execute(
                "INSERT INTO survey_wave VALUES ('people', 'safe', ?, ?, ?, ?, ?)", [start, end, area, SAID, SAID]
            )
    return folder


def shown(public: Path) -> list[tuple[object, ...]]:
    return attacker.rows_of(
        file_of(public), "SELECT area_code, n, share, design_effect, source FROM survey_answer ORDER BY area_code, n"
    )


def test_open_answers_are_exact_unless_the_base_is_small(tmp_path: Path, public: Path) -> None:
    rows = [(DARLINGTON, *YEAR, 212, 0.4321), (LOCALITIES[0], *YEAR, 30, 0.5), (LOCALITIES[1], *YEAR, 29, 0.345),
            (LOCALITIES[2], *YEAR, 4, 0.25)]  # fmt: skip
    publish(asked(tmp_path / "restricted", rows), public, content("O"))
    assert shown(public) == [
        (LOCALITIES[0], 30, 0.5, 1.37, "People's survey"), (LOCALITIES[1], 20, None, None, "People's survey"),
        (LOCALITIES[2], 0, None, None, "People's survey"), (DARLINGTON, 212, 0.4321, 1.37, "People's survey"),
    ]  # fmt: skip
    assert b"777123" not in file_of(public).read_bytes()
    said = attacker.rows_of(file_of(public), "SELECT DISTINCT wording, method FROM survey_wave")
    assert said == [("wording 1", "method 1")]


@pytest.mark.parametrize(
    ("n", "share", "expected"),
    [
        (212, 100 / 212, (210, 100 / 210)),  # 100 of 212
        (212, 8 / 212, (210, None)),  # fewer than 10 gave the answer
        (212, 10 / 212, (210, 10 / 210)),  # ten did, which is not few
        (212, 207 / 212, (210, None)),  # fewer than 10 did not
        (212, 202 / 212, (210, 200 / 210)),  # ten did not
        (30, 15 / 30, (30, 15 / 30)),  # the least base
        (29, 15 / 29, (0, None)),  # base too small
    ],
)
@pytest.mark.parametrize("disclosure", ["R", "S"])
def test_restricted_answers_are_rounded(
    n: int, share: float, expected: tuple[int, float | None], disclosure: str, tmp_path: Path, public: Path
) -> None:
    publish(asked(tmp_path / "restricted", [(DARLINGTON, *YEAR, n, share)]), public, content(disclosure))
    assert shown(public) == [(DARLINGTON, *expected, None, "People's survey")]


@pytest.mark.parametrize(
    ("share", "count", "withheld"), [(0.0, 0, False), (None, 0, True), (0.5, 106, False), (1.0, 212, True)]
)
def test_an_answer_that_nobody_gave_is_a_small_count_and_one_without_a_share_says_nothing(
    share: float | None, count: int, withheld: bool
) -> None:
    wave = HeldWave("people", "safe", *YEAR, DARLINGTON, 212, share, None, "People's survey", None, None)
    gave, base = answer_cells(wave, "R")
    assert (gave.count, gave.withheld) == (count, withheld)
    assert (base.count, base.withheld) == (212, False)


@pytest.mark.parametrize(
    ("disclosure", "area", "period", "n", "waves"),
    [("R", LOCALITIES[0], YEAR, 100, 0), ("R", DARLINGTON, MONTH, 100, 1), ("S", DARLINGTON, MONTH, 100, 0),
     ("S", "E23000008", YEAR, 100, 0), ("S", DARLINGTON, YEAR, 100, 1), ("R", DARLINGTON, YEAR, None, 0),
     ("X", DARLINGTON, YEAR, 100, 0)],
)  # fmt: skip
def test_what_is_too_fine_for_its_class_is_left_out(
    disclosure: str, area: str, period: tuple[date, date], n: int | None, waves: int, tmp_path: Path, public: Path
) -> None:
    source = asked(tmp_path / "restricted", [(area, *period, n, 0.5)])
    done = publish(source, public, content(disclosure))
    assert len(shown(public)) == waves
    assert ("people/safe" in done.left_out) == (waves == 0)


def test_a_question_without_a_class_is_left_out(tmp_path: Path, public: Path) -> None:
    source = asked(tmp_path / "restricted", [(DARLINGTON, *YEAR, 100, 0.5)])
    publish(source, public, replace(content("O"), indicators=microdata.partners(sets=1).indicators))
    assert shown(public) == []


def test_public_notes_are_carried_over_and_others_are_not(tmp_path: Path, public: Path) -> None:
    source = asked(tmp_path / "restricted", [])
    for text, is_public in (("A new recording system", True), ("Not for all", False)):
        note = Note("recording change", date(2024, 1, 1), text, "Analyst", date(2024, 2, 1), public=is_public)
        notes.add(source, note)
    publish(source, public, content("O"))
    assert [entry.what.text for entry in notes.entries(public)] == ["A new recording system"]
    assert notes.carry_public(source, public, lambda text: "new" not in text) == 0
    assert notes.entries(public) == []  # an empty file is no broken one
