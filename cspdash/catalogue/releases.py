"""The release calendar of the public edition, as announced."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from cspdash.catalogue.errors import InvalidError

NOTICE_DAYS = 28
UK = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class ReleaseDay:
    """A release of the public edition as announced: `at` is UK time, written as `publish --at` takes it.

    It is announced at least four weeks before; a later change of the time says why in `changed`.
    """

    at: str
    covers: str
    announced: date
    changed: str = ""

    def __post_init__(self) -> None:
        try:
            when = datetime.fromisoformat(self.at)
        except ValueError:
            raise InvalidError("at", f"'{self.at}' is no time", "Write it as 2026-12-10T09:30") from None
        if "T" not in self.at:
            raise InvalidError("at", "it has no time of day", "Write it as 2026-12-10T09:30")
        if (when.date() - self.announced).days < NOTICE_DAYS and not self.changed:
            reason = f"it was announced less than {NOTICE_DAYS} days before"
            raise InvalidError("announced", reason, "Announce it earlier, or say under changed why it was moved")

    @property
    def when(self) -> datetime:
        """Return the time, in the United Kingdom."""
        return datetime.fromisoformat(self.at).replace(tzinfo=UK)
