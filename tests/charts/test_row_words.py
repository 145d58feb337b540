from dataclasses import replace

from cspdash import catalogue, settings
from cspdash.charts import row_words
from cspdash.findings.places import Place
from cspdash.findings.rows import MOST_EXPORTED, NONE, Subject
from cspdash.findings.series import Series
from tests.charts.rows_made import ASKED, found

CONTENT = catalogue.load(settings.content_dir())
OWN = Place("X-town-centre", "Town centre", "custom", ("E06000005",), "outline")


def test_the_query_in_words_names_all_that_was_asked_for() -> None:
    assert row_words.rows_sentences(found()) == [
        "Incidents recorded as Anti-social behaviour in Darlington (E06000005), April 2023 to June 2023, all outcomes: "
        "12 rows of 3 files."
    ]
    wanted = replace(ASKED, outcome=NONE, street="High", subject=Subject("all", "All incidents", None), place=OWN)
    assert row_words.asked_words(wanted) == (
        "All incidents recorded in Town centre (X-town-centre, an own area), April 2023 to June 2023, "
        "no outcome recorded, location with “High”"
    )
    summed = replace(ASKED, outcome="Under investigation", subject=Subject("violence", "Violence", ("A", "B")))
    assert row_words.asked_words(summed).startswith("Incidents counted as Violence in")
    assert row_words.asked_words(summed).endswith("outcome Under investigation")


def test_nothing_found_is_said_and_one_is_one() -> None:
    assert row_words.rows_sentences(found(total=0))[0].endswith("all outcomes: no rows.")
    assert row_words.rows_sentences(found(total=1, files=1))[0].endswith("1 row of 1 file.")


def test_gaps_rows_without_a_point_and_own_areas_are_said() -> None:
    series = Series(found().series.months, (4, None, 3))
    notes = row_words.rows_notes(found(series=series, placed=10, asked=replace(ASKED, place=OWN)), CONTENT)
    assert any("Not held, or not recorded under this name then: May 2023." in note for note in notes)
    assert any(note.startswith("2 rows without a location") for note in notes)
    assert any("map point lies inside" in note for note in notes)
    assert row_words.rows_notes(found(), CONTENT) == []


def test_the_label_says_how_rows_may_be_handled() -> None:
    assert row_words.handling(found()) == row_words.PUBLISHED
    assert row_words.handling(found(restricted=True)).startswith("OFFICIAL-SENSITIVE")
    generated = replace(found().provenance, demonstration=True)
    assert "Generated" in row_words.handling(found(provenance=generated))
    notes = row_words.rows_notes(found(restricted=True, sources=("Fire service", "police.uk")), CONTENT)
    assert any("are restricted" in note for note in notes)


def test_too_many_rows_for_one_download_say_what_to_do() -> None:
    assert row_words.too_many(found(total=MOST_EXPORTED)) == ""
    assert f"{MOST_EXPORTED + 1:,} rows are more than" in row_words.too_many(found(total=MOST_EXPORTED + 1))


def test_titles_and_alts_are_true_of_the_rows() -> None:
    assert row_words.monthly_title(found()) == "By month: between 3 and 5 rows a month"
    alt = row_words.monthly_alt(found(series=Series(found().series.months, (4, None, 3))))
    assert "4 rows in April 2023, 3 rows in June 2023, highest 4 in April 2023. 1 month is a gap." in alt
    none = found(series=Series(found().series.months, (None, None, None)))
    assert row_words.monthly_title(none) == "No month of this span is held"
    assert "no month is held" in row_words.monthly_alt(none)
    same = Series(found().series.months, (4, 4, 4))
    assert row_words.monthly_title(found(series=same)) == "By month: 4 rows each month"
    one = found(series=Series(found().series.months[:1], (1,)))
    assert row_words.monthly_title(one) == "By month: 1 row in the one month held"
    assert row_words.map_title(found()) == "Where: 12 rows at 2 map points"
    assert row_words.map_title(found(all_points=4000)) == "Where: the 2 map points with the most rows, of 4,000"
    assert "On or near High Row, 9" in row_words.map_alt(found())
