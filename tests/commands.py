"""Commands run in this process, as they are typed, and what they answer."""

import json
from dataclasses import dataclass
from typing import Any

from typer.testing import CliRunner

from cspdash.cli import register
from cspdash.cli.app import app


@dataclass(frozen=True)
class Answer:
    """A command's exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON object on stdout."""
        found: dict[str, Any] = json.loads(self.out)
        return found


def cspdash(*arguments: object) -> Answer:
    """Run `cspdash ARGUMENTS`; fail on a traceback."""
    register()

    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Answer(result.exit_code, result.stdout, result.stderr)
