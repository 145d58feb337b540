import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cspdash.catalogue import ContentError, load, write_new_partnership

Complaint = Callable[..., str]
PLAN = "plans/our-plan-2026-29.toml"
INDICATORS = "indicators/indicators.toml"
FIGURES = "figures/our-plan-2026-29.toml"
CLAIMS = "claims/claims.toml"
ACTIONS = "actions/our-plan-2026-29.toml"


def test_template_loads_with_what_it_says(borough: Path) -> None:
    held = load(borough)
    plan = held.default_plan
    assert plan.slug == "our-plan-2026-29"
    assert plan.period_start == date(2026, 4, 1)
    assert [p.slug for p in plan.priorities] == ["asb", "burglary"]
    assert [i.slug for i in held.indicators_of(plan.priority("asb"))] == ["asb", "asb-confidence"]
    assert held.indicator("asb").categories == ("Anti-social behaviour",)
    assert held.indicator("asb").checked_by == "Partnership analyst"
    assert held.default_district.name == "Example Borough"
    assert [t.level for t in plan.targets_for("asb-confidence")] == [0.6]
    figure = held.figures_of("asb-confidence")[0]
    assert (figure.plan, figure.document) == (plan.slug, plan.document)
    assert figure.observation_value(held.indicator("asb-confidence")) == pytest.approx(0.52)


def test_folder_without_own_facts_borrows_those_that_hold_everywhere(borough: Path) -> None:
    held = load(borough)
    assert held.category("Anti-social behaviour").crime is False
    assert "lsoa-2021" in [b.slug for b in held.breaks]
    assert not any(b.areas for b in held.breaks)
    assert not any(entry.plans for entry in held.glossary)


