import inspect

import pytest

from cspdash.ui.method_notes import METHODS
from tests.ui.conftest import started


def showing() -> None:
    """Draw the method notes."""
    from cspdash.ui.method_notes import method_notes

    method_notes()


def test_every_method_is_told_in_its_own_words() -> None:
    app = started(showing)
    assert [item.label for item in app.expander] == list(METHODS)
    assert [item.value for item in app.text] == [inspect.cleandoc(module.__doc__ or "") for module in METHODS.values()]


@pytest.mark.parametrize("title", list(METHODS))
def test_a_note_is_long_enough_to_check_a_number_by_and_names_its_source(title: str) -> None:
    note = inspect.cleandoc(METHODS[title].__doc__ or "")
    assert len(note) > 400
    assert "Source" in note
