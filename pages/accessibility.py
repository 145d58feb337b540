"""Accessibility statement: made from the last run of the checks."""

from cspdash.ui import accessibility, front, panels
from cspdash.ui.access import content

front.require()

panels.heading("Accessibility statement")
accessibility.statement()
panels.attribution(content())
