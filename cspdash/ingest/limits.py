"""What a process that parses files from outside may use: memory, processor time, time, and the size of a file.

The kernel holds the limits, so that a crafted file ends this process and nothing else. What a page is given is always
parsed in such a process; `CSPDASH_LIMITED=1` makes one of any command.
"""

import resource
import signal
from dataclasses import dataclass

# Besides the switch: allocators and libraries that reserve much more than they use would reach the limit of memory.
ENVIRONMENT = {
    "CSPDASH_LIMITED": "1", "ARROW_DEFAULT_MEMORY_POOL": "system", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of memory, seconds of processor time, seconds of time, and bytes of one file."""

    memory: int = 2 << 30
    processor: int = 300
    seconds: int = 300
    file: int = 4 << 30


def hold(limits: Limits = Limits()) -> None:
    """Hold this process to limits for the rest of its life; what goes beyond one fails, or ends the process."""
    for kind, most in (
        (resource.RLIMIT_DATA, limits.memory),
        (resource.RLIMIT_CPU, limits.processor),
        (resource.RLIMIT_FSIZE, limits.file),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (least, least))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(limits.seconds)
