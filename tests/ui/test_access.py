from pathlib import Path

import pytest

from cspdash.catalogue import Catalogue
from cspdash.store.release import StoreProblem, current_release, rollback
from cspdash.ui import access
from tests.small_releases import COUNT, add


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of one release with one row, served."""
    monkeypatch.setenv("CSPDASH_STORE", str(tmp_path))
    add(tmp_path)
    return tmp_path


def rows() -> int:
    return int(access.store().rows(COUNT)[0][0])


def test_a_release_is_opened_once(folder: Path) -> None:
    assert access.store() is access.store()
    assert access.store().release == current_release(folder)


def test_a_new_release_is_seen_after_the_pointer_moves(folder: Path) -> None:
    before = access.store()
    assert rows() == 1
    newer = add(folder, 2)
    assert (access.store().release, rows()) == (newer, 2)
    assert access.store() is not before
    rollback(folder, before.release)
    assert (access.store().release, rows()) == (before.release, 1)


def test_two_stores_are_kept_apart(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path_factory.mktemp("other")
    add(other)
    add(other, 2)
    assert rows() == 1
    monkeypatch.setenv("CSPDASH_STORE", str(other))
    assert rows() == 2
    monkeypatch.setenv("CSPDASH_STORE", str(folder))
    assert rows() == 1


def test_without_a_store_there_is_a_problem_to_show_and_then_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSPDASH_STORE", str(tmp_path))
    with pytest.raises(StoreProblem, match="there is no store"):
        access.store()
    add(tmp_path)
    assert rows() == 1, "what is not there yet is not remembered as missing"


def test_the_content_is_read_once_a_folder(small_content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours: Catalogue = access.content()
    assert access.content() is ours
    monkeypatch.setenv("CSPDASH_CONTENT", str(small_content))
    assert access.content().partnership.short_title == "Example Borough"
    monkeypatch.delenv("CSPDASH_CONTENT")
    assert access.content() is ours


def test_an_answer_is_worked_out_once_a_release_and_question(folder: Path) -> None:
    asked: list[tuple[object, ...]] = []

    @access.answered
    def people(code: str, year: int = 2021) -> int:
        asked.append((code, year))
        return rows() + len(code)

    assert [people("a"), people("a"), people("bb"), people("a", year=2011), people("a", year=2011)] == [2, 2, 3, 2, 2]
    assert asked == [("a", 2021), ("bb", 2021), ("a", 2011)]
    before = access.store().release
    add(folder, 2)
    assert [people("a"), people("a")] == [3, 3]
    assert len(asked) == 4
    rollback(folder, before)
    assert people("a") == 2
    assert len(asked) == 4, "the answer of a release stays true"


def test_an_answer_is_shared_and_not_copied(folder: Path) -> None:
    @access.answered
    def codes() -> list[str]:
        return ["E06000005"]

    assert codes() is codes()


def test_questions_and_contents_do_not_answer_for_one_another(
    folder: Path, small_content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @access.answered
    def first(code: str) -> str:
        return access.content().partnership.short_title

    @access.answered
    def second(code: str) -> str:
        return code

    ours = first("a")
    assert second("a") == "a"
    monkeypatch.setenv("CSPDASH_CONTENT", str(small_content))
    assert first("a") == "Example Borough" != ours


def test_a_question_that_fails_is_asked_again(folder: Path) -> None:
    tries: list[int] = []

    @access.answered
    def shaky() -> int:
        tries.append(1)
        if len(tries) == 1:
            raise KeyError("not yet")
        return 7

    with pytest.raises(KeyError):
        shaky()
    assert shaky() == 7


def test_what_is_kept_is_not_forgotten_until_it_is_kept_no_more(folder: Path) -> None:
    """`bench pages` measures a choice that nobody has made yet on a page that was seen."""
    done = []

    @access.answered
    def ask(word: str) -> str:
        done.append(word)
        return word

    access.forget()
    ask("seen")
    access.keep()
    for _ in range(2):
        ask("new")
        access.forget()
    ask("seen")
    assert done == ["seen", "new", "new"]
    access.keep()
    access.forget()
    ask("seen")
    assert done[-1] == "seen" and len(done) == 4