def test_invented_borough_needs_one_partnership_one_plan_and_indicators(tmp_path: Path) -> None:
    full = tmp_path / "full"
    write_new_partnership(full)
    least = tmp_path / "least"
    for name in ("partnership.toml", PLAN, INDICATORS):
        (least / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(full / name, least / name)
    plan = least / PLAN
    text = plan.read_text(encoding="utf-8").replace('slug = "burglary"', 'slug = "quiet-nights"')
    plan.write_text(text.replace("Prevent burglary", "Quiet nights"), encoding="utf-8")
    held = load(least)
    assert [p.title for p in held.default_plan.priorities] == ["Tackle anti-social behaviour", "Quiet nights"]
    assert held.figures == ()


# each: file, text that stands there, what replaces it, words of the message, where the line is (if not there)
BAD = {
    "unknown key": (PLAN, "vision =", "visoin =", "'visoin' is not a key of a plan. Did you mean 'vision'?"),
    "unknown key deep": (PLAN, "theme = ", "teme = ", "'teme' is not a key of a deliverable"),
    "wrong type": (PLAN, "number = 1", 'number = "1"', "expected a whole number, found text"),
    "number in quotes": (PLAN, "value = 60", 'value = "60%"', "expected a number, found text"),
    "truth is no number": (PLAN, "value = 60", "value = true", "expected a number, found true or false"),
    "date as text": (PLAN, "by = 2029-03-31", 'by = "2029"', "expected a date, found text"),
    "text for list": (PLAN, 'outcomes = ["safer-streets"]', 'outcomes = "safer-streets"', "expected a list"),
    "table for text": (PLAN, 'vision = "A', 'vision = { a = 1 } # "A', "expected text, found a table"),
    "value for table": ("partnership.toml", "[force]", 'force = "x"\n[farce]', "'farce' is not a key", "[farce]"),
    "target of no kind": (PLAN, 'kind = "reduce"', 'kind = "reduse"', "Did you mean 'reduce'?"),
    "target without value": (PLAN, 'kind = "reduce"', 'kind = "at_most"', "'at_most' needs a value"),
    "monitor with value": (PLAN, 'kind = "at_least"', 'kind = "monitor"', "has no value", "value = 60"),
    "no comparator": (PLAN, 'kind = "reduce"', 'kind = "below_comparator"', "no comparator"),
    "unknown indicator": (PLAN, '"asb-confidence"]', '"asb-confidense"]', "Did you mean 'asb-confidence'?"),
    "target's indicator": (PLAN, 'indicator = "asb"', 'indicator = "abs"', "there is no indicator 'abs'"),
    "unknown outcome": (PLAN, '["safer-homes"]', '["safer-home"]', "Did you mean 'safer-homes'?"),
    "unknown area": (PLAN, '["E07000999"]', '["E07000998"]', "there is no area 'E07000998'"),
    "area no code": (PLAN, '["E07000999"]', '["Example"]', "'Example' is no ONS area code"),
    "two priorities": (PLAN, 'slug = "burglary"', 'slug = "asb" # too', "two of a kind have the slug 'asb'"),
    "dates reversed": (PLAN, "period_end = 2029-03-31", "period_end = 2025-03-31", "ends before it starts"),
    "slug not a slug": (PLAN, 'slug = "burglary"', 'slug = "Burglary!"', "is no slug"),
    "slug not the file": (
        PLAN,
        "title =",
        'slug = "other"\ntitle =',
        "not the file's name",
        'slug = "other"',
    ),
    "empty text": (PLAN, 'short_title = "2026-29"', 'short_title = ""', "'short_title' is empty"),
    "two indicators": (
        INDICATORS,
        'slug = "burglary"',
        'slug = "asb" # again',
        "two of a kind have the slug 'asb' (the first: indicators.toml, line 8)",
    ),
    "no class": (INDICATORS, 'disclosure = "O"', "", "treated as X (never public)", "[[indicator]]"),
    "class as default": (INDICATORS, "checked_by", 'disclosure = "O"\nchecked_by', "not a key", "disclosure"),
    "no polarity": (INDICATORS, 'polarity = "lower" ', "# ", "'polarity' is missing", "[[indicator]]"),
    "unknown polarity": (INDICATORS, '"lower"', '"down"', "not one of the words"),
    "unknown category": (INDICATORS, '["Burglary"]', '["Burglery"]', "Did you mean 'Burglary'?"),
    "no category": (INDICATORS, '"incidents"\ncategories = ["Burglary"]', '"incidents" #', "names no category"),
    "share over nothing": (INDICATORS, 'over = "residents', '# "', "needs its denominator", '"share" '),
    "rate without per": (INDICATORS, 'measure = "share" ', 'measure = "rate" ', "a rate, and only a rate,"),
    "figure for unknown": (FIGURES, '"asb-confidence"', '"confidence"', "there is no indicator"),
    "figure's period": (FIGURES, "period_end = 2026", "period_end = 2024", "period ends before it starts"),
    "numerator above": (
        FIGURES,
        "value = 52.0",
        "numerator = 210\ndenominator = 200",
        "larger than the denominator",
        "numerator",
    ),
    "claim of unknown plan": (
        "claims/claims.toml",
        '"our-plan',
        '"my-plan',
        "Did you mean 'our-plan-2026-29'?",
    ),
    "claim's numbers": (CLAIMS, '"change"', '"share" ', "do not suit 'share'"),
    "action's priority": (
        "actions/our-plan-2026-29.toml",
        '"asb"',
        '"noise"',
        "there is no priority 'noise'",
    ),
    "undated report": (
        ACTIONS,
        "updated =",
        "# updated =",
        "a reported status needs its date",
        "status =",
    ),
    "district elsewhere": ("partnership.toml", '= "E07000999"', '= "E07000001"', "there is no district"),
    "not TOML": (PLAN, 'vision = "A', "vision = A", "it is not valid TOML"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_content_is_refused_with_file_line_and_reason(case: str, complaint: Complaint) -> None:
    name, old, new, words, *line = BAD[case]
    assert words in complaint(name, old, new, *line)


def test_plan_without_priorities_is_refused(borough: Path) -> None:
    file = borough / PLAN
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: text.index("# A priority.")], encoding="utf-8")
    with pytest.raises(ContentError, match=r"line 1: plan .*the plan has no priorities"):
        load(borough)


def test_every_wrong_file_is_named_at_once(borough: Path) -> None:
    for name in (PLAN, INDICATORS, FIGURES):
        file = borough / name
        file.write_text("nonsense = 1\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(ContentError) as raised:
        load(borough)
    assert len(raised.value.problems) == 3
    assert {p.file.name for p in raised.value.problems} == {Path(n).name for n in (PLAN, INDICATORS, FIGURES)}


def test_missing_partnership_stray_file_and_no_plan_are_named(borough: Path, tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"there is no partnership\.toml here"):
        load(tmp_path)
    (borough / "plan").mkdir()
    (borough / PLAN).rename(borough / "plan" / "mine.toml")
    with pytest.raises(ContentError, match=r"nothing reads a file at plan.mine\.toml"):
        load(borough)
    (borough / "plan" / "mine.toml").unlink()
    with pytest.raises(ContentError, match="the partnership has no plan"):
        load(borough)


def test_text_that_is_not_utf8_names_its_line(borough: Path) -> None:
    file = borough / PLAN
    file.write_bytes(file.read_bytes() + b"\n# caf\xe9\n")
    lines = file.read_bytes().count(b"\n")
    with pytest.raises(ContentError, match=f"line {lines}: it is not written in UTF-8"):
        load(borough)


def test_html_in_a_page_is_refused(borough: Path) -> None:
    (borough / "pages").mkdir()
    page = borough / "pages" / "about.md"
    page.write_text("# About\n\n5 < 6 and 7 > 3.\n", encoding="utf-8")
    assert load(borough).page("about").text.startswith("# About")
    page.write_text("# About\n\n<script>x</script>\n", encoding="utf-8")
    with pytest.raises(ContentError, match="line 3: HTML is not allowed"):
        load(borough)
