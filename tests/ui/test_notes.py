from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cspdash.catalogue.notes import Commentary, Note
from cspdash.store import notes
from tests.ui.conftest import html_of, plain, started

DAY = date(2023, 9, 1)


def noting() -> None:
    """Draw the form and what is written."""
    from cspdash.ui import notes as page

    page.form()
    page.written(True)


def trending() -> None:
    """Draw a trend and the panel of its indicator."""
    from datetime import date

    from cspdash.findings.indicator import reading
    from cspdash.ui import indicators, questions
    from cspdash.ui.access import content, store

    found = reading(
        store(), content(), content().indicator("asb"), questions.place("E06000005"), None, today=date(2023, 9, 1)
    )
    indicators.indicator_panel(found, "E06000005", 36)


@pytest.fixture
def folder(store_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CSPDASH_STORE", str(store_copy))
    return store_copy


def fill(app: AppTest, first: str, last: str, text: str) -> None:
    app.text_input[0].set_value(first)
    app.text_input[1].set_value(last)
    app.text_area[0].set_value(text)
    app.button[0].click().run()
    assert not app.exception


def test_what_the_form_holds_is_written_and_shown(folder: Path) -> None:
    app = started(noting)
    fill(app, "2023-01-01", "2023-08-31", "Reporting became <b>easier</b>.")
    (entry,) = notes.entries(folder)
    assert isinstance(entry.what, Commentary)
    assert (entry.what.text, entry.what.public) == ("Reporting became <b>easier</b>.", False)
    assert "Reporting became &lt;b&gt;easier&lt;/b&gt;." in html_of(app)
    app.button[1].click().run()
    assert notes.entries(folder) == []


@pytest.mark.parametrize(
    ("first", "last", "text", "why"),
    [
        ("yesterday", "", "A text", "is no day"),
        ("2023-05-01", "2023-01-01", "A text", "it ends before it starts"),
        ("2023-01-01", "2023-05-01", "", "it is empty"),
        ("2023-01-01", "2023-05-01", "Write to jo@example.org", "e-mail address"),
    ],
)
def test_a_mistake_is_a_sentence_and_nothing_is_written(
    folder: Path, first: str, last: str, text: str, why: str
) -> None:
    app = started(noting)
    fill(app, first, last, text)
    assert why in plain(app.error[0].value)
    assert plain(app.error[0].value).startswith("Nothing was written.")
    assert notes.entries(folder) == []


def test_a_note_is_on_the_charts_and_a_commentary_below_its_indicator(folder: Path) -> None:
    notes.add(folder, Note("operation", date(2023, 4, 3), "More patrols.", "Police", DAY, None, ("asb",)))
    said = Commentary("asb", "E06000005", date(2022, 9, 1), DAY, "Easier to report.", "Analyst", DAY)
    notes.add(folder, said)
    app = started(trending)
    texts = plain("\n".join(item.value for item in app.markdown))
    assert "April 2023: Operation. More patrols. (Police, 1 September 2023)" in texts
    assert "Commentary on 1 September 2022 to 1 September 2023: Easier to report. (Analyst, 1 September" in texts


def test_the_pack_carries_notes_and_commentary(folder: Path) -> None:
    from cspdash.ui.board_pack import made

    notes.add(folder, Note("operation", date(2023, 4, 3), "More patrols.", "Police", DAY, None, ("asb",), (), True))
    notes.add(folder, Commentary("asb", "E06000005", date(2022, 9, 1), DAY, "Kept inside.", "Analyst", DAY))
    partnership = made("darlington-2021-26", "E06000005", ".html", True).decode()
    public = made("darlington-2021-26", "E06000005", ".html", False).decode()
    assert "More patrols." in partnership
    assert "Kept inside." in partnership
    assert "More patrols." in public
    assert "Kept inside." not in public
