"""Trying a suspicious file in a process of its own, under limits of memory and time, before it is read in this one.

Libraries in C build whatever a file asks for before anyone can count it, and cannot be interrupted: what takes all memory
ends the process. There it ends one that was only made to find out.
"""

import json
import subprocess
import sys

MEMORY = 2**30
SECONDS = 6
_PROGRAM = """
import importlib, json, sys
sys.path[:], name = json.loads(sys.argv[1])
from gongkai.documents.apart import limit
limit()
importlib.import_module(name).look(sys.stdin.buffer.read())
"""


def survives(data: bytes, look: str) -> bool:
    """Whether the function ``look`` of the module of that name comes to an end with these bytes, within MEMORY and SECONDS.

    The function says nothing; an exception counts as not coming to an end.
    """
    try:
        done = subprocess.run(  # noqa: S603 - no shell, every argument is ours
            [sys.executable, "-c", _PROGRAM, json.dumps([sys.path, look])],
            input=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=4 * SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def limit() -> None:
    """Put the limits on this process."""
    try:
        import resource
    except ImportError:  # where there are no such limits, the clock is one all the same
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
