from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from cspdash.ingest.incidents.rows import Judge, RowProblem
from tests.partner_extracts import WINDOWED, windowed_row

TODAY = date(2024, 6, 15)


def judge(**changes: Any) -> Judge:
    return Judge(replace(WINDOWED, **changes), TODAY)


def moment(*parts: int) -> datetime:
    return datetime.fromisoformat("{:04}-{:02}-{:02} {:02}:{:02}:{:02}".format(*parts))


WINDOWS = {
    "a day": ({}, (2023, 3, 5, 0, 0, 0), None),
    "a moment": ({"At": "21:15"}, (2023, 3, 5, 21, 15, 0), None),
    "to the second": ({"At": "21:15:59"}, (2023, 3, 5, 21, 15, 59), None),
    "a window of days": ({"To": "07/03/2023"}, (2023, 3, 5, 0, 0, 0), (2023, 3, 7, 23, 59, 59)),
    "a window of hours": (
        {"At": "22:00", "To": "06/03/2023", "Until": "01:30"}, (2023, 3, 5, 22, 0, 0), (2023, 3, 6, 1, 30, 0),
    ),
    "one day as its own end": ({"At": "22:00", "To": "05/03/2023"}, (2023, 3, 5, 22, 0, 0), (2023, 3, 5, 23, 59, 59)),
    "a leap day": ({"From": "29/02/2024"}, (2024, 2, 29, 0, 0, 0), None),
    "today": ({"From": "15/06/2024"}, (2024, 6, 15, 0, 0, 0), None),
    "the first day there is": ({"From": "01/01/1990"}, (1990, 1, 1, 0, 0, 0), None),
    "spaces": ({"From": " 05/03/2023 ", "At": " 21:15 "}, (2023, 3, 5, 21, 15, 0), None),
}  # fmt: skip


@pytest.mark.parametrize("case", WINDOWS)
def test_when_an_event_was(case: str) -> None:
    cells, start, end = WINDOWS[case]
    found = judge().event(windowed_row(**cells), 2)
    assert found.occurred_from == moment(*start)
    assert found.occurred_to == (moment(*end) if end else None)
    assert found.month == date(start[0], start[1], 1)


def test_a_window_over_two_months_counts_in_the_first_and_is_counted() -> None:
    judging = judge()
    assert judging.event(windowed_row(From="31/03/2023", To="01/04/2023"), 2).month == date(2023, 3, 1)
    judging.event(windowed_row(From="31/03/2023", To="31/03/2023"), 3)
    assert judging.counted == {"over_two_months": 1}


def test_formats_are_tried_in_their_order_and_may_hold_the_time() -> None:
    judging = judge(date_formats=("%Y-%m-%dT%H:%M:%S", "%d %B %Y"), time_column="")
    assert judging.event(windowed_row(From="2023-03-05T07:08:09"), 2).occurred_from == moment(2023, 3, 5, 7, 8, 9)
    assert judging.event(windowed_row(From="5 March 2023"), 2).occurred_from == moment(2023, 3, 5, 0, 0, 0)


BAD = {
    "no date": ({"From": ""}, "From is empty", True),
    "withheld date": ({"From": "*"}, "From is withheld", True),
    "date of another country": ({"From": "03/25/2023"}, "From is no date written as 31/12/2013", True),
    "no such day": ({"From": "29/02/2023"}, "From is no date written as 31/12/2013", True),
    "serial number of a spreadsheet": ({"From": "44990"}, "From is no date written as 31/12/2013", True),
    "tomorrow": ({"From": "16/06/2024"}, "From lies in the future", True),
    "before 1990": ({"From": "31/12/1989"}, "From lies before 1990", True),
    "1900": ({"From": "01/01/1900"}, "From lies before 1990", True),
    "no time": ({"At": "25:00"}, "At is no time written as 14:58", True),
    "end no date": ({"To": "soon"}, "To is no date written as 31/12/2013", True),
    "end in the future": ({"To": "16/06/2024"}, "To lies in the future", True),
    "end before start": ({"To": "04/03/2023"}, "To lies before From", True),
    "end before start by an hour": (
        {"At": "22:00", "To": "05/03/2023", "Until": "21:00"}, "To lies before From", True,
    ),
    "no category": ({"Kind": "  "}, "Kind is empty", False),
    "withheld category": ({"Kind": "<5"}, "Kind is withheld", False),
    "unknown category": ({"Kind": "Space debris"}, "Kind is not in the mapping", False),
    "category left out": ({"Kind": "POTHOLE"}, "Kind is one that the mapping leaves out", False),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_row_that_is_no_event_says_why(case: str) -> None:
    cells, reason, of_date = BAD[case]
    judging = judge()
    with pytest.raises(RowProblem) as raised:
        judging.event(windowed_row(**cells), 2)
    assert (str(raised.value), raised.value.of_date) == (reason, of_date)
    assert not judging.counted


def test_values_are_known_whatever_their_capitals_and_spaces() -> None:
    kinds = ["noise", "NOISE ", "Tip", "fly  TIP"]
    found = [judge().event(windowed_row(Kind=kind), 2).category for kind in kinds]
    assert found == ["Noise complaint", "Noise complaint", "Fly-tipping", "Fly-tipping"]


def test_an_unknown_value_is_another_category_where_the_mapping_says_so() -> None:
    judging = judge(other_category="Fly-tipping")
    assert judging.event(windowed_row(Kind="Space  debris"), 2).category == "Fly-tipping"
    assert judging.counted == {"unmapped_category": 1}
    assert judging.unknown == {"Space debris": 1}


def test_every_row_may_have_one_category() -> None:
    fixed = judge(category_column="", values=(), left_out=(), fixed_category="Noise complaint")
    assert fixed.event(windowed_row(Kind="anything"), 2).category == "Noise complaint"


def test_only_an_ons_code_is_an_area() -> None:
    judging = judge(area_column="Area")
    given = ["E01012304", "DL1 1AA", "", "E0101230", "*"]
    assert [judging.event(windowed_row(Area=text), 2).area_code for text in given] == ["E01012304", *[None] * 4]
    assert judging.counted == {"unusable_area": 3}


def test_a_point_is_two_numbers_or_none() -> None:
    judging = judge()
    given = [("-1.5", "54.5"), ("", ""), ("-1.5", ""), ("west", "north"), ("inf", "54"), ("428,900", "514,500")]
    found = [judging.event(windowed_row(Lon=lon, Lat=lat), 2).point for lon, lat in given]
    assert found == [(-1.5, 54.5), *[None] * 5]
    assert judging.counted == {"unusable_point": 4}


def test_events_outside_the_months_asked_for_are_left_out() -> None:
    judging = Judge(WINDOWED, TODAY, (date(2023, 3, 1), date(2023, 4, 1)))
    for day in ("28/02/2023", "01/05/2023"):
        with pytest.raises(RowProblem, match="From is not in the months that were asked for"):
            judging.event(windowed_row(From=day), 2)
    assert judging.event(windowed_row(From="30/04/2023"), 2).month == date(2023, 4, 1)
