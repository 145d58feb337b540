import pytest

from cspdash.catalogue.lines import key_lines, line_of

TEXT = '''title = "a [table] = not"   # note [x]
words = [
  "one = 1",
  "two",
]
long = """
[[priority]]
slug = "inside a string"
"""
[force]
slug = "durham"

[[priority]]
slug = "a"
[[priority.theme]]
title = "t1"
[[priority.theme]]
title = "t2"
[[priority]]
slug = "b"
[[priority.theme]]
title = 't3'
results = [ { text = "x", value = 3 }, { text = "y", wrong = 4 } ]
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 1),
        (("words",), 2),
        (("long",), 6),
        (("force",), 10),
        (("force", "slug"), 11),
        (("priority", 0), 13),
        (("priority", 0, "slug"), 14),
        (("priority", 0, "theme", 1, "title"), 18),
        (("priority", 1, "slug"), 20),
        (("priority", 1, "theme", 0, "title"), 22),
    ],
)
def test_key_stands_on_its_line(path: tuple[str | int, ...], line: int) -> None:
    assert key_lines(TEXT)[path] == line
    assert line_of(TEXT, path) == line


def test_text_in_strings_is_no_key() -> None:
    assert ("priority", 2) not in key_lines(TEXT)
    assert ("two",) not in key_lines(TEXT)


def test_value_in_a_list_has_its_own_line() -> None:
    assert line_of(TEXT, ("words",), "two") == 4


def test_key_of_an_inline_table_is_searched_for() -> None:
    assert line_of(TEXT, ("priority", 1, "theme", 0, "results", 1, "wrong")) == 23


def test_missing_key_points_at_its_table() -> None:
    assert line_of(TEXT, ("priority", 1, "title")) == 19
    assert line_of(TEXT, ("nowhere",)) == 1
