"""`serve`: the dashboard of either edition, whichever the store is of."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from cspdash import settings
from cspdash.cli.app import StoreOption, app, folder

PortOption = Annotated[int, typer.Option(help="The port to answer on.")]
AddressOption = Annotated[
    str, typer.Option(help="The address to answer on; this machine alone, unless another is given.")
]
HostOption = Annotated[
    list[str] | None, typer.Option("--host-name", help="A name under which readers reach the dashboard; repeatable.")
]
SessionsOption = Annotated[int, typer.Option(help="Readers at once; more are asked to come back.")]
PerAddressOption = Annotated[int, typer.Option(help="Readers at once from one address.")]
ProxyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--trusted-proxy", help="Address or network whose X-Forwarded-For and -Proto headers are believed; repeatable."
    ),
]
SignInOption = Annotated[
    Path | None, typer.Option("--sign-in", help="Settings for sign-in (OIDC); deploy/sign-in.toml shows them.")
]
NoSignInOption = Annotated[
    bool, typer.Option("--no-sign-in", help="Answer other machines without sign-in: behind a proxy that authenticates.")
]
ReplicasOption = Annotated[
    int | None,
    typer.Option("--replicas", min=1, max=settings.MAX_REPLICAS, help="So many processes, behind Caddy, as one."),
]
PreviewOption = Annotated[
    bool, typer.Option("--preview", help="Show the public edition on the partnership's own machine, to nobody else.")
]


@app.command("serve")
def serve(
    store: StoreOption = None,
    port: PortOption = 8501,
    address: AddressOption = "127.0.0.1",
    host_name: HostOption = None,
    max_sessions: SessionsOption = settings.MAX_SESSIONS,
    max_per_address: PerAddressOption = settings.MAX_PER_ADDRESS,
    trusted_proxy: ProxyOption = None,
    sign_in: SignInOption = None,
    no_sign_in: NoSignInOption = False,
    preview: PreviewOption = False,
    replicas: ReplicasOption = None,
) -> None:
    """Serve the dashboard, on this machine alone unless told otherwise."""
    # Both may be given from the folder that the command is run in.
    os.environ["CSPDASH_STORE"], os.environ["CSPDASH_CONTENT"] = str(folder(store)), str(settings.content_dir())
    line = ["--address", address, "--max-sessions", str(max_sessions), "--max-per-address", str(max_per_address)]
    for name in host_name or []:
        line += ["--host-name", name]
    for proxy in trusted_proxy or []:
        line += ["--trusted-proxy", proxy]
    if sign_in:
        line += ["--sign-in", str(sign_in.resolve())]
    line += ["--no-sign-in"] * no_sign_in + ["--preview"] * preview
    os.chdir(settings.ROOT)
    command = [sys.executable, "-m", "cspdash.ui.server", *line, str(port)]
    if replicas:
        whole = ["--replicas", str(replicas), "--port", str(port)]
        command = [sys.executable, "-m", "cspdash.ui.replicas", *whole, *line]
    os.execv(sys.executable, command)  # noqa: S606 - replaces this process by the server, no shell
