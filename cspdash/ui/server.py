"""Serves the dashboard: `python -m cspdash.ui.server [options] PORT`.

Streamlit's application runs inside ours (`cspdash.ui.serving`), in one process, with uvicorn. Every page's address
answers from the first visit on: Streamlit would otherwise take pages/ for its old kind of page folder until app.py
has run once, and tell a reader who follows a link to a priority that the page does not exist.
"""

import gc
import logging
import os
import resource
import socket
import sys
from contextlib import suppress

import uvicorn
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.runtime_util import get_max_message_size_bytes
from streamlit.web import bootstrap

from cspdash import settings
from cspdash.settings import ROOT
from cspdash.ui import front  # noqa: F401 - loads everything that pages import before the first visitor comes
from cspdash.ui.folding import draw_when_opened
from cspdash.ui.geometry import serve_outlines
from cspdash.ui.logs import log_as_json, tell
from cspdash.ui.serving.application import application
from cspdash.ui.serving.compression import CompressingProtocol
from cspdash.ui.serving.identity import SignInProblem, read_identity
from cspdash.ui.serving.network import PatientProtocol
from cspdash.ui.serving.options import Options, parsed
from cspdash.ui.serving.refusals import edition_of, refusals
from cspdash.ui.warming import warm_up

PagesManager.uses_pages_directory = False

REFUSED = 3
OPEN_FILES = 4096
HEAD_BYTES = 32 << 10
PINGS = 30.0


def is_news(record: logging.LogRecord) -> bool:
    """Tell whether a line of uvicorn's log says anything: it takes a handshake that we answered 503 for unanswered."""
    return not record.getMessage().startswith("ASGI callable returned without completing handshake")


class Server(uvicorn.Server):
    """Uvicorn's server, which writes down that it was told to stop; the signal ends the process afterwards."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close what is open."""
        tell("stopping")
        await super().shutdown(sockets)


def configure(options: Options) -> None:
    """Read Streamlit's configuration as its own command would."""
    config._main_script_path = str(ROOT / "app.py")
    bootstrap.load_config_options({"server.port": options.port, "server.address": options.address})


def uvicorn_config(app: object, options: Options) -> uvicorn.Config:
    """Return how connections are handled: quietly, without a server's name, and with limits on all of them."""
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        host=options.address,
        port=options.port,
        http=PatientProtocol,
        ws=CompressingProtocol,
        ws_max_size=get_max_message_size_bytes(),
        ws_ping_interval=PINGS,
        ws_ping_timeout=PINGS,
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        log_level="warning",
        h11_max_incomplete_event_size=HEAD_BYTES,
        limit_concurrency=min(OPEN_FILES // 2, 16 * options.max_sessions + 128),
        timeout_keep_alive=15,
        timeout_graceful_shutdown=3,
    )


def serve(options: Options) -> int:
    """Serve the dashboard until the process is told to end; return its exit code."""
    reasons = refusals(options)
    try:
        identity = read_identity(options.sign_in) if options.sign_in else None
    except SignInProblem as problem:
        reasons.append(str(problem))
    if reasons:
        for reason in reasons:
            sys.stderr.write(f"not started: {reason}\n")
        return REFUSED
    configure(options)
    if identity:
        config.set_option("server.cookieSecret", identity.cookie_secret)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(OPEN_FILES, hard)), hard))
    edition = edition_of(settings.store_dir())
    logging.getLogger("uvicorn.error").addFilter(is_news)
    log_as_json()
    serve_outlines()
    draw_when_opened()
    server = Server(uvicorn_config(application(options, edition, identity), options))
    warm_up()
    # What is loaded by now stays for good: later collections need not look at it.
    gc.collect()
    gc.freeze()
    host = f"[{options.address}]" if ":" in options.address else options.address
    sys.stdout.write(f"cspdash answers on http://{host}:{options.port} (edition: {edition or 'no store yet'})\n")
    sys.stdout.flush()
    tell("started", edition=edition, port=options.port, sign_in=bool(identity), max_sessions=options.max_sessions)
    with suppress(KeyboardInterrupt):  # as uvicorn hands Ctrl-C on once everything is closed
        server.run()
    return 0 if server.started else 1


def main(arguments: list[str]) -> None:
    """Serve, and leave at once: DuckDB's binding would list every connection that is open to read."""
    code: object = 1
    try:
        code = serve(parsed(arguments))
    except SystemExit as ended:
        code = ended.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code if isinstance(code, int) else bool(code))


if __name__ == "__main__":
    main(sys.argv[1:])
