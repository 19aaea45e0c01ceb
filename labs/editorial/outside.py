"""Asks other sites whether links to them still lead somewhere: seldom, politely, a few at a time."""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import IO, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from datasets.remote import Bounds, RemoteError, fetch
from labs.models import OutsideLink

MOST, PER_HOST = 40, 4
BUDGET, SECONDS = 30.0, 8.0
BYTES = 64 * 1024
# Sound links are asked again after a week, failing ones after a day; who fails twice is reported.
SOUND, FAILING, REPORTED = timedelta(days=7), timedelta(days=1), 2
FORGOTTEN = timedelta(days=30)
# Many sites refuse programs (401, 403, 429 …) and serve people all the same.
GONE = {404, 410}
NETWORK = {"name", "network", "time"}
LONGEST = 500


class _Nowhere:
    """Takes bytes and keeps none."""

    def write(self, chunk: bytes) -> int:
        return len(chunk)


def ask(address: str) -> tuple[str, str]:
    """Return a code and a sentence of what is wrong with an address; both empty if nothing is."""
    bounds = Bounds(BYTES, SECONDS, private=settings.PORTAL_FETCH_PRIVATE)
    try:
        fetch(address, cast(IO[bytes], _Nowhere()), bounds)
    except RemoteError as error:
        if error.code == "size":  # It answered, with more than we want to read.
            return "", ""
        if error.code == "status" and error.status not in GONE and error.status < 500:
            return "", ""
        return error.code, error.message
    return "", ""


def outside_note(addresses: Iterable[str]) -> None:
    """Keep which addresses stand on pages, so that they are asked in their turn."""
    known = {address for address in addresses if len(address) <= LONGEST}
    now = timezone.now()
    OutsideLink.objects.bulk_create(
        [OutsideLink(address=address, seen_at=now) for address in sorted(known)],
        ignore_conflicts=True,
    )
    OutsideLink.objects.filter(address__in=known).update(seen_at=now)


def outside_reasons(addresses: Iterable[str]) -> dict[str, str]:
    """Return the addresses that failed at least twice, each with the reason."""
    rows = OutsideLink.objects.filter(address__in=set(addresses), failures__gte=REPORTED)
    return dict(rows.values_list("address", "reason"))


def outside_check(*, asking: Callable[[str], tuple[str, str]] = ask) -> int:
    """Ask some addresses whose turn it is; return how many were asked."""
    if not settings.PORTAL_LINK_CHECK:
        return 0
    now, started = timezone.now(), time.monotonic()
    OutsideLink.objects.filter(seen_at__lt=now - FORGOTTEN).delete()
    due = OutsideLink.objects.filter(
        Q(checked_at=None)
        | Q(failures=0, checked_at__lt=now - SOUND)
        | Q(failures__gt=0, checked_at__lt=now - FAILING)
    ).order_by(F("checked_at").asc(nulls_first=True), "pk")
    hosts: Counter[str] = Counter()
    answers: list[tuple[OutsideLink, str, str]] = []
    for link in due[: MOST * 5]:
        host = urlsplit(link.address).netloc
        if len(answers) >= MOST or time.monotonic() - started > BUDGET:
            break
        if hosts[host] < PER_HOST:
            hosts[host] += 1
            answers.append((link, *asking(link.address)))
    if len(answers) > 1 and all(code in NETWORK for _link, code, _reason in answers):
        return 0  # It is our own network that is away.
    for link, code, reason in answers:
        link.checked_at, link.reason = now, reason[:200]
        link.failures = link.failures + 1 if code else 0
        link.save(update_fields=["checked_at", "reason", "failures"])
    return len(answers)
