"""Writing resources."""

from django.db import transaction

from datasets.ckan.auth import Caller
from datasets.ckan.checks import Checked
from datasets.ckan.dicts import NOTICE, Dict, resource_dict
from datasets.ckan.errors import denied
from datasets.ckan.lookup import editable_resource, find_dataset
from datasets.ckan.package_save import change_resource, make_resource
from datasets.ckan.params import anything, required, text
from datasets.ckan.registry import Call, write_action
from datasets.ckan.resource_input import plain_fields, read_resource
from datasets.ckan.waiting import noticed, waiting_notice
from datasets.models import RecordState, Resource
from datasets.permissions import can_edit_dataset
from datasets.services.resources import resource_delete as delete


def _answer(resource: Resource) -> Dict:
    """Return the resource as it is now."""
    rows = Resource.objects.select_related("dataset__organization", "current_version")
    fresh = rows.get(pk=resource.pk)
    before = Resource.objects.filter(
        dataset_id=fresh.dataset_id, state=RecordState.ACTIVE, position__lt=fresh.position
    )
    answer = noticed(resource_dict(fresh, position=before.count()), fresh)
    if notice := waiting_notice(fresh.dataset):
        answer[NOTICE] = notice
    return answer


@write_action(
    required("package_id", "id or name of the dataset"),
    text("url"),
    text("name"),
    text("format"),
    anything("upload", "a file, sent as multipart/form-data"),
)
def resource_create(call: Call) -> Dict:
    """Add a resource to a dataset, with an address or a file; further keys are kept."""
    dataset = find_dataset(call["package_id"])
    if not can_edit_dataset(call.caller.user, dataset):
        raise denied(
            f"User {call.caller.name} not authorized to create resources on dataset {dataset.pk}"
        )
    checked = Checked(call.data)
    sent = read_resource(call.data, checked, guess_type=True)
    if sent.id and Resource.objects.filter(pk=sent.id).exists():
        checked.fault("id", "Resource id already exists.")
    checked.done()
    return _answer(make_resource(call.caller, dataset, sent))


def _save(caller: Caller, resource: Resource, data: Dict, *, guess_type: bool = False) -> Dict:
    """Check and write a changed resource."""
    checked = Checked(data)
    sent = read_resource(data, checked, old=resource, guess_type=guess_type)
    checked.done()
    return _answer(change_resource(caller, resource, sent))


@write_action(required("id", "id of the resource"), text("url"), anything("upload", "a file"))
def resource_update(call: Call) -> Dict:
    """Replace a resource's description, and with `upload` its file."""
    resource = editable_resource(call.caller, call["id"], "update")
    return _save(call.caller, resource, call.data, guess_type=True)


@write_action(required("id", "id of the resource"), anything("upload", "a file"))
def resource_patch(call: Call) -> Dict:
    """Change the keys of a resource that are sent and leave all others."""
    resource = editable_resource(call.caller, call["id"], "update")
    return _save(call.caller, resource, {**plain_fields(resource), **call.data})


@write_action(required("id", "id of the resource"))
def resource_delete(call: Call) -> None:
    """Take a resource out of its dataset."""
    resource = editable_resource(call.caller, call["id"], "delete")
    with transaction.atomic():
        delete(actor=call.caller.user, resource=resource)
