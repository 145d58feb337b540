"""An indicator read for a place and a plan: value, interval, change, targets, variation, trend and caveats."""

from cspdash.findings.indicator.flags import Flag, overview_flags
from cspdash.findings.indicator.meaning import meaning
from cspdash.findings.indicator.movement import Movement
from cspdash.findings.indicator.points import Point
from cspdash.findings.indicator.reading import Reading, State, reading, readings
from cspdash.findings.indicator.targets import Judged, TargetVerdict

__all__ = [
    "Flag",
    "Judged",
    "Movement",
    "Point",
    "Reading",
    "State",
    "TargetVerdict",
    "meaning",
    "overview_flags",
    "reading",
    "readings",
]
