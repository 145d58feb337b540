"""A pack to a file, by the file's ending; written beside it first, so that a failure leaves no half file."""

import os
from collections.abc import Callable
from pathlib import Path

from cspdash.pack.html import html_of
from cspdash.pack.pages import Pack
from cspdash.pack.pdf import NoPrinterError, pdf_of
from cspdash.pack.slides import slides_of


class PackProblem(RuntimeError):
    """The pack cannot be written as asked; the message says why and what to do."""


KINDS: dict[str, Callable[[Pack], bytes]] = {
    ".pptx": slides_of,
    ".pdf": pdf_of,
    ".html": lambda pack: html_of(pack).encode(),
}


def bytes_of(pack: Pack, kind: str) -> bytes:
    """Return a pack as a file's contents, of kind .pptx, .pdf or .html; PackProblem when it cannot be made here."""
    try:
        return KINDS[kind](pack)
    except NoPrinterError as error:
        raise PackProblem(str(error)) from error


def write(pack: Pack, target: Path) -> Path:
    """Write a pack to a .pptx, .pdf or .html file and return its path; PackProblem when that cannot be done."""
    if target.suffix.lower() not in KINDS:
        raise PackProblem(f"{target.name}: end the file's name with {', '.join(KINDS)}")
    made = bytes_of(pack, target.suffix.lower())
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        draft.write_bytes(made)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return target
