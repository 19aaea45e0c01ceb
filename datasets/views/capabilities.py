"""What can be done with a resource, as JSON for programs."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from datasets.permissions import can_edit_dataset
from datasets.views.pages import person
from datasets.views.reasons import told
from datasets.views.versions import resource_by_id


@require_safe
def resource_capabilities(request: HttpRequest, resource_id: str) -> HttpResponse:
    """Send all capabilities of a resource with state, reason, limit and who can change it."""
    resource = resource_by_id(request, resource_id)
    may_edit = can_edit_dataset(person(request), resource.dataset)
    found, _waits = told(resource, resource.current_version, may_edit=may_edit)
    response = JsonResponse(
        {"id": resource.pk, "capabilities": [item.to_dict() for item in found]},
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response
