"""Settings of gunicorn that no option has; read by `manage.py serve`."""

import re

from gunicorn.http import message

# `curl '…?q=Bäume'` and scripts send umlauts as they are, instead of `B%C3%A4ume`. That is not quite
# allowed, and every other server takes it; gunicorn answers with an English page that explains nothing.
# Controls, spaces and DEL stay refused.
message.RFC9112_TARGET_INVALID = re.compile(r"[^\x21-\x7e\x80-\xff]")
