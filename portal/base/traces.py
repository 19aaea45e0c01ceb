"""What a deleted name leaves behind below the data folder: mails kept as files, SQLite's journal."""

import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

KEPT_DAYS = 30


def mails_forget(*, now: datetime.datetime | None = None) -> int:
    """Delete mails that lie as files for 30 days where no mail server is named; return how many."""
    folder = Path(settings.EMAIL_FILE_PATH)
    if not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend") or not folder.is_dir():
        return 0
    until = ((now or timezone.now()) - datetime.timedelta(days=KEPT_DAYS)).timestamp()
    old = [file for file in folder.glob("*.log") if file.stat().st_mtime < until]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def journal_clear() -> None:
    """Empty SQLite's journal, which keeps old rows until it is written over; not inside a transaction."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
