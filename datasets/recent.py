"""What was used last, within a bound of memory; shared by the threads of a process. No Django."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """At most `most` bytes as `size_of` counts them, and `many` values; what was used longest ago goes first."""

    def __init__(
        self, size_of: Callable[[Value], int], *, most: int, many: int | None = None
    ) -> None:
        self.size = 0
        self._size_of, self._most, self._many = size_of, most, many
        self._kept: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> Value | None:
        """Return what is kept, now the last to go."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: Key, value: Value) -> None:
        """Keep a value in place of an older one, and let go of what is too much."""
        with self._lock:
            before = self._kept.pop(key, None)
            self.size += self._size_of(value) - (0 if before is None else self._size_of(before))
            self._kept[key] = value
            while self.size > self._most or (self._many and len(self._kept) > self._many):
                self.size -= self._size_of(self._kept.popitem(last=False)[1])
