"""Writers killed at random, readers that never see an error: `python -m tests.search.hammer --kills 100`.

Everything lies in a folder of its own; the records are groups of Django's user management.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence

if __name__ == "__main__":
    os.environ["PORTAL_DATA"] = tempfile.mkdtemp(prefix="offene-region-hammer-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.dev"
    os.environ["ELASTICSEARCH_INDEX_PREFIX"] = f"hammer-{os.getpid()}"
    import django

    django.setup()

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connections, transaction

from search import api, documents
from search.api import ask, drain, rebuild, touch
from search.documents import SearchDocument
from search.engines.base import Request
from search.query.plan import Has

RECORDS, WRITERS, READERS = 30, 3, 2


class Groups:
    """Groups as documents: the name is the title."""

    prefix = "group"

    def iter_documents(self) -> Iterator[SearchDocument]:
        yield from map(self.one, Group.objects.all())

    def get_documents(self, keys: Sequence[str]) -> Iterable[SearchDocument]:
        return map(self.one, Group.objects.filter(pk__in=[int(key.split(":")[1]) for key in keys]))

    @staticmethod
    def one(group: Group) -> SearchDocument:
        return SearchDocument(
            key=f"group:{group.pk}",
            kind="page",
            title=group.name,
            body="",
            url="/",
            permission_labels=("public",),
        )


def write(seed: int) -> None:
    """Rename groups for ever."""
    chance = random.Random(seed)
    while True:
        with transaction.atomic():
            pk = chance.randint(1, RECORDS)
            Group.objects.filter(pk=pk).update(name=f"gruppe{pk} stand{chance.randrange(10**9)}")
            touch([f"group:{pk}"])


def read(seed: int) -> None:
    """Search for ever; every answer holds every group."""
    while True:
        answer = ask(Request(labels=("public",), limit=RECORDS))
        if answer.total != RECORDS:
            print(f"reader: {answer.total} of {RECORDS}", flush=True)
            os._exit(3)
        time.sleep(0.002)


def fork(work: Callable[[int], None], seed: int) -> int:
    """Run this in a child; an error ends the child with a message."""
    pid = os.fork()
    if pid:
        return pid
    try:
        connections.close_all()
        work(seed)
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is the finding
        print(f"{work.__name__}: {error!r}", file=sys.stderr, flush=True)
    os._exit(4)


def ended(pid: int) -> int:
    """Wait for a child and return how it ended."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def hammer(kills: int, seed: int = 4) -> list[str]:
    """Kill writers at random; return what went wrong."""
    chance = random.Random(seed)
    wrong = []
    writers = [fork(write, n) for n in range(WRITERS)]
    readers = [fork(read, n) for n in range(READERS)]
    for kill in range(kills):
        time.sleep(chance.uniform(0.02, 0.25))
        place = chance.randrange(WRITERS)
        os.kill(writers[place], signal.SIGKILL)
        if (code := ended(writers[place])) != -signal.SIGKILL:
            wrong.append(f"a writer ended with {code}")
        writers[place] = fork(write, 1_000 + kill)
    for pid in writers + readers:
        os.kill(pid, signal.SIGKILL)
        if (code := ended(pid)) != -signal.SIGKILL:
            wrong.append(f"{'writer' if pid in writers else 'reader'} ended with {code}")
    return wrong + lost()


def lost() -> list[str]:
    """Write what waits, as the worker does, and return groups that the index has in another state."""
    drain()
    found = []
    for group in Group.objects.all():
        answer = ask(Request(Has("t", (group.name.split()[1],)), labels=("public",)))
        if answer.keys != (f"group:{group.pk}",):
            found.append(f"lost: {group.name} {answer.keys}")
    return found


def main() -> int:
    """Prepare, hammer, report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=100)
    kills = parser.parse_args().kills
    for app in ("auth", "search"):
        call_command("migrate", app, verbosity=0)
    documents._providers.clear()
    documents.register_provider(Groups())
    Group.objects.all().delete()
    Group.objects.bulk_create(
        Group(pk=n, name=f"gruppe{n} anfang{n}") for n in range(1, RECORDS + 1)
    )
    rebuild()
    # Children must not share what the parent has open.
    api._engine_at.cache_clear()
    api._engine_of.cache_clear()
    started = time.monotonic()
    wrong = hammer(kills)
    print(f"{kills} kills in {time.monotonic() - started:.1f} s, {len(wrong)} findings")
    print(*wrong[:20], sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
