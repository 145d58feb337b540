"""Notes beside the store: durable, only added to, and no business of any release."""

import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.catalogue.errors import InvalidError
from cspdash.catalogue.notes import Commentary, Note
from cspdash.store import notes
from cspdash.store.release import StoreProblem, rollback
from tests.small_releases import add

DAY = date(2026, 3, 3)
NOTE = Note(
    "operation", date(2026, 1, 5), "More patrols in the town centre.", "Police", DAY, None, ("asb",), ("E06000005",)
)
YEAR = date(2025, 4, 1), date(2026, 3, 31)
SAID = Commentary("asb", "E06000005", *YEAR, "It rose as reporting is easier.", "Analyst", DAY, True)


def written(folder: Path) -> list[Note | Commentary]:
    return [entry.what for entry in notes.entries(folder)]


def test_what_is_written_is_read_again_as_it_was(tmp_path: Path) -> None:
    assert written(tmp_path) == []
    for what in (NOTE, SAID, replace(NOTE, until=date(2026, 2, 1), indicators=(), areas=(), public=True)):
        notes.add(tmp_path, what)
        assert written(tmp_path)[-1] == what


@given(st.text(min_size=1, max_size=200).filter(lambda text: text.strip() and "@" not in text))
def test_any_text_survives_the_file(text: str) -> None:
    import tempfile

    try:
        what = replace(NOTE, text=text)
    except InvalidError:
        return
    with tempfile.TemporaryDirectory() as folder:
        notes.add(Path(folder), what)
        notes.add(Path(folder), SAID)
        assert written(Path(folder)) == [what, SAID]


def test_no_load_and_no_rollback_touches_them(tmp_path: Path) -> None:
    first = add(tmp_path, 1)
    notes.add(tmp_path, NOTE)
    before = (tmp_path / notes.FILE).read_bytes()
    add(tmp_path, 2)
    rollback(tmp_path, first)
    assert (tmp_path / notes.FILE).read_bytes() == before


def test_withdrawing_keeps_what_was_written_in_the_file(tmp_path: Path) -> None:
    notes.add(tmp_path, NOTE)
    notes.add(tmp_path, SAID)
    notes.withdraw(tmp_path, 1, "Analyst", DAY)
    assert written(tmp_path) == [SAID]
    assert NOTE.text in (tmp_path / notes.FILE).read_text(encoding="utf-8")
    with pytest.raises(InvalidError, match="there is no note 1"):
        notes.withdraw(tmp_path, 1, "Analyst", DAY)


def test_two_writers_lose_nothing(tmp_path: Path) -> None:
    def write(name: int) -> None:
        for number in range(20):
            notes.add(tmp_path, replace(NOTE, text=f"{name}-{number}"))

    threads = [threading.Thread(target=write, args=(name,)) for name in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {what.text for what in written(tmp_path)} == {f"{name}-{n}" for name in range(3) for n in range(20)}


@pytest.mark.parametrize("line", ["{", "[]", '{"entry": "note"}', '{"entry": "other"}', "null", '{"withdraws": "x"}'])
def test_a_line_that_is_no_note_is_named(tmp_path: Path, line: str) -> None:
    notes.add(tmp_path, NOTE)
    with (tmp_path / notes.FILE).open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")
    with pytest.raises(StoreProblem, match=r"notes.jsonl, line 2: it is no note"):
        notes.entries(tmp_path)


def test_only_what_is_marked_public_is_carried(tmp_path: Path) -> None:
    source, target = tmp_path / "own", tmp_path / "public"
    source.mkdir()
    target.mkdir()
    notes.add(source, NOTE)
    notes.add(source, SAID)
    assert notes.carry_public(source, target) == 1
    assert written(target) == [SAID]
    assert NOTE.text not in (target / notes.FILE).read_text(encoding="utf-8")
    assert notes.state(source) != notes.state(target) != ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it is empty"),
        ("x" * 601, "601 characters"),
        ("Ask jo@example.org about it", "e-mail address or telephone number"),
        ("Ring 01325 000 000 for more", "e-mail address or telephone number"),
    ],
)
def test_texts_that_are_refused(text: str, why: str) -> None:
    with pytest.raises(InvalidError, match=why):
        replace(NOTE, text=text)


def test_dates_that_are_reversed_are_refused() -> None:
    with pytest.raises(InvalidError, match="it ends before it starts"):
        replace(NOTE, until=date(2025, 1, 1))
    with pytest.raises(InvalidError, match="it ends before it starts"):
        replace(SAID, period_end=date(2024, 1, 1))
