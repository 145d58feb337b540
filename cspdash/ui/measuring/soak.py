"""Memory over many reruns: `python -m cspdash.ui.measuring.soak URL PID RERUNS` prints JSON.

One reader goes round the pages and chooses in a picker on each, again and again. What is kept for good fills in the
first rounds, so that "before" is read after them.
"""

import asyncio
import json
import statistics
import sys
from typing import Any

from cspdash.ui.load import memory
from cspdash.ui.measuring.browser import Browser, Turn
from cspdash.ui.measuring.pages import opened, pages

STAY, FIRST_ROUNDS, SAMPLES = 10, 2, 10


async def round_of(browser: Browser, count: int) -> list[Turn]:
    """Return so many turns or a few more: on each page in turn, a visit and some choices."""
    turns: list[Turn] = []
    while len(turns) < count:
        for page, label in pages().values():
            turns.append(await browser.visit(page))
            turns += [await browser.choose(label, at) for at in range(1, STAY)]
    return turns


async def soaked(url: str, pid: int, reruns: int) -> dict[str, Any]:
    """Return memory before and after so many reruns, with samples between, and what a rerun took at both ends."""
    browser = await opened(url, 2)
    await browser.act()
    await round_of(browser, FIRST_ROUNDS * STAY * len(pages()))
    held, took, done = [memory([pid])], [], 0
    while done < reruns:
        turns = await round_of(browser, -(-reruns // SAMPLES))
        done += len(turns)
        held.append(memory([pid]))
        took.append(round(statistics.median(turn.ms for turn in turns), 1))
    if browser.socket:
        await browser.socket.close()
    return {"reruns": done, "memory_mb": held, "first_ms": took[0], "last_ms": took[-1]}


if __name__ == "__main__":
    json.dump(asyncio.run(soaked(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))), sys.stdout)
