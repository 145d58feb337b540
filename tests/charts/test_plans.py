from dataclasses import replace
from datetime import date

import pytest

from cspdash.catalogue import Action, Alignment, AlignmentGroup, AlignmentItem, Deliverable, Outcome, Plan, Priority
from cspdash.catalogue import Theme as PlanTheme
from cspdash.charts import plans
from cspdash.charts.theme import theme
from cspdash.findings.threads import Stretch, ThreadLine
from tests.charts.invented import texts

SAFER = Priority(
    "safer", 1, "Safer streets", "Streets", "A summary.", "Page 3", outcomes=("calm",),
    themes=(PlanTheme("Nuisance"), PlanTheme("Parks")), deliverables=(Deliverable("A patrol plan"),),
)  # fmt: skip
HOMES = Priority("homes", 2, "Safer homes", "Homes", "A summary.", "Page 5")
OLDER = Plan(
    "older", "The older plan", "2012-15", "A document", "A body", date(2012, 4, 1), date(2015, 3, 31), ("E06000005",),
    "A vision.", "A summary.", (Outcome("calm", "Calm"),), (SAFER, HOMES),
)  # fmt: skip
NEWER = replace(OLDER, slug="newer", short_title="2015-20", period_start=date(2015, 4, 1), period_end=date(2020, 3, 31))
LINES = (
    ThreadLine("ASB", "", (Stretch("2012-15", OLDER.period_start, OLDER.period_end, ("Streets", "Homes")),
                           Stretch("2015-20", NEWER.period_start, NEWER.period_end, ("Streets",)))),
    ThreadLine("Fire", "", (Stretch("2012-15", OLDER.period_start, OLDER.period_end, ("Homes",)),)),
)  # fmt: skip


def test_the_concerns_that_every_plan_takes_up_are_named() -> None:
    assert plans.threads_sentence(LINES, 2) == "ASB is taken up by all 2 plans."
    both = (LINES[0], replace(LINES[0], title="Drugs"))
    assert plans.threads_sentence(both, 2) == "ASB, Drugs are taken up by all 2 plans."
    assert plans.threads_sentence(LINES[1:], 2) == "No concern is named by all 2 plans."


def test_one_plan_or_no_concern_is_said_as_it_is() -> None:
    assert plans.threads_sentence(LINES, 1) == "One plan is held; it takes up 2 concerns."
    assert plans.threads_sentence(LINES[:1], 1) == "One plan is held; it takes up 1 concern."
    assert "threads.toml" in plans.threads_sentence((), 2)


def test_the_alt_text_counts_the_plans_of_each_concern() -> None:
    assert "ASB 2, Fire 1." in plans.threads_alt(LINES)


@pytest.mark.parametrize("dark", [False, True])
def test_every_stretch_is_a_bar_over_its_years(dark: bool) -> None:
    bars = plans.threads_figure(LINES, dark).data
    stretches = [(line.title, stretch) for line in LINES for stretch in line.stretches]
    assert len(bars) == len(stretches) == 3
    for bar, (title, stretch) in zip(bars, stretches, strict=True):
        assert (bar.y[0], bar.base[0]) == (title, f"{stretch.start:%Y-%m-%d}")
        assert bar.x[0] == (stretch.end - stretch.start).days * 24 * 3600 * 1000
        assert bar.hovertext == f"{stretch.plan}: {'; '.join(stretch.priorities)}"
        assert bar.marker.color == theme(dark).OBSERVED


def test_the_table_has_a_column_a_plan_oldest_first() -> None:
    table = plans.threads_table(LINES, (NEWER, OLDER))
    assert table.columns == ("Concern", "2012-15", "2015-20")
    assert texts(table) == [["ASB", "Streets; Homes", "Streets"], ["Fire", "Homes", "–"]]


def test_an_alignment_gives_their_priorities_with_ours() -> None:
    group = AlignmentGroup("force", "The police", (AlignmentItem("Patrol", ("safer", "homes"), "Since 2012"),
                                                   AlignmentItem("Roads")))  # fmt: skip
    found = plans.alignment_table(Alignment("a", "Who else", "Page 9", (group,), "older"), OLDER)
    assert found.caption == "Who else"
    assert texts(found) == [
        ["Patrol", "The police (force)", "1. Streets; 2. Homes", "Since 2012"],
        ["Roads", "The police (force)", "none", ""],
    ]


def test_a_plan_on_a_page_has_a_row_a_priority() -> None:
    assert texts(plans.plan_on_a_page(OLDER)) == [
        ["1. Safer streets", "Calm", "Nuisance; Parks", "A patrol plan"], ["2. Safer homes", "–", "–", "–"],
    ]  # fmt: skip


def test_an_action_plan_says_who_when_and_how_far() -> None:
    done = Action("a", "Patrol more", "The police", "safer", date(2014, 3, 31), "under_way", "Begun", date(2013, 1, 1))
    table = plans.actions_table(OLDER, (done, Action("b", "Write it down", "The council", "homes")))
    assert texts(table) == [
        ["Patrol more", "1. Streets", "The police", "31 March 2014", "under way", "Begun"],
        ["Write it down", "2. Homes", "The council", "–", "no report", "–"],
    ]
    assert [record["Due"] for record in table.records()] == [date(2014, 3, 31), None]
