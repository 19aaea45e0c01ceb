"""Work on foreign files ends at its bounds, and the portal goes on."""

import mmap
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from datasets.isolation import IsolationError, Limits, run_isolated

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
