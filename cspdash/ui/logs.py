"""The server's log: one JSON object a line on standard error, without personal data.

Our own messages are written so that they hold none. Of other packages' messages only the words in the program are kept,
not the values that were put into them; of an error its kind and the lines of code that it went through, not what it
said: an error of a database or a parser quotes the value that it did not understand.
"""

import json
import logging
import sys
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import streamlit.logger

OWN = "cspdash"
LONGEST = 300
FRAMES = 12

log = logging.getLogger("cspdash.serving")


class JsonLines(logging.Formatter):
    """Writes a record as one JSON object: at (UTC), level, from, says, and of an error its kind and where it arose."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as a line."""
        line: dict[str, Any] = {
            "at": f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z",
            "level": record.levelname,
            "from": record.name,
            "says": self.said(record)[:LONGEST],
        }
        line |= getattr(record, "facts", {})
        if record.exc_info and record.exc_info[0]:
            line |= {"error": record.exc_info[0].__name__, "where": where(record.exc_info[2])}
        return json.dumps(line, ensure_ascii=True, default=str)

    def said(self, record: logging.LogRecord) -> str:
        """Return what a record says: of other packages without the values."""
        return record.getMessage() if record.name.split(".")[0] == OWN else str(record.msg)


def where(trace: TracebackType | None) -> list[str]:
    """Return the last lines of code that an error went through: module's file, line and function."""
    frames = traceback.extract_tb(trace)[-FRAMES:]
    return [f"{'/'.join(Path(frame.filename).parts[-2:])}:{frame.lineno} {frame.name}" for frame in frames]


def handler() -> logging.Handler:
    """Return a handler that writes JSON lines on standard error."""
    made = logging.StreamHandler(sys.stderr)
    made.setFormatter(JsonLines())
    return made


def log_as_json() -> None:
    """Let everything that is logged in this process, also by packages and from errors nobody caught, be JSON lines."""
    root = logging.getLogger()
    root.handlers[:] = [handler()]
    root.setLevel(logging.WARNING)
    logging.getLogger(OWN).setLevel(logging.INFO)
    logging.captureWarnings(True)
    # Streamlit gives each of its loggers a handler of its own, also those that it makes later.
    streamlit.logger.setup_formatter = _own_handler
    streamlit.logger.update_formatter()
    sys.excepthook = lambda kind, error, trace: log.critical("not caught", exc_info=(kind, error, trace))
    threading.excepthook = lambda told: log.error(
        "not caught in a thread",
        exc_info=(told.exc_type, told.exc_value, told.exc_traceback) if told.exc_value else None,
    )


def _own_handler(logger: logging.Logger) -> None:
    """Do for a logger of Streamlit what its own function does, with our format."""
    before = getattr(logger, "streamlit_console_handler", None)
    if before:
        logger.removeHandler(before)
    logger.streamlit_console_handler = handler()  # type: ignore[attr-defined]
    logger.addHandler(logger.streamlit_console_handler)  # type: ignore[attr-defined]


def tell(what: str, **facts: str | int | float | bool | None) -> None:
    """Log something that operators want to know, with facts as fields of their own: codes and numbers, never a text."""
    log.info(what, extra={"facts": facts})
