"""The whole application: Streamlit's, with our layers round it."""

from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.file_util import get_static_dir

from cspdash.settings import ROOT
from cspdash.ui import roles
from cspdash.ui.serving.bodies import Bodies
from cspdash.ui.serving.door import Door
from cspdash.ui.serving.files import Files
from cspdash.ui.serving.headers import Headers
from cspdash.ui.serving.health import Health, Readiness
from cspdash.ui.serving.host_config import HostConfig
from cspdash.ui.serving.identity import Identity
from cspdash.ui.serving.index import index_page
from cspdash.ui.serving.login_times import LoginTimes
from cspdash.ui.serving.logins import Logins
from cspdash.ui.serving.messages import Messages
from cspdash.ui.serving.network import Clients
from cspdash.ui.serving.options import Options
from cspdash.ui.serving.refusals import PUBLIC
from cspdash.ui.serving.shapes import Shapes
from cspdash.ui.serving.shedding import Shedding
from cspdash.ui.serving.sign_in import SignIn

TITLE = "cspdash"


def application(options: Options, edition: str | None, identity: Identity | None, script: str = "app.py") -> Any:
    """Return the ASGI application that serves a store of this edition; another script is served only to measure."""
    streamlit = Path(get_static_dir())
    scripts = ("keys.js", "presenter.js", "paper.js", "root.js", *(("signed-in.js",) if identity else ()))
    index = index_page(streamlit, f"{TITLE} (preview)" if options.preview else TITLE, scripts)
    clients = Clients(options.trusted_proxies)
    inside = st.App(str(ROOT / script), secrets=identity.secrets if identity else None)
    files = Files(HostConfig(inside), streamlit, index)
    files.warm_up()
    app: Any = Health(Shapes(files), Readiness(edition))
    app = Shedding(app, clients, options.max_sessions, options.max_per_address)
    if identity:
        roles.require_sign_in(identity.role)
        app = SignIn(app, logins(identity, options.login_times))
    app = Door(Bodies(Messages(app)), options.hosts, uploads=edition != PUBLIC, sign_in=identity is not None)
    return Headers(app, index, clients, cookies=edition != PUBLIC)


def logins(identity: Identity, shared: Path | None) -> Logins:
    """Return what remembers logins: in memory, or in the folder that replicas share."""
    if shared is None:
        return Logins(identity)
    return Logins(identity, used=LoginTimes(shared, "used"), ended=LoginTimes(shared, "ended"))
