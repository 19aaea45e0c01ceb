"""The first step: a file comes in, as a new dataset, a further file, or a new version."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from datasets.contribute.common import address_of, draw, person_of
from datasets.contribute.forms import FetchForm, FileForm, ReplaceForm, organizations_of
from datasets.errors import DatasetsError
from datasets.models import Dataset, FetchPlan, Resource, ResourceVersion
from datasets.permissions import can_create_dataset, can_edit_dataset
from datasets.selectors.reviews import versions_to_decide
from datasets.services.contributions import (
    contribution_begin,
    contribution_fetch,
    contribution_replace,
)
from datasets.services.fetching import plan_run, plan_save
from datasets.services.packages import package_begin
from datasets.services.reviews import may_review
from portal.base.models import User

RECENT = 10


def start(request: HttpRequest) -> HttpResponse:
    """Take in the file of a new dataset, or of the one that `?datensatz=` names."""
    user = person_of(request)
    dataset = _dataset(request, user)
    organizations = [] if dataset else organizations_of(user)
    form = FileForm(request.POST or None, request.FILES or None, organizations=organizations)
    if request.method == "POST" and form.is_valid():
        try:
            version, problems = _begun(form, user, dataset)
        except DatasetsError as error:
            form.add_error("url" if "url" in error.data else "file", error.message)
        else:
            for sentence in problems:
                messages.warning(request, sentence)
            return redirect(address_of(request, "befund", version.pk))
    context = {
        "form": form,
        "dataset": dataset,
        "may_begin": bool(dataset or organizations or can_create_dataset(user, None)),
        "organization": organizations[0] if len(organizations) == 1 else None,
        "open_versions": [] if dataset else _open_versions(user),
        "waiting_versions": [] if dataset else _waiting(user),
        "own_resources": [] if dataset else _own_resources(user),
    }
    return draw(request, "start", "datei", None, context, status=422 if form.errors else 200)


def _begun(
    form: FileForm, user: User, dataset: Dataset | None
) -> tuple[ResourceVersion, tuple[str, ...]]:
    """Take in what the form holds; return the version to show, and what was left out, in German."""
    owner, file = form.owner(), form.cleaned_data["file"]
    if not file:
        url = form.cleaned_data["url"]
        return contribution_fetch(actor=user, organization=owner, dataset=dataset, url=url), ()
    if dataset is None and file.name.lower().endswith(".zip"):
        begun = package_begin(actor=user, organization=owner, upload=file.file)
        if begun is not None:
            return begun.version, begun.problems
    version = contribution_begin(
        actor=user, organization=owner, dataset=dataset, upload=file.file, file_name=file.name
    )
    return version, ()


def _dataset(request: HttpRequest, user: User) -> Dataset | None:
    wanted = request.GET.get("datensatz")
    if not wanted:
        return None
    dataset: Dataset = get_object_or_404(Dataset.objects.existing(), pk=wanted)
    if not can_edit_dataset(user, dataset):
        raise PermissionDenied
    return dataset


def _open_versions(user: User) -> list[ResourceVersion]:
    """Return the person's own last files that are not public yet, one of each resource."""
    newer = ResourceVersion.objects.filter(
        resource=OuterRef("resource"), number__gt=OuterRef("number")
    )
    rows = (
        ResourceVersion.objects.filter(
            ~Exists(newer),
            created_by=user,
            published_at__isnull=True,
            withdrawn_at__isnull=True,
            review_requested_at__isnull=True,
            resource__state="active",
            resource__dataset__deleted_at__isnull=True,
        )
        .select_related("resource__dataset")
        .defer("report", "findings", "profile", "proposal", "schema")
        .order_by("-created_at")[:RECENT]
    )
    return list(rows)


def _waiting(user: User) -> list[ResourceVersion]:
    """Return what waits for this person's approval."""
    rows = versions_to_decide(Dataset.objects.existing()).order_by("-review_requested_at")
    return [row for row in rows[:100] if may_review(user, row)][:RECENT]


def _own_resources(user: User) -> list[Resource]:
    """Return the public files that the person has worked on last, to replace them."""
    rows = Resource.objects.filter(
        state="active",
        current_version__isnull=False,
        dataset__deleted_at__isnull=True,
        dataset__organization__in=organizations_of(user),
    )
    return list(rows.select_related("dataset").order_by("-modified_at")[:RECENT])


def _own_resource(user: User, resource_id: str) -> Resource:
    """Return a resource that the person may edit. Raises Http404 and PermissionDenied."""
    rows = Resource.objects.select_related("dataset", "current_version")
    resource = get_object_or_404(
        rows, pk=resource_id, state="active", dataset__deleted_at__isnull=True
    )
    if not can_edit_dataset(user, resource.dataset):
        raise PermissionDenied
    return resource


def replace(request: HttpRequest, resource_id: str) -> HttpResponse:
    """Take in a file as the next version of a resource."""
    user = person_of(request)
    resource = _own_resource(user, resource_id)
    form = ReplaceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            version = contribution_replace(
                actor=user,
                resource=resource,
                upload=file.file,
                file_name=file.name,
                note=form.cleaned_data["note"],
            )
        except DatasetsError as error:
            form.add_error("file", error.message)
        else:
            return redirect(address_of(request, "befund", version.pk))
    context = {"form": form, "resource": resource, "dataset": resource.dataset}
    return draw(request, "replace", "datei", None, context, status=422 if form.errors else 200)


def fetching(request: HttpRequest, resource_id: str) -> HttpResponse:
    """Say where a file is fetched from and how often, or fetch it now."""
    user = person_of(request)
    resource = _own_resource(user, resource_id)
    plan = FetchPlan.objects.filter(resource=resource).first()
    start_with = {"notify": user.email, "url": resource.url if "://" in resource.url else ""}
    form = FetchForm(request.POST or None, instance=plan, initial=None if plan else start_with)
    if request.method == "POST" and form.is_valid():
        values = {key: form.cleaned_data[key] for key in ("url", "interval", "notify")}
        plan = plan_save(actor=user, resource=resource, **values)
        messages.success(request, _("Die Abholung ist eingerichtet."))
        if request.POST.get("action") == "now":
            plan = plan_run(plan=plan, actor=user, in_page=True)
            failed = plan.last_state == "failed"
            messages.add_message(
                request, messages.ERROR if failed else messages.SUCCESS, plan.last_message
            )
        return redirect(address_of(request, "abholen", resource.pk))
    context = {"form": form, "plan": plan, "resource": resource, "dataset": resource.dataset}
    return draw(request, "fetching", "datei", None, context, status=422 if form.errors else 200)
