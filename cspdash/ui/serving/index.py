"""The page that every address opens: Streamlit's own, with our title, our scripts and without its adverts."""

import hashlib
import html
import re
from pathlib import Path

from cspdash.ui.serving.files import OURS

TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
AGENT = re.compile(r"\s*<!--(?:(?!-->).)*agent API(?:(?!-->).)*-->|\s*<link rel=\"service-desc\"[^>]*>", re.DOTALL)
SHEET = "reading.css"
NO_SCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
WITHOUT = "<noscript><p>This dashboard needs JavaScript, which your browser does not run.</p></noscript>"


def script_tag(name: str) -> str:
    """Return the tag of one of our scripts; its hash in the address makes a new version reach every browser."""
    version = hashlib.sha256((OURS / name).read_bytes()).hexdigest()[:12]
    return f'<script src="./cspdash/{name}?{version}"></script>'


def sheet_tag(name: str) -> str:
    """Return the tag of one of our style sheets, by its hash as well."""
    version = hashlib.sha256((OURS / name).read_bytes()).hexdigest()[:12]
    return f'<link rel="stylesheet" href="./cspdash/{name}?{version}">'


def index_page(streamlit: Path, title: str, scripts: tuple[str, ...]) -> str:
    """Return the page's HTML; RuntimeError when Streamlit's is not as expected, which a new version may bring."""
    text = (streamlit / "index.html").read_text(encoding="utf-8")
    if not (TITLE.search(text) and NO_SCRIPT.search(text) and "</head>" in text and '<html lang="en">' in text):
        raise RuntimeError("Streamlit's index.html is not as expected: look at cspdash/ui/serving/index.py")
    text = TITLE.sub(lambda _: f"<title>{html.escape(title)}</title>", text, count=1)
    text = NO_SCRIPT.sub(WITHOUT, AGENT.sub("", text))
    tags = "".join(f"    {script_tag(name)}\n" for name in scripts) + f"    {sheet_tag(SHEET)}\n"
    # Before every other script: who listens first is heard first.
    return text.replace('<html lang="en">', '<html lang="en-GB">').replace("    <title>", f"{tags}    <title>", 1)
