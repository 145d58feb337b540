"""The meeting: one finding a screen, large, by keyboard; the speaker's notes on request."""

from cspdash.ui import front, meeting
from cspdash.ui.navigation import chosen_plan


@front.page()
def page() -> None:
    """Draw the page."""
    plan = chosen_plan()
    meeting.show(plan, meeting.chosen_place(plan))
