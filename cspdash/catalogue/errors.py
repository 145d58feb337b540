"""What is wrong with a content folder, said so that whoever wrote the file can mend it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one file: where, why, and what to do about it. `line` counts from 1."""

    file: Path
    line: int
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}. {self.remedy}"


class ContentError(Exception):
    """The content folder cannot be used. `problems` lists every cause that was found, in file order."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class InvalidError(ValueError):
    """A value that its own dataclass refuses: which key, why, what to do. The reader adds file and line."""

    def __init__(self, key: str, reason: str, remedy: str) -> None:
        self.key, self.reason, self.remedy = key, reason, remedy
        super().__init__(f"{key}: {reason}. {remedy}")
