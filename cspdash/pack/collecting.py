"""Findings become the pages of a pack: the same findings, words, tables and figures as on the screen."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cspdash.catalogue import Catalogue, Plan, Priority
from cspdash.charts.change_tables import changes_sentences, moved_table
from cspdash.charts.claim_words import claims_sentence, claims_table
from cspdash.charts.figures import trend_figure
from cspdash.charts.indicator_figures import breaks_drawn, indicator_alt, indicator_figure, indicator_title
from cspdash.charts.indicator_tables import flags_table, priority_table
from cspdash.charts.indicator_words import flag_sentence, indicator_sentence, priority_sentences
from cspdash.charts.note_words import commentary_words, line_words
from cspdash.charts.tables import overview_table
from cspdash.charts.theme import theme
from cspdash.charts.words import overview_sentences, trend_alt, trend_sentence, trend_title
from cspdash.exports.records import origin_of
from cspdash.findings import changes as changes_finding
from cspdash.findings import indicator as indicator_finding
from cspdash.findings.claims import claims
from cspdash.findings.indicator import Reading
from cspdash.findings.overview import overview
from cspdash.findings.places import Place
from cspdash.findings.provenance import Provenance, provenance
from cspdash.findings.trend import trend
from cspdash.pack import more_pages
from cspdash.pack.native import of_reading, of_trend
from cspdash.pack.pages import Drawing, Pack, Page, columns, first_rows
from cspdash.periods import month_name
from cspdash.store import queries
from cspdash.store.connection import Store

CHARTS, WINDOW = 2, 36
IN_PACK = ("Indicator", "Value", "Period", "Change", "Variation", "Target")
CLAIMS = ("Claim", "Printed", "They give", "Verdict", "Section")


@dataclass(frozen=True)
class Asked:
    """What a pack is asked of: store, content, plan, place, day, and the release since which changes are told."""

    store: Store
    catalogue: Catalogue
    plan: Plan
    place: Place
    today: date
    since: Store | None = None

    @cached_property
    def provenance(self) -> Provenance:
        """Return where everything recorded comes from."""
        return provenance(self.store, self.catalogue)

    def readings(self, priority: Priority) -> tuple[Reading, ...]:
        """Return a priority's indicators, as its page shows them."""
        wanted = self.catalogue.indicators_of(priority)
        return indicator_finding.readings(self.store, self.catalogue, wanted, self.place, self.plan, today=self.today)


def collect(
    store: Store, catalogue: Catalogue, plan: Plan, place: Place, today: date, since: Store | None = None
) -> Pack:
    """Return the board pack of a plan for a place; `since` is an earlier release whose differences are told."""
    asked = Asked(store, catalogue, plan, place, today, since)
    read = {priority.slug: asked.readings(priority) for priority in plan.priorities}
    pages = (
        attention_page(asked, [found for readings in read.values() for found in readings]),
        overview_page(asked),
        *(priority_page(asked, priority, read[priority.slug]) for priority in plan.priorities),
        *more_pages.perception_pages(store, catalogue, place),
        *more_pages.localities_pages(store, catalogue, place),
        claims_page(asked),
        more_pages.method_page(store, catalogue, asked.provenance),
    )
    found = asked.provenance
    return Pack(
        catalogue.partnership.title,
        plan.title,
        place.name,
        f"{plan.period_start:%B %Y} to {plan.period_end:%B %Y}",
        month_name(found.newest) if found.newest else "no month held",
        int(queries.summary(store)["incidents"]),
        store.built_at,
        origin_of(found, store.edition, catalogue.partnership.attribution),
        tuple(page for page in pages if page),
    )


def attention_page(asked: Asked, readings: list[Reading]) -> Page:
    """Return what needs attention, and what changed since the earlier release."""
    once = {found.indicator.slug: found for found in readings}
    flags = indicator_finding.overview_flags(once.values())
    lead = [f"{len(flags)} {'finding needs' if len(flags) == 1 else 'findings need'} attention."] if flags else [
        "No rule has flagged anything in this plan for this area."
    ]  # fmt: skip
    tables = [flags_table(flags)] if flags else []
    if asked.since is not None:
        found = changes_finding.changes(
            asked.since, asked.store, asked.catalogue, asked.plan, [asked.place], asked.today
        )
        lead += [f"Since the last release: {' '.join(changes_sentences(found))}"]
        tables += [first_rows(moved_table(found), 12)] if found.moved else []
    notes = [flag_sentence(flag) for flag in flags]
    return Page("attention", "What needs attention", tuple(lead), tuple(tables), notes=tuple(notes))


