from pathlib import Path

from cspdash.store.release import building
from tests.commands import cspdash
from tests.making import served


def publish_triple(folder: Path) -> str:
    """Publish a release in which the newest month has three times as many of everything; return its name."""
    with building(folder) as build:
        build.con.execute("UPDATE monthly_cell SET n = n * 3 WHERE month = (SELECT max(month) FROM monthly)")
        build.con.execute("DELETE FROM survey_answer")
    assert build.release
    return build.release


def test_changes_say_what_an_earlier_release_held_otherwise(store_copy: Path) -> None:
    first = served(store_copy)[0]
    second = publish_triple(store_copy)
    found = cspdash("changes", "--since", first, "--store", store_copy, "--json").json
    assert (found["since"], found["release"]) == (first, second)
    assert found["verdicts"]
    assert found["new_months"] == {}
    assert all(one["after"] == 3 * one["before"] for one in found["revisions"])
    back = cspdash("changes", "--since", second, "--store", store_copy, "--json").json
    assert (back["verdicts"], back["revisions"]) == ([], [])
    words = cspdash("changes", "--since", first, "--store", store_copy)
    assert words.code == 0
    assert "Verdicts that moved" in words.out
    assert "no longer held." in words.out


def test_changes_since_no_release_are_refused(store_folder: Path) -> None:
    answer = cspdash("changes", "--since", "0" * 16, "--store", store_folder)
    assert answer.code == 3
    assert f"there is no release '{'0' * 16}'; kept are {served(store_folder)[0]}." in answer.err


def test_changes_of_no_plan_are_wrong_usage(store_folder: Path) -> None:
    answer = cspdash("changes", "--since", served(store_folder)[0], "--plan", "nothing", "--store", store_folder)
    assert answer.code == 2
    assert "darlington-2021-26" in answer.err
