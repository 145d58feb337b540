"""The memory is bounded, and what many ask at once is worked out by one of them."""

import threading

import pytest

from cspdash.remembering import Remembered


def test_what_was_worked_out_is_given_again_and_the_least_used_is_forgotten() -> None:
    memory, done = Remembered(2), []

    def ask(key: str) -> str:
        def work() -> str:
            done.append(key)
            return key.upper()

        return str(memory.get(key, work))

    assert [ask("a"), ask("b"), ask("a"), ask("c"), ask("a"), ask("b")] == ["A", "B", "A", "C", "A", "B"]
    assert done == ["a", "b", "c", "b"], "b was used least when c came"
    assert len(memory) == 2
    memory.clear()
    assert len(memory) == 0 and ask("a") == "A" and done[-1] == "a"


def test_none_is_an_answer_too() -> None:
    memory, done = Remembered(2), []
    assert [memory.get("a", lambda: done.append(1)) for _ in range(3)] == [None] * 3
    assert done == [1]


def test_what_fails_is_not_remembered() -> None:
    memory = Remembered(2)
    nothing: dict[str, int] = {}
    with pytest.raises(KeyError, match="not yet"):
        memory.get("a", lambda: nothing["not yet"])
    assert memory.get("a", lambda: 7) == 7


def test_eight_who_ask_at_once_are_answered_by_one() -> None:
    memory, done, found = Remembered(8), [], []
    ready, finish = threading.Barrier(9), threading.Event()

    def work() -> object:
        done.append(1)
        finish.wait(10)
        return object()

    def ask() -> None:
        ready.wait(10)
        found.append(memory.get("a", work))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    ready.wait(10)
    finish.set()
    for thread in threads:
        thread.join(10)
    assert len(done) == 1
    assert len(found) == 8 and len({id(one) for one in found}) == 1


def test_one_answer_can_be_dropped() -> None:
    memory = Remembered(3)
    memory.get("a", lambda: 1)
    memory.get("b", lambda: 1)
    memory.drop("a")
    memory.drop("a")
    assert (memory.get("a", lambda: 2), memory.get("b", lambda: 2)) == (2, 1)


def test_what_is_kept_outlives_forgetting_until_it_is_kept_no_more() -> None:
    memory = Remembered(4)
    memory.get("a", lambda: 1)
    memory.keep()
    memory.get("b", lambda: 1)
    memory.clear()
    assert (memory.get("a", lambda: 2), memory.get("b", lambda: 2)) == (1, 2)
    memory.keep()
    memory.clear()
    assert len(memory) == 0
