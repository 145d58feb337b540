"""Survey answers with what is known of how they were asked, and the wards that localities lie in."""

from dataclasses import dataclass
from datetime import date

from cspdash.store.connection import Store
from cspdash.store.observations import PRINTED

WAVES = """
SELECT answer.survey, answer.question, answer.wave_start, answer.wave_end, answer.area_code, answer.n, answer.share,
    answer.design_effect, answer.source, said.wording, said.method
FROM survey_answer AS answer
LEFT JOIN survey_wave AS said ON said.survey = answer.survey AND said.question = answer.question
    AND said.area_code = answer.area_code AND said.wave_start = answer.wave_start AND said.wave_end = answer.wave_end
    AND NOT starts_with(answer.source, $printed)
WHERE list_contains($areas, answer.area_code)
ORDER BY answer.survey, answer.question, answer.area_code, answer.wave_start, answer.wave_end, answer.source"""

AREAS_ASKED = """
SELECT DISTINCT area_code FROM survey_answer
WHERE survey = $survey AND question = $question ORDER BY area_code"""

PLACES_ASKED = """
SELECT DISTINCT area.area_code, area.area_name, area.level
FROM survey_answer AS answer JOIN area ON area.area_code = answer.area_code
WHERE answer.survey = $survey AND answer.question = $question AND (
    (area.level IN ('lsoa', 'ward') AND list_contains($districts, area.parent_code))
    OR (area.level = 'district' AND list_contains($districts, area.area_code)))
ORDER BY area.area_code"""

# A common area lies in a ward when every link of its members says the same one of those asked for.
WARDS = """
SELECT area_common.common_code, min(area_link.to_code) AS ward
FROM area_common
JOIN area_link ON area_link.kind = 'lsoa_ward' AND area_link.from_code = area_common.area_code
WHERE list_contains($wards, area_link.to_code)
GROUP BY area_common.common_code HAVING count(DISTINCT area_link.to_code) = 1
ORDER BY area_common.common_code"""


@dataclass(frozen=True, slots=True)
class HeldWave:
    """One question in one wave and area: the share (0 to 1) of `n` asked, as it is in the store."""

    survey: str
    question: str
    wave_start: date
    wave_end: date
    area_code: str
    n: int | None
    share: float | None
    design_effect: float | None
    source: str
    wording: str | None
    method: str | None

    @property
    def printed(self) -> bool:
        """Tell whether it was printed in a plan rather than supplied in a file."""
        return self.source.startswith(PRINTED)

    @property
    def key(self) -> tuple[str, str]:
        """Return the survey and the question."""
        return self.survey, self.question


def waves_in(store: Store, areas: list[str]) -> list[HeldWave]:
    """Return every wave of every question in some areas, by survey, question, area and date."""
    return [HeldWave(*row) for row in store.rows(WAVES, areas=areas, printed=PRINTED)]


def areas_asked(store: Store, survey: str, question: str) -> list[str]:
    """Return the codes of the areas in which a question was asked."""
    return [row[0] for row in store.rows(AREAS_ASKED, survey=survey, question=question)]


def places_asked(store: Store, survey: str, question: str, districts: list[str]) -> list[tuple[str, str, str]]:
    """Return (area_code, area_name, level) of the localities, wards and districts of some districts that were asked."""
    return store.rows(PLACES_ASKED, survey=survey, question=question, districts=districts)


def ward_of_localities(store: Store, wards: list[str]) -> dict[str, str]:
    """Return, of the localities (common areas) that lie in one of some wards, the ward."""
    return dict(store.rows(WARDS, wards=wards))
