"""What is drawn from the same finding is drawn once: figures and tables are remembered by what they are made from.

A finding is frozen and shared between readers, so that the object itself is the key; it is kept as long as what was
made from it. Codes, numbers and flags count by their value. What is made is shared as well, and never changed.
"""

from collections.abc import Callable, Hashable, ValuesView
from datetime import date
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from cspdash.remembering import Remembered

P = ParamSpec("P")
T = TypeVar("T")
MOST = 600
PLAIN = (str, int, float, bool, date, type(None))
MADE = Remembered(MOST)


def once(make: Callable[P, T]) -> Callable[P, T]:
    """Remember what a builder makes from its arguments."""

    @wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> T:
        key = make, _key(args), _key(kwargs)
        # The arguments are kept with the answer: no other object can get their identity meanwhile.
        found: tuple[Any, T] = MADE.get(key, lambda: ((args, kwargs), make(*args, **kwargs)))
        return found[1]

    return made


def _key(value: Any) -> Hashable:
    """Return what stands for an argument: plain values and lists of them for themselves, objects by their identity."""
    if isinstance(value, PLAIN):
        return type(value), value
    if isinstance(value, tuple | list | ValuesView):
        return type(value), tuple(map(_key, value))
    if type(value) is dict:
        return dict, tuple((_key(name), _key(inner)) for name, inner in value.items())
    return object, id(value)
