"""Remove what killed processes have left of tables: half files, and tables that nobody knows."""

from pathlib import Path

from django.conf import settings

from datasets.models import Resource, ResourceVersion
from datasets.services.tables import fed_folder, fed_key
from datasets.store import StoreError, sweep
from datasets.store.manifest import MANIFEST, files_of, read_manifest
from datasets.store.sweep import DEFAULT_AGE
from datasets.store.writable import WritableTable


def tables_sweep(*, min_age: float = DEFAULT_AGE) -> list[Path]:
    """Delete left-over files older than `min_age` seconds and return them.

    The age keeps what is being built at this moment; on remote storage only the local cache is swept.
    """
    keys = ResourceVersion.objects.exclude(table_key="").values_list("table_key", flat=True)
    removed = sweep(Path(settings.TABLES_ROOT), set(keys), min_age=min_age)
    return removed + _sweep_fed(min_age)


def _sweep_fed(min_age: float) -> list[Path]:
    """Sweep the tables that programs feed: those of purged resources, and layers no state needs."""
    folder = fed_folder()
    wanted = {fed_key(pk) for pk in Resource.objects.values_list("pk", flat=True).iterator()}
    needed: set[str] = set()
    for path in folder.glob(f"*{MANIFEST}"):
        key = path.name.removesuffix(MANIFEST)
        if key not in wanted:
            WritableTable(folder, key).drop()
            continue
        try:
            needed |= files_of([read_manifest(folder, key)])
        except StoreError:  # dropped at this moment
            continue
    return sweep(folder, needed, min_age=min_age)
