"""The steps of a file's road, timed; apart from the benchmark, so that the forked process imports nothing else."""

import time
from collections.abc import Callable
from typing import Any

from datasets import pipeline
from datasets.orders import Order

STEPS = {
    "open_source": "find the encoding and the dialect",
    "understand": "read the columns, propose a schema",
    "write_table": "write the normalised CSV (beside the proposal)",
    "repairs_of": "look for repairs",
    "validate": "judge",
    "_profile": "describe the columns",
    "process": "all, the table built beside",
}


def timed(order: Order, on_progress: Callable[[str, int], None]) -> dict[str, tuple[float, float]]:
    """Take the road and return seconds of wall and processor by step; runs in the forked process."""
    taken: dict[str, tuple[float, float]] = {}
    for name in STEPS:
        setattr(pipeline, name, _watched(name, getattr(pipeline, name), taken))
    outcome = pipeline.process(order, on_progress)  # by its watched name
    assert outcome.state == "valid", outcome.message
    return taken


def _watched(name: str, function: Any, taken: dict[str, tuple[float, float]]) -> Any:
    def call(*args: Any, **options: Any) -> Any:
        wall, used = time.perf_counter(), time.process_time()
        if name == "open_source":  # a context: what counts is the way into it
            context = function(*args, **options)
            opened = context.__enter__()
            taken[name] = (time.perf_counter() - wall, time.process_time() - used)
            return _Entered(context, opened)
        result = function(*args, **options)
        taken[name] = (time.perf_counter() - wall, time.process_time() - used)
        return result

    return call


class _Entered:
    """A context that has been entered already."""

    def __init__(self, context: Any, opened: Any) -> None:
        self.context, self.opened = context, opened

    def __enter__(self) -> Any:
        return self.opened

    def __exit__(self, *error: Any) -> Any:
        return self.context.__exit__(*error)
