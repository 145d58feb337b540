"""The command line's root: options shared by all commands, exit codes, and how results are printed."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from cspdash import settings
from cspdash.catalogue import ContentError
from cspdash.ingest import RefusedFile, limits
from cspdash.store.release import StoreBusy, StoreProblem, WriteFailed

REFUSED, DISK, BUSY = 3, 74, 75

app = typer.Typer(
    name="cspdash",
    help="Is our area getting safer? Loads a partnership's data and serves its dashboard.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
ingest_app = typer.Typer(
    help="Load files into the store: one command makes one release, all or nothing.", no_args_is_help=True
)
app.add_typer(ingest_app, name="ingest")

StoreOption = Annotated[
    Path | None, typer.Option("--store", help="The store's folder (default: data/store, or CSPDASH_STORE).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")]
errors = Console(stderr=True, highlight=False)


def main() -> None:
    """Run the command line, within limits where the environment asks for them."""
    if settings.is_limited():
        limits.hold()
    app()


def folder(store: Path | None) -> Path:
    """Return the store's folder that a command works on."""
    return store.resolve() if store else settings.store_dir()


@contextmanager
def reported(as_json: bool) -> Iterator[None]:
    """Turn the errors a user can meet into a message and an exit code, never a traceback."""
    try:
        yield
    except StoreBusy as error:
        fail(str(error), BUSY, as_json)
    except WriteFailed as error:
        fail(str(error), DISK, as_json)
    except (StoreProblem, RefusedFile, ContentError) as error:
        fail(str(error), REFUSED, as_json)
    except OSError as error:
        fail(f"{error.filename or 'disk'}: {error.strerror or error}", REFUSED, as_json)


def fail(message: str, code: int, as_json: bool) -> None:
    """Print why a command stopped and leave with its exit code."""
    if as_json:
        show_json({"error": message})
    else:
        errors.print(message, style="bold", markup=False)
    raise typer.Exit(code)


def show_json(value: dict[str, Any]) -> None:
    """Print one JSON object on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


def show(text: str) -> None:
    """Print a line on stdout; a sign in it that would steer the terminal is written as its code."""
    sys.stdout.write("".join(sign if sign.isprintable() or sign in "\n\t" else ascii(sign)[1:-1] for sign in text))
    sys.stdout.write("\n")


def name_of(file: str) -> str:
    """Return a file's name for a line of its own, whatever is in it."""
    return " ".join(Path(file).name.splitlines())


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Callable[[int, int, str], None] | None]:
    """Give a progress callback (done, total, name) that draws a bar on a terminal, or None."""
    if quiet or not errors.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors) as bar:
        task = bar.add_task("reading", total=None)

        def advance(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, description=Path(name).name)

        yield advance
