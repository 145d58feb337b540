"""Where things are, and the few values an installation may change by environment variable."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = Path(__file__).resolve().parent
REFERENCE = ROOT / "data" / "reference"
SHAPEFILES = ROOT / "shapefiles"

KEEP_RELEASES = 12
READER_MEMORY = "1GB"
READER_THREADS = 2
READER_SECONDS = 5.0
MAX_SESSIONS = 60
MAX_PER_ADDRESS = 5
IDLE_MINUTES = 30
SIGN_IN_HOURS = 8
MAX_REPLICAS = 64


def store_dir() -> Path:
    """Return the store's folder: CSPDASH_STORE, else data/store in the checkout."""
    return Path(os.environ.get("CSPDASH_STORE") or ROOT / "data" / "store").resolve()


def content_dir() -> Path:
    """Return the partnership's content folder: CSPDASH_CONTENT, else the content that ships."""
    return Path(os.environ.get("CSPDASH_CONTENT") or PACKAGE / "content").resolve()


def is_limited() -> bool:
    """Tell whether a command is to hold itself to the limits for files from outside: CSPDASH_LIMITED."""
    return os.environ.get("CSPDASH_LIMITED") not in (None, "", "0")


def police_url() -> str:
    """Return the base address that police months are fetched from, without a trailing slash."""
    return (os.environ.get("CSPDASH_POLICE_URL") or "https://data.police.uk").rstrip("/")
