"""What people were asked: survey questions, the figures that plans printed of them, and what is set beside them."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from cspdash.catalogue.errors import InvalidError
from cspdash.catalogue.measures import OwnDisclosure

WaveRole = Literal["answer", "baseline", "target"]

# Fewer asked than this and no figure is shown; fewer than CAUTION_BASE and it stands with a caution.
LEAST_BASE, CAUTION_BASE = 30, 100


@dataclass(frozen=True)
class PrintedWave:
    """One survey figure as a plan printed it: `percent` of the `n` people asked; no n where none is printed.

    `answers` is how many people that percent stands for, where only one whole number prints as it. A `target`
    is what a plan wants: it is no answer and never goes into the store. `place` names a part of the area.
    """

    wave_start: date
    wave_end: date
    area_code: str
    percent: float
    section: str
    plan: str = field(default="", metadata={"refers": "plan"})
    document: str = ""
    n: int | None = None
    answers: int | None = None
    role: WaveRole = "answer"
    place: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.wave_end < self.wave_start:
            raise InvalidError("wave_end", "the wave ends before it starts", "Mend the two dates")
        if not 0 <= self.percent <= 100:
            raise InvalidError("percent", f"{self.percent:g} is no percent", "Write a number from 0 to 100")
        if self.n is not None and self.n <= 0:
            raise InvalidError("n", "nobody was asked", "Leave n out where it is not printed")
        if self.answers is not None:
            self._check_answers(self.answers)
        if not self.plan and not self.document:
            raise InvalidError("plan", "nothing says where it was printed", "Add plan = … or document = …")

    def _check_answers(self, answers: int) -> None:
        if self.n is None or not 0 <= answers <= self.n:
            raise InvalidError("answers", "it is not a part of n", "Give n, and answers from 0 to n")
        if abs(100 * answers / self.n - self.percent) > 0.5 * 10.0**-self.decimals + 1e-9:
            raise InvalidError("answers", f"{answers} of {self.n} is not {self.percent:g}%", "Mend one of them")

    @property
    def decimals(self) -> int:
        """How many decimals the percent was printed with."""
        return len(f"{self.percent:g}".partition(".")[2])

    @property
    def share(self) -> float:
        """The share, 0 to 1: of the people it stands for where they are known, else as printed."""
        if self.answers is not None and self.n:
            return self.answers / self.n
        return round(self.percent / 100, 10)


@dataclass(frozen=True)
class QuestionChange:
    """From this day on the question was worded, or asked, in another way: earlier waves are never joined to it."""

    starts: date
    reason: str


@dataclass(frozen=True)
class SurveyQuestion:
    """One question of a survey. `better` says which way its share is good; `wording` is what is shared out.

    `method` says how people were asked, where known. `waves` are the figures that plans printed of it. `disclosure`
    classes a question that no indicator counts: without one its answers, but not what plans printed, stay in.
    """

    survey: str
    question: str
    title: str
    wording: str
    better: Literal["lower", "higher", "none"]
    survey_title: str
    short_title: str = ""
    method: str = ""
    changes: tuple[QuestionChange, ...] = field(default=(), metadata={"key": "change"})
    waves: tuple[PrintedWave, ...] = field(default=(), metadata={"key": "wave"})
    note: str = ""
    disclosure: OwnDisclosure = ""

    @property
    def key(self) -> tuple[str, str]:
        """The survey and the question, by which answers are kept."""
        return self.survey, self.question

    @property
    def slug(self) -> str:
        """The key in one text."""
        return f"{self.survey}/{self.question}"

    @property
    def name(self) -> str:
        """The short title where there is one, else the title."""
        return self.short_title or self.title


@dataclass(frozen=True)
class PairedClaim:
    """A printed claim on the recorded side, and the two waves that the plan set beside it, by their first days.

    `said` is what the plan made of it, in our words.
    """

    claim: str = field(metadata={"refers": "claim"})
    wave_before: date
    wave_after: date
    said: str

    def __post_init__(self) -> None:
        if self.wave_after <= self.wave_before:
            raise InvalidError("wave_after", "it does not come after wave_before", "Mend the two dates")


@dataclass(frozen=True)
class ContextQuestion:
    """A question asked elsewhere or of the whole country: shown beside, never joined and never tested."""

    survey: str
    question: str
    area_code: str


@dataclass(frozen=True)
class SurveyPair:
    """A survey question set beside the recorded indicators that it is about, the first of them for the verdict.

    The question says which way its share is good; the recorded side has its indicator's polarity. `subject` is
    the recorded side in a word or two, as it stands in the verdict ("recorded ASB fell").
    """

    slug: str
    title: str
    survey: str
    question: str
    indicators: tuple[str, ...] = field(metadata={"refers": "indicator"})
    subject: str
    claims: tuple[PairedClaim, ...] = field(default=(), metadata={"key": "claim"})
    context: tuple[ContextQuestion, ...] = ()
    note: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """The survey and the question."""
        return self.survey, self.question
