"""What was worked out once: a bounded memory, the least used forgotten first, each thing worked out by one reader."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any


class _Place:
    """Where an answer is or will be; who works it out holds its lock."""

    __slots__ = ("answer", "held", "lock")

    def __init__(self) -> None:
        self.lock, self.held, self.answer = Lock(), False, None


class Remembered:
    """A memory for at most so many answers, shared by all readers."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = Lock()
        self._places: OrderedDict[Hashable, _Place] = OrderedDict()
        self._kept: frozenset[Hashable] = frozenset()

    def __len__(self) -> int:
        return len(self._places)

    def get(self, key: Hashable, work_out: Callable[[], Any]) -> Any:
        """Return the answer of a key, worked out when there is none; others who want the same wait for it.

        What `work_out` raises is raised to its caller and not remembered.
        """
        with self._lock:
            place = self._places.get(key)
            if place is None:
                place = self._places[key] = _Place()
                if len(self._places) > self.most:
                    self._places.popitem(last=False)
            else:
                self._places.move_to_end(key)
        if not place.held:
            with place.lock:
                if not place.held:
                    place.answer, place.held = work_out(), True
        return place.answer

    def drop(self, key: Hashable) -> None:
        """Forget one answer; who waits for it gets it all the same."""
        with self._lock:
            self._places.pop(key, None)

    def keep(self) -> None:
        """Keep what is held now when the rest is forgotten; asked again, keep nothing any more. For measuring."""
        with self._lock:
            self._kept = frozenset() if self._kept else frozenset(self._places)

    def clear(self) -> None:
        """Forget all but what is kept; what is being worked out now is given to who waits, and to nobody else."""
        with self._lock:
            for key in self._places.keys() - self._kept:
                del self._places[key]
