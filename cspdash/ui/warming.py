"""What is asked first is worked out while the server starts, so that no reader waits for it.

The usual views of the heaviest pages, for the default plan and district; each is a question that a page asks as well.
"""

import time
from collections.abc import Callable, Iterator

from cspdash.catalogue import ContentError
from cspdash.findings.windows import usual
from cspdash.store.pointer import StoreProblem
from cspdash.ui import access, hotspots_questions, pickers, places_pickers, places_questions, questions, roles
from cspdash.ui.logs import log, tell

# The first reader should be answered within five seconds of the start: what does not fit in is left to them.
SECONDS = 2.0
LEVEL, CLASSES = "lsoa", 5


def warm_up(seconds: float = SECONDS) -> int:
    """Ask the questions of the usual views until they are answered or the time is up; return how many were.

    Where readers must sign in, answers belong to roles, and nobody has one yet: nothing is asked.
    """
    if roles.is_required():
        return 0
    started, done = time.monotonic(), 0
    try:
        with access.one_moment():
            for ask in views():
                if time.monotonic() - started > seconds:
                    break
                ask()
                done += 1
    except (StoreProblem, ContentError):  # the pages say what is wrong
        return done
    except Exception:
        # Whatever it is, the page that asks will meet it: a server that can answer others is not kept from it.
        log.exception("the warm-up was cut off")
        return done
    tell("warmed up", questions=done, milliseconds=round((time.monotonic() - started) * 1000))
    return done


def views() -> Iterator[Callable[[], object]]:
    """Yield the questions of the usual views, those of the front page first."""
    plan = access.content().default_plan
    held = [place.code for place in questions.wide_places()]
    if not held:
        return
    code = home if (home := pickers.home_of(plan)) in held else held[0]
    yield lambda: questions.overview(code)
    yield lambda: questions.flags(plan.slug, code, questions.today())
    yield lambda: questions.outlines(code).digest
    counted = places_pickers.usual_measure()
    if counted:
        yield from of_places(code, counted)
    # Hot spots are single incidents' places: no question of theirs has an answer in the public edition.
    tested = hotspots_questions.tested() if access.store().edition == "partnership" else ()
    for slug in sorted(tested)[:1]:
        yield lambda: hotspots_questions.hot_spots(code, slug, "count")  # noqa: B023 - asked before the next


def of_places(code: str, slug: str) -> Iterator[Callable[[], object]]:
    """Yield the questions of the ranking of localities and of its maps."""
    window = usual(places_questions.windows(code, slug))
    if window is None:
        return
    asked = code, slug, LEVEL, window.code
    yield lambda: places_questions.localities(*asked)
    yield lambda: places_questions.scale(slug, LEVEL, CLASSES)
    yield lambda: places_questions.moved(*asked)
