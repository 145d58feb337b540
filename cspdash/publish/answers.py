"""Survey answers: open ones with a base of 30 or more as they are, others by the 10-5 rule, wider areas alone.

How a question was worded and asked is free text: it becomes a number, so that waves of different wording stay apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from cspdash.catalogue import Catalogue
from cspdash.catalogue.public import question_class
from cspdash.catalogue.surveys import LEAST_BASE
from cspdash.publish.atoms import Ladder, months_in
from cspdash.publish.protect import OVER, Cell, Key, Shown
from cspdash.store.connection import Store
from cspdash.store.observations import Answer
from cspdash.store.survey_waves import HeldWave

ALL_WAVES = """
SELECT answer.survey, answer.question, answer.wave_start, answer.wave_end, answer.area_code, answer.n, answer.share,
    answer.design_effect, answer.source, said.wording, said.method
FROM survey_answer AS answer
LEFT JOIN survey_wave AS said ON said.survey = answer.survey AND said.question = answer.question
    AND said.area_code = answer.area_code AND said.wave_start = answer.wave_start AND said.wave_end = answer.wave_end
ORDER BY ALL"""
WIDE = ("district", "partnership", "force", "region", "nation")
Said = tuple[str, str, date, date, str, str | None, str | None]


def supplied_waves(store: Store) -> list[HeldWave]:
    """Return every wave that came from a file, with its wording and method."""
    return [wave for row in store.rows(ALL_WAVES) if not (wave := HeldWave(*row)).printed]


def name_of(wave: HeldWave) -> str:
    """Return the name under which a wave's cells are published."""
    return f"{wave.survey}/{wave.question}"


def open_answer(wave: HeldWave, source: str) -> Answer:
    """Return an open wave as published: below a base of 30 no share, and the base only in tens."""
    small = wave.n is not None and wave.n < LEAST_BASE
    n = wave.n // 10 * 10 if small and wave.n is not None else wave.n
    effect = None if small else wave.design_effect
    return Answer(
        wave.survey, wave.question, wave.wave_start, wave.wave_end, wave.area_code, n, None if small else wave.share,
        effect, source,
    )  # fmt: skip


def answer_cells(wave: HeldWave, disclosure: str) -> list[Cell]:
    """Return the cells of a wave of class R or S: how many gave the answer, and how many were asked."""
    key = Key(name_of(wave), wave.area_code, wave.wave_start, wave.wave_end)
    asked, gave = wave.n or 0, round((wave.share or 0.0) * (wave.n or 0))
    hide = asked < LEAST_BASE or wave.share is None or (gave >= 10 and asked - gave < 10)
    base = Cell(key._replace(indicator=key.indicator + OVER), asked, disclosure, withheld=asked < LEAST_BASE)
    return [Cell(key, gave, disclosure, withheld=hide), base]


def restricted_class(wave: HeldWave, disclosure: str, ladder: Ladder) -> bool:
    """Tell whether a wave of class R or S may be published: wide areas, class S whole years, both with a base."""
    if wave.n is None or ladder.level(wave.area_code) not in WIDE:
        return False
    if disclosure == "S":
        wide = ladder.level(wave.area_code) != "force"
        return wide and (months_in((wave.wave_start, wave.wave_end)) or 0) >= 12
    return True


def sorted_waves(
    waves: Iterable[HeldWave], catalogue: Catalogue, ladder: Ladder
) -> tuple[list[Answer], list[Cell], dict[str, str]]:
    """Return open answers, the cells of the others, and why questions are left out."""
    answers: list[Answer] = []
    cells: list[Cell] = []
    why: dict[str, str] = {}
    for wave in waves:
        disclosure = question_class(catalogue, wave.survey, wave.question)
        if disclosure == "X":
            why[name_of(wave)] = "it is of class X, or has no class"
        elif disclosure == "O":
            answers.append(open_answer(wave, source_of(catalogue, wave)))
        elif restricted_class(wave, disclosure, ladder):
            cells += answer_cells(wave, disclosure)
        else:
            why[name_of(wave)] = "its areas or waves are too small for its class, or no base is given"
    return answers, one_a_key(cells), why


def one_a_key(cells: Sequence[Cell]) -> list[Cell]:
    """Return one cell a key, the first: two sources of one number would narrow it."""
    found: dict[Key, Cell] = {}
    for cell in cells:
        found.setdefault(cell.key, cell)
    return list(found.values())


def source_of(catalogue: Catalogue, wave: HeldWave | Answer) -> str:
    """Return what a wave is cited as: the survey's title in the content, never the file's own words."""
    asked = catalogue.question(wave.survey, wave.question)
    return asked.survey_title if asked else wave.survey


def published_answers(shown: Mapping[Key, Shown], catalogue: Catalogue) -> list[Answer]:
    """Return the survey answers that protected cells make."""
    found = []
    for key, cell in sorted(shown.items()):
        base = shown.get(key._replace(indicator=key.indicator + OVER))
        survey, slash, question = key.indicator.partition("/")
        if not slash or base is None or key.indicator.endswith(OVER):
            continue
        n = base.published
        share = cell.published / n if cell.published is not None and n else None
        answer = Answer(survey, question, key.start, key.end, key.area_code, n if n is not None else 0, share, None, "")
        found.append(replace(answer, source=source_of(catalogue, answer)))
    return found


def numbered(waves: Sequence[HeldWave]) -> list[Said]:
    """Return the wording and method of waves as numbers within their question, in order of appearance."""
    names: dict[tuple[str, str, str], list[str]] = {}

    def number(wave: HeldWave, kind: str, text: str | None) -> str | None:
        if not text:
            return None
        known = names.setdefault((wave.survey, wave.question, kind), [])
        plain = " ".join(text.casefold().split())
        if plain not in known:
            known.append(plain)
        return f"{kind} {known.index(plain) + 1}"

    return [
        (wave.survey, wave.question, wave.wave_start, wave.wave_end, wave.area_code,
         number(wave, "wording", wave.wording), number(wave, "method", wave.method))
        for wave in sorted(waves, key=lambda one: (one.survey, one.question, one.wave_start))
        if wave.wording or wave.method
    ]  # fmt: skip
