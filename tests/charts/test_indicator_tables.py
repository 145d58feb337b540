from dataclasses import replace

from cspdash.catalogue import PrintedFigure, Target
from cspdash.charts.indicator_tables import flags_table, points_table, priority_table, targets_table
from cspdash.findings.indicator import Flag, Judged
from tests.charts.readings import months, reading, with_target
from tests.findings.indicator.making import indicator, share, year

COUNT, SHARE = indicator(), share()
WORSE = reading(COUNT, [year(COUNT, 2011, 300), year(COUNT, 2012, 500)])
TARGET = Target("sample", "at_most", "At most 372 things", "Section 1", value=372, period="2012/13")
COLUMNS = ("Indicator", "Value", "Period", "Change", "Variation", "Assurance", "Target", "As printed", "Recent")


def test_a_priority_has_a_row_for_each_indicator() -> None:
    table = priority_table("Safer places", [WORSE, reading(COUNT)], "#12436D")
    assert table.columns == COLUMNS
    assert [row[0].text for row in table.rows] == ["Samples", "Samples"]
    full, empty = table.rows
    assert (full[1].value, full[1].text, full[2].text) == (500, "500", "2012/13")
    assert (full[3].tone, full[3].text.endswith(": concern")) == ("concern", True)
    assert full[8].picture.startswith("<svg")
    assert (empty[1].value, empty[1].text) == (None, "no data supplied yet")
    assert empty[2].text == "file: sample.csv"
    assert len(table.records()) == 2


def test_a_shape_and_a_word_go_with_each_variation() -> None:
    same, worse = (priority_table("S", [reading(COUNT, series=months(20, n))], "#000").rows[0][4] for n in (20, 40))
    assert (same.text, same.tone) == ("○ common cause", "")
    assert (worse.text, worse.tone) == ("concern", "concern")


def test_more_reports_are_never_coloured() -> None:
    more = indicator(polarity="more_reports")
    for first, last in ((100, 300), (300, 100)):
        row = priority_table("S", [reading(more, [year(more, 2011, first), year(more, 2012, last)])], "#000").rows[0]
        assert row[3].tone == row[4].tone == ""
        assert "people came forward, which is neither good nor bad by itself" in row[3].text


def test_the_printed_colour_stands_beside_our_verdict() -> None:
    figure = PrintedFigure("1", "E06000005", "percent_change", title="C", value=-16, printed_status="green")
    row = priority_table("S", [replace(WORSE, printed=(figure,))], "#000").rows[0]
    assert row[7].text == "−16%, printed as green"
    assert (row[3].tone, row[7].tone) == ("concern", "")


def test_targets_have_verdict_value_and_reason() -> None:
    judged = with_target(WORSE, Judged(TARGET, "not met", "judged by the value itself", WORSE.point))
    row = targets_table("Targets", [judged, reading(COUNT)]).rows[0]
    assert [cell.text for cell in row] == [
        "Samples", "At most 372 things", "2012/13", "500", "not met", "judged by the value itself", "Section 1",
    ]  # fmt: skip
    assert row[4].tone == "concern"
    assert priority_table("S", [judged], "#000").rows[0][6].text == "not met (2012/13): At most 372 things"


def test_points_are_listed_newest_first_with_what_is_withheld() -> None:
    points = [year(SHARE, 2011, 46, 200, printed=True, printed_status="red", role="baseline"), year(SHARE, 2012, None)]
    table = points_table(reading(SHARE, points))
    withheld, printed = table.rows
    assert (withheld[1].value, withheld[1].text, withheld[4].text) == (None, "withheld", "–")
    assert (printed[1].value, printed[1].text) == (0.23, "23.0%")
    assert (printed[2].value, printed[3].value, printed[4].text) == (46, 200, "17.7% to 29.3%")
    assert printed[6].text == "printed in a plan, as red, baseline"


def test_small_numbers_are_marked() -> None:
    small = reading(COUNT, [year(COUNT, 2012, 12)], caveats=("u: fewer than 20, so the value is unreliable.",))
    assert priority_table("S", [small], "#000").rows[0][1].text == "12 (u: unreliable, fewer than 20)"


def test_each_flag_names_its_rule() -> None:
    judged = with_target(WORSE, Judged(TARGET, "not met", "r", WORSE.point))
    table = flags_table([Flag(WORSE, "change"), Flag(judged, "target"), Flag(WORSE, "age"), Flag(WORSE, "variation")])
    assert [row[3].text.split()[0] for row in table.rows] == ["Change", "Target", "Data", "Newest"]
    assert table.rows[2][2].text == "the newest value is 3 months old"