def overview_page(asked: Asked) -> Page:
    """Return every category of recorded incidents at a glance."""
    found = overview(asked.store, asked.catalogue, asked.place)
    table = overview_table(found, theme(False).OBSERVED)
    names = tuple(name for index, name in enumerate(table.columns) if index not in table.download_only)
    shown = columns(table, tuple(name for name in names if name not in {"36 months"}))
    return Page(
        "overview", f"Recorded incidents in {asked.place.name}", tuple(overview_sentences(found)),
        (shown,) if found.rows else (), caveats=(found.provenance.line,),
    )  # fmt: skip


def priority_page(asked: Asked, priority: Priority, found: tuple[Reading, ...]) -> Page:
    """Return one priority: sentences, indicators with words and shapes, two charts, what to beware of."""
    held = [reading for reading in found if reading.point is not None]
    table = columns(priority_table(priority.short_title, held, theme(False).OBSERVED), IN_PACK)
    # What needs attention is drawn first, then what is counted every month.
    order = sorted(held, key=lambda reading: (not _needs(reading), reading.state != "incidents"))
    drawings = [drawn for reading in order if (drawn := drawing(asked, reading))][:CHARTS]
    lines = [f"Chart “{drawn.title}”: {line}" for drawn in drawings for line in drawn.lines]
    waiting = [reading.indicator.name for reading in found if reading.point is None]
    return Page(
        f"{asked.plan.slug}-{priority.slug}",
        f"{priority.number}. {priority.title}",
        tuple(priority_sentences(priority.short_title, found)),
        (table,) if held else (),
        tuple(drawings),
        (*commentary(asked, held), *([f"No data supplied yet: {', '.join(waiting)}."] if waiting else [])),
        (*lines, *dict.fromkeys(line for reading in held for line in reading.caveats)),
        tuple(indicator_sentence(reading) for reading in held),
    )


def commentary(asked: Asked, held: list[Reading]) -> list[str]:
    """Return the newest commentary on each indicator of a page."""
    codes = asked.catalogue.lies_in(asked.place.code)
    found = [asked.catalogue.commentary_of(reading.indicator.slug, codes)[:1] for reading in held]
    return [f"{asked.catalogue.indicator(one.indicator).name}. {commentary_words(one)}" for few in found for one in few]


def _needs(reading: Reading) -> bool:
    return bool(indicator_finding.overview_flags([reading]))


def drawing(asked: Asked, reading: Reading) -> Drawing | None:
    """Return an indicator's chart, the one that its panel draws, or None where it draws none."""
    if reading.state == "incidents":
        found = trend(asked.store, asked.catalogue, reading.indicator, asked.place, WINDOW)
        if not found.series.held:
            return None
        source = f"{trend_sentence(found)} {found.provenance.line}"
        lines = tuple(line_words(number, line) for number, line in enumerate(found.breaks, start=1))
        return Drawing(trend_title(found), trend_alt(found), source, trend_figure(found), (of_trend(found),), lines)
    if len(reading.points) < 2:
        return None
    named = "; ".join(dict.fromkeys(point.source for point in reading.points))
    source = f"Source: {named}. Release {asked.store.release}."
    figure = indicator_figure(reading)
    lines = tuple(line_words(number, line) for number, line in enumerate(breaks_drawn(reading), start=1))
    return Drawing(indicator_title(reading), indicator_alt(reading), source, figure, (of_reading(reading),), lines)


def claims_page(asked: Asked) -> Page:
    """Return the plan's published claims, worked out again."""
    found = claims(asked.store, asked.catalogue, asked.plan.slug)
    table = claims_table(found, f"What {asked.plan.short_title} printed, and what its own numbers give")
    return Page(
        "claims", "Published claims, worked out again", (claims_sentence(found),),
        (columns(table, CLAIMS),) if found else (), caveats=(f"Source: {asked.plan.document}.",),
    )  # fmt: skip
