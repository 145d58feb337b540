"""Texts that an attacker or an accident puts where a code, a number, a day, a name or a file is expected."""

# ruff: noqa: E501 - texts stand as they are

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

MEGABYTE = 1_000_000
TEXTS = [
    "", " ", "'", '"', "';--", "'; DROP TABLE incident; --", "1 OR 1=1", "x' UNION SELECT * FROM release --", "%", "_", "\\",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "![a](http://192.0.2.1/x.png)", "[x](javascript:alert(1))",
    ":red[x]", "$x$", "`x`", "{{7*7}}", "${jndi:ldap://192.0.2.1/x}", "=cmd|' /C calc'!A0", "@SUM(1)", "\t=1",
    "../../../../etc/passwd", "..\\..\\windows", "/etc/passwd", "C:\\x", "file:///etc/passwd", "%2e%2e%2f", "....//", "CON",
    "\0", "a\0b", "\r\nSet-Cookie: x=1", "\n" * 50, "\x1b[2J", "\x7f", "\ufffe", "\ufeff", "\u202eevil", "\u2066x\u2069",
    "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿", "Z̸̧͉" * 40, "ﷺ" * 100, "İıſK", "٣٤", "²³", "𝟙𝟚", "\ud800", "a\udfffb", "null", "None", "undefined", "true", "[]", "{}",
    "0", "-0", "-1", "1e308", "1e999", "NaN", "inf", "0x10", "1_000", "9" * 30, "-" + "9" * 5000, "1.7976931348623157e309",
    "2147483648", "18446744073709551616", "9999-99-99", "2023-02-30", "0000-00", "2022-13", "99999-01", "2022-01-01T00:00",
    "1-1-1-1-11", "10-10-10-10-10-10", "1-1-1-1", "-----", "E06000005", "E06000005" * 100, "E01012304,E01012305", "," * 999,
    "." * 999, "E01012304." * 60, "X-town-centre", "X-../../x", "category-", "category-burglary", "own", "whole", "none", "all",
    "x" * MEGABYTE, "," * MEGABYTE, "1" + " " * 100_000 + "x", "(" * 50_000, "[" * 100_000, "a." * 200_000,
]  # fmt: skip
PIECES = ["'", '"', "<", ">", "\\", "/", "..", "\0", "\u202e", "👩", "9", "-", ".", ",", "E01012304", "2022-03", "1", " ", "\n", "%00",
          "%s", "{", "}", "$", "\ud800", "=", "+", "@", "X-", "category-", "SELECT", "--", ":", "[", "]", "("]  # fmt: skip


def texts(number: int, seed: int) -> list[str]:
    """Return that many hostile texts: those above, then pieces put together at random, the same for the same seed."""
    chance = random.Random(seed)
    made = ["".join(chance.choices(PIECES, k=chance.randint(1, 40))) for _ in range(max(0, number - len(TEXTS)))]
    return [*TEXTS, *made][:number]


def encodable(text: str) -> str:
    """Return a text as a browser could send it: lone surrogates cannot be written as UTF-8."""
    return text.encode("utf-8", "replace").decode()


class _Watch:
    on = False
    opened: list[str] = []  # noqa: RUF012 - one list for the process, as the hook cannot be taken out again


WRITING = ("w", "a", "x", "+")


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if not _Watch.on:
        return
    if event == "open" and isinstance(arguments[1], str) and any(sign in arguments[1] for sign in WRITING):
        _Watch.opened.append(str(arguments[0]))
    if event in {"os.mkdir", "os.rename", "os.link", "os.symlink", "subprocess.Popen", "os.system", "socket.connect"}:
        _Watch.opened.append(f"{event} {arguments[0]!s}")


sys.addaudithook(_hear)


@contextmanager
def nothing_written() -> Iterator[None]:
    """Fail when a file is opened for writing, made or renamed, a program is started or a machine is asked meanwhile."""
    _Watch.opened.clear()
    _Watch.on = True
    try:
        yield
    finally:
        _Watch.on = False
    written = [name for name in _Watch.opened if name != "/dev/null" and not name.endswith(".pyc")]
    assert written == []
