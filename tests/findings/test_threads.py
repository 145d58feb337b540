from datetime import date

from cspdash.catalogue import Plan, Priority, Thread
from cspdash.findings.threads import Stretch, threads
from tests.small_catalogue import catalogue


def priority(number: int, title: str, *taken: str) -> Priority:
    return Priority(f"p{number}", number, title, title, "A summary.", "Page 1", threads=taken)


def plan(slug: str, start: int, *priorities: Priority) -> Plan:
    return Plan(
        slug, f"Plan {slug}", slug.upper(), "A document", "A body", date(start, 4, 1), date(start + 3, 3, 31),
        ("E06000005",), "A vision.", "A summary.", priorities=priorities,
    )  # fmt: skip


NEWER = plan("newer", 2015, priority(1, "Streets", "asb"), priority(2, "Homes", "burglary", "asb"))
OLDER = plan("older", 2012, priority(1, "Nuisance", "asb"), priority(2, "Roads"))
LINES = threads(
    catalogue(
        plans=(NEWER, OLDER),
        threads=(Thread("asb", "Anti-social behaviour", "In every plan."), Thread("burglary", "Burglary"),
                 Thread("nobody", "Taken up by none")),
    )
)  # fmt: skip


def test_each_concern_has_its_plans_oldest_first_with_their_priorities() -> None:
    assert [(line.title, line.summary) for line in LINES] == [
        ("Anti-social behaviour", "In every plan."),
        ("Burglary", ""),
    ]
    assert LINES[0].stretches == (
        Stretch("OLDER", date(2012, 4, 1), date(2015, 3, 31), ("Nuisance",)),
        Stretch("NEWER", date(2015, 4, 1), date(2018, 3, 31), ("Streets", "Homes")),
    )


def test_a_plan_that_does_not_take_a_concern_up_is_absent() -> None:
    assert [stretch.plan for stretch in LINES[1].stretches] == ["NEWER"]


def test_a_concern_that_no_plan_takes_up_is_left_out() -> None:
    assert "Taken up by none" not in {line.title for line in LINES}
