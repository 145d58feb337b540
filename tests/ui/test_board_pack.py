import io
from pathlib import Path

import pytest
from pptx import Presentation

from tests.ui.conftest import plain, started


def offering(partnership: bool) -> None:
    """Draw the board pack's offer."""
    from cspdash.ui import board_pack, questions
    from cspdash.ui.access import content

    board_pack.offer(content().default_plan, questions.place("E06000005"), partnership)


@pytest.mark.parametrize("partnership", [True, False])
def test_a_pack_is_made_at_the_press_of_a_button(sample: Path, partnership: bool) -> None:
    app = started(offering, partnership=partnership)
    said = plain((app.warning if partnership else app.info)[0].value)
    assert ("do not publish it" in said) is partnership
    app.button(key="make.pptx").click().run()
    assert not app.exception
    assert plain(app.success[0].value).startswith("The pack is made")
    (button,) = app.get("download_button")
    assert button.proto.label == "Download board-pack-darlington-2021-26-E06000005.pptx"


def test_the_file_is_what_it_says(sample: Path) -> None:
    from cspdash.ui.board_pack import made

    deck = Presentation(io.BytesIO(made("darlington-2021-26", "E06000005", ".pptx", True)))
    assert any(
        "Partnership edition" in shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame
    )


def test_a_pack_that_cannot_be_made_says_why(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "weasyprint", None)
    app = started(offering, partnership=True)
    app.button(key="make.pdf").click().run()
    assert "libpango" in plain(app.error[0].value)
    assert not app.get("download_button")
