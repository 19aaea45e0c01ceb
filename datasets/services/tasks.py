"""Background jobs of the data module; thin shells around services."""

from django.utils.module_loading import import_string
from django_tasks import task


@task()
def version_process_task(version_id: str, publish: bool) -> str:
    """Judge one received version and return the state it ended in."""
    # By name: the service enqueues this task, so importing it here would close a circle.
    version_process = import_string("datasets.services.versions.version_process")
    return str(version_process(version_id=version_id, publish=publish).state)
