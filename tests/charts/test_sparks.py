import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from cspdash.charts.sparks import EDGE, HEIGHT, WIDTH, spark

VALUES = st.lists(st.one_of(st.none(), st.floats(0, 1e6)), max_size=40)
SVG = "{http://www.w3.org/2000/svg}"


def drawn(values: list[float | None]) -> ElementTree.Element:
    return ElementTree.fromstring(spark(values, "#12436D"))


def points(line: ElementTree.Element) -> list[tuple[float, float]]:
    pairs = (pair.split(",") for pair in line.attrib["points"].split())
    return [(float(x), float(y)) for x, y in pairs]


@given(VALUES)
def test_a_gap_breaks_the_line_and_every_value_is_drawn_once(values: list[float | None]) -> None:
    if all(value is None for value in values):
        assert spark(values, "#12436D") == ""
        return
    picture = drawn(values)
    *parts, last = picture
    pattern = "".join("-" if value is None else "x" for value in values)
    runs = [len(run) for run in re.findall("x+", pattern)]
    assert [1 if part.tag == f"{SVG}circle" else len(points(part)) for part in parts] == runs
    assert last.tag == f"{SVG}circle"
    for line in picture.iter(f"{SVG}polyline"):
        for x, y in points(line):
            assert EDGE <= x <= WIDTH - EDGE
            assert EDGE <= y <= HEIGHT - EDGE


def test_zero_is_the_bottom_and_the_highest_the_top() -> None:
    (line, last) = drawn([0.0, 5.0, 10.0])
    assert [y for _, y in points(line)] == [HEIGHT - EDGE, HEIGHT / 2, EDGE]
    assert (float(last.attrib["cx"]), float(last.attrib["cy"])) == (WIDTH - EDGE, EDGE)


def test_nothing_but_zeros_is_a_line_at_the_bottom() -> None:
    assert {y for _, y in points(drawn([0.0, 0.0])[0])} == {HEIGHT - EDGE}


def test_the_last_point_is_the_last_that_is_held() -> None:
    assert float(drawn([1.0, 2.0, None, None])[-1].attrib["cx"]) < WIDTH / 2


def test_a_single_value_is_a_dot() -> None:
    assert [part.tag for part in drawn([3.0])] == [f"{SVG}circle"] * 2
