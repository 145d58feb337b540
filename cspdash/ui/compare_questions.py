"""The questions of the comparison page, remembered by release. Arguments are codes and slugs."""

from cspdash.catalogue import Indicator
from cspdash.findings import compare as compare_finding
from cspdash.findings import compare_past, compare_profile, compare_trends, peers
from cspdash.findings.compare import Average, Compared
from cspdash.findings.compare_past import Past
from cspdash.findings.compare_profile import Profile
from cspdash.findings.compare_trends import Order, Trends
from cspdash.findings.peers import Peers
from cspdash.ui import questions
from cspdash.ui.access import answered, content, store


@answered
def groups(code: str) -> dict[str, str]:
    """Return the groups that a place can be compared in: titles by slug."""
    return peers.groups_of(content(), questions.place(code))


@answered
def group(code: str, slug: str, chosen: str = "") -> Peers:
    """Return a group of a place, with the area that is compared."""
    return peers.peers(store(), content(), questions.place(code), slug, chosen)


@answered
def comparable(code: str, slug: str) -> tuple[Indicator, ...]:
    """Return the indicators that can be compared in a group."""
    return compare_profile.comparable(store(), content(), group(code, slug))


@answered
def comparison(indicator: str, code: str, slug: str, chosen: str, average: Average) -> Compared:
    """Return an indicator across a group."""
    asked = content().indicator(indicator)
    return compare_finding.compare(store(), content(), asked, group(code, slug, chosen), average)


@answered
def past(indicator: str, code: str, slug: str, chosen: str) -> Past:
    """Return a member of a group against its own past."""
    return compare_past.past(store(), content(), content().indicator(indicator), group(code, slug, chosen), chosen)


@answered
def trends(indicator: str, code: str, slug: str, order: Order) -> Trends:
    """Return one small trend for each member of a group."""
    return compare_trends.trends(store(), content(), content().indicator(indicator), group(code, slug), order)


@answered
def profile(code: str, slug: str, chosen: str, average: Average) -> Profile:
    """Return a member of a group through all indicators."""
    return compare_profile.profile(store(), content(), group(code, slug, chosen), chosen, average)
