"""The one door to the store and the content, and the one cache: answers by release and question.

What a run of a page reads is looked up once, when it comes through the front door: every number of a page is of one
release, and no question asks the disk again which one that is.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeVar

import streamlit as st

from cspdash import catalogue, settings
from cspdash.catalogue import Catalogue
from cspdash.catalogue.public import public_catalogue
from cspdash.charts import once
from cspdash.remembering import Remembered
from cspdash.store import connection, notes
from cspdash.store.connection import Store, open_release, open_store
from cspdash.store.pointer import StoreProblem, releases, to_serve
from cspdash.ui import roles
from cspdash.ui.logs import tell

P = ParamSpec("P")
T = TypeVar("T")
MOST_ANSWERS = 400


@dataclass(frozen=True, slots=True)
class Moment:
    """What one run reads: the store, the content, and where answers belong."""

    store: Store
    content: Catalogue
    where: tuple[str | None, ...]


_moment: ContextVar[Moment | None] = ContextVar("moment", default=None)
_answers = Remembered(MOST_ANSWERS)
MEMORIES = _answers, once.MADE, connection.READ, connection.BLOCKS


def _is_current(store: Store) -> bool:
    found = to_serve(settings.store_dir())
    same = found is not None and (store.release, store.wrong) == (found.release, found.wrong)
    return same and store.path.parent.parent == settings.store_dir()


@st.cache_resource(max_entries=4, show_spinner=False, validate=_is_current)
def _open(folder: str) -> Store:  # noqa: ARG001 - the folder is the cache's key
    opened = open_store(settings.store_dir())
    tell("a release is opened", release=opened.release, edition=opened.edition, damage=bool(opened.wrong))
    return opened


def store() -> Store:
    """Return the current release, opened once and again when the pointer moves; StoreProblem without a store."""
    now = _moment.get()
    return now.store if now else _current()


def _current() -> Store:
    return _open(str(settings.store_dir()))


@st.cache_resource(max_entries=3, show_spinner=False, on_release=Store.close)
def _earlier(folder: str, name: str) -> Store:
    return open_release(Path(folder), name)


def earlier(name: str) -> Store:
    """Return an earlier release that is kept, opened once; StoreProblem when it cannot be read."""
    return _earlier(str(settings.store_dir()), name)


def kept() -> list[str]:
    """Return the names of the releases that are kept, newest first, without the current one."""
    return [name for name in releases(settings.store_dir()) if name != store().release]


@st.cache_resource(max_entries=4, show_spinner=False)
def _loaded(folder: str) -> Catalogue:
    return catalogue.load(Path(folder))


@st.cache_resource(max_entries=4, show_spinner=False)
def _content(folder: str, edition: str, notes_state: str) -> Catalogue:  # noqa: ARG001 - the last is the cache's key
    found = _loaded(folder).with_notes(entry.what for entry in notes.entries(settings.store_dir()))
    return public_catalogue(found) if edition == "public" else found


def content() -> Catalogue:
    """Return the partnership's content, read once; on a public store without what is never public."""
    now = _moment.get()
    if now:
        return now.content
    try:
        edition = store().edition
    except StoreProblem:  # nothing of the content is shown without a store
        edition = "public"
    return _content(str(settings.content_dir()), edition, notes.state(settings.store_dir()))


def _where() -> tuple[str | None, ...]:
    """Return where answers belong: the release, the content, what is written beside the store, and the role."""
    now = _moment.get()
    if now:
        return now.where
    return store().release, str(settings.content_dir()), roles.role(), notes.state(settings.store_dir())


def state() -> tuple[object, ...]:
    """Return what a page was drawn from: release, content, notes, role, what is wrong with the release, and theme."""
    return *_where(), store().wrong, is_dark()


@contextmanager
def one_moment() -> Iterator[None]:
    """Look up what is read once for everything inside the block; StoreProblem without a store."""
    # The pointer is looked at once: what it names decides on the content and on where answers belong.
    opened, folder, written = store(), str(settings.content_dir()), notes.state(settings.store_dir())
    now = Moment(opened, _content(folder, opened.edition, written), (opened.release, folder, roles.role(), written))
    before = _moment.set(now)
    try:
        yield
    finally:
        _moment.reset(before)


def answered(question: Callable[P, T]) -> Callable[P, T]:
    """Remember a question's answers for the current release and role; its arguments are the key, plain values all.

    Answers are frozen and shared between readers, so they are neither copied nor pickled.
    """

    def ask(*args: P.args, **kwargs: P.kwargs) -> T:
        key = (_where(), question, args, tuple(sorted(kwargs.items())))
        found: T = _answers.get(key, lambda: question(*args, **kwargs))
        return found

    return ask


def forget() -> None:
    """Forget every answer and what was drawn from them, so that they are worked out again: for measuring and tests."""
    for memory in MEMORIES:
        memory.clear()


def keep() -> None:
    """Keep what is remembered now when the rest is forgotten; asked again, keep nothing any more: for measuring."""
    for memory in MEMORIES:
        memory.keep()


def is_dark() -> bool:
    """Tell whether the reader's browser shows the dark theme."""
    return st.context.theme.type == "dark"
