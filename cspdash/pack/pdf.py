"""A pack as a PDF with a tag tree for screen readers (PDF/UA-1), made from the HTML pack."""

from cspdash.pack.html import html_of
from cspdash.pack.pages import Pack


class NoPrinterError(RuntimeError):
    """The library that writes PDF, or a system library that it needs, is not installed; the message says what to do."""


MISSING = (
    "PDF needs WeasyPrint and the system libraries libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0. "
    "Install them (on Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; then "
    "pip install 'cspdash[pdf]'), or write the pack to .pptx or .html, which need neither"
)


def pdf_of(pack: Pack) -> bytes:
    """Return the pack as a tagged PDF; NoPrinterError when what it needs is not installed."""
    try:
        # Only who writes a PDF pays for its library, and only they need it.
        from weasyprint import HTML  # noqa: PLC0415
        from weasyprint.urls import URLFetcher  # noqa: PLC0415
    except (ImportError, OSError) as error:
        raise NoPrinterError(f"{MISSING} ({error}).") from error
    # Pictures are in the document itself: a pack never asks another machine for anything.
    inside = URLFetcher(allowed_protocols=("data",), fail_on_errors=True)
    made = HTML(string=html_of(pack), url_fetcher=inside).write_pdf(pdf_variant="pdf/ua-1")
    return bytes(made)
