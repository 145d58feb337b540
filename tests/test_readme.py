"""The README is true: what it names exists, and every command that exists is in it."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from cspdash.cli import app as cli_app
from cspdash.settings import KEEP_RELEASES, ROOT
from tests.commands import cspdash
from tests.northwick import example
from tests.test_house import FILE_LINES, FUNCTION_LINES, PAGE_LINES

TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
FENCE = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
BLOCKS = FENCE.findall(TEXT)
PROSE = FENCE.sub("", TEXT)
QUOTED = re.findall(r"`([^`\n]+)`", PROSE)
COMMAND = re.compile(r"python -m cspdash ([^`\n#]+)")
PATH = re.compile(r"[\w.-]+(/[\w.-]+)*/?")
KINDS = (".py", ".md", ".png", ".in", ".txt", ".toml", ".sql")
# Made when they are needed, and not in git.
MADE = {"data/store", "data/store/releases/", "data/store/CURRENT", "data/raw/"}


def registered() -> dict[str, typer.models.CommandInfo]:
    """Return every command by the words that call it."""
    from cspdash.cli import register
    from cspdash.cli.app import app

    register()
    found = {(command.name or ""): command for command in app.registered_commands}
    for group in app.registered_groups:
        assert group.typer_instance
        found |= {f"{group.name} {command.name}": command for command in group.typer_instance.registered_commands}
    return found


def command_lines() -> Iterator[list[str]]:
    """Yield every `python -m cspdash …` of the README, split into words."""
    for match in COMMAND.finditer(TEXT):
        words = shlex.split(match[1])
        if words and words[0] != "…":
            yield words


def name_of(words: list[str]) -> str:
    """Return the command that a line calls."""
    two = " ".join(words[:2])
    return two if two in registered() else words[0]


@pytest.mark.parametrize("words", list(command_lines()), ids=" ".join)
def test_every_command_line_exists_with_its_options(words: list[str]) -> None:
    assert name_of(words) in registered(), f"there is no command {words[0]}"
    answer = cspdash(*name_of(words).split(), "--help")
    assert answer.code == 0
    for option in (word for word in words if word.startswith("--")):
        assert option in answer.out


def test_every_command_is_in_the_table() -> None:
    table = TEXT.split("## Commands")[1].split("\n## ")[0]
    rows = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`([^`]+)`", row)} - {"python -m cspdash …"}
    assert named == set(registered())


def test_every_option_that_is_named_belongs_to_a_command() -> None:
    offered = " ".join(cspdash(*name.split(), "--help").out for name in registered())
    for option in {word for quoted in QUOTED for word in quoted.split() if word.startswith("--")}:
        assert option in offered, option


def test_json_and_store_are_options_of_the_commands_that_the_readme_says() -> None:
    helps = {name: cspdash(*name.split(), "--help").out for name in registered()}
    assert {name for name, said in helps.items() if "--json" not in said} == {"serve"}
    assert {name for name, said in helps.items() if "--store" not in said} == {"new-partnership", "peer-group"}
    assert cspdash("export", "nothing", "x.csv", "--port").code == 2
    assert (cli_app.REFUSED, cli_app.BUSY) == (3, 75)


def test_every_path_that_is_named_exists() -> None:
    named = [quoted for quoted in QUOTED if PATH.fullmatch(quoted) and ("/" in quoted or quoted.endswith(KINDS))]
    named += re.findall(r"\]\(([^)#:]+)\)", PROSE)
    shown = set(example())
    assert len(named) > 30
    for path in named:
        there = (ROOT / path).is_dir() if path.endswith("/") else (ROOT / path).exists()
        assert there or path in MADE | shown, f"{path} is not there"


def test_what_is_made_later_is_not_in_git() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"data/raw/", "data/store/", ".venv/"} <= set(ignored)


def test_the_variables_are_those_that_are_read() -> None:
    settings = (ROOT / "cspdash" / "settings.py").read_text(encoding="utf-8")
    variables = set(re.findall(r"CSPDASH_\w+", TEXT))
    assert variables - {"CSPDASH_REAL_DATA"} == set(re.findall(r'environ\.get\("(CSPDASH_\w+)"\)', settings))
    assert "CSPDASH_REAL_DATA" in (ROOT / "tests" / "conftest.py").read_text(encoding="utf-8")


def test_make_has_every_target_that_is_named() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = {name for line in re.findall(r"^([a-z ]+):", makefile, re.MULTILINE) for name in line.split()}
    named = set(re.findall(r"\bmake ([a-z]+)\b", "\n".join([*QUOTED, *(block for _, block in BLOCKS)])))
    assert {"run", "test"} <= named <= targets


def test_the_two_commands_are_on_the_first_screen() -> None:
    first = TEXT.splitlines()[:20]
    assert any(line.startswith("make run ") for line in first)
    assert any(line.startswith("make test ") for line in first)


def test_its_numbers_are_those_of_the_code() -> None:
    assert f"The last {KEEP_RELEASES} are kept" in TEXT
    flat = " ".join(TEXT.split())
    assert f"at most {FILE_LINES} lines, a function {FUNCTION_LINES}, a page {PAGE_LINES}" in flat
    port = re.search(r"^port = (\d+)", (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert port and f"http://127.0.0.1:{port[1]}" in TEXT


def test_screenshots_are_small_and_all_are_shown() -> None:
    folder = ROOT / "docs" / "screenshots"
    shown = {Path(path).name for path in re.findall(r"\((docs/screenshots/[^)]+)\)", TEXT)}
    assert shown == {path.name for path in folder.iterdir()}
    assert all(path.stat().st_size <= 150_000 for path in folder.iterdir())


def test_no_path_of_a_machine_is_in_it() -> None:
    assert not re.search(r"(^|[\s`(])/(home|root|tmp|work|Users|opt)\b", TEXT)


def test_what_make_run_does_is_what_the_readme_says() -> None:
    done = subprocess.run(["make", "-n", "run"], cwd=ROOT, capture_output=True, text=True, check=True)
    lines = [line for line in done.stdout.splitlines() if "-m cspdash" in line]
    assert [line.split("-m cspdash ")[1] for line in lines] == ["demo --if-empty", "serve"]
