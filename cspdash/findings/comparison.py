"""Two survey waves beside the recorded side: one of a fixed set of verdicts, or "cannot tell" with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cspdash.catalogue import Catalogue, Indicator, PairedClaim, SurveyPair
from cspdash.findings.recorded_change import RecordedChange, claimed_change, months_of, recorded_change
from cspdash.findings.series import Series
from cspdash.findings.survey_waves import Wave, Waves
from cspdash.stats.change import ChangeVerdict
from cspdash.stats.gap import GapVerdict, TwoProportions, compare_verdicts, two_proportions
from cspdash.stats.sample import sample_size

Reason = Literal[
    "no number asked",
    "base too small",
    "asked in another way",
    "asked elsewhere",
    "no recorded months",
    "too few recorded",
    "too few asked",
]
DIVERGING: frozenset[GapVerdict] = frozenset(
    {
        "recorded fell, perception rose",
        "recorded rose, perception fell",
        "recorded fell, perception has no detectable change",
        "recorded rose, perception has no detectable change",
        "recorded has no detectable change, perception fell",
        "recorded has no detectable change, perception rose",
    }
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """An earlier and a later wave with the recorded change beside them; `verdict` is in terms of the share.

    `test` is None where the waves may not be tested, and `reasons` says why the verdict is "cannot tell".
    `needed` people in each wave would show a change of the size seen, `needed_as_recorded` one as large as the
    recorded change.
    """

    slug: str
    before: Wave
    after: Wave
    recorded: RecordedChange
    test: TwoProportions | None
    verdict: GapVerdict
    reasons: tuple[Reason, ...]
    needed: int | None
    needed_as_recorded: int | None
    claim: PairedClaim | None = None

    @property
    def perceived(self) -> ChangeVerdict:
        """Return the survey side's verdict."""
        return self.test.verdict if self.test else "too few to compare"

    @property
    def diverges(self) -> bool:
        """Tell whether the two sides part: one changed and the other did not, or they went opposite ways."""
        return self.verdict in DIVERGING


def comparison(
    slug: str, before: Wave, after: Wave, recorded: RecordedChange, elsewhere: bool = False,
    claim: PairedClaim | None = None,
) -> Comparison:  # fmt: skip
    """Return the comparison of two waves; `elsewhere` says that they were asked in another area."""
    reasons: list[Reason] = ["asked elsewhere"] if elsewhere else []
    reasons += _unfit(before, after)
    test = None if reasons else _tested(before, after)
    if test is not None and test.verdict == "too few to compare":
        reasons.append("too few asked")
    if recorded.change is None:
        reasons.append("no recorded months")
    elif recorded.change.verdict == "too few to compare":
        reasons.append("too few recorded")
    verdict: GapVerdict = "cannot tell"
    if not reasons and test is not None and recorded.change is not None:
        verdict = compare_verdicts(recorded.change.verdict, test.verdict)
    return Comparison(
        slug, before, after, recorded, test, verdict, tuple(reasons), _needed(before, after),
        _needed_as_recorded(before, after, recorded), claim,
    )  # fmt: skip


def _unfit(before: Wave, after: Wave) -> list[Reason]:
    """Return why two waves may not be tested against one another; empty where they may."""
    reasons: list[Reason] = []
    bases = {before.base, after.base}
    if "too small" in bases:
        reasons.append("base too small")
    if "not known" in bases:
        reasons.append("no number asked")
    if before.run != after.run:
        reasons.append("asked in another way")
    return reasons


def _tested(before: Wave, after: Wave) -> TwoProportions | None:
    if before.successes is None or after.successes is None or before.n is None or after.n is None:
        return None
    return two_proportions(
        before.successes, before.n, after.successes, after.n,
        design_effect_before=before.design_effect or 1.0, design_effect_after=after.design_effect or 1.0,
    )  # fmt: skip


def _needed(before: Wave, after: Wave) -> int | None:
    """Return how many each wave would have to ask to show a change of the size between the two shares."""
    if before.share is None or after.share is None or abs(before.share - after.share) < 0.001:
        return None
    return sample_size(before.share, after.share, design_effect=after.design_effect or 1.0)


def _needed_as_recorded(before: Wave, after: Wave, recorded: RecordedChange) -> int | None:
    """Return how many each wave would have to ask to show a share that changed as much as the recorded count."""
    if before.share is None or recorded.change is None or recorded.change.verdict not in {"up", "down"}:
        return None
    expected = before.share * (recorded.change.ratio or 0)
    if not 0 < expected < 1 or abs(expected - before.share) < 0.001:
        return None
    return sample_size(before.share, expected, design_effect=after.design_effect or 1.0)


def comparisons(
    catalogue: Catalogue, pair: SurveyPair, indicator: Indicator, series: Series, waves: Waves, elsewhere: bool
) -> tuple[Comparison, ...]:
    """Return every comparison that a reader may choose, the newest first, a plan's own claim before others of its time.

    Each wave is compared with that of the same months in an earlier year, and with the one before it.
    """
    claimed = [] if elsewhere else _claimed(catalogue, pair, indicator, series, waves)
    made: list[Comparison] = []
    for position, after in enumerate(waves.rows):
        for before in _partners(waves.rows[:position], after):
            recorded = recorded_change(
                series, indicator, months_of(before.start, before.end), months_of(after.start, after.end)
            )
            slug = f"{before.start}-to-{after.start}"
            made.append(comparison(slug, before, after, recorded, elsewhere))
    return tuple(sorted([*claimed, *made], key=lambda one: (one.after.end, one.claim is not None), reverse=True))


def _claimed(
    catalogue: Catalogue, pair: SurveyPair, indicator: Indicator, series: Series, waves: Waves
) -> list[Comparison]:
    found = []
    for claim in pair.claims:
        before, after = waves.starting(claim.wave_before), waves.starting(claim.wave_after)
        recorded = claimed_change(series, indicator, catalogue.claim(claim.claim))
        if before and after and recorded:
            found.append(comparison(claim.claim, before, after, recorded, claim=claim))
    return found


def _partners(earlier: Sequence[Wave], after: Wave) -> list[Wave]:
    """Return the waves that a wave is compared with: of the same months in an earlier year, then the one before.

    Of its own run where there is one, so that what cannot be compared does not stand before what can.
    """

    def months(wave: Wave) -> tuple[int, int, int]:
        return wave.start.month, wave.end.month, len(months_of(wave.start, wave.end))

    joined = [wave for wave in earlier if wave.run == after.run] or list(earlier)
    shown = [wave for wave in joined if wave.share is not None] or joined
    same = [wave for wave in shown if months(wave) == months(after)][-1:]
    return same + [wave for wave in shown[-1:] if wave not in same]
