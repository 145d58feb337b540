"""What is drawn from the same finding is drawn once, and from another one anew."""

from dataclasses import dataclass

from cspdash.charts import once as module
from cspdash.charts.once import once


@dataclass(frozen=True)
class Finding:
    n: list[int]


made: list[tuple[object, ...]] = []


@once
def draw(found: Finding, codes: list[str] | tuple[str, ...] = (), dark: bool = False) -> list[int]:
    made.append((found, tuple(codes), dark))
    return [*found.n, len(codes)]


def test_the_same_finding_is_drawn_once_a_choice_and_theme() -> None:
    made.clear()
    one = Finding([1, 2])
    assert draw(one, ["a"]) is draw(one, ["a"])
    assert draw(one, ["a"]) is not draw(one, ["a"], True)
    assert draw(one, ["b"]) == [1, 2, 1]
    assert len(made) == 3


def test_an_equal_finding_is_another_one_and_one_is_not_true() -> None:
    """Two findings may be equal and not the same, as a number that is no number is never equal to itself."""
    made.clear()
    assert draw(Finding([1])) == draw(Finding([1])) == [1, 0]
    assert len(made) == 2

    @once
    def said(value: object) -> str:
        return str(value)

    assert [said(1), said(True), said(1.0), said(None), said("1")] == ["1", "True", "1.0", "None", "1"]


def test_no_object_gets_the_key_of_one_that_is_gone() -> None:
    made.clear()
    for n in range(200):
        assert draw(Finding([n])) == [n, 0]
    assert len(made) == 200


def test_forgotten_is_drawn_again() -> None:
    made.clear()
    one = Finding([3])
    draw(one)
    module.MADE.clear()
    draw(one)
    assert len(made) == 2
