"""What a program is told beside an answer: what waits for a person, and why there is no (whole) table.

Editors are told all; everybody else what the resource's page says.
"""

import json

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from datasets.ckan.auth import Caller
from datasets.ckan.dicts import NOTICE, TABLE_NOTICE, Dict
from datasets.ckan.envelope import RawJson
from datasets.ckan.errors import ActionError
from datasets.models import Dataset, Resource
from datasets.permissions import can_edit_dataset
from datasets.reviewing import under_four_eyes
from datasets.selectors.notices import (
    TableNotice,
    editor_notice,
    editor_notices,
    public_notice,
)
from datasets.selectors.reasons import REASONS
from datasets.selectors.reviews import versions_waiting
from datasets.services.storage import table_exists

# Programs are written by people of many countries; CKAN's own messages are English too.
ENGLISH = (
    "Handed in, not published: this organization requires a second person to approve. "
    "Until then the public sees what it saw before."
)


def waiting_notice(dataset: Dataset) -> str:
    """Return the sentence, German and English; empty if nothing of the dataset waits."""
    if not under_four_eyes(dataset) or dataset.private:
        return ""
    waiting = versions_waiting().filter(resource__dataset_id=dataset.pk)
    if not dataset.workflow_in_progress and not waiting.exists():
        return ""
    own = _(
        "Eingereicht, nicht veröffentlicht: In dieser Organisation gibt eine zweite Person frei "
        "(Vier Augen). Bis dahin bleibt öffentlich, was es war."
    )
    return f"{own} / {ENGLISH}"


def with_notices(text: RawJson, dataset: Dataset) -> RawJson:
    """Return a dataset's text as an editor gets it who has just changed it."""
    text = with_table_notices(text, dataset.pk)
    if notice := waiting_notice(dataset):
        return RawJson(f"{text[:-1]}, {json.dumps(NOTICE)}: {json.dumps(notice)}}}")
    return text


def with_table_notices(text: RawJson, dataset_id: str) -> RawJson:
    """Return a dataset's text with what its editors should know of its files, each beside its resource."""
    found = editor_notices(dataset_id)
    if not found:
        return text
    answer = json.loads(text)
    for resource in answer["resources"]:
        if notice := found.get(resource["id"]):
            resource[TABLE_NOTICE] = notice.to_dict(_address(notice, dataset_id, resource["id"]))
    return RawJson(json.dumps(answer))


def noticed(answer: Dict, resource: Resource) -> Dict:
    """Return a resource's dictionary with what its editors should know of its file."""
    notice = editor_notice(resource) if resource.url_type == "upload" else None
    if notice is None:
        return answer
    return {**answer, TABLE_NOTICE: _told(notice, resource)}


def no_table(caller: Caller, resource: Resource, *, word: str = "Resource") -> ActionError:
    """Return the not-found error of a resource that is there but has no table, with the reason."""
    whole = Resource.objects.select_related("dataset", "current_version", "fetch_plan")
    found = whole.get(pk=resource.pk)
    version = found.current_version
    lost = version is not None and version.has_table and not table_exists(version.table_key)
    inside = can_edit_dataset(caller.user, found.dataset)
    notice = (editor_notice if inside else public_notice)(found, table_lost=lost)
    return explained(found, notice, inside=inside, word=word)


def not_fed(resource: Resource) -> ActionError:
    """Return the not-found error of a table that nobody can write to, because it is made of a file."""
    if not resource.table_active:
        notice = editor_notice(resource)
    else:
        notice = TableNotice("unavailable", REASONS["made-of-file"])
    return explained(resource, notice, inside=True)


def explained(
    resource: Resource, notice: TableNotice | None, *, inside: bool, word: str = "Resource"
) -> ActionError:
    """Return CKAN's error, the reason after it in German and English."""
    fields: Dict = {"message": f'Not found: {word} "{resource.pk}" was not found.'}
    if notice is not None:
        texts = [notice.sentences(english=english, steps=inside) for english in (False, True)]
        fields["message"] += f" {' / '.join(texts)}"
        fields[TABLE_NOTICE] = _told(notice, resource)
    return ActionError(404, "Not Found Error", fields)


def _told(notice: TableNotice, resource: Resource) -> Dict:
    return notice.to_dict(_address(notice, resource.dataset_id, resource.pk))


def _address(notice: TableNotice, dataset_id: str, resource_id: str) -> str:
    """Return where an editor acts, or where everybody reads the reason."""
    if notice.version is not None:
        path = reverse("way:befund", args=[notice.version.pk])
    else:
        path = reverse("resource_detail", args=[dataset_id, resource_id])
    return f"{settings.PORTAL_BASE_URL}{path}"
