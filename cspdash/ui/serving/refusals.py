"""Why a server does not start: what would make it serve the wrong thing, or to the wrong people.

The public edition is a process that can reach nothing but its own file (trust.md S2 of the design notes): a
damaged release, one that did not pass the gate, a partnership's store within reach, or secrets, and it refuses.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from cspdash import settings
from cspdash.publish.check import check_public
from cspdash.store.connection import Store, open_store
from cspdash.store.pointer import StoreDamaged, StoreProblem, current_release, release_files, release_path, to_serve
from cspdash.ui.serving.network import networks
from cspdash.ui.serving.options import Options

PUBLIC, PARTNERSHIP = "public", "partnership"
WILDCARDS = {"0.0.0.0", "::", ""}  # noqa: S104 - named to be told apart, not to be bound


def edition_of(folder: Path) -> str | None:
    """Return the edition of a store's current release, also of a damaged one; None when it cannot be read."""
    try:
        store = opened_however(folder)
    except (StoreProblem, OSError):
        return None
    edition = store.edition
    store.close()
    return edition


def opened_however(folder: Path) -> Store:
    """Open what is served, or what would be were it whole: a damaged public release is public all the same."""
    try:
        return open_store(folder, glance=False)
    except StoreDamaged:
        return Store(release_path(folder, current_release(folder) or ""))


def refusals(options: Options, environment: Mapping[str, str] | None = None, root: Path = settings.ROOT) -> list[str]:
    """Return every reason not to start, in words for whoever starts the server; none when all is well."""
    given = os.environ if environment is None else environment
    folder = settings.store_dir()
    edition = edition_of(folder)
    found = list(wrong_options(options, edition))
    if edition is None:
        found += nothing_whole(folder)
    if edition == PUBLIC:
        found += public_release(folder)
        if not options.preview:
            found += [*within_reach(folder, given, root), *secrets(root, given)]
    return found


def nothing_whole(folder: Path) -> list[str]:
    """Return why a store that was published has nothing left to serve; none when there is no store yet."""
    try:
        to_serve(folder)
    except StoreDamaged as error:
        return [str(error)]
    return []


def wrong_options(options: Options, edition: str | None) -> Iterator[str]:
    """Yield what is wrong with the way in which the server is to be reached."""
    try:
        networks(options.trusted_proxies)
    except ValueError as error:
        yield f"--trusted-proxy: {error}"
    if min(options.max_sessions, options.max_per_address) < 1:
        yield "--max-sessions and --max-per-address must be at least 1."
    if options.address in WILDCARDS and not options.host_names:
        yield "--address answers every network: say with --host-name which name the dashboard has there."
    if options.preview and (not options.is_loopback or options.host_names or options.trusted_proxies):
        yield "--preview is for this machine alone: no other address, host name or proxy."
    if options.preview and edition != PUBLIC:
        yield "--preview is for the public edition; this store is not of it."
    if edition == PUBLIC and (options.sign_in or options.no_sign_in):
        yield "the public edition has no sign-in and holds no secrets: leave --sign-in and --no-sign-in out."
    if edition != PUBLIC and not options.is_loopback and not (options.sign_in or options.no_sign_in):
        yield (
            "the partnership edition answers other machines only with --sign-in FILE, "
            "or with --no-sign-in behind a proxy that authenticates every request."
        )


def public_release(folder: Path) -> list[str]:
    """Return what is wrong with a public store: its release, or another among those kept that is not public."""
    return check_public(folder) + [
        f"release {name} in the same folder is of the {edition} edition."
        for name in release_files(folder)
        if (edition := edition_of_release(folder, name)) != PUBLIC
    ]


def within_reach(folder: Path, environment: Mapping[str, str], root: Path) -> list[str]:
    """Return the partnership's stores that this process could read: by default, by name, or round its own folder."""
    named = [Path(value) for name, value in environment.items() if name.startswith("CSPDASH_") and value]
    candidates = {path.resolve() for path in (root / "data" / "store", *named, *folder.parents)}
    candidates |= {child.resolve() for child in folder.iterdir() if child.is_dir()}
    found = []
    for candidate in sorted(candidates - {folder}):
        if any(edition_of_release(candidate, name) == PARTNERSHIP for name in readable_releases(candidate)):
            found.append(
                f"a partnership's store is within reach: {candidate}. Serve the public edition as a user who cannot "
                "read it, or from another machine; --preview shows it on this machine alone."
            )
    return found


def readable_releases(folder: Path) -> list[str]:
    """Return the releases in a folder that this process could open."""
    try:
        return [name for name in release_files(folder) if os.access(release_path(folder, name), os.R_OK)]
    except OSError:
        return []


def edition_of_release(folder: Path, name: str) -> str:
    """Return a release's edition; one that cannot be opened, of another schema say, counts as the partnership's."""
    try:
        store = Store(release_path(folder, name))
    except (StoreProblem, OSError):
        return PARTNERSHIP
    edition = str(store.edition)
    store.close()
    return edition


def secrets(root: Path, environment: Mapping[str, str]) -> list[str]:
    """Return the files of secrets that Streamlit would read."""
    homes = [root, Path.cwd()] + ([Path(environment["HOME"])] if environment.get("HOME") else [])
    files = {(home / ".streamlit" / "secrets.toml").resolve() for home in homes}
    return [
        f"there is a file of secrets: {file}. The public edition has none." for file in sorted(files) if file.exists()
    ]
