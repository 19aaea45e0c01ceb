"""Run a function on untrusted input in a process of its own, with bounds on memory and time.

The worker has a process started before its file is there (`prepare`): it has tried out what reads tables,
and waits. It too serves one file only; the one for the file after it gets ready meanwhile.
"""

import importlib
import multiprocessing as mp
import os
import resource
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import ModuleType
from typing import Any

Progress = Callable[[str, int], None]
MIB = 1024 * 1024
# What a process holds before it begins: Python and the libraries that read tables.
IDLE = 256 * MIB
# What a process that waits for a file does until then.
WARM = "datasets.warm.rehearse"
# How often the memory in use is looked at, in seconds.
LOOK = 0.1


@dataclass(frozen=True)
class Limits:
    """`memory_mib` beyond what the idle process holds; `seconds` of wall time."""

    memory_mib: int = 2048
    seconds: int = 1800


class IsolationError(Exception):
    """The process did not end by itself with an answer; `code` is memory, time or crash."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail


def _context() -> Any:
    """Return the context whose children start from a process that has the heavy imports done."""
    context = mp.get_context("forkserver")
    context.set_forkserver_preload(["datasets.warm"])
    # Read where the server of processes starts. Most of what a fork waits for is its first use of each page of memory.
    os.environ.setdefault("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1")
    return context


def _memory(process: int | str, field: int) -> int:
    """Return bytes of a process: field 1 is what it uses, 5 what it may write to; 0 if it is gone."""
    try:
        with open(f"/proc/{process}/statm", encoding="ascii") as statm:
            return int(statm.read().split()[field]) * resource.getpagesize()
    except OSError:
        return 0


def _child(channel: Connection, warm: str) -> None:
    """Take one order; send ("done", result), ("error", code, detail), or ("progress", step, rows) before."""

    def report(step: str, rows: int) -> None:
        channel.send(("progress", step, rows))

    if warm:
        _named(warm)()
    try:
        function, order, limits = channel.recv()
    except EOFError:
        os._exit(0)  # whoever started this process is gone
    try:
        work = _named(function)
        # The parent looks at the memory in use; this bound holds between two looks. Libraries
        # reserve much more than they use, so it is wider, and only what comes on top counts.
        bound = _memory("self", 5) + 2 * limits.memory_mib * MIB
        resource.setrlimit(resource.RLIMIT_DATA, (bound, bound))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        channel.send(("done", work(order, report)))
    except MemoryError:
        channel.send(("error", "memory", ""))
    except BaseException as error:  # noqa: BLE001 - outer edge of the process: the parent decides
        channel.send(("error", "crash", f"{type(error).__name__}: {error}"[:2000]))
    finally:
        channel.close()
        os._exit(0)  # nobody needs what would be put away now, and that takes a tenth of a second


def _named(function: str) -> Callable[..., Any]:
    """Import a function by its dotted name."""
    module, name = function.rsplit(".", 1)
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found


_starting = threading.Lock()


@contextmanager
def _without_main() -> Iterator[None]:
    """Hide the program that was started: the child would import it again, and has no use for it."""
    with _starting:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


@dataclass
class _Started:
    """A process and the way to speak to it."""

    process: Any
    channel: Connection


def _start(warm: str = "") -> _Started:
    context = _context()
    ours, theirs = context.Pipe()
    process = context.Process(target=_child, args=(theirs, warm), daemon=True)
    with _without_main():
        process.start()
    theirs.close()
    return _Started(process, ours)


# Started ahead: at most one, and by whoever has asked for it before.
_waiting: deque[_Started] = deque(maxlen=1)
_keeping = False


def prepare() -> None:
    """Have a process ready for the next file, from now on always, so that no file waits for one to start."""
    global _keeping  # noqa: PLW0603 - whoever has once asked for it wants it for every file
    _keeping = True
    if not (_waiting and _waiting[0].process.is_alive()):
        _waiting.append(_start(WARM))


def _taken() -> _Started:
    """Return the process that waits, if there is one that lives, else a new one."""
    while _waiting:
        found = _waiting.pop()
        if found.process.is_alive():
            return found
        found.channel.close()
    return _start()


def _wait(channel: Connection, process: int, deadline: float, limits: Limits) -> None:
    """Wait for the next message. Raises IsolationError when a bound is passed before."""
    while not channel.poll(min(LOOK, max(0.0, deadline - time.monotonic()))):
        if time.monotonic() >= deadline:
            raise IsolationError("time", str(limits.seconds))
        if _memory(process, 1) > IDLE + limits.memory_mib * MIB:
            raise IsolationError("memory", str(limits.memory_mib))


def run_isolated(
    function: str,
    order: Any,
    *,
    limits: Limits | None = None,
    on_progress: Progress | None = None,
) -> Any:
    """Return `function(order, progress)` as computed in a bounded process.

    `function` is a dotted name, imported there; `order` and the result are picklable. Raises IsolationError.
    """
    limits = limits or Limits()
    started = _taken()
    process, channel = started.process, started.channel
    deadline = time.monotonic() + limits.seconds
    answered = False
    try:
        with suppress(ConnectionError):  # it has died meanwhile, which is seen below
            channel.send((function, order, limits))
        if _keeping:  # the next gets ready beside it: this file needs little more than one core
            prepare()
        while True:
            _wait(channel, process.pid, deadline, limits)
            try:
                message = channel.recv()
            except (EOFError, ConnectionError):
                process.join(5)
                raise IsolationError("crash", f"exit {process.exitcode}") from None
            if message[0] == "progress":
                if on_progress is not None:
                    on_progress(message[1], message[2])
                continue
            answered = True
            if message[0] == "error":
                raise IsolationError(message[1], message[2])
            return message[1]
    finally:
        # Who has answered ends by itself; giving its memory back takes longer than anyone need wait.
        if not answered:
            process.kill()
            process.join(5)
        channel.close()
