from typing import Any

import pytest

from cspdash import catalogue, settings
from cspdash.catalogue import Claim
from cspdash.charts.claim_words import claim_sentence, claims_sentence, claims_table, statistic_words, store_words
from cspdash.findings.claims import Recomputed, StoreCounts, recomputed

CONTENT = catalogue.load(settings.content_dir())


def found(kind: str, printed: float, store: StoreCounts | None = None, **changes: Any) -> Recomputed:
    given: dict[str, Any] = {"slug": "a", "title": "A claim", "plan": "darlington-2021-26", "section": "Page 1"}
    return recomputed(Claim(kind=kind, printed=printed, **(given | changes)), CONTENT, store)  # type: ignore[arg-type]


ASB = found("change", -14, before=35876.0, after=27288.0)
CRIME = found("change", -3.6, decimals=1, before=21189.0, after=20420.0, printed_status="green")
RATE = found("rate", 38.5, decimals=1, numerator=3851.0)
SHARE = found("share", 28, relation="below", numerator=11.0, denominator=55.0)


def test_a_claim_is_read_beside_what_its_numbers_give() -> None:
    assert claim_sentence(ASB) == ("A claim. Printed: −14%; its own numbers (35,876 to 27,288) give −23.9%: disagrees.")
    assert "give −3.63%: agrees" in claim_sentence(CRIME)
    assert "Printed: below 28%; its own numbers (11 of 55) give 20.0%: agrees" in claim_sentence(SHARE)
    assert claim_sentence(RATE).endswith("It would follow from a population of 100,026.")


def test_the_summary_counts_and_names_what_disagrees() -> None:
    said = claims_sentence([ASB, CRIME, RATE])
    assert said.startswith(
        "3 printed claims were worked out again from the plan's own numbers: agrees 1, disagrees 1, cannot be "
        "checked 1."
    )
    assert said.endswith("Disagreeing: A claim (−23.9% by its own numbers).")
    assert "Disagreeing" not in claims_sentence([CRIME])
    assert claims_sentence([]) == "No claims are recorded for this plan."


def test_the_table_marks_only_what_disagrees() -> None:
    table = claims_table([ASB, CRIME, RATE, SHARE])
    verdicts = [row[4] for row in table.rows]
    assert [cell.tone for cell in verdicts] == ["concern", "", "", ""]
    assert [cell.value for cell in verdicts] == ["disagrees", "agrees", "cannot be checked", "agrees"]
    assert table.rows[0][3].value == pytest.approx(-23.938, abs=0.001)
    assert table.rows[1][6].text == "green"
    assert table.rows[2][2].text == "3,851 of ?"


def test_the_test_is_given_with_its_numbers() -> None:
    assert statistic_words(ASB).startswith("down, p < 0.001, z = −")
    assert "95% interval −25." in statistic_words(ASB)
    assert statistic_words(SHARE).startswith("95% interval 11.")
    assert statistic_words(RATE) == "–"


def test_demonstration_data_are_no_check() -> None:
    assert store_words(ASB) == "not held"
    own = StoreCounts(200, 100, -50.0, demonstration=False)
    assert store_words(found("change", -14, own)) == "200 to 100 (−50.0%)"
    made = StoreCounts(None, 3851, None, demonstration=True)
    assert store_words(found("rate", 38.5, made)) == (
        "3,851: demonstration data, made to agree with printed totals, so no check"
    )
