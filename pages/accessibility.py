"""Accessibility statement: made from the last run of the checks."""

from cspdash.ui import accessibility, front


@front.page("Accessibility statement")
def page() -> None:
    """Draw the page."""
    accessibility.statement()
