"""Settings of gunicorn that no option has; read by `manage.py serve`."""

import gc
import re
from typing import Any

from gunicorn.http import message

# `curl '…?q=Bäume'` and scripts send umlauts as they are, instead of `B%C3%A4ume`. That is not quite
# allowed, and every other server takes it; gunicorn answers with an English page that explains nothing.
# Controls, spaces and DEL stay refused.
message.RFC9112_TARGET_INVALID = re.compile(r"[^\x21-\x7e\x80-\xff]")


def post_fork(server: Any, worker: Any) -> None:
    """Let the garbage collector leave alone what was loaded before the first request: it stays for ever."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
