"""A process that has loaded what a load needs and forks one child after another to be killed: imports take a second."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from cspdash.settings import ROOT

# Each order is a list of words that the child's program finds in `words`; the program prints lines as it goes on.
SERVER = """
import json, os, sys
%s
def child(words):
%s
for line in sys.stdin:
    pid = os.fork()
    if not pid:
        code = 1
        try:
            child(json.loads(line))
            code = 0
        finally:
            sys.stdout.flush()
            os._exit(code)
    print("started", pid, flush=True)
    print("ended", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""


class Forking:
    """The process, and the child that was started last."""

    def __init__(self, imports: str, program: str) -> None:
        indented = "\n".join(f"    {line}" for line in program.strip().splitlines())
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVER % (imports.strip(), indented)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ},
        )  # fmt: skip
        self.child, self.early = 0, list[str]()

    def line(self) -> str:
        """Return the next line that was printed."""
        assert self.process.stdout
        return self.early.pop(0) if self.early else self.process.stdout.readline().strip()

    def start(self, *words: object) -> None:
        """Start a child with these words."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps([str(word) for word in words]) + "\n")
        self.process.stdin.flush()
        while not (said := self.process.stdout.readline().strip()).startswith("started "):
            self.early.append(said)  # the child may be faster than the process that forked it
            assert said, "the forking process has ended"
        self.child = int(said.split()[1])

    def kill(self) -> None:
        """Kill the child, wherever it is, unless it has ended."""
        with suppress(ProcessLookupError):
            os.kill(self.child, signal.SIGKILL)

    def ended(self) -> int:
        """Wait until the child has ended; return its exit code, negative where a signal ended it."""
        while not (said := self.line()).startswith("ended "):
            assert said, "the forking process has ended"
        return int(said.split()[1])


@contextmanager
def forking(imports: str, program: str) -> Iterator[Forking]:
    """Give a process that forks children which run a program."""
    made = Forking(imports, program)
    try:
        yield made
    finally:
        made.process.communicate()
