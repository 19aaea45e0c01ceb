"""Work on foreign files ends at its bounds, and the portal goes on."""

import mmap
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from datasets import isolation, warm
from datasets.isolation import IsolationError, Limits, prepare, run_isolated
from datasets.orders import Outcome
from datasets.pipeline import process

Progress = Callable[[str, int], None]


def named(function: Callable[..., object]) -> str:
    return f"{function.__module__}.{function.__name__}"


def double(order: int, progress: Progress) -> int:
    progress("half", order)
    return order * 2


def eat_memory(order: int, progress: Progress) -> int:
    return len(bytearray(order))


def sleep(order: float, progress: Progress) -> None:
    time.sleep(order)


def die(order: int, progress: Progress) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail(order: str, progress: Progress) -> None:
    raise ValueError(order)


def test_the_result_and_the_progress_come_back() -> None:
    seen: list[tuple[str, int]] = []
    assert run_isolated(named(double), 21, on_progress=lambda *step: seen.append(step)) == 42
    assert seen == [("half", 21)]


def test_the_program_is_not_imported_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = ModuleType("__main__")
    program.__file__ = str(tmp_path / "program.py")
    Path(program.__file__).write_text("raise SystemExit('started again')")
    monkeypatch.setitem(sys.modules, "__main__", program)
    assert run_isolated(named(double), 21) == 42
    assert sys.modules["__main__"] is program


def whoami(order: int, progress: Progress) -> int:
    return os.getpid()


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The number of a process that waits for an order."""
    monkeypatch.setattr(isolation, "WARM", "")
    monkeypatch.setattr(isolation, "_keeping", False)
    prepare()
    yield isolation._waiting[0].process.pid
    isolation._waiting.clear()


def test_a_prepared_process_takes_one_order_only(prepared: int) -> None:
    prepare()
    assert isolation._waiting[0].process.pid == prepared
    assert run_isolated(named(whoami), 0) == prepared
    assert run_isolated(named(whoami), 0) != prepared


def test_the_next_process_gets_ready_beside_the_work(prepared: int) -> None:
    following: list[int] = []
    run_isolated(
        named(double),
        21,
        on_progress=lambda *_: following.append(isolation._waiting[0].process.pid),
    )
    assert following
    assert following != [prepared]
    assert run_isolated(named(whoami), 0) == following[0]


def test_nobody_who_did_not_ask_keeps_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "_keeping", False)
    run_isolated(named(double), 21)
    assert not isolation._waiting


def test_a_prepared_process_that_has_died_is_not_missed(prepared: int) -> None:
    process = isolation._waiting[0].process
    os.kill(prepared, signal.SIGKILL)
    process.join(60)
    assert run_isolated(named(double), 21) == 42
    prepare()
    assert isolation._waiting[0].process.pid != prepared


def test_a_prepared_process_ends_with_who_prepared_it(prepared: int) -> None:
    waiting = isolation._waiting.pop()
    waiting.channel.close()
    waiting.process.join(60)
    assert waiting.process.exitcode == 0


def test_what_a_process_does_while_it_waits_leaves_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    taken: list[Outcome] = []
    monkeypatch.setattr(warm, "process", lambda *given: taken.append(process(*given)))
    warm.rehearse()
    assert [(outcome.state, outcome.rows) for outcome in taken] == [("valid", 12)]
    assert not list(tmp_path.iterdir())


def test_too_much_memory_is_told_as_such() -> None:
    with pytest.raises(IsolationError) as caught:
        run_isolated(named(eat_memory), 2_000_000_000, limits=Limits(memory_mib=200, seconds=60))
    assert caught.value.code == "memory"


def test_too_much_time_ends_the_process() -> None:
    with pytest.raises(IsolationError) as caught:
        run_isolated(named(sleep), 60, limits=Limits(seconds=1))
    assert caught.value.code == "time"


@pytest.mark.parametrize(("function", "order"), [(die, 0), (fail, "kaputt")])
def test_a_crash_is_an_error_of_the_work_not_of_the_portal(
    function: Callable[..., None], order: object
) -> None:
    with pytest.raises(IsolationError) as caught:
        run_isolated(named(function), order)
    assert caught.value.code == "crash"


def reserve(order: int, progress: Progress) -> int:
    # As databases and threads do: address space that nothing is written to.
    return len(mmap.mmap(-1, order, prot=mmap.PROT_READ))


def test_reserved_address_space_is_no_memory_in_use() -> None:
    size = 1_000_000_000
    assert run_isolated(named(reserve), size, limits=Limits(memory_mib=200, seconds=60)) == size
