"""What can be done with a resource, as JSON for programs."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from datasets.selectors.capabilities import capabilities
from datasets.views.pages import table_is_lost
from datasets.views.versions import resource_by_id


@require_safe
def resource_capabilities(request: HttpRequest, resource_id: str) -> HttpResponse:
    """Send all capabilities of a resource with state, reason, limit and who can change it."""
    resource = resource_by_id(request, resource_id)
    version = resource.current_version
    found = capabilities(resource, version, table_lost=table_is_lost(version))
    response = JsonResponse(
        {"id": resource.pk, "capabilities": [item.to_dict() for item in found]},
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response
